"""The first chart of a report: counts a year (or a month) in the series that answers, the compared stretches coloured.

Blue is the earlier period and orange the later one, whatever is claimed. The picture comes in a form for a wide page
and one for a phone, without its words, which the page sets itself; the PNG has all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verifier.charts.axes import answered, capital, count_axis, days_axis, number, source_line
from verifier.charts.lettering import shortened, side_by_side, width_of
from verifier.charts.style import AFTER, BARS, BEFORE, INK, QUIET, SETTINGS, WIDTH, Chart, framed
from verifier.charts.themed import bare, themed_svg
from verifier.comparisons.series import Series
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.places.names import country_name
from verifier.window import Window, add_years

DAY = timedelta(days=1)
YEARLY = 300  # days in a window from which on years are drawn, and not months
MOST_YEARS, MONTHS_BEFORE = 40, 36  # bars in one picture; months before the earlier period
DAYS = {"year": 365.25, "month": 365.25 / 12}
WIDE, NARROW = (7.4, 3.1), (3.7, 3.0)  # inches
STRIP, SIZE = 0.42, 8.5  # inches above the axes for labels; points
FEW = 5  # known bars below which nothing is said of where the earlier period stands


@dataclass(frozen=True)
class _Panel:
    """The bars of one series: each unit with its count a unit, None where nothing is known."""

    name: str
    bars: list[tuple[Window, float | None]]


@dataclass(frozen=True)
class _Stretch:
    """A compared stretch: its days, its count, and what that is a unit."""

    window: Window
    count: int
    rate: float
    colour: str
    word: str


@dataclass(frozen=True)
class _Plot:
    unit: str
    panels: list[_Panel]
    stretches: list[list[_Stretch]]
    claimed: tuple[float, float] | None
    period: Window | None
    percent: bool


def counts_chart(check: Check) -> Chart:
    """The counts a year, or a month where the stretches are short, of the headline's series.

    A stretch that whole years (months) make up colours their bars; any other is drawn over them, as high as its count a
    year. Data: columns series, start, end, value. Raises NoChartError where no comparison has enough counts.
    """
    answered(check)
    row = check.headline
    assert row is not None  # noqa: S101 (answered raises where there is none)
    source = check.source_of(row)
    plot = _plot(check, row, source)
    title, subtitle = _title(check, row, source, plot), _subtitle(check, source, plot)
    said = "; ".join(
        f"{panel.name + ': ' if len(plot.panels) > 1 else ''}"
        + ", ".join(f"{_span(window, plot)} {_value(value, plot)}" for window, value in panel.bars if value is not None)
        for panel in plot.panels
    )
    with mpl.rc_context(SETTINGS):
        figure, axes = framed(2.9 * len(plot.panels), title, subtitle, source_line([source]), rows=len(plot.panels))
        total = float(figure.get_size_inches()[1])
        figure.subplots_adjust(top=figure.subplotpars.top - STRIP / total, hspace=0.5)
        _draw(figure, axes, plot, WIDTH)
        forms = {}
        for name, (width, height) in (("wide", WIDE), ("narrow", NARROW)):
            other, panels = bare(width, height * (1 + 0.75 * (len(plot.panels) - 1)), len(plot.panels), STRIP)
            _draw(other, panels, plot, width)
            forms[name] = themed_svg(other)
    data = pd.DataFrame(
        [
            {"series": panel.name, "start": window.start, "end": window.end, "value": value}
            for panel in plot.panels
            for window, value in panel.bars
        ]
    )
    alt = f"{title}. {subtitle} {said}."
    return Chart(figure, title, alt, data, subtitle=subtitle, source=source_line([source]), forms=forms)


def _plot(check: Check, row: dict[str, Any], source: Source) -> _Plot:
    after = Window(row["after_start"], row["after_end"])
    before = None if pd.isna(row["before_start"]) else Window(row["before_start"], row["before_end"])
    windows = [one for one in (before, after) if one is not None]
    history = check.statistic in (Statistic.RANK, Statistic.RUN)
    unit = "year" if max(one.days for one in windows) >= YEARLY else "month"
    stock = source.series.cells.stock
    units = _units(source.series, windows, unit)
    percent = check.statistic in (Statistic.SHARE, Statistic.POINTS) and source.other is not None
    sides = check.statistic == Statistic.SIDES and source.other is not None
    panels, stretches = [], []
    several = [(source.series, source.own_label)] + ([(source.other, source.other_label)] if sides else [])
    for series, name in several:
        assert series is not None  # noqa: S101 (the other side is one, as asked above)
        whole = source.other if percent else None
        panels.append(_Panel(name, _trimmed([(one, _known(series, one, whole)) for one in units], windows)))
        own = []
        for word, window, colour in (("before", before, BEFORE), ("after", after, AFTER)):
            if window is None or (history and word == "before"):
                continue
            count = series.count(window).count if series.covers(window) else int(row[f"{word}_count"])
            value = _known(series, window, whole) if percent else None
            rate = value if value is not None else float(count) if stock else count / window.days * DAYS[unit]
            if unit == "year" and abs(window.days - 365) <= 1:
                rate = value if value is not None else float(count)
            own.append(_Stretch(window, count, rate, colour, word))
        stretches.append(own)
    claimed = _claimed(check, stretches[0]) if not sides else None
    period = check.claim.resolved.period
    return _Plot(unit, panels, stretches, claimed, None if period in (None, after) else period, percent)


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


def _known(series: Series, window: Window, whole: Series | None) -> float | None:
    """The count of a window, or its share of the whole in percent; None where nothing is known."""
    if not series.covers(window):
        return None
    count = float(series.count(window).count)
    if whole is None:
        return count
    of = whole.count(window).count if whole.covers(window) else 0
    return 100 * count / of if of else None


def _trimmed(bars: list[tuple[Window, float | None]], windows: list[Window]) -> list[tuple[Window, float | None]]:
    """Without the unknown bars before the first known one and after the last, as far as no stretch lies in them."""
    told = [at for at, (window, value) in enumerate(bars) if value is not None or any(map(window.overlaps, windows))]
    return bars[told[0] : told[-1] + 1] if told else []


def _claimed(check: Check, stretches: list[_Stretch]) -> tuple[float, float] | None:
    """What was claimed, from … to …, as high as the later stretch would be."""
    target = check.targets[0]
    after = stretches[-1]
    scale = after.rate / after.count if after.count else 1.0
    if check.statistic == Statistic.COUNT:
        ends = target.low * scale, target.high * scale
    elif check.statistic == Statistic.RATIO and len(stretches) == 2:
        ends = stretches[0].rate * target.low, stretches[0].rate * target.high
    elif check.statistic == Statistic.SHARE:
        ends = target.low, target.high
    else:
        return None
    return ends if all(map(np.isfinite, ends)) else (min(ends), min(ends))


def _draw(figure: Figure, several: list[Axes], plot: _Plot, width: float) -> None:
    values = [value for panel in plot.panels for _, value in panel.bars if value is not None]
    values += [one.rate for own in plot.stretches for one in own]
    top = max([0.5, *values])
    if plot.claimed and plot.claimed[1] <= 2.5 * top:
        top = max(top, plot.claimed[1])
    spans = [window for panel in plot.panels for window, _ in panel.bars]
    spans += [one.window for own in plot.stretches for one in own]
    first, last = min(one.start for one in spans), max(one.end for one in spans)
    if plot.period:
        last = max(last, plot.period.end)
    for axes, panel, own in zip(several, plot.panels, plot.stretches, strict=True):
        count_axis(axes, top * 1.06, ticks=5 if width > 5 else 4)
        days_axis(axes, first, last, most=10 if width > 5 else 5)
        _draw_bars(axes, panel, own)
        for one in own:
            _draw_stretch(axes, panel, one)
        if plot.claimed and len(own):
            _draw_claimed(axes, own[-1].window, plot.claimed, top)
        if plot.period:
            start, end = (max(number(first), number(plot.period.start)), number(plot.period.end + DAY))
            axes.plot([start, end], [-0.012, -0.012], color=INK, linewidth=3, solid_capstyle="butt", clip_on=False,
                      transform=axes.get_xaxis_transform(), zorder=5)  # fmt: skip
        _draw_labels(figure, axes, panel, own, plot, width)


def _draw_bars(axes: Axes, panel: _Panel, own: list[_Stretch]) -> None:
    for window, value in panel.bars:
        start, days = number(window.start), window.days
        if value is None:
            axes.annotate("?", (start + days / 2, 0), ha="center", va="bottom", size=SIZE, color=QUIET,
                          xytext=(0, 1), textcoords="offset points")  # fmt: skip
            continue
        inside = [one for one in own if _is_tiled(panel, one.window) and one.window.contains(window)]
        colour = inside[-1].colour if inside else BARS
        axes.bar(start + 0.08 * days, value, 0.84 * days, align="edge", color=colour, linewidth=0, zorder=2)


def _draw_stretch(axes: Axes, panel: _Panel, one: _Stretch) -> None:
    start, end = number(one.window.start), number(one.window.end + DAY)
    if not _is_tiled(panel, one.window):
        axes.bar(start, one.rate, end - start, align="edge", color=one.colour, alpha=0.45, linewidth=0, zorder=3)
        axes.hlines(one.rate, start, end, color=one.colour, linewidth=2.2, zorder=4)
    elif sum(one.window.contains(window) for window, _ in panel.bars) > 1:
        axes.hlines(one.rate, start, end, color=INK, linewidth=1.2, zorder=4)


def _is_tiled(panel: _Panel, window: Window) -> bool:
    """Whether the bars that are known make up the stretch."""
    inside = [each for each, value in panel.bars if value is not None and window.contains(each)]
    return sum(one.days for one in inside) == window.days


def _draw_claimed(axes: Axes, window: Window, ends: tuple[float, float], top: float) -> None:
    start, end = number(window.start), number(window.end + DAY)
    reach = max(0.35 * (end - start), 0.012 * (axes.get_xlim()[1] - axes.get_xlim()[0]))
    middle = sum(ends) / 2
    if middle <= top:
        axes.hlines(middle, start - reach, end + reach, color=INK, linewidth=1.6, linestyle=(0, (3, 1.6)), zorder=6)
    else:
        axes.annotate("▲", ((start + end) / 2, top), ha="center", va="top", size=SIZE + 2, color=INK, zorder=6)


def _draw_labels(figure: Figure, axes: Axes, panel: _Panel, own: list[_Stretch], plot: _Plot, width: float) -> None:
    """The count of each stretch in a strip above the axes, joined to it by a short line, and the panel's name."""
    low, high = axes.get_xlim()
    room = width * axes.get_position().width
    texts = [_label(one, plot, width) for one in own]
    sizes = [max(width_of(line, SIZE, "bold") for line in text.split("\n")) / room for text in texts]
    wanted = [(number(one.window.start) + one.window.days / 2 - low) / (high - low) for one in own]
    placed = side_by_side(wanted, sizes, 0.0, 1.0, gap=0.03)
    height = axes.get_position().height * float(figure.get_size_inches()[1])
    top = axes.get_ylim()[1]
    for one, text, centre, anchor in zip(own, texts, placed, wanted, strict=True):
        axes.annotate(
            text, (anchor, min(1.0, one.rate / top)), xycoords="axes fraction",
            xytext=(centre, 1.0 + 0.06 / height), textcoords="axes fraction", ha="center", va="bottom", size=SIZE,
            weight="bold", color=one.colour, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": one.colour, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 1,
                        "relpos": (0.5, 0)},
        )  # fmt: skip
    if panel.name:
        axes.annotate(
            shortened(capital(panel.name), SIZE + 1, room * 0.6, "bold"), (0, 1), xycoords="axes fraction",
            xytext=(2, 6), textcoords="offset points", size=SIZE + 1, weight="bold", annotation_clip=False,
        )  # fmt: skip


