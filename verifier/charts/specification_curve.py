"""Specification curve: every comparison's ratio in order of size, with the choices that made it below.

After Simonsohn, Simmons & Nelson, "Specification curve analysis", Nature Human Behaviour 4, 2020.
"""

from __future__ import annotations

import math

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from verifier.charts.baseline import source_line
from verifier.charts.style import (
    FAINT,
    INK,
    OUTCOME_COLOURS,
    OUTCOME_MARKERS,
    OUTCOME_WORDS,
    QUIET,
    SETTINGS,
    TARGET,
    Chart,
    framed,
)
from verifier.claims.readings import TargetReading
from verifier.findings import kind_words, scores, wording
from verifier.findings.check import Check
from verifier.findings.outcomes import NEUTRAL
from verifier.incidents.countries import country_name

TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50)
SHORTEST, LONGEST = 0.04, 60.0  # ratios beyond these are drawn at the edge
HEADINGS = {"dataset": "Dataset", "after_option": "After: what is counted", "before_option": "Before: the baseline"}
RANKED_IN = "History: what it is ranked in"
# What is compared, in the line under the title.
_WHAT = {
    "ratio": " of rates a day, after against before", "difference": " of counts, after less before",
    "points": " of shares, after less before", "count": " of a count with the claim",
    "rate": " of a rate with the claim", "share": " of a share with the claim", "sides": " of one side with the other",
    "rank": " of a rank with the claim", "run": " of a run with the claim",
}  # fmt: skip
ROW = 0.17  # inches for a line of choices


def specification_curve(check: Check) -> Chart:
    """All comparisons of a check, from the largest fall to the largest rise, on a ratio axis with the claim as a band.

    Each column is one comparison; the marks below show its dataset, after-window and baseline. Needs a check with at
    least one comparison that has enough counts.
    """
    target = check.targets[0]
    table = (
        scores.sufficient(check.table).sort_values([axis_of(check), "dataset"], kind="stable").reset_index(drop=True)
    )
    lines = [
        (column, option, check.labels.get(column, {}).get(option, option))
        for column in HEADINGS
        for option in _options(table, column)
    ]
    reach = wording.in_hundred(check.shares.matches + check.shares.stronger)
    title = f"{check.finding.value}: {reach} weighted comparisons reach the claim"
    place = country_name(str(table["place"].iloc[0]))
    subtitle = (
        f"{place}, {check.claim.measure or check.claim.kind}. {len(table):,} comparisons{_WHAT[check.statistic]}; "
        f"band: the claim ({target.label})."
    )
    below = ROW * (len(lines) + 4)
    with mpl.rc_context(SETTINGS):
        figure, (curve, choices) = framed(
            2.6 + below, title, subtitle, source_line(check.sources), rows=2, height_ratios=[2.6, below]
        )
        figure.subplots_adjust(left=0.36, hspace=0.03)
        _draw_curve(curve, table, target)
        _draw_choices(choices, table, lines)
    counts = table["outcome"].value_counts()
    parts = [f"{int(counts[name])} {words}" for name, words in OUTCOME_WORDS.items() if counts.get(name, 0)]
    alt = (
        f"Specification curve for {check.claim.measure} in {place}: {len(table):,} comparisons from "
        f"{_words(check, table[axis_of(check)].min())} to {_words(check, table[axis_of(check)].max())}, "
        f"the claim being {'a ' if check.statistic == 'ratio' else ''}{target.label}. "
        f"By number: {', '.join(parts)}. By weight: {reach} reach the claim."
    )
    return Chart(figure, title, alt, table)


def axis_of(check: Check) -> str:
    """The column that is drawn: the ratio of a change, the value of anything else."""
    return "ratio" if check.statistic == "ratio" else "value"


def _words(check: Check, number: float) -> str:
    return wording.percent(number) if check.statistic == "ratio" else kind_words.value(number, check.targets[0])


def value_axis(axes: Axes, low: float, high: float, target: TargetReading) -> None:
    """A vertical axis of values of the target's kind, labelled in its words; ranks run downwards, the first on top."""
    axes.set_ylim((high, low) if target.on == "rank" else (low, high))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=target.on in ("count", "rank", "run")))
    axes.yaxis.set_minor_locator(NullLocator())
    least = 1.0 if target.on == "rank" else -math.inf  # there is no rank above the first
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _position: kind_words.value(float(value), target) if value >= least else "")
    )


def _limits(values: npt.NDArray[np.float64], target: TargetReading) -> tuple[float, float]:
    """The ends of the axis: all values and the finite ends of the claim, with a margin for the legend above."""
    ends = [float(np.min(values)), float(np.max(values)), *(e for e in (target.low, target.high) if math.isfinite(e))]
    margin = max((max(ends) - min(ends)) * 0.12, 0.05 * max(map(abs, ends)), 1e-3)
    bottom, top = min(ends) - margin, max(ends) + margin
    above = 0.45 * (top - bottom)  # room for the legend
    if target.on == "rank":
        return min(0.5, bottom) - above, top
    return max(0.0, bottom) if min(ends) >= 0 else bottom, top + above


