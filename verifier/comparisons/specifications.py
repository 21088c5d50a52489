"""Specification sets: the declared choices, what each is worth, and the hash of it all."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from verifier.comparisons.rules import AFTER_RULES, BEFORE_RULES, PARAMETERS, Option
from verifier.comparisons.statistics.statistic import Statistic
from verifier.errors import InputError
from verifier.files import is_file, read_within

SETS = Path(__file__).parent / "sets"
MOST_BYTES = 1_000_000
# The numbers a set must state, by table.
NUMBERS = {
    "relevance": (
        "gap_years",
        "stated_gap_years",
        "beside_stated",
        "beside_named_year",
        "least",
        "length_log",
        "uncovered",
        "inside_period",
    ),
    "definition": ("exact", "near", "proxy"),
    "outcome": ("smallest_total",),
    "finding": ("cut_off", "sufficient", "direction", "cherry_picked"),
}
# What every set must say of relevance; the others are about baselines.
ALWAYS = ("least", "length_log", "uncovered")
# The same for [search], which a set may leave out: the shipped set of changes is searched by then.
SEARCH = ("distances_months", "ends_months", "length_width", "end_width", "distance_width")
FACTOR_TYPES = ("arbitrary", "uncertain", "different question")


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

    @property
    def statistic(self) -> Statistic:
        """What its comparisons work out."""
        return Statistic(self.content.get("statistic", Statistic.RATIO))

    @property
    def smallest_total(self) -> int:
        """Counts that add up to less than this say nothing."""
        return int(self.content["outcome"]["smallest_total"])

    @property
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

    def naturalness(self, side: str) -> npt.NDArray[np.float64]:
        """How natural each option of a side is, in the order of the set."""
        return np.array([option["naturalness"] for option in self.content.get(side, [])], dtype=np.float64)

    def ids(self, side: str) -> list[str]:
        """The id of each option of a side, in the order of the set."""
        return [option["id"] for option in self.content.get(side, [])]


def load_set(name: str | Path = "change") -> SpecificationSet:
    """A shipped set by its name, or one of your own by the path of its TOML file.

    Raises InputError (file and field named) for a file that cannot be read or has a value it should not have.
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
    """A set as its file stands; callers must not change it, since it is kept for the next call."""
    try:
        content = tomllib.loads(read_within(path, MOST_BYTES, "specification set").decode("utf-8"))
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, a number too long, arrays nested too deep
        raise InputError(f"specification set {path}: not readable as TOML: {error}") from error
    _validate(content, path)
    return SpecificationSet(str(content["name"]), content)


def _validate(content: dict[str, Any], path: Path) -> None:
    said = content.get("statistic", Statistic.RATIO)
    if said not in list(Statistic):
        raise _refusal(path, "statistic", f"{said!r} is none of {', '.join(Statistic)}")
    statistic = Statistic(said)
    baselines = statistic.kind.baselines
    if not baselines and "before" in content:
        raise _refusal(path, "before", f"a {statistic} has no baseline; leave it out")
    shape: dict[str, type] = {"name": str, "factors": dict, "relevance": dict, "definition": dict, "outcome": dict}
    shape |= {"finding": dict, "after": list} | ({"before": list} if baselines else {})
    for field, kind in shape.items():
        if not isinstance(content.get(field), kind) or not content[field]:
            raise _refusal(path, field, f"is missing, empty or not a {kind.__name__}")
    for factor, typed in content["factors"].items():
        if typed not in FACTOR_TYPES:
            raise _refusal(path, f"factors.{factor}", f"{typed!r} is none of {', '.join(FACTOR_TYPES)}")
    for table, names in NUMBERS.items():
        for name in names:
            if table == "relevance" and baselines is not BEFORE_RULES and name not in ALWAYS:
                continue
            if not _is_positive(content[table].get(name)):
                raise _refusal(path, f"{table}.{name}", f"{content[table].get(name)!r} is not a number above zero")
    least = content["outcome"].get("least_covered")
    if statistic == Statistic.COUNT and not (_is_positive(least) and least <= 1):
        raise _refusal(path, "outcome.least_covered", f"{least!r} is not a number above 0 and up to 1")
    if "search" in content:
        _validate_search(content["search"], path)
    others = content["finding"].get("other_cut_offs")
    if not isinstance(others, list) or not all(_is_positive(other) for other in others):
        raise _refusal(path, "finding.other_cut_offs", f"{others!r} is not a list of numbers above zero")
    _validate_options(content["after"], "after", set(AFTER_RULES), path)
    _validate_options(content.get("before", []), "before", set(baselines), path)


def _validate_search(search: object, path: Path) -> None:
    if not isinstance(search, dict):
        raise _refusal(path, "search", "is not a table")
    for name in SEARCH:
        if not _is_positive(search.get(name)):
            raise _refusal(path, f"search.{name}", f"{search.get(name)!r} is not a number above zero")
    lengths, levels = search.get("lengths_months"), search.get("levels")
    if not isinstance(lengths, list) or not lengths or not all(type(one) is int and one > 0 for one in lengths):
        raise _refusal(path, "search.lengths_months", "must be whole numbers above zero in a list")
    if not isinstance(levels, list) or not levels or not all(_is_level(one) for one in levels):
        raise _refusal(path, "search.levels", "must be pairs of a worth above zero and a whole number of months")


def _is_level(level: object) -> bool:
    return isinstance(level, list) and len(level) == 2 and all(map(_is_positive, level)) and type(level[1]) is int


def _validate_options(options: list[Option], side: str, rules: set[str], path: Path) -> None:
    seen: set[str] = set()
    for place, option in enumerate(options, start=1):
        where = f"{side} number {place}"
        for field in ("id", "label", "rule"):
            if not isinstance(option.get(field), str):
                raise _refusal(path, where, f"{field} is missing or not a text")
        if option["id"] in seen:
            raise _refusal(path, where, f"the id {option['id']!r} stands there twice")
        seen.add(option["id"])
        if option["rule"] not in rules:
            known = ", ".join(sorted(rules))
            raise _refusal(path, where, f"unknown rule {option['rule']!r}; the rules are {known}")
        if not _is_positive(option.get("naturalness")) or option["naturalness"] > 1:
            raise _refusal(path, where, f"naturalness {option.get('naturalness')!r} is not above 0 and up to 1")
        for field, kind in PARAMETERS.get(option["rule"], {}).items():
            value = option.get(field)
            numbers = value if isinstance(value, list) else [value]
            if not isinstance(value, kind) or not all(type(number) is int for number in numbers):
                words = "whole numbers in a list" if kind is list else "a whole number"
                raise _refusal(path, where, f"{field} must be {words}")


def _refusal(path: Path, where: str, why: str) -> InputError:
    return InputError(f"specification set {path}: {where}: {why}")


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf
