"""Words that narrow what a claim counts although they look like its time, its place or its change."""

from __future__ import annotations

from verifier.claims.phrases.match import Match
from verifier.claims.phrases.noun_phrases import content
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text.lexicon import AUX, DET, EVENT, INCIDENT, bag

_HOURS = bag(
    "night nights nighttime daytime overnight evening evenings morning mornings weekend weekends midnight noon"
)
_LEADING = bag("at by during in on over through")
_EXCEPT = bag("outside excluding except without beyond minus")
_GROWTH = bag("growth pace speed rate increase rise decline drop fall decrease")
_ON_TOP = bag("additional extra")
_COMPARED = bag("more fewer less higher lower")
_FATAL = bag("fatal deadly lethal")
_NEAR = 6  # words
_ADJUSTING = bag("adjusted adjusting excluding discounting counting accounting leaving allowing capita head")


def narrowing(p: Parsed, found: Match) -> set[int]:
    """The tokens of a sentence that narrow a claim: hours of the day ("burglaries at night"), a place left out
    ("outside Chicago"), a change of what is counted whose own change is told ("the growth of murders fell"), and what
    comes on top of a count ("32 additional homicides", "one murder per 100,000 more than in 2016").
    """
    s, chosen = p.s, set[int]()
    if found.measure and (other := _others(p, found.measure[0] - 1)):
        chosen.add(other)
    if found.kind in ("level", "rate") and (beyond := _beyond(p, found)):
        chosen.add(beyond)
    if kept := befell_in(p, found):
        chosen.add(kept)
    for at, word in enumerate(s.words):
        by_day = word == "day" and s.words[max(0, at - 2) : at] == ["during", "the"] and s.word(at + 1) != "of"
        if by_day or (word in _HOURS and (word == "overnight" or s.word(_lead(p, at)) in _LEADING)):
            chosen.add(at)
        elif word in _EXCEPT and any(one in p.place_at for one in (at + 1, at + 2)):
            chosen |= {one for one in range(at, at + 5) if one == at or one in p.place_at}
        elif word in _GROWTH and s.word(at + 1) in ("of", "in") and at not in range(*found.span) and at != found.anchor:
            first = at + 2 + bool(s.flag(at + 2) & DET)
            if found.measure and found.measure[0] == first and not content(p, at - 1):
                chosen.add(at)
    return chosen


def befell_in(p: Parsed, found: Match) -> int:
    """What befell people in the incidents of a claim: "130 crew were kidnapped, in 22 incidents" tells of kidnapping;
    0 where nothing is said, or the incidents are fatal ones by name.
    """
    s, at = p.s, found.span[0] - 2
    if s.word(at + 1) != "in" or found.event is not None:
        return 0
    if s.word(at) == ",":
        told = range(at - 1, max(-1, at - 14), -1)
        at = next((n for n in told if s.flags[n] & EVENT and s.flag(n - 1) & AUX), 0) if found.measure else 0
    return at if at > 0 and s.flag(at) & EVENT and not is_fatal(p, found) else 0


def is_fatal(p: Parsed, found: Match) -> bool:
    """Whether what a claim counts is fatal by name: "fatal crashes"."""
    return found.measure is not None and not _FATAL.isdisjoint(p.s.words[slice(*found.measure)])


def _others(p: Parsed, at: int) -> int:
    """Where "other" stands in "other murders", those that are not the ones before; 0 where there is none, as in
    "strikes and other work stoppages".
    """
    s = p.s
    if s.word(at) != "other":
        return 0
    listed = s.word(at - 1) in ("and", "or") and s.flag(at - 2) & INCIDENT
    return 0 if listed else at


def _beyond(p: Parsed, found: Match) -> int:
    """Where a word says that a number comes on top of another: "32 additional homicides", "one murder per 100,000 more
    than in 2016"; 0 where none does.
    """
    s = p.s
    first, last = found.measure or found.span
    on_top = next((at for at in (first - 1, found.span[0] - 1) if s.word(at) in _ON_TOP), 0)
    if not on_top and s.word(first - 1) == "more" and first - 2 in p.quantity_at:
        return first - 1
    compared = (at for at in range(max(last, found.span[1]), len(s)) if s.words[at] in _COMPARED)
    at = next(compared, 0) if not on_top else 0
    apart = {",", ";", "and"}.isdisjoint(s.words[last:at]) and at - last <= _NEAR
    apart = apart and not any(s.flags[n] & AUX for n in range(last, at))  # "the 1,782 murders were fewer than in 2023"
    return on_top or (at if apart and s.word(at + 1) == "than" else 0)


def adjusts(p: Parsed, first: int, last: int) -> bool:
    """Whether a clause before the statement says what its numbers leave out or allow for: "Seasonally adjusted, …"."""
    return any(p.s.words[at] in _ADJUSTING for at in range(first, last))


def _lead(p: Parsed, at: int) -> int:
    """The token before a word and its article."""
    return at - 1 - (p.s.word(at - 1) == "the")
