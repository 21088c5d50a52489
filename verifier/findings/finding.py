"""The finding: what all specifications say together, and the flags a reader must see with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.readings import TargetReading
from verifier.comparisons.compare import NOT_MEANINGFUL, SMALL_BASE
from verifier.comparisons.series import Series
from verifier.findings.outcomes import Finding, Outcome, outcome
from verifier.findings.scores import Shares, shares
from verifier.findings.sources import Source
from verifier.window import Window


@dataclass(frozen=True, slots=True)
class Flag:
    """A named caution and the sentence that explains it."""

    flag: str
    detail: str

    def to_dict(self) -> dict[str, str]:
        """The JSON form."""
        return asdict(self)


def find(share: Shares, cut_offs: dict[str, Any], cut_off: float | None = None) -> Finding:
    """The first finding that applies, from the shares and the cut-offs of the specification set."""
    bound = cut_offs["cut_off"] if cut_off is None else cut_off
    if share.sufficient < cut_offs["sufficient"]:
        return Finding.NOT_CHECKABLE
    if share.matches >= bound:
        return Finding.HOLDS_UP
    if share.stronger >= bound:
        return Finding.UNDERSTATED
    reached = share.matches + share.stronger > 0
    if share.opposite >= bound or (not reached and share.direction < cut_offs["direction"]):
        return Finding.CONTRADICTED
    if share.weaker + share.opposite >= bound and share.direction >= cut_offs["direction"]:
        return Finding.EXAGGERATED
    if share.compatible >= bound:
        return Finding.WITHIN_NOISE
    return Finding.DEPENDS


def flags_for(
    claim: Claim,
    targets: list[TargetReading],
    table: pd.DataFrame,
    sources: list[Source],
    cut_offs: dict[str, Any],
    assumed: list[str],
    *,
    tell_today: bool,
) -> list[Flag]:
    """Every caution that applies, the ones that bear on the claim itself first. tell_today: compare older vintages."""
    target = targets[0]
    share = shares(table, target)
    found = [Flag("assumed", f"{sentence}.") for sentence in dict.fromkeys(assumed)]
    if claim.negated:
        found.append(Flag("negated", "The text denies this statement; the finding is about the statement denied."))
    found += _reading_flags(targets, table)
    if share.matches > 0 and share.matches + share.stronger < cut_offs["cherry_picked"]:
        found.append(Flag("cherry-picked", _cherry_picked(share)))
    found += _small_base(table)
    found += _definition_flags(sources)
    if len({source.dataset.id for source in sources}) == 1:
        found.append(Flag("single source", f"Only one dataset answers: {sources[0].dataset.id}."))
    found += _lag_flags(claim, sources)
    if tell_today:
        found += _revised(table, sources)
    return found + _unstable(table, target, cut_offs)


def _cherry_picked(share: Shares) -> str:
    reached = 100 * (share.matches + share.stronger)
    return f"Some comparisons give the number, but only {reached:.0f} of 100 weighted comparisons reach it."


def _reading_flags(targets: list[TargetReading], table: pd.DataFrame) -> list[Flag]:
    first = set(table["outcome"])
    if Outcome.MATCHES in first:
        return []
    found = []
    for other in targets[1:]:
        matching = sum(
            outcome(ratio, other, enough=said != Outcome.INSUFFICIENT) == Outcome.MATCHES
            for ratio, said in zip(table["ratio"], table["outcome"], strict=True)
        )
        if matching:
            found.append(
                Flag(
                    "reading",
                    f"No comparison matches {targets[0].label!r}; {matching} match if {other.label!r} is meant.",
                )
            )
    return found


def _small_base(table: pd.DataFrame) -> list[Flag]:
    small = table[table["before_count"] < SMALL_BASE]
    if small.empty:
        return []
    tiny = int((small["before_count"] < NOT_MEANINGFUL).sum())
    detail = f"{len(small)} of {len(table)} comparisons start from fewer than {SMALL_BASE}"
    detail += f", {tiny} of them from fewer than {NOT_MEANINGFUL}" if tiny else ""
    names = ", ".join(sorted(small["dataset"].unique()))
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
        f"{source.dataset.id} ends on {source.series.coverage.end}"
        for source in sources
        if source.series.coverage and source.series.coverage.end < period.end
    ]
    if not short:
        return []
    return [Flag("lag", f"The claim speaks of the time up to {period.end}; " + ", ".join(dict.fromkeys(short)) + ".")]


def _revised(table: pd.DataFrame, sources: list[Source]) -> list[Flag]:
    """Windows of the table whose count an earlier vintage gives differently."""
    found: list[str] = []
    for source in sources:
        dataset, vintage, definition = source.key
        rows = table[(table["dataset"] == dataset) & (table["definition"] == definition)]
        place = source.series.cells.place
        known = source.dataset.vintages(place, source.definition)
        earlier = [one.id for one in known if one.published < source.published]
        series = [Series(source.dataset.cells(definition, place, vintage=one)) for one in earlier if one != vintage]
        for window in sorted(_windows(rows)):
            now = source.series.count(window).count
            then = {one.count(window).count: one.cells.vintage for one in reversed(series) if one.covers(window)}
            said = [f"{count:,} (vintage {told})" for count, told in reversed(then.items()) if count != now]
            found += [f"{dataset} {window}: {', '.join(said)}, now {now:,}"] if said else []
    return [Flag("revised", "Counts were restated: " + "; ".join(found) + ".")] if found else []


def _windows(rows: pd.DataFrame) -> set[Window]:
    sides = (zip(rows[f"{side}_start"], rows[f"{side}_end"], strict=True) for side in ("after", "before"))
    return {Window(start, end) for side in sides for start, end in side}


def _unstable(table: pd.DataFrame, target: TargetReading, cut_offs: dict[str, Any]) -> list[Flag]:
    share = shares(table, target)
    chosen = find(share, cut_offs)
    others = {f"a cut-off of {bound:g}": find(share, cut_offs, bound) for bound in cut_offs["other_cut_offs"]}
    others["uniform weights"] = find(shares(table, target, "uniform_weight"), cut_offs)
    changed = [f"with {how} it would be {other.value!r}" for how, other in others.items() if other != chosen]
    return [Flag("unstable", "The finding hangs on a setting: " + "; ".join(changed) + ".")] if changed else []
