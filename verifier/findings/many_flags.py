"""The cautions of claims that were checked together, by their names: those that `flags_for` gives each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import half_unit
from verifier.comparisons.statistics.measured import Bools
from verifier.findings.batch import Batch
from verifier.findings.finding import is_cherry_picked, unstable
from verifier.findings.many_questions import Answered
from verifier.findings.more_flags import said_counts, summed_places
from verifier.findings.outcome_shares import BothShares
from verifier.findings.sources import Source

STATED, COVERED = "stated", "covered"


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
        return ["definition"] * inexact + ["single source"] * (len(self.datasets) == 1)

    @cached_property
    def first_end(self) -> int:
        """The first day (an ordinal) on which one of them ends."""
        ends = [source.series.coverage.end.toordinal() for source in self.sources if source.series.coverage]
        return min(ends, default=np.iinfo(np.int64).max)

    @cached_property
    def summed(self) -> bool:
        """Whether their counts are sums over several countries."""
        return bool(summed_places(self.sources))


def flag_names(one: Answered, held: BothShares, present: Present) -> list[str]:
    """The names of all that apply to a claim with comparisons, sorted."""
    claim, plan, told, at = one.case.claim, one.case.plan, one.facts, one.question
    shares, cut_offs, period = held.shares, plan.declared.cut_offs, claim.resolved.period
    assumed = plan.assumed or plan.claim.resolved.period is None or one.case.said is None
    applies = {
        "assumed": assumed,
        "negated": claim.negated,
        "reading": not shares.matches and _other_reading(one),
        "cherry-picked": is_cherry_picked(shares, cut_offs),
        "small base": told.small_base[at],
        "levels": _other_levels(claim, one),
        "lower bound": claim.kind == "level" and _lower_bound(claim, one),
        "tie": told.tied[at],
        "other question": one.group.other_question,
        "place": present.summed,
        "lag": period is not None and present.first_end < period.end.toordinal(),
        "revised": told.revised[at],
        "unstable": unstable(held, cut_offs),
        "regression": told.regression[at],
        "break": told.broken[at],
    }
    return sorted([name for name, here in applies.items() if here] + present.names)


def _rows(one: Answered) -> slice:
    return slice(int(one.made.first[one.question]), int(one.made.first[one.question + 1]))


def _other_reading(one: Answered) -> bool:
    """Whether another reading is matched."""
    rows = _rows(one)
    values, enough = one.made.rows.value[rows], one.facts.enough[rows]
    return any(
        bool((enough & (values >= other.low) & (values < other.high)).any()) for other in one.case.plan.targets[1:]
    )


def _other_levels(claim: Claim, one: Answered) -> bool:
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


def _lower_bound(claim: Claim, one: Answered) -> bool:
    """Whether a window leaves out the end of the period."""
    period, made, rows = claim.resolved.period, one.made, _rows(one)
    if period is None:
        return False
    short = _option(made, rows, "after", COVERED) & (made.rows.after.ends[rows] < period.end.toordinal())
    return bool(short.any())


def _option(made: Batch, rows: slice, side: str, name: str) -> Bools:
    """Which of the rows an option made."""
    ids = made.declared.ids(side)
    options = made.rows.after_option if side == "after" else made.rows.before_option
    found: Bools = options[rows] == (ids.index(name) if name in ids else -2)
    return found
