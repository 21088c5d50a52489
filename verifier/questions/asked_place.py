"""Where a claim asks datasets to count, and what a dataset has there: the place itself, the sum of its members, or a
reason. A part is never answered by its whole, and a claim without a place by no dataset.
"""

from __future__ import annotations

from typing import NamedTuple

from verifier.claims.claim import Claim
from verifier.incidents.dataset import Dataset
from verifier.places.tree import as_of, country_of, in_words, joined, place

NO_PLACE = "The text names no place."
FEW = 3  # places that are listed


class AskedPlace(NamedTuple):
    """The place that a claim asks about.

    code is None where no place is named or known; words are what it is called, country the one that it is or lies in.
    how says where it was found: given, stated, title, document or front matter; between are the places that the text
    tells of, where it does not say which of them it means.
    """

    code: str | None
    words: str
    country: str | None
    how: str
    between: tuple[str, ...] = ()

    @property
    def is_finer(self) -> bool:
        """Whether it is a part of a country."""
        return self.country is not None and self.code != self.country


def asked_place(claim: Claim, given: str | None = None) -> AskedPlace:
    """The place that a claim is about, or the code that was given instead."""
    resolved = claim.resolved
    if given:
        return AskedPlace(given, in_words(given), country_of(given), "given")
    how = resolved.how.get("place", "")
    if resolved.unknown_place:
        return AskedPlace(None, resolved.unknown_place, resolved.country, how)
    if not resolved.places:
        return AskedPlace(None, "", None, how, resolved.between)
    day = resolved.period.end if resolved.period else None
    code = as_of(resolved.places[0], day) if len(resolved.places) == 1 else joined(resolved.places)
    return AskedPlace(code, in_words(code), country_of(code), how)


def counted_place(dataset: Dataset, asked: AskedPlace) -> str | None:
    """The place of a dataset that may answer: the one asked for, or the country around it, which may name regions.

    None where it has neither.
    """
    if asked.code and dataset.vintages(asked.code):
        return asked.code
    return asked.country if asked.is_finer and asked.country in dataset.places() else None


def nothing_there(dataset: Dataset, asked: AskedPlace) -> str:
    """Why a dataset has nothing for a place."""
    if asked.between:
        return f"The text tells of {_listed(asked.between)}, and this sentence does not say which of them it is about."
    if not asked.words:
        return NO_PLACE
    note = dataset.note_on(asked.code) if asked.code else None
    around = _around(dataset, asked)
    missing = dataset.missing(asked.code) if asked.code else ()
    if around:
        why = f"It counts {in_words(around)} as a whole, and has nothing for {asked.words}."
    elif missing and len(dataset.places()) > 1:
        why = f"It has no sum for {asked.words}: it has nothing for {_listed(missing)}."
    else:
        covered = dataset.places()
        only = f"; it covers {_listed(tuple(covered))}" if len(covered) <= FEW else ""
        why = f"It has nothing for {asked.words}{only}."
    return f"{note} {why}" if note else why


def _around(dataset: Dataset, asked: AskedPlace) -> str | None:
    """The country that a dataset counts and that the place lies in."""
    whole = asked.country if asked.is_finer else None
    if whole is None and asked.code and "+" not in asked.code and "@" not in asked.code:
        holders = [parent for parent in place(asked.code).parents if place(parent).is_country]
        whole = holders[0] if len(holders) == 1 else None
    return whole if whole in dataset.places() else None


def _listed(codes: tuple[str, ...]) -> str:
    """The names of places in a sentence, the first few where they are many."""
    names = sorted((in_words(code) for code in codes), key=lambda name: name.removeprefix("the "))
    if len(names) == 2:
        return f"{names[0]} and {names[1]}"
    return ", ".join(names) if len(names) <= FEW else f"{', '.join(names[:FEW])} and {len(names) - FEW} more"
