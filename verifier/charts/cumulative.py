"""Cumulative chart: the incidents since the claim's first day, added up day by day, beside those of the baseline."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verifier.charts.axes import count_axis, needed, room_for_counts, source_line
from verifier.charts.lettering import side_by_side
from verifier.charts.style import AFTER, BEFORE, FAINT, INK, NARROW, Chart, Frame, NoChartError, pictured
from verifier.findings import scores, wording
from verifier.findings.check import Check
from verifier.findings.comparison_table import rows_of
from verifier.findings.sources import Source
from verifier.findings.top_rows import most_sensible
from verifier.listing import capital
from verifier.places.names import country_name
from verifier.window import Window

HEIGHT = 2.8
SIZE = 8.5


def cumulative_chart(check: Check) -> Chart:
    """Running totals of both windows of the most sensible day-by-day comparison of two windows as long.

    Data: columns day (from 1), after, before. Raises NoChartError where no day-by-day dataset makes such a comparison.
    """
    needed(check)
    source, row = _chosen(check)
    after, before = wording.row_windows(row)
    days = max(after.days, before.days)  # a leap year has one more: the other stays where it ended
    later, earlier = (np.pad(_running(source, one), (0, days - one.days), mode="edge") for one in (after, before))
    data = pd.DataFrame({"day": np.arange(1, days + 1), "after": later, "before": earlier})
    lead = later - earlier
    title = f"After {days:,} days: {later[-1]:,} in both periods"
    if lead[-1]:
        more = f"{abs(lead[-1]):,} {'more' if lead[-1] > 0 else 'fewer'}"
        title = f"After {days:,} days: {later[-1]:,} against {earlier[-1]:,} in the earlier period, {more}"
    subtitle = (
        f"{capital(source.definition.label)}, {country_name(row['place'])}: {source.definition.unit} since the first "
        f"day of {wording.span(after)} and of {wording.span(before)}."
    )

    def draw(frame: Frame) -> Figure:
        figure, (axes,) = frame(HEIGHT + 0.2)
        count_axis(axes, max(1.0, float(later.max()), float(earlier.max())) * 1.06)
        # The days on which a line moves, and the last: a step each of hundreds of days is nothing to see.
        moves = np.flatnonzero(np.diff(later, prepend=0) + np.diff(earlier, prepend=0)) + 1
        at = np.unique([0, *moves, days])
        late, early = (np.concatenate([[0], running])[at] for running in (later, earlier))
        for running, colour, line in ((early, BEFORE, (0, (4, 1.5))), (late, AFTER, "-")):
            axes.step(at, running, where="post", color=colour, linestyle=line, linewidth=2)
        axes.fill_between(at, early, late, step="post", color=FAINT, alpha=0.5, linewidth=0)
        axes.set_xlim(0, days)
        axes.xaxis.set_major_locator(
            mpl.ticker.MaxNLocator(4 if figure.get_size_inches()[0] > NARROW else 2, integer=True)
        )
        axes.xaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda value, _at: f"day {value:,.0f}"))
        room_for_counts(figure, [axes], right=1.4)
        _label_ends(axes, int(later[-1]), int(earlier[-1]), after, before)
        return figure

    alt = (
        f"Running totals of {source.definition.label} in {country_name(row['place'])} over {days:,} days: "
        f"{later[-1]:,} from {wording.day(after.start)}, {earlier[-1]:,} from {wording.day(before.start)}. {title}."
    )
    return pictured(
        draw, title=title, subtitle=subtitle, source=source_line([source]), alt=alt, data=data, reading=_reading(lead)
    )


def _chosen(check: Check) -> tuple[Source, dict[str, Any]]:
    found: list[tuple[float, Source, dict[str, Any]]] = []
    enough = scores.sufficient(check.rows)
    for source in (one for one in check.sources if one.series.dense):
        rows = enough[rows_of(enough, source)]
        lengths = [(rows[f"{side}_end"] - rows[f"{side}_start"]).dt.days for side in ("after", "before")]
        equal = rows[(lengths[0] - lengths[1]).abs() <= 1]
        if len(equal):
            (row,) = most_sensible(equal, [source], 1)
            found.append((-row["sensibility"], source, row))
    if not found:
        raise NoChartError("No dataset that answers counts day by day, so nothing can be added up day by day.")
    _, source, row = min(found, key=lambda one: one[0])
    return source, row


def _running(source: Source, window: Window) -> np.ndarray[Any, np.dtype[np.int64]]:
    coverage = source.series.coverage
    assert coverage is not None  # noqa: S101 (a row was counted in it)
    first = (window.start - coverage.start).days
    return np.cumsum(source.series.daily[first : first + window.days])


def _label_ends(axes: Axes, later: int, earlier: int, after: Window, before: Window) -> None:
    """Totals at the right ends of the lines, side by side where they would touch."""
    top = axes.get_ylim()[1]
    placed = side_by_side([later / top, earlier / top], [0.2, 0.2], 0.0, 1.05)
    for total, centre, colour, window, name in zip(
        (later, earlier), placed, (AFTER, BEFORE), (after, before), ("After", "Before"), strict=True
    ):
        axes.annotate(
            f"{name}: {total:,}\nfrom {window.start.day} {window.start:%b %Y}", (1.0, total / top),
            xycoords="axes fraction", xytext=(1.03, centre), textcoords="axes fraction", va="center", size=SIZE,
            weight="bold", color=colour, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.8, "shrinkA": 1, "shrinkB": 0},
        )  # fmt: skip
    axes.axhline(0, color=INK, linewidth=0.8, zorder=1)


def _reading(lead: np.ndarray[Any, np.dtype[np.int64]]) -> str:
    """Whether the difference built up all along or in one stretch."""
    days, last = len(lead), int(lead[-1])
    if last == 0:
        return f"Both windows end level; the later one was ahead on {int((lead > 0).sum()):,} of {days:,} days."
    sign = 1 if last > 0 else -1
    ahead = int((lead * sign > 0).sum())
    half = int(lead[(days - 1) // 2])
    middle = "level" if half == 0 else f"{abs(half):,} {'ahead' if half > 0 else 'behind'}"
    way = "ahead of" if last > 0 else "behind"
    return (
        f"The later period is {way} the earlier one on {ahead:,} of {days:,} days. Half-way through it is {middle}, "
        f"at the end {abs(last):,} {'ahead' if last > 0 else 'behind'}."
    )
