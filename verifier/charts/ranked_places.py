"""Places in the order of a ranking, the claimed one coloured: the picture of a rank among places."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verifier.charts.axes import answered, room_for_names, source_line
from verifier.charts.lettering import shortened, width_of
from verifier.charts.style import AFTER, BARS, INK, Chart, Frame, NoChartError, pictured
from verifier.claims.readings.targets import ordinal
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.findings.words import as_shown, figure
from verifier.listing import capital
from verifier.places.tree import place_name
from verifier.window import Window

MOST = 12  # places in one picture
ROW, SIZE = 0.24, 8.5  # inches; points
Rows = list[tuple[int, str, int]]  # the rank of a place, its name, its count


def ranked_places_chart(check: Check) -> Chart:
    """A bar for each of the first MOST places, and for the claimed one where it comes after them.

    Data: columns rank, place, value, of every place that has a figure. Raises NoChartError where no comparison has
    enough counts.
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
    what = f"{capital(as_shown(definition.label))}; {wording.span(window)}"
    left_out = f" Shown are {len(shown)} of {len(every):,}." if len(shown) < len(every) else ""
    subtitle = f"{what}. Orange: {own[1]}.{left_out}"

    def draw(frame: Frame) -> Figure:
        drawn, (axes,) = frame(ROW * (len(shown) + 1))
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
    data = pd.DataFrame([(rank, name, _scaled(source, count)) for rank, name, count in every],
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


def _scaled(source: Source, count: int) -> float:
    return count / 1000 if source.definition.is_rate else count


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
