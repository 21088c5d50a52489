"""The stretches of a sentence that say when: dates, "since …", tenures, lengths of time."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.date_spans import DateSpan
from verifier.claims.lexicon import CHANGE_VERB, DET, PREP, PRON, SPEECH, bag, time_units
from verifier.claims.noun_phrases import Parsed, content

_STOPS = frozenset([",", ";", ":", ".", "?", "!", '"', "(", ")", "—"])
_LENGTH_LEADS = bag("in over for within during throughout")
_LENGTH_FILLERS = bag(
    "just over more than a an the about nearly almost at least under less roughly around well some past only course of"
)
_HELD = bag("was were took served left became")
_TENURE_LEADS = bag("during under on in while when")
_OWNERS = bag("my his her their our your its the this bush's")
_TENURES = bag(
    "tenure administration presidency watch term terms leadership mayoralty reign premiership governorship time "
    "years rule"
)


@dataclass(slots=True)
class Clause:
    """A stretch that says when: its tokens (with the leading word), its date if it has one, its leading word."""

    first: int
    last: int
    date: DateSpan | None
    lead: str
    baseline: bool


def when_clauses(p: Parsed) -> list[Clause]:
    """All stretches of a sentence that say when, left to right."""
    s = p.s
    found: list[Clause] = []
    for date in p.dates:
        lead, at = _lead(p, date)
        spoken = (s.flag(at - 1) & SPEECH and at > 0) or (
            s.flag(date.last) & SPEECH and s.words[date.last] != "reported"
        )
        if spoken and lead in ("", "on"):
            continue  # "officials said on Tuesday": the day it was said
        found.append(Clause(at, date.last, date, lead, _compares(p, at, lead, date)))
    for at, word in enumerate(s.words):
        if any(clause.first <= at < clause.last for clause in found):
            continue
        if word == "since" or (word == "after" and _dated_event(p, at)):
            end = _event_end(p, at + 1)
            if end > at + 1:
                found.append(Clause(at, end, None, "since", True))
        elif word in _LENGTH_LEADS:
            found.extend(_length(p, at))
        if word in _TENURE_LEADS:
            found.extend(_tenure(p, at))
        if word in ("from", "than", "with", "to", "over", "above", "below"):
            found.extend(_usual(p, at))
    found.sort(key=lambda clause: (clause.first, -clause.last))
    return [
        clause
        for clause in found
        if not any(other.first < clause.first < other.last and (other.date is None) for other in found)
    ]


def _dated_event(p: Parsed, at: int) -> bool:
    """Whether "after" opens an event with its full date: "after the Taliban took over on 15 August 2021"."""
    end = _event_end(p, at + 1)
    inner = [p.date_at[i] for i in range(at + 3, end) if i in p.date_at]
    return bool(inner) and _is_full(p, inner[0])


def _is_full(p: Parsed, date: DateSpan) -> bool:
    return date.window is not None and any(len(p.s.words[i]) == 4 for i in range(date.first, date.last))


def _length(p: Parsed, at: int) -> list[Clause]:
    """ "in 25 years", "over the course of two months", "in just over a year", "in a decade", "in decades"."""
    s = p.s
    i = at + 1
    while s.word(i) in _LENGTH_FILLERS:
        i += 1
    q = p.quantity_at.get(i)
    if q is not None and q.core <= i < q.core_end and q.unit == "count":
        i = q.core_end + (s.word(q.core_end) == "-")
    elif (s.word(i) in time_units() and s.word(i).endswith("s") and s.words[at] != "in") or (
        i == at + 1 and s.word(i) not in time_units() and s.word(i) not in ("history", "memory", "record")
    ):
        return []
    if s.word(i) in ("living", "recorded", "recent", "modern") and s.word(i + 1) in ("memory", "history"):
        i += 1
    if s.word(i) in time_units() or (s.word(i) in ("history", "memory", "generation", "while") and i > at):
        if s.word(i + 1) in ("old", "-", "in") and s.word(i + 2) in ("old", "prison", "jail", "olds"):
            return []
        while content(p, i + 1) and s.words[at] == "during":  # "during the 11-day conflict"
            i += 1
        return [Clause(at, i + 1, None, "length", False)]
    return []


def _tenure(p: Parsed, at: int) -> list[Clause]:
    """ "during his tenure as mayor", "under President Obama", "while I was mayor", "when he took office"."""
    s = p.s
    word, following = s.words[at], s.word(at + 1)
    if word in ("during", "under", "on", "in"):
        i = at + 1
        owner = s.word(i) in _OWNERS or s.capital(i)
        while i < min(len(s), at + 7) and s.words[i] not in _TENURES:
            if not (
                s.words[i] in _OWNERS
                or s.capital(i)
                or s.words[i]
                in ("'s", "first", "second", "last", "obama", "-", "'", "the", "two", "four", "eight", "years", "year")
            ):
                break
            i += 1
        if owner and s.word(i) in _TENURES:
            end = i + 1
            if s.word(end) in ("as", "in", "of"):
                end = _event_end(p, end)
            return [Clause(at, end, None, "tenure", False)]
        if (
            word == "under"
            and (s.capital(at + 1) or following in ("the", "this", "my"))
            and at + 1 not in p.quantity_at
        ):
            end = at + 1 + (following in ("the", "this"))
            while end < len(s) and (
                s.capital(end)
                or s.words[end]
                in ("administration", "government", "-", "regime", "rule", "president", "governor", "mayor", "'s")
            ):
                end += 1
            if end > at + 2 or (end == at + 2 and following not in ("the", "this")):
                return [Clause(at, end, None, "tenure", False)]
        return []
    if (
        word in ("while", "when")
        and s.flag(at + 1) & PRON
        and s.word(at + 2) in _HELD
        and not s.word(at + 3).endswith("ing")
    ):
        end = next((i for i in range(at + 3, len(s)) if s.flags[i] & PRON or s.words[i] in _STOPS), len(s))
        return [Clause(at, end, None, "tenure", False)]
    return []


def _usual(p: Parsed, at: int) -> list[Clause]:
    """ "from pre-pandemic levels", "than the ten-year average": a baseline that is no date."""
    s = p.s
    if s.words[at] in ("with", "to") and s.word(at - 1) not in ("compared", "relative"):
        return []
    i = at + 1
    while i < min(len(s), at + 8) and (
        s.flags[i] & DET or s.capital(i) or s.words[i].isalpha() or s.words[i] in ("-", "'s")
    ):
        if s.words[i] in ("levels", "level", "average", "peak", "high", "low", "baseline", "record"):
            return [Clause(at, i + 1, None, "than", True)] if i > at + 1 else []
        i += 1
    return []


def _lead(p: Parsed, date: DateSpan) -> tuple[str, int]:
    """The preposition before a date and its index; the date's own start where it has none."""
    s = p.s
    at = date.first
    while at > 0 and s.words[at - 1] in ("the", "just", "only", "about", "around", "early", "late", "mid", "-"):
        at -= 1
    if at > 0 and s.flags[at - 1] & PREP:
        return s.words[at - 1], at - 1
    return "", date.first


