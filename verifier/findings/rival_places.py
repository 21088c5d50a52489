"""The series of the places that a claim ranks its own among. Every one of them must be counted in the claim's period; a
place that lacks a count is a zero only where its dataset says that it lists all there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Spans
from verifier.findings import wording
from verifier.findings.anchors import UP_TO_DATE
from verifier.findings.plan import Plan
from verifier.findings.sources import Source, days_named, latest_day, series_of
from verifier.listing import joined_by_and
from verifier.places.place import WORLD
from verifier.places.tree import in_words, place_name
from verifier.window import Window

NAMED = 3  # places without a count that are named


def among(source: Source, plan: Plan) -> Source | str:
    """The source of one place with those of all others it is ranked among; or why they cannot be ranked."""
    field, period, own = plan.among, _period(source, plan), source.series.cells.place
    assert field is not None  # noqa: S101 (only ranks among places come here)
    if own != field.own:
        return f"It counts {in_words(own)} as a whole, and has nothing for {in_words(field.own)}."
    if period is None:
        return "A rank among places needs a time with an end, and the day the text was published is not known."
    about = source.dataset.descriptor["verifier"]
    others = [code for code in field.others(period.end) if not _filed_elsewhere(about, code, period.end)]
    if not others:
        return f"It has no {field.level} to rank {in_words(own)} among."
    rivals, counts = _rivals(source, others, plan, period)
    lacking = [code for code, count in counts.items() if count is None]
    wider = field.level == "countries" and field.whole not in (None, WORLD)
    level = f"countries of {in_words(field.whole)}" if wider and field.whole else field.level
    if lacking and not _beaten_anyway(source, plan.targets[0], [*counts.values()], period):
        when = wording.during(period)
        return f"It has no figure {when} for {_named(lacking)}, and a rank among {level} needs all of them."
    if lacking:
        level = f"{level} with figures"
    return replace(source, own_label=place_name(own), other_label=level, rivals=tuple(rivals))


def _period(source: Source, plan: Plan) -> Window | None:
    """The period of a claim; one that is not over when it was said ends then, or with data that end just before."""
    period, said = plan.claim.resolved.period, plan.claim.published
    if period is None or said is None or not period.start <= said <= period.end:
        return period
    last = latest_day(source) if source.series.dense else said
    up_to_date = period.start <= last < said and (said - last).days <= UP_TO_DATE
    return Window(period.start, last if up_to_date else said)


def _rivals(
    source: Source, others: list[str], plan: Plan, period: Window
) -> tuple[list[Series], dict[str, int | None]]:
    """The series of the other places in the same release, and the count of each in the period, None where it has none.

    Where a dataset lists all there is, a place without a row has none; one that it lists only later did not exist.
    """
    dataset, own = source.dataset, source.series.cells
    phrase, days = plan.claim.measure or "", days_named(plan.claim)
    listed: dict[str, Series] = {}
    for code in others:
        vintages = [one for one in dataset.vintages(code, source.definition) if one.id == own.vintage]
        if vintages and not dataset.left_out(source.definition, phrase, code, days):
            listed[code] = series_of(dataset, source.definition.id, code, vintages[0])
    several = ManySeries(list(listed.values()))
    at = np.array([several.place(one) for one in listed.values()], dtype=np.int64)
    found, known = several.counts(at, Spans.of([period] * len(at)))
    told = {code: int(count) for code, count, is_known in zip(listed, found, known, strict=True) if is_known}
    complete = dataset.descriptor["verifier"].get("unlisted") == "none"
    none, unknown = own.table.assign(count=0), own.table.iloc[:0]
    rivals: list[Series] = []
    counts: dict[str, int | None] = {}
    for code in others:
        covered = listed[code].coverage if code in listed else None
        if code in told:
            rivals.append(listed[code])
        elif complete and covered and covered.start > period.end:
            continue  # it was no state yet
        elif complete and not dataset.left_out(source.definition, phrase, code, days):
            rivals.append(Series(replace(own, place=code, table=none)))
        else:
            rivals.append(Series(replace(own, place=code, table=unknown, dense=False, coverage=None)))
        counts[code] = told.get(code, None if rivals[-1].cells.table is unknown else 0)
    return rivals, counts


def _filed_elsewhere(about: Mapping[str, Any], code: str, day: date) -> bool:
    """Whether the dataset files a place under another one on a day."""
    return any(
        note["place"] == code and "within" in note and str(day) <= str(note.get("until", day))
        for note in about.get("place_notes", [])
    )


def _beaten_anyway(source: Source, target: TargetReading, others: list[int | None], period: Window) -> bool:
    """Whether so many others are ahead that those without a count cannot make the claim right."""
    if not source.series.covers(period):
        return False
    own = source.series.count(period).count
    ahead = sum(count < own if target.down else count > own for count in others if count is not None)
    return 1 + ahead >= target.high


def _named(codes: list[str]) -> str:
    names = sorted((in_words(code) for code in codes), key=lambda name: name.removeprefix("the "))
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return joined_by_and([*names[:NAMED], *more])
