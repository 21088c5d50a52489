"""Specification sets: the declared choices, what each is worth, and the hash of it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from verifier.arrays import Floats
from verifier.checked import Marked, Problem, against_schema, load_marked_toml, stop_at
from verifier.comparisons.rules import AFTER_RULES, BEFORE_RULES, PARAMETERS
from verifier.comparisons.statistics.statistic import Statistic
from verifier.errors import InputError
from verifier.files import is_file

SETS = Path(__file__).parent / "sets"
SCHEMA = SETS / "specification_set.schema.json"
MOST_BYTES = 1_000_000
# What a set with baselines must say of relevance, beside what the schema asks of every set.
OF_BASELINES = ("gap_years", "stated_gap_years", "beside_stated", "beside_named_year", "inside_period")


@dataclass(frozen=True)
class SpecificationSet:
    """A declared set of choices (see sets/change.toml for the format and the meaning of each number)."""

    name: str
    content: dict[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in a form that does not depend on comments or layout."""
        canonical = json.dumps(self.content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def statistic(self) -> Statistic:
        """What its comparisons work out."""
        return Statistic(self.content.get("statistic", Statistic.RATIO))

    @property
    def smallest_total(self) -> int:
        """Counts that add up to less than this say nothing."""
        return int(self.content["outcome"]["smallest_total"])

    @cached_property
    def cut_offs(self) -> dict[str, Any]:
        """The numbers the finding is decided by, by name."""
        return dict(self.content["finding"])

    @property
    def search(self) -> dict[str, Any]:
        """How numbers are searched for beyond the options (see sets/change.toml)."""
        found = self.content.get("search")
        return dict(found) if found else load_set("change").search

    def definition_weight(self, match: str) -> float:
        """How much a definition counts within its dataset."""
        return float(self.content["definition"][match])

    def labels(self, side: str) -> dict[str, str]:
        """The plain words of each option by its id; side is "after" or "before"."""
        return {option["id"]: option["label"] for option in self.content.get(side, [])}

    def naturalness(self, side: str) -> Floats:
        """How natural each option of a side is, in the order of the set."""
        return np.array([option["naturalness"] for option in self.content.get(side, [])], dtype=np.float64)

    def ids(self, side: str) -> list[str]:
        """The id of each option of a side, in the order of the set."""
        return [option["id"] for option in self.content.get(side, [])]


def load_set(name: str | Path = "change") -> SpecificationSet:
    """A shipped set by its name, or one of your own by the path of its TOML file.

    Raises InputError (file, line, column and field) for a file that cannot be read or has a value it should not have.
    """
    path = SETS / f"{name}.toml" if is_file(SETS / f"{name}.toml") else Path(name)
    try:
        stat = path.stat()
    except (OSError, ValueError) as error:
        known = ", ".join(sorted(file.stem for file in SETS.glob("*.toml")))
        said = getattr(error, "strerror", None) or error
        raise InputError(f"specification set {name}: no such file ({said}); the shipped sets are: {known}") from error
    return _read(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int, _size: int) -> SpecificationSet:
    """A set as its file is now; callers must not change it, since it is kept for the next call."""
    marked = load_marked_toml(path, "specification set", most=MOST_BYTES)
    if path.parent != SETS:  # the shipped ones are validated by a test: it would cost every check a third of a second
        stop_at(path, faults(marked))
    return SpecificationSet(str(marked.value["name"]), marked.value)


def faults(marked: Marked) -> list[Problem]:
    """What is wrong with a specification set, with line and column."""
    return marked.problems or [*against_schema(marked, SCHEMA, "the set")] or [*_beyond_schema(marked)]


def _beyond_schema(marked: Marked) -> Iterator[Problem]:
    """What a schema cannot say: statistics and rules that are not there, and what each of them needs."""
    content = marked.value
    said = content.get("statistic", Statistic.RATIO)
    if said not in list(Statistic):
        yield marked.at(("statistic",)), f"statistic: {said!r} is none of {', '.join(Statistic)}"
        return
    baselines = Statistic(said).kind.baselines
    if not baselines and "before" in content:
        yield marked.at(("before",)), f"a {said} has no baseline; leave out before"
    if baselines and "before" not in content:
        yield marked.at(()), "before is missing"
    if baselines is BEFORE_RULES and (missing := [name for name in OF_BASELINES if name not in content["relevance"]]):
        yield marked.at(("relevance",)), f"{', '.join(missing)} is missing"
    if said == Statistic.COUNT and "least_covered" not in content["outcome"]:
        yield marked.at(("outcome",)), "least_covered is missing"
    for side, rules in (("after", AFTER_RULES), ("before", baselines)):
        ids = [option["id"] for option in content.get(side, [])]
        for number, option in enumerate(content.get(side, [])):
            place = (side, number)
            if option["id"] in ids[:number]:
                yield marked.at((*place, "id")), f"the id {option['id']!r} is used twice"
            if option["rule"] not in rules:
                known = ", ".join(sorted(rules))
                yield marked.at((*place, "rule")), f"unknown rule {option['rule']!r}; the rules are {known}"
            for name, kind in PARAMETERS.get(option["rule"], {}).items():
                numbers = option.get(name) if kind is list else [option.get(name)]
                if not isinstance(numbers, list) or any(type(value) is not int for value in numbers):
                    words = "whole numbers in a list" if kind is list else "a whole number"
                    yield marked.at((*place, name)), f"the rule {option['rule']} needs {name}: {words}"
