"""Cue rules for counts: so many attacks, so many people killed, so many a day."""

from __future__ import annotations

from verifier.claims.found import Found, Span
from verifier.claims.lexicon import (
    ADJ_PARTICIPLE,
    ADV,
    AUX,
    CHANGE_NOUN,
    DET,
    EVENT,
    GENERIC,
    PEOPLE,
    PREP,
    TIME_UNIT,
    VERB,
    bag,
)
from verifier.claims.noun_phrases import Parsed, content, countable, head_of, is_counted, is_incident, phrase_right
from verifier.claims.predicates import befalls_people, event_after, event_before, event_of, is_predicate, strong
from verifier.claims.quantities import Quantity
from verifier.claims.rates import per, rate_unit
from verifier.claims.reached import incident_left, level_of, reached

_RELATIVE = bag("who that which to be been being others more other getting get got")
_KINDS = bag("cause causes form forms type types kind kinds record records rate rates level levels")
_ABOARD = bag("aboard onboard inside")
_HOW_BADLY = bag("seriously critically badly fatally severely gravely slightly")
_BODIES = bag("bodies corpses remains skeletons")
_UNCOVERED = bag("found recovered discovered pulled buried burying unearthed exhumed morgue retrieved dumped")
_FURTHER = bag("more additional further")
_ELSEWHERE = bag("in from at among near by")
_PARTITIVE = bag("them whom us you those these the his her their our")


def count(p: Parsed, q: Quantity, earlier: Found | None) -> Found | None:
    """The level or rate a count states, or None where it counts no incident."""
    if q.unit != "count" or _year_like(p, q) or _half_of_word(p, q):
        return None
    stated = reached(p, q) or level_of(p, q)
    if stated:
        return stated
    if q.value == 1 and q.spelled and p.s.word(q.core_end) in ("of", "in", "another", "day", "thing"):
        return None
    if p.s.word(q.last) == "of" and p.s.word(q.last + 1) in _PARTITIVE:
        return _some_of(p, q, earlier)
    further = p.s.word(q.last) in _FURTHER
    nouns = q.last + further
    measure = None if per(p, q.last) or p.s.word(nouns) in _ABOARD else phrase_right(p, nouns)
    start = nouns + (p.s.word(nouns) in _ABOARD)
    if measure and any(at in p.date_at for at in range(q.last, measure[0])):
        measure = None
    if measure and p.s.words[slice(*measure)] == ["homeless"]:
        measure = None
    event = None
    if measure is not None:
        start = measure[1]
        if p.s.words[head_of(p, measure)] in _KINDS:
            return None
        if not headed(p, measure) and not _bodies(p, measure):
            before = event_before(p, q.first)
            plural = p.s.words[measure[1] - 1].endswith("s") and not p.s.flags[measure[1] - 1] & GENERIC
            named = before is not None and p.s.word(before[1]) == "of" and plural
            people = named or countable(p, measure)
            if not people and not plural:
                return None
            event = event_of(p, q, measure) or _carried_on(p, q, earlier)
            if event is None or not (people or befalls_people(p, event)):
                return None
    else:
        event = _bare_event(p, q, start)
        if event is None:
            return _bare_rate(p, q) or _again(p, q, earlier) or _out_of(p, q, earlier)
        measure = _shared_people(q, earlier)
    direct = measure is not None and measure[0] >= q.last and measure[0] - q.last < 3
    span = (q.first, measure[1] if direct and measure else q.last)
    every = rate_unit(p, q, start, event)
    kind = "rate" if every else "level"
    if not every and _broken(p, q):
        return None
    cue = "event " + p.s.words[event[1] - 1] if event else "incident " + p.s.words[measure[1] - 1] if measure else ""
    return Found(
        span, kind, kind, "none", q.value, every or "count", q.comparator, f"{kind}:{cue}",
        measure, event, q.first, ends=max(span[1], event[1] if event else 0),
    )  # fmt: skip


def headed(p: Parsed, span: Span) -> bool:
    """Whether the head of a noun phrase is an incident: "rape cases", "murder victims", but not "rape kits"."""
    return is_incident(p, span)


def _bodies(p: Parsed, measure: Span) -> bool:
    """Whether the dead are counted as bodies: "45 bodies have been recovered"."""
    s = p.s
    near = s.words[max(0, measure[0] - 10) : measure[1] + 10]
    return s.words[head_of(p, measure)] in _BODIES and any(word in _UNCOVERED for word in near)


