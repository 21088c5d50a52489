"""Checking a claim: ask every dataset, make every declared comparison, and say what they give together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.readings import TargetReading
from verifier.comparisons.compare import finite
from verifier.comparisons.series import Series
from verifier.comparisons.specifications import SpecificationSet
from verifier.findings import kind_words, scores, trendline, wording
from verifier.findings.finding import find, flags_for
from verifier.findings.flag import Flag
from verifier.findings.gathering import Gathered, gather
from verifier.findings.kinds import plan
from verifier.findings.outcomes import Finding, Outcome, claimed_direction
from verifier.findings.placebo import count_percentile, placebo_percentile
from verifier.findings.sources import Abstention, Source
from verifier.findings.table import (
    COLUMNS,
    codes_of,
    picked_rows,
    rows_of,
    with_intervals,
)
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.window import Window

SHOWN = 3


@dataclass(frozen=True)
class Check:
    """A claim, every comparison made for it, and what they say together.

    rows has one row a specification (weights summing to 1, heaviest first), without the intervals, which `table` adds;
    sources are the series behind it; abstained the datasets that do not answer. said is the day the statement was made.
    others are series that answer a different question (deaths instead of attacks) and are kept out of the finding;
    supports are how far each series bears a claimed trend; again makes the same check as of another day.
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
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    others: list[Source] = field(default_factory=list)
    supports: list[trendline.Support] = field(default_factory=list)
    again: Callable[[date], Check] | None = field(default=None, repr=False, compare=False)

    @property
    def target(self) -> TargetReading | None:
        """The reading the finding is about: the first one."""
        return self.targets[0] if self.targets else None

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every specification with its interval: the columns of the contract, dates as datetime64."""
        return with_intervals(self.rows, self.sources)

    @property
    def statistic(self) -> str:
        """What every comparison works out: ratio, count, rate, share, rank, sides, difference, points or run."""
        return self.specifications.statistic

    @cached_property
    def then(self) -> Check | None:
        """The same check with what had been published on the day it was said; None where that is what is known now,
        or nothing had been published.
        """
        if self.again is None or self.said is None or all(one.published <= self.said for one in self.sources):
            return None
        found = self.again(self.said)
        return found if len(found.rows) else None

    @property
    def then_sentence(self) -> str | None:
        """One line on what the data of the day it was said gave, where they were others than now."""
        if self.then is None or self.said is None:
            return None
        first = self.then.sentences[0]
        same = (
            "the same finding" if self.then.finding == self.finding else "another finding than with what is known now"
        )
        return f"With what had been published on {wording.day(self.said)}, {same}. {first}"

    @cached_property
    def shares(self) -> scores.Shares:
        """Weighted shares of the outcomes."""
        return scores.shares(self.rows, self.targets[0]) if self.targets else scores.Shares(0, 0, 0, 0, 0, 0, 0)

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
    def decisive_choice(self) -> scores.DecisiveChoice | None:
        """The choice that explains most of the spread between the comparisons."""
        return (
            scores.decisive_choice(self._sufficient, self.targets[0], self._by_ratio) if self._says_something else None
        )

    @cached_property
    def headline(self) -> dict[str, Any] | None:
        """The most sensible comparison that has enough counts, as a row of the table."""
        found = self._most_sensible(self._sufficient, 1)
        return found[0] if found else None

    @cached_property
    def counter_comparisons(self) -> list[dict[str, Any]]:
        """The most sensible comparisons that stay short of the claim (Wu et al., PVLDB 7(7), 2014, section 3.3)."""
        return self._most_sensible(self.rows, SHOWN, scores.stays_short(self.rows))

    @cached_property
    def supporting_comparisons(self) -> list[dict[str, Any]]:
        """The most sensible comparisons that give the claimed number (reverse engineering, Wu et al., section 3.4)."""
        return self._most_sensible(self.rows, SHOWN, (self.rows["outcome"] == Outcome.MATCHES).to_numpy())

    @cached_property
    def placebo_percentile(self) -> float | None:
        """Where the most sensible day-by-day comparison stands among all other dates, from 0 to 100."""
        rows = self._sufficient
        chosen = np.zeros(len(rows), dtype=bool)
        for source in self.sources:
            if source.series.dense:
                chosen |= rows_of(rows, source)
        best = self._most_sensible(rows, 1, chosen)
        if not best or self.statistic not in ("ratio", "difference", "count", "rate"):
            return None
        if self.statistic in ("count", "rate"):
            return count_percentile(self.series_of(best[0]), Window(best[0]["after_start"], best[0]["after_end"]))
        after, before = wording.row_windows(best[0])
        return placebo_percentile(self.series_of(best[0]), after, before)

    @cached_property
    def fair_statement(self) -> str | None:
        """The narrowest statement that 80 of 100 weighted comparisons support."""
        found = (
            scores.fair_range(self._sufficient, order=self._by_ratio, target=self.targets[0])
            if self._says_something
            else None
        )
        if found is None:
            return None
        if self.statistic != "ratio":
            return kind_words.fair(*found, scores.SUPPORT, self.targets[0])
        low, high = (wording.percent(ratio) for ratio in found)
        said = f"of about {low}" if low == high else f"between {low} and {high}"
        return f"{round(100 * scores.SUPPORT)} of 100 weighted comparisons show a change {said}."

    @cached_property
    def sentences(self) -> list[str]:
        """The finding in words: first what the comparisons give, then what decides, then the most sensible one."""
        if self.reason or self.target is None or not self._says_something:
            return [
                f"{Finding.NOT_CHECKABLE.value}: {self.reason or 'no comparison has enough counts to say anything'}."
            ]
        ratio = self.statistic == "ratio"
        parts = [
            wording.lead(self.finding, self.shares, self.target.label, rising=claimed_direction(self.target) >= 0)
            if ratio
            else kind_words.lead(self.finding, self.shares, self.target)
        ]
        if self.decisive_choice and self.finding != Finding.NOT_CHECKABLE:
            factor = self.decisive_choice.factor
            name = kind_words.choice_words(factor, self.statistic)
            parts.append(wording.choice(self.decisive_choice, self.labels.get(factor, {}), name))
        if self.headline:
            parts.append(f"The most sensible comparison: {self.words_of(self.headline)}.")
            fit = wording.bounds(self.headline["interval_low"], self.headline["interval_high"])
            chance = f"Allowing for chance, these two counts fit {fit}."
            parts.append(chance if ratio else kind_words.doubt(self.headline, self.target))
            parts += [one.sentence() for one in self.supports if one.source.key == self._key_of(self.headline)]
        return parts

    @property
    def sentence(self) -> str:
        """The finding in words, in one paragraph."""
        return " ".join(self.sentences)

    def series_of(self, row: dict[str, Any]) -> Series:
        """The series a row of the table was counted in."""
        return self.source_of(row).series

    def source_of(self, row: dict[str, Any]) -> Source:
        """The source of a row of the table."""
        return next(source for source in self.sources if source.key == self._key_of(row))

    @staticmethod
    def _key_of(row: dict[str, Any]) -> tuple[str, str, str]:
        return row["dataset"], row["vintage"], row["definition"]

    def words_of(self, row: dict[str, Any]) -> str:
        """A row of the table as a clause: what was counted, by whom, in which windows, and the change."""
        if self.statistic != "ratio":
            return kind_words.comparison(row, self.source_of(row), self.targets[0])
        return wording.comparison(row, self.series_of(row).cells.definition.label)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract; numbers that do not exist are null."""
        some = self._says_something
        target = self.target
        return {
            "claim": self.claim.to_dict(),
            "said": str(self.said) if self.said else None,
            "readings": [
                {"label": reading.label, "low": finite(reading.low), "high": finite(reading.high), "on": reading.on}
                for reading in self.targets
            ],
            "finding": self.finding.value,
            "sentence": self.sentence,
            "flags": [flag.to_dict() for flag in self.flags],
            "decisive_choice": _choice(self.decisive_choice),
            "shares": self.shares.to_dict(),
            "sufficient": round(self.shares.sufficient, 4),
            "robustness": _rounded(scores.robustness(self._sufficient, target)) if some and target else None,
            "fairness": _rounded(scores.fairness(self._sufficient, target)) if some and target else None,
            "uniqueness": _rounded(scores.uniqueness(self._sufficient, target)) if some and target else None,
            "effect_share": _rounded(scores.effect_share(self._sufficient, target, self._by_ratio))
            if some and target
            else None,
            "placebo_percentile": _rounded(self.placebo_percentile) if some else None,
            "fair_statement": self.fair_statement,
            "counter_comparisons": [row_to_dict(row) for row in self.counter_comparisons],
            "supporting_comparisons": [row_to_dict(row) for row in self.supporting_comparisons],
            "statistic": self.statistic,
            "then": self._then(),
            "trend": [one.to_dict() for one in self.supports],
            "other_questions": [
                {"dataset": one.dataset.id, "definition": one.definition.id, "unit": one.definition.unit}
                for one in self.others
            ],
            "specifications": len(self.rows),
            "abstained": [{"dataset": one.dataset, "why": one.why} for one in self.abstained],
            "uniform_weights": {"finding": self.uniform_finding.value},
            "specification_set": {
                "name": self.specifications.name,
                "sha256": self.specifications.digest,
                "finding": self.specifications.cut_offs,
            },
        }

    def _then(self) -> dict[str, Any] | None:
        if self.then is None:
            return None
        return {
            "known_on": str(self.said),
            "finding": self.then.finding.value,
            "sentence": self.then.sentence,
            "shares": self.then.shares.to_dict(),
            "vintages": {one.dataset.id: one.series.cells.vintage for one in self.then.sources},
        }

    @cached_property
    def _sufficient(self) -> pd.DataFrame:
        return scores.sufficient(self.rows)

    @cached_property
    def _by_ratio(self) -> scores.Ints:
        return scores.by_ratio(self._sufficient)

    @property
    def _says_something(self) -> bool:
        return bool(self.targets) and not self._sufficient.empty

    def _most_sensible(
        self, rows: pd.DataFrame, number: int, chosen: scores.Bools | None = None
    ) -> list[dict[str, Any]]:
        """The first so many of the chosen rows; ties go to the windows that lie closest together."""
        some = np.arange(len(rows)) if chosen is None else np.flatnonzero(chosen)
        if not len(some):
            return []
        sensibility = rows["sensibility"].to_numpy(dtype=np.float64)[some]
        if len(some) > number:
            some = some[sensibility >= np.partition(sensibility, -number)[-number]]
        # Column by column: taking rows of a large table touches every value of it.
        apart = (rows["after_start"].to_numpy()[some] - rows["before_end"].to_numpy()[some]).astype(np.int64)
        dataset = codes_of(rows["dataset"])[some]
        order = np.lexsort((dataset, apart, -rows["sensibility"].to_numpy(dtype=np.float64)[some]))
        return picked_rows(rows, some[order[:number]], self.sources)


