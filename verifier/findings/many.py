"""Checking many claims: the verdict on each, in the order asked.

Claims that ask about the same series under the same set are worked out together: what their comparisons are, and what
these say whatever number is claimed, once for each different question; then every number against those of its question.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from verifier.claims.claim import Claim
from verifier.comparisons.compare import finite
from verifier.comparisons.specifications import load_set
from verifier.findings.answering import answers, answers_key
from verifier.findings.batch import Batch
from verifier.findings.check import NO_COMPARISON
from verifier.findings.finding import find
from verifier.findings.kinds import SETS, Plan, plan
from verifier.findings.many_flags import Present, flag_names
from verifier.findings.many_questions import Answered, Case, answered
from verifier.findings.outcomes import Finding
from verifier.findings.scores import FACTORS
from verifier.findings.verdict import Verdict, claimed, weighed
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import Dataset

# Claims looked at in one go, so that memory stays bounded however many are asked.
MOST_CLAIMS = 50_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim and the day it was said, None where that is unknown."""

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
    declared = {statistic: load_set(specifications or name) for statistic, name in SETS.items()}
    found: list[Verdict] = []
    for start in range(0, len(asked), MOST_CLAIMS):
        some: dict[int, Verdict] = {}
        groups: dict[Hashable, list[Case]] = {}
        for at, one in enumerate(asked[start : start + MOST_CLAIMS]):
            try:
                planned = plan(one.claim, declared)
            except Exception as error:  # noqa: BLE001 (raised again with the claim's name)
                raise _named(error, one.claim) from None
            if planned.reason is None:
                key = answers_key(planned, chosen, place)
                groups.setdefault(key, []).append(Case(at, one.claim, one.said, planned))
            else:
                some[at] = _unchecked(planned, planned.reason)
        for cases in groups.values():
            some.update(_found(cases, chosen, place, known_on))
        found += [some[at] for at in range(len(some))]
    return found


def _found(
    cases: list[Case], datasets: list[Dataset], place: str | None, known_on: date | None
) -> list[tuple[int, Verdict]]:
    """The verdicts on claims that the same series answer; what goes wrong is narrowed down to the claim it is about."""
    try:
        return list(_answered(cases, datasets, place, known_on))
    except Exception as error:  # noqa: BLE001 (raised again where one claim is left)
        if len(cases) == 1:
            raise _named(error, cases[0].claim) from None
    half = len(cases) // 2
    parts = cases[:half], cases[half:]
    return [one for part in parts for one in _found(part, datasets, place, known_on)]


def _named(error: Exception, claim: Claim) -> Exception:
    error.add_note(f"while checking the claim {claim.id} ({claim.text!r})")
    return error


def _answered(
    cases: list[Case], datasets: list[Dataset], place: str | None, known_on: date | None
) -> Iterator[tuple[int, Verdict]]:
    """The verdicts on claims that the same series answer."""
    found = answers(cases[0].plan, datasets, place, known_on)
    sources, other_question = found.sources, bool(found.others)
    if not sources:
        yield from ((case.at, _unchecked(case.plan, NO_COMPARISON)) for case in cases)
        return
    presents: dict[bytes, Present] = {}
    for one in answered(cases, sources, known_on):
        here = one.facts.present[one.question]
        if not here.any():
            yield one.case.at, _unchecked(one.case.plan, NO_COMPARISON)
            continue
        key = here.tobytes()
        if key not in presents:
            presents[key] = Present([source for source, has in zip(sources, here, strict=True) if has])
        yield one.case.at, _verdict(one, presents[key], other_question=other_question)


def _unchecked(planned: Plan, reason: str) -> Verdict:
    """The verdict on a claim for which there is no comparison."""
    return Verdict(
        finding=Finding.NOT_CHECKABLE.value,
        reason=reason,
        statistic=planned.declared.statistic,
        **claimed(planned.targets[0] if planned.targets else None),
        specification_set=planned.declared.name,
    )


def _verdict(one: Answered, present: Present, *, other_question: bool) -> Verdict:
    """The row of a claim with comparisons: what `verdict_of` gives for its check."""
    made, told, at, planned, held = one.made, one.facts, one.question, one.case.plan, one.held
    assert held is not None  # noqa: S101 (a source made a comparison)
    shares, cut_offs = held.shares, planned.declared.cut_offs
    factor, row = int(told.factor[at]), int(told.headline[at])
    return Verdict(
        finding=find(shares, cut_offs).value,
        reason=None,
        statistic=planned.declared.statistic,
        **claimed(planned.targets[0]),
        specifications=int(made.sizes[at]),
        **weighed(shares),
        uniform_finding=find(held.uniform, cut_offs).value,
        decisive_choice=None if factor < 0 else FACTORS[factor],
        decisive_share=None if factor < 0 else float(told.factor_share[at]),
        flags=tuple(flag_names(one, held, present, other_question=other_question)),
        datasets=present.datasets,
        specification_set=planned.declared.name,
        **(_headline(made, row) if row >= 0 else {}),
    )


def _headline(made: Batch, row: int) -> dict[str, Any]:
    """The fields about the most sensible comparison."""
    source = made.sources[int(made.source[row])]
    after, before = int(made.after.starts[row]), int(made.before.starts[row])
    dataset, vintage, definition = source.key
    day, both = date.fromordinal, made.before_count[row]
    return {
        "dataset": dataset,
        "vintage": vintage,
        "definition": definition,
        "match": source.match,
        "counted_place": source.series.cells.place,
        "after_start": day(after),
        "after_end": day(int(made.after.ends[row])),
        "before_start": day(before) if before else None,
        "before_end": day(int(made.before.ends[row])) if before else None,
        "after_count": int(made.after_count[row]),
        "before_count": None if np.isnan(both) else int(both),
        "value_found": finite(float(made.value[row])),
    }