def _label(one: _Stretch, plot: _Plot, width: float) -> str:
    value = f"{one.rate:.3g}%" if plot.percent else f"{one.count:,}"
    unit = DAYS[plot.unit]
    uneven = not plot.percent and abs(one.window.days - unit) > 3 and abs(one.rate - one.count) > 0.5
    rate = f" ({_rounded(one.rate)} a {plot.unit})" if uneven else ""
    return f"{value}{rate}\n{_short(one.window) if width < 5 else wording.span(one.window)}"


def _short(window: Window) -> str:
    """A window on a phone: 2022, Mar 2022, Aug 2021 – Aug 2022."""
    words = wording.span(window)
    if " to " not in words:
        return words
    return f"{window.start:%b %Y} – {window.end:%b %Y}"


def _rounded(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


def _value(value: float, plot: _Plot) -> str:
    return f"{value:.3g}%" if plot.percent else f"{value:,.0f}"


def _span(window: Window, plot: _Plot) -> str:
    if plot.unit == "month" or window.start.month == window.start.day == 1:
        return wording.span(window)
    return f"the year from {wording.day(window.start)}"


def _title(check: Check, row: dict[str, Any], source: Source, plot: _Plot) -> str:
    """Where the compared stretches stand in the history."""
    own = plot.stretches[0]
    values = [value for _, value in plot.panels[0].bars if value is not None]
    if len(plot.panels) > 1:
        both = [f"{panel.name} {each[-1].count:,}" for panel, each in zip(plot.panels, plot.stretches, strict=True)]
        return capital(f"{both[0]}, {both[1]} {wording.during(own[-1].window)}")
    if len(values) < FEW:
        return capital(f"{source.definition.label}, {country_name(row['place'])}")
    if len(own) == 1:
        higher = sum(value > own[0].rate * 1.0001 for value in values)
        place = "The highest" if not higher else f"{higher:,} of the others {'is' if higher == 1 else 'are'} higher:"
        return (
            f"The highest of {len(values):,} {plot.unit}s on record"
            if place == "The highest"
            else f"{higher:,} of {len(values):,} {plot.unit}s on record {'was' if higher == 1 else 'were'} higher"
        )
    below = sum(value < own[0].rate * 0.9999 for value in values)
    share = below / len(values)
    where = "a low point" if share < 0.25 else "a high point" if share > 0.75 else "neither a peak nor a trough"
    said = "none of" if not below else f"{below:,} of"
    return f"The earlier period is {where}: {said} {len(values):,} {plot.unit}s on record had fewer"


def _subtitle(check: Check, source: Source, plot: _Plot) -> str:
    own = plot.stretches[0]
    place = "" if len(plot.panels) > 1 else f", {country_name(source.series.cells.place)}"
    colours = [f"{'blue' if one.word == 'before' else 'orange'}: {wording.span(one.window)}" for one in own]
    share = f", as a share of {source.other_label}" if plot.percent else ""
    unknown = any(value is None for panel in plot.panels for _, value in panel.bars)
    parts = [
        f"{capital(source.definition.label)}{place}, a {plot.unit}{share}. {capital('; '.join(colours))}.",
        "Dashed: what was claimed." if plot.claimed else "",
        "Black line: the time the claim is about." if plot.period else "",
        "?: no figure." if unknown else "",
    ]
    return " ".join(part for part in parts if part)
