"""Which cautions apply to a claim with comparisons: decided here for one claim and for many, told in `flag_words`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from verifier.arrays import Bools
from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import half_unit
from verifier.findings.anchors import assumes_days
from verifier.findings.batch import Batch
from verifier.findings.many_questions import Answered
from verifier.findings.outcome_shares import judged
from verifier.findings.outcomes import CODES, Outcome, Targets
from verifier.findings.sources import Source
from verifier.incidents.sums import says
from verifier.places.tree import codes_in
from verifier.questions.named_source import publisher_name

STATED, COVERED = "stated", "covered"


@dataclass(frozen=True, slots=True)
class Flag:
    """A named caution and the sentence that explains it."""

    flag: str
    detail: str

    def to_dict(self) -> dict[str, str]:
        """The JSON form."""
        return asdict(self)


@dataclass(frozen=True)
class Present:
    """The sources that made a comparison for a claim, and what is said of them whatever it claims."""

    sources: list[Source]

    @cached_property
    def datasets(self) -> tuple[str, ...]:
        """Their datasets, each once."""
        return tuple(sorted({source.dataset.id for source in self.sources}))

    @cached_property
    def names(self) -> list[str]:
        """The cautions about them alone."""
        inexact = all(source.match != "exact" for source in self.sources)
        single = len({publisher_name(source.dataset) for source in self.sources}) == 1
        return ["definition"] * inexact + ["single source"] * single + ["place"] * bool(place_notes(self.sources))

    @cached_property
    def first_end(self) -> int:
        """The first day (an ordinal) on which one of their publishers has no more."""
        return min(last_days(self.sources).values(), default=np.iinfo(np.int64).max)


def flag_names(one: Answered, present: Present) -> list[str]:
    """The names of all that apply to a claim with comparisons, sorted."""
    claim, plan, told, at, held = one.case.claim, one.case.plan, one.facts, one.question, one.held
    if held is None:
        return []
    period = claim.resolved.period
    applies = {
        "assumed": bool(plan.assumed) or assumes_days(plan.claim, one.case.said),
        "negated": claim.negated,
        "reading": len(plan.targets) > 1 and not held.shares.matches[one.place] and bool(matching_another(one)),
        "cherry-picked": held.cherry_picked[one.place],
        "small base": told.small_base[at],
        "levels": _counts_other_levels(claim, one),
        "lower bound": claim.kind == "level" and _leaves_out_the_end(claim, one),
        "tie": told.tied[at],
        "other question": one.group.other_question,
        "lag": period is not None and present.first_end < period.end.toordinal(),
        "fresh": period is not None and bool(fresh_days(present.sources, period.end)),
        "revised": told.revised[at],
        "unstable": held.unstable[one.place],
        "regression": told.regression[at],
        "break": told.broken[at],
    }
    return sorted([name for name, here in applies.items() if here] + present.names)


def matching_another(one: Answered) -> dict[str, int]:
    """By the label of each further reading that some comparison with a vote matches: how many do."""
    found, rows = {}, _rows(one)
    votes, value = one.facts.enough[rows], one.made.rows.value[rows]
    for other in one.case.plan.targets[1:]:
        if not (votes & (value >= other.low) & (value < other.high)).any():
            continue
        codes = judged(one.made, np.array([one.question]), Targets.of([other])).outcome
        found[other.label] = int((votes & (codes == CODES[Outcome.MATCHES])).sum())
    return {label: number for label, number in found.items() if number}


def said_counts(claim: Claim) -> dict[str, float]:
    """The counts that a claim of a change gives, the earlier first."""
    counts = claim.counts or {}
    return {side: count for side in ("before", "after") if (count := counts.get(side)) is not None}


def last_days(sources: list[Source]) -> dict[str, int]:
    """The last day (an ordinal) that each publisher of some sources has counts for, in any of them."""
    ends: dict[str, int] = {}
    for source in sources:
        if source.series.coverage:
            name = publisher_name(source.dataset)
            ends[name] = max(ends.get(name, 0), source.series.coverage.end.toordinal())
    return ends


def fresh_days(sources: list[Source], end: date) -> dict[str, int]:
    """By publisher: within how many days of its release a period ended, where its counts may still grow."""
    found: dict[str, int] = {}
    for one in sources:
        lag = one.dataset.reporting_lag_days
        covered = one.series.coverage is not None and end <= one.series.coverage.end
        if covered and lag and one.published - timedelta(days=lag) < end:
            found[publisher_name(one.dataset)] = lag
    return found


def place_notes(sources: list[Source]) -> list[str]:
    """Of which countries the counts are a sum, and why the counts of two places that are compared say little of each
    other, where their source says so.
    """
    parts = [(one.series.cells.place, one.dataset.parts(one.series.cells.place)) for one in sources]
    sums = [says(place, some) for place, some in parts if some and set(some) != set(codes_in(place))]
    apart = [
        source.dataset.between_places
        for source in sources
        if source.rivals or (source.other is not None and source.other.cells.place != source.series.cells.place)
    ]
    return list(dict.fromkeys([*sums, *(note for note in apart if note is not None)]))


def _rows(one: Answered) -> slice:
    return slice(int(one.made.first[one.question]), int(one.made.first[one.question + 1]))


def _counts_other_levels(claim: Claim, one: Answered) -> bool:
    """Whether a source with a vote counts other numbers than those said in the very windows that the claim names."""
    said = said_counts(claim)
    if not said:
        return False
    made, rows = one.made, _rows(one)
    own = _option(made, rows, "after", STATED) & _option(made, rows, "before", STATED) & (made.weight[rows] > 0)
    counts = {"after": made.rows.after_count[rows], "before": made.rows.before_count[rows]}
    return any(
        bool((np.abs(counts[side][own] - count) > half_unit(count, claim.text)).any()) for side, count in said.items()
    )


def _leaves_out_the_end(claim: Claim, one: Answered) -> bool:
    """Whether a window leaves out the end of the period, so that its count is a lower bound."""
    period, made, rows = claim.resolved.period, one.made, _rows(one)
    if period is None:
        return False
    short = _option(made, rows, "after", COVERED) & (made.rows.after.ends[rows] < period.end.toordinal())
    return bool(short.any())


def _option(made: Batch, rows: slice, side: str, name: str) -> Bools:
    """Which of the rows an option made."""
    ids = made.declared.ids(side)
    options = made.rows.after_option if side == "after" else made.rows.before_option
    return options[rows] == (ids.index(name) if name in ids else -2)
