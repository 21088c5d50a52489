"""Checking many claims: the verdict on each, in the order asked.

Claims that ask about the same series under the same set are worked out together: what their comparisons are, and what
these say whatever number is claimed, once for each different question; then every number against those of its question.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.claims.claim import Claim
from verifier.comparisons.compare import finite
from verifier.comparisons.spans import Days
from verifier.comparisons.specifications import SpecificationSet, load_set
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings.answering import Answers, answers, answers_key
from verifier.findings.batch import Batch
from verifier.findings.flags import Present, flag_names
from verifier.findings.gathering import abstentions, lacking
from verifier.findings.many_questions import Answered, Case, Group, answered, windows_key
from verifier.findings.outcome_shares import BothShares
from verifier.findings.panel import Panel
from verifier.findings.plan import Plan, plan
from verifier.findings.position import FINDINGS, Finding, with_counts
from verifier.findings.sources import Source, days_of
from verifier.findings.verdict import Verdict, claimed, weighed
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import Dataset
from verifier.places.names import place_code
from verifier.questions.asked_measure import AskedMeasure

# Claims looked at in one go, and the days of the series held for them, so that memory stays bounded however many are
# asked.
MOST_CLAIMS = 50_000
MOST_DAYS = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim and the day it was said; None takes the day the claim was parsed with."""

    claim: Claim
    said: date | None


def verdicts(
    asked: Sequence[Asked],
    datasets: Sequence[str] | None = None,
    *,
    place: str | None = None,
    known_on: date | None = None,
    specifications: str | Path = "",
) -> list[Verdict]:
    """The verdict on each claim, equal to what `check` gives it, with the same arguments and the same errors.

    The datasets are looked up once for the whole call. An error that is about one claim names it in a note.
    """
    chosen = all_datasets() if datasets is None else [load(dataset_id) for dataset_id in dict.fromkeys(datasets)]
    place = place_code(place) if place else None
    named = datasets is not None
    declared = {statistic: load_set(specifications or statistic.kind.set) for statistic in Statistic}
    found: list[Verdict] = []
    for start in range(0, len(asked), MOST_CLAIMS):
        with _uncollected():
            found += _block(asked[start : start + MOST_CLAIMS], chosen, place, known_on, declared, named=named)
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cyclic garbage, which would go through all claims and verdicts time and again for hardly any."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _block(
    asked: Sequence[Asked],
    datasets: list[Dataset],
    place: str | None,
    known_on: date | None,
    declared: dict[Statistic, SpecificationSet],
    *,
    named: bool,
) -> list[Verdict]:
    """The verdict on each of some claims."""
    some: dict[int, Verdict] = {}
    groups: dict[Hashable, list[Case]] = {}
    here = [one.id for one in datasets]
    for at, one in enumerate(asked):
        try:
            planned = plan(one.claim, declared, here, chosen=named)
        except Exception as error:  # noqa: BLE001 (raised again with the claim's name)
            raise _named(error, one.claim) from None
        if planned.reason is None:
            key = answers_key(planned, datasets, place)
            groups.setdefault(key, []).append(Case(at, one.claim, one.said or one.claim.published, planned))
        else:
            some[at] = _unchecked(planned, planned.reason)
    some.update(_found(list(groups.values()), datasets, place, known_on))
    return [some[at] for at in range(len(some))]


def _found(
    groups: list[list[Case]], datasets: list[Dataset], place: str | None, known_on: date | None
) -> list[tuple[int, Verdict]]:
    """The verdicts on claims by the series that answer; what goes wrong is narrowed down to the claim it is about."""
    try:
        return list(_answered(groups, datasets, place, known_on))
    except Exception as error:  # noqa: BLE001 (raised again where one claim is left)
        if len(groups) == len(groups[0]) == 1:
            raise _named(error, groups[0][0].claim) from None
    several = groups if len(groups) > 1 else [[case] for case in groups[0]]
    half = len(several) // 2
    return [one for part in (several[:half], several[half:]) for one in _found(part, datasets, place, known_on)]


def _named(error: Exception, claim: Claim) -> Exception:
    error.add_note(f"while checking the claim {claim.id} ({claim.text!r})")
    return error


def _answered(
    groups: list[list[Case]], datasets: list[Dataset], place: str | None, known_on: date | None
) -> Iterator[tuple[int, Verdict]]:
    """The verdicts on claims, those of one group answered by the same series, whatever is worked out of these."""
    together: list[tuple[list[Case], Answers]] = []
    days, counted = 0, set[int]()
    # Groups about one place lie together, since they mostly ask the same series.
    for cases in sorted(groups, key=lambda one: one[0].plan.claim.resolved.country or ""):
        found = answers(cases[0].plan, datasets, place, known_on)
        if not found.kept:
            abstained, whys = abstentions(found, cases[0].plan, {}), dict[AskedMeasure, str]()
            for case in cases:
                what = case.plan.what
                whys[what] = whys.get(what) or lacking(case.plan, abstained, datasets)
                yield case.at, _unchecked(case.plan, whys[what])
            continue
        together.append((cases, found))
        for source in found.kept:
            if id(source.series) not in counted:
                counted.add(id(source.series))
                days += days_of(source.series)
        if days > MOST_DAYS:
            yield from _by_set(together, datasets, known_on)
            together, days, counted = [], 0, set()
    yield from _by_set(together, datasets, known_on)


