"""When and where of a claim: the period, what it is compared with, and the place, as token spans."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from verifier.claims import calendar as cal
from verifier.claims.changes import Found
from verifier.claims.dates import DateSpan
from verifier.claims.lexicon import CHANGE_VERB, PREP, ROLE, SPEECH, bag
from verifier.claims.noun_phrases import Parsed, Span

_STOPS = frozenset([",", ";", ":", ".", "?", "!", '"', "(", ")", "—"])
_AGAINST = bag("than from versus vs over against")
_KEPT = bag("since until through after before as between till")
_OPEN = bag("since when after before under")


@dataclass(slots=True)
class When:
    """The period and the baseline of a claim; *_date is the date expression inside, None for an event clause."""

    period: Span | None = None
    period_date: DateSpan | None = None
    baseline: Span | None = None
    baseline_date: DateSpan | None = None
    since: bool = False


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
        found.append(Clause(at, date.last, date, lead, _compares(p, at, lead, date)))
    for at, word in enumerate(s.words):
        if word == "since" and not any(clause.first <= at < clause.last for clause in found):
            end = _event_end(p, at + 1)
            if end > at + 1:
                found.append(Clause(at, end, None, "since", True))
    found.sort(key=lambda clause: clause.first)
    return [
        clause
        for clause in found
        if not any(other.date is None and other.first < clause.first < other.last for other in found)
    ]


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
    if lead in ("than", "since", "versus", "vs", "against"):
        return True
    if lead == "over":
        return date.earlier or bool(date.window and date.window.days <= 366 and s.word(date.last - 1).isdigit())
    if lead == "from":
        return True
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


def when(p: Parsed, found: Found, clauses: list[Clause], all_found: list[Found]) -> When:
    """The period and baseline of one claim among the claims of its sentence."""
    out = When()
    changing = found.kind in ("change", "trend", "rank")
    pair = _pair(p, clauses) if changing else None
    if pair:
        before, after = pair
        return When((after.first, after.last), after, (before.first, before.last), before)
    for clause in sorted(clauses, key=lambda clause: _distance(found, clause, all_found)):
        if _inside(clause, found.span):
            continue
        if changing and clause.baseline and clause.lead != "until":
            if out.baseline is None:
                out.baseline = _trimmed(clause)
                out.baseline_date = clause.date
                out.since = clause.lead == "since"
        elif out.period is None and (not clause.baseline or clause.lead in ("since", "from") or _earlier(clause)):
            out.period = (clause.first, clause.last) if clause.lead in _KEPT else _trimmed(clause)
            out.period_date = clause.date
            out.since = out.since or clause.lead == "since"
    return out


def _earlier(clause: Clause) -> bool:
    return clause.date is not None and clause.date.earlier


def _trimmed(clause: Clause) -> Span:
    if clause.date is not None:
        return (clause.date.first, clause.date.last)
    return (clause.first + 1, clause.last)


def _inside(clause: Clause, span: Span) -> bool:
    return clause.first >= span[0] and clause.last <= span[1]


def _pair(p: Parsed, clauses: list[Clause]) -> tuple[DateSpan, DateSpan] | None:
    """ "from 2014 to 2015", "between 2014 and 2015": the baseline and the period of a change."""
    for first, second in pairwise(clauses):
        follows = second.lead in ("to", "until", "through") and second.first == first.last
        if first.lead == "from" and follows and first.date and second.date:
            return first.date, second.date
    for clause in clauses:
        if clause.lead == "between" and clause.date:
            inner = _split_between(p, clause.date)
            if inner:
                return inner
    return None


def _split_between(p: Parsed, date: DateSpan) -> tuple[DateSpan, DateSpan] | None:
    """The two years of "between A and B", which are one span for a count but two for a change."""
    words = p.s.words[date.first : date.last]
    if len(words) != 3 or words[1] != "and" or not (words[0].isdigit() and words[2].isdigit()):
        return None
    return (
        DateSpan(date.first, date.first + 1, cal.year_window(int(words[0]))),
        DateSpan(date.last - 1, date.last, cal.year_window(int(words[2]))),
    )


def _distance(found: Found, clause: Clause, all_found: list[Found]) -> int:
    """How far a clause is from a claim; one on the other side of another claim is further."""
    start, end = found.span
    between = sum(
        1
        for other in all_found
        if other is not found and min(end, clause.first) <= other.span[0] < max(start, clause.first)
    )
    gap = clause.first - end if clause.first >= end else start - clause.last
    return max(gap, 0) + 15 * between + (2 if clause.first < start else 0)


def place(p: Parsed, found: Found, clauses: list[Clause], speaker: Span | None, all_found: list[Found]) -> Span | None:
    """Where the incidents of a claim happened, as tokens; None where the sentence names no place for them."""
    s = p.s
    events = [(clause.first, clause.last) for clause in clauses if clause.date is None]
    best: tuple[int, Span] | None = None
    for named in p.places:
        span = (named.first, named.last)
        if any(first <= named.first < last for first, last in events):
            continue
        if speaker and speaker[0] <= named.first < speaker[1]:
            continue
        before = s.word(named.first - 1) if s.word(named.first - 1) != "the" else s.word(named.first - 2)
        after = s.word(named.last)
        cost = _span_distance(found, span, all_found)
        if before in ("in", "across", "inside", "within", "throughout", "off", "near", "around", "at"):
            cost -= 12
        elif (found.measure and found.measure[0] <= named.first < found.measure[1]) or (
            found.measure and named.last == found.measure[0]
        ):
            cost -= 15
        elif after == "'s" or before == "of":
            cost -= 4
        if s.flags[min(named.last + (after == "'s"), len(s) - 1)] & ROLE:
            cost += 20  # "Pakistan's prime minister", "US officials": the speaker's place
        if named.first == 0 and s.word(named.last) in ("-", "—", ",", "(", ":") and len(p.places) > 1:
            cost += 30  # a dateline
        if best is None or cost < best[0]:
            best = (cost, span)
    return best[1] if best else None


def _span_distance(found: Found, span: Span, all_found: list[Found]) -> int:
    start = min(found.span[0], found.measure[0] if found.measure else found.span[0])
    end = max(found.span[1], found.measure[1] if found.measure else found.span[1])
    gap = span[0] - end if span[0] >= end else start - span[1]
    between = sum(
        1 for other in all_found if other is not found and min(end, span[0]) <= other.span[0] < max(start, span[0])
    )
    return max(gap, 0) + 15 * between
