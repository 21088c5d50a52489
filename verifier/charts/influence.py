"""Influence chart: how much of the spread each choice explains, and the middle ratio of each of its options."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verifier.charts.axes import (
    deciding,
    held,
    is_cut,
    measured,
    needed,
    ratio_axis,
    ratio_limits,
    ratio_words,
    room_for_names,
    source_line,
)
from verifier.charts.lettering import shortened
from verifier.charts.specification_curve import HEADINGS
from verifier.charts.style import BARS, FAINT, INK, NARROW, QUIET, TARGET, Chart, Frame, NoChartError, pictured
from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.decisive import influence
from verifier.findings.sentences import option_words
from verifier.findings.words import words
from verifier.listing import capital
from verifier.window import Window

MOST = 10  # options of one choice in one picture
ROW = 0.23  # inches
SHARE = 0.5  # inches: beside the bars for their labels
ENDS = ["low", "middle", "high"]  # columns: the middle half of an option's ratios
Labels = Callable[[str | Window], str]


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
        f"band: the claim ({wording.thousands(target.label)}); bars: share of the spread that a choice accounts for."
        + (" Arrows at the edge: further out." if is_cut(shown[ENDS], _limits(shown, target)) else "")
        + (f" Shown are {len(shown)} of {len(table)} options." if len(shown) < len(table) else "")
    )
    lines = _lines(shown, labels)

    def draw(frame: Frame) -> Figure:
        figure, (dots, bars) = frame(ROW * (len(lines) + 1), columns=2, width_ratios=[3.2, 1])
        width = float(figure.get_size_inches()[0])
        size = 8.5 if width > NARROW else 7.2
        left = room_for_names(figure, [line for line, _, _ in lines], size)
        figure.subplots_adjust(left=left, right=1 - SHARE / width, wspace=0.06)
        _draw_dots(figure, dots, shown, lines, target, size)
        _draw_bars(bars, lines)
        return figure

    said, parts = ratio_words(target), []
    for factor, rows in table.groupby("factor", sort=False):
        pairs = zip(rows["option"], rows["middle"], strict=True)
        options = "; ".join(f"{labels(option)} {said(middle)}" for option, middle in pairs)
        parts.append(
            f"{HEADINGS[str(factor)]}, {round(100 * rows['variance_share'].iloc[0])}% of the spread: {options}."
        )
    alt = f"Chart of the choices behind the comparisons for {measured(check)}. {title}. " + " ".join(parts)
    return pictured(
        draw, title=title, subtitle=subtitle, source=source_line(deciding(check)), alt=alt, data=table,
        reading=_reading(check, table, labels, said),
    )  # fmt: skip


def _limits(shown: pd.DataFrame, target: TargetReading) -> tuple[float, float]:
    return ratio_limits(target, shown[ENDS].to_numpy().ravel())


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
    figure: Figure,
    axes: Axes,
    shown: pd.DataFrame,
    lines: list[tuple[str, pd.Series, bool]],
    target: TargetReading,
    size: float,
) -> None:
    low, high = _limits(shown, target)
    ratio_axis(axes, low, high, ratio_words(target), "x")
    axes.axvspan(max(target.low, low), min(target.high, high), color=TARGET, alpha=0.3, linewidth=0, zorder=0)
    axes.axvline(1, color=INK, linewidth=0.9, zorder=1)
    room = float(figure.get_size_inches()[0]) * figure.subplotpars.left - 0.2
    names = [shortened(line, size, room, "bold" if heading else "normal") for line, _, heading in lines]
    places = [at for at, (_, _, heading) in enumerate(lines) if not heading]
    values = np.array([lines[at][1][ENDS].to_numpy(dtype=float) for at in places])
    starts, middles, ends = held(values, low, high).T
    axes.hlines(places, starts, ends, color=QUIET, linewidth=2, alpha=0.6, zorder=2)
    # Arrows at the edge: small where a line goes on, large where the middle lies further out.
    for drawn, told, size_of in ((starts, values[:, 0], 3.5), (ends, values[:, 2], 3.5), (middles, values[:, 1], 6)):
        for way, marker in ((-1, "<"), (0, "o" if drawn is middles else ""), (1, ">")):
            some = np.sign(told - drawn) == way
            axes.plot(drawn[some], np.array(places)[some], linestyle="none", marker=marker, markersize=size_of,
                      color=INK, zorder=4, clip_on=False)  # fmt: skip
    axes.set_yticks(range(len(lines)), names, fontsize=size)
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
                weight="bold", annotation_clip=False,
            )  # fmt: skip
    axes.set_xlim(0, 1)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.axvline(0, color=FAINT, linewidth=1)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _reading(check: Check, table: pd.DataFrame, labels: Labels, said: Callable[[float], str]) -> str:
    if check.decisive_choice is None:
        return words("decides", "by_chance")
    factor = check.decisive_choice.factor
    rows = table[table["factor"] == factor]
    high, low = rows.iloc[0], rows.iloc[-1]
    return (
        f"{capital(words('factors', factor))} moves the middle change from {said(low['middle'])} "
        f"({labels(low['option'])}) to {said(high['middle'])} ({labels(high['option'])})."
    )
