"""A claim with every comparison made for it, and what they say together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from verifier.arrays import Ints
from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.series import Series
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import scores, search
from verifier.findings.anchors import anchors_for
from verifier.findings.comparison_table import codes_of, with_intervals
from verifier.findings.dataset_answers import DatasetAnswer
from verifier.findings.decisive import DecisiveChoice, decisive_choice
from verifier.findings.diagnostics import diagnostics
from verifier.findings.flags import Flag
from verifier.findings.gathering import Gathered
from verifier.findings.outcome_shares import BEHIND
from verifier.findings.outcomes import Outcome
from verifier.findings.placebo import Placebo, placebo
from verifier.findings.position import FINDINGS, Finding, Position, Shares, position_of, with_counts
from verifier.findings.sources import Source
from verifier.findings.stability import stability
from verifier.findings.top_rows import heaviest, most_sensible, picked_rows, same
from verifier.findings.weights import effective_number
from verifier.questions.question import Question
from verifier.questions.refusals import Refusal
from verifier.window import Window

SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Checked(Gathered):
    """A claim, every comparison made for it, and what they say together.

    said is the day the statement was made; reason says why nothing is checked, refusal what would answer it; elsewhere
    are the datasets that count something else; question is the claim as it was asked. again makes the same check as of
    another day, others_only with all datasets but those of the source that the text names.
    """

    claim: Claim
    targets: list[TargetReading]
    said: date | None
    specifications: SpecificationSet
    reason: str | None = None
    refusal: Refusal | None = None
    elsewhere: list[str] = field(default_factory=list)
    question: Question | None = None
    flags: list[Flag] = field(default_factory=list)
    again: Callable[[date], Checked] | None = field(default=None, repr=False, compare=False)
    others_only: Callable[[], Checked | None] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """What the options of each choice are called, by their ids."""
        return {f"{side}_option": self.specifications.labels(side) for side in ("after", "before")}

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
    def by_value(self) -> Ints:
        """The order of the sufficient rows by what they give, smallest first."""
        return scores.by_ratio(self.sufficient)

    @property
    def says_something(self) -> bool:
        """Whether the claim has a reading, and any comparison enough counts."""
        return bool(self.targets) and not self.sufficient.empty

    @property
    def shares(self) -> Shares[float]:
        """Weighted shares of the outcomes."""
        return self.held.shares

    @cached_property
    def finding(self) -> Finding:
        """What the comparisons say together."""
        if self.reason:
            return Finding.NOT_CHECKABLE
        found = FINDINGS[int(self.held.findings)]
        row = self.headline
        return with_counts(found, self.claim.counts, row["after_count"], row["before_count"]) if row else found

    @property
    def position(self) -> Position:
        """The finding without its firmness."""
        return position_of(self.finding)

    @property
    def is_firm(self) -> bool:
        """Whether chance, proxies and other datasets leave the position as it is."""
        return not self.held.soft and self.finding == self.position.value

    @cached_property
    def uniform_finding(self) -> Finding:
        """The finding with every comparison of a dataset counted alike."""
        if self.reason:
            return Finding.NOT_CHECKABLE
        return FINDINGS[int(self.held.uniform_findings)]

    @cached_property
    def stability(self) -> dict[Finding, float]:
        """The share of WEIGHTINGS that give each finding, the commonest first; empty without comparisons."""
        return stability(self.answered) if self.answered is not None else {}

    @cached_property
    def answers(self) -> list[DatasetAnswer]:
        """What each dataset says by itself, the one with the most weight first."""
        weight, dataset = self.rows["weight"].to_numpy(dtype=np.float64), codes_of(self.rows["dataset"])
        by_dataset = np.bincount(dataset, weights=weight) if len(dataset) else weight
        rows = picked_rows(self.rows, self.speaking, self.sources)
        shares = by_dataset[dataset[self.speaking]].tolist() if rows else []
        return [DatasetAnswer(self.source_of(row), row, share) for row, share in zip(rows, shares, strict=True)]

    @cached_property
    def effective_comparisons(self) -> float:
        """How many comparisons of equal weight would say as much as all of them."""
        return effective_number(self.rows["weight"].to_numpy(dtype=np.float64))

    @cached_property
    def then(self) -> Checked | None:
        """The same check with what had been published on the day it was said; None where that is what is known now,
        or nothing had been published.
        """
        if self.again is None or self.said is None or all(one.published <= self.said for one in self.sources):
            return None
        found = self.again(self.said)
        return found if len(found.rows) else None

    @cached_property
    def unnamed(self) -> Checked | None:
        """The same check with the datasets of all but the source that the text names; None where it names none."""
        return self.others_only() if self.others_only else None

    @cached_property
    def decisive_choice(self) -> DecisiveChoice | None:
        """The choice that accounts for most of the spread, where that is more than chance gives it."""
        return decisive_choice(self.sufficient, self.targets[0]) if self.says_something else None

    @cached_property
    def headline(self) -> dict[str, Any] | None:
        """The comparison that the finding is told by, as a row of the table: the weightiest with enough counts, or
        the weightiest of those behind the finding where that one is not.
        """
        first = heaviest(self.sufficient, self.sources)
        if first is None:
            return None
        behind = BEHIND.get(position_of(FINDINGS[int(self.held.findings)]), tuple(Outcome))
        if first["outcome"] in behind:
            return first
        return heaviest(self.sufficient, self.sources, self.sufficient["outcome"].isin(behind).to_numpy())

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
        """The most sensible windows that give the claimed number, beyond the declared options."""
        if self.statistic != Statistic.RATIO:
            return []
        return search.reverse_engineered(self.sources, self._tried, self.specifications, self.targets)

    @cached_property
    def found_as_often(self) -> search.FoundAsOften | None:
        """How easily other numbers than the claimed one are found among those windows."""
        is_ratio = self.statistic == Statistic.RATIO and self.target is not None
        return search.found_as_often(self._tried, self.targets[0]) if is_ratio else None

    @cached_property
    def _tried(self) -> list[Pairs]:
        """Every pair of windows tried in each source."""
        anchors = [anchors_for(self.claim, self.said, source) for source in self.sources]
        return search.tried(self.sources, anchors, self.specifications)

    @cached_property
    def placebo(self) -> Placebo | None:
        """Where the headline stands among the same comparison at other dates; None where that cannot be told."""
        row, moved = self.headline, self.statistic.kind.placebo
        if row is None or moved is None:
            return None
        after = Window(row["after_start"], row["after_end"])
        before = Window(row["before_start"], row["before_end"]) if moved == "pair" else None
        return placebo(self.series_of(row), after, before)

    @property
    def placebo_percentile(self) -> float | None:
        """Where the headline stands among the same comparison at other dates, from 0 to 100."""
        return self.placebo.percentile if self.placebo else None

    @cached_property
    def two_counts(self) -> dict[str, Any] | None:
        """The headline where it holds the counts of two windows against each other, else None."""
        return self.headline if self.reason is None and self.statistic.kind.two_counts and self.targets else None

    @cached_property
    def instead(self) -> str | None:
        """What a careful writer could say instead, with both counts; None where two counts are not compared."""
        if self.two_counts is None:
            return None
        label = self.series_of(self.two_counts).cells.definition.shown_label
        common = scores.fair_range(self.sufficient, order=self.by_value) if self.statistic == Statistic.RATIO else None
        return search.instead(self.two_counts, label, common)

    @cached_property
    def diagnostics(self) -> dict[str, Any] | None:
        """What a reader should know beside the finding, about the most sensible comparison (JSON)."""
        if self.two_counts is None:
            return None
        other = next((row for row in self.counter_comparisons if not same(row, self.two_counts)), None)
        return diagnostics(self.two_counts, self.series_of(self.two_counts), other)

    def series_of(self, row: Mapping[Any, Any]) -> Series:
        """The series a row of the table was counted in."""
        return self.source_of(row).series

    def source_of(self, row: Mapping[Any, Any]) -> Source:
        """The source of a row of the table."""
        key = (row["dataset"], row["vintage"], row["definition"])
        return next(source for source in self.sources if source.key == key)
