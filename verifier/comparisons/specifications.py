"""Specification sets: the declared list of sensible comparisons, their weights, and its hash."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.comparisons.rules import AFTER_RULES, BEFORE_RULES, PARAMETERS, Anchors, Option, years_between
from verifier.comparisons.series import DAY, Series
from verifier.errors import InputError
from verifier.window import Window

SETS = Path(__file__).parent / "sets"
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
FACTOR_TYPES = ("arbitrary", "uncertain", "different question")


@dataclass(frozen=True, slots=True)
class Pair:
    """An after-window and a baseline, the options they come from, and how sensible the pair is (not normalised)."""

    after_option: str
    before_option: str
    after: Window
    before: Window
    weight: float


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
    def smallest_total(self) -> int:
        """Counts that add up to less than this say nothing."""
        return int(self.content["outcome"]["smallest_total"])

    @property
    def factors(self) -> dict[str, str]:
        """The type of each factor: arbitrary, uncertain or different question."""
        return dict(self.content["factors"])

    @property
    def cut_offs(self) -> dict[str, Any]:
        """The numbers the finding is decided by, by name."""
        return dict(self.content["finding"])

    def definition_weight(self, match: str) -> float:
        """How much a definition counts within its dataset."""
        return float(self.content["definition"][match])

    def labels(self, side: str) -> dict[str, str]:
        """The plain words of each option by its id; side is "after" or "before"."""
        return {option["id"]: option["label"] for option in self.content[side]}

    def pairs(self, anchors: Anchors, series: Series) -> list[Pair]:
        """Every admissible pair of windows the series can count, the most sensible option of each kept.

        A pair is admissible when its windows share no day, the baseline comes first, neither reaches past the latest
        day, and it weighs something. Weight is naturalness times relevance (Wu et al., PVLDB 7(7), 2014, section 2).
        """
        found: dict[tuple[Window, Window], Pair] = {}
        for after_option in self.content["after"]:
            for after in AFTER_RULES[after_option["rule"]](anchors, series, after_option):
                if after.end > anchors.latest or not series.covers(after):
                    continue
                for pair in self._with_baselines(anchors, series, after_option, after):
                    key = (pair.after, pair.before)
                    if key not in found or pair.weight > found[key].weight:
                        found[key] = pair
        return sorted(found.values(), key=lambda pair: (-pair.weight, pair.after, pair.before))

    def _with_baselines(self, anchors: Anchors, series: Series, after_option: Option, after: Window) -> list[Pair]:
        pairs = []
        for option in self.content["before"]:
            for before in BEFORE_RULES[option["rule"]](anchors, after, option):
                if before.end >= after.start or not series.covers(before):
                    continue
                weight = after_option["naturalness"] * option["naturalness"] * self._relevance(anchors, after, before)
                weight = float(f"{weight:.12g}")  # so that equal weights stay equal whatever the machine's last bits
                if weight >= self.content["relevance"]["least"]:
                    pairs.append(Pair(after_option["id"], option["id"], after, before, weight))
        return pairs

    def _relevance(self, anchors: Anchors, after: Window, before: Window) -> float:
        widths = self.content["relevance"]
        from_named_year = before == anchors.named_year
        reference = anchors.baseline.end if anchors.baseline else anchors.period.start - DAY
        gap = 0.0 if from_named_year else years_between(before.end, reference)
        # "Since 2015" compares the end of the period with that year; any other baseline, the period as a whole.
        left_out = (anchors.period.end - after.end).days if from_named_year else _left_out(anchors.period, after)
        distances = (
            gap / widths["stated_gap_years" if anchors.baseline else "gap_years"],
            left_out / anchors.period.days / widths["uncovered"],
            math.log(after.days / before.days) / widths["length_log"],
        )
        relevance = math.exp(-0.5 * sum(distance**2 for distance in distances))
        if before.end >= anchors.period.start and not from_named_year:
            relevance *= widths["inside_period"]
        if anchors.named_year and not from_named_year:
            relevance *= widths["beside_named_year"]
        if anchors.baseline:
            relevance *= widths["beside_stated"] ** ((before != anchors.baseline) + (after != anchors.period))
        return relevance


def _left_out(period: Window, after: Window) -> int:
    """The days of the period that the after-window does not hold."""
    shared = (min(after.end, period.end) - max(after.start, period.start)).days + 1
    return period.days - max(shared, 0)


def load_set(name: str | Path = "change") -> SpecificationSet:
    """A shipped set by its name, or one of your own by the path of its TOML file.

    Raises InputError (file and field named) for a file that cannot be read or has a value it should not have.
    """
    path = SETS / f"{name}.toml" if (SETS / f"{name}.toml").is_file() else Path(name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        known = ", ".join(sorted(file.stem for file in SETS.glob("*.toml")))
        raise InputError(
            f"specification set {name}: no such file ({error.strerror}); the shipped sets are: {known}"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"specification set {path}: not readable as TOML: {error}") from error
    _validate(content, path)
    return SpecificationSet(str(content["name"]), content)


def _validate(content: dict[str, Any], path: Path) -> None:
    shape: dict[str, type] = {"name": str, "factors": dict, "relevance": dict, "definition": dict, "outcome": dict}
    for field, kind in {**shape, "finding": dict, "after": list, "before": list}.items():
        if not isinstance(content.get(field), kind) or not content[field]:
            raise _refusal(path, field, f"is missing, empty or not a {kind.__name__}")
    for factor, typed in content["factors"].items():
        if typed not in FACTOR_TYPES:
            raise _refusal(path, f"factors.{factor}", f"{typed!r} is none of {', '.join(FACTOR_TYPES)}")
    for table, names in NUMBERS.items():
        for name in names:
            if not _is_positive(content[table].get(name)):
                raise _refusal(path, f"{table}.{name}", f"{content[table].get(name)!r} is not a number above zero")
    others = content["finding"].get("other_cut_offs")
    if not isinstance(others, list) or not all(_is_positive(other) for other in others):
        raise _refusal(path, "finding.other_cut_offs", f"{others!r} is not a list of numbers above zero")
    _validate_options(content["after"], "after", set(AFTER_RULES), path)
    _validate_options(content["before"], "before", set(BEFORE_RULES), path)


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
