"""Refugees and asylum seekers by where they come from: "refugees from Syria", "Syrian refugees", not those in Syria."""

from __future__ import annotations

from dataclasses import replace

from verifier.claims.context.qualifiers import Counted
from verifier.claims.phrases.incident_phrases import head_of, is_standing
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.place_phrases import is_demonym
from verifier.claims.text.lexicon import ADV, AUX


def told_by_origin(p: Parsed, measure: Span | None, what: Counted) -> Counted:
    """What a claim counts, with the origin that its words give: "refugees by origin" of the claim's place. Where the
    sentence names another place too it is those of one origin in one place, which is neither count.
    """
    if measure is None or what.phrase is None:
        return what
    head = head_of(p, measure)
    if not is_standing(p, head):
        return what
    origin = _origin(p, head)
    if origin is None:
        return what
    if any(one.text not in p.text(origin) for one in what.qualifiers):
        return what  # "refugees resettled from Kenya"
    noun = "asylum seekers" if p.s.word(head).startswith("seeker") else p.s.words[head]
    if "palestin" in p.text(origin).casefold():  # most are under another agency's mandate, and in other counts
        return replace(what, phrase=f"Palestinian {noun}")
    others = [place for place in p.places if (place.first, place.last) != origin]
    return replace(what, phrase=f"{noun} of one origin in one place" if others else f"{noun} by origin")


def _origin(p: Parsed, head: int) -> Span | None:
    """The people named before the noun or the place behind "from"."""
    s = p.s
    people = s.back(head - 1, AUX | ADV, ("asylum", "-"))  # "5.1 million Ukrainians were refugees"
    before = p.place_at.get(people)
    if before is not None and is_demonym(p, (before.first, before.last)):
        return (before.first, before.last)
    for at in range(head + 1, min(head + 4, len(s))):
        if s.words[at] == "from":
            place = p.place_at.get(at + 1) or p.place_at.get(at + 2)
            return (place.first, place.last) if place else None
    return None
