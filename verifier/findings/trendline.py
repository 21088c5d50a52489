"""Support of a trend: how many of all pairs of points bear the claimed direction (Asudeh, Jagadish, Wu & Yu, "On
detecting cherry-picked trendlines", PVLDB 13(6), 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.ranking import tiles
from verifier.comparisons.rules import GRAIN_MONTHS, Anchors, later_month
from verifier.comparisons.series import DAY, Series
from verifier.findings import wording
from verifier.findings.outcomes import claimed_direction
from verifier.findings.sources import Source
from verifier.window import Window

FEWEST_POINTS = 3
LONG = 3 * 365  # days of a span from which on its points are years


@dataclass(frozen=True)
class Support:
    """How far one series bears a trend: its points, and the pairs of an earlier and a later one that go its way."""

    source: Source
    rising: bool
    windows: list[Window]
    counts: list[int]
    bearing: int
    pairs: int

    @property
    def share(self) -> float:
        """The support: the share of the pairs that bear the claimed direction."""
        return self.bearing / self.pairs

    @property
    def steps(self) -> list[bool]:
        """Whether each step from one point to the next goes the claimed way."""
        return [(later > earlier) if self.rising else (later < earlier)
                for earlier, later in zip(self.counts, self.counts[1:], strict=False)]  # fmt: skip

    def sentence(self) -> str:
        """The support in words."""
        way = "rise" if self.rising else "fall"
        first, last = wording.span(self.windows[0]), wording.span(self.windows[-1])
        name = f"{self.source.series.cells.dataset}, {self.source.series.cells.definition.shown_label}"
        return (
            f"Of the {self.pairs} pairs of points from {first} to {last} ({name}), {self.bearing} are a {way}, "
            f"and so are {sum(self.steps)} of the {len(self.steps)} steps from one to the next."
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        dataset, vintage, definition = self.source.key
        return {
            "dataset": dataset,
            "vintage": vintage,
            "definition": definition,
            "points": [
                {"start": str(window.start), "end": str(window.end), "count": count}
                for window, count in zip(self.windows, self.counts, strict=True)
            ],
            "pairs": self.pairs,
            "bearing": self.bearing,
            "support": round(self.share, 4),
            "steps": self.steps,
        }


def support(source: Source, anchors: Anchors, target: TargetReading) -> Support | None:
    """The support of a trend in one series over the claim's period, or its last five years where that is shorter than
    three points; None where fewer than three points have counts, or for a claim of no direction.
    """
    direction = claimed_direction(target)
    if direction == 0 or target.on not in ("ratio", "run"):
        return None
    rising = not target.down if target.on == "run" else direction > 0
    points = _points(source.series, anchors, target.grain)
    if len(points) < FEWEST_POINTS:
        return None
    counts = np.array([count for _, count in points])
    first, second = np.triu_indices(len(counts), k=1)
    went = counts[second] > counts[first] if rising else counts[second] < counts[first]
    return Support(
        source, rising, [window for window, _ in points], [int(one) for one in counts], int(went.sum()), len(went)
    )


def _points(series: Series, anchors: Anchors, of: str) -> list[tuple[Window, int]]:
    """Whole calendar years (months where the period is shorter than three years, or what the claim itself steps by) up
    to the latest day, the oldest first.
    """
    said = anchors.baseline if anchors.baseline and not anchors.meant else anchors.period
    long = (anchors.period.end - said.start).days >= LONG
    grain = of if of in GRAIN_MONTHS else "year" if long or not series.dense else "month"
    found: list[tuple[Window, int]] = []
    for first in (said.start, later_month(anchors.period.end + DAY, -60)):
        months = GRAIN_MONTHS[grain]
        day = min(anchors.latest, anchors.period.end) + DAY
        start = day.replace(month=(day.month - 1) // months * months + 1, day=1)
        last = Window(later_month(start, -months), start - DAY)
        among = tiles(last, first, grain)
        counts, known = series.counts(among)
        found = [
            (window, int(count)) for window, count, has in zip(among.windows(), counts, known, strict=True) if has
        ][::-1]
        if len(found) >= FEWEST_POINTS:
            break
    return found


def exceptions(series: Series, first: Window, last: Window, target: TargetReading) -> list[tuple[Window, int, int]]:
    """The steps from one window to another that did not go the claimed way, in their order: the window that each led
    to, its count, and the count before it.
    """
    windows = tiles(last, first.start, target.grain)
    counts, _ = series.counts(windows)
    several = list(zip(windows.windows(), counts.tolist(), strict=True))[::-1]
    return [
        (window, now, then)
        for (_, then), (window, now) in pairwise(several)
        if (now >= then if target.down else now <= then)
    ]