def ratio_axis(axes: Axes, low: float, high: float) -> None:
    """A vertical log axis of ratios, labelled as changes in percent."""
    axes.set_yscale("log")
    axes.set_ylim(low, high)
    axes.yaxis.set_major_locator(FixedLocator([tick for tick in TICKS if low <= tick <= high]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: wording.percent(float(value))))


def _options(table: pd.DataFrame, column: str) -> list[str]:
    by_weight = table.groupby(column)["weight"].sum().sort_values(ascending=False, kind="stable")
    return [str(option) for option in by_weight.index]


def _drawn(values: pd.Series) -> npt.NDArray[np.float64]:
    drawn: npt.NDArray[np.float64] = np.clip(values.to_numpy(dtype=np.float64), SHORTEST, LONGEST)
    return drawn


def _draw_curve(axes: Axes, table: pd.DataFrame, target: TargetReading) -> None:
    low, high = target.low, target.high
    if table["statistic"].iloc[0] != "ratio":
        values = table["value"].to_numpy(dtype=np.float64)
        bottom, top = _limits(values[np.isfinite(values)], target)
        value_axis(axes, bottom, top, target)
        if target.on in NEUTRAL:
            axes.axhline(NEUTRAL[target.on], color=INK, linewidth=0.9, zorder=1)
        bounds = (table[f"interval_{end}"].to_numpy(dtype=np.float64) for end in ("low", "high"))
        _draw_points(axes, table, np.clip(values, bottom, top), (bottom, top), target, *bounds)
        return
    ratios = _drawn(table["ratio"])
    bottom = max(SHORTEST, min(float(np.min(ratios)), max(low, SHORTEST), 1.0) / 1.5)
    top = min(LONGEST, max(float(np.max(ratios)), min(high, LONGEST) if math.isfinite(high) else low, 1.0) * 1.9)
    ratio_axis(axes, bottom, top)
    axes.axhline(1, color=INK, linewidth=0.9, zorder=1)
    _draw_points(
        axes, table, ratios, (bottom, top), target, _drawn(table["interval_low"]), _drawn(table["interval_high"])
    )


def _draw_points(
    axes: Axes,
    table: pd.DataFrame,
    ratios: npt.NDArray[np.float64],
    ends: tuple[float, float],
    target: TargetReading,
    interval_low: npt.NDArray[np.float64],
    interval_high: npt.NDArray[np.float64],
) -> None:
    places, (bottom, top) = np.arange(len(table)), ends
    low, high = target.low, target.high
    if target.on == "rank":
        low, high = low - 0.5, high - 0.5  # the ranks themselves lie in the middle of the band
    axes.axhspan(max(low, bottom), min(high, top), color=TARGET, alpha=0.3, linewidth=0, zorder=0)
    axes.vlines(
        places, np.maximum(interval_low, bottom), np.minimum(interval_high, top),
        color=FAINT, linewidth=max(0.4, min(2.0, 120 / len(table))), zorder=1,
    )  # fmt: skip
    for name, colour in OUTCOME_COLOURS.items():
        chosen = (table["outcome"] == name).to_numpy()
        if chosen.any():
            axes.scatter(
                places[chosen], ratios[chosen], s=14, color=colour, marker=OUTCOME_MARKERS[name], linewidth=0, zorder=3,
                label=f"{OUTCOME_WORDS[name]} ({int(chosen.sum())})",
            )  # fmt: skip
    axes.legend(loc="upper left", frameon=False, fontsize=8.5, handletextpad=0.2, borderaxespad=0.1)
    axes.set_xlim(-1, len(table))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.grid(axis="y", color=FAINT, linewidth=0.5, zorder=0)


def _draw_choices(axes: Axes, table: pd.DataFrame, lines: list[tuple[str, str, str]]) -> None:
    """One line of marks an option, in three groups with a heading each."""
    place = 0.0
    ticks, names = [], []
    seen = ""
    for column, option, label in lines:
        if column != seen:
            ticks.append(place)
            ranked = column == "before_option" and table["statistic"].iloc[0] == "rank"
            names.append(RANKED_IN if ranked else HEADINGS[column])
            place += 1
            seen = column
        chosen = np.flatnonzero((table[column] == option).to_numpy())
        colours = [OUTCOME_COLOURS[outcome] for outcome in table["outcome"].to_numpy()[chosen]]
        axes.scatter(chosen, np.full(len(chosen), place), s=9, marker="s", color=colours, linewidth=0)
        ticks.append(place)
        names.append(label)
        place += 1
    axes.set_yticks(ticks, names, fontsize=8)
    for text, name in zip(axes.get_yticklabels(), names, strict=True):
        if name in (*HEADINGS.values(), RANKED_IN):
            text.set_fontweight("bold")
            text.set_color(QUIET)
    axes.set_ylim(place - 0.4, -0.6)
    axes.set_xlim(-1, len(table))
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
