"""Baseline chart: a series' whole history, the two windows of one comparison shaded, their means labelled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from verifier.charts.axes import (
    a_month,
    capital,
    count_axis,
    days_axis,
    monthly_rates,
    number,
    source_line,
    source_of,
)
from verifier.charts.lettering import shortened, side_by_side, width_of
from verifier.charts.style import AFTER, BARS, BEFORE, FAINT, INK, QUIET, SETTINGS, WIDTH, Chart, framed
from verifier.findings import kind_words, wording
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.places.names import country_name
from verifier.window import Window

DAY = timedelta(days=1)
STRIP = 0.5  # inches above the axes, for the labels
LEFT, RIGHT = 0.09, 0.97
SIZE = 8.5


def baseline_chart(check: Check, row: dict[str, Any]) -> Chart:
    """The history of one series with the windows of one specification row (from check.table or check.headline).

    Day-by-day tables are drawn by calendar month. Published totals are drawn as flat lines over their spans, at their
    monthly rate: nothing is known about the months inside. The vertical axis starts at zero. Days that the claim speaks
    of and the series knows nothing of, or not yet all, are greyed.
    """
    source = source_of(check, row)
    shaded = _shaded(row)
    after = shaded[-1][1]
    history = monthly_rates(source.series)
    change = _said(check, row)
    title = f"{capital(source.definition.label)}: {change}"
    lag = _unsettled(check, source)
    subtitle = (
        f"{country_name(row['place'])}, {source.definition.unit} a month. "
        + (f"Compared: {wording.span(after)} with " if len(shaded) > 1 else "Shaded: ")
        + f"{wording.span(shaded[0][1])}."
        + (f" Hatched: {lag[1]}." if lag else "")
    )
    with mpl.rc_context(SETTINGS):
        figure, (axes,) = framed(2.9 + STRIP, title, subtitle, source_line([source]))
        _, total = figure.get_size_inches()
        figure.subplots_adjust(left=LEFT, right=RIGHT, top=figure.subplotpars.top - STRIP / total)
        draw_history(axes, history, dense=source.series.dense)
        highest = float(np.max([*history["a_month"], *(a_month(row, side) for side, _, _ in shaded)]))
        count_axis(axes, max(highest, 0.5) * 1.08)
        first = min([shaded[0][1].start, *history["start"].dt.date])
        last = max([after.end, *history["end"].dt.date, *([lag[0].end] if lag else [])])
        days_axis(axes, first, last)
        if lag:
            draw_unsettled(axes, lag[0])
        for side, window, colour in shaded:
            draw_window(axes, window, a_month(row, side), colour)
        _draw_labels(axes, check, row)
    alt = (
        f"Chart of {source.definition.label} in {country_name(row['place'])}, a month"
        f"{_extent(history)}. Shaded: "
        + " and ".join(
            f"{wording.span(window)} with {row[f'{side}_count']:,.0f} ({a_month(row, side):,.1f} a month)"
            for side, window, _ in shaded
        )
        + f": {change}."
    )
    return Chart(figure, title, alt, history, _reading(row, history, source))


def _shaded(row: dict[str, Any]) -> list[tuple[str, Window, str]]:
    """The windows of a row, the earlier first, with their colours; without a baseline the later alone."""
    after = ("after", Window(row["after_start"], row["after_end"]), AFTER)
    if not row["before_start"] or pd.isna(row["before_start"]):
        return [after]
    return [("before", Window(row["before_start"], row["before_end"]), BEFORE), after]


def _said(check: Check, row: dict[str, Any]) -> str:
    """What the row gives, in the words of its kind, the counts among them."""
    if check.statistic == "ratio":
        return wording.change(row["after_count"], row["before_count"], row["ratio"])
    given = kind_words.value(row["value"], check.targets[0])
    if check.statistic == "count":
        return given
    other = row["before_count"]
    return f"{given} ({row['after_count']:,}" + (")" if pd.isna(other) else f" against {other:,.0f})")


def draw_history(axes: Axes, history: pd.DataFrame, *, dense: bool) -> None:
    """Months as bars, or published totals as lines over their spans."""
    starts = np.array([number(day) for day in history["start"].dt.date])
    ends = np.array([number(day) + 1 for day in history["end"].dt.date])
    if dense:
        low, high = np.zeros(len(starts)), history["a_month"].to_numpy(dtype=np.float64)
        corners = [(starts, low), (starts, high), (ends, high), (ends, low)]
        boxes = np.stack([np.column_stack(corner) for corner in corners], axis=1)
        # One collection: a patch a bar takes ten times as long.
        axes.add_collection(PolyCollection(list(boxes), facecolor=BARS, linewidth=0, zorder=1))
    else:
        axes.hlines(history["a_month"], starts, ends, color=QUIET, linewidth=2.2, zorder=2)


def draw_window(axes: Axes, window: Window, rate: float, colour: str) -> None:
    """A shaded window and its mean."""
    start, end = number(window.start), number(window.end + DAY)
    axes.axvspan(start, end, color=colour, alpha=0.13, linewidth=0, zorder=0)
    axes.hlines(rate, start, end, color=colour, linewidth=2.8, zorder=3)


def draw_unsettled(axes: Axes, window: Window) -> None:
    """Days of which nothing, or not all, is known."""
    axes.axvspan(
        number(window.start), number(window.end + DAY), facecolor="none", edgecolor=FAINT, hatch="////", linewidth=0,
        zorder=0.5,
    )  # fmt: skip


def _unsettled(check: Check, source: Source) -> tuple[Window, str] | None:
    """The days of the claim's period that the series ends before, or those that its source may still add to."""
    coverage, period = source.series.coverage, check.claim.resolved.period
    if coverage is None:
        return None
    if period is not None and period.end > coverage.end:
        missing = Window(max(coverage.end + DAY, period.start), period.end)
        return missing, "days of the claim's period that the data do not reach"
    settled = source.published - timedelta(days=source.dataset.reporting_lag_days)
    if settled < coverage.end:
        return Window(max(settled + DAY, coverage.start), coverage.end), "days that may not be fully reported yet"
    return None


