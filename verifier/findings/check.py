"""Checking a claim: ask every dataset, make every declared comparison, and say what they give together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.document import usable_day
from verifier.claims.readings import TargetReading
from verifier.comparisons.history import Overlap, overlap
from verifier.comparisons.series import Series
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.statistic import Statistic
from verifier.errors import UsageError
from verifier.findings import answer, scores, search, sentences, trendline, wording
from verifier.findings.anchors import anchors_for
from verifier.findings.comparison_table import with_intervals
from verifier.findings.decisive import DecisiveChoice
from verifier.findings.diagnostics import diagnostics, regression_flags
from verifier.findings.finding import find, flags_for
from verifier.findings.flag import Flag
from verifier.findings.gathering import Gathered, gather, refused
from verifier.findings.kinds import plan
from verifier.findings.outcomes import Finding, Outcome
from verifier.findings.placebo import percentile_among_dates
from verifier.findings.shares import Shares
from verifier.findings.sources import Abstention, Source
from verifier.findings.top_rows import most_sensible, picked_rows, same
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.questions.question import Question, completed, question_of
from verifier.questions.refusals import Refusal, counting_other_things

SHOWN = 3


@dataclass(frozen=True)
class Check:
    """A claim, every comparison made for it, and what they say together.

    rows has one row a specification (weights summing to 1, heaviest first), without the intervals, which `table` adds;
    sources are the series behind it; abstained the datasets that do not answer. said is the day the statement was made.
    others are series that answer a different question (deaths instead of attacks) and are kept out of the finding;
    refusal says why nothing is checked and what would answer it; elsewhere are the datasets that count something else;
    question is the claim as it was asked. supports are how far each series bears a claimed trend; again makes the same
    check as of another day, others_only with all datasets but those of the source that the text names.
    """

    claim: Claim
    targets: list[TargetReading]
    said: date | None
    specifications: SpecificationSet
    rows: pd.DataFrame
    sources: list[Source]
    abstained: list[Abstention]
    flags: list[Flag]
    reason: str | None = None
    refusal: Refusal | None = None
    elsewhere: list[str] = field(default_factory=list)
    question: Question | None = None
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    others: list[Source] = field(default_factory=list)
    supports: list[trendline.Support] = field(default_factory=list)
    again: Callable[[date], Check] | None = field(default=None, repr=False, compare=False)
    others_only: Callable[[], Check | None] | None = field(default=None, repr=False, compare=False)

    @property
    def target(self) -> TargetReading | None:
        """The reading the finding is about: the first one."""
        return self.targets[0] if self.targets else None

    @property
    def statistic(self) -> Statistic:
        """What every comparison works out."""
        return self.specifications.statistic

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every specification with its interval: the columns of the contract, dates as datetime64."""
        return with_intervals(self.rows, self.sources)

    @cached_property
    def sufficient(self) -> pd.DataFrame:
        """The rows whose counts are enough to say something."""
        return scores.sufficient(self.rows)

    @cached_property
    def by_value(self) -> scores.Ints:
        """The order of the sufficient rows by what they give, smallest first."""
        return scores.by_ratio(self.sufficient)

    @property
    def says_something(self) -> bool:
        """Whether the claim has a reading, and any comparison enough counts."""
        return bool(self.targets) and not self.sufficient.empty

    @cached_property
    def shares(self) -> Shares:
        """Weighted shares of the outcomes."""
        return scores.shares(self.rows, self.targets[0]) if self.targets else Shares(0, 0, 0, 0, 0, 0, 0)

    @cached_property
    def finding(self) -> Finding:
        """What the comparisons say together."""
        return Finding.NOT_CHECKABLE if self.reason else find(self.shares, self.specifications.cut_offs)

    @cached_property
    def uniform_finding(self) -> Finding:
        """The finding with every comparison of a dataset counted alike."""
        if self.reason:
            return Finding.NOT_CHECKABLE
        return find(scores.shares(self.rows, self.targets[0], "uniform_weight"), self.specifications.cut_offs)

    @cached_property
    def then(self) -> Check | None:
        """The same check with what had been published on the day it was said; None where that is what is known now,
        or nothing had been published.
        """
        if self.again is None or self.said is None or all(one.published <= self.said for one in self.sources):
            return None
        found = self.again(self.said)
        return found if len(found.rows) else None

    @cached_property
    def unnamed(self) -> Check | None:
        """The same check with the datasets of all but the source that the text names; None where it names none."""
        return self.others_only() if self.others_only else None

    @cached_property
    def decisive_choice(self) -> DecisiveChoice | None:
        """The choice that explains most of the spread between the comparisons."""
        if not self.says_something:
            return None
        return scores.decisive_choice(self.sufficient, self.targets[0], self.by_value)

    @cached_property
    def headline(self) -> dict[str, Any] | None:
        """The most sensible comparison that has enough counts, as a row of the table."""
        found = most_sensible(self.sufficient, self.sources, 1)
        return found[0] if found else None

    @cached_property
    def counter_comparisons(self) -> list[dict[str, Any]]:
        """The most sensible comparisons that stay short of the claim (Wu et al., PVLDB 7(7), 2014, section 3.3)."""
        return most_sensible(self.rows, self.sources, SHOWN, scores.stays_short(self.rows))

    @cached_property
    def supporting_comparisons(self) -> list[dict[str, Any]]:
        """The most sensible comparisons that give the claimed number (reverse engineering, Wu et al., section 3.4)."""
        return most_sensible(self.rows, self.sources, SHOWN, (self.rows["outcome"] == Outcome.MATCHES).to_numpy())

    @cached_property
    def pareto(self) -> list[dict[str, Any]]:
        """The counter-comparisons that no other beats in sensibility and in how far it falls short of the claim."""
        if self.target is None or self.rows.empty:
            return []
        front = search.pareto(self.rows, self.target)
        return picked_rows(front, np.arange(len(front)), self.sources)

    @cached_property
    def reverse_engineered(self) -> list[dict[str, Any]]:
        """The most sensible windows that give the claimed number, beyond the declared options (JSON rows)."""
        if self.statistic != Statistic.RATIO:
            return []
        anchors = [anchors_for(self.claim, self.said, source) for source in self.sources]
        return search.reverse_engineered(self.sources, anchors, self.specifications, self.targets)

    @cached_property
    def placebo_percentile(self) -> float | None:
        """Where the most sensible day-by-day comparison stands among all other dates, from 0 to 100."""
        return percentile_among_dates(self.sufficient, self.sources, self.statistic)

    @cached_property
    def two_counts(self) -> dict[str, Any] | None:
        """The headline where it holds the counts of two windows against each other, else None."""
        return self.headline if self.reason is None and self.statistic.kind.two_counts and self.targets else None

    @cached_property
    def instead(self) -> str | None:
        """What a careful writer could say instead, with both counts; None where two counts are not compared."""
        if self.two_counts is None:
            return None
        label = self.series_of(self.two_counts).cells.definition.label
        common = scores.fair_range(self.sufficient, order=self.by_value) if self.statistic == Statistic.RATIO else None
        return search.instead(self.two_counts, label, common)

    @cached_property
    def diagnostics(self) -> dict[str, Any] | None:
        """What a reader should know beside the finding, about the most sensible comparison (JSON)."""
        if self.two_counts is None:
            return None
        other = next((row for row in self.counter_comparisons if not same(row, self.two_counts)), None)
        return diagnostics(self.two_counts, self.series_of(self.two_counts), other)

    def shared_with(self, other: Check) -> Overlap | None:
        """How far the most sensible comparisons of two checks rest on the same data; None where one has none.

        Counts are told where both were made in one daily series.
        """
        if self.two_counts is None or other.two_counts is None:
            return None
        series, its = self.series_of(self.two_counts), other.series_of(other.two_counts)
        same = series.cells.definition == its.cells.definition and series.name == its.name
        pairs = wording.row_windows(self.two_counts), wording.row_windows(other.two_counts)
        return overlap(*pairs, series if same else None)

    @cached_property
    def fair_statement(self) -> str | None:
        """The narrowest statement that 80 of 100 weighted comparisons support."""
        return sentences.fair_statement(self)

    @cached_property
    def sentences(self) -> list[str]:
        """The finding in words: first what the comparisons give, then what decides, then the most sensible one."""
        return sentences.sentences(self)

    @property
    def sentence(self) -> str:
        """The finding in words, in one paragraph."""
        return " ".join(self.sentences)

    @property
    def then_sentence(self) -> str | None:
        """One line on what the data of the day it was said gave, where they were others than now."""
        return sentences.then_sentence(self)

    def series_of(self, row: dict[str, Any]) -> Series:
        """The series a row of the table was counted in."""
        return self.source_of(row).series

    def source_of(self, row: dict[str, Any]) -> Source:
        """The source of a row of the table."""
        key = (row["dataset"], row["vintage"], row["definition"])
        return next(source for source in self.sources if source.key == key)

    def words_of(self, row: dict[str, Any]) -> str:
        """A row of the table as a clause: what was counted, by whom, in which windows, and the change or the value."""
        return sentences.words_of(self, row)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract; numbers that do not exist are null."""
        return answer.to_dict(self)


def check(
    claim: Claim,
    datasets: Sequence[str] | None = None,
    *,
    said: date | str | None = None,
    place: str | None = None,
    known_on: date | None = None,
    specifications: str | Path | SpecificationSet = "",
    measure: str | None = None,
    period: str | None = None,
    baseline: str | None = None,
) -> Check:
    """Check one claim against the named datasets (default: all shipped and imported ones).

    said is the day the statement was made, a date or "2023-11-08": no window reaches past it; without it, the day that
    the claim was parsed with. place overrides the claim's own (alpha-3, or WLD), as do measure (words), period and
    baseline (as `Window.parse` reads them); known_on asks what the data said on that day instead of now. specifications
    is a set's name, its path or the set itself; "" takes the set of the claim's kind. A dataset that cannot answer
    abstains, with the reason. Raises DataError for an unknown dataset, InputError for a specification set that cannot
    be read, UsageError for a day or a window that cannot.
    """
    said = usable_day(said, "said", UsageError) if said is not None else claim.published
    chosen = all_datasets() if datasets is None else [load(dataset_id) for dataset_id in dict.fromkeys(datasets)]
    claim = completed(claim, measure, period, baseline)
    planned = plan(claim, specifications, [one.id for one in chosen] if datasets is None else None)
    declared, reason = planned.declared, planned.reason
    found = gather(planned, chosen, said, place, known_on) if reason is None else Gathered()
    no = None
    if reason is not None or not found.sources:
        no = refused(planned, found.abstained, chosen)
        reason = no.missing

    def others_only() -> Check | None:
        named = planned.source.datasets if planned.source else ()
        rest = [one.id for one in chosen if one.id not in named]
        if planned.source is None or not rest:
            return None
        return check(claim, rest, said=said, place=place, known_on=known_on, specifications=declared)

    def again(day: date) -> Check:
        return check(claim, datasets, said=said, place=place, known_on=day, specifications=declared)

    whole = Check(
        claim=claim,
        targets=planned.targets,
        said=said,
        specifications=declared,
        rows=found.rows,
        sources=found.sources,
        abstained=found.abstained,
        flags=[],
        reason=reason,
        refusal=no,
        elsewhere=counting_other_things(planned.what, [one.dataset for one in found.abstained], chosen),
        question=question_of(planned.claim, planned.what, planned.source, planned.statistic, place),
        labels={"after_option": declared.labels("after"), "before_option": declared.labels("before")},
        others=found.others,
        supports=found.supports,
        again=again if known_on is None else None,
        others_only=others_only,
    )
    if found.sources:
        cut_offs, others = declared.cut_offs, found.others
        whole.flags.extend(
            flags_for(
                claim, whole.targets, whole.rows, found.sources, cut_offs, found.assumed,
                tell_today=known_on is None, others=others,
            )
        )  # fmt: skip
    if whole.two_counts is not None:
        whole.flags.extend(regression_flags(whole.two_counts, whole.series_of(whole.two_counts)))
    return whole
