"""The first chart of a report: counts a year (or a month) in the series that answers, the compared stretches coloured;
of a rank among places these in their order, the claimed one coloured.

Blue is the earlier period and orange the later one, whatever is claimed. The picture comes in a form for a wide page
and one for a phone, without its words, which the page sets itself; the PNG has all of them.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verifier.charts.axes import answered, lowered, room_for_names, source_line
from verifier.charts.lettering import shortened, width_of
from verifier.charts.plots import (
    FEW,
    PANEL,
    STRIP,
    Plot,
    Stretch,
    bars_table,
    draw_plots,
    is_longer,
    key,
    plot_of,
    span_words,
    value_words,
)
from verifier.charts.style import AFTER, BARS, INK, Chart, Frame, NoChartError, pictured
from verifier.claims.readings.targets import ordinal
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.findings.words import figure
from verifier.listing import capital
from verifier.places.names import country_name
from verifier.places.place import WORLD
from verifier.places.tree import place_name
from verifier.window import Window

MOST = 12  # places in one picture
ROW, SIZE = 0.24, 8.5  # inches; points
Rows = list[tuple[int, str, int]]  # the rank of a place, its name, its count


def counts_chart(check: Check) -> Chart:
    """The counts a year, or a month where the stretches are short, of the headline's series.

    A stretch that whole years (months) make up colours their bars; any other is drawn over them, as high as its count a
    year. Data: columns series, start, end, value. Raises NoChartError where no comparison has enough counts.
    """
    answered(check)
    row = check.headline
    assert row is not None  # noqa: S101 (answered raises where there is none)
    source = check.source_of(row)
    plot = plot_of(check, row, source)
    title, subtitle = _title(source, plot), _subtitle(check, source, plot)
    said = "; ".join(
        f"{panel.name + ': ' if len(plot.panels) > 1 else ''}"
        + ", ".join(
            f"{span_words(window, plot)} {value_words(value, plot)}"
            for window, value in panel.bars
            if value is not None
        )
        for panel in plot.panels
    )

    def draw(frame: Frame) -> Figure:
        figure, axes = frame((PANEL + STRIP) * len(plot.panels), rows=len(plot.panels))
        draw_plots(figure, [(panel, plot, at) for at, panel in enumerate(axes)])
        return figure

    data = bars_table(((panel.name, panel) for panel in plot.panels), "series")
    alt = f"{title}. {subtitle} {said}."
    return pictured(draw, title=title, subtitle=subtitle, source=source_line([source]), alt=alt, data=data)


def _title(source: Source, plot: Plot) -> str:
    """Where the compared stretches stand in the history."""
    own = plot.stretches[0]
    values = [value for _, value in plot.panels[0].bars if value is not None]
    if len(plot.panels) > 1:
        both = [f"{panel.name} {each[-1].label}" for panel, each in zip(plot.panels, plot.stretches, strict=True)]
        return capital(f"{both[0]}, {both[1]} {wording.during(own[-1].window)}")
    if plot.steps:
        went = sum(claimed for _, claimed in plot.steps)
        few = {1: "the", 2: "both"}.get(len(plot.steps), f"all {len(plot.steps)}")
        of = few if went == len(plot.steps) else f"{went or 'none'} of the {len(plot.steps)}"
        return f"{'Down' if plot.down else 'Up'} in {of} {plot.unit}{'s' * (len(plot.steps) > 1)} after {_first(own)}"
    if len(values) < FEW or (len(own) == 1 and is_longer(plot)):
        return capital(", ".join(f"{one.label} {wording.during(one.window)}" for one in reversed(own)))
    if plot.ranked:
        return _rank(plot, own[-1].rate)
    coverage = source.series.coverage
    whole = coverage is None or plot.panels[0].bars[0][0].start <= coverage.start
    record = "on record" if whole else "shown"
    every = f"{len(values):,} {plot.unit}s {record}"
    if len(own) == 1:
        higher = sum(value > own[0].rate * 1.0001 for value in values)
        if not higher:
            return f"The highest of {every}"
        return f"{higher:,} of {every} {'was' if higher == 1 else 'were'} higher"
    below = sum(value < own[0].rate * 0.9999 for value in values)
    said = f"{below:,} of" if below else "none of"
    less = ("was lower" if below == 1 else "were lower") if source.definition.is_rate or plot.percent else "had fewer"
    where = _place(below / len(values), plot, own[0])
    if where:
        return f"The earlier period is {where}: {said} {every} {less}"
    return f"{capital(said)} {every} {less} than the earlier period"


def _first(own: list[Stretch]) -> str:
    return wording.span(own[0].window)


def _place(share: float, plot: Plot, own: Stretch) -> str:
    """What the earlier period is in its history: nothing where it is one step of a long way up or down."""
    bars = [(window, value) for window, value in plot.panels[0].bars if value is not None]
    at = next((place for place, (window, _) in enumerate(bars) if window == own.window), None)
    if share >= 0.25 and share <= 0.75:
        return "neither a peak nor a trough"
    if at is not None and 0 < at < len(bars) - 1:
        (_, last), (_, one), (_, following) = bars[at - 1 : at + 2]
        if last < one < following or last > one > following:
            return ""
    return "a low point" if share < 0.25 else "a high point"


def _rank(plot: Plot, rate: float) -> str:
    """How many of the ranked units stand before the claimed one."""
    ranked = [value for window, value in plot.panels[0].bars if value is not None and window in plot.ranked]
    before = sum(value < rate if plot.down else value > rate for value in ranked)
    many = f"{len(plot.ranked):,} {plot.unit}s compared"
    if not before:
        return f"The {'lowest' if plot.down else 'highest'} of the {many}"
    return f"{before:,} of the {many} {'was' if before == 1 else 'were'} {'lower' if plot.down else 'higher'}"


def _subtitle(check: Check, source: Source, plot: Plot) -> str:
    own = plot.stretches[0]
    what, code = source.definition.shown_label, source.series.cells.place
    apart = source.other is not None and source.other.cells.place != code
    if len(plot.panels) > 1 and not apart:  # the panels are named by what they count
        what = ""
    place = "" if len(plot.panels) > 1 and apart else ", worldwide" if code == WORLD else f", {country_name(code)}"
    colours = [f"{'blue' if one.word == 'before' else 'orange'}: {wording.span(one.window)}" for one in own]
    if plot.steps:
        way = "down" if plot.down else "up"
        colours = [f"blue: {_first(own)}; orange: {plot.unit}s that went {way}"]
        colours += [] if all(claimed for _, claimed in plot.steps) else [f"stronger grey: {plot.unit}s that did not"]
    share = f", as a share of {source.other_label}" if plot.percent else ""
    unknown = any(value is None for panel in plot.panels for _, value in panel.bars)
    parts = [
        f"{f'{capital(what)}{place}'.removeprefix(', ')}, by {plot.unit}{share}. {capital('; '.join(colours))}.",
        *key(plot, said=wording.thousands(check.targets[0].label).removeprefix("a count of ")),
        "Stronger grey: what it is ranked among." if plot.ranked else "",
        "?: no figure." if unknown else "",
    ]
    return " ".join(part for part in parts if part)


def ranked_places_chart(check: Check) -> Chart:
    """A bar for each of the first MOST places, and for the claimed one where it comes after them.

    Data: columns rank, place, value, of every place with a figure. Raises NoChartError without enough counts.
    """
    answered(check)
    row = check.headline
    assert row is not None  # noqa: S101 (answered raises where there is none)
    source = check.source_of(row)
    window, down = Window(row["after_start"], row["after_end"]), check.targets[0].down
    every, definition = _in_order(source, window, down=down), source.definition
    own = next((one for one in every if one[1] == _own(source)), None)
    if own is None:
        raise NoChartError("The place that is ranked has no count.")
    shown = every[:MOST] if own in every[:MOST] else [*every[: MOST - 1], own]
    lowest = "lowest" if down else "highest"
    title = capital(f"{own[1]}, the {ordinal(own[0])}{lowest} of {len(every):,} {source.other_label}")
    what = f"{capital(definition.shown_label)}; {wording.span(window)}"
    left_out = f" Shown are {len(shown)} of {len(every):,}." if len(shown) < len(every) else ""
    subtitle = f"{what}. Orange: {own[1]}.{left_out}"

    def draw(frame: Frame) -> Figure:
        drawn, (axes,) = frame(ROW * (len(shown) + 1) - 0.3)
        lowered(drawn)
        names = [f"{rank}  {name}" for rank, name, _ in shown]
        left = room_for_names(drawn, names, SIZE)
        labels, width = [figure(definition, count) for _, _, count in shown], float(drawn.get_size_inches()[0])
        right = max(width_of(label, SIZE, "bold") for label in labels) + 0.15
        drawn.subplots_adjust(left=left, right=1 - right / width)
        _draw_bars(axes, shown, own, labels)
        room = width * left - 0.2
        axes.set_yticks(range(len(shown)), [shortened(name, SIZE, room) for name in names], fontsize=SIZE)
        axes.get_yticklabels()[shown.index(own)].set_fontweight("bold")
        return drawn

    told = "; ".join(f"{rank} {name} {figure(definition, count)}" for rank, name, count in shown)
    data = pd.DataFrame([(rank, name, count / 1000 if definition.is_rate else count) for rank, name, count in every],
                        columns=["rank", "place", "value"])  # fmt: skip
    alt = f"{title}. {subtitle} {told}."
    return pictured(draw, title=title, subtitle=subtitle, source=source_line([source]), alt=alt, data=data)


def _in_order(source: Source, window: Window, *, down: bool) -> Rows:
    """Every place with a figure in the window, the first one first; those that are level share a rank."""
    several = [(_own(source), source.series)]
    several += [(capital(place_name(one.cells.place)), one) for one in source.rivals]
    counts = [(name, series.count(window).count) for name, series in several if series.covers(window)]
    counts.sort(key=lambda one: (one[1] if down else -one[1], one[0] != _own(source), one[0]))
    ahead = {count: 1 + sum((each < count) if down else (each > count) for _, each in counts) for _, count in counts}
    return [(ahead[count], name, count) for name, count in counts]


def _own(source: Source) -> str:
    return capital(source.own_label or place_name(source.series.cells.place))


def _draw_bars(axes: Axes, shown: Rows, own: tuple[int, str, int], labels: list[str]) -> None:
    values = [float(count) for _, _, count in shown]
    colours = [AFTER if one == own else BARS for one in shown]
    axes.barh(range(len(shown)), values, height=0.74, linewidth=0, color=colours)
    for at, (one, value, label) in enumerate(zip(shown, values, labels, strict=True)):
        axes.annotate(
            label, (value, at), xytext=(3, 0), textcoords="offset points", va="center", size=SIZE,
            color=AFTER if one == own else INK, weight="bold" if one == own else "normal", annotation_clip=False,
        )  # fmt: skip
    axes.set_xlim(0, max([*values, 0.5]))
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines["bottom"].set_visible(False)
