"""What the comparisons of many questions say, whatever number a claim gives: the most sensible one, and the cautions
about counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from verifier.arrays import Bools
from verifier.comparisons.compare import SMALL_BASE
from verifier.comparisons.history import standing_percentile
from verifier.comparisons.spans import Days
from verifier.findings.batch import Batch, weightiest
from verifier.findings.diagnostics import is_unusual


@dataclass(frozen=True, eq=False)
class QuestionFacts:
    """One entry a question: the row of its most sensible comparison (a position in the batch, -1 where there is none),
    and which cautions apply. present has a column a source: whether it made any comparison.
    """

    enough: Bools
    present: Days
    begin: Days
    headline: Days
    small_base: Bools
    tied: Bools
    revised: Bools
    regression: Bools
    broken: Bools

    def present_in(self, question: int) -> Days:
        """The sources that made any comparison for a question."""
        return self.present[self.begin[question] : self.begin[question + 1]]


def question_facts(made: Batch) -> QuestionFacts:
    """The facts of each question."""
    size, many = len(made), len(made.panel.sources)
    enough = made.rows.enough & ~np.isnan(made.rows.value) & (made.weight > 0)
    present = np.unique(made.question * many + made.source)
    headline = _headlines(made, enough)
    two_counts = made.declared.statistic.kind.two_counts
    nothing = np.zeros(size, dtype=bool)
    return QuestionFacts(
        enough=enough,
        present=present % many,
        begin=np.searchsorted(present // many, np.arange(size + 1)),
        headline=headline,
        small_base=_any(made, made.rows.before_count < SMALL_BASE) if two_counts else nothing,
        tied=_any(made, made.rows.tied > 0),
        revised=_revised(made),
        regression=_regression(made, headline) if two_counts else nothing,
        broken=_broken(made, headline) if two_counts else nothing,
    )


def _any(made: Batch, rows: Bools) -> Bools:
    return np.bincount(made.question[rows], minlength=len(made)) > 0


def _headlines(made: Batch, enough: Bools) -> Days:
    """The most sensible of the rows with enough counts."""
    found = np.full(len(made), -1, dtype=np.int64)
    rows = np.flatnonzero(enough)
    rows = rows[weightiest(made, rows, made.question[rows])]
    found[made.question[rows]] = rows
    return found


def _revised(made: Batch) -> Bools:
    """Which questions have a window whose count an earlier vintage gives differently."""
    found = np.zeros(len(made), dtype=bool)
    for places in made.panel.earlier:
        rows = np.flatnonzero((places[made.source] >= 0) & ~found[made.question])
        for spans, now in (made.rows.after, made.rows.after_count), (made.rows.before, made.rows.before_count):
            rows = rows[spans.starts[rows] > 0]
            then, known = made.panel.series.counts(places[made.source[rows]], spans.take(rows))
            found[made.question[rows[known & (then != now[rows])]]] = True
    return found


def _broken(made: Batch, headline: Days) -> Bools:
    """Which questions are headed by a comparison that crosses a break of its source."""
    found = np.zeros(len(made), dtype=bool)
    questions = np.flatnonzero(headline >= 0)
    rows = headline[questions]
    found[questions] = made.panel.crosses(made.source[rows], made.rows.after.take(rows), made.rows.before.take(rows))
    return found


def _regression(made: Batch, headline: Days) -> Bools:
    """Which questions start from a baseline that is unusual for its own series."""

    @cache
    def unusual(at: int, start: int, days: int, own: float) -> bool:
        percentile = standing_percentile(made.panel.sources[at].series, start, days, int(own))
        return percentile is not None and is_unusual(percentile)

    found = np.zeros(len(made), dtype=bool)
    questions = np.flatnonzero(headline >= 0)
    rows = headline[questions]
    before = made.rows.before.days[rows], made.rows.before_count[rows]
    columns = made.source[rows], made.rows.after.starts[rows], *before
    found[questions] = [unusual(*each) for each in zip(*(column.tolist() for column in columns), strict=True)]
    return found