def check(
    claim: Claim,
    datasets: Sequence[str] | None = None,
    *,
    said: date | None = None,
    place: str | None = None,
    known_on: date | None = None,
    specifications: str | Path | SpecificationSet = "",
) -> Check:
    """Check one claim against the named datasets (default: all shipped and imported ones).

    said is the day the statement was made: no window reaches past it. place overrides the claim's own (alpha-3,
    or WLD); known_on asks what the data said on that day instead of now. specifications is a set's name, its path or
    the set itself; "" takes the set of the claim's kind. A dataset that cannot answer abstains, with the reason. Raises
    DataError for an unknown dataset, InputError for a specification set that cannot be read.
    """
    planned = plan(claim, specifications)
    declared, targets, reason = planned.declared, planned.targets, planned.reason
    chosen = all_datasets() if datasets is None else [load(dataset_id) for dataset_id in dict.fromkeys(datasets)]
    found = gather(planned, chosen, said, place, known_on) if reason is None else Gathered()
    if reason is None and not found.sources:
        reason = "no dataset can make a comparison for it"
    table = found.table(declared)
    flags = []
    if found.sources:
        flags = flags_for(
            claim,
            targets,
            table,
            found.sources,
            declared.cut_offs,
            found.assumed,
            tell_today=known_on is None,
            others=found.others,
        )

    def again(day: date) -> Check:
        return check(claim, datasets, said=said, place=place, known_on=day, specifications=declared)

    return Check(
        claim, targets, said, declared, table, found.sources, found.abstained, flags, reason, _labels(declared),
        found.others, found.supports, again if known_on is None else None,
    )  # fmt: skip


def _labels(declared: SpecificationSet) -> dict[str, dict[str, str]]:
    """The plain words of every option, by factor."""
    return {"after_option": declared.labels("after"), "before_option": declared.labels("before")}


def _choice(decisive: scores.DecisiveChoice | None) -> dict[str, Any] | None:
    if decisive is None:
        return None
    return {
        "factor": decisive.factor,
        "variance_share": round(decisive.variance_share, 4),
        "reaching": decisive.reaching,
        "short": decisive.short,
    }


def row_to_dict(row: dict[str, Any]) -> dict[str, Any]:
    """A specification row with ISO dates and JSON numbers."""
    out: dict[str, Any] = {}
    for name in COLUMNS:
        value = row[name]
        if isinstance(value, date):
            out[name] = str(value)
        elif isinstance(value, float):
            # Nine digits: the last bits of a logarithm differ between versions of the numerical libraries.
            out[name] = finite(float(f"{value:.9g}"))
        else:
            out[name] = bool(value) if name == "compatible" else value
    return out


def _rounded(number: float | None) -> float | None:
    return None if number is None or math.isnan(number) else round(number, 4)
