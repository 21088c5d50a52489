"""Small multiples: every source that answers in its own history, each with the stretches of its own comparison."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from verifier.charts.axes import measured, needed, source_line
from verifier.charts.best import voices
from verifier.charts.plots import NAME, STRIP, TICKS, bars_table, draw_plots, key, plot_of, since
from verifier.charts.style import Chart, Frame, NoChartError, pictured
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.outcomes import Outcome, claimed_direction
from verifier.findings.sentences import gives
from verifier.findings.sources import Source
from verifier.listing import capital
from verifier.window import add_years

MOST = 6  # panels in one picture
PANEL = 0.85  # inches
YEARS_BEFORE = 12  # the first of the compared stretches


def by_dataset_chart(check: Check) -> Chart:
    """A panel for each source, one below the other over the same days, each with its own vertical axis from zero.

    The source of the sentence comes first, at most MOST of them; a source's several tables of one thing are one panel.
    Data: columns source, start, end, value. Raises NoChartError where fewer than two sources have enough counts.
    """
    target = needed(check)
    told = {
        f"{capital(who)}: {what}": (source, row)
        for (who, what), (source, row) in voices(check).items()
        if row["outcome"] != Outcome.INSUFFICIENT
    }
    if len(told) < 2:
        raise NoChartError("Only one source answers: there is nothing to set it beside.")
    plots = {name: plot_of(check, row, source) for name, (source, row) in list(told.items())[:MOST]}
    first = min(one.window.start for plot in plots.values() for one in plot.stretches[0])
    plots = {name: since(plot, add_years(first, -YEARS_BEFORE), name) for name, plot in plots.items()}
    falls = claimed_direction(target) < 0
    going = sum(row["ratio"] < 1 if falls else row["ratio"] > 1 for _, row in told.values())
    title = f"{_all_of(going, len(told))} a {'fall' if falls else 'rise'}"
    subtitle = (
        f"{capital(measured(check))}; each source has its own scale from zero. Blue: the earlier period; orange: the "
        f"later one. {' '.join(filter(None, key(*plots.values())))} ?: no figure."
        + (f" Shown are {len(plots)} of {len(told)} sources." if len(plots) < len(told) else "")
    )

    def draw(frame: Frame) -> Figure:
        figure, panels = frame((PANEL + STRIP + NAME + TICKS) * len(plots), rows=len(plots))
        draw_plots(figure, [(axes, plot, 0) for axes, plot in zip(panels, plots.values(), strict=True)], shared=False)
        return figure

    alt = f"{len(plots)} small charts of {measured(check)}. {title}."
    for name in plots:
        _, row = told[name]
        later, earlier = (wording.during(window) for window in wording.row_windows(row))
        counts = f"{row['after_count']:,} {later} and {row['before_count']:,} {earlier}"
        alt += f" {name}: {counts}, {gives(check, row)}."
    data = bars_table(((name, plot.panels[0]) for name, plot in plots.items()), "source")
    return pictured(
        draw, title=title, subtitle=subtitle, source=source_line([told[name][0] for name in plots]), alt=alt,
        data=data, reading=_reading(check, list(told.items()), wording.thousands(target.label)),
    )  # fmt: skip


def _all_of(some: int, every: int) -> str:
    if some == every:
        return "Both sources show" if every == 2 else f"All {every} sources show"
    return f"None of {every} sources shows" if not some else f"{some} of {every} sources show{'s' * (some == 1)}"


def _reading(check: Check, told: list[tuple[str, tuple[Source, dict[str, Any]]]], claimed: str) -> str:
    """How far the sources are apart."""
    order = sorted(told, key=lambda one: float(one[1][1]["ratio"]))
    words = [
        f"{gives(check, row)} ({name}, {row['after_count']:,} against {row['before_count']:,})"
        for name, (_, row) in (order[0], order[-1])
    ]
    return f"Lowest: {words[0]}; highest: {words[1]}; the claim: {claimed}."
