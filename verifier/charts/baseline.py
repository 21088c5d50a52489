"""Baseline chart: a series' whole history, the two windows of one comparison shaded, their means labelled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from verifier.charts.style import AFTER, BARS, BEFORE, FAINT, INK, QUIET, SETTINGS, Chart, framed
from verifier.comparisons.series import Series
from verifier.findings import kind_words, wording
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.incidents.countries import country_name
from verifier.window import Window

MONTH = 365.25 / 12  # days; rates are shown for a month of this length


def baseline_chart(check: Check, row: dict[str, Any]) -> Chart:
    """The history of one series with the windows of one specification row (from check.table or check.headline).

    Day-by-day tables are drawn by calendar month. Published totals are drawn as flat lines over their spans, at their
    monthly rate: nothing is known about the months inside. The vertical axis starts at zero.
    """
    source = next(one for one in check.sources if one.series is check.series_of(row))
    after = Window(row["after_start"], row["after_end"])
    before = Window(row["before_start"], row["before_end"]) if row["before_start"] else None
    history = monthly_rates(source.series)
    said = _said(check, row)
    title = f"{source.definition.label[:1].upper()}{source.definition.label[1:]}: {said}"
    compared = f"Compared: {wording.span(after)} with {wording.span(before)}" if before else (
        f"Shaded: {wording.span(after)}")  # fmt: skip
    subtitle = f"{country_name(row['place'])}, {source.definition.unit} a month. {compared}."
    shaded = [("after", after, AFTER), *([("before", before, BEFORE)] if before else [])]
    with mpl.rc_context(SETTINGS):
        figure, (axes,) = framed(2.9, title, subtitle, source_line([source]))
        _draw_history(axes, history, dense=source.series.dense)
        top = max(float(history["a_month"].max()), *(_rate(row, side) for side, _, _ in shaded), 1.0)
        axes.set_ylim(0, top * 1.28)
        for side, window, colour in reversed(shaded):
            _draw_window(axes, window, _rate(row, side), int(row[f"{side}_count"]), colour, side)
        _draw_event(axes, check)
        _frame_time(axes, history, after, before or after)
    alt = (
        f"Chart of {source.definition.label} in {country_name(row['place'])}, a month, "
        f"{wording.day(history['start'].min().date())} to {wording.day(history['end'].max().date())}, "
        f"highest {history['a_month'].max():,.1f}. Shaded: "
        + " and ".join(
            f"{wording.span(window)} with {row[f'{side}_count']:,.0f} ({_rate(row, side):,.1f} a month)"
            for side, window, _ in reversed(shaded)
        )
        + f": {said}."
    )
    return Chart(figure, title, alt, history)


def _said(check: Check, row: dict[str, Any]) -> str:
    """What the row gives, in the words of its kind, the counts among them."""
    if check.statistic == "ratio":
        return wording.change(row["after_count"], row["before_count"], row["ratio"]).strip()
    given = kind_words.value(row["value"], check.targets[0])
    if check.statistic == "count":
        return given
    other = row["before_count"]
    counts = f"{row['after_count']:,}" + ("" if pd.isna(other) else f" against {other:,.0f}")
    return f"{given} ({counts})"


def monthly_rates(series: Series) -> pd.DataFrame:
    """Columns start, end, count, a_month: calendar months of a day-by-day table, or the spans of published totals.

    The first and last month of a table are kept only where the coverage holds all their days.
    """
    if not series.dense or series.coverage is None:
        rows = [(span.start, span.end, series.count(span).count, span.days) for span in series.own_spans]
    else:
        first = pd.Period(series.coverage.start, "M")
        rows = []
        for month in pd.period_range(first, pd.Period(series.coverage.end, "M"), freq="M"):
            window = Window(month.start_time.date(), month.end_time.date())
            if series.covers(window):
                rows.append((window.start, window.end, series.count(window).count, window.days))
    table = pd.DataFrame(rows, columns=["start", "end", "count", "days"])
    table["a_month"] = table["count"] / table["days"] * MONTH
    table["start"], table["end"] = pd.to_datetime(table["start"]), pd.to_datetime(table["end"])
    return table.drop(columns="days")


def source_line(sources: list[Source]) -> str:
    """Title, id and vintage of each source, for under a chart."""
    named = dict.fromkeys(
        f"{source.dataset.title} ({source.dataset.id}, vintage {source.series.cells.vintage})" for source in sources
    )
    return "Source: " + "; ".join(named)


def _rate(row: dict[str, Any], side: str) -> float:
    window = Window(row[f"{side}_start"], row[f"{side}_end"])
    return float(row[f"{side}_count"]) / window.days * MONTH


def _draw_history(axes: Axes, history: pd.DataFrame, *, dense: bool) -> None:
    starts, ends = mdates.date2num(history["start"]), mdates.date2num(history["end"]) + 1
    if dense:
        axes.bar(starts, history["a_month"], width=ends - starts, align="edge", color=BARS, linewidth=0, zorder=1)
    else:
        axes.hlines(history["a_month"], starts, ends, color=QUIET, linewidth=2.2, zorder=2)


def _draw_window(axes: Axes, window: Window, rate: float, count: int, colour: str, side: str) -> None:
    start, end = mdates.date2num(window.start), mdates.date2num(window.end + timedelta(days=1))
    axes.axvspan(start, end, color=colour, alpha=0.13, linewidth=0, zorder=0)
    axes.hlines(rate, start, end, color=colour, linewidth=2.6, zorder=3)
    top = axes.get_ylim()[1]
    label = f"{count:,} in {window.days:,} days:\n{rate:,.1f} a month"
    outwards, x, shift = ("right", end, -4) if side == "before" else ("left", start, 4)
    axes.annotate(
        label, (x, top), xytext=(shift, -3), textcoords="offset points", color=colour, weight="bold", size=8.5,
        ha=outwards, va="top", zorder=4,
    )  # fmt: skip


def _draw_event(axes: Axes, check: Check) -> None:
    period = check.claim.resolved.period
    if period is None:
        return
    axes.axvline(float(mdates.date2num(period.start)), color=INK, linewidth=0.9, linestyle=(0, (3, 2)), zorder=3)


def _frame_time(axes: Axes, history: pd.DataFrame, after: Window, before: Window) -> None:
    first = min(history["start"].min().date(), before.start)
    last = max(history["end"].max().date(), after.end)
    margin = max(30, (last - first).days * 0.02)
    axes.set_xlim(mdates.date2num(first) - margin, mdates.date2num(last) + margin)
    locator = mdates.AutoDateLocator(minticks=4, maxticks=10)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(5))
    axes.tick_params(length=3)
    axes.grid(axis="y", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)
