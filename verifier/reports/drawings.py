"""The charts of a check as blocks: each picture with a sentence or two on what it shows, from its own numbers.

A chart that does not apply to the claim, or to what the datasets hold, is a line that says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from IPython.display import display

from verifier.charts.baseline import baseline_chart
from verifier.charts.by_dataset import by_dataset_chart
from verifier.charts.claimed_observed import claimed_observed_chart
from verifier.charts.cumulative import cumulative_chart
from verifier.charts.influence import influence_chart
from verifier.charts.specification_curve import specification_curve
from verifier.charts.style import Chart, NoChartError
from verifier.charts.verdict_map import verdict_map_chart
from verifier.charts.vintages import vintages_chart
from verifier.findings.check import Check
from verifier.incidents.cells import Cells
from verifier.reports.blocks import Block, Picture, render


@dataclass(frozen=True)
class Explained:
    """A chart, and below it what to take from it."""

    chart: Chart

    @property
    def words(self) -> Block:
        """The interpretation that the chart brings along."""
        return Block(render("reading.html.j2", words=self.chart.reading), self.chart.reading)

    def _ipython_display_(self) -> None:
        display(Picture(self.chart))
        if self.chart.reading:
            display(self.words)


def baseline(check: Check) -> Explained | Block:
    """The whole history of the most sensible comparison's series."""

    def draw(one: Check) -> Chart:
        if one.headline is None:
            raise NoChartError("No comparison has enough counts to draw.")
        return baseline_chart(one, one.headline)

    return _drawn(draw, check)


def by_dataset(check: Check) -> Explained | Block:
    """The history of every series that answers, where more than one does."""

    def draw(one: Check) -> Chart:
        if one.headline is not None and len(one.sources) == 1:
            raise NoChartError("Only one series answers, the one drawn above: there is nothing to set it beside.")
        return by_dataset_chart(one)

    return _drawn(draw, check)


def curve(check: Check) -> Explained | Block:
    """The specification curve of all comparisons."""
    return _drawn(specification_curve, check)


def verdict_map(check: Check, marked: tuple[int, int] | None = None) -> Explained | Block:
    """The map of every window and baseline; marked are the days of one window and how much earlier its baseline is."""
    return _drawn(lambda one: verdict_map_chart(one, marked), check)


def claimed(check: Check) -> Explained | Block:
    """The claim against the most sensible comparison of each series."""
    return _drawn(claimed_observed_chart, check)


def cumulative(check: Check) -> Explained | Block:
    """The running totals since the claim's first day, and in the baseline."""
    return _drawn(cumulative_chart, check)


def influence(check: Check) -> Explained | Block:
    """How much of the spread each choice explains."""
    return _drawn(influence_chart, check)


def vintages(check: Check) -> Picture | Block:
    """The series of the most sensible comparison, in its latest vintage and in the one before it."""
    if check.headline is None:
        return _line("No comparison has enough counts to draw.")
    source = next(one for one in check.sources if one.series is check.series_of(check.headline))
    new = source.series.cells
    known = [
        one.id for one in source.dataset.vintages(new.place, source.definition) if one.published < source.published
    ]
    if not known:
        return _line(f"There is no earlier vintage of {source.dataset.id} here to compare with.")
    old: Cells = source.dataset.cells(source.definition.id, new.place, vintage=known[-1])
    return Picture(vintages_chart(old, new, source.dataset.title))


def _drawn(draw: Callable[[Check], Chart], check: Check) -> Explained | Block:
    try:
        return Explained(draw(check))
    except NoChartError as why:
        return _line(str(why))


def _line(words: str) -> Block:
    return Block(render("reading.html.j2", words=words), words)
