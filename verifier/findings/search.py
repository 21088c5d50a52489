"""What a check looks for: the front of counter-comparisons, where a number comes from, what could be said instead."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.arrays import Floats
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons import bounded
from verifier.comparisons.compare import NOT_MEANINGFUL
from verifier.comparisons.intervals import ALIKE
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.rules import Anchors
from verifier.comparisons.search import MONTH, searched
from verifier.comparisons.specifications import SpecificationSet
from verifier.findings import scores, wording
from verifier.findings.sources import Source
from verifier.listing import capital

MOST = 5  # reproductions shown
MOST_OF_ONE = 2  # of these, from one series
FRONT = 10  # points of the front shown
NUMBERS = 20  # that could have been claimed instead


def pareto(rows: pd.DataFrame, target: TargetReading) -> pd.DataFrame:
    """The comparisons short of the claim that no other beats in sensibility and in how far they fall short.

    The most sensible first; each further one is less sensible and further from the claim (the Pareto-optimal
    counter-arguments of Wu et al., ACM TODS 42(1), 2017).
    """
    short = np.flatnonzero(scores.stays_short(rows) & (rows["weight"] > 0).to_numpy())
    strength = scores.strengths(rows, target)[short]
    order = np.lexsort((strength, -rows["sensibility"].to_numpy(dtype=np.float64)[short]))
    reached = np.minimum.accumulate(strength[order]) if len(order) else strength
    better = np.concatenate([[True], reached[1:] < reached[:-1]]) if len(order) else np.zeros(0, dtype=bool)
    return rows.iloc[short[order[better]][:FRONT]]


def tried(sources: list[Source], anchors: list[Anchors], declared: SpecificationSet) -> list[Pairs]:
    """Of each source every pair of windows that is tried beyond the declared options and counts enough; anchors has one
    entry for each.
    """
    found = [searched(declared, anchor, source.series) for source, anchor in zip(sources, anchors, strict=True)]
    return [made.take(made.after_count + made.before_count >= declared.smallest_total) for made in found]


def reverse_engineered(
    sources: list[Source], several: list[Pairs], declared: SpecificationSet, targets: list[TargetReading]
) -> list[dict[str, Any]]:
    """The most sensible of the pairs tried that give the claimed number in any of its readings of a ratio, as rows:
    "500 percent of what, since when?"

    One row for each length and distance in a series, its most sensible end; at most MOST_OF_ONE of a series for one
    reading, MOST in all.
    """
    found: list[dict[str, Any]] = []
    for source, made in zip(sources, several, strict=True):
        for target in (target for target in targets if target.on == "ratio"):
            found += _reproductions(source, made, declared, target)
    found.sort(key=lambda row: -row["sensibility"])
    return found[:MOST]


def _reproductions(
    source: Source, made: Pairs, declared: SpecificationSet, target: TargetReading
) -> list[dict[str, Any]]:
    """The best of one series for one reading."""
    ratio = bounded.rate_ratios(made)
    matching = np.flatnonzero((ratio >= target.low) & (ratio < target.high))
    dataset, vintage, definition = source.key
    best: dict[tuple[int, int], dict[str, Any]] = {}
    for row in matching[np.argsort(-np.round(made.weight[matching], 12), kind="stable")]:
        after, before = made.after.window(int(row)), made.before.window(int(row))
        setting = round(after.days / MONTH), round((after.end - before.end).days / MONTH)
        if setting in best:
            continue
        best[setting] = {
            "dataset": dataset,
            "vintage": vintage,
            "definition": definition,
            "after_start": after.start,
            "after_end": after.end,
            "before_start": before.start,
            "before_end": before.end,
            "after_count": int(made.after_count[row]),
            "before_count": int(made.before_count[row]),
            "ratio": float(ratio[row]),
            "reading": target.label,
            "sensibility": float(made.weight[row]) * declared.definition_weight(source.match),
        }
        if len(best) == MOST_OF_ONE:
            break
    return list(best.values())


@dataclass(frozen=True, slots=True)
class FoundAsOften:
    """Of so many pairs of windows tried, how many give the claimed number; and of so many other numbers (5, 10 …
    percent, or 1.5, 2 … times, from first to last), said as precisely, how many as many pairs give.
    """

    pairs: int
    giving: int
    numbers: int
    as_often: int
    first: float
    last: float


def found_as_often(several: list[Pairs], target: TargetReading) -> FoundAsOften | None:
    """How easily other numbers than the claimed one would have been found; None where no pair gives it, or no number
    was said.
    """
    ratio = np.sort(np.concatenate([bounded.rate_ratios(made) for made in several] or [np.zeros(0)]))
    said, neutral = target.number, 0.0 if target.factor else 1.0
    if said is None or said in (neutral, 1.0) or (target.low < 1 < target.high):
        return None
    way, claimed = (1 if said > neutral else -1), abs(said - neutral)
    step, first = (0.5, 1.5) if target.factor else (0.05, 0.05)
    scale = 10.0 ** max(0, math.ceil(math.log10(claimed / (NUMBERS * step)) - 1e-9))
    others = scale * (first + step * np.arange(NUMBERS))
    others = others[(np.abs(others - claimed) > 1e-9) & ((way > 0) | (others < 1))]

    def giving(number: Floats) -> npt.NDArray[np.intp]:
        ends = [neutral + way * number * abs(end - neutral) / claimed for end in (target.low, target.high)]
        low, high = np.minimum(*ends), np.maximum(*ends)
        return np.searchsorted(ratio, high) - np.searchsorted(ratio, low)

    own = int(np.searchsorted(ratio, target.high) - np.searchsorted(ratio, target.low))
    if not own:
        return None
    as_often = int((giving(others) >= own).sum())
    return FoundAsOften(len(ratio), own, len(others), as_often, float(others[0]), float(others[-1]))


def instead(row: dict[str, Any], label: str, common: tuple[float, float] | None) -> str:
    """What a careful writer could say instead: one sentence with both counts, from one comparison.

    label says what was counted; common is the range in which most sensible comparisons lie. Where the earlier count is
    too small for a percentage there is none.
    """
    after, before = wording.row_windows(row)
    comma = "," if "," in label else ""
    words = (
        f"{capital(label)}{comma} numbered {row['after_count']:,} {wording.during(after)}, "
        f"against {row['before_count']:,} {wording.during(before)}"
    )
    if row["before_count"] >= NOT_MEANINGFUL:
        unequal = " a day" if abs(after.days - before.days) > ALIKE else ""
        change = round(100 * (row["ratio"] - 1))
        way = "more" if change > 0 else "fewer"
        words += f", {abs(change):,} percent {way}{unequal}" if change else f", the same{unequal}"
    else:
        words += ", too few for a percentage"
    if common is None:
        return f"{words}."
    low, high = (wording.percent(ratio) for ratio in common)
    return f"{words}; most sensible comparisons give " + (f"{low}." if low == high else f"between {low} and {high}.")
