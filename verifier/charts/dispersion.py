"""Dispersion chart: how much more the counts vary within each year than independent incidents would."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib.axes import Axes

from verifier.charts.axes import lined
from verifier.charts.style import BEFORE, INK, SETTINGS, Chart, framed
from verifier.incidents.cells import Cells
from verifier.incidents.profile import BIN, dispersion, extremes
from verifier.listing import capital
from verifier.places.names import country_name


def dispersion_chart(cells: Cells, title: str) -> Chart:
    """Variance by mean of each year's 28-day bins, a dot a year, and the line at 1; the axis starts at zero.

    Needs day-by-day data with a whole calendar year that has a count. Data: columns year, mean, ratio.
    """
    table = dispersion(cells)
    told = table.dropna(subset=["ratio"])
    above = int((told["ratio"] > 1).sum())
    said = (
        f"The variance of {BIN}-day counts is above their mean in {above} of {len(told)} years with counts, "
        f"{told['ratio'].median():.1f} times it in the middle year"
    )
    subtitle = (
        f"{capital(cells.definition.label)}, {country_name(cells.place)}: variance by "
        f"mean of the {BIN}-day counts of each year."
    )
    with mpl.rc_context(SETTINGS):
        source = f"Source: {title} ({cells.dataset}, vintage {cells.vintage})"
        figure, (axes,) = framed(2.2, said, subtitle, source)
        axes.vlines(told["year"], 0, told["ratio"], color=BEFORE, linewidth=1.4, zorder=2)
        axes.plot(told["year"], told["ratio"], "o", color=BEFORE, markersize=5, zorder=3)
        _frame(axes, (int(table["year"].min()), int(table["year"].max())), float(told["ratio"].max()))
    alt = (
        f"Chart of variance by mean of {BIN}-day counts by year for {cells.definition.label} in "
        f"{country_name(cells.place)}. {said}. Lowest {told['ratio'].min():.1f}, highest {told['ratio'].max():.1f} in "
        f"{int(extremes(told, 'ratio')[0]['year'])}. A line marks 1, what independent incidents at a steady rate give."
    )
    return Chart(figure, said, alt, table)


def _frame(axes: Axes, years: tuple[int, int], highest: float) -> None:
    axes.set_xlim(years[0] - 0.7, years[1] + 0.7)
    axes.set_ylim(0, max(highest, 1.0) * 1.25)
    axes.axhline(1, color=INK, linewidth=1, linestyle=(0, (3, 2)), zorder=4)
    axes.annotate(
        "dashed, 1: independent incidents at a steady rate", (1.0, 1.0), xycoords="axes fraction", xytext=(0, -2),
        textcoords="offset points", ha="right", va="top", size=8,
    )  # fmt: skip
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(10, integer=True))
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(5))
    axes.tick_params(length=3, labelsize=8)
    lined(axes)
