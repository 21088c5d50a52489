"""The charts of a check as blocks: a heading and an introduction, the picture, and a sentence on what it shows.

A chart that does not apply to the claim, or to what the datasets hold, is left out, and its words with it. One that
fails is a line that names it and says why: no report is lost over a chart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from IPython.display import display

from verifier.charts.by_dataset import by_dataset_chart
from verifier.charts.counts import counts_chart, ranked_places_chart
from verifier.charts.cumulative import cumulative_chart
from verifier.charts.influence import influence_chart
from verifier.charts.specification_curve import specification_curve
from verifier.charts.style import Chart, NoChartError
from verifier.charts.verdict_map import verdict_map_chart
from verifier.charts.vintages import vintages_chart
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings.check import Check
from verifier.findings.sentences import DECIDES
from verifier.incidents.cells import Cells
from verifier.incidents.restatements import ADDED, UNCHANGED
from verifier.reports.blocks import Block, Picture, render
from verifier.reports.refused import is_refused

FEW = 3  # comparisons or options below which a chart of all of them says no more than the table


@dataclass(frozen=True)
class Explained:
    """A chart with its heading and introduction, and below it what to take from it."""

    picture: Picture
    heading: str = ""
    introduction: str = ""

    @property
    def words(self) -> Block:
        """The interpretation that the chart brings along."""
        return _line(self.chart.reading)

    @property
    def chart(self) -> Chart:
        """The chart itself."""
        return self.picture.chart

    def _ipython_display_(self) -> None:
        if self.heading or self.introduction:
            display(Block(_line(self.introduction).html, self.introduction, self.heading))
        display(self.picture)
        if self.chart.reading:
            display(self.words)


def counts(check: Check) -> Explained | Block | None:
    """The counts behind the answer: a year or a month, the compared stretches in colour; of a rank, place by place."""
    draw = ranked_places_chart if check.statistic == Statistic.PLACE_RANK else counts_chart
    return _drawn("", "", draw, check, whole=True)


def by_dataset(check: Check) -> Explained | Block | None:
    """The history of every source that answers, where more than one does."""

    words = "Where the sources move together, the choice of source matters less."
    return _drawn("Every source in its own history", words, by_dataset_chart, check)


def curve(check: Check) -> Explained | Block | None:
    """The specification curve of all comparisons, where they are enough for one."""

    def draw(one: Check) -> Chart:
        if len(one.rows) < FEW:
            raise NoChartError("There are too few comparisons for a curve.")
        return specification_curve(one)

    words = (
        "Every comparison that decides, in order of size. The band is the claim; the marks underneath show which "
        "source, which later period and which earlier period each comparison used."
    )
    return _drawn("All comparisons in order", words, draw, check)


def verdict_map(check: Check) -> Explained | Block | None:
    """The map of every window and baseline."""
    words = (
        "Daily counts can be compared over any two periods: one square of the map is one pair. If only a thin strip "
        "of the map reaches the claim, the claim depends on where you start counting."
    )
    return _drawn("A map of all periods", words, verdict_map_chart, check)


def cumulative(check: Check) -> Explained | Block | None:
    """The running totals since the claim's first day, and in the baseline."""
    words = "A difference that builds up all along is less likely to be one bad week."
    return _drawn("Added up day by day", words, cumulative_chart, check)


def influence(check: Check) -> Explained | Block | None:
    """How much of the spread each choice explains, where one of them decides."""

    def draw(one: Check) -> Chart:
        if not one.said_of("decides") or one.decisive_choice is None or one.decisive_choice.variance_share < DECIDES:
            raise NoChartError("No single choice decides.")
        return influence_chart(one)

    return _drawn("How much each choice matters", "", draw, check)


def vintages(check: Check) -> Explained | Block | None:
    """The series of the closest comparison, in its latest vintage and in the one before it."""

    def draw(one: Check) -> Chart:
        if one.headline is None:
            raise NoChartError("No comparison has enough counts to draw.")
        source = one.source_of(one.headline)
        new = source.series.cells
        known = [
            each.id
            for each in source.dataset.vintages(new.place, source.definition)
            if each.published < source.published
        ]
        if not known:
            raise NoChartError(f"There is no earlier vintage of {source.dataset.id} here to compare with.")
        old: Cells = source.dataset.cells(source.definition.id, new.place, vintage=known[-1])
        chart = vintages_chart(old, new, source.dataset.title)
        if chart.data["change"].isin([UNCHANGED, ADDED]).all():
            raise NoChartError("Nothing was restated.")
        return chart

    words = "The same counts in an earlier release: what is published later may restate the past."
    return _drawn("What was restated", words, draw, check)


def _drawn(
    heading: str, introduction: str, draw: Callable[[Check], Chart], check: Check, *, whole: bool = False
) -> Explained | Block | None:
    """The chart; None where it does not apply; where it fails, a line in its place."""
    if is_refused(check):
        return None
    try:
        return Explained(Picture.of(draw(check), whole=whole), heading, introduction)
    except NoChartError:
        return None
    except Exception as error:  # noqa: BLE001 (whatever it is: a report without one chart is better than none)
        why = f"{type(error).__name__}: {error}".rstrip(": ")
        name = f"“{heading}”" if heading else "of the counts"
        return _line(f"The chart {name} could not be drawn ({why}). Nothing else on this page rests on it.")


def _line(words: str) -> Block:
    return Block(render("reading.html.j2", words=words) if words else "", words)
