"""Coverage chart: the days of which each definition of a dataset knows anything, its gaps, breaks in method."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from verifier.charts.axes import dated
from verifier.charts.style import AFTER, BEFORE, FAINT, INK, SETTINGS, Chart, framed
from verifier.findings import wording
from verifier.incidents.cells import Cells
from verifier.incidents.profile import known
from verifier.places.names import country_name
from verifier.window import Window

ROW = 0.28  # inches a definition


def coverage_chart(chosen: Cells, every: Sequence[Cells], breaks: Sequence[tuple[date, str]], title: str) -> Chart:
    """A line of strips a definition, one strip a stretch of days with something known; breaks as numbered lines.

    chosen is the series that the title is about, every the series of all definitions for the same place and vintage,
    chosen among them; those without any cell have an empty line. Needs a chosen series with cells. Data: columns
    definition, start, end.
    """
    rows = [(cells.definition.id, window) for cells in every for window in known(cells)]
    data = pd.DataFrame(
        {
            "definition": [name for name, _ in rows],
            "start": pd.to_datetime([window.start for _, window in rows]),
            "end": pd.to_datetime([window.end for _, window in rows]),
        }
    )
    said = _said(chosen)
    inside = [one for one in breaks if data["start"].min().date() <= one[0] <= data["end"].max().date()]
    numbered = "; ".join(f"{number}: {wording.day(when)}" for number, (when, _) in enumerate(inside, start=1))
    subtitle = f"Strips: days with something known, {country_name(chosen.place)}, vintage {chosen.vintage}." + (
        f" Dashed: known breaks in method ({numbered})." if numbered else ""
    )
    with mpl.rc_context(SETTINGS):
        figure, (axes,) = framed(
            ROW * len(every) + 0.35, said, subtitle, f"Source: {title} ({chosen.dataset}, vintage {chosen.vintage})"
        )
        figure.subplots_adjust(left=0.29)
        _draw(axes, chosen, every)
        _draw_breaks(axes, [when for when, _ in inside])
    stretches = "; ".join(wording.span(window) for window in known(chosen)[:12])
    alt = f"Chart of the days that {chosen.dataset} covers in {country_name(chosen.place)}, by definition. {said}. "
    alt += f"Known for {chosen.definition.label}: {stretches}." + (f" Breaks: {numbered}." if numbered else "")
    return Chart(figure, said, alt, data)


def _said(cells: Cells) -> str:
    stretches = known(cells)
    whole = Window(stretches[0].start, stretches[-1].end)
    if cells.dense:
        return f"Day by day {_from(whole)}: a day without an entry counts as none"
    covered = sum(window.days for window in stretches)
    if covered == whole.days:
        return f"Totals cover every day {_from(whole)}"
    holes = len(stretches) - 1
    return f"Totals cover {covered:,} of {whole.days:,} days {_from(whole)}, with {holes} gap{'s' if holes > 1 else ''}"


def _from(window: Window) -> str:
    return f"from {wording.day(window.start)} to {wording.day(window.end)}"


def _draw(axes: Axes, chosen: Cells, every: Sequence[Cells]) -> None:
    for at, cells in enumerate(every):
        spans = [(float(mdates.date2num(window.start)), float(window.days)) for window in known(cells)]
        colour = BEFORE if cells.definition.id == chosen.definition.id else FAINT
        axes.broken_barh(spans, (at - 0.3, 0.6), facecolors=colour, edgecolor="white", linewidth=0.8, zorder=2)
        if not spans:
            axes.annotate("nothing known", (0.01, at), xycoords=("axes fraction", "data"), va="center", size=8)
    axes.set_yticks(range(len(every)), [cells.definition.id for cells in every])
    for label, cells in zip(axes.get_yticklabels(), every, strict=True):
        label.set_fontweight("bold" if cells.definition.id == chosen.definition.id else "normal")
    axes.set_ylim(len(every) - 0.5, -1.1)
    dated(axes, mdates.AutoDateLocator(minticks=4, maxticks=9))
    axes.tick_params(length=3)


def _draw_breaks(axes: Axes, breaks: Sequence[date]) -> None:
    low, high = axes.get_xlim()
    last, level = low - (high - low), 0
    for number, when in enumerate(breaks, start=1):
        at = float(mdates.date2num(when))
        level = 1 - level if at - last < (high - low) * 0.03 else 0
        axes.axvline(at, color=AFTER, linewidth=1.2, linestyle=(0, (3, 2)), zorder=3)
        axes.annotate(
            str(number), (at, 1.0), xycoords=("data", "axes fraction"), xytext=(3, -1 - 9 * level),
            textcoords="offset points", va="top", size=8, weight="bold", color=INK,
        )  # fmt: skip
        last = at
