"""Cue rules for two figures of one series: "from 165 to 250", "87, down from 114", "3,773 to 3,176 respectively"."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_counted, is_incident, is_people
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import aside_before, figure_before, opens_statement, subject
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.rules.rates import per
from verifier.claims.text.lexicon import ADV, AUX, CHANGE_VERB, DET, EVENT, GENERIC, LESS, MORE, MULTIPLE, bag

_UNITS = {"percent": "percent", "count": "count", "fraction": "fraction"}
_SMALL_WORDS = bag(
    "to in at a an per the just only about of more than nearly over , ( ) at least around reported recorded registered "
    "estimated projected"
)
_VARIES = bag("vary varies varied varying range ranges ranged ranging differ differs")
_TOLD = bag("preliminary previous revised earlier original of")
_FAR = 16  # words between what is counted and its two figures
_DOWN = bag("down decline drop decrease fall dropped fell fallen declined decreased lower reduction reduced")


def from_to(p: Parsed, first: Quantity, second: Quantity, *, follows: bool = False) -> Match | None:
    """A change given by its two ends, the earlier value first. `follows` says that the sentence before held a claim,
    which "the number fell from 40 to 30" may point back to.
    """
    if first.unit not in _UNITS or second.unit not in _UNITS or first.not_counting or second.not_counting:
        return None
    if isinstance(first.value, tuple) or isinstance(second.value, tuple):
        return None
    s = p.s
    before = s.word(first.first - 1)
    if before in ("per", "every"):
        return None  # "deaths per 100,000 fell from 7 to 3"
    between = s.words[first.last : second.first]
    source = len(between) - between[::-1].index("from") if "from" in between else 0  # just behind the last "from"
    elided = source == len(between) and first.unit == "count" and not content(p, first.last)  # "to 12 from 8 percent"
    told = (first.unit == second.unit or elided) and all(
        s.flags[first.last + at] & (DET | GENERIC) or between[at] in _TOLD for at in range(source, len(between))
    )
    moved = any(word in ("down", "up") or word in _DOWN for word in between)
    close = source <= 9 or (
        source <= 22 and between[source - 3 : source - 1] in ([",", "up"], [",", "down"], ["-", "up"], ["-", "down"])
    )
    earlier, later, start = second, first, first.first
    if before == "from" and "to" in between and len(between) <= 13 and _plain_gap(p, first.last, second.first):
        earlier, later, start, rule = first, second, first.first - 1, "from to"
    elif s.word(second.last) == "to" and second.last + 1 in p.quantity_at:
        return None  # "a 16% decrease in burglary, from 1.2% to 1.0%"
    elif source and told and close and moved:
        rule = "down from"
    elif source and told and source <= 9 and _moved_to(p, start) and _plain_gap(p, first.last, first.last + source - 1):
        rule = "to from"
    else:
        return None
    span, measure = (start, second.last), _measure(p, start, first, second)
    if measure is None and not (follows and rule == "from to" and _figure_moved(p, start)):
        return None
    values = (earlier.high, later.high)
    if (
        rule == "from to"
        and measure
        and any(s.words[at] in _VARIES for at in range(max(0, first.first - 4), first.first))
    ):
        return _range(p, first, second, measure) if values[0] < values[1] and first.unit == "count" else None
    direction = "up" if values[1] > values[0] else "down" if values[1] < values[0] else "none"
    unit = "percent" if "percent" in (first.unit, second.unit) else first.unit
    comparator = first.comparator if first.comparator != "exact" else second.comparator
    unit = _rated(p, measure, first, second) or _UNITS[unit]
    rule = f"from_to:{rule}"
    return Match(
        span, "change", "from_to", direction, values, unit, comparator, rule, measure, None, span[0], ends=span[1]
    )


def _figure_moved(p: Parsed, start: int) -> bool:
    """Whether what moved is only called "the number", "it", "Ohio's": what the sentence before counts."""
    s = p.s
    verb = s.back(start - 1, ADV)
    noun = figure_before(p, s.back(verb - 1, AUX | ADV))
    moved = s.flag(verb) & CHANGE_VERB or s.word(verb) in ("went", "gone", "moved")
    return bool(moved) and noun is not None and opens_statement(p, noun)


def _rated(p: Parsed, measure: Span | None, first: Quantity, second: Quantity) -> str | None:
    """The unit of two rates: "from 4.4 per 100,000 in 2014 to 4.9", "the rate per 100,000 fell from 4.9 to 4.4"."""
    after = range(first.last, min(len(p.s), second.last + 4))
    return next((every for at in (*(measure or ())[1:], *after) if (every := per(p, at))), None)


def _range(p: Parsed, low: Quantity, high: Quantity, measure: Span) -> Match:
    """ "Estimates vary from 3,200 to 50,000": what is believed at one time, no change."""
    every = next((every for at in range(measure[1], low.first) if (every := per(p, at))), None)
    kind = "rate" if every else "level"
    return Match(
        (low.first - 1, high.last), kind, kind, "none", (low.high, high.high), every or _UNITS[low.unit],
        low.comparator, f"{kind}:varies", measure, None, low.first, ends=high.last,
    )  # fmt: skip


def _moved_to(p: Parsed, at: int) -> bool:
    """Whether a figure is where a movement ends: "fell to 28 from 35", "dropped 20% last year, to 28 from 35"."""
    s = p.s
    i = s.back(at - 1, ADV)
    if s.word(i) != "to":
        return False
    steps = 0
    while i > 0 and steps < 5:
        i -= 1
        if s.flags[i] & (CHANGE_VERB | MULTIPLE) or s.words[i] in ("up", "down"):
            return True
        steps += i not in p.date_at and i not in p.place_at and i not in p.quantity_at
    return False


def _plain_gap(p: Parsed, start: int, end: int) -> bool:
    """Whether only nouns, dates and places stand between the two figures."""
    s = p.s
    return all(
        at in p.date_at
        or at in p.place_at
        or content(p, at)
        or (at in p.quantity_at and s.words[p.quantity_at[at].first - 1] == "per")
        or s.words[at] in _SMALL_WORDS
        or s.flags[at] & (DET | ADV)
        for at in range(start, end)
    )


def _measure(p: Parsed, at: int, first: Quantity, second: Quantity) -> Span | None:
    s = p.s
    if first.unit == "percent" and s.word(first.last) == "of":  # "62% of all hate crimes, up from 58%"
        whole = phrase_right(p, first.last + 1)
        return whole if is_incident(p, whole) else None
    for q in (second, first):
        own = phrase_right(p, q.last)
        if own and own[0] == q.last and (is_incident(p, own) or is_people(p, own)):
            return own
    if s.word(at - 1) in ("up", "down") and s.flag(at - 2) & (AUX | ADV):
        found = subject(p, at - 1)
        if is_incident(p, found):
            return found
    verb, asides = at, 0
    while verb > 0 and at - verb - asides < _FAR and s.words[verb - 1] not in (";", "."):
        verb -= 1
        if s.words[verb] == "," and (opened := aside_before(p, verb)):
            asides += verb - opened
            verb = opened  # "attacks doubled, the index found, from 517 to 1,099"
        if s.flags[verb] & CHANGE_VERB:
            own = phrase_right(p, verb + 1)
            if own and own[1] <= at and is_counted(p, own):
                return own
            found = subject(p, verb)  # "deaths in organised violence … fell": the deaths, not the violence
            if is_incident(p, found):
                return found
            if found and is_counted(p, found) and any(s.flags[n] & EVENT for n in range(found[1], verb)):
                return found  # "civilians killed in the war … fell": the civilians, not the war
            if found and s.word(found[1]) == "with" and not is_counted(p, found):
                return None  # "the number of countries with an attack grew from 58 to 66"
            left = phrase_left(p, verb)
            if is_incident(p, left):
                return left
            if is_counted(p, found):
                return found
        if content(p, verb):
            found = phrase_left(p, verb + 1)
            if found and is_incident(p, found):
                more = s.flags[found[0]] & (MORE | LESS) and found[1] - found[0] > 1
                return (found[0] + bool(more), found[1])  # "more refugees than any other: 3.7 million, up from 3.5"
    return None
