"""Vintages chart: each period's count in an older and a newer vintage, side by side."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verifier.charts.axes import lined, short_span
from verifier.charts.lettering import shortened, width_of
from verifier.charts.style import INK, QUIET, Chart, Frame, pictured
from verifier.findings import wording
from verifier.findings.words import figure
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.restatements import ADDED, DROPPED, UNCHANGED, headline, restatements
from verifier.listing import capital
from verifier.places.names import country_name
from verifier.window import Window

ROW, SIZE = 0.2, 8.5  # inches a period; points
MOST = 20  # periods in one picture


def vintages_chart(old: Cells, new: Cells, title: str) -> Chart:
    """The counts of two vintages by year (published totals: by their own spans), an open and a filled mark a period.

    title is that of the dataset, for the source line. The axis starts at zero. Where there are more than MOST periods,
    those that changed are drawn; the subtitle says how many are left out. Data: the rows drawn, as
    `restatements` gives them.
    """
    table = restatements(old, new)
    rows = table[table["by"].isin(["year", "span"])]
    shown = _shown(rows)
    said = headline(table)
    label = new.definition.shown_label
    older, newer = wording.release(old.vintage), wording.release(new.vintage)
    subtitle = f"{capital(label)}, {country_name(new.place)}. Open marks: {older}; filled marks: {newer}."
    if len(shown) < len(rows):
        changed_only = " that changed" * bool((shown["change"] != UNCHANGED).any())
        subtitle += f" Shown are {len(shown)} of {len(rows)} periods, the latest{changed_only}."
    source = f"Source: {title} ({older}, and {newer})"

    def draw(frame: Frame) -> Figure:
        figure, (axes,) = frame(max(1.0, ROW * (len(shown) + 1)))
        width = float(figure.get_size_inches()[0])
        names = [shortened(_named(row), SIZE, 0.38 * width) for row in shown.to_dict("records")]
        longest = max((width_of(name, SIZE) for name in names), default=0.0)
        figure.subplots_adjust(left=(longest + 0.2) / width)
        _draw(axes, shown, names, new.definition)
        return figure

    changed = [row for row in shown.to_dict("records") if row["change"] != UNCHANGED]
    told = "; ".join(f"{_named(row)}: {_label(row, new.definition)}" for row in changed[:12])
    more = f" and {len(changed) - 12} more" if len(changed) > 12 else ""
    alt = f"Chart of {label} in {country_name(new.place)} by period, {older} and {newer}. {said}. "
    alt += f"Changed: {told}{more}." if changed else ""
    return pictured(
        draw, title=said, subtitle=subtitle, source=source, alt=alt.strip(), data=shown.reset_index(drop=True)
    )


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    if len(rows) <= MOST:
        return rows
    changed = rows[rows["change"] != UNCHANGED]
    return (rows if changed.empty else changed).tail(MOST)


def _named(row: dict[Any, Any]) -> str:
    return short_span(Window(pd.Timestamp(row["start"]).date(), pd.Timestamp(row["end"]).date()))


def _draw(axes: Axes, rows: pd.DataFrame, names: list[str], definition: Definition) -> None:
    top = max([1, *(int(value) for side in ("old", "new") for value in rows[side].dropna())])
    for at, row in enumerate(rows.to_dict("records")):
        counts = [int(row[side]) for side in ("old", "new") if not pd.isna(row[side])]
        changed = row["change"] != UNCHANGED
        colour = INK if changed else QUIET
        axes.hlines(at, min(counts), max(counts), color=colour, linewidth=1.6, zorder=2)
        if row["change"] != DROPPED:
            axes.plot(int(row["new"]), at, "o", color=colour, markersize=6, zorder=3)
        if not pd.isna(row["old"]):
            axes.plot(int(row["old"]), at, "o", markerfacecolor="none", markeredgecolor=INK, markersize=8, zorder=4)
        axes.annotate(
            _label(row, definition), (max(counts), at), xytext=(8, 0), textcoords="offset points", va="center", size=8,
            color=INK if changed else QUIET, weight="bold" if changed else "normal",
        )  # fmt: skip
    axes.set_yticks(range(len(names)), names, fontsize=SIZE)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, top * 1.3)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda value, _at: figure(definition, value)))
    axes.tick_params(length=3)
    lined(axes, "x")


def _label(row: dict[Any, Any], definition: Definition) -> str:
    old, new = ("" if pd.isna(row[side]) else figure(definition, float(row[side])) for side in ("old", "new"))
    if row["change"] == ADDED:
        return f"{new} added"
    if row["change"] == DROPPED:
        return f"{old} dropped"
    return new if row["change"] == UNCHANGED else f"{old} → {new}"
