"""Which claim of a text an entry of a watchlist means, when the text was edited since it was last read.

A claim is recognised by its words and its sentence, wherever they have moved. An edited claim is recognised by most of
the words of its sentence, where it gives the same number, or another number of the same thing in the same place and
period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from verifier.claims.claim import Claim
from verifier.claims.reader import ClaimsRead
from verifier.claims.text.clean import as_read
from verifier.errors import InputError
from verifier.reports.identity import word_pairs
from verifier.reports.opened import pick
from verifier.reports.watchlists.output_folder import Manifest

SAME_WORDS = 0.5  # share of the pairs of neighbouring words that an edited sentence has in common with the one before
NEAREST = 20  # claims that are looked at for an edited one


@dataclass(frozen=True)
class Sought:
    """A claim as it was read: its number, words and sentence; about is its kind, measure, place and period."""

    number: int
    words: str
    sentence: str
    about: list[str]

    @classmethod
    def of(cls, claim: Claim, number: int) -> Sought:
        """A claim of a text."""
        about = [claim.kind, claim.measure or "", claim.place or "", claim.period or ""]
        return cls(number, as_read(claim.text), as_read(claim.sentence), about)

    @classmethod
    def last(cls, made: Manifest) -> Sought:
        """The claim that a report was made of."""
        return cls(made.number, made.words, made.claim, made.about)


def number_meant(words: str | None, number: int, made: Manifest | None, read: ClaimsRead) -> int:
    """The number in the text of the claim that an entry means.

    words and number are what the entry says; made is the report from before, where the entry says what it said then.
    Raises InputError where that claim is not in the text, or the words do not tell which it is.
    """
    claims = [Sought.of(claim, place) for place, claim in enumerate(read.claims, start=1)]
    if words is not None:
        return _by_words(as_read(words), number, claims)
    if made is None:
        pick(read, number)
        return number
    sought = Sought.last(made)
    found = recognised([sought], claims)
    if found:
        return found[0]
    there = len(claims)
    now = f"claim {sought.number} is now “{claims[sought.number - 1].words}”" if sought.number <= there else ""
    raise InputError(
        f"claim {sought.number} was “{sought.words}” in “{sought.sentence}”, which is no longer in the text "
        f"({now or f'it has {there} claims'}): say in the watchlist which is meant, with words: and the words of the "
        "claim, or give it another id"
    )


def recognised(known: Sequence[Sought], claims: Sequence[Sought]) -> dict[int, int]:
    """The number that each known claim has among the claims of a text now, by its place in known; none if it is gone.

    A claim that is gone keeps the number that it had, which another may have by now: numbers do not tell them apart.
    """
    found: dict[int, int] = {}
    unclaimed = {one.number: one for one in claims}
    standing: dict[tuple[str, str], list[int]] = {}
    for one in claims:
        standing.setdefault((one.words, one.sentence), []).append(one.number)
    for place, old in enumerate(known):
        if same := standing.get((old.words, old.sentence)):
            found[place] = same.pop(same.index(min(same, key=lambda number: abs(number - old.number))))
            del unclaimed[found[place]]
    for told in (attrgetter("words"), attrgetter("about")):
        for place, old in enumerate(known):
            if place not in found:
                near = sorted(unclaimed.values(), key=lambda one: abs(one.number - old.number))[:NEAREST]
                for one in near:
                    if told(old) == told(one) and _same_sentence(old, one):
                        found[place] = one.number
                        del unclaimed[one.number]
                        break
    return found


def _by_words(words: str, number: int, claims: Sequence[Sought]) -> int:
    fitting = [one.number for one in claims if one.words == words]
    if number in fitting:
        return number
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        listed = ", ".join(map(str, fitting))
        raise InputError(f"words: several claims of the text read “{words}” ({listed}): say which with claim:")
    there = "; ".join(f"{one.number}: “{one.words}”" for one in claims[:8])
    raise InputError(f"words: no claim of the text reads “{words}”; there is {there or 'none'}")


def _same_sentence(old: Sought, new: Sought) -> bool:
    before, now = word_pairs(old.sentence), word_pairs(new.sentence)
    return (before & now).total() >= SAME_WORDS * max(before.total(), now.total())
