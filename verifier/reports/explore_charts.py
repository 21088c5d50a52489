"""The two charts of `explore_baseline.ipynb`: the windows in the whole history, and the map of all of them."""

from __future__ import annotations

from datetime import timedelta

import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from verifier.charts.axes import count_axis, dated
from verifier.charts.style import AFTER, BARS, BEFORE, SETTINGS, Chart, framed
from verifier.charts.verdict_map import HEIGHT, draw_map, map_table
from verifier.comparisons.compare import SMALL_BASE
from verifier.findings import wording
from verifier.listing import capital
from verifier.places.names import country_name
from verifier.reports.explored import FARTHEST, LONGEST, MONTH, Explored, ExploredYears, in_days
from verifier.window import Window


def windows_chart(explored: Explored) -> Chart:
    """Counts by calendar month (totals: year), the two windows shaded, their means as lines, from zero up.

    Raises NotCoveredError where a window cannot be counted.
    """
    made, label = explored.comparison, explored.series.cells.definition.label
    history = _history(explored)
    said = wording.change(made.after.count, made.before.count, made.ratio)
    title = f"{capital(label)}: {said}"
    compared = f"{wording.span(explored.after)} with {wording.span(explored.before)}"
    unit = "year" if isinstance(explored, ExploredYears) else "month"
    subtitle = f"{_where(explored)}, {explored.series.cells.definition.unit} a {unit}. Compared: {compared}."
    with mpl.rc_context(SETTINGS):
        figure, (axes,) = framed(2.6, title, subtitle, _source(explored))
        starts, ends = mdates.date2num(history["start"]), mdates.date2num(history["end"]) + 1
        axes.bar(starts, history["count"], width=ends - starts, align="edge", color=BARS, linewidth=0, zorder=1)
        top = max(float(history["count"].max()), 1.0)
        count_axis(axes, top * 1.32)
        sides = ((explored.before, made.before.count, BEFORE), (explored.after, made.after.count, AFTER))
        for window, count, colour in sides:
            _shade(axes, window, count, colour, unit)
        dated(axes, mdates.AutoDateLocator(minticks=4, maxticks=10))
    alt = f"Chart of {label} in {_where(explored)} by {unit}. Shaded: {compared}: {said}."
    return Chart(figure, title, alt, history)


def map_chart(explored: Explored) -> Chart:
    """The change for every window length and baseline, the later window ending on one day; the chosen pair marked."""
    label = explored.series.cells.definition.label
    known, rise, fall, reach = explored.pairs.values()
    claimed = wording.percent(explored.target)
    title = f"{reach:,} of {known:,} pairs of periods reach {claimed}"
    subtitle = (
        f"{capital(label)}, {_where(explored)}, every period up to {wording.day(explored.end)} against one as long "
        f"before it. Black line: {claimed}. Hatched: fewer than {SMALL_BASE} in the earlier one. Ring: the chosen pair."
    )
    mark = in_days(explored.length), in_days(explored.offset)
    with mpl.rc_context(SETTINGS):
        figure, (axes,) = framed(HEIGHT, title, subtitle, _source(explored))
        draw_map(figure, axes, explored.map, mark, explored.target, wording.percent)
    alt = (
        f"Map of {known:,} comparisons of {label} in {_where(explored)}, periods of "
        f"1 to {LONGEST} months up to {wording.day(explored.end)}, against earlier ones that begin up to "
        f"{FARTHEST} months before. {rise:,} show a rise, {fall:,} a fall, "
        f"{reach:,} reach {claimed}."
    )
    return Chart(figure, title, alt, map_table(explored.map))


def _shade(axes: Axes, window: Window, count: int, colour: str, unit: str) -> None:
    start, end = (float(mdates.date2num(day)) for day in (window.start, window.end + timedelta(days=1)))
    units = window.days / MONTH if unit == "month" else window.end.year - window.start.year + 1
    rate = count / units
    axes.axvspan(start, end, color=colour, alpha=0.15, linewidth=0, zorder=0)
    axes.hlines(rate, start, end, color=colour, linewidth=2.6, zorder=3)
    side, level = ("earlier", 0.99) if colour == BEFORE else ("later", 0.91)
    axes.text(
        0.01, level, f"{side}: {count:,} {wording.during(window)}" + (f", {rate:,.1f} a {unit}" if units > 1 else ""),
        transform=axes.transAxes, color=colour, weight="bold", size=8.5, va="top", zorder=4,
    )  # fmt: skip


def _history(explored: Explored) -> pd.DataFrame:
    """Whole calendar months (of totals: years) with their counts: all known, so that the picture keeps its place."""
    letter = "Y" if isinstance(explored, ExploredYears) else "M"
    rows = []
    for unit in pd.period_range(explored.coverage.start, explored.coverage.end, freq=letter):
        window = Window(unit.start_time.date(), unit.end_time.date())
        if explored.series.covers(window):
            rows.append((window.start, window.end, explored.series.count(window).count))
    table = pd.DataFrame(rows, columns=["start", "end", "count"])
    table["start"], table["end"] = pd.to_datetime(table["start"]), pd.to_datetime(table["end"])
    return table


def _where(explored: Explored) -> str:
    return country_name(explored.series.cells.place)


def _source(explored: Explored) -> str:
    cells = explored.series.cells
    return f"Source: {explored.dataset.title} ({cells.dataset}, vintage {cells.vintage})"
