"""Checking a claim: ask every dataset, make every declared comparison, and say what they give together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from verifier.claims.claim import Claim
from verifier.claims.document import usable_day
from verifier.comparisons.specifications import SpecificationSet
from verifier.errors import UsageError
from verifier.findings import answer, sentences
from verifier.findings.checked import Checked
from verifier.findings.flag_words import flags_of
from verifier.findings.gathering import Gathered, gather
from verifier.findings.plan import plan
from verifier.findings.sentences import Sentence
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.places.names import place_code
from verifier.questions.question import completed, question_of
from verifier.questions.refusals import counting_other_things, refusal


class Check(Checked):
    """What was checked, with its words and its JSON."""

    @cached_property
    def fair_statement(self) -> str | None:
        """What 80% of the comparisons, by weight, have in common; None where few have weight."""
        return sentences.fair_statement(self)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The finding in words, each sentence with its role: the counts first, the doubts last."""
        return sentences.sentences(self)

    def said_of(self, *roles: str) -> list[str]:
        """The sentences of some roles, in order."""
        return [one.words for one in self.sentences if one.role in roles]

    @property
    def sentence(self) -> str:
        """The finding in words, in one paragraph."""
        return " ".join(one.words for one in self.sentences)

    @property
    def then_sentence(self) -> str | None:
        """One line on what the data of the day it was said gave, where they were others than now."""
        return sentences.then_sentence(self)

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
    """Check one claim against the named datasets.

    - datasets: ids, as `verifier data list` has them; by default all shipped and imported ones. A dataset that cannot
      answer abstains, with the reason.
    - said: the day the statement was made, a date or "2023-11-08"; by default the day the claim was parsed with. No
      window goes beyond it.
    - place, measure, period, baseline: what the claim is about, in place of its own words. A place is a name or a code
      of the tree of places; period and baseline are what `Window.parse` reads ("2022", "2022-03",
      "2021-08-15..2022-08-14").
    - known_on: use what had been published by that day instead of what is known now.
    - specifications: the comparison set, as a name, a path or an object; "" takes the set of the claim's kind.

    Returns the finding with everything behind it. Raises DataError for an unknown dataset, InputError for a comparison
    set that cannot be read, and UsageError for a place, a day or a window that cannot be understood.
    """
    said = usable_day(said, "said", UsageError) if said is not None else claim.published
    place = place_code(place) if place else None
    chosen = all_datasets() if datasets is None else [load(dataset_id) for dataset_id in dict.fromkeys(datasets)]
    claim = completed(claim, measure, period, baseline)
    planned = plan(claim, specifications, [one.id for one in chosen], chosen=datasets is not None)
    declared, reason = planned.declared, planned.reason
    found = gather(planned, chosen, said, place, known_on) if reason is None else Gathered()
    no = None
    if reason is not None or not found.sources:
        why = {one.dataset: one.why for one in found.abstained}
        no = refusal(planned.claim, planned.what, planned.source, reason, why, chosen)
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
        **vars(found),
        claim=claim,
        targets=planned.targets,
        said=said,
        specifications=declared,
        reason=reason,
        refusal=no,
        elsewhere=counting_other_things(planned.what, [one.dataset for one in found.abstained], chosen),
        question=question_of(planned.claim, planned.what, planned.source, planned.statistic, place),
        again=again if known_on is None else None,
        others_only=others_only,
    )
    whole.flags.extend(flags_of(whole))
    return whole