def _by_set(
    together: list[tuple[list[Case], Answers]], datasets: list[Dataset], known_on: date | None
) -> Iterator[tuple[int, Verdict]]:
    """The verdicts on claims that series answer, those under one set worked out together."""
    by_set: dict[Statistic, dict[int, list[Case]]] = {}
    for at, (cases, _) in enumerate(together):
        for case in cases:
            by_set.setdefault(case.plan.statistic, {}).setdefault(at, []).append(case)
    for statistic, several in by_set.items():
        sources: list[Source] = []
        groups: list[Group] = []
        found_for: dict[int, Answers] = {}
        for at, cases in several.items():
            first, found = len(sources), together[at][1]
            sources += found.kept
            groups.append(Group(cases, first, len(sources), other_question=bool(found.others)))
            found_for |= {case.at: found for case in cases}
        panel = Panel(sources, estimated=statistic == Statistic.COUNT, dated=known_on is None)
        presents: dict[bytes, Present] = {}
        silent: dict[Hashable, str] = {}
        told: BothShares[Floats, Bools] | None = None
        for one in answered(groups, panel):
            here = one.facts.present_in(one.question)
            if one.held is None:
                found, case = found_for[one.case.at], one.case
                alike = id(found), windows_key(case), case.plan.what
                if alike not in silent:
                    silent[alike] = lacking(case.plan, abstentions(found, case.plan, one.uncovered), datasets)
                yield case.at, _unchecked(case.plan, silent[alike])
                continue
            key = here.tobytes()
            if key not in presents:
                presents[key] = Present([sources[at] for at in here.tolist()])
            if told is not one.held:
                told, shares = one.held, weighed(one.held.shares)
                headlines = _headlines(one.made, np.asarray(told.lead))
            yield one.case.at, _verdict(one, told, shares[one.place], headlines[one.place], presents[key])


def _unchecked(planned: Plan, reason: str) -> Verdict:
    """The verdict on a claim for which there is no comparison."""
    return Verdict(finding=Finding.NOT_CHECKABLE.value, reason=reason, **_asked(planned))


def _asked(planned: Plan) -> dict[str, Any]:
    """The fields about what is worked out for a claim."""
    target = claimed(planned.targets[0] if planned.targets else None)
    return {"statistic": planned.declared.statistic.value, "specification_set": planned.declared.name, **target}


def _verdict(
    one: Answered, held: BothShares[Floats, Bools], shares: dict[str, Any], headline: dict[str, Any], present: Present
) -> Verdict:
    """The row of a claim with comparisons: the finding with the fields about its shares and the comparison that it is
    told by, {} where there is none.
    """
    found = FINDINGS[held.findings[one.place]]
    if headline:
        before = headline["before_count"]
        counts = headline["after_count"], math.nan if before is None else before
        found = with_counts(found, one.case.claim.counts, *counts)
    return Verdict(
        finding=found.value,
        reason=None,
        specifications=int(one.made.sizes[one.question]),
        uniform_finding=FINDINGS[held.uniform_findings[one.place]].value,
        flags=tuple(flag_names(one, present)),
        datasets=present.datasets,
        **_asked(one.case.plan),
        **shares,
        **headline,
    )


def _headlines(made: Batch, headline: Days) -> list[dict[str, Any]]:
    """The fields about the comparison that each finding is told by, {} where there is none."""
    found: list[dict[str, Any]] = [{} for _ in headline]
    asked = np.flatnonzero(headline >= 0)
    rows, day = headline[asked], date.fromordinal
    after, before = made.rows.after.take(rows), made.rows.before.take(rows)
    columns = (
        asked, made.source[rows], after.starts, after.ends, before.starts, before.ends,
        made.rows.after_count[rows], made.rows.before_count[rows], made.rows.value[rows],
    )  # fmt: skip
    for place, at, start, end, earlier, until, count, other, value in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        source = made.panel.sources[at]
        dataset, vintage, definition = source.key
        found[place] = {
            "dataset": dataset,
            "vintage": vintage,
            "definition": definition,
            "match": source.match,
            "counted_place": source.series.cells.place,
            "after_start": day(start),
            "after_end": day(end),
            "before_start": day(earlier) if earlier else None,
            "before_end": day(until) if earlier else None,
            "after_count": int(count),
            "before_count": None if math.isnan(other) else int(other),
            "value_found": finite(value),
        }
    return found
