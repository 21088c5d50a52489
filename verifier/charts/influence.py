"""Influence chart: how much of the spread each choice explains, and the middle ratio of each of its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from verifier.charts.axes import capital, held, measured, needed, ratio_axis, ratio_limits, source_line
from verifier.charts.lettering import shortened
from verifier.charts.style import BARS, BEFORE, FAINT, INK, SETTINGS, TARGET, WIDTH, Chart, NoChartError, framed
from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.influence import influence
from verifier.findings.sentences import option_words
from verifier.findings.words import words
from verifier.window import Window

MOST = 10  # options of one choice in one picture
ROW = 0.23  # inches
LEFT, RIGHT = 0.36, 0.97
Labels = Callable[[str | Window], str]
HEADINGS = {
    "dataset": "Source",
    "after_option": "Later period",
    "before_option": "Earlier period",
}


def influence_chart(check: Check) -> Chart:
    """Dots at the weighted middle of each option's ratios over their middle half, bars for the share of each choice.

    At most MOST options of a choice, the weightiest. Data: the rows of `influence`. Raises NoChartError where no
    comparison has enough counts, or no choice has two options.
    """
    target = needed(check)
    table = influence(check.rows)
    if table.empty:
        raise NoChartError("No choice has two options among the comparisons with enough counts: nothing to weigh up.")
    labels = partial(option_words, check)
    shown = table[table.groupby("factor")["weight"].rank(ascending=False, method="first") <= MOST]
    first = table.iloc[0]
    share = round(100 * first["variance_share"])
    what = words("factors", first["factor"])
    title = (
        f"{capital(what)} accounts for {share}% of the spread between comparisons"
        if share
        else "All comparisons give the same change: no choice matters"
    )
    subtitle = (
        f"{capital(measured(check))}. Dots: middle change with each option; lines: the middle half of its comparisons; "
        f"band: the claim ({target.label}); bars: share of the spread that a choice accounts for."
        + (f" Shown are {len(shown)} of {len(table)} options." if len(shown) < len(table) else "")
    )
    lines = _lines(shown, labels)
    with mpl.rc_context(SETTINGS):
        figure, (dots, bars) = framed(
            ROW * (len(lines) + 1), title, subtitle, source_line(check.sources), columns=2, width_ratios=[3.2, 1]
        )
        figure.subplots_adjust(left=LEFT, right=RIGHT, wspace=0.06)
        _draw_dots(dots, shown, lines, target)
        _draw_bars(bars, lines)
    parts = []
    for factor, rows in table.groupby("factor", sort=False):
        pairs = zip(rows["option"], rows["middle"], strict=True)
        options = "; ".join(f"{labels(option)} {wording.percent(middle)}" for option, middle in pairs)
        parts.append(
            f"{HEADINGS[str(factor)]}, {round(100 * rows['variance_share'].iloc[0])}% of the spread: {options}."
        )
    alt = f"Chart of the choices behind the comparisons for {measured(check)}. {title}. " + " ".join(parts)
    return Chart(figure, title, alt, table, _reading(check, table, labels))


def _lines(shown: pd.DataFrame, labels: Labels) -> list[tuple[str, pd.Series, bool]]:
    """A line a heading and a line an option: its words, the row of the table, whether it is a heading."""
    lines = []
    seen = None
    for _, row in shown.iterrows():
        if row["factor"] != seen:
            seen = row["factor"]
            lines.append((HEADINGS[seen], row, True))
        lines.append((labels(row["option"]), row, False))
    return lines


def _draw_dots(
    axes: Axes, shown: pd.DataFrame, lines: list[tuple[str, pd.Series, bool]], target: TargetReading
) -> None:
    low, high = ratio_limits(target, shown[["low", "middle", "high"]].to_numpy().ravel())
    ratio_axis(axes, low, high, "x")
    axes.axvspan(max(target.low, low), min(target.high, high), color=TARGET, alpha=0.3, linewidth=0, zorder=0)
    axes.axvline(1, color=INK, linewidth=0.9, zorder=1)
    room = WIDTH * LEFT - 0.35
    names = [shortened(line, 8.5, room, "bold" if heading else "normal") for line, _, heading in lines]
    places = [at for at, (_, _, heading) in enumerate(lines) if not heading]
    values = np.array([lines[at][1][["low", "middle", "high"]].to_numpy(dtype=float) for at in places])
    starts, middles, ends = held(values, low, high).T
    axes.hlines(places, starts, ends, color=BEFORE, linewidth=2, alpha=0.6, zorder=2)
    axes.plot(middles, places, "o", color=BEFORE, markersize=6, zorder=3, clip_on=False)
    axes.set_yticks(range(len(lines)), names, fontsize=8.5)
    for label, (_, _, heading) in zip(axes.get_yticklabels(), lines, strict=True):
        label.set_fontweight("bold" if heading else "normal")
    axes.tick_params(axis="x", labelsize=8.5)
    axes.tick_params(axis="y", length=0, pad=9)
    axes.set_ylim(len(lines) - 0.4, -0.6)


def _draw_bars(axes: Axes, lines: list[tuple[str, pd.Series, bool]]) -> None:
    for at, (_, row, heading) in enumerate(lines):
        if heading:
            share = float(row["variance_share"])
            axes.barh(at, share, height=0.7, color=BARS)
            axes.annotate(
                f"{round(100 * share)}%", (share, at), xytext=(3, 0), textcoords="offset points", va="center", size=8.5,
                weight="bold",
            )  # fmt: skip
    axes.set_xlim(0, 1.3)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.axvline(0, color=FAINT, linewidth=1)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _reading(check: Check, table: pd.DataFrame, labels: Labels) -> str:
    if check.decisive_choice is None:
        return words("decides", "by_chance")
    factor = check.decisive_choice.factor
    rows = table[table["factor"] == factor]
    high, low = rows.iloc[0], rows.iloc[-1]
    return (
        f"{capital(words('factors', factor))} moves the middle change from {wording.percent(low['middle'])} "
        f"({labels(low['option'])}) to {wording.percent(high['middle'])} ({labels(high['option'])})."
    )
