"""The finding: what all specifications say together, and the flags a reader must see with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.compare import NOT_MEANINGFUL, SMALL_BASE
from verifier.comparisons.spans import Spans, join
from verifier.findings import wording
from verifier.findings.comparison_table import spans_of
from verifier.findings.flag import Flag
from verifier.findings.more_flags import kind_flags
from verifier.findings.outcome_shares import BothShares
from verifier.findings.outcomes import Outcome, kind_of, outcomes
from verifier.findings.position import Shares, find
from verifier.findings.scores import values
from verifier.findings.sources import Source, earlier_series
from verifier.findings.words import publisher

# Restated windows that a flag names one by one.
RESTATED = 60


def flags_for(
    claim: Claim,
    targets: list[TargetReading],
    table: pd.DataFrame,
    held: BothShares,
    sources: list[Source],
    cut_offs: dict[str, Any],
    assumed: list[str],
    *,
    tell_today: bool,
    others: list[Source] | None = None,
) -> list[Flag]:
    """Every caution that applies, the ones that bear on the claim itself first. tell_today: compare older vintages."""
    share = held.shares
    found = [Flag("assumed", f"{sentence}.") for sentence in dict.fromkeys(assumed)]
    if claim.negated:
        found.append(Flag("negated", "The text denies this statement; the finding is about the statement denied."))
    found += _reading_flags(targets, table)
    if is_cherry_picked(share, cut_offs):
        found.append(Flag("cherry-picked", _cherry_picked(share)))
    found += _small_base(table)
    found += kind_flags(claim, table, sources, others or [])
    found += _definition_flags(sources)
    if len({source.dataset.id for source in sources}) == 1:
        found.append(Flag("single source", f"Only {publisher(sources[0])} has data for this."))
    found += _lag_flags(claim, sources)
    if tell_today:
        found += _revised(table, sources)
    return found + unstable(held, cut_offs)


def is_cherry_picked(share: Shares, cut_offs: dict[str, Any]) -> bool:
    """Whether some comparison gives the number, yet hardly any reaches it."""
    return bool(share.matches > 0 and share.reached < cut_offs["cherry_picked"])


def _cherry_picked(share: Shares) -> str:
    reached = wording.in_hundred(share.matches + share.stronger)
    return f"Some comparisons give the number, but only in {reached} weighted comparisons is it reached."


def _reading_flags(targets: list[TargetReading], table: pd.DataFrame) -> list[Flag]:
    if (table["outcome"] == Outcome.MATCHES).any():
        return []
    found = []
    for other in targets[1:]:
        enough = (table["outcome"] != Outcome.INSUFFICIENT).to_numpy()
        again = outcomes(values(table), other, enough)
        matching = int((again == Outcome.MATCHES).sum())
        if matching:
            found.append(
                Flag(
                    "reading",
                    f"No comparison matches {targets[0].label!r}; {matching} match if {other.label!r} is meant.",
                )
            )
    return found


def _small_base(table: pd.DataFrame) -> list[Flag]:
    if not kind_of(table["statistic"].iloc[0]).two_counts:
        return []
    before = table["before_count"].to_numpy()
    small = before < SMALL_BASE
    if not small.any():
        return []
    tiny = int((before < NOT_MEANINGFUL).sum())
    detail = f"{int(small.sum())} of {len(table)} comparisons start from fewer than {SMALL_BASE}"
    detail += f", {tiny} of them from fewer than {NOT_MEANINGFUL}" if tiny else ""
    names = ", ".join(sorted(map(str, table["dataset"].array[small].unique())))
    return [Flag("small base", f"{detail} ({names}): read the counts, not the percentages.")]


def _definition_flags(sources: list[Source]) -> list[Flag]:
    if any(source.match == "exact" for source in sources):
        return []
    whys = dict.fromkeys(f"{source.dataset.id} ({source.match}): {source.why}" for source in sources)
    return [Flag("definition", "No dataset counts exactly what the claim names. " + " ".join(whys))]


def _lag_flags(claim: Claim, sources: list[Source]) -> list[Flag]:
    period = claim.resolved.period
    if period is None:
        return []
    short = [
        f"{publisher(source)} ends on {wording.day(source.series.coverage.end)}"
        for source in sources
        if source.series.coverage and source.series.coverage.end < period.end
    ]
    if not short:
        return []
    return [
        Flag(
            "lag",
            f"The claim is about the time up to {wording.day(period.end)}; " + ", ".join(dict.fromkeys(short)) + ".",
        )
    ]


def _revised(table: pd.DataFrame, sources: list[Source]) -> list[Flag]:
    """Windows of the table whose count an earlier vintage gives differently."""
    found: list[str] = []
    for source in sources:
        dataset, _, definition = source.key
        earlier = earlier_series(source)
        if not earlier:
            continue
        rows = np.flatnonzero((table["dataset"] == dataset).to_numpy() & (table["definition"] == definition).to_numpy())
        windows = _windows(table, rows)
        now, _ = source.series.counts(windows)
        # The last vintage that gave a count is the first named; of vintages that agree, the oldest.
        said: dict[int, dict[int, str]] = {}
        for one in reversed(earlier):
            then, is_known = one.counts(windows)
            for at in np.flatnonzero(is_known & (then != now)).tolist():
                said.setdefault(at, {})[int(then[at])] = one.cells.vintage
        for each in sorted(said):
            told = ", then ".join(f"{count:,} ({_release(name)})" for count, name in reversed(said[each].items()))
            found.append(f"{publisher(source)} {wording.span(windows.window(each))}: {told}, now {now[each]:,}")
    if len(found) > RESTATED:
        found = [*found[:RESTATED], f"and of {len(found) - RESTATED:,} more windows"]
    return [Flag("revised", "The figures were revised since: " + "; ".join(found) + ".")] if found else []


def _release(vintage: str) -> str:
    """A release as a reader knows it: its day in words, or its own number."""
    try:
        return f"as published by {wording.day(date.fromisoformat(vintage))}"
    except ValueError:
        return f"release {vintage}"


def _windows(table: pd.DataFrame, rows: npt.NDArray[np.int64]) -> Spans:
    """Every different window of some rows, in order."""
    some = table.iloc[rows]
    sides = [spans_of(some, "after")]
    if not some["before_start"].isna().all():
        sides.append(spans_of(some, "before"))
    both = join(sides)
    lowest, highest = int(both.starts.min()), int(both.ends.max()) + 1
    key = np.unique((both.starts - lowest) * (highest - lowest) + both.ends - lowest)
    return Spans(key // (highest - lowest) + lowest, key % (highest - lowest) + lowest)


def unstable(held: BothShares, cut_offs: dict[str, Any]) -> list[Flag]:
    """A caution where another cut-off would give another finding, or, of a claim that does not say what it compares,
    weights that are all alike.
    """
    share, soft = held.shares, held.soft
    chosen = find(share, cut_offs, soft=soft)
    others = {
        f"a cut-off of {bound:g}": find(share, cut_offs, bound, soft=soft) for bound in cut_offs["other_cut_offs"]
    }
    if not held.literal:
        others["uniform weights"] = find(held.uniform, cut_offs, soft=soft)
    changed = [f"with {how} it would be “{other.value}”" for how, other in others.items() if other != chosen]
    return [Flag("unstable", "The finding depends on a setting: " + "; ".join(changed) + ".")] if changed else []
