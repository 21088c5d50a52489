"""Small multiples: the history of every series that answers, each with its own most sensible comparison shaded."""

from __future__ import annotations

from datetime import date
from typing import Any

import matplotlib as mpl
import pandas as pd

from verifier.charts.axes import (
    a_month,
    capital,
    count_axis,
    days_axis,
    measured,
    monthly_rates,
    number,
    of_change,
    source_line,
)
from verifier.charts.baseline import draw_history, draw_window
from verifier.charts.best import best_rows
from verifier.charts.lettering import shortened
from verifier.charts.style import AFTER, BEFORE, INK, QUIET, SETTINGS, WIDTH, Chart, framed
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.outcomes import claimed_direction
from verifier.findings.sources import Source
from verifier.findings.words import counted, publisher
from verifier.window import add_years

MOST = 8  # panels in one picture
YEARS = 12  # before the earliest window compared; the whole history stands in the baseline chart
PANEL, GAP = 1.0, 0.62  # inches
LEFT, RIGHT = 0.09, 0.97


def by_dataset_chart(check: Check) -> Chart:
    """A panel a series, one below the other over the same days, each with its own vertical axis from zero.

    The series that weigh most come first, at most MOST of them; days more than YEARS years before the earliest window
    are left out. Data: columns dataset, definition, start, end, count,
    a_month. Raises NoChartError where no comparison has enough counts.
    """
    target = of_change(check)
    best = best_rows(check)
    shown = best[:MOST]
    windows = [window for _, row in shown if row is not None for window in wording.row_windows(row)]
    since = add_years(min(window.start for window in windows), -YEARS)
    histories = [_from(monthly_rates(source.series), since) for source, _ in shown]
    told = [(source, row) for source, row in best if row is not None]
    falls = claimed_direction(target) < 0
    going = sum(row["ratio"] < 1 if falls else row["ratio"] > 1 for _, row in told)
    way = "fall" if falls else "rise"
    title = f"{_all_of(going, len(told))} a {way} in {'its' if len(told) == 1 else 'their'} most sensible comparison"
    subtitle = (
        f"{capital(measured(check))}, a month; every panel has its own scale from zero. Shaded: the windows compared."
        + (f" Shown are {len(shown)} of {len(best)} series, the weightiest first." if len(shown) < len(best) else "")
    )
    sources = [source for source, _ in shown]
    with mpl.rc_context(SETTINGS):
        height = len(shown) * (PANEL + GAP)
        figure, panels = framed(height, title, subtitle, source_line(sources), rows=len(shown))
        _, total = figure.get_size_inches()
        figure.subplots_adjust(
            left=LEFT, right=RIGHT, hspace=GAP / PANEL, top=figure.subplotpars.top - (GAP - 0.3) / total
        )
        days = pd.concat(histories)
        first = min([*days["start"].dt.date, *(window.start for window in windows)])
        last = max([*days["end"].dt.date, *(window.end for window in windows)])
        for axes, (source, row), history in zip(panels, shown, histories, strict=True):
            draw_history(axes, history, dense=source.series.dense)
            rates = [a_month(row, side) for side in ("after", "before")] if row is not None else []
            count_axis(axes, max([0.5, *history["a_month"], *rates]) * 1.1, ticks=3)
            days_axis(axes, first, last)
            axes.tick_params(labelbottom=axes is panels[-1])
            if row is not None:
                after, before = wording.row_windows(row)
                draw_window(axes, before, a_month(row, "before"), BEFORE)
                draw_window(axes, after, a_month(row, "after"), AFTER)
            period = check.claim.resolved.period
            if period is not None and first <= period.start <= last:
                axes.axvline(number(period.start), color=INK, linewidth=0.9, linestyle=(0, (3, 2)), zorder=3)
            room = WIDTH * (RIGHT - LEFT)
            axes.annotate(
                shortened(_named(source), 9, room, "bold"), (0, 1), xycoords="axes fraction", xytext=(0, 17),
                textcoords="offset points", size=9, weight="bold", annotation_clip=False,
            )  # fmt: skip
            axes.annotate(
                shortened(_words(row), 8.5, room), (0, 1), xycoords="axes fraction", xytext=(0, 5),
                textcoords="offset points", size=8.5, color=QUIET, annotation_clip=False,
            )  # fmt: skip
    data = pd.concat(
        [
            history.assign(dataset=source.dataset.id, definition=source.definition.id)
            for history, source in zip(histories, sources, strict=True)
        ],
        ignore_index=True,
    )
    alt = f"{len(shown)} small charts of {measured(check)}, a month. {title}. " + " ".join(
        f"{_named(source)}: {_words(row)}." for source, row in shown
    )
    return Chart(figure, title, alt, data, _reading(told, target.label))


def _from(history: pd.DataFrame, day: date) -> pd.DataFrame:
    chosen: pd.DataFrame = history[history["start"].dt.date >= day].reset_index(drop=True)
    return chosen


def _named(source: Source) -> str:
    return f"{publisher(source)}: {counted(source)}"


def _words(row: dict[str, Any] | None) -> str:
    if row is None:
        return "no comparison with enough counts"
    after, before = wording.row_windows(row)
    change = wording.change(row["after_count"], row["before_count"], row["ratio"])
    return f"{change}: {wording.span(after)} against {wording.span(before)}"


def _all_of(some: int, every: int) -> str:
    if every == 1:
        return "The only series shows" if some else "The only series does not show"
    if some == every:
        return "Both series show" if every == 2 else f"All {every} series show"
    return f"None of {every} series shows" if not some else f"{some} of {every} series show{'s' * (some == 1)}"


def _reading(told: list[tuple[Source, dict[str, Any]]], claimed: str) -> str:
    """How far the series are apart."""
    if len(told) == 1:
        return "Only one series answers: there is nothing to set it beside."
    order = sorted(told, key=lambda one: one[1]["ratio"])
    low, high = order[0], order[-1]
    words = [
        f"{wording.change(row['after_count'], row['before_count'], row['ratio'])} ({_named(source)})"
        for source, row in (low, high)
    ]
    return f"The series run from {words[0]} to {words[1]}; the claim: {claimed}."
