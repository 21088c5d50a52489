"""The whole that a claim gives a share of: "Ukraine accounted for half of all conflict deaths worldwide"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from verifier.claims.claim import Claim
from verifier.places import tree
from verifier.places.names import places_named
from verifier.places.place import WORLD

_WORLDWIDE = re.compile(
    r"\b(?:world-?wide|global(?:ly)?|(?:in|across|around|throughout|of) the (?:whole |entire )?world(?: ?['’]s)?"
    r"|(?:the )?world ?['’]s|(?:of|than|in) any (?:other )?(?:country|nation)"
    r"|(?:of|among) (?:all )?(?:the )?countries)\b",
    re.IGNORECASE,
)
_NAME = r"(?:[A-Z][\w-]+ ?){1,3}"
_LIST = rf"(?:(?:{_NAME}, )*{_NAME},? ?and )?{_NAME}"
# "Nigeria saw a quarter of …": only where the whole is named too, since it may be a quarter of Nigeria's own.
_SAW = r"saw|sees|had|has|suffered|recorded|reported|hosted|hosts|contributed"
_NAMED = re.compile(
    rf"\b(?:in|across|of|throughout|within) (?:all )?(?:the )?({_NAME})|\b({_NAME})['’]s\b"
    rf"|^(?:The )?({_NAME})(?:{_SAW}|counted) "
)
_OF_THEM = re.compile(r"\bof (?:them|these|those)\b(?! \w+s\b)", re.IGNORECASE)
_POINTED = re.compile(r"^\W*(?:it|that|this|they|these)\b", re.IGNORECASE)  # "It accounted for a tenth of the total"
_THE_NATION = re.compile(
    r"\b(?:the )?(?:nation|country) ?['’]s\b|\bnational (?:total|toll|figure)\b|\bnationwide\b|\bnationally\b",
    re.IGNORECASE,
)
# "Ukraine accounted for half of …": the place is the part, whatever else the sentence names.
_MADE_UP = r"account(?:ed|s)? for|(?:made|makes|making) up|represent(?:ed|s)|(?:was|is) responsible for|comprised"
_TOOK_PLACE = (
    r"(?:took place|take place|occur(?:red)?|happen(?:ed)?|came|fell|died|perished|drowned|lived?|(?:were|was|are|is)"
    r"(?: recorded| reported| committed| carried out| killed)?)"
)


_PART = re.compile(
    rf"{_TOOK_PLACE} (?:in|off|near|from|around|on|at) (?:the )?(?P<there>{_NAME})"
    rf"|\b(?P<part>{_LIST}) ?(?:alone |itself |together |combined |between them )?(?:{_MADE_UP}) "
)


@dataclass(frozen=True, slots=True)
class WiderPlace:
    """A place by its code, whether it was said, and what has to be assumed of it in words."""

    code: str
    said: bool
    assumed: str | None = None


def with_part(claim: Claim) -> Claim:
    """A share of what happened in one place as the claim of the part of it that its sentence names: "half of Canada's
    homicides were committed in Ontario". Any other claim is returned as it is.
    """
    own = _own(claim)
    if claim.kind != "share" or own is None or not claim.place:
        return claim
    for said in _PART.finditer(claim.sentence):
        words = (said["there"] or said["part"]).split()
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size])
            meant = places_named(name)
            if meant == (own,):
                break
            codes = [one for one in meant if tree.lies_in(one, own)]
            if len(codes) == 1:
                there = replace(claim.resolved, places=(codes[0],), country=tree.country_of(codes[0]))
                return replace(claim, place=name, resolved=there)
    return claim


def wider_place(claim: Claim) -> WiderPlace | None:
    """The place that the claim's own, a country or a part of one, is a share of; None for any other claim."""
    own = _own(claim)
    of_a_whole = claim.kind == "share" or claim.form == "pp_change"
    countries = {tree.country_of(one) for one in tree.codes_in(own)} if own else {None}
    told = claim.place or _POINTED.match(claim.sentence)
    if not of_a_whole or own is None or None in countries or not told:
        return None
    named = _named(claim.sentence, own) or _named_before(claim, own)
    if not _is_the_part(claim, whole_named=named is not None):
        return None
    if named:
        return WiderPlace(named, said=True)
    if _OF_THEM.search(claim.sentence):
        return None  # of those that a sentence before counts in a place which is not known
    country = tree.country_of(own)
    whole, where = (WORLD, "the world") if country in (None, own) else (country, tree.in_words(country))
    return WiderPlace(whole, False, f"“{claim.text}” is taken to be of all in {where}")


def without_wider_place(phrase: str | None) -> str | None:
    """What is counted, without words for where the whole of it is: "conflict deaths of any country"."""
    if phrase is None:
        return None
    return " ".join(_WORLDWIDE.sub(" ", phrase.replace(" 's", "'s")).split())


def _own(claim: Claim) -> str | None:
    """The place that a claim is about, or the several together, by its code."""
    return tree.joined(claim.resolved.places) if claim.resolved.places else claim.resolved.country


@lru_cache(maxsize=4096)
def _named(sentence: str, own: str) -> str | None:
    """The wider place that the sentence names."""
    if _WORLDWIDE.search(sentence):
        return WORLD
    if not tree.is_country(own) and _THE_NATION.search(sentence):
        return tree.country_of(own)
    for said in _NAMED.finditer(sentence):
        words = (said[1] or said[2] or said[3]).split()
        for size in range(len(words), 0, -1):
            codes = places_named(" ".join(words[:size]))
            if len(codes) == 1 and codes[0] != own and tree.lies_in(own, codes[0]):
                return codes[0]
    return None


def _named_before(claim: Claim, own: str) -> str | None:
    """The wider place of the nearest sentence before, where a claim is of "them" that this counts."""
    nearest = next((text for how, text in claim.context if how == "document"), None)
    return _named(nearest, own) if nearest and _OF_THEM.search(claim.sentence) else None


def _is_the_part(claim: Claim, *, whole_named: bool) -> bool:
    """Whether the sentence makes the place a part of the whole, and not the place of the whole."""
    own = rf"\b{re.escape(claim.place)}\b" if claim.place else _POINTED.pattern
    if whole_named and re.search(rf"{own}['’]s? share of\b", claim.sentence, re.IGNORECASE):
        return True
    verbs = f"{_MADE_UP}|{_SAW}" if whole_named else _MADE_UP
    subject = re.search(rf"{own}(?: alone| itself)?,? (?:\w+ ){{0,2}}?(?:{verbs}) ", claim.sentence, re.IGNORECASE)
    if subject and claim.text and subject.end() <= claim.sentence.find(claim.text) + 1:
        return True
    where = rf"{_TOOK_PLACE} (?:\w+ )?(?:in|off|near|from|around|on|at) (?:the )?(?:[\w’']+ ){{0,3}}?{own}"
    return re.search(where, claim.sentence, re.IGNORECASE) is not None
