"""Where incidents stand: "crime is up", "murders remain below pre-pandemic levels"."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_counted, is_incident
from verifier.claims.phrases.match import Match, Span, wordless
from verifier.claims.phrases.noun_phrases import content, phrase_left
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import subject
from verifier.claims.text.lexicon import (
    ADV,
    TIME_UNIT,
    bag,
)

_IS = bag("is are was were been 's isn't aren't wasn't weren't isnt arent wasnt werent")
_LEVELS = bag("level levels peak peaks record highs lows")
_STAYING = bag("remain remains remained stay stays stayed")


def against_level(p: Parsed, at: int) -> Match | None:
    """ "murders remain below pre-pandemic levels"."""
    s = p.s
    verb = at - 1
    while verb > 0 and s.flags[verb] & ADV:
        verb -= 1
    if s.words[verb] not in _IS and s.words[verb] not in _STAYING:
        return None
    if at + 1 in p.quantity_at and at + 1 not in p.date_at:
        return None
    if not any(word in _LEVELS for word in s.words[at + 1 : at + 7]):
        return None
    measure = subject(p, verb)
    if not is_counted(p, measure):
        return None
    direction = "down" if s.words[at] == "below" else "up"
    return wordless("trend", "trend", direction, (at, at + 1), f"trend:{s.words[at]}", measure)


def up_or_down(p: Parsed, at: int) -> Match | None:
    """ "crime is up", "killings are down this year"."""
    s = p.s
    before = at - 1
    while before > 0 and (s.flags[before] & ADV or s.words[before] == "way"):
        before -= 1
    seen = s.words[at - 1 : at] and _seen(p, at)
    if seen:
        return wordless("trend", "trend", s.words[at], (at, at + 1), f"trend:seen {s.words[at]}", seen)
    if (
        s.word(before) not in _IS
        or s.word(at + 1)
        in (
            "to",
            "from",
            "on",
            "with",
        )
        or (s.word(at + 1) == "for" and not _lasting(p, at + 2))
        or _measured(p, at)
    ):
        return None
    if (content(p, at + 1) and s.word(at + 1) not in ("midway", "halfway")) or (
        at + 1 in p.quantity_at and not _lasting(p, at + 1)
    ):
        return None
    measure = subject(p, before)
    if not is_counted(p, measure):
        return None
    return wordless("trend", "trend", s.words[at], (at, at + 1), f"trend:is {s.words[at]}", measure)


def _seen(p: Parsed, at: int) -> Span | None:
    """ "has seen violent crime up five years in a row, murder up five years in a row"."""
    if not _lasting(p, at + 1):
        return None
    found = phrase_left(p, at)
    return found if is_incident(p, found) else None


def _measured(p: Parsed, at: int) -> bool:
    """Whether a figure follows "by": that is a change with a number."""
    return p.s.word(at + 1) == "by" and any(i in p.quantity_at for i in range(at + 2, at + 6))


def _lasting(p: Parsed, at: int) -> bool:
    """Whether a length of time begins here: "up five years in a row", "up for three straight months"."""
    s = p.s
    at += s.word(at) == "the"  # "for the sixth year running"
    length = p.quantity_at.get(at)
    end = length.core_end if length else at
    while s.word(end) in ("straight", "consecutive", "the", "past", "last", "several", "many"):
        end += 1
    return end > at and bool(s.flag(end) & TIME_UNIT)
