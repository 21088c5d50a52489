"""Bars of counts a year or a month with the compared stretches coloured: what the first chart of a report draws once,
and the chart of all sources for each of them.

Blue is the earlier period and orange the later one, whatever is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verifier.charts.axes import count_axis, days_axis, number, room_for_counts, short_span
from verifier.charts.lettering import shortened, side_by_side, width_of
from verifier.charts.style import AFTER, BARS, BEFORE, INK, NARROW, QUIET
from verifier.comparisons.series import Series
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.findings.words import figure
from verifier.listing import capital
from verifier.window import Window, add_years

DAY = timedelta(days=1)
YEARLY = 300  # days in a window from which on years are drawn, and not months
MOST_YEARS, MONTHS_BEFORE = 80, 36  # bars in one picture; months before the earlier period
DAYS = {"year": 365.25, "month": 365.25 / 12}
PANEL, STRIP, NAME, TICKS = 2.1, 0.44, 0.26, 0.28  # inches: a panel; above it for labels, and its name; below it
SIZE = 8.5  # points
FAR = 2.5  # times the highest bar, beyond which a claimed number is only pointed at
MANY = 3  # panels from which on each has fewer ticks
FEW = 5  # known years below which a series that is counted day by day is drawn by month
MOST_RIVALS = 2
MOSTLY = 0.8  # of a stretch: a part of it that stands for it


@dataclass(frozen=True)
class Panel:
    """The bars of one series: each unit with its count a unit, None where nothing is known."""

    name: str
    bars: list[tuple[Window, float | None]]


@dataclass(frozen=True)
class Stretch:
    """A compared stretch: its days, its count, and what that is a unit."""

    window: Window
    count: int
    rate: float
    colour: str
    word: str
    label: str


@dataclass(frozen=True)
class Plot:
    """What is drawn of one source: its bars, the compared stretches of each panel, what was claimed, the claim's time;
    of a rank the units that are ranked, and of steps in a row each unit with whether it went the claimed way.
    """

    unit: str
    panels: list[Panel]
    stretches: list[list[Stretch]]
    claimed: float | None
    period: Window | None
    percent: bool
    ranked: tuple[Window, ...] = ()
    down: bool = False
    steps: tuple[tuple[Window, bool], ...] = ()

    @property
    def top(self) -> float:
        """The highest value that is drawn: of the bars, the stretches, and the claim where it is not far above them."""
        values = [value for panel in self.panels for _, value in panel.bars if value is not None]
        top = max([0.5, *values, *(one.rate for own in self.stretches for one in own)])
        return max(top, self.claimed) if self.claimed is not None and self.claimed <= FAR * top else top

    @property
    def points_up(self) -> bool:
        """Whether what was claimed lies so far above all that is drawn that it is only pointed at."""
        return self.claimed is not None and self.claimed > self.top * 1.0001


def plot_of(check: Check, row: dict[str, Any], source: Source) -> Plot:
    """The plot of one comparison in its source's series."""
    after = Window(row["after_start"], row["after_end"])
    before = None if pd.isna(row["before_start"]) else Window(row["before_start"], row["before_end"])
    windows = [one for one in (before, after) if one is not None]
    stock = source.series.cells.stock
    steps = source.series.cells.table["end"].drop_duplicates().sort_values().diff().dropna().dt.days
    if (
        stock and len(steps) and bool((steps >= YEARLY).all())
    ):  # how many there were at the end of a year stands for the year
        before, after = (_year_to(before) if before else None), _year_to(after)
        windows = [one for one in (before, after) if one is not None]
    unit = _unit(source.series, windows)
    units = _units(source.series, windows, unit)
    percent = check.statistic in (Statistic.SHARE, Statistic.POINTS) and source.other is not None
    sides = check.statistic == Statistic.SIDES and source.other is not None
    panels, stretches = [], []
    several = (
        [(source.series, source.own_label), (source.other, source.other_label)] if sides else [(source.series, "")]
    )
    for series, name in several:
        assert series is not None  # noqa: S101 (the other side is one, as asked above)
        whole = source.other if percent else None
        bars = [(one, _known(series, one, whole)) for one in units]
        # Without the unknown bars before the first known one and after the last, as far as no stretch lies in them.
        told = [at for at, (one, value) in enumerate(bars) if value is not None or any(map(one.overlaps, windows))]
        panels.append(Panel(name, bars[told[0] : told[-1] + 1] if told else []))
        own = []
        for word, window, colour in (("before", before, BEFORE), ("after", after, AFTER)):
            if window is None or (check.statistic == Statistic.RANK and word == "before"):
                continue
            count = series.count(window).count if series.covers(window) else int(row[f"{word}_count"])
            value = _known(series, window, whole) if percent else None
            rate = value if value is not None else float(count) if stock else count / window.days * DAYS[unit]
            if unit == "year" and abs(window.days - 365) <= 1:
                rate = value if value is not None else float(count)
            if value is None:
                rate *= _scale(series)
            own.append(Stretch(window, count, rate, colour, word, figure(series.cells.definition, count)))
        stretches.append(own)
    claimed = _claimed(check, row, stretches[0]) if not sides else None
    period = check.claim.resolved.period
    ranked: list[Window] = []
    if check.statistic == Statistic.RANK:  # so many units up to the claimed one, or all where those are not as many
        ranked = [window for window, value in panels[0].bars if value is not None]
        up_to, among = [window for window in ranked if window.end <= after.end], int(row["among"])
        ranked = up_to[-among:] if among <= len(up_to) else ranked
    return Plot(
        unit,
        panels,
        stretches,
        claimed,
        None if period is None or after.contains(period) else period,
        percent,
        tuple(ranked),
        check.targets[0].down,
        _steps(panels[0], before, after, down=check.targets[0].down)
        if check.statistic == Statistic.RUN and before
        else (),
    )


