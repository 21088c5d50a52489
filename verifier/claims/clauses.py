"""When and where of a claim: the period, what it is compared with, and the place, as token spans."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from verifier.claims import calendar as cal
from verifier.claims.date_spans import DateSpan
from verifier.claims.found import Found, Span
from verifier.claims.lexicon import (
    CHANGE_VERB,
    DET,
    GENERIC,
    INCIDENT,
    PEOPLE,
    PREP,
    PRON,
    ROLE,
    SPEECH,
    THING,
    TIME_UNIT,
    bag,
    time_units,
)
from verifier.claims.noun_phrases import Parsed, content, run_right
from verifier.claims.places import demonyms

_STOPS = frozenset([",", ";", ":", ".", "?", "!", '"', "(", ")", "—"])
_AGAINST = bag("than from versus vs over against")
_KEPT = bag("since until through after before as between till")
_LENGTH_LEADS = bag("in over for within during throughout")
_LENGTH_FILLERS = bag(
    "just over more than a an the about nearly almost at least under less roughly around well some past only course of"
)
_PLACE_LEADS = bag("in across inside within throughout off near around at outside")
_DIRECTIONS = bag(
    "north south east west northern southern eastern western central northeast northwest southeast southwest"
)
_PLAIN_NAMES = bag("us u.s. uk u.k. usa")
_HELD = bag("was were took served left became")
_TENURE_LEADS = bag("during under on in while when")
_OWNERS = bag("my his her their our your its the this bush's")
_TENURES = bag(
    "tenure administration presidency watch term terms leadership mayoralty reign premiership governorship time "
    "years rule"
)


@dataclass(slots=True)
class When:
    """The period and the baseline of a claim; *_date is the date expression inside, None for an event clause."""

    period: Span | None = None
    period_date: DateSpan | None = None
    baseline: Span | None = None
    baseline_date: DateSpan | None = None
    since: bool = False
    since_date: DateSpan | None = None


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
    if found.form == "from_to" and not pair:
        pair = _inner_pair(found, clauses)
    whole = None if pair else _whole(p, clauses)
    if whole is not None:
        out.period, out.period_date = (whole.first, whole.last), whole
    if pair:
        before, after = pair
        return When((after.first, after.last), after, (before.first, before.last), before)
    for clause in sorted(clauses, key=lambda clause: _distance(found, clause, all_found)):
        within = whole is not None and whole.first - 1 <= clause.first < whole.last
        if _inside(clause, found.span) or within:
            continue
        if changing and (
            (clause.baseline and clause.lead != "until") or (clause.lead == "length" and found.kind == "rank")
        ):
            if out.baseline is None:
                out.baseline = _trimmed(clause)
                out.baseline_date = clause.date
                out.since = clause.lead == "since"
                out.since_date = clause.date if out.since else None
        elif clause.lead == "length" and p.s.words[clause.first] == "for" and not changing:
            continue  # "jailed for 10 years"
        elif out.period is None and (not clause.baseline or clause.lead in ("since", "from") or _earlier(clause)):
            kept = clause.lead in _KEPT and (clause.date is None or clause.lead not in ("after", "before", "as"))
            out.period = (clause.first, clause.last) if kept or clause.lead == "tenure" else _trimmed(clause)
            out.period_date = clause.date
            if clause.lead == "since" and not out.since:
                out.since, out.since_date = True, clause.date
    return out


def _earlier(clause: Clause) -> bool:
    return clause.date is not None and clause.date.earlier


def _trimmed(clause: Clause) -> Span:
    if clause.date is not None:
        return (clause.date.first, clause.date.last)
    return (clause.first + 1, clause.last)  # without the leading word


def _inside(clause: Clause, span: Span) -> bool:
    return clause.first >= span[0] and clause.last <= span[1]


def _pair(p: Parsed, clauses: list[Clause]) -> tuple[DateSpan, DateSpan] | None:
    """ "from 2014 to 2015", "between 2014 and 2015": the baseline and the period of a change."""
    for first, second in pairwise(clauses):
        follows = second.lead in ("to", "until", "through") and second.first == first.last
        if first.lead == "from" and follows and first.date and second.date and not _of_period(p, first):
            return first.date, second.date
    for clause in clauses:
        if clause.lead == "between" and clause.date:
            inner = _split_between(p, clause.date)
            if inner:
                return inner
    return None


def _of_period(p: Parsed, clause: Clause) -> bool:
    """Whether "from A to B" only bounds a period: "in the year from 15 August 2021 to 14 August 2022"."""
    return bool(p.s.flag(clause.first - 1) & TIME_UNIT) or p.s.word(clause.first - 1) == "period"


def _whole(p: Parsed, clauses: list[Clause]) -> DateSpan | None:
    """The span of a period bounded by "from A to B"."""
    for first, second in pairwise(clauses):
        if first.lead == "from" and _of_period(p, first) and second.first == first.last and first.date and second.date:
            return DateSpan(first.date.first, second.last, cal.span(first.date.window, second.date.window))
    return None


def _inner_pair(found: Found, clauses: list[Clause]) -> tuple[DateSpan, DateSpan] | None:
    """ "from 47 in 2013 to 15 in 2022": the date inside the span is the baseline, the one after it the period."""
    inner = [c.date for c in clauses if c.date and found.span[0] < c.first < found.span[1]]
    after = [c.date for c in clauses if c.date and found.span[1] <= c.first <= found.span[1] + 2]
    if found.rule.endswith("down from"):
        others = inner + [c.date for c in clauses if c.date and c.last <= found.span[0]]
        return (after[0], others[-1]) if after and others else None
    return (inner[0], after[0]) if len(inner) == 1 and after else None


def _split_between(p: Parsed, date: DateSpan) -> tuple[DateSpan, DateSpan] | None:
    """The two years of "between A and B", which are one span for a count but two for a change."""
    words = p.s.words[date.first : date.last]
    if len(words) != 3 or words[1] != "and" or not (words[0].isdecimal() and words[2].isdecimal()):
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
    events = [(c.first, c.last) for c in clauses if c.date is None and c.lead == "since"]
    best: tuple[int, Span] | None = None
    for named in p.places:
        span = (named.first, named.last)
        if any(first <= named.first < last for first, last in events):
            continue
        if speaker and speaker[0] <= named.first < speaker[1]:
            continue
        cost = _place_cost(p, found, span, all_found)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, span)
    return _whole_place(p, best[1]) if best else None


def _place_cost(p: Parsed, found: Found, span: Span, all_found: list[Found]) -> int | None:
    """How unlikely a place is the one of the claim; None where it is of people ("Israeli troops") or of the speaker."""
    s = p.s
    first, last = span
    at = first - 1
    while at > 0 and (s.words[at] in ("the", "of") or s.words[at] in _DIRECTIONS):
        at -= 1
    before, after = s.word(at), s.word(last)
    cost = _span_distance(found, span, all_found)
    inside = found.measure is not None and found.measure[0] - 1 <= first < found.measure[1]
    if before in _PLACE_LEADS:
        return cost - 12
    adjective = content(p, last) and after != "'s" and s.words[last - 1] not in _PLAIN_NAMES
    if adjective and _is_demonym(p, span):
        run = run_right(p, last)
        head = s.flags[run[1] - 1] if run else 0
        if (
            head & (ROLE | SPEECH)
            or (head & (PEOPLE | THING) and not head & INCIDENT)
            or not head & (INCIDENT | GENERIC)
        ):
            return None
    follower = last + (after == "'s")
    if s.flag(follower) & ROLE and not inside:
        cost += 20  # "Pakistan's prime minister", "US officials": the speaker's place
    if first == 0 and after in ("-", "—", ",", "(", ":") and len(p.places) > 1:
        return cost + 30  # a dateline
    if inside:
        return cost - 15
    if after == "'s" or before == "of":
        return cost - 4
    return cost


def _is_demonym(p: Parsed, span: Span) -> bool:
    """Whether a place is an adjective or people ("Iraqi"), not a country, region or city."""
    named = p.place_at[span[0]]
    return named.country is not None and span[1] == span[0] + 1 and p.s.words[span[0]] in demonyms()


def _whole_place(p: Parsed, span: Span) -> Span:
    """The place with the compass point before it and further places joined to it: "Nagaland and Assam"."""
    s = p.s
    first, last = span
    while s.word(first - 1) in _DIRECTIONS or (s.word(first - 1) == "of" and s.word(first - 2) in _DIRECTIONS):
        first -= 1
    if _is_demonym(p, span):
        return (first, last)
    while s.word(last) in (",", "and") and (
        last + 1 in p.place_at or (s.word(last + 1) == "and" and last + 2 in p.place_at)
    ):
        further = p.place_at[last + 1] if last + 1 in p.place_at else p.place_at[last + 2]
        if s.word(further.last) == "'s" or _is_demonym(p, (further.first, further.last)):
            break
        last = further.last
    while first > 1 and s.words[first - 1] in (",", "and") and first - 2 in p.place_at:
        earlier = p.place_at[first - 2]
        if _is_demonym(p, (earlier.first, earlier.last)):
            break
        first = earlier.first
    return (first, last)


def _span_distance(found: Found, span: Span, all_found: list[Found]) -> int:
    start = min(found.span[0], found.measure[0] if found.measure else found.span[0])
    end = max(found.span[1], found.measure[1] if found.measure else found.span[1])
    gap = span[0] - end if span[0] >= end else start - span[1]
    between = sum(
        1 for other in all_found if other is not found and min(end, span[0]) <= other.span[0] < max(start, span[0])
    )
    return max(gap, 0) + 15 * between