def _year_like(p: Parsed, q: Quantity) -> bool:
    """Whether a bare figure is a year before a noun: "the fatal 1918 infections", "in 2020 riots"."""
    s = p.s
    if q.comparator != "exact" or isinstance(q.value, tuple) or q.core_end - q.core != 1:
        return False
    if not s.words[q.core].isdecimal() or len(s.words[q.core]) != 4 or not 1900 <= q.value <= 2035:
        return False
    return bool(s.flag(q.core - 1) & (DET | PREP)) or (content(p, q.core - 1) and not s.flag(q.core - 1) & VERB)


def _half_of_word(p: Parsed, q: Quantity) -> bool:
    """Whether a number only makes an adjective: "a two-pronged assault", "a 900-case backlog"."""
    s = p.s
    return s.word(q.last) == "-" and s.glued(q.last) and s.glued(q.last + 1) and s.words[q.last + 1][0].isalpha()


def _broken(p: Parsed, q: Quantity) -> bool:
    """Whether a figure has a fraction that no count of incidents has: "2.0 crimes", unless it is an average."""
    fraction = "." in p.s.words[q.core] and q.core_end == q.core + 1
    return q.high < 1000 and (fraction or q.high != int(q.high)) and q.comparator != "approx" and not per(p, q.last)


def _continues(p: Parsed, earlier: Found, at: int) -> bool:
    """Whether a count goes on from an earlier one: only commas, "and" and noun phrases lie between."""
    s = p.s
    start = earlier.measure[1] if earlier.measure else earlier.span[1]
    return 0 <= at - start <= 8 and all(
        s.words[i] in (",", "and", "another", "as", "well", "or", "of", "the") or content(p, i) or s.flags[i] & ADV
        for i in range(start, at)
    )


def _carried_on(p: Parsed, q: Quantity, earlier: Found | None) -> Span | None:
    """The event of the count before, where a list goes on: "killed three soldiers and two policemen"."""
    if earlier and earlier.event and earlier.kind in ("level", "rate") and _continues(p, earlier, q.first):
        return earlier.event
    return None


def _bare_event(p: Parsed, q: Quantity, after: int) -> Span | None:
    """The event of a number with no noun: "kills 18", "five killed", "20 dead", "and injured 40"."""
    s = p.s
    if (q.value == 1 and q.spelled) or q.high != int(q.high):
        return None
    if s.word(q.first - 1) in ("every", "each") or (s.word(q.first - 1) in ("a", "an") and not q.spelled):
        return None  # "shot a 66"
    if q.comparator in ("less_than", "more_than") and s.flag(q.first - 1) & PEOPLE:
        return None  # "women under 50"
    at = after
    while s.flag(at) & (AUX | ADV) or s.word(at) in _RELATIVE:
        at += 1
    if s.flag(at) & EVENT and at not in p.date_at and is_predicate(p, at) and strong(p, (at, at + 1), None):
        return (after, at + 1)
    if s.flag(after) & AUX or s.word(after) in ("remained", "remain", "were", "are", "reported", "confirmed", "feared"):
        state = event_after(p, after)
        if state and state[1] - after < 7 and strong(p, state, None):
            return state
    before = event_before(p, q.first)
    if (
        before
        and s.word(before[1]) != "of"
        and s.words[before[1] - 1] not in ("died", "dead", "die", "dying", "perished")
        and strong(p, before, None)
    ):
        if s.flag(q.last) & TIME_UNIT or s.word(q.last) in ("times", "-", "'", "%"):
            return None
        return before
    return None


def _shared_people(q: Quantity, earlier: Found | None) -> Span | None:
    """Who is counted when only the earlier clause says it: "killed 12 people and injured at least 380"."""
    if earlier and earlier.measure and earlier.kind in ("level", "rate") and earlier.measure[1] <= q.first:
        return earlier.measure if earlier.event else None
    return None


