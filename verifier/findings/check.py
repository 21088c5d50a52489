"""Checking a claim: ask every dataset, make every declared comparison, and say what they give together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.readings import TargetReading, readings
from verifier.comparisons.compare import finite
from verifier.comparisons.history import Overlap, overlap
from verifier.comparisons.interrupted import Interruption, interrupted_series
from verifier.comparisons.series import Series
from verifier.comparisons.specifications import SpecificationSet, load_set
from verifier.findings import scores, search, wording
from verifier.findings.diagnostics import diagnostics, regression_flags
from verifier.findings.finding import Flag, find, flags_for
from verifier.findings.outcomes import Finding, Outcome, claimed_direction
from verifier.findings.placebo import placebo_percentile
from verifier.findings.sources import Abstention, Source, ask, no_window
from verifier.findings.table import (
    COLUMNS,
    Rows,
    anchors_for,
    codes_of,
    picked_rows,
    rows_for,
    rows_of,
    specification_table,
    with_intervals,
)
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load

SHOWN = 3


@dataclass(frozen=True)
class Check:
    """A claim, every comparison made for it, and what they say together.

    rows has one row a specification (weights summing to 1, heaviest first), without the intervals, which `table` adds;
    sources are the series behind it; abstained the datasets that do not answer. said is the day the statement was made.
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

    @property
    def target(self) -> TargetReading | None:
        """The reading the finding is about: the first one."""
        return self.targets[0] if self.targets else None

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every specification with its interval: the columns of the contract, dates as datetime64."""
        return with_intervals(self.rows, self.sources)

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
    def pareto(self) -> list[dict[str, Any]]:
        """The counter-comparisons that no other beats in sensibility and in how far it falls short of the claim."""
        if self.target is None or self.rows.empty:
            return []
        front = search.pareto(self.rows, self.target)
        return picked_rows(front, np.arange(len(front)), self.sources)

    @cached_property
    def reverse_engineered(self) -> list[dict[str, Any]]:
        """The most sensible windows that give the claimed number, beyond the declared options (JSON rows)."""
        anchors = [anchors_for(self.claim, self.said, source)[0] for source in self.sources]
        return search.reverse_engineered(self.sources, anchors, self.specifications, self.targets)

    @cached_property
    def instead(self) -> str | None:
        """What a careful writer could say instead, with both counts; None where nothing can be checked."""
        if not self._compares_counts or self.headline is None:
            return None
        label = self.series_of(self.headline).cells.definition.label
        return search.instead(self.headline, label, scores.fair_range(self.rows))

    @cached_property
    def diagnostics(self) -> dict[str, Any] | None:
        """What a reader should know beside the finding, about the most sensible comparison (JSON)."""
        if not self._compares_counts or self.headline is None:
            return None
        other = next((row for row in self.counter_comparisons if row != self.headline), None)
        return diagnostics(self.headline, self.series_of(self.headline), other)

    def interrupted(self) -> Interruption | None:
        """Whether the level of the headline's daily series changed where its later window starts, trend and seasons
        allowed for. Asked for by itself, because it needs the extra `stats`: UsageError without.
        """
        if not self._compares_counts or self.headline is None:
            return None
        return interrupted_series(self.series_of(self.headline), self.headline["after_start"])

    def shared_with(self, other: Check) -> Overlap | None:
        """How far the most sensible comparisons of two checks rest on the same data; None where one has none.

        Counts are told where both were made in one daily series.
        """
        if not self._compares_counts or not other._compares_counts or self.headline is None or other.headline is None:
            return None
        series = self.series_of(self.headline)
        same = series.cells.definition == other.series_of(other.headline).cells.definition
        same = same and series.name == other.series_of(other.headline).name
        pairs = wording.row_windows(self.headline), wording.row_windows(other.headline)
        return overlap(*pairs, series if same else None)

    @cached_property
    def placebo_percentile(self) -> float | None:
        """Where the most sensible day-by-day comparison stands among all other dates, from 0 to 100."""
        rows = self._sufficient
        chosen = np.zeros(len(rows), dtype=bool)
        for source in self.sources:
            if source.series.dense:
                chosen |= rows_of(rows, source)
        best = self._most_sensible(rows, 1, chosen)
        if not best:
            return None
        after, before = wording.row_windows(best[0])
        return placebo_percentile(self.series_of(best[0]), after, before)

    @cached_property
    def fair_statement(self) -> str | None:
        """The narrowest statement that 80 of 100 weighted comparisons support."""
        found = scores.fair_range(self._sufficient, order=self._by_ratio) if self._says_something else None
        if found is None:
            return None
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
        parts = [
            wording.lead(self.finding, self.shares, self.target.label, rising=claimed_direction(self.target) >= 0),
        ]
        if self.decisive_choice and self.finding != Finding.NOT_CHECKABLE:
            parts.append(wording.choice(self.decisive_choice, self.labels.get(self.decisive_choice.factor, {})))
        if self.headline:
            parts.append(f"The most sensible comparison: {self.words_of(self.headline)}.")
            fit = wording.bounds(self.headline["interval_low"], self.headline["interval_high"])
            parts.append(f"Allowing for chance, these two counts fit {fit}.")
        return parts

    @property
    def sentence(self) -> str:
        """The finding in words, in one paragraph."""
        return " ".join(self.sentences)

    def series_of(self, row: dict[str, Any]) -> Series:
        """The series a row of the table was counted in."""
        key = (row["dataset"], row["vintage"], row["definition"])
        return next(source.series for source in self.sources if source.key == key)

    def words_of(self, row: dict[str, Any]) -> str:
        """A row of the table as a clause: what was counted, by whom, in which windows, and the change."""
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
            "pareto": [row_to_dict(row) for row in self.pareto],
            "reverse_engineered": self.reverse_engineered,
            "instead": self.instead,
            "diagnostics": self.diagnostics,
            "specifications": len(self.rows),
            "abstained": [{"dataset": one.dataset, "why": one.why} for one in self.abstained],
            "uniform_weights": {"finding": self.uniform_finding.value},
            "specification_set": {
                "name": self.specifications.name,
                "sha256": self.specifications.digest,
                "finding": self.specifications.cut_offs,
            },
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

    @property
    def _compares_counts(self) -> bool:
        """Whether the claim is about the ratio of two counts, and something can be said of it."""
        return self._says_something and self.reason is None and self.targets[0].on == "ratio"

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
    specifications: str | Path | SpecificationSet = "change",
) -> Check:
    """Check one claim against the named datasets (default: all shipped and imported ones).

    said is the day the statement was made: no window reaches past it. place overrides the claim's own (alpha-3,
    or WLD); known_on asks what the data said on that day instead of now. specifications is a set's name, its path or
    the set itself. A dataset that cannot answer abstains, with the reason. Raises DataError for an unknown dataset,
    InputError for a specification set that cannot be read.
    """
    declared = specifications if isinstance(specifications, SpecificationSet) else load_set(specifications)
    chosen = all_datasets() if datasets is None else [load(dataset_id) for dataset_id in dict.fromkeys(datasets)]
    targets = [reading for reading in readings(claim) if reading.on == "ratio"]
    reason = _not_checkable(claim, targets)
    sources: list[Source] = []
    abstained: list[Abstention] = []
    parts: list[Rows] = []
    assumed: list[str] = []
    for dataset in chosen if reason is None else []:
        answered, why = ask(dataset, claim, place, known_on)
        made: list[Rows] = []
        for source in answered:
            anchors, assumptions = anchors_for(claim, said, source)
            found = rows_for(source, anchors, declared, targets[0])
            if len(found):
                sources.append(source)
                assumed += assumptions
                made.append(found)
        if not made:
            abstained.append(Abstention(dataset.id, why or no_window(answered)))
        parts += made
    if reason is None and not parts:
        reason = "no dataset can make a comparison for it"
    table = specification_table(parts, declared)
    flags = []
    if parts:
        flags = flags_for(claim, targets, table, sources, declared.cut_offs, assumed, tell_today=known_on is None)
    whole = Check(claim, targets, said, declared, table, sources, abstained, flags, reason, _labels(declared))
    if whole._compares_counts and whole.headline is not None:
        flags += regression_flags(whole.headline, whole.series_of(whole.headline))
    return whole


def _not_checkable(claim: Claim, targets: list[TargetReading]) -> str | None:
    if not targets:
        return f"claims of this kind ({claim.kind}, {claim.form}) are read, but not checked against data"
    if claim.measure is None:
        return "the text does not say what is counted"
    return None


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
