"""Saying no well: what is missing, what would answer the claim, and which datasets count something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from verifier.claims.claim import Claim
from verifier.incidents.catalogue import obtainable
from verifier.incidents.dataset import Dataset
from verifier.incidents.obtain import obtain
from verifier.questions.asked_place import asked_place, counted_place
from verifier.questions.measured import Measured
from verifier.questions.named_source import NamedSource
from verifier.questions.time_said import NO_TIME

_WHEN = "Say when with --period, for example --period 2022."
LONGEST_PHRASE = 7  # words
NAMED = 3  # datasets whose reason is told; of more the number


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a claim is not checked, each a sentence or two; remedy is what would answer it."""

    missing: str
    remedy: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """The JSON form."""
        return {"missing": self.missing, "remedy": self.remedy}


def refusal(
    claim: Claim,
    what: Measured,
    source: NamedSource | None,
    reason: str | None,
    abstained: Mapping[str, str],
    datasets: Iterable[Dataset],
) -> Refusal:
    """The refusal of a claim: reason is why it cannot be asked at all, abstained the reason of each dataset, by id."""
    if reason is not None and reason != what.missing:
        timeless = reason == NO_TIME or (claim.resolved.undated or "\n") in reason
        return Refusal(reason, _obtain(source) if source else _WHEN if timeless else None)
    if what.missing is not None:
        return Refusal(what.missing, _say_what(what))
    able = [one for one in datasets if one.answers(what.phrase or "")]
    if not able:
        known = obtain(what.phrase or "", claim.resolved.places)
        return Refusal(
            _uncounted(what),
            known.sentence if known else "`verifier data list` shows what can be checked here.",
        )
    where = asked_place(claim)
    # Those that have the place say what else is missing.
    elsewhere = dict.fromkeys(note for one in able if where.code and (note := one.note_on(where.code)))
    able = [one for one in able if counted_place(one, where)] or able
    reasons: dict[str, list[str]] = {}
    for one in able:
        if one.id in abstained:
            reasons.setdefault(abstained[one.id], []).append(short_title(one))
    told = [f"{_listed(names)}: {why}" for why, names in reasons.items()][:NAMED]
    if len(reasons) == 1:
        (why,) = reasons
        told = [why] if len(able) > 1 else told
    told += [note for note in elsewhere if not any(note in one for one in told)]  # where others file the place
    return Refusal(" ".join(told), _complete(claim))


def short_title(dataset: Dataset) -> str:
    """A dataset's name as a reader knows it: the title up to its colon."""
    return dataset.title.split(":")[0].strip()


def counting_other_things(what: Measured, abstained: Iterable[str], datasets: Iterable[Dataset]) -> list[str]:
    """The ids of the datasets that abstained because they count something else."""
    counts = {one.id for one in datasets if one.answers(what.phrase or "")}
    return [one for one in abstained if one not in counts]


def _say_what(what: Measured) -> str | None:
    return 'Say it with --measure, for example --measure "terrorist attacks".' if what.phrase else None


def _uncounted(what: Measured) -> str:
    """What no dataset counts; a long phrase is cut, since the text has it."""
    words = (what.phrase or "").split()
    said = " ".join(words) if len(words) <= LONGEST_PHRASE else f"{' '.join(words[:LONGEST_PHRASE])} …"
    return f"No dataset here counts “{said}”."


def _obtain(source: NamedSource) -> str | None:
    known = obtainable()
    found = next((known[one] for one in source.datasets if one in known), None)
    return f"{found.words} ({found.url})" if found else None


def _complete(claim: Claim) -> str | None:
    if not asked_place(claim).words:
        return "Name the place with --place."
    if claim.resolved.period is None:
        return _WHEN
    return None


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
