"""A claim as a query with parameters: every other setting of them, how sensible each is, and what it gives.

After Wu, Agarwal, Li, Yang & Yu ("Toward computational fact-checking", PVLDB 7(7), 2014, sections 2 and 3;
"Computational fact checking through query perturbations", ACM TODS 42(1), 2017). The published claims are gone through
with it; the program itself searches whole months and published spans (`verifier.comparisons.search`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from verifier.arrays import Bools, Floats, Ints
from verifier.comparisons import search
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Spans

Settings = dict[str, Ints]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a claim: the values it may take, the one the claim uses, and what makes a value sensible.

    levels are (worth, step): a value that is a multiple of the step is worth that much, the highest that applies
    ((1, 1), (e, 4): multiples of four are e times as natural). Relevance is exp(-((value - stated) / width)² / 2), 1 at
    the claim's own value; an infinite width makes every value as relevant.
    """

    name: str
    values: Sequence[int]
    stated: int
    width: float = math.inf
    levels: tuple[tuple[float, int], ...] = ((1.0, 1),)

    def __post_init__(self) -> None:
        if self.width <= 0:
            raise ValueError(f"parameter {self.name}: the width of its relevance must be above zero")

    def sensibility(self, values: Ints) -> Floats:
        """How natural each value is times how near it is to the claim's own, as the program's search weighs them."""
        each = search.Parameter(self.values, self.stated, self.width, self.levels)
        return each.naturalness(values) * each.relevance(values)


@dataclass(frozen=True)
class Space:
    """The parameters of a claim, and with them every setting that they span."""

    parameters: tuple[Parameter, ...]

    @cached_property
    def settings(self) -> Settings:
        """Every combination of values, as one array for each parameter; the last parameter changes fastest."""
        values = [np.asarray(parameter.values, dtype=np.int64) for parameter in self.parameters]
        grid = np.meshgrid(*values, indexing="ij")
        return {each.name: axis.ravel() for each, axis in zip(self.parameters, grid, strict=True)}

    def sensibility(self, settings: Mapping[str, Ints]) -> Floats:
        """Naturalness times relevance of each setting (Wu et al., 2014, section 2)."""
        product = np.ones(len(next(iter(settings.values()))))
        for parameter in self.parameters:
            product *= parameter.sensibility(settings[parameter.name])
        return product


@dataclass(frozen=True, eq=False)
class Perturbations:
    """Settings in parallel arrays, what each gives and how sensible it is; settings without a result are left out."""

    settings: Settings
    ratio: Floats
    sensibility: Floats

    def top(self, chosen: Bools, number: int) -> list[dict[str, float]]:
        """The most sensible of the chosen settings as dicts with `ratio` and `sensibility`; ties in the grid's order.

        Equal to twelve digits counts as a tie, so that the order does not hang on a machine's last bits.
        """
        rows = np.flatnonzero(chosen)
        with np.errstate(divide="ignore"):
            rounded = np.round(np.log(self.sensibility[rows]), 12)
        found = []
        for row in rows[np.argsort(-rounded, kind="stable")[:number]]:
            setting: dict[str, float] = {name: int(values[row]) for name, values in self.settings.items()}
            found.append({**setting, "ratio": float(self.ratio[row]), "sensibility": float(self.sensibility[row])})
        return found

    def counters(self, below: float, number: int = 3) -> list[dict[str, float]]:
        """Counter-arguments: the most sensible settings that give less than `below` (Wu et al., 2014, section 3.3)."""
        return self.top(self.ratio < below, number)

    def reproductions(self, low: float, high: float, number: int = 3) -> list[dict[str, float]]:
        """Reverse engineering: the most sensible settings that give a number in [low, high] (section 3.4)."""
        return self.top((self.ratio >= low) & (self.ratio <= high), number)


@dataclass(frozen=True, eq=False)
class Periods:
    """Values of consecutive periods of one length (days, months, years …), NaN where unknown; `ends` names each."""

    values: Floats
    ends: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, series: Series, spans: Spans) -> Periods:
        """The counts of consecutive spans of a series; a span it has no count for is unknown, not zero."""
        counts, known = series.counts(spans)
        return cls(np.where(known, counts, np.nan), tuple(str(window.end) for window in spans.windows()))

    def at(self, end: str) -> int:
        """The place of a period by its name."""
        return self.ends.index(end)

    @cached_property
    def _running(self) -> tuple[Floats, Ints]:
        known = ~np.isnan(self.values)
        totals = np.concatenate([[0.0], np.cumsum(np.where(known, self.values, 0.0))])
        return totals, np.concatenate([[0], np.cumsum(~known)])

    def totals(self, last: Ints, length: Ints) -> Floats:
        """The sum over `length` periods up to and with period `last`; NaN where one is unknown or outside."""
        first = last - length + 1
        inside = (first >= 0) & (last < len(self.values)) & (length > 0)
        start, stop = np.where(inside, first, 0), np.where(inside, last + 1, 0)
        totals, unknown = self._running
        whole = inside & (unknown[stop] == unknown[start])
        return np.where(whole, totals[stop] - totals[start], np.nan)

    def compare(self, length: Ints, end: Ints, distance: Ints) -> Floats:
        """q(w, t, d): the total of w periods up to t over that of the w periods that end d earlier, for many settings.

        NaN where either is unknown or both are none; infinity from none to some. Two windows of one length: the ratio
        of totals is that of means, so that rates (unemployment) and counts (adoptions) are treated alike.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio: Floats = self.totals(end, length) / self.totals(end - distance, length)
        return ratio


def perturb(periods: Periods, space: Space, *, overlapping: bool = True) -> Perturbations:
    """Every setting of w, t and d (the names of the space's parameters) for which the series gives a number.

    overlapping: whether the two windows may share periods (d < w), as the published claims let them.
    """
    settings = space.settings
    ratio = periods.compare(settings["w"], settings["t"], settings["d"])
    usable = ~np.isnan(ratio) & (settings["d"] >= (1 if overlapping else settings["w"]))
    chosen = {name: values[usable] for name, values in settings.items()}
    return Perturbations(chosen, ratio[usable], space.sensibility(chosen))


def relative_strength(ratio: Floats | float, claimed: float) -> Floats | float:
    """SR of Wu et al. for ratios: how far a result lies above (+) or below (-) the claimed one, as a share of it."""
    return ratio / claimed - 1