def bars_table(panels: Iterable[tuple[str, Panel]], column: str) -> pd.DataFrame:
    """The bars of panels as a table: the name of each in that column, start, end, value."""
    rows = [(name, window.start, window.end, value) for name, panel in panels for window, value in panel.bars]
    return pd.DataFrame(rows, columns=[column, "start", "end", "value"])


def since(plot: Plot, first: date, name: str) -> Plot:
    """The plot of one source with its name over it, without what ends before a day."""
    bars = [(window, value) for window, value in plot.panels[0].bars if window.end >= first]
    return replace(plot, panels=[Panel(name, bars), *plot.panels[1:]])


def _steps(panel: Panel, first: Window, last: Window, *, down: bool) -> tuple[tuple[Window, bool], ...]:
    """Each unit from the second on, with whether it went the claimed way; nothing where a step is no such unit."""
    found, at = [], None
    for window, value in panel.bars:
        if first.contains(window) or (at is not None and window.end <= last.end):
            if value is None:
                return ()
            if at is not None:
                found.append((window, value < at if down else value > at))
            at = value
    return tuple(found) if found and found[-1][0] == last else ()


def _year_to(window: Window) -> Window:
    """The year that ends with a window, or the window where it is as long."""
    return window if window.days >= YEARLY else Window(add_years(window.end, -1) + DAY, window.end)


def _unit(series: Series, windows: list[Window]) -> str:
    """What a bar is: a year, but for short stretches, and for few years of a series that has every day."""
    if max(one.days for one in windows) < YEARLY:
        return "month"
    known = [one for one in _units(series, windows, "year") if series.covers(one)]
    return "month" if series.dense and len(known) < FEW else "year"


def rivals(plot: Plot) -> list[tuple[Window, float]]:
    """The ranked units that stand before the claimed one, the first of them first; where none does, the next one."""
    own = plot.stretches[0][-1]
    sign = -1 if plot.down else 1
    others = [
        (window, value)
        for window, value in plot.panels[0].bars
        if value is not None and window in plot.ranked and window != own.window
    ]
    others.sort(key=lambda one: -sign * one[1])
    before = [one for one in others if sign * (one[1] - own.rate) > 0]
    return before[:MOST_RIVALS] or others[:1]


