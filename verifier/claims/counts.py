"""Cue rules for counts: so many attacks, so many people killed, so many a day."""

from __future__ import annotations

from verifier.claims.found import Found, Span
from verifier.claims.lexicon import (
    ADV,
    AUX,
    CHANGE_VERB,
    DET,
    DOWN_VERB,
    EVENT,
    GENERIC,
    INCIDENT,
    MODIFIER,
    PEOPLE,
    PREP,
    SPEECH,
    THING,
    TIME_UNIT,
    VERB,
    WEAK,
    bag,
    time_units,
)
from verifier.claims.noun_phrases import Parsed, content, head_of, is_incident, phrase_left, phrase_right
from verifier.claims.quantities import Quantity
from verifier.claims.subjects import subject

_RELATIVE = bag("who that which to be been being others more other")
_EVERY = bag("a per each every an")
_RATE_ADVERBS = {
    "daily": "per_day",
    "annually": "per_year",
    "yearly": "per_year",
    "monthly": "per_month",
    "weekly": "per_week",
}
_NOT_PEOPLE = bag("year-old year old")
_KINDS = bag("cause causes form forms type types kind kinds record records rate rates level levels")
_CRIMINAL = bag(
    "terrorists terrorist militants insurgents criminals suspects gunmen rebels rapists pirates smugglers thieves"
)
_REACH = 14


def count(p: Parsed, q: Quantity, earlier: Found | None) -> Found | None:
    """The level or rate a count states, or None where it counts no incident."""
    if q.unit != "count":
        return None
    reached = _reached(p, q)
    if reached:
        return reached
    if q.value == 1 and q.spelled and p.s.word(q.core_end) in ("of", "in", "another", "day", "thing"):
        return None
    measure = None if _per(p, q.last) else phrase_right(p, q.last)
    start = q.last
    if measure and any(at in p.date_at for at in range(q.last, measure[0])):
        measure = None
    event = None
    if measure is not None:
        start = measure[1]
        if p.s.words[head_of(p, measure)] in _KINDS:
            return None
        if not headed(p, measure):
            if not _countable(p, measure):
                return None
            event = event_of(p, q, measure, earlier)
            if event is None:
                return None
    else:
        event = _bare_event(p, q)
        if event is None:
            return _bare_rate(p, q)
        measure = _shared_people(q, earlier)
    direct = measure is not None and measure[0] == q.last
    span = (q.first, measure[1] if direct and measure else q.last)
    every = rate_unit(p, q, start, event)
    kind = "rate" if every else "level"
    cue = "event " + p.s.words[event[1] - 1] if event else "incident " + p.s.words[measure[1] - 1] if measure else ""
    return Found(
        span, kind, kind, "none", q.value, every or "count", q.comparator, f"{kind}:{cue}",
        measure, event, q.first, ends=max(span[1], event[1] if event else 0),
    )  # fmt: skip


def headed(p: Parsed, span: Span) -> bool:
    """Whether the head of a noun phrase is an incident: "rape cases", "murder victims", but not "rape kits"."""
    return is_incident(p, span)


def _countable(p: Parsed, span: Span) -> bool:
    """Whether a phrase names people or things, or a group called by a name: "six Iraqi national guards"."""
    s = p.s
    flags = [s.flags[at] for at in range(*span)]
    head = span[1] - 1
    return (
        any(flag & (PEOPLE | THING) for flag in flags)
        or s.capital(head)
        or s.words[head].endswith(("men", "ers", "ors", "ists", "ians", "ees", "ants"))
    )


def event_of(p: Parsed, q: Quantity, measure: Span, earlier: Found | None) -> Span | None:
    """The predicate that makes counted people or things an incident: "were killed", "killing …", "… dead"."""
    before = _event_before(p, q.first)
    if before and _strong(p, before, measure):
        return before
    after = _event_after(p, measure[1])
    if after and _strong(p, after, measure):
        return after
    if earlier and earlier.event and earlier.kind in ("level", "rate") and _continues(p, earlier, q.first):
        return earlier.event
    return None


def _event_after(p: Parsed, start: int) -> Span | None:
    s = p.s
    first = at = start
    while at < len(s) and at - start < _REACH:
        word, flag = s.words[at], s.flags[at]
        if flag & EVENT and at not in p.date_at and not (flag & INCIDENT and s.flag(at - 1) & (DET | PREP)):
            if flag & INCIDENT and not (flag & VERB or s.flag(at - 1) & AUX) and s.flag(at - 1) & PREP:
                return None
            return (first, at + 1)
        if flag & SPEECH and not s.flag(at - 1) & AUX:  # but "were reported killed"
            return None
        if at in p.quantity_at and p.quantity_at[at].not_counting is None and s.word(at - 1) not in ("and", ","):
            return None
        if word in (";", ":", ".", "(", '"') or (word == "," and not _only_names(p, at + 1)):
            return None
        if flag & VERB and not flag & (AUX | PREP | INCIDENT | SPEECH) and at not in p.date_at:
            return None
        if flag & AUX and first == start:
            first = at
        at += 1
    return None


