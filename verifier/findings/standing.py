"""What each comparison of many questions weighs: which series vote, how much of a period they cover, and which
comparison is the one that was said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.comparisons.rules import ManyAnchors
from verifier.comparisons.spans import Days, Spans, first_days, firsts, months_of
from verifier.findings.panel import Panel
from verifier.findings.votes import Voter, voting
from verifier.findings.weights import Weighable, instances, weights

# Windows of a year or less have a baseline that everybody takes: the same days a year earlier.
YEAR_DAYS = (365, 366)


@dataclass(frozen=True, eq=False)
class Rows:
    """Comparisons in parallel arrays: the ask each is of (a question put to a source), its windows, a number for the
    pair of options that made it, and how sensible it is. before is None where the statistic has no earlier window.
    """

    owner: Days
    after: Spans
    before: Spans | None
    options: Days
    sensibility: Floats


@dataclass(frozen=True, eq=False)
class Standing:
    """What the weight of each row is made from, its weight, its weight where all of a dataset's count alike, whether it
    is the one comparison shown of a family that has no vote; and which questions rest on proxies alone.
    """

    weighable: Weighable
    weight: Floats
    uniform: Floats
    beside: Bools
    proxies: Bools


def standing(panel: Panel, question: Days, source: Days, anchors: ManyAnchors, rows: Rows, size: int) -> Standing:
    """The standing of all rows; question, source and anchors are those of each ask."""
    literal = literal_rows(anchors, rows)
    asks = len(question)
    made = np.bincount(rows.owner, minlength=asks) > 0
    has_literal = np.bincount(rows.owner[literal], minlength=asks) > 0
    votes, coverage = _votes(panel, question, source, anchors, made, has_literal)
    own = rows.owner
    some = Weighable(
        question[own], panel.keys[0][source[own]],
        _unbroken(panel, rows, source[own], question[own], literal, size),
        instances(question[own], source[own], rows.options), votes[own], coverage[own], literal,
    )  # fmt: skip
    weight, uniform = weights(some, size)
    proxy = panel.proxies[source]
    proxies = (np.bincount(question[votes], minlength=size) > 0) & ~(
        np.bincount(question[votes & ~proxy], minlength=size) > 0
    )
    return Standing(some, weight, uniform, _beside(panel, some, source[own]), proxies)


def _beside(panel: Panel, some: Weighable, source: Days) -> Bools:
    """Of each family without a vote on a question its most sensible comparison, first of all the one that was said, in
    the definition that fits best.
    """
    votes, found = some.votes, np.zeros(len(source), dtype=bool)
    if votes.all():
        return found
    families = panel.families[source]
    key = some.question * (int(panel.families.max()) + 1) + families
    rows = np.flatnonzero(~np.isin(key, np.unique(key[votes])))
    at = source[rows]
    fit = ~some.literal[rows], panel.fits[at]
    found[rows[firsts(key[rows], *fit, -panel.published[at], -some.sensibility[rows])]] = True
    return found


def _unbroken(panel: Panel, rows: Rows, source: Days, question: Days, literal: Bools, size: int) -> Floats:
    """How sensible each row is: not at all where it crosses a break of its source, unless it is the comparison that was
    said, or a question has no other.
    """
    if rows.before is None:
        return rows.sensibility
    broken = panel.crosses(source, rows.after, rows.before) & ~literal
    whole = np.bincount(question[~broken], minlength=size) > 0
    return np.where(broken & whole[question], 0.0, rows.sensibility)


def literal_rows(anchors: ManyAnchors, rows: Rows) -> Bools:
    """Which rows are the comparison that was said, or meant: the whole period (up to the day it was said) on the
    baseline that is named; without one, a calendar unit, or any stretch of a year's length, on the same days a year
    earlier.
    """
    own = rows.owner
    start, end = anchors.start[own], _known_end(anchors)[own]
    whole: Bools = (rows.after.starts == start) & ((rows.after.ends == end) | (rows.after.ends == anchors.end[own]))
    if rows.before is None:
        return whole
    before = rows.before
    named = (before.starts == anchors.base_start[own]) & (before.ends == anchors.base_end[own])
    at = np.flatnonzero(whole)
    earlier = rows.after.take(at).years_earlier(1)
    on_year = np.zeros(len(own), dtype=bool)
    on_year[at] = (before.starts[at] == earlier.starts) & (before.ends[at] == earlier.ends)
    found: Bools = whole & np.where(anchors.stated[own], named, on_year & _in_a_year(anchors)[own])
    return found


def _known_end(anchors: ManyAnchors) -> Days:
    """The end of each period, or the day it was said where that comes first."""
    return np.where(anchors.said > 0, np.minimum(anchors.end, anchors.said), anchors.end)


def _in_a_year(anchors: ManyAnchors) -> Bools:
    """Which periods are a year at most, and either begin with a month or are as long as a year."""
    days = anchors.days
    year, month = months_of(anchors.start, 1)
    of_month = anchors.start == first_days(year, month)
    found: Bools = (of_month & (days <= YEAR_DAYS[1])) | np.isin(days, YEAR_DAYS)
    return found


def _votes(
    panel: Panel, question: Days, source: Days, anchors: ManyAnchors, made: Bools, literal: Bools
) -> tuple[Bools, Floats]:
    """Whether the source of each ask votes on its question, and how much of the period it covers."""
    votes, coverage = made.copy(), np.ones(len(question))
    ends = _known_end(anchors)
    starts = anchors.start.tolist()
    asked = zip(question.tolist(), source.tolist(), starts, ends.tolist(), made.tolist(), literal.tolist(), strict=True)
    by_question: dict[int, list[tuple[int, int, int, int, bool]]] = {}
    for at, (which, place, start, end, is_made, is_literal) in enumerate(asked):
        if is_made:
            by_question.setdefault(which, []).append((at, place, start, end, is_literal))
    for several in by_question.values():
        if len(several) == 1:
            continue  # whatever it covers, it has all of the weight
        # Where there is no day of speaking, an open period ends with the data of each source: the longest is taken.
        start, end = min(one[2] for one in several), max(one[3] for one in several)
        key = (start, end, *((one[1], one[4]) for one in several))
        if key not in panel.votes:
            panel.votes[key] = _voted(panel, start, end, [(one[1], one[4]) for one in several])
        for (at, *_), (vote, covered) in zip(several, panel.votes[key], strict=True):
            votes[at], coverage[at] = vote, covered
    return votes, coverage


def _voted(panel: Panel, start: int, end: int, asked: list[tuple[int, bool]]) -> list[tuple[bool, float]]:
    """The vote and the coverage of each source (with whether it makes the comparison that was said) for a period."""
    days = max(1, end - start + 1)
    voters, coverage = [], []
    for place, literal in asked:
        one = panel.sources[place]
        covers, covered = panel.covered(place, start, end)
        coverage.append(max(covered / days, 1 / days))
        voters.append(
            Voter(
                one.key[0], one.family or one.key[0], one.match, covers, literal, one.published.toordinal(),
                panel.grains[place], estimate=one.definition.column in ("low", "high"),
            )
        )  # fmt: skip
    return list(zip(voting(voters, days), coverage, strict=True))
