"""What a superlative is about: the incidents after it, or the subject of its clause."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_counted, is_incident
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import subject
from verifier.claims.text.lexicon import AUX, CHANGE_NOUN, DET, GENERIC, INCIDENT, MODIFIER, PEOPLE, TIME_UNIT, bag

_COUNTED = bag("number numbers of total the count")
# Superlatives that are about violence whatever follows: "the deadliest month".
_INHERENT = bag("deadliest bloodiest safest")
_SETTINGS = bag(
    "county counties city cities country countries place places town towns state states neighborhood neighborhoods "
    "neighbourhood area areas region year month week day decade period summer century prison prisons nation nations "
    "weekend weekends night road roads district entity entities province provinces municipality municipalities"
)
# Superlatives that need no noun: "is the worst in the nation for".
_BARE = bag("worst highest lowest most safest deadliest fewest")
_HEADLESS = bag(
    "it they this we that among for amount margin level levels rate rates point number numbers total since in on ever "
    "year month day toll count figure figures tally"
)


def ranked_measure(p: Parsed, first: int, end: int) -> Span | None:
    s = p.s
    if s.words[end : end + 2] == ["per", "capita"]:
        end += 2
    if end in p.quantity_at and s.word(end + 1) == "-" and s.flag(end + 2) & TIME_UNIT:
        end += 3  # "its highest six-month toll"
    elif s.word(end) in ("one", "single") and s.word(end + 1) == "-" and s.flag(end + 2) & TIME_UNIT:
        end += 3  # "its highest one-day total"
    elif s.word(end) in ("daily", "weekly", "monthly", "annual", "yearly"):
        end += 1
    if s.words[end - 1] == "capital" and s.flag(end - 2) & (INCIDENT | MODIFIER):
        return (end - 2, end - 1)
    verb = s.back(first - 1, DET)
    headless = s.word(end) in ("of", "for", "since", "in", "on", "ever", ".", ",", "")
    if s.words[end - 1] in _INHERENT and headless and s.flag(verb) & AUX:
        told = phrase_left(p, verb)  # "this past weekend was the deadliest of 2016"
        if told and s.words[told[1] - 1] in _SETTINGS:
            return told
    own = phrase_right(p, end)
    if own and all(s.words[at] in _COUNTED for at in range(end, own[0])):
        inherent = s.words[end - 2 : end] in (
            ["most", "violent"],
            ["most", "dangerous"],
            ["most", "deadly"],
            ["most", "terrorised"],
            ["most", "terrorized"],
        )
        if s.words[end - 1] in _INHERENT or (inherent and s.words[own[1] - 1] in _SETTINGS):
            return own
        if is_counted(p, own) and not (s.flags[own[1] - 1] & CHANGE_NOUN and not s.flags[own[1] - 1] & INCIDENT):
            return own
    if s.words[end - 1] in _INHERENT and s.word(end) == "for":
        inner = phrase_right(p, end + 1)  # "the deadliest for civilians since 2014"
        if inner and p.s.flags[inner[1] - 1] & PEOPLE:
            return inner
    tail = own[1] if own and own[0] >= end else end
    tail += 2 * (s.words[tail : tail + 2] == ["on", "record"])
    follow = s.word(tail)
    if follow == "of" and own is None and any(at in p.quantity_at for at in (tail + 1, tail + 2)):
        return ranked_subject(p, first)  # "a record high of 122,806"
    if follow in ("of", "for", "in", "rate", "on") and tail + 1 not in p.date_at:
        inner = phrase_right(p, tail + 1)
        if is_incident(p, inner) and inner and tail + 1 not in p.place_at:
            return inner
        if follow == "of" and inner:
            return None  # "the highest levels of the Kremlin"
        further = _further_on(p, tail + 1) if follow == "in" and s.words[end - 1] in _BARE else None
        if further:
            return further
    if own and s.words[own[1] - 1] == "toll" and not _BARE.isdisjoint(s.words[first:end]):
        return ranked_subject(p, first) or own
    headless = own is None and (s.word(end) in _HEADLESS or not s.word(end)[:1].isalpha() or end in p.date_at)
    if headless or (own is not None and (s.words[own[0]] in _HEADLESS or s.words[own[1] - 1] in _HEADLESS)):
        return ranked_subject(p, first) or with_number(p, own[1] if own else end) or _number_ahead(p, end)
    return None


def _number_ahead(p: Parsed, start: int) -> Span | None:
    """The incidents of the number that a rank is set beside: "the highest rate was in Leeds, with 179 offences"."""
    at = next((n for n in range(start, min(len(p.s), start + 14)) if p.s.words[n] in (",", ";", ".")), 0)
    return with_number(p, at + 1) if p.s.word(at) == "," else None


def with_number(p: Parsed, at: int) -> Span | None:
    """The incidents of the number that a place in an order was reached with: "ranked second with 258 homicides"."""
    q = p.quantity_at.get(at + 1) if p.s.word(at) in ("with", "at") else None
    own = phrase_right(p, q.last) if q else None
    return own if is_counted(p, own) else None


def _further_on(p: Parsed, start: int) -> Span | None:
    """The incidents a rank is for, after where it holds: "the worst in the nation for drunk driving deaths"."""
    s = p.s
    for at in range(start, min(len(s), start + 9)):
        if s.words[at] in (",", ";", ".", ":"):
            return None
        if s.words[at] in ("for", "in"):
            inner = phrase_right(p, at + 1)
            if inner and at + 1 not in p.place_at and is_counted(p, inner):
                return inner
    return None


def ranked_subject(p: Parsed, end: int) -> Span | None:
    """The incident phrase to the left that a headless superlative is about."""
    s = p.s
    found = subject(p, end)
    if is_incident(p, found):
        return found
    at = end
    while at > 0 and end - at < 24 and s.words[at - 1] not in (";", "."):
        if content(p, at - 1) and s.flags[at - 1] & (INCIDENT | MODIFIER | GENERIC):
            found = phrase_left(p, at) if not content(p, at) else None
            if found and is_incident(p, found):
                return found
        at -= 1
    return None


def subject_is_incident(p: Parsed, end: int) -> bool:
    s = p.s
    return ranked_subject(p, end) is not None or any(flag & INCIDENT for flag in s.flags)
