"""The period of the sentence before, for a claim that names none: "It peaked in November. There were 63 attacks."."""

from __future__ import annotations

from itertools import pairwise

from verifier.claims.context.timing import is_stock
from verifier.claims.dates import calendar as cal
from verifier.claims.phrases.incident_phrases import is_incident
from verifier.claims.phrases.match import Match
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.time_clauses import when_clauses
from verifier.claims.text.lexicon import bag
from verifier.window import Window

_NOW = bag("has have is are 've now will can")  # a statement of now is not of the time named before it
_LEADS = frozenset(["", "in", "during", "of", "for", "over", "throughout"])
_ENDS = _LEADS | {"to", "until"}  # "that year" after "from 2019 to 2020" is 2020
_STANDS = _LEADS | {"at", "by"}  # when a stock was counted: "at the end of 2023"
_EARLIER = ("the year before", "the previous year", "a year earlier", "the year prior")
_POINTING = ("that", "same")
_YEAR = (365, 366)
_SHORTEST = 28  # days: the day of one incident is no period of a count


def carried_period(p: Parsed, one: Match, prior: Parsed | None, before: Window | None) -> Window | None:
    """The one month, quarter, year or other stretch that the sentence before names, else that of its claims (before).

    The toll of people is left out unless the claim points back ("that year"): it may be that of one incident.
    """
    if prior is None or one.kind == "rank":
        return None
    # "Compared to the previous year" says what a change is measured from; the year before may have a count of its own.
    unit = "earlier" if one.kind == "level" and _the_year_before(p, one) else _pointed_at(p)
    stock = is_stock(p, one.measure)
    counted = one.kind != "level" or stock or (one.event is None and is_incident(p, one.measure))
    against = one.kind == "change" and any(said in " ".join(p.s.words) for said in _EARLIER)
    now = not stock and not against and not _NOW.isdisjoint(p.s.words)  # "is 1% lower than the year before"
    if not unit and (not counted or now or _goes_on_since(p)):
        return None
    named = {
        clause.date.window
        for clause in when_clauses(prior)
        if clause.date
        and clause.date.window
        and not clause.baseline
        and clause.lead in (_STANDS if stock else _ENDS if unit else _LEADS)
    }
    window = named.pop() if len(named) == 1 else None
    long = before is not None and (before.days in _YEAR or (one.kind == "change" and before.days >= _SHORTEST))
    if not named and not unit and long and not p.dates:
        return before
    if window is None or (window.days < _SHORTEST and not unit and not stock):
        return None
    if unit == "earlier":
        return window.years_earlier(1) if window.days <= 366 and window.start.year > 1 else None
    if unit == "year":
        return cal.year_window(window.start.year) if window.days <= 366 else None
    if unit == "month":
        return cal.month_of(window.start, 0) if window.days <= 31 else None
    return window


def _goes_on_since(p: Parsed) -> bool:
    """Whether a count runs since a day; "the highest since 2014" only looks back."""
    words = p.s.words
    return any(
        word == "since" and not any(before.endswith(("est", "most", "worst")) for before in words[max(0, at - 6) : at])
        for at, word in enumerate(words)
    )


def _the_year_before(p: Parsed, one: Match) -> bool:
    """Whether a count is told of the year before the one just named, "The year before it was 172"; not one that
    another number stands between, as in "15 attacks, against 75 the year before".
    """
    words = p.s.words
    for first in range(len(words) - 2):
        if " ".join(words[first : first + 3]) in _EARLIER:
            low, high = sorted((first, one.span[0]))
            if not any(low < number.first < high and number.first != one.anchor for number in p.numbers):
                return True
    return False


def pointed_time(p: Parsed) -> str | None:
    """The words that point back to a time named before, "that year"."""
    at = _pointer(p)
    return None if at is None else p.text((at, at + 2))


def _pointed_at(p: Parsed) -> str:
    """The "year" of "that year", "in the same year"; empty where a sentence does not point back."""
    at = _pointer(p)
    return "" if at is None else p.s.words[at + 1]


def _pointer(p: Parsed) -> int | None:
    """Where "that" or "same" stands before a year or month."""
    told = pairwise(p.s.words)
    return next((at for at, (word, unit) in enumerate(told) if word in _POINTING and unit in ("year", "month")), None)
