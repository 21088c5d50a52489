"""Rates: so many a day, one every 36 hours, 4 per 100,000."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import countable, is_incident
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.predicates import event_after
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.text.lexicon import PREP, bag, time_units

_EVERY = bag("a per each every an")
_ORDINARY = bag("given typical average normal single calendar")
_RATE_ADVERBS = {
    "daily": "per_day",
    "annually": "per_year",
    "yearly": "per_year",
    "monthly": "per_month",
    "weekly": "per_week",
}


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
        found = per(p, at)
        if found:
            return found
        at += 1
    return _before(p, q)


def _before(p: Parsed, q: Quantity) -> str | None:
    """ "Every day, 34 are …", "each year in this country some 30,000 …": a frequency that opens the clause."""
    s, opening = p.s, False
    # "Each year 30,000 people die, and about 80,000 are wounded": what opens the sentence is said of both.
    joined = s.word(q.first - 1) == "and" and not any(date.last <= q.first for date in p.dates)
    for at in range(q.first - 1, max(-1, q.first - 14 - 14 * joined), -1):
        if s.words[at] in (";", ":") or (
            at in p.quantity_at
            and at not in p.date_at
            and s.words[at - 2 : at] not in (["for", "every"], ["for", "each"])
        ):
            if not joined:
                return None
            opening = True
        if s.words[at] not in ("every", "each", "per") or s.word(at - 1) in ("of", "in"):
            continue
        base = p.quantity_at.get(at + 1)
        if base and base.unit == "count" and base.high >= 100 and s.word(at - 1) == "for":
            return f"per_{base.high:.0f}"  # "for every 100,000 people there were 169"
        unit = at + 1 + (s.word(at + 1) in _ORDINARY)
        near = at < 3 or (not opening and (q.first - at <= 5 or s.word(at - 1) in (",", "that", '"')))
        if s.word(unit) in time_units() and near:
            return "per_" + _singular(s.words[unit])
    return None


def one_every(p: Parsed, taken: list[Match]) -> list[Match]:
    """ "a woman is killed every 36 hours": a rate of one, without the word."""
    s = p.s
    found: list[Match] = []
    if "every" not in s.words:
        return found
    for at, word in enumerate(s.words):
        every = per(p, at) if word == "every" else None
        timed = at + 1 in p.quantity_at
        if every is None or any(one.unit == every for one in taken):
            continue
        opener = _opening(p, at, every) if timed else None
        if opener:
            found.append(opener)
            continue
        for i in range(max(0, at - 12), at):
            if s.words[i] in ("a", "an", "another", "one", "someone", "somebody"):
                whoever = s.words[i].startswith("some")
                measure = (i, i + 1) if whoever else phrase_right(p, i + 1)
                event = event_after(p, measure[1]) if measure else None
                if (
                    measure
                    and measure[1] <= at
                    and (timed or at in (measure[1], event[1] if event else -1))
                    and (is_incident(p, measure) or (event and (whoever or countable(p, measure))))
                ):
                    found.append(_one(i, every, measure, event))
                    break
    return found


def _opening(p: Parsed, at: int, every: str) -> Match | None:
    """ "Every 15 minutes, someone dies …": the frequency stands first."""
    s = p.s
    i = p.quantity_at[at + 1].core_end + 1
    while s.word(i) in (",", "in") or i in p.place_at:
        i += 1
    measure = (i, i + 1) if s.word(i) in ("someone", "somebody") else None
    if s.word(i) in ("a", "an", "another", "one"):
        measure = phrase_right(p, i + 1)
    if measure is None:
        return None
    event = event_after(p, measure[1])
    if not (is_incident(p, measure) or (event and (measure[0] == i or countable(p, measure)))):
        return None
    return _one(i, every, measure, event)


def _one(at: int, every: str, measure: Span, event: Span | None) -> Match:
    """A rate of one, without the number."""
    return Match((at, measure[1]), "rate", "rate", "none", 1.0, every, "exact", "rate:every", measure, event, at)


def per(p: Parsed, at: int) -> str | None:
    s = p.s
    word, following = s.word(at), s.word(at + 1)
    if word in _RATE_ADVERBS and not content(p, at + 1):
        return _RATE_ADVERBS[word]
    if word == "/" and following in ("year", "day", "month"):
        return "per_" + following
    if word == "for" and following in ("every", "each") and at + 2 in p.quantity_at:
        base = p.quantity_at[at + 2]  # "12 for every 1 million people"
        return f"per_{base.high:.0f}" if base.unit == "count" and base.high >= 100 else None
    if word not in _EVERY:
        return None
    if following in _ORDINARY and s.word(at + 2) in time_units():
        return (
            "per_" + _singular(s.words[at + 2]) if following != "single" or word in ("every", "each", "per") else None
        )
    if following in time_units() and at not in p.date_at:
        if word in ("a", "an") and (
            (
                s.word(at + 2) in ("ago", "earlier", "later", "before", "old", "after", "long")
                or s.words[at + 2 : at + 4] in (["in", "prison"], ["in", "jail"])
            )
            or (s.flag(at - 1) & PREP and not (s.words[at - 1] == "in" and following == "year"))
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
