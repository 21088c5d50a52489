"""Cautions that belong to one kind of claim: quoted levels, lower bounds, ties, other questions, places."""

from __future__ import annotations

import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import half_unit
from verifier.findings import wording
from verifier.findings.flag import Flag
from verifier.findings.sources import Source
from verifier.incidents.sums import says
from verifier.window import Window

SHOWN = 4


def kind_flags(claim: Claim, table: pd.DataFrame, sources: list[Source], others: list[Source]) -> list[Flag]:
    """Every caution of the claim's kind that applies."""
    found = [*_levels(claim, table), *_lower_bound(claim, table), *_tied(table), *_others(others)]
    places = [*summed_places(sources), *_unlike_places(sources)]
    return found + [Flag("place", words) for words in places]


def _levels(claim: Claim, table: pd.DataFrame) -> list[Flag]:
    """ "From 207 to 262": what the sources count in the very windows that the claim names."""
    said = said_counts(claim)
    if not said:
        return []
    own = table[(table["after_option"] == "stated") & (table["before_option"] == "stated") & (table["weight"] > 0)]
    found = [
        f"{row['dataset']} ({row['definition']}) counts {row['before_count']:,.0f} and {row['after_count']:,.0f}"
        for row in own.to_dict("records")
        if any(abs(row[f"{side}_count"] - count) > half_unit(count, claim.text) for side, count in said.items())
    ]
    if not found:
        return []
    told = " and ".join(f"{count:,g}" for count in said.values())
    return [Flag("levels", f"The claim says {told}; " + "; ".join(_some(found)) + ".")]


def said_counts(claim: Claim) -> dict[str, float]:
    """The counts that a claim of a change gives, the earlier first."""
    counts = claim.counts or {}
    return {side: count for side in ("before", "after") if (count := counts.get(side)) is not None}


def _lower_bound(claim: Claim, table: pd.DataFrame) -> list[Flag]:
    """Windows that leave out part of the period: their counts can only be lower."""
    period = claim.resolved.period
    if claim.kind != "level" or period is None:
        return []
    short = table[table["after_option"] == "covered"]
    ends = [
        f"{row['dataset']} counts to {wording.day(row['after_end'].date())}"
        for row in short.to_dict("records")
        if row["after_end"].date() < period.end
    ]
    return [Flag("lower bound", "Part of the period is not counted: " + "; ".join(_some(ends)) + ".")] if ends else []


def _tied(table: pd.DataFrame) -> list[Flag]:
    tied = table[table["tied"] > 0]
    if tied.empty:
        return []
    row = tied.iloc[0]
    window = wording.span(Window(row["after_start"].date(), row["after_end"].date()))
    detail = f"In {len(tied)} of {len(table)} comparisons another window has the same count, as in {row['dataset']}"
    return [Flag("tie", f"{detail}: {row['after_count']:,} in {window}, level with {int(row['tied'])} other.")]


def _others(others: list[Source]) -> list[Flag]:
    if not others:
        return []
    names = dict.fromkeys(f"{one.definition.label} ({one.definition.unit}, {one.dataset.id})" for one in others)
    return [Flag("other question", "Not averaged in, because they count something else: " + "; ".join(names) + ".")]


def summed_places(sources: list[Source]) -> list[str]:
    """Of which countries the counts are a sum, where they are one."""
    several = [source for source in sources if source.dataset.parts(source.series.cells.place)]
    return list(
        dict.fromkeys(says(one.series.cells.place, one.dataset.parts(one.series.cells.place)) for one in several)
    )


def _unlike_places(sources: list[Source]) -> list[str]:
    """Why the counts of two places that a claim compares say little of each other, where their source says so."""
    notes = [
        source.dataset.between_places
        for source in sources
        if source.other is not None and source.other.cells.place != source.series.cells.place
    ]
    return list(dict.fromkeys(note for note in notes if note is not None))


def _some(found: list[str]) -> list[str]:
    once = list(dict.fromkeys(found))
    return once[:SHOWN] + ([f"and {len(once) - SHOWN} more"] if len(once) > SHOWN else [])