def _some_of(p: Parsed, q: Quantity, earlier: Found | None) -> Found | None:
    """ "five of whom were convicted", "three of the men were seized": a count of a whole that is not counted here."""
    s = p.s
    whole = phrase_right(p, q.last + 1)
    pronoun = s.word(q.last + 1) in ("them", "whom", "us", "you", "those", "these")
    start = whole[1] if whole and not pronoun else q.last + 2
    if q.value == 1 and q.spelled and not pronoun:
        return None
    event = event_after(p, start)
    if event is None and pronoun and s.word(start) in _HOW_BADLY and earlier:
        event = earlier.event
        if event:
            return _part(p, q, start, earlier.measure, event)
    if whole is None or pronoun:
        whole = earlier.measure if earlier and s.word(q.last + 1) in ("whom", "them") else (q.last + 1, q.last + 2)
    if event is None and pronoun and earlier and earlier.measure:
        before = event_before(p, q.first)
        if before and strong(p, before, whole):  # "killing 30 of them"
            return Found(
                (q.first, start), "level", "level", "none", q.value, "count", q.comparator, "level:of them",
                earlier.measure, before, q.first, ends=start,
            )  # fmt: skip
        bare = content(p, start) or s.flag(start) & ADJ_PARTICIPLE
        if earlier.event and bare and s.word(q.first - 1) == ",":  # "seven of them unarmed"
            return _part(p, q, start, earlier.measure, earlier.event)
    if event is None and not is_incident(p, whole):
        return None
    if event and (not strong(p, event, whole) or event[1] - start > 7):
        return None
    if whole is None or (not pronoun and not (countable(p, whole) or is_counted(p, whole))):
        return None
    every = rate_unit(p, q, start, event)
    if every:
        return Found(
            (q.first, start), "rate", "rate", "none", q.value, every, q.comparator, "rate:some of",
            whole, event, q.first, ends=start,
        )  # fmt: skip
    return _part(p, q, start, whole, event)


def _part(p: Parsed, q: Quantity, end: int, whole: Span | None, event: Span | None) -> Found:
    return Found(
        (q.first, end), "share", "share_count", "none", q.value, "count", q.comparator, "share:some of",
        whole, event, q.first, ends=end,
    )  # fmt: skip


def _again(p: Parsed, q: Quantity, earlier: Found | None) -> Found | None:
    """A count of the same elsewhere: "48 people in Japan, 8 in Britain", "1,762 deaths from flu and 5,185 from …"."""
    s = p.s
    if earlier is None or earlier.kind not in ("level", "rate") or not (earlier.measure or earlier.event):
        return None
    before = s.word(q.first - 1)
    if s.word(q.last) in _HOW_BADLY and before == "," and earlier.event:  # "wounded 13, two seriously"
        return _part(p, q, q.last, earlier.measure, earlier.event)
    lead = q.first - 2 if before in ("to", "with") else q.first - 1
    if s.word(lead) in ("compared", "versus", "against", "vs") and (
        q.last in p.date_at or s.word(q.last) in _ELSEWHERE or s.word(q.last) in (".", ",", "the", "a")
    ):
        return _same(q, earlier)
    if s.word(q.last) not in _ELSEWHERE or before not in (",", "and", ";", "but", "versus", "vs"):
        return None
    if q.first - earlier.ends > 16 or s.flag(q.last + 1) & CHANGE_NOUN or (q.value == 1 and q.spelled):
        return None
    if s.word(q.last) == "in" and not (q.last + 1 in p.place_at or q.last + 2 in p.place_at or q.last + 1 in p.date_at):
        return None
    return _same(q, earlier)


def _same(q: Quantity, earlier: Found) -> Found:
    return Found(
        (q.first, q.last), earlier.kind, earlier.kind, "none", q.value, earlier.unit, q.comparator,
        f"{earlier.kind}:again", earlier.measure, earlier.event, q.first, ends=q.last,
    )  # fmt: skip


def _out_of(p: Parsed, q: Quantity, earlier: Found | None) -> Found | None:
    """A part of a whole that the clause names first: "of the 5,698 deaths, 2,515 were among the young"."""
    s = p.s
    if (
        earlier is None
        or earlier.measure is None
        or earlier.kind != "level"
        or s.word(q.first - 1) not in (",", "only")
    ):
        return None
    of = any(s.words[at] == "of" for at in range(max(0, earlier.span[0] - 4), earlier.span[0]))
    if not of or not s.flag(q.last) & (AUX | VERB):
        return None
    return Found(
        (q.first, q.last), "level", "level", "none", q.value, "count", q.comparator, "level:out of", earlier.measure,
        earlier.event, q.first, ends=q.last,
    )  # fmt: skip


def _bare_rate(p: Parsed, q: Quantity) -> Found | None:
    """ "450 a day": a rate whose incidents are named before it."""
    every = per(p, q.last)
    measure = incident_left(p, q.first) if every else None
    if measure is None or every is None:
        return None
    return Found(
        (q.first, q.last), "rate", "rate", "none", q.value, every, q.comparator, "rate:bare", measure, None, q.first,
        ends=q.last,
    )  # fmt: skip
