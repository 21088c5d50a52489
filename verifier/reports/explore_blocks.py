"""The pieces of `explore_baseline.ipynb`: the chosen windows, the map of all, a table, and sliders."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from verifier.comparisons.compare import SMALL_BASE
from verifier.errors import NotCoveredError
from verifier.findings import wording
from verifier.places.names import country_name
from verifier.reports.blocks import Block, Picture, facts, image, notes, render
from verifier.reports.explore_charts import map_chart, windows_chart
from verifier.reports.explored import FARTHEST, LONGEST, YEAR, Explored, ExploredYears
from verifier.window import Window

LENGTHS = (3, 6, 12, 24)  # months, the rows of the table
OFFSETS = (12, 24, 36, 60, 120)  # months, its columns after the first
WITHOUT = (
    "The sliders need the package ipywidgets, which is not installed here. Everything else on this page works without "
    "it: change length, offset and end in the first grey box. To have the sliders: pip install ipywidgets."
)
STILL = "Sliders stand here while the notebook is running: choose Run, Run All Cells."


def chosen(explored: Explored) -> Block:
    """What is counted, the two windows, their counts, and the change with its interval."""
    cells = explored.series.cells
    told = [
        ("Dataset", f"{explored.dataset.title} ({cells.dataset}, vintage {cells.vintage})"),
        ("Where", country_name(cells.place)),
        ("What is counted", f"{cells.definition.label} ({cells.definition.id}), in {cells.definition.unit}"),
        ("Known", wording.span(explored.coverage)),
        *_compared(explored),
    ]
    return facts(told)


def windows(explored: Explored) -> Picture | Block:
    """The two windows in the history, or why they cannot be counted."""
    try:
        return Picture.of(windows_chart(explored))
    except NotCoveredError as error:
        return notes([f"These windows cannot be counted: {error}."])


def every(explored: Explored) -> Picture:
    """The map of every window length and baseline."""
    return Picture.of(map_chart(explored))


def table(explored: Explored) -> Block:
    """Some rows and columns of the map as numbers: the change, and the two counts behind it."""
    lengths = [length for length in LENGTHS if length % YEAR == 0] if isinstance(explored, ExploredYears) else LENGTHS
    rows = [
        [f"{length} months", *(_cell(explored, length, offset) for offset in (length, *OFFSETS))] for length in lengths
    ]
    head = ["Each window", "Just before", *(f"{offset // 12} years earlier" for offset in OFFSETS)]
    head[2] = "1 year earlier"
    caption = f"Change and counts, the later window ending on {wording.day(explored.end)}"
    html = render("table.html.j2", caption=caption, head=head, rows=rows)
    return Block(html, "\n".join(" | ".join(row) for row in [head, *rows]))


def words(explored: Explored) -> Block:
    """How many of the map's pairs rise, fall and reach the claimed change, and how often the base is small."""
    known, rise, fall, reach = explored.pairs.values()
    if not known:
        return notes(["No pair of windows that end on this day can be counted."])
    sentences = [
        f"Of {known:,} pairs of equally long periods, {rise:,} show a rise and {fall:,} a fall.",
        f"{reach:,} of them reach {wording.percent(explored.target)}.",
        f"In {explored.map.small_base.sum():,} the earlier count is below {SMALL_BASE}: there, read the counts first.",
        "All these pairs count alike here; in a finding, the closest comparisons weigh more.",
        "The pairs share days, so many of them that agree are not many pieces of evidence.",
    ]
    return notes(sentences)


def sliders(explored: Explored) -> Any:
    """Sliders for the window length, the baseline and the last day, over the two charts; a sentence without ipywidgets.

    In a page that is not running, the sliders leave a sentence in their place.
    """
    try:
        import ipywidgets
    except ImportError:
        return notes([WITHOUT])
    ends = _ends(explored)
    style = {"style": {"description_width": "12em"}, "layout": {"width": "38em"}, "continuous_update": False}
    step = YEAR if isinstance(explored, ExploredYears) else 1
    length = ipywidgets.IntSlider(explored.length, step, LONGEST, step, description="Window, months", **style)
    offset = ipywidgets.IntSlider(explored.offset, step, FARTHEST, step, description="Baseline, months back", **style)
    end = ipywidgets.SelectionSlider(
        options=[(wording.day(day), day) for day in ends], value=explored.end, description="Last day", **style
    )
    shown = ipywidgets.HTML()

    def draw(_change: object = None) -> None:
        if offset.value < length.value:  # the windows would share days: moving it draws again
            offset.value = length.value
            return
        moved = explored.moved(end.value, length.value, offset.value)
        drawn = (windows(moved), every(moved))
        shown.value = "".join(image(one.chart) if isinstance(one, Picture) else one.html for one in drawn)

    for slider in (length, offset, end):
        slider.observe(draw, names="value")
    draw()
    return Sliders(ipywidgets.VBox([length, offset, end, shown]), length, offset, end, shown)


class Sliders:
    """The sliders and what they show; where nothing is running, a sentence instead."""

    def __init__(self, box: Any, length: Any, offset: Any, end: Any, shown: Any) -> None:
        self.box, self.length, self.offset, self.end, self.shown = box, length, offset, end, shown

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle = dict(self.box._repr_mimebundle_(**options) or {})
        return {**bundle, **notes([STILL])._repr_mimebundle_()[0]}


def _ends(explored: Explored) -> list[date]:
    """The last days of the months (of totals, of the years) that are known, latest last, the chosen day among them."""
    if isinstance(explored, ExploredYears):
        years = range(explored.coverage.start.year, explored.coverage.end.year + 1)
        return [date(year, 12, 31) for year in years if explored.series.covers(Window.parse(str(year)))]
    first, last = explored.coverage.start, explored.coverage.end
    return sorted({*pd.date_range(first, last, freq="ME").date, explored.end, last})


def _compared(explored: Explored) -> list[tuple[str, str]]:
    try:
        made = explored.comparison
    except NotCoveredError as error:
        return [("Compared", f"cannot be counted: {error}")]
    return [
        ("Later window", f"{wording.span(explored.after)}: {made.after.count:,}"),
        ("Earlier window", f"{wording.span(explored.before)}: {made.before.count:,}"),
        ("Change", wording.change(made.after.count, made.before.count, made.ratio)),
        ("Allowing for chance", wording.bounds(made.interval.low, made.interval.high)),
        *(("Read with it", flag) for flag in made.flags),
    ]


def _cell(explored: Explored, length: int, offset: int) -> str:
    if offset < length:
        return "windows overlap"
    try:
        made = explored.moved(explored.end, length, offset).comparison
    except NotCoveredError:
        return "not covered"
    return wording.change(made.after.count, made.before.count, made.ratio)
