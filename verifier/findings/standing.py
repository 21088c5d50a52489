"""What each comparison of many questions weighs: which series vote, how much of a period they cover, and which
comparison is the one that was said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.comparisons.rules import ManyAnchors
from verifier.comparisons.spans import Days, first_days, firsts, months_of
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.measured import Measured
from verifier.findings.panel import Panel
from verifier.findings.votes import Voter, voting
from verifier.findings.weights import Weighable, instances, weights

# Windows of a year or less have a baseline that everybody takes: the same days a year earlier.
YEAR_DAYS = (365, 366)


@dataclass(frozen=True, eq=False)
class Asks:
    """Questions put to series: question and source (places in a panel) of each, with what its windows hang on there.

    Those of a question lie together, in the order in which its sources were found.
    """

    question: Days
    source: Days
    anchors: ManyAnchors


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


def standing(panel: Panel, asks: Asks, made: Measured, declared: SpecificationSet, size: int) -> Standing:
    """The standing of all rows, whose owners are places among the asks."""
    own = made.owner
    question, source = asks.question[own], asks.source[own]
    # Two windows of one series: a rank has others beside it, which nobody names.
    change = declared.statistic.kind.is_change
    literal = _literal(asks.anchors, made, change=change)
    answered, has_literal = (np.bincount(rows, minlength=len(asks.question)) > 0 for rows in (own, own[literal]))
    votes, coverage = _votes(panel, asks, answered, has_literal)
    options = (made.after_option + 1) * (len(declared.ids("before")) + 1) + made.before_option + 1
    sensible = _unbroken(panel, made, source, question, literal, size) if change else made.weight
    some = Weighable(
        question, panel.keys[0][source], sensible, instances(question, source, options), votes[own], coverage[own],
        literal,
    )  # fmt: skip
    weight, uniform = weights(some, size)
    voting_on = asks.question[votes], asks.question[votes & ~panel.proxies[asks.source]]
    any_votes, exact_votes = (np.bincount(which, minlength=size) > 0 for which in voting_on)
    return Standing(some, weight, uniform, _beside(panel, some, source), any_votes & ~exact_votes)


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


def _unbroken(panel: Panel, made: Measured, source: Days, question: Days, literal: Bools, size: int) -> Floats:
    """How sensible each row is: not at all where it crosses a break of its source, unless it is the comparison that was
    said, or a question has no other.
    """
    broken = panel.crosses(source, made.after, made.before) & ~literal
    whole = np.bincount(question[~broken], minlength=size) > 0
    return np.where(broken & whole[question], 0.0, made.weight)


def _literal(anchors: ManyAnchors, made: Measured, *, change: bool) -> Bools:
    """Which rows are the comparison that was said, or meant: the whole period (up to the day it was said) on the
    baseline that is named; without one, a calendar unit, or any stretch of a year's length, on the same days a year
    earlier.
    """
    own, after, before = made.owner, made.after, made.before
    end = _known_end(anchors)[own]
    whole: Bools = (after.starts == anchors.start[own]) & ((after.ends == end) | (after.ends == anchors.end[own]))
    if not change:
        return whole
    named = (before.starts == anchors.base_start[own]) & (before.ends == anchors.base_end[own])
    at = np.flatnonzero(whole)
    earlier = after.take(at).years_earlier(1)
    on_year = np.zeros(len(own), dtype=bool)
    on_year[at] = (before.starts[at] == earlier.starts) & (before.ends[at] == earlier.ends)
    return whole & np.where(anchors.stated[own], named, on_year & _in_a_year(anchors)[own])


def _known_end(anchors: ManyAnchors) -> Days:
    """The end of each period, or the day it was said where that comes first."""
    return np.where(anchors.said > 0, np.minimum(anchors.end, anchors.said), anchors.end)


def _in_a_year(anchors: ManyAnchors) -> Bools:
    """Which periods are a year at most, and either begin with a month or are as long as a year."""
    days = anchors.days
    year, month = months_of(anchors.start, 1)
    of_month = anchors.start == first_days(year, month)
    return (of_month & (days <= YEAR_DAYS[1])) | np.isin(days, YEAR_DAYS)


def _votes(panel: Panel, asks: Asks, made: Bools, literal: Bools) -> tuple[Bools, Floats]:
    """Whether the source of each ask that made a comparison votes on its question, and how much of the period it
    covers; literal says which made the one that was said.
    """
    votes, coverage = made.copy(), np.ones(len(made))
    columns = asks.question, asks.source, asks.anchors.start, _known_end(asks.anchors), literal
    by_question: dict[int, list[tuple[int, int, int, int, bool]]] = {}
    rows = np.flatnonzero(made)
    for at, which, *one in zip(rows.tolist(), *(column[rows].tolist() for column in columns), strict=True):
        by_question.setdefault(which, []).append((at, *one))
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
