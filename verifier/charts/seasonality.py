"""Seasonality chart: the mean count by month of the year, and the share of each weekday."""

from __future__ import annotations

import calendar

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from verifier.charts.axes import lined
from verifier.charts.style import BARS, INK, SETTINGS, Chart, framed
from verifier.findings.wording import span
from verifier.incidents.cells import Cells
from verifier.incidents.profile import MONTH, extremes, seasons, weekdays
from verifier.listing import capital
from verifier.places.names import country_name


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
    said = _said(months, by_day)
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


def _said(months: pd.DataFrame, by_day: pd.DataFrame) -> str:
    most, least = extremes(months, "value")
    top, low = extremes(by_day, "share")
    return (
        f"{_full(most['label'])} had most in the mean ({most['value']:,.1f} in {MONTH} days), {_full(least['label'])} "
        f"fewest ({least['value']:,.1f}); {top['weekday']} has {100 * top['share']:.1f}% of all, "
        f"{low['weekday']} {100 * low['share']:.1f}%"
    )


def _full(label: str) -> str:
    return calendar.month_name[list(calendar.month_abbr).index(label)]


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
