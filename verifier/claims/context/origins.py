"""Refugees and asylum seekers by where they come from: "refugees from Syria", "Syrian refugees", not those in Syria."""

from __future__ import annotations

from dataclasses import replace

from verifier.claims.context.qualifiers import Counted
from verifier.claims.phrases.incident_phrases import head_of, is_standing
from verifier.claims.phrases.match import Match
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.place_phrases import is_demonym
from verifier.claims.places.gazetteer import PlaceSpan
from verifier.claims.text.lexicon import ADV, AUX, bag
from verifier.places.tree import in_words

_STAYING = bag("asylum - living abroad as registered exile outside")
_CAME = bag("came come were are hailed hail fled")
_POINTING = bag("it its here country nation kingdom")  # "3.5 million Syrian refugees in the country"


def origin_of(p: Parsed, one: Match) -> PlaceSpan | None:
    """Where those whom a claim counts come from: behind its number, before its noun or behind "from"."""
    if one.measure is None or not is_standing(p, head_of(p, one.measure)):
        return None
    s, head = p.s, head_of(p, one.measure)
    behind = _from(p, one.span[1], one.span[1] + 1)  # "3.2 million refugees from Syria and 70,000 from Iraq"
    if behind:
        return behind
    told = p.place_at.get(s.past(one.span[1], AUX)) if s.flag(one.span[1]) & AUX else None
    if told is not None and is_demonym(p, (told.first, told.last)):
        return told  # "of the refugees in Turkey 3.2 million were Syrians"
    people = s.back(head - 1, AUX | ADV, _STAYING)  # "5.1 million Ukrainians were living abroad as refugees"
    before = p.place_at.get(people)
    if before is not None and is_demonym(p, (before.first, before.last)):
        return before
    return _from(p, head + 1, head + 4)


def came_from(p: Parsed, one: Match) -> str | None:
    """Where those of a number "of them" come from, in words: "Some 1.2 million of them came from Ukraine"."""
    s, at = p.s, one.span[1]
    of_them = s.words[at : at + 2] in (["of", "them"], ["of", "these"])
    origin = _from(p, at + 3, at + 4) if of_them and s.word(at + 2) in _CAME else None
    if origin is None:
        return None
    return "of several origins" if _joined(p, origin) else f"from {in_words(origin.codes[0])}"


def _joined(p: Parsed, origin: PlaceSpan) -> bool:
    """Whether an origin is one of several, or several of that name."""
    further = p.s.word(origin.last) in ("and", ",", "or", "/") and origin.last + 1 in p.place_at
    return further or len(origin.codes) != 1


def _from(p: Parsed, start: int, end: int) -> PlaceSpan | None:
    at = next((at for at in range(start, min(end, len(p.s))) if p.s.words[at] == "from"), None)
    return None if at is None else p.place_at.get(at + 1) or p.place_at.get(at + 2)


def elsewhere(p: Parsed, origin: PlaceSpan | None) -> Parsed | None:
    """The sentence without the origin among its places; None where it names and points to no other place."""
    if origin is None or (len(p.places) == 1 and not _points(p)):
        return None
    others = Parsed(p.s, p.reference)
    others.places = [place for place in p.places if place is not origin]
    return others


def _points(p: Parsed) -> bool:
    """Whether a sentence points to a place that was named before: "it hosted", "in the country", "there", not "there
    were".
    """
    words = p.s.words
    return any(word in _POINTING or (word == "there" and not p.s.flag(at + 1) & AUX) for at, word in enumerate(words))


def told_by_origin(p: Parsed, measure: tuple[int, int], origin: PlaceSpan, what: Counted, *, there: bool) -> Counted:
    """What a claim counts, with the origin of those counted: "refugees from Syria" where another place is named too
    (there), else "refugees by origin" of the claim's place.
    """
    head, named = head_of(p, measure), p.text((origin.first, origin.last))
    told = [one.text for one in what.qualifiers if one.text not in named]
    noun = " ".join(["asylum seekers" if p.s.word(head).startswith("seeker") else p.s.words[head], *told])
    if "palestin" in named.casefold():  # most are under another agency's mandate, and in other counts
        return replace(what, phrase=f"Palestinian {noun}")
    if not there or "abroad" in told:
        return replace(what, phrase=f"{noun} by origin")
    if _joined(p, origin):
        return replace(what, phrase=f"{noun} of several origins")
    return replace(what, phrase=f"{noun} from {in_words(origin.codes[0])}")