def _units(series: Series, windows: list[Window], unit: str) -> list[Window]:
    """The calendar years or months of the coverage; where daily counts of other years are compared, those."""
    coverage = series.coverage or windows[-1]
    if unit == "month":
        first = pd.Period(max(coverage.start, add_years(windows[0].start, -MONTHS_BEFORE // 12)), "M")
        last = pd.Period(coverage.end, "M")
        return [Window(one.start_time.date(), one.end_time.date()) for one in pd.period_range(first, last, freq="M")]
    day = windows[-1].start
    anchored = series.dense and (day.month, day.day) not in ((1, 1), (2, 29))
    if not anchored or any(abs(one.days - 365) > 1 or one.start.month != day.month for one in windows):
        day = date(2000, 1, 1)
    starts = [date(year, day.month, day.day) for year in range(coverage.start.year, coverage.end.year + 1)]
    return [Window(one, add_years(one, 1) - DAY) for one in starts[-MOST_YEARS:]]


def _scale(series: Series) -> float:
    """What a stored count is multiplied by to be drawn: rates are kept per 100 million people and shown per 100,000."""
    return 0.001 if series.cells.definition.is_rate else 1.0


def _known(series: Series, window: Window, whole: Series | None) -> float | None:
    """The count of a window, or its share of the whole in percent; None where nothing is known."""
    if not series.covers(window):
        return None
    count = float(series.count(window).count) * (_scale(series) if whole is None else 1)
    if whole is None:
        return count
    of = whole.count(window).count if whole.covers(window) else 0
    return 100 * count / of if of else None


def _claimed(check: Check, row: dict[str, Any], stretches: list[Stretch]) -> float | None:
    """What was claimed, as high as the later stretch would be; nothing where the counts give no such height."""
    target, after, before = check.targets[0], stretches[-1], stretches[0]
    said = (target.low + target.high) / 2 if target.number is None else target.number
    scale = after.rate / after.count if after.count else before.rate / before.count if before.count else 1.0
    to = (check.claim.counts or {}).get("after")
    if check.statistic == Statistic.COUNT:
        claimed = said * scale
    elif to and check.statistic == Statistic.RATIO and not check.source_of(row).definition.is_rate:
        claimed = to * scale  # "from 60,000 to 70,000"
    elif check.statistic == Statistic.RATE and row["value"]:
        claimed = said / row["value"] * after.rate
    elif check.statistic == Statistic.SHARE:
        claimed = 100 * said
    elif len(stretches) == 2 and check.statistic == Statistic.RATIO and before.count:  # no multiple of zero
        claimed = said * before.rate
    elif len(stretches) == 2 and check.statistic == Statistic.DIFFERENCE:
        claimed = (before.count + said) * scale
    elif len(stretches) == 2 and check.statistic == Statistic.POINTS:
        claimed = before.rate + said
    else:
        return None
    return claimed if np.isfinite(claimed) and claimed >= 0 else None


def draw_plots(figure: Figure, several: list[tuple[Axes, Plot, int]], *, shared: bool = True) -> None:
    """Draw each panel (axes, plot, which of its panels) over the same days; shared: on one vertical scale."""
    width, total = (float(size) for size in figure.get_size_inches())
    strip = STRIP + NAME * any(plot.panels[at].name for _, plot, at in several)
    top = figure.subplotpars.top - strip / total
    gap, room = strip + TICKS, (top - figure.subplotpars.bottom) * total
    each = (room - (len(several) - 1) * gap) / len(several)
    figure.subplots_adjust(top=top, hspace=gap / each)
    tops = [plot.top for _, plot, _ in several]
    bars = [window for _, plot, at in several for window, _ in plot.panels[at].bars]
    years = all(window == Window.parse(str(window.start.year)) for window in bars)
    spans = [window for _, plot, _ in several for panel in plot.panels for window, _ in panel.bars]
    spans += [one.window for _, plot, _ in several for own in plot.stretches for one in own]
    spans += [plot.period for _, plot, _ in several if plot.period]
    first, last = min(one.start for one in spans), max(one.end for one in spans)
    for (axes, _, _), top in zip(several, [max(tops)] * len(tops) if shared else tops, strict=True):
        count_axis(axes, top * 1.06, 5 if width > NARROW and len(several) < MANY else 4, "%" * several[0][1].percent)
        days_axis(axes, first, last, most=10 if width > NARROW else 5, years=years)
    room_for_counts(figure, [axes for axes, _, _ in several])
    for axes, plot, at in several:
        panel, own, top = plot.panels[at], plot.stretches[at], axes.get_ylim()[1] / 1.06
        _draw_bars(axes, panel, own, plot)
        for one in own:
            _draw_stretch(axes, panel, one)
        if plot.claimed is not None:
            _draw_claimed(axes, own[-1].window, plot.claimed, plot, top)
        if plot.period:
            start, end = (max(number(first), number(plot.period.start)), number(plot.period.end + DAY))
            axes.plot([start, end], [-0.012, -0.012], color=INK, linewidth=3, solid_capstyle="butt", clip_on=False,
                      transform=axes.get_xaxis_transform(), zorder=5)  # fmt: skip
        beside = [
            Stretch(window, round(value), value, INK, "rival", value_words(value, plot))
            for window, value in (rivals(plot) if plot.ranked else [])
        ]
        _draw_labels(figure, axes, panel, [*own, *beside], plot)


def _draw_bars(axes: Axes, panel: Panel, own: list[Stretch], plot: Plot) -> None:
    went = dict(plot.steps)
    dark = [*plot.ranked, *(window for window, claimed in plot.steps if not claimed)]
    coloured = [one for one in own if _is_coloured(panel, one.window)]
    starts, heights, widths, colours = [], [], [], []
    for window, value in panel.bars:
        start, days = number(window.start), window.days
        if value is None:
            axes.annotate("?", (start + days / 2, 0), ha="center", va="bottom", size=SIZE, color=QUIET,
                          xytext=(0, 1), textcoords="offset points")  # fmt: skip
            continue
        inside = [one for one in coloured if one.window.contains(window)]
        starts.append(start + 0.08 * days)
        heights.append(value)
        widths.append(0.84 * days)
        colour = AFTER if went.get(window) else QUIET if window in dark else BARS
        colours.append(inside[-1].colour if inside and window not in went else colour)
    if starts:
        axes.bar(starts, heights, widths, align="edge", color=colours, linewidth=0, zorder=2)


def _draw_stretch(axes: Axes, panel: Panel, one: Stretch) -> None:
    start, end = number(one.window.start), number(one.window.end + DAY)
    if not _is_coloured(panel, one.window):
        axes.bar(start, one.rate, end - start, align="edge", color=one.colour, alpha=0.45, linewidth=0, zorder=3)
        axes.hlines(one.rate, start, end, color=one.colour, linewidth=2.2, zorder=4)
    elif sum(one.window.contains(window) for window, _ in panel.bars) > 1:
        axes.hlines(one.rate, start, end, color=INK, linewidth=1.2, zorder=4)


def _is_coloured(panel: Panel, window: Window) -> bool:
    """Whether the bars that are known make up the stretch, or many of them all but its ends: they have its colour."""
    inside = [each for each, value in panel.bars if value is not None and window.contains(each)]
    days = sum(one.days for one in inside)
    return days == window.days or (len(inside) >= FEW and days >= MOSTLY * window.days)


def _draw_claimed(axes: Axes, window: Window, claimed: float, plot: Plot, top: float) -> None:
    start, end = number(window.start), number(window.end + DAY)
    reach = max(0.35 * min(end - start, DAYS[plot.unit]), 0.012 * (axes.get_xlim()[1] - axes.get_xlim()[0]))
    if not plot.points_up:
        axes.hlines(claimed, start - reach, end + reach, color=INK, linewidth=1.6, linestyle=(0, (3, 1.6)), zorder=6)
    else:
        axes.annotate("▲", ((start + end) / 2, top), ha="center", va="top", size=SIZE + 2, color=INK, zorder=6)


def _draw_labels(figure: Figure, axes: Axes, panel: Panel, own: list[Stretch], plot: Plot) -> None:
    """The count of each stretch in a strip above the axes, a line straight up to it, and the panel's name."""
    low, high = axes.get_xlim()
    width = float(figure.get_size_inches()[0])
    room = width * axes.get_position().width
    texts = [_label(one, plot, width) for one in own]
    sizes = [max(width_of(line, SIZE, "bold") for line in text.split("\n")) / room for text in texts]
    middles = [number(one.window.start) + one.window.days / 2 for one in own]
    wanted = [(middle - low) / (high - low) for middle in middles]
    placed = side_by_side(wanted, sizes, 0.0, 1.0, gap=0.03)
    height = axes.get_position().height * float(figure.get_size_inches()[1])
    for one, text, centre, anchor, middle in zip(own, texts, placed, wanted, middles, strict=True):
        axes.plot([middle, middle], [one.rate, axes.get_ylim()[1]], color=one.colour, linewidth=0.8, zorder=1.5)
        axes.annotate(
            text, (anchor, 1.0), xycoords="axes fraction", xytext=(centre, 1.0 + 0.1 / height),
            textcoords="axes fraction", ha="center", va="bottom", size=SIZE, weight="bold", color=one.colour,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": one.colour, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0,
                        "relpos": (0.5, 0)},
        )  # fmt: skip
    if panel.name:
        axes.annotate(
            shortened(capital(panel.name), SIZE + 1, room, "bold"), (0, 1), xycoords="axes fraction",
            xytext=(0, STRIP * 72 + 2), textcoords="offset points", size=SIZE + 1, weight="bold", annotation_clip=False,
        )  # fmt: skip


def _label(one: Stretch, plot: Plot, width: float) -> str:
    value = f"{one.rate:.3g}%" if plot.percent else one.label
    unit = DAYS[plot.unit]
    uneven = not plot.percent and abs(one.window.days - unit) > 3 and abs(one.rate - one.count) > 0.5
    rate = f" ({one.rate:,.{1 if one.rate < 10 else 0}f} a {plot.unit})" if uneven else ""
    return f"{value}{rate}\n{short_span(one.window) if width < NARROW else wording.span(one.window)}"


def key(*plots: Plot, said: str = "") -> list[str]:
    """What the marks of pictures mean, but for the colours of the stretches; said is the claim's number in words."""
    claimed = [one for one in plots if one.claimed is not None]
    drawn = [one for one in claimed if not one.points_up]
    spread = ", spread evenly over its time" * any(is_longer(one) for one in drawn)
    said = f" ({said})" if said else ""
    return [
        f"Dashed: what was claimed{said}{spread}." if drawn else "",
        f"▲: what was claimed{said} is far higher." if len(drawn) < len(claimed) else "",
        "Line under the axis: the time the claim is about." if any(one.period for one in plots) else "",
    ]


def is_longer(plot: Plot) -> bool:
    """Whether the later stretch is longer than a bar."""
    return plot.stretches[0][-1].window.days > DAYS[plot.unit] + 3 and not plot.percent


def value_words(value: float, plot: Plot) -> str:
    """A value of the plot: a count, or a share in percent."""
    if plot.percent:
        return f"{value:.3g}%"
    return f"{value:.3g}" if value < 100 and value % 1 else f"{value:,.0f}"


def span_words(window: Window, plot: Plot) -> str:
    """A unit of the plot, such as 2022, March 2022 or the year from 15 August 2021."""
    if plot.unit == "month" or window.start.month == window.start.day == 1:
        return wording.span(window)
    return f"the year from {wording.day(window.start)}"
