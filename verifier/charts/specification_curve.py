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
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

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
from verifier.findings import scores, wording
from verifier.findings.check import Check
from verifier.incidents.countries import country_name

TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50)
SHORTEST, LONGEST = 0.04, 60.0  # ratios beyond these are drawn at the edge
HEADINGS = {"dataset": "Dataset", "after_option": "After: what is counted", "before_option": "Before: the baseline"}
ROW = 0.17  # inches for a line of choices


def specification_curve(check: Check) -> Chart:
    """All comparisons of a check, from the largest fall to the largest rise, on a ratio axis with the claim as a band.

    Each column is one comparison; the marks below show its dataset, after-window and baseline. Needs a check with at
    least one comparison that has enough counts.
    """
    target = check.targets[0]
    table = scores.sufficient(check.table).sort_values(["ratio", "dataset"], kind="stable").reset_index(drop=True)
    lines = [
        (column, option, check.labels.get(column, {}).get(option, option))
        for column in HEADINGS
        for option in _options(table, column)
    ]
    reach = wording.in_hundred(check.shares.matches + check.shares.stronger)
    title = f"{check.finding.value}: {reach} weighted comparisons reach the claim"
    place = country_name(str(table["place"].iloc[0]))
    subtitle = (
        f"{place}, {check.claim.measure}. {len(table):,} comparisons of rates a day, after against before; "
        f"band: the claim ({target.label})."
    )
    below = ROW * (len(lines) + 4)
    with mpl.rc_context(SETTINGS):
        figure, (curve, choices) = framed(
            2.6 + below, title, subtitle, source_line(check.sources), rows=2, height_ratios=[2.6, below]
        )
        figure.subplots_adjust(left=0.36, hspace=0.03)
        _draw_curve(curve, table, target.low, target.high)
        _draw_choices(choices, table, lines)
    counts = table["outcome"].value_counts()
    parts = [f"{int(counts[name])} {words}" for name, words in OUTCOME_WORDS.items() if name in counts]
    alt = (
        f"Specification curve for {check.claim.measure} in {place}: {len(table):,} comparisons from "
        f"{wording.percent(table['ratio'].min())} to {wording.percent(table['ratio'].max())}, "
        f"the claim being a {target.label}. By number: {', '.join(parts)}. By weight: {reach} reach the claim."
    )
    return Chart(figure, title, alt, table)


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


def _draw_curve(axes: Axes, table: pd.DataFrame, low: float, high: float) -> None:
    ratios = _drawn(table["ratio"])
    places = np.arange(len(table))
    bottom = max(SHORTEST, min(float(np.min(ratios)), max(low, SHORTEST), 1.0) / 1.5)
    top = min(LONGEST, max(float(np.max(ratios)), min(high, LONGEST) if math.isfinite(high) else low, 1.0) * 1.9)
    ratio_axis(axes, bottom, top)
    axes.axhspan(max(low, bottom), min(high, top), color=TARGET, alpha=0.3, linewidth=0, zorder=0)
    axes.axhline(1, color=INK, linewidth=0.9, zorder=1)
    axes.vlines(
        places, np.maximum(_drawn(table["interval_low"]), bottom), np.minimum(_drawn(table["interval_high"]), top),
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
            names.append(HEADINGS[column])
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
        if name in HEADINGS.values():
            text.set_fontweight("bold")
            text.set_color(QUIET)
    axes.set_ylim(place - 0.4, -0.6)
    axes.set_xlim(-1, len(table))
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