def _only_names(p: Parsed, start: int) -> bool:
    """Whether a comma opens a list of people ("five soldiers, two police officers and a child were killed")."""
    return start in p.quantity_at or p.s.word(start) in ("including", "mostly", "most", "all", "among", "many")


def _event_before(p: Parsed, end: int) -> Span | None:
    s = p.s
    at = end - 1
    steps = 0
    while (
        at >= 0
        and steps < 3
        and (s.flags[at] & (ADV | DET) or s.words[at] in ("another", "up", "to", "as", "many", "total", "down", "off"))
    ):
        at -= 1
        steps += 1
    if at < 0:
        return None
    flag = s.flags[at]
    if flag & EVENT and at not in p.date_at:
        return (at, at + 1)
    if s.words[at] == "of" and s.flag(at - 1) & (INCIDENT | EVENT) and not s.flag(at - 1) & GENERIC:
        return (at - 1, at)
    return None


def _strong(p: Parsed, event: Span, measure: Span | None) -> bool:
    """Whether an event is enough; a weak one ("claimed", "caught") needs another word of violence or crime."""
    s = p.s
    if not s.flags[event[1] - 1] & WEAK:
        return True
    if measure and any(s.words[at] in _CRIMINAL or s.flags[at] & INCIDENT for at in range(*measure)):
        return True
    return any(
        (s.flags[at] & (INCIDENT | MODIFIER) or (s.flags[at] & EVENT and not s.flags[at] & WEAK))
        and not event[0] <= at < event[1]
        and not (measure and measure[0] <= at < measure[1])
        and abs(at - event[0]) < 10
        for at in range(len(s))
    )


def _continues(p: Parsed, earlier: Found, at: int) -> bool:
    """Whether a count goes on from an earlier one: only commas, "and" and noun phrases lie between."""
    s = p.s
    start = earlier.measure[1] if earlier.measure else earlier.span[1]
    return 0 <= at - start <= 8 and all(
        s.words[i] in (",", "and", "another", "as", "well", "or", "of", "the") or content(p, i) or s.flags[i] & ADV
        for i in range(start, at)
    )


def _bare_event(p: Parsed, q: Quantity) -> Span | None:
    """The event of a number with no noun: "kills 18", "five killed", "20 dead", "and injured 40"."""
    s = p.s
    if (q.value == 1 and q.spelled) or q.high != int(q.high):
        return None
    at = q.last
    while s.flag(at) & (AUX | ADV) or s.word(at) in _RELATIVE:
        at += 1
    if s.flag(at) & EVENT and at not in p.date_at and _strong(p, (at, at + 1), None):
        return (q.last, at + 1)
    before = _event_before(p, q.first)
    if (
        before
        and s.flags[before[1] - 1] & EVENT
        and s.words[before[1] - 1] not in ("died", "dead", "die")
        and _strong(p, before, None)
    ):
        if s.flag(q.last) & TIME_UNIT or s.word(q.last) in ("times", "-", "'", "%"):
            return None
        return before
    return None


def _shared_people(q: Quantity, earlier: Found | None) -> Span | None:
    """Who is counted when only the earlier clause says it: "killed 12 people and injured at least 380"."""
    if earlier and earlier.measure and earlier.kind in ("level", "rate") and earlier.measure[1] <= q.first:
        return earlier.measure
    return None


def _bare_rate(p: Parsed, q: Quantity) -> Found | None:
    """ "450 a day": a rate whose incidents are named before it."""
    every = _per(p, q.last)
    measure = _incident_left(p, q.first) if every else None
    if measure is None or every is None:
        return None
    return Found(
        (q.first, q.last),
        "rate",
        "rate",
        "none",
        q.value,
        every,
        q.comparator,
        "rate:bare",
        measure,
        None,
        q.first,
        ends=q.last,
    )


def rate_unit(p: Parsed, q: Quantity, after: int, event: Span | None) -> str | None:
    """per_day, per_year, per_100000, … when a count is one per time or per population; else None."""
    s = p.s
    last = min(len(s), max(after, event[1] if event and event[0] >= after else after) + 6)
    at = q.last
    while at < last:
        word = s.words[at]
        if at > q.last and at in p.quantity_at and p.quantity_at[at] is not q and not word.startswith("100"):
            break
        if word in (";", ".", ":"):
            break
        found = _per(p, at)
        if found:
            return found
        at += 1
    for at in range(max(0, q.first - 5), q.first):
        if s.words[at] in ("every", "each") and s.word(at + 1) in time_units() and s.word(at - 1) not in ("of", "in"):
            return "per_" + _singular(s.words[at + 1])
    return None


