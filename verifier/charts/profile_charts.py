"""The charts of the profile notebook: what is known of a dataset, its definitions, seasons, and how counts cluster."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from verifier.charts.axes import dated, lined
from verifier.charts.style import AFTER, BARS, BEFORE, FAINT, INK, SETTINGS, Chart, framed
from verifier.findings import wording
from verifier.findings.wording import span
from verifier.incidents.cells import Cells
from verifier.incidents.profile import BIN, MONTH, by_year, dispersion, extremes, known, seasons, weekdays
from verifier.listing import capital
from verifier.places.names import country_name
from verifier.window import Window

STRIP = 0.28  # inches a definition
PANEL = 0.95  # inches a definition


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
    said = _coverage_said(chosen)
    inside = [one for one in breaks if data["start"].min().date() <= one[0] <= data["end"].max().date()]
    numbered = "; ".join(f"{number}: {wording.day(when)}" for number, (when, _) in enumerate(inside, start=1))
    subtitle = f"Strips: days with something known, {country_name(chosen.place)}, vintage {chosen.vintage}." + (
        f" Dashed: known breaks in method ({numbered})." if numbered else ""
    )
    with mpl.rc_context(SETTINGS):
        figure, (axes,) = framed(
            STRIP * len(every) + 0.35, said, subtitle, f"Source: {title} ({chosen.dataset}, vintage {chosen.vintage})"
        )
        figure.subplots_adjust(left=0.29)
        _draw_strips(axes, chosen, every)
        _draw_breaks(axes, [when for when, _ in inside])
    stretches = "; ".join(wording.span(window) for window in known(chosen)[:12])
    alt = f"Chart of the days that {chosen.dataset} covers in {country_name(chosen.place)}, by definition. {said}. "
    alt += f"Known for {chosen.definition.label}: {stretches}." + (f" Breaks: {numbered}." if numbered else "")
    return Chart(figure, said, alt, data)


def _coverage_said(cells: Cells) -> str:
    stretches = known(cells)
    whole = Window(stretches[0].start, stretches[-1].end)
    days = f"from {wording.day(whole.start)} to {wording.day(whole.end)}"
    if cells.dense:
        return f"Day by day {days}: a day without an entry counts as none"
    covered = sum(window.days for window in stretches)
    if covered == whole.days:
        return f"Totals cover every day {days}"
    holes = len(stretches) - 1
    return f"Totals cover {covered:,} of {whole.days:,} days {days}, with {holes} gap{'s' if holes > 1 else ''}"


def _draw_strips(axes: Axes, chosen: Cells, every: Sequence[Cells]) -> None:
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


def definitions_chart(chosen: Cells, every: Sequence[Cells], title: str) -> Chart:
    """Bars of each calendar year's count, a small chart a definition, each with an axis of its own from zero.

    A year of which nothing is known as a whole has a cross at zero instead of a bar; one that the coverage cuts is
    hatched. chosen is drawn darker. Definitions without any year known as a whole are left out. Needs a chosen series
    with a year's count. Data: columns definition, unit, year, count, whole.
    """
    tables = [by_year(cells).assign(definition=cells.definition.id, unit=cells.definition.unit) for cells in every]
    data = _filled([table for table in tables if table["count"].notna().any()])
    shown = [cells for cells in every if cells.definition.id in set(data["definition"])]
    said = _definitions_said(chosen, data)
    subtitle = (
        f"Counts a year, {country_name(chosen.place)}, vintage {chosen.vintage}. Each definition has its own scale. "
        "A cross: not known for that year."
        + (" Hatched: part of a year." if (data["count"].notna() & ~data["whole"]).any() else "")
    )
    years = (int(data["year"].min()), int(data["year"].max()))
    told: list[str] = []
    with mpl.rc_context(SETTINGS):
        source = f"Source: {title} ({chosen.dataset}, vintage {chosen.vintage})"
        figure, panels = framed(PANEL * len(shown), said, subtitle, source, rows=len(shown))
        figure.subplots_adjust(hspace=0.75, top=figure.subplotpars.top - 0.12 / figure.get_figheight())
        for axes, cells in zip(panels, shown, strict=True):
            name, unit = cells.definition.id, cells.definition.unit
            rows = data[data["definition"] == name]
            highest, _ = extremes(rows.dropna(subset=["count"]), "count")
            told.append(f"{name} {highest['count']:,} in {highest['year']}")
            _draw_years(axes, rows, years, BEFORE if cells.definition.id == chosen.definition.id else BARS)
            axes.set_title(
                name if name.startswith(unit) else f"{name} ({unit})", loc="left", size=8.5, pad=3,
                weight="bold" if cells.definition.id == chosen.definition.id else "normal",
            )  # fmt: skip
            if axes is not panels[-1]:
                axes.tick_params(labelbottom=False)
    alt = (
        f"Small charts of the counts a year in {country_name(chosen.place)} by {len(shown)} definitions of "
        f"{chosen.dataset}. {said}. Highest: {'; '.join(told)}."
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


def _definitions_said(chosen: Cells, data: pd.DataFrame) -> str:
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


def _draw_years(axes: Axes, rows: pd.DataFrame, years: tuple[int, int], colour: str) -> None:
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
        axes.set_xlim(int(table["year"].min()) - 0.7, int(table["year"].max()) + 0.7)
        axes.set_ylim(0, max(float(told["ratio"].max()), 1.0) * 1.25)
        axes.axhline(1, color=INK, linewidth=1, linestyle=(0, (3, 2)), zorder=4)
        axes.annotate(
            "dashed, 1: independent incidents at a steady rate", (1.0, 1.0), xycoords="axes fraction", xytext=(0, -2),
            textcoords="offset points", ha="right", va="top", size=8,
        )  # fmt: skip
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(10, integer=True))
        axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(5))
        axes.tick_params(length=3, labelsize=8)
        lined(axes)
    alt = (
        f"Chart of variance by mean of {BIN}-day counts by year for {cells.definition.label} in "
        f"{country_name(cells.place)}. {said}. Lowest {told['ratio'].min():.1f}, highest {told['ratio'].max():.1f} in "
        f"{int(extremes(told, 'ratio')[0]['year'])}. A line marks 1, what independent incidents at a steady rate give."
    )
    return Chart(figure, said, alt, table)


def seasonality_chart(cells: Cells, title: str) -> Chart:
    """Two charts, one below the other: the mean in thirty days by month of the year, and the share of each weekday.

    Needs day-by-day data with a whole calendar year and at least one incident. Dashed lines are the means. Both axes
    start at zero. Data: columns of, label, value, even.
    """
    by_month, by_day = seasons(cells), weekdays(cells)
    names = [calendar.month_abbr[int(month)] for month in by_month["month"]]
    months = pd.DataFrame({"of": "month", "label": names, "value": by_month["mean"], "even": by_month["mean"].mean()})
    shares = pd.DataFrame(
        {
            "of": "weekday",
            "label": by_day["weekday"].str[:3],
            "value": by_day["share"] * 100,
            "even": by_day["even"] * 100,
        }
    )
    said = _seasons_said(months, by_day)
    years = int(by_month["years"].iloc[0])
    name = capital(cells.definition.label)
    subtitle = (
        f"{name}, {country_name(cells.place)}. Above: mean in {MONTH} days over {years} whole "
        f"year{'s' if years > 1 else ''}; below: share of each weekday, in percent, "
        f"{span(cells.coverage) if cells.coverage else ''}. Dashed: even."
    )
    with mpl.rc_context(SETTINGS):
        source = f"Source: {title} ({cells.dataset}, vintage {cells.vintage})"
        figure, (above, below) = framed(3.6, said, subtitle, source, rows=2)
        figure.subplots_adjust(hspace=0.35)
        _bars(above, months, "{:,.1f}" if months["value"].max() < 100 else "{:,.0f}")
        _bars(below, shares, "{:.1f}%")
    alt = (
        f"Two bar charts of {cells.definition.label} in {country_name(cells.place)}. {said}. Mean in {MONTH} days: "
        + ", ".join(f"{label} {value:,.1f}" for label, value in zip(months["label"], months["value"], strict=True))
        + ". Share of each weekday: "
        + ", ".join(f"{label} {value:.1f}%" for label, value in zip(shares["label"], shares["value"], strict=True))
        + "."
    )
    return Chart(figure, said, alt, pd.concat([months, shares], ignore_index=True))


def _seasons_said(months: pd.DataFrame, by_day: pd.DataFrame) -> str:
    (most, least), (top, low) = extremes(months, "value"), extremes(by_day, "share")
    full = dict(zip(calendar.month_abbr, calendar.month_name, strict=True))
    return (
        f"{full[most['label']]} had most in the mean ({most['value']:,.1f} in {MONTH} days), {full[least['label']]} "
        f"fewest ({least['value']:,.1f}); {top['weekday']} has {100 * top['share']:.1f}% of all, "
        f"{low['weekday']} {100 * low['share']:.1f}%"
    )


def _bars(axes: Axes, rows: pd.DataFrame, number: str) -> None:
    places = range(len(rows))
    axes.bar(places, rows["value"], width=0.7, color=BARS, zorder=2)
    top = max(float(rows["value"].max()), 1e-9)
    axes.hlines(rows["even"], [at - 0.5 for at in places], [at + 0.5 for at in places], color=INK, linewidth=1,
                linestyle=(0, (3, 2)), zorder=3)  # fmt: skip
    for at, value in zip(places, rows["value"], strict=True):
        # Above the bar and the dashed line, whichever is higher, so that the line does not cross the number.
        axes.annotate(
            number.format(value), (at, max(value, float(rows["even"].max()))), xytext=(0, 2),
            textcoords="offset points", ha="center", size=8,
        )  # fmt: skip
    axes.set_xticks(list(places), list(rows["label"]))
    axes.set_xlim(-0.6, len(rows) - 0.4)
    axes.set_ylim(0, max(top, float(rows["even"].max())) * 1.2)
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(3))
    axes.tick_params(length=3, labelsize=8)
    lined(axes)
