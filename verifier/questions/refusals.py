"""Saying no well: what is missing, what would answer the claim, and which datasets count something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verifier.claims.claim import Claim
from verifier.claims.text.lexicon import mid_sentence
from verifier.incidents.catalogue import obtainable
from verifier.incidents.dataset import Dataset
from verifier.incidents.obtain import obtain
from verifier.listing import capital, joined_by_and
from verifier.places.tree import members
from verifier.questions.asked_measure import AskedMeasure
from verifier.questions.asked_place import AskedPlace, asked_place, counted_place
from verifier.questions.named_source import NamedSource, names_apart
from verifier.questions.time_said import NO_TIME

_WHEN = "Say when with --period, for example --period 2022."
_WHERE = "`verifier data show` lists the places that a dataset has; say another with --place."
_IT = re.compile(r"It(s?) ")
_VERB = re.compile(r"It (has|counts)\b")
# A qualifier that reads on from what it narrows: "killed | in road accidents", "attacks | by insurgents".
_LED = re.compile(r"(?:by|of|in|with|on|at|from|against|upon|among|for|to|under|during)\b", re.IGNORECASE)
LONGEST_PHRASE = 7  # words
TABLE = (
    "A table of such counts would answer it. `verifier data import` takes one; `verifier data list` shows what can be "
    "checked here."
)
NAMED = 3  # datasets whose reason is given; the others are only counted


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
    what: AskedMeasure,
    source: NamedSource | None,
    reason: str | None,
    abstained: Mapping[str, str],
    datasets: Sequence[Dataset],
) -> Refusal:
    """The refusal of a claim: reason is why it cannot be asked at all, abstained the reason of each dataset, by id."""
    return Refusal(missing(claim, what, reason, abstained, datasets), _remedy(claim, what, source, reason, datasets))


def missing(
    claim: Claim, what: AskedMeasure, reason: str | None, abstained: Mapping[str, str], datasets: Sequence[Dataset]
) -> str:
    """What a refused claim lacks: a refusal without what would answer it, for which a table of claims has no use."""
    if reason is not None:
        return reason
    if what.missing is not None:
        return what.missing
    able = _able(what, datasets)
    if not able:
        return _uncounted(claim, what)
    where = asked_place(claim)
    # Those that have the place say what else is missing.
    elsewhere = dict.fromkeys(note for one in able if where.code and (note := one.note_on(where.code)))
    if where.between:
        able = [one for one in able if any(one.vintages(code) for code in where.between)] or able
    able = [one for one in able if counted_place(one, where)] or [one for one in able if _has_some(one, where)] or able
    reasons: dict[str, list[Dataset]] = {}
    for one in able:
        if one.id in abstained:
            reasons.setdefault(abstained[one.id], []).append(one)
    named = zip(reasons, names_apart(list(reasons.values())), strict=True)
    told = [_of_each(names, why) for why, names in named][:NAMED]
    told += [note for note in elsewhere if not any(note in one for one in told)]  # where others file the place
    return " ".join(told)


def _of_each(names: Sequence[str], why: str) -> str:
    """The reason of some datasets with their publishers' names in place of “it”."""
    if len(names) == 1 and (it := _IT.match(why)):
        return f"{capital(names[0])}{'’s' * bool(it[1])} {why[it.end() :]}"
    verb = _VERB.match(why)
    if not verb:
        return f"{capital(joined_by_and(names))}: {why}"
    rest = why[verb.end() :].replace(", and has ", ", and have ").replace(": its figure is ", ": their figures are ")
    return f"{capital(joined_by_and(names))} {'have' if verb[1] == 'has' else 'count'}{rest}"


def _has_some(dataset: Dataset, where: AskedPlace) -> bool:
    """Whether a dataset has one of the countries of a wider place."""
    return where.code is not None and any(code in dataset.places() for code in members(where.code))


def _remedy(
    claim: Claim, what: AskedMeasure, source: NamedSource | None, reason: str | None, datasets: Sequence[Dataset]
) -> str | None:
    """What would answer the claim; None where nobody can say."""
    if reason is not None and reason != what.missing:
        timeless = reason == NO_TIME or (claim.resolved.undated or "\n") in reason
        shipped = source is not None and any(one.id in source.datasets for one in datasets)
        return _obtain(source) if source and not shipped else _WHEN if timeless else None
    if what.missing is not None:
        return _say_what(what)
    able, where = _able(what, datasets), asked_place(claim)
    if not able:
        known = obtain(what.phrase or "", claim.resolved.places)
        return known.sentence if known else TABLE
    if where.words and not any(counted_place(one, where) or _has_some(one, where) for one in able):
        return _WHERE
    return _complete(claim)


def _able(what: AskedMeasure, datasets: Sequence[Dataset]) -> list[Dataset]:
    """The datasets that count what is asked."""
    return [one for one in datasets if one.answers(what.phrase or "")]


def counting_other_things(what: AskedMeasure, abstained: Iterable[str], datasets: Sequence[Dataset]) -> list[str]:
    """The ids of the datasets that abstained because they count something else."""
    counts = {one.id for one in _able(what, datasets)}
    return [one for one in abstained if one not in counts]


def _say_what(what: AskedMeasure) -> str | None:
    return 'Say it with --measure, for example --measure "terrorist attacks".' if what.phrase else None


def _uncounted(claim: Claim, what: AskedMeasure) -> str:
    """What no dataset counts, and the words that narrow it where these do not read as one phrase with it."""
    phrase = mid_sentence(what.phrase or "")
    loose = [one.text for one in claim.qualifiers if what.how == "said" and not _LED.match(one.text)]
    bare = phrase
    for one in reversed(claim.qualifiers):
        bare = bare.removesuffix(one.text).rstrip().removesuffix(" by")
    if not loose or not bare or not phrase.endswith(claim.qualifiers[-1].text):
        return f"No dataset here counts “{_shortened(phrase)}”."
    narrowing = joined_by_and([f"“{_shortened(one.text)}”" for one in claim.qualifiers[:NAMED]])
    return f"No dataset here counts “{_shortened(bare)}” of the kind the text names ({narrowing})."


def _shortened(phrase: str) -> str:
    """A phrase, cut where it is long, since the text has it."""
    words = phrase.split()
    return phrase if len(words) <= LONGEST_PHRASE else f"{' '.join(words[:LONGEST_PHRASE])} …"


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
