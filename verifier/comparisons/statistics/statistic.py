"""The statistics: what comparisons may work out, and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from verifier.comparisons.ranking import HISTORY_RULES
from verifier.comparisons.rules import BEFORE_RULES


@dataclass(frozen=True)
class Kind:
    """What is known of a statistic.

    set: the shipped set for it; baselines: the rules for what it compares with, none where that is nothing earlier;
    neutral: the value of no change, None where there is no such value; linear: whether values are compared by how far
    they lie from the claim, and not by how many times they are the claim; lowest_first: whether less is the stronger
    claim; two_counts: whether the counts of two windows of one series are held against each other; is_change: whether
    it is a change between them; ratio_of: what the counts of a row give a ratio of, "rates" a day or "counts";
    percent: whether that is a change in percent; second: the other series it needs, the "whole" of a part, the other
    "side", or those of other "places"; placebo: what can be moved to other dates, a "pair" of windows or a "window".
    """

    set: str
    baselines: dict[str, Any] = field(default_factory=dict)
    neutral: float | None = None
    linear: bool = False
    lowest_first: bool = False
    two_counts: bool = False
    is_change: bool = False
    ratio_of: str | None = None
    percent: bool = True
    second: str | None = None
    placebo: str | None = None


class Statistic(StrEnum):
    """What every comparison of a set works out; as a text, its name in sets, tables and JSON."""

    RATIO = "ratio"
    DIFFERENCE = "difference"
    POINTS = "points"
    COUNT = "count"
    RATE = "rate"
    SHARE = "share"
    RANK = "rank"
    PLACE_RANK = "place_rank"
    SIDES = "sides"
    RUN = "run"

    @property
    def kind(self) -> Kind:
        """What is known of it."""
        return _KINDS[self]


_TWO_WINDOWS: dict[str, Any] = {
    "baselines": BEFORE_RULES, "two_counts": True, "is_change": True, "ratio_of": "rates", "placebo": "pair",
}  # fmt: skip
_KINDS = {
    Statistic.RATIO: Kind("change", neutral=1.0, **_TWO_WINDOWS),
    Statistic.DIFFERENCE: Kind("difference", neutral=0.0, linear=True, **_TWO_WINDOWS),
    Statistic.POINTS: Kind("points", baselines=BEFORE_RULES, neutral=0.0, linear=True, is_change=True, second="whole"),
    Statistic.COUNT: Kind("level", placebo="window"),
    Statistic.RATE: Kind("rate", placebo="window"),
    Statistic.SHARE: Kind("share", second="whole"),
    Statistic.RANK: Kind("rank", baselines=HISTORY_RULES, linear=True, lowest_first=True, ratio_of="counts"),
    Statistic.PLACE_RANK: Kind("place_rank", linear=True, lowest_first=True, second="places"),
    Statistic.SIDES: Kind("ratio", neutral=1.0, ratio_of="counts", percent=False, second="side"),
    Statistic.RUN: Kind("trend", linear=True, ratio_of="counts"),
}