def _draw_labels(axes: Axes, check: Check, row: dict[str, Any]) -> None:
    """What the shaded windows and the event line are, in a strip above the axes, joined to them by short lines."""
    labels: list[tuple[str, str, float]] = []
    for side, window, colour in _shaded(row):
        place = (number(window.start) + number(window.end + DAY)) / 2
        said = f"{capital(side)}: {row[f'{side}_count']:,.0f} in {window.days:,} day{'s' * (window.days != 1)}\n"
        labels.append((f"{said}on average {a_month(row, side):,.1f} a month", colour, place))
    low, high = axes.get_xlim()
    period = check.claim.resolved.period
    if period is not None and low <= number(period.start) <= high:
        at = number(period.start)
        axes.axvline(at, color=INK, linewidth=0.9, linestyle=(0, (3, 2)), zorder=3)
        labels.append((_event_words(check, period.start), INK, at))
    room = WIDTH * (RIGHT - LEFT)
    sizes = [max(width_of(line, SIZE, "bold") for line in text.split("\n")) / room for text, _, _ in labels]
    wanted = [(place - low) / (high - low) for _, _, place in labels]
    placed = side_by_side(wanted, sizes, 0.0, 1.0, gap=0.02)
    for (text, colour, _), centre, anchor in zip(labels, placed, wanted, strict=True):
        axes.annotate(
            text, (anchor, 1.0), xycoords="axes fraction", xytext=(centre, 1.0 + 0.1 / 2.9), textcoords="axes fraction",
            ha="center", va="bottom", size=SIZE, weight="bold", color=colour, annotation_clip=False,
            # From the middle of the label's lower edge, so that no line runs through the words beside it.
            arrowprops={
                "arrowstyle": "-", "color": colour, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0, "relpos": (0.5, 0),
            },
        )  # fmt: skip


def _event_words(check: Check, start: date) -> str:
    """One short line over the day from which the claim counts."""
    first = shortened(check.claim.event or "the claim counts", SIZE, 1.5, "bold")
    return f"{first}\n{'' if check.claim.event else 'from '}{wording.day(start)}"


def _extent(history: pd.DataFrame) -> str:
    if history.empty:
        return ""
    first, last = history["start"].min().date(), history["end"].max().date()
    return f", {wording.day(first)} to {wording.day(last)}, highest {history['a_month'].max():,.1f}"


def _reading(row: dict[str, Any], history: pd.DataFrame, source: Source) -> str:
    """Where the baseline stands in the whole history."""
    told = history["a_month"].to_numpy()
    after = a_month(row, "after")
    if len(_shaded(row)) == 1:
        return (
            f"The window averages {after:,.1f} a month; the highest on record is {float(np.max([after, *told])):,.1f}."
        )
    before = a_month(row, "before")
    if len(told) < 4:
        return f"The history is short: {len(told)} counted stretch{'es' * (len(told) != 1)} of time in all."
    below = int((told < before).sum())
    kind = "months" if source.series.dense else "published totals"
    share, verb = below / len(told), "is" if below == 1 else "are"
    level = "a low point" if share < 0.25 else "a high point" if share > 0.75 else "neither a peak nor a trough"
    peak = float(told.max())
    return (
        f"The baseline averages {before:,.1f} a month; {below:,} of {len(told):,} {kind} on record {verb} lower, "
        f"so it is {level} of the series. The later window averages {after:,.1f} a month; the highest on record is "
        f"{peak:,.1f}."
    )
