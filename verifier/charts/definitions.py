"""Definitions chart: the counts of each year by every definition of a dataset, one small chart below the other."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from verifier.charts.axes import lined
from verifier.charts.style import BARS, BEFORE, SETTINGS, Chart, framed
from verifier.incidents.cells import Cells
from verifier.incidents.profile import by_year, extremes
from verifier.listing import capital
from verifier.places.names import country_name

ROW = 0.95  # inches a definition


def definitions_chart(chosen: Cells, every: Sequence[Cells], title: str) -> Chart:
    """Bars of each calendar year's count, a small chart a definition, each with an axis of its own from zero.

    A year of which nothing is known as a whole has a cross at zero instead of a bar; one that the coverage cuts is
    hatched. chosen is drawn darker. Definitions without any year known as a whole are left out. Needs a chosen series
    with a year's count. Data: columns definition, unit, year, count, whole.
    """
    tables = [by_year(cells).assign(definition=cells.definition.id, unit=cells.definition.unit) for cells in every]
    data = _filled([table for table in tables if table["count"].notna().any()])
    shown = [cells for cells in every if cells.definition.id in set(data["definition"])]
    said = _said(chosen, data)
    subtitle = (
        f"Counts a year, {country_name(chosen.place)}, vintage {chosen.vintage}. Each definition has its own scale. "
        "A cross: not known for that year." + (" Hatched: part of a year." if _cut(data) else "")
    )
    years = (int(data["year"].min()), int(data["year"].max()))
    with mpl.rc_context(SETTINGS):
        source = f"Source: {title} ({chosen.dataset}, vintage {chosen.vintage})"
        figure, panels = framed(ROW * len(shown), said, subtitle, source, rows=len(shown))
        figure.subplots_adjust(hspace=0.75, top=figure.subplotpars.top - 0.12 / figure.get_figheight())
        for axes, cells in zip(panels, shown, strict=True):
            rows = data[data["definition"] == cells.definition.id]
            _draw(axes, rows, years, BEFORE if cells.definition.id == chosen.definition.id else BARS)
            axes.set_title(
                _heading(cells), loc="left", size=8.5, pad=3,
                weight="bold" if cells.definition.id == chosen.definition.id else "normal",
            )  # fmt: skip
            if axes is not panels[-1]:
                axes.tick_params(labelbottom=False)
    alt = (
        f"Small charts of the counts a year in {country_name(chosen.place)} by {len(shown)} definitions of "
        f"{chosen.dataset}. {said}. Highest: " + "; ".join(_highest(data, cells) for cells in shown) + "."
    )
    return Chart(figure, said, alt, data)


def _filled(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The tables one below the other, each with the years of all: what a definition does not know is said to be so."""
    years = range(
        min(int(table["year"].min()) for table in tables), max(int(table["year"].max()) for table in tables) + 1
    )
    rows = []
    for table in tables:
        wide = table.set_index("year").reindex(years)
        same = {name: table[name].iloc[0] for name in ("definition", "unit")}
        rows.append(wide.assign(**same, whole=wide["whole"].eq(True)).reset_index())
    return pd.concat(rows, ignore_index=True)[["definition", "unit", "year", "count", "whole"]]


def _said(chosen: Cells, data: pd.DataFrame) -> str:
    rows = data[(data["definition"] == chosen.definition.id) & data["whole"]].dropna(subset=["count"])
    name = capital(chosen.definition.label)
    if rows.empty:
        return f"{name}: no whole year is known"
    if len(rows) == 1:
        return f"{name}: {rows['count'].iloc[0]:,} in {rows['year'].iloc[0]}, the only whole year known"
    most, least = extremes(rows, "count")
    if most["count"] == least["count"]:
        return f"{name}: {most['count']:,} in each of {len(rows)} years known as a whole"
    return (
        f"{name}: most in {most['year']} ({most['count']:,}), fewest in {least['year']} ({least['count']:,}), "
        f"of {len(rows)} years known as a whole"
    )


def _heading(cells: Cells) -> str:
    name, unit = cells.definition.id, cells.definition.unit
    return name if name.startswith(unit) else f"{name} ({unit})"


def _cut(data: pd.DataFrame) -> bool:
    return bool((data["count"].notna() & ~data["whole"]).any())


def _highest(data: pd.DataFrame, cells: Cells) -> str:
    rows = data[data["definition"] == cells.definition.id].dropna(subset=["count"])
    top, _ = extremes(rows, "count")
    return f"{cells.definition.id} {top['count']:,} in {top['year']}"


def _draw(axes: Axes, rows: pd.DataFrame, years: tuple[int, int], colour: str) -> None:
    told = rows.dropna(subset=["count"])
    for whole, hatch in ((True, ""), (False, "////")):
        part = told[told["whole"] == whole]
        axes.bar(
            part["year"], part["count"].astype(int), width=0.8, color=colour if whole else "white", hatch=hatch,
            edgecolor=colour, linewidth=0.6, zorder=2,
        )  # fmt: skip
    missing = rows[rows["count"].isna()]
    axes.plot(missing["year"], [0] * len(missing), "x", color=mpl.rcParams["ytick.color"], markersize=4, clip_on=False)
    axes.set_xlim(years[0] - 0.7, years[1] + 0.7)
    axes.set_ylim(0, max(1, int(told["count"].max())) * 1.08)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(10, integer=True))
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(2, integer=True))
    axes.yaxis.set_major_formatter(mpl.ticker.StrMethodFormatter("{x:,.0f}"))
    axes.tick_params(length=3, labelsize=8)
    lined(axes)