def _compares(p: Parsed, at: int, lead: str, date: DateSpan) -> bool:
    """Whether the words before a date make it what something is compared with."""
    s = p.s
    before = [s.word(at - 2), s.word(at - 1)]
    if lead in ("than", "since", "versus", "vs", "against", "as") or before[1] == "as":
        return True
    if before[1] in ("was", "were") and any(word in ("what", "than", "as") for word in s.words[max(0, at - 6) : at]):
        return True  # "half of what it was in 2001", "twice as many as there were in 2010"
    if lead == "over":
        return date.earlier or bool(date.window and date.window.days <= 366 and s.word(date.last - 1).isdecimal())
    if lead == "from":
        return not date.whole
    if lead in ("to", "with") and before[1] in ("compared", "relative", "comparison", "contrast", "opposed"):
        return True
    if lead in ("in", "on", "during", "for", "at", "of") and (
        before[1] in ("than", "from", "versus", "with", "to")
        and (before[1] != "with" or before[0] == "compared")
        and (before[1] != "to" or before[0] == "compared")
    ):
        return True
    return date.earlier and lead not in ("in", "during", "for")


def _event_end(p: Parsed, start: int) -> int:
    """Where a clause that starts at `start` ("the Taliban's takeover of …") ends."""
    s = p.s
    at = start
    while at < len(s) and at - start < 25:
        word = s.words[at]
        if word in _STOPS:
            break
        if at > start and (word == "and" or word in ("while", "but", "whereas")) and _new_clause(p, at + 1):
            break
        if at > start + 1 and at in p.quantity_at and p.quantity_at[at].not_counting is None:
            break
        if at > start + 1 and s.flags[at] & SPEECH and s.capital(at - 1):
            break
        at += 1
    return at


def _new_clause(p: Parsed, start: int) -> bool:
    """Whether what follows "and" is a claim or clause of its own rather than a part of the event."""
    s = p.s
    if s.word(start) in ("that", "a", "an", "by"):
        return True
    return any(at in p.quantity_at or s.flag(at) & CHANGE_VERB for at in range(start, min(start + 7, len(s))))
