"""Claimed against observed: each series' most sensible comparison as a dot with its interval, the claim as a band."""

from __future__ import annotations

import math
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from verifier.charts.axes import capital, held, measured, needed, ratio_axis, ratio_limits, source_line
from verifier.charts.best import best_rows
from verifier.charts.lettering import width_of, wrapped
from verifier.charts.style import (
    INK,
    OUTCOME_COLOURS,
    OUTCOME_MARKERS,
    OUTCOME_WORDS,
    QUIET,
    SETTINGS,
    TARGET,
    WIDTH,
    Chart,
    framed,
)
from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.outcomes import REACHING
from verifier.findings.sources import Source
from verifier.findings.words import counted, publisher

MOST = 12  # series in one picture
ROW = 0.46  # inches
LEFT, RIGHT = 0.33, 0.75


def claimed_observed_chart(check: Check) -> Chart:
    """A line a series on a ratio axis: the counts' own ratio, and the 95% interval that chance allows around it.

    At most MOST series, the weightiest first. Ratios off the axis are drawn as arrows at its edge. Data: columns
    dataset, definition, and those of a specification row. Raises NoChartError where no comparison has enough counts.
    """
    target = needed(check)
    told = [(source, row) for source, row in best_rows(check) if row is not None]
    shown = told[:MOST]
    reached = sum(row["outcome"] in REACHING for _, row in told)
    title = (
        f"{'The only series' if len(told) == 1 else f'{reached} of {len(told)} series'} "
        f"{_verb(len(told), reached)} the claim in {'its' if len(told) == 1 else 'their'} most sensible comparison"
    )
    subtitle = (
        f"{capital(measured(check))}: change of the count a day, with the 95% interval of the two counts. "
        f"Band: the claim ({target.label})."
        + (f" Shown are {len(shown)} of {len(told)} series." if len(shown) < len(told) else "")
    )
    with mpl.rc_context(SETTINGS):
        figure, (axes,) = framed(ROW * (len(shown) + 0.4), title, subtitle, source_line(source for source, _ in shown))
        widest = max(width_of(_counts(row), 8.5, "bold") for _, row in shown)
        figure.subplots_adjust(left=LEFT, right=min(RIGHT, 1 - (widest + 0.2) / WIDTH))
        _draw(axes, shown, target)
    data = pd.DataFrame([row for _, row in shown])
    alt = f"Chart of the claim ({target.label}) against what is counted, {measured(check)}. {title}. " + " ".join(
        f"{_name(source)}: {_counts(row)}, interval {wording.percent(row['interval_low'])} to "
        f"{_upper(row['interval_high'])}, {OUTCOME_WORDS[row['outcome']]}."
        for source, row in shown
    )
    return Chart(figure, title, alt, data, _reading(told))


def _draw(axes: Axes, shown: list[tuple[Source, dict[str, Any]]], target: TargetReading) -> None:
    values = [row[name] for _, row in shown for name in ("ratio", "interval_low", "interval_high")]
    low, high = ratio_limits(target, values)
    ratio_axis(axes, low, high, "x")
    axes.axvspan(max(target.low, low), min(target.high, high), color=TARGET, alpha=0.3, linewidth=0, zorder=0)
    axes.axvline(1, color=INK, linewidth=1, zorder=1)
    room = WIDTH * LEFT - 0.35
    names = []
    for at, (source, row) in enumerate(shown):
        colour = OUTCOME_COLOURS[row["outcome"]]
        start, end, ratio = held(pd.Series([row["interval_low"], row["interval_high"], row["ratio"]]), low, high)
        axes.hlines(at, start, end, color=colour, linewidth=2.2, alpha=0.75, zorder=2)
        marker = OUTCOME_MARKERS[row["outcome"]] if low < row["ratio"] < high else ">" if row["ratio"] >= high else "<"
        axes.plot(ratio, at, marker, color=colour, markersize=8, markeredgecolor=INK, markeredgewidth=0.6, zorder=3,
                  clip_on=False)  # fmt: skip
        for text, lift, weight, tone in (
            (_counts(row), 6, "bold", INK),
            (OUTCOME_WORDS[row["outcome"]], -6, "normal", QUIET),
        ):
            axes.annotate(
                text, (1, at), xycoords=("axes fraction", "data"), xytext=(9, lift), textcoords="offset points",
                va="center", size=8.5, weight=weight, color=tone, annotation_clip=False,
            )  # fmt: skip
        names.append(wrapped(_name(source), 8.5, room, most=2))
    axes.set_yticks(range(len(shown)), names, fontsize=8.5)
    axes.tick_params(axis="y", length=0, pad=9)
    axes.set_ylim(len(shown) - 0.5, -0.6)


def _name(source: Source) -> str:
    return f"{publisher(source)}: {counted(source)}"


def _counts(row: dict[str, Any]) -> str:
    counts = f"{row['after_count']:,} against {row['before_count']:,}"
    return counts if row["before_count"] < 5 else f"{wording.percent(row['ratio'])}, {counts}"


def _upper(ratio: float) -> str:
    return "any rise" if math.isinf(ratio) else wording.percent(ratio)


def _verb(every: int, reached: int) -> str:
    if every == 1:
        return "reaches" if reached else "stays short of"
    return "reaches" if reached == 1 else "reach"


def _reading(told: list[tuple[Source, dict[str, Any]]]) -> str:
    """Whether chance could explain the gap to the claim, and the gap to no change."""
    meets = sum(bool(row["compatible"]) for _, row in told)
    same = sum(row["interval_low"] <= 1 <= row["interval_high"] for _, row in told)
    many = len(told)
    if many == 1:
        return (
            f"The interval of the two counts {'meets' if meets else 'does not meet'} the claim and "
            f"{'includes' if same else 'excludes'} no change."
        )
    return (
        f"The intervals of {meets} of {many} series meet the claim, and those of {same} of {many} include no change. "
        "An interval tells only how far two counts can be trusted, not whether the windows were well chosen."
    )
