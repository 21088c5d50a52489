"""The two charts of `explore_baseline.ipynb`: the windows in the whole history, and the map of all of them."""

from __future__ import annotations

from datetime import timedelta

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch

from verifier.charts.axes import dated, lined
from verifier.charts.style import AFTER, BARS, BEFORE, HOUSE, INK, SETTINGS, Chart, framed
from verifier.findings import wording
from verifier.listing import capital
from verifier.places.names import country_name
from verifier.reports.explored import FARTHEST, LONGEST, MONTH, Explored, ExploredYears, in_days
from verifier.window import Window

ENDS = [HOUSE.colours[name] for name in ("low", "middle", "high")]
COLOURS = LinearSegmentedColormap.from_list("change", ENDS)  # as on the map of a report
EDGE = 2.0  # doublings and halvings beyond which the colour stays the same
TICKS = {"length": (6, 12, 18, 24, 30, 36), "offset": (12, 36, 60, 84, 108)}  # months


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
        axes.set_ylim(0, top * 1.32)
        sides = ((explored.before, made.before.count, BEFORE), (explored.after, made.after.count, AFTER))
        for window, count, colour in sides:
            _shade(axes, window, count, colour, unit)
        axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(5))
        lined(axes)
        dated(axes, mdates.AutoDateLocator(minticks=4, maxticks=10))
    alt = f"Chart of {label} in {_where(explored)} by {unit}. Shaded: {compared}: {said}."
    return Chart(figure, title, alt, history)


def map_chart(explored: Explored) -> Chart:
    """The change for every window length and baseline, the later window ending on one day; the chosen pair marked."""
    found, label = explored.map, explored.series.cells.definition.label
    known = found.known & ~np.isnan(found.ratio)
    reached = int((known & explored.reaches(np.nan_to_num(found.ratio, nan=1.0))).sum())
    claimed = wording.percent(explored.target)
    title = f"{reached:,} of {int(known.sum()):,} pairs of windows reach {claimed}"
    subtitle = (
        f"{_where(explored)}, {label}. Every pair of equally long windows, the later ending on "
        f"{wording.day(explored.end)}. Lines: where the change is {claimed} (solid) or none (dashed)."
    )
    with mpl.rc_context(SETTINGS):
        figure, (axes,) = framed(3.6, title, subtitle, _source(explored))
        with np.errstate(divide="ignore", invalid="ignore"):
            doublings = np.where(known, np.log2(found.ratio), np.nan)
        shown = np.clip(doublings, -EDGE, EDGE)
        mesh = axes.pcolormesh(
            found.offsets, found.lengths, shown, cmap=COLOURS, vmin=-EDGE, vmax=EDGE, shading="nearest", rasterized=True
        )
        _lines(axes, explored, shown)
        if (found.small_base & known).any():
            small = np.where(found.small_base & known, 1.0, np.nan)
            axes.contourf(found.offsets, found.lengths, small, levels=[0.5, 1.5], colors="none", hatches=["////"])
            axes.legend(
                [Patch(facecolor="white", edgecolor=INK, hatch="////")], ["under ten before"],
                loc="upper left", frameon=False, fontsize=8.5,
            )  # fmt: skip
        axes.plot(
            in_days(explored.offset), in_days(explored.length), marker="o", markersize=9, markerfacecolor="white",
            markeredgecolor=INK, markeredgewidth=1.8, linestyle="none", zorder=5, clip_on=False,
        )  # fmt: skip
        axes.set_xlabel("the baseline begins so many months before the later window")
        axes.set_ylabel("months in each window")
        axes.set_xticks([in_days(months) for months in TICKS["offset"]], [str(months) for months in TICKS["offset"]])
        axes.set_yticks([in_days(months) for months in TICKS["length"]], [str(months) for months in TICKS["length"]])
        figure.subplots_adjust(right=0.80)
        box = axes.get_position()
        bar = figure.colorbar(mesh, cax=figure.add_axes((0.82, box.y0, 0.02, box.height)))
        bar.set_ticks([-2, -1, 0, 1, 2], labels=["−75% or less", "−50%", "no change", "+100%", "+300% or more"])
        bar.outline.set_visible(False)
    rose, fell = int((known & (found.ratio > 1)).sum()), int((known & (found.ratio < 1)).sum())
    alt = (
        f"Map of {int(known.sum()):,} comparisons of {label} in {_where(explored)}, windows of "
        f"1 to {LONGEST} months that end on {wording.day(explored.end)}, against baselines that begin up to "
        f"{FARTHEST} months earlier. {rose:,} show a rise, {fell:,} a fall, "
        f"{reached:,} reach {claimed}."
    )
    rows, columns = np.nonzero(found.known)
    data = pd.DataFrame(
        {
            "length": found.lengths[rows],
            "offset": found.offsets[columns],
            "after": found.after[found.known],
            "before": found.before[found.known],
            "ratio": found.ratio[found.known],
        }
    )
    return Chart(figure, title, alt, data)


def _lines(axes: Axes, explored: Explored, shown: npt.NDArray[np.float64]) -> None:
    found = explored.map
    if min(shown.shape) < 2 or not np.isfinite(shown).any():
        return
    for level, style in ((0.0, "--"), (float(np.log2(explored.target)), "-")):
        if np.nanmin(shown) < level < np.nanmax(shown) and abs(level) < EDGE:
            axes.contour(
                found.offsets, found.lengths, shown, levels=[level], colors=INK, linewidths=1.1, linestyles=style
            )


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
