"""Cue rules for ranks: the highest since 2014, the second-most violent city, ranked third in murders, a record."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_incident
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import subject
from verifier.claims.rules.orders import leads, number_one, ranked
from verifier.claims.rules.rank_measures import ranked_measure, subject_is_incident
from verifier.claims.text.lexicon import (
    AUX,
    CHANGE_NOUN,
    CHANGE_VERB,
    DET,
    EVENT,
    GENERIC,
    INCIDENT,
    PEOPLE,
    TIME_UNIT,
    VERB,
    bag,
    key_words,
    match,
    phrases,
)

_WORDS = phrases("ranks", "up", "down")
_CUES = bag("no number # lead leads led leading leader low high peak")
# "No. 1" and "a 30-year low" need a number, so that these are no cues of ranks without one.
CUES = (_CUES | key_words(_WORDS)) - bag("no number # low high peak")
# Words that are ranks only as "a record …", "the top …": alone they mean too many other things.
_NEEDS_NOUN = bag("record top leading high low peak least longest")
_CRIME = bag("crime crimes offences offenses")
# "This is the second lowest annual total on record" is about what the sentence before counts.
_HEADLESS_AFTER = bag("annual monthly total level number figure rate since on in ever toll tally")
_SET_OFF = bag(", ; and was is - — (")
_SETTING = bag("hit hits set sets reached reaches broke breaks broken setting hitting reaching")
_ENDS = frozenset([".", ",", ";", "", "in", "last", "this", "for", "of"])


def ranks(p: Parsed, taken: list[Match], *, follows: bool = False) -> list[Match]:
    """The superlatives and ranks of a sentence that are about incidents, among the claims with a number."""
    s = p.s
    found: list[Match] = []
    if not p.quantities and CUES.isdisjoint(s.words):
        return found
    end = 0
    for at in [at for at, word in enumerate(s.words) if word in _WORDS or word in _CUES or at in p.quantity_at]:
        if at < end:
            continue
        one = _superlative(p, at, follows, taken) or ranked(p, at) or number_one(p, at) or leads(p, at)
        if one is not None and not any(
            t.kind == "rank" and t.span[0] < one.span[1] and one.span[0] < t.span[1] for t in found
        ):
            found.append(one)
            end = max(one.span[1], one.ends)
    return found


def _superlative(p: Parsed, at: int, follows: bool, taken: list[Match]) -> Match | None:
    s = p.s
    hit = match(s.words, at, _WORDS)
    if hit is None or at in p.date_at:
        return None
    end, direction = hit
    if end == at + 2 and s.word(at) == "most" and s.flag(end) & INCIDENT and s.word(end) in _CRIME:
        end -= 1  # "the most | violent crime", where "the most violent attack" is one attack
    word = s.words[end - 1]
    if s.words[end - 1] == "fastest":
        end += s.word(end) == "-"
        end += bool(s.flag(end) & CHANGE_VERB)  # "fastest growing"
    hyphen = s.word(end) == "-" and s.glued(end) and s.glued(end + 1)
    if hyphen:  # highest-profile, record-breaking, lowest-level
        end += 2
    placed = _which(p, at)
    if placed is None:
        return None
    first, value = placed
    start = first
    while start > 0 and s.words[start - 1] in ("the", "its", "their", "our", "'s", "a", "his"):
        start -= 1
    if word == "least" and s.word(at - 1) == "at":
        return None
    if word == "most" and not _most(p, end):
        return None
    if word in ("low", "high", "peak") and end == at + 1:
        return _lowest_in_years(p, at) if _since_years(p, at) else None
    counted = end in p.quantity_at and p.quantity_at[end].unit == "count"  # "gun deaths hit record 48,830"
    if word == "record" and ((s.word(end) in _ENDS and s.word(at - 1) in ("a", "new", "another")) or counted):
        return _record(p, at)
    if word in _NEEDS_NOUN and end == at + 1 and not (run_right(p, end) or s.flag(end) & GENERIC):
        return None
    if (
        word == "record"
        and not hyphen
        and s.word(first - 1) not in ("a", "the", "all-time", "to", "at", "on", "in", "by", "set", "hit", "reached")
        and not s.flag(end) & (INCIDENT | GENERIC)
    ):
        return None
    if word == "leading" and not is_incident(p, phrase_right(p, end)):
        return None
    noun = end + 3 * (s.word(end) in ("single", "one") and s.word(end + 1) == "-" and bool(s.flag(end + 2) & TIME_UNIT))
    changed = s.flag(noun) & CHANGE_NOUN  # "the largest single-year increase"
    measure = _change(p, noun, follows or bool(taken)) if changed else ranked_measure(p, first, end)
    if measure is None and s.word(start - 1) in _SET_OFF and s.word(end) in _HEADLESS_AFTER:
        # "caught 851,000 migrants last year, the most since 2007"; "from 220 to 241; …, and the highest number since"
        last = next((one for one in reversed(taken) if one.span[1] < start), None)
        measure = last.measure if last and last.kind in ("level", "rate", "change") and start - last.ends < 20 else None
    back = measure is None and follows and at < 12 and s.words[0] in ("this", "that") and s.word(end) in _HEADLESS_AFTER
    if (measure is None and not back) or (measure and s.words[measure[1] - 1] == "threat"):
        return None
    return Match.rank(
        (first, end),
        direction,
        None if _one_of(p, start) else value,
        f"rank:superlative {s.slice(at, end).lower()}",
        measure,
        anchor=at,
    )


def _which(p: Parsed, at: int) -> tuple[int, float] | None:
    """Where a superlative with its place in the order begins, and that place: "second-highest" is 2, "highest" 1."""
    s = p.s
    for before in (at - 2, at - 1):
        q = p.quantity_at.get(before)
        if q and q.unit == "ordinal" and (before == at - 1 or (s.word(at - 1) == "-" and s.glued(at))):
            return (at - 2 if before == at - 2 else q.core), q.high
    return None if s.word(at - 1) == "-" and s.glued(at) else (at, 1.0)


def _one_of(p: Parsed, start: int) -> bool:
    """Whether it is one of several: "one of the deadliest", "one of our nation's most dangerous cities"."""
    s = p.s
    owner = start - 1 if s.word(start) == "'s" else start
    while owner > 0 and start - owner < 5 and (content(p, owner - 1) or s.flags[owner - 1] & DET):
        owner -= 1
    among = s.words[start - 2 : start] in (["one", "of"], ["among", "the"]) or s.word(start - 1) == "among"
    return among or s.words[owner - 2 : owner] == ["one", "of"]


def _record(p: Parsed, at: int) -> Match | None:
    """ "violence has hit a record", "overdoses set a new record last year"."""
    s = p.s
    verb = at - 1
    while verb > 0 and s.words[verb] in ("a", "new", "another", "yet"):
        verb -= 1
    measure = subject(p, verb) if s.words[verb] in _SETTING else None
    if s.word(at + 1) == "of" and at + 2 in p.quantity_at:  # "set a new record of 2.3 million arrests"
        measure = phrase_right(p, p.quantity_at[at + 2].last) or measure
    if measure is None or not is_incident(p, measure):
        return None
    return Match.rank((at, at + 1), "up", 1.0, "rank:record", measure)


def _since_years(p: Parsed, at: int) -> bool:
    """Whether "high" or "low" is one of so many years: "a 46-year low"."""
    s = p.s
    return bool(s.flag(at - 1) & TIME_UNIT) and s.word(at - 2) == "-" and at - 3 in p.quantity_at


def _lowest_in_years(p: Parsed, at: int) -> Match | None:
    s = p.s
    first = verb = p.quantity_at[at - 3].core
    while (
        verb > 0
        and first - verb < 6
        and s.words[verb] != "at"
        and not s.flags[verb] & (AUX | VERB | CHANGE_VERB | EVENT)
    ):
        verb -= 1
    measure = phrase_left(p, verb)  # "theft led to production falling to a 30-year low" is not about theft
    if not is_incident(p, measure):
        measure = subject(p, verb)
    if measure is None or not is_incident(p, measure) or _verb_between(p, measure[1], verb - 1):
        return None
    direction = "up" if s.words[at] == "high" else "down"
    return Match.rank((first, at + 1), direction, 1.0, f"rank:year {s.words[at]}", measure, anchor=at)


def _verb_between(p: Parsed, start: int, end: int) -> bool:
    """Whether another verb stands between a subject and its own verb."""
    return any(p.s.flags[at] & (VERB | CHANGE_VERB | EVENT) and not content(p, at) for at in range(start, end))


def _most(p: Parsed, end: int) -> bool:
    """Whether "most" is a superlative here ("the most murders") and not a share ("most people")."""
    s = p.s
    return (
        s.word(end - 2) in ("the", "'s", "-", "its")
        and s.word(end) not in ("of", "recent", "part", "important", "comprehensive", "wanted")
        and (not s.flag(end) & PEOPLE or is_incident(p, run_right(p, end)))
    )


def _change(p: Parsed, end: int, follows: bool) -> Span | None:
    """ "the steepest drop in violent crime"; "that is the largest increase in 25 years" after a claim."""
    s = p.s
    inner = phrase_right(p, end + 2) if s.word(end + 1) in ("in", "of") and end + 2 not in p.quantity_at else None
    if inner:
        return (end, inner[1]) if is_incident(p, inner) else None
    return (end, end + 1) if follows or subject_is_incident(p, end) else None
