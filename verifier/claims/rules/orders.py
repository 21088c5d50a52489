"""Places in an order: "ranked third in murders", "189th out of 193", "leads the nation in", "the No. 1 cause of"."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_counted, is_incident, with_event
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.rules.rank_measures import ranked_measure, ranked_subject
from verifier.claims.text.lexicon import (
    DET,
    EVENT,
    INCIDENT,
    bag,
    match,
    phrases,
)

_WORDS = phrases("ranks", "up", "down")
_WIDELY = bag("nationwide nationally worldwide globally")
_RANKING = bag("ranked ranks rank is are was came comes number place placed as then")
_OVER = bag("in for out place on of among nationally nationwide worldwide")
_FIELDS = bag("nation country world state states region league continent nations planet list")


def ranked(p: Parsed, at: int) -> Match | None:
    """ "ranked 3rd in murders", "is third in homicides", "ranks second for gun deaths", "189th out of 193"."""
    s = p.s
    q = p.quantity_at.get(at)
    if q is None or q.unit != "ordinal" or q.core != at:
        return None
    ranked = s.word(at - 1) in _RANKING
    if not ranked:
        return None
    measure = None
    if s.word(q.last) == "among":  # "ranks 25th among cities with the highest crime rates"
        top = next((i for i in range(q.last, min(len(s), q.last + 9)) if match(s.words, i, _WORDS)), None)
        measure = ranked_measure(p, top, top + 1) if top else None
        if measure and top:
            return Match.rank((at, q.last), "up", q.high, "rank:ranked", measure, ends=top + 1)
    if s.word(q.last) not in _OVER:
        return None
    for i in range(q.last, min(len(s), q.last + 20)):
        if s.words[i] in (".", ";"):
            break
        if s.words[i] in ("in", "for", "on", "out", "of"):
            start = i + 1
            while s.flag(start) & DET or start in p.date_at:
                start += 1
            inner = phrase_right(p, start)
            if is_counted(p, inner) and start not in p.place_at:
                measure = with_event(p, inner)
                break
    if measure is None:
        if s.word(q.last) != "out" or not any(flag & INCIDENT for flag in s.flags[:at]):
            return None
        measure = ranked_subject(p, at)
    if measure is None:
        return None
    return Match.rank((at, q.last), "up", q.high, "rank:ranked", measure)


def _first_incident(p: Parsed, start: int) -> Span | None:
    """The first incidents of a list: "No. 1 in unemployment, divorce, violent crime"; "the rate of women killed"."""
    s = p.s
    at = start
    while at < min(len(s), start + 16) and s.words[at] not in (".", ";", ":", "?"):
        found = phrase_right(p, at)
        if is_counted(p, found) or (found and s.word(found[0] - 1) == "of" and s.flag(found[1]) & EVENT):
            return with_event(p, found)
        at = max(found[1], at + 1) if found else at + 1
    return None


def leads(p: Parsed, at: int) -> Match | None:
    """ "leads the nation in murders", "the world leader in executions"."""
    s = p.s
    end = at + 1
    if s.words[at] in ("lead", "leads", "led", "leading"):
        while end < len(s) and end - at < 5 and s.words[end] != "in":
            end += 1
        if end == at + 1 or not any(s.words[i] in _FIELDS or i in p.place_at for i in range(at + 1, end)):
            return None
    elif s.words[at] != "leader":
        return None
    if s.word(end) != "in" or end + 1 in p.date_at:
        return None
    measure = _first_incident(p, end + 1)
    if measure is None or measure[0] - end > 8:
        return None
    return Match.rank((at, at + 1), "up", 1.0, f"rank:{s.words[at]}", measure)


def number_one(p: Parsed, at: int) -> Match | None:
    """ "the No. 1 cause of childhood deaths", "number one killer"."""
    s = p.s
    if s.words[at] not in ("no", "number", "#"):
        return None
    i = at + 2 if s.word(at + 1) == "." else at + 1
    q = p.quantity_at.get(i)
    if q is None or q.core != i or isinstance(q.value, tuple) or q.value > 200 or q.core_end != i + 1:
        return None
    value = q.value
    measure = phrase_right(p, i + 1)
    if not is_incident(p, measure):
        field = i + 1  # "No. 1 nationwide in car thefts"
        while s.word(field) in _WIDELY:
            field += 1
        measure = _first_incident(p, field + 1) if s.word(field) in ("in", "for") else None
    if measure is None:
        return None
    return Match.rank((at, i + 1), "up", float(value), "rank:number one", measure)