def one_every(p: Parsed, taken: list[Found]) -> list[Found]:
    """ "a woman is killed every 36 hours": a rate of one, without the word."""
    s = p.s
    found = []
    for at, word in enumerate(s.words):
        every = _per(p, at) if word == "every" and at + 1 in p.quantity_at else None
        if every is None or any(one.unit == every for one in taken):
            continue
        for i in range(max(0, at - 12), at):
            if s.words[i] in ("a", "an", "another", "one"):
                measure = phrase_right(p, i + 1)
                event = _event_after(p, measure[1]) if measure else None
                if measure and measure[1] <= at and (is_incident(p, measure) or (event and _countable(p, measure))):
                    found.append(
                        Found(
                            (i, measure[1]),
                            "rate",
                            "rate",
                            "none",
                            1.0,
                            every,
                            "exact",
                            "rate:every",
                            measure,
                            event,
                            i,
                        )
                    )
                    break
    return found


def _per(p: Parsed, at: int) -> str | None:
    s = p.s
    word, following = s.word(at), s.word(at + 1)
    if word in _RATE_ADVERBS and not content(p, at + 1):
        return _RATE_ADVERBS[word]
    if word == "/" and following in ("year", "day", "month"):
        return "per_" + following
    if word not in _EVERY:
        return None
    if following in time_units() and at not in p.date_at:
        if word in ("a", "an") and (
            (
                s.word(at + 2) in ("ago", "earlier", "later", "before", "old", "after", "long")
                or s.words[at + 2 : at + 4] in (["in", "prison"], ["in", "jail"])
            )
            or s.flag(at - 1) & PREP
        ):
            return None
        return "per_" + _singular(following)
    if word == "per" and at + 1 in p.quantity_at:
        q = p.quantity_at[at + 1]
        if q.unit == "count" and not isinstance(q.value, tuple) and q.value >= 100:
            return f"per_{q.value:.0f}"
    if word == "every" and at + 1 in p.quantity_at:
        q = p.quantity_at[at + 1]
        unit = s.word(q.core_end)
        if unit in time_units() and not isinstance(q.value, tuple):
            return f"per_{q.value:g}_{unit}"
    return None


def _singular(unit: str) -> str:
    return unit[:-1] if unit.endswith("s") and unit != "century" else unit


def _reached(p: Parsed, q: Quantity) -> Found | None:
    """A level reached by a movement: "the death toll rose to 57", "killings climbed to a record 65"."""
    s = p.s
    at = q.first - 1
    steps = 0
    while at > 0 and steps < 5 and s.words[at] != "to" and (s.flags[at] & (DET | ADV) or content(p, at)):
        at -= 1
        steps += 1
    if at < 1 or s.words[at] != "to":
        return None
    verb = at - 1
    while verb > 0 and (
        s.flags[verb] & ADV
        or verb in p.date_at
        or s.words[verb] in ("in", "to", "by", "%", "percent")
        or verb in p.quantity_at
    ):
        verb -= 1
    if not s.flags[verb] & CHANGE_VERB and s.words[verb] not in ("up", "down"):
        return None
    down = s.flags[verb] & DOWN_VERB or s.words[verb] == "down"
    measure = subject(p, verb)
    if measure is None or not (is_incident(p, measure) or headed(p, measure)):
        measure = _incident_left(p, verb)
    if measure is None:
        return None
    own = phrase_right(p, q.last)
    span_end = q.last
    if own and own[0] == q.last and (headed(p, own) or any(s.flags[i] & PEOPLE for i in range(*own))):
        span_end = own[1]
    every = rate_unit(p, q, span_end, None)
    kind = "rate" if every else "level"
    return Found(
        (q.first, span_end), kind, kind, "down" if down else "up", q.value, every or "count", q.comparator,
        f"{kind}:reached {s.words[verb]}", measure, None, verb, ends=span_end,
    )  # fmt: skip


def _incident_left(p: Parsed, end: int) -> Span | None:
    """The nearest incident phrase before `end` in the sentence."""
    s = p.s
    at = end
    while at > 0 and end - at < 20 and s.words[at - 1] not in (";", ".", ":"):
        if s.flags[at - 1] & (INCIDENT | GENERIC) and content(p, at - 1):
            found = phrase_left(p, at)
            if found and is_incident(p, found):
                return found
        at -= 1
    return None
