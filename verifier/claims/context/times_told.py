"""The time of a claim whose own sentence names none: what the sentences before it have told."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from verifier.claims.claim import Resolved
from verifier.claims.context.times_of_others import COMPARED_WITH, led_by_from
from verifier.claims.context.timing import When, is_stock
from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import YEARS_IN
from verifier.claims.phrases.count_words import HAD
from verifier.claims.phrases.incident_phrases import is_incident
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import relative_clause
from verifier.claims.phrases.time_clauses import POINTING_AT_SEVERAL, Clause, when_clauses
from verifier.claims.places.place_words import WORLDWIDE
from verifier.claims.text.lexicon import ADV, TIME_UNIT, bag
from verifier.places.tree import place as place_of
from verifier.window import Window

_NOW = bag("has have is are 've now will can")  # a statement of now is not of the time named before it
_LEADS = frozenset(["", "in", "during", "of", "for", "over", "throughout"])
_ENDS = _LEADS | {"to", "until"}  # "that year" after "from 2019 to 2020" is 2020
_STANDS = _LEADS | {"at", "by"}  # when a stock was counted: "at the end of 2023"
_EARLIER = ("the year before", "the previous year", "a year earlier", "the year prior")
_POINTING = ("that", "same")
# What "the same" points back with, and the days that the time before it has at least.
_SPANS = {
    **dict.fromkeys(("period", "time", "timeframe", "timespan", "span", "season"), 1),
    "day": 1,
    "days": 2,
    "week": 5,
    "weeks": 14,
    "months": 58,
    "quarter": 89,
    "quarters": 180,
    "half": 180,
    "years": 700,
    "decade": 3600,
    "decades": 7200,
}
_COMPARING = bag("than on from over against to with of as")
_FURTHER = bag("further another additional")
_THEY = bag("they these those it")
_YEAR = 365
_MANY = 100  # years
_SHORTEST = 28  # days: the day of one incident is no period of a count
_ONE = (
    "attack|blast|explosion|bombing|shooting|crash|collision|raid|strike|airstrike|ambush|clash|fire|blaze|earthquake|"
    "quake|flood|storm|landslide|stampede|derailment|massacre|assault|incident|accident|stabbing|bomb|eruption|tsunami|"
    "avalanche|collapse|sinking|shipwreck|operation|gunfight|battle"
)
# "In the blast", "when a bomb went off", "a suicide attack on a mosque killed 31": one incident told by its toll.
ONE_INCIDENT = re.compile(
    rf"\b(?:in|by|from|after|during|when)\s+(?:a|an|the|one|that|this|another)\s+(?:[\w'’-]+\s+){{0,3}}?(?:{_ONE})\b"
    rf"|^\W*(?:a|an|the|one|another)\s+(?:[\w'’-]+\s+){{0,3}}?(?:{_ONE})\b(?!\s+(?:toll|wave|rate|campaign|season))"
    r"|\binstantly\b|\bon the spot\b|\bat the scene\b",
    re.IGNORECASE,
)
REACH = 3  # sentences before a claim that may tell its time


@dataclass(slots=True)
class _TimesOf:
    """When the claims of a sentence were: where it starts, and their different periods in order."""

    sentence: int
    periods: list[Window] = field(default_factory=list)
    since: bool = False
    counted: list[Window] = field(default_factory=list)  # those of its counts, as they are told
    ends: tuple[Window, Window] | None = None  # the two times of "from 21,781 in 2022 to 19,252 in 2023"
    # It opens with a count of a time before the one that the text is of: "The year before it was 754".
    back: bool = False

    @property
    def only(self) -> Window | None:
        """Their one period; None where they have several or none."""
        return self.periods[0] if len(self.periods) == 1 else None


class TimesTold:
    """The times of the claims of a text as far as it has been read."""

    def __init__(self) -> None:
        self._told: deque[_TimesOf] = deque(maxlen=REACH + 1)
        self._periods: set[Window] = set()

    def note(self, p: Parsed, one: Match, time: When, resolved: Resolved) -> None:
        """Take up when a claim was; not one that another is compared with, nor one that is told by another time."""
        if not self._told or self._told[-1].sentence != p.s.first:
            self._told.append(_TimesOf(p.s.first))
        period, baseline = resolved.period, resolved.baseline
        if one.kind in ("level", "rate") and period and period not in self._told[-1].counted:
            self._told[-1].counted.append(period)
        if one.rule in COMPARED_WITH or (time.period_date is not None and time.period_date.earlier):
            return
        if one.form == "from_to" and period and baseline:
            self._told[-1].ends = (baseline, period)
        told = p.s.words[max(0, one.span[0] - 3) : one.span[0]]
        which = told[-2:-1] == ["which"] and told[-1] in HAD
        closes = which and "," in p.s.words[one.span[1] :]  # "Michigan, which had 597 in 2023, had 529"
        aside = which or "including" in told or told[:2] == ["among", "them"] or _when_compared(p, one)
        if closes or (aside and self._told[-1].periods):
            return  # "201 incidents in 2018, says the bureau, which had 246 on its list for 2015"
        self._told[-1].since |= time.since
        self._note_earlier(one, period)
        if period is not None:
            self._periods.add(period)
            if period not in self._told[-1].periods:
                self._told[-1].periods.append(period)

    def _note_earlier(self, one: Match, period: Window | None) -> None:
        """Take up that a sentence goes back in time with what is counted before: "The year before it was 754"."""
        here, before = self._told[-1], self._told[-2] if len(self._told) > 1 else None
        goes_on = one.kind in ("level", "rate") and one.measure_in is not None and not here.periods
        if not goes_on or before is None or not before.periods:
            return
        main = before.ends[1] if before.back and before.ends else before.periods[-1]
        if period and period.end < main.start:
            here.back, here.ends = True, (period, main)

    def between_told(self, p: Parsed, one: Match, period: Window | None) -> tuple[Window, Window] | None:
        """The two times of the counts just told, the earlier first, which a change that names none is between: "1,061
        murders in 2016. The year before it was 754. That is a jump of 41 percent".
        """
        last = self._told[-1] if self._told else None
        if one.kind != "change" or one.measure is not None or one.measure_of is None or not (last and last.back):
            return None
        of_it = last.sentence == p.s.first and last.ends is not None and period == last.ends[0]
        return last.ends if of_it or period is None else None  # "In 1985 there were 1,196, so the number has fallen by"

    @property
    def only(self) -> Window | None:
        """The one period of all claims up to here that say when."""
        return next(iter(self._periods)) if len(self._periods) == 1 else None

    def earlier_beside(self, p: Parsed, period: Window) -> Window | None:
        """The other time whose count stands before a change: "1,609 attacks in 2014 and 229 in 2018, a fall of 86
        percent"; None where its sentence tells of one time alone, or of several.
        """
        here = self._of(p)
        if here and here.ends and here.ends[1] == period:
            return here.ends[0]  # "from 21,781 in 2022 to 19,252 in 2023, a fall of 11.6%"
        told = here.counted if here and not here.since else []
        return told[0] if len(told) == 2 and told[1] == period and told[0].end < period.start else None

    def later_beside(self, p: Parsed, baseline: Window) -> Window | None:
        """The one time of the counts before a change in its sentence: "in 2017, when 3,280 died, three times as many
        as in 2005".
        """
        here = self._of(p)
        only = here.only if here and not here.since else None
        return only if only and only.start > baseline.end else None

    def counted_back_from(self, p: Parsed) -> Window | None:
        """What "the year before" or "the following year" is counted from: the period of the claims before it in its
        sentence, else the last one of the sentence with claims before.
        """
        here = self._of(p)
        if here and here.only:
            return here.only
        before = next((one for one in reversed(self._told) if one is not here), None)
        return before.periods[-1] if before and before.periods else None

    def carried(
        self, p: Parsed, one: Match, clauses: list[Clause], time: When, place: Span | None, before: Sequence[Parsed]
    ) -> Window | None:
        """The month, quarter, year or other stretch that a claim without a time of its own takes from the sentences
        before, the nearest first; of a change without any time else the one that the text is about. clauses are those
        of its own sentence that say when.

        The toll of people is left out where it may be that of one incident, unless the claim points back ("that year").
        """
        here = self._of(p)
        pointing = one.measure is None and one.measure_in is not None and p.s.word(0) in ("this", "that", "it")
        if one.kind == "rank" and one.measure_of and not pointing and here:
            return here.only  # "The year before there were 266, the most since 2015"
        if one.kind == "rank" and not (pointing or _among_places(p, one)):
            return None
        if one.kind == "level" and p.s.word(one.span[0] - 1) in _FURTHER and not p.dates:
            window = self._before(before, _LEADS, any_length=True)  # "A further 146,000 have been wounded"
            return window if window and window.days > 1 else None
        stock = is_stock(p, one)
        # "Compared to the previous year" says what a change is measured from; that year may have a count of its own.
        unit = "earlier" if one.kind in ("level", "rate") and _the_year_before(p, one) else _pointed_at(p)
        statement = " ".join(p.s.words[slice(*_statement(p, one.span[0]))])
        against = one.kind == "change" and any(said in statement for said in _EARLIER)
        again = p.s.word(0) in ("that", "this") and one.kind not in ("level", "trend")  # "That is more than four a day"
        now = not (stock or against or again) and _is_of_now(p)  # "is 1% lower than the year before"
        if not unit and (now or _goes_on_since(p) or not (stock or self._is_counted(p, one, place))):
            return None
        if not unit and any(_tells_first(p, one, clause) for clause in clauses):
            return None  # its sentence says a time, if not this claim's
        leads = _STANDS if stock else _ENDS if unit else _LEADS
        apart = ";" in p.s.words[: one.span[0]] and ";" not in p.s.words[one.span[1] :]
        if one.kind != "change" and (step := _years_on(p, one.span[0])) is not None:
            told = here.only if here and apart else self._before(before, leads, any_length=True)
            years = step if told and (stock or told.days in (365, 366)) else 0
            return told.years_earlier(-years) if told and years and told.start.year + years > 0 else None
        if (
            here
            and here.only
            and not (against or (stock and unit != "earlier"))
            and (unit in ("year", "month") or apart)
        ):
            if unit == "earlier":
                return _pointed_to(here.only, unit)  # "650 attacks in 2023; a year earlier there had been 380"
            return here.only if unit != "month" else None  # "651 homicides in 2018; the rate was 1.76", "that year"
        if here is None and apart and one.kind == "change" and not (against or unit):
            dated = {one.date.window for one in clauses if one.date and one.date.window}
            return dated.pop() if len(dated) == 1 else None  # "In 2015 the rate was bad; murders grew by 12 percent"
        shortest = _SPANS.get(unit, 1)
        found = self._before(before, leads, any_length=bool(unit) or stock, shortest=shortest)
        if found is None and not unit and _is_undated_change(p, one, time):
            return self.only
        if stock and found and found.days < _YEAR:
            found = Window(found.end, found.end)  # "by the end of 2019" is a day for what is there on it
        return _pointed_to(found, unit) if found and unit else found

    def _is_counted(self, p: Parsed, one: Match, place: Span | None) -> bool:
        """Whether a claim is no toll that may be that of one incident: such a toll has its own place, a town."""
        here = self._of(p)
        if one.kind != "level" or (one.event is None and is_incident(*one.told_in(p))) or (here and here.only):
            return True
        if p.s.word(0) in _THEY:
            return True
        if ONE_INCIDENT.search(p.s.text[p.s.first : p.s.last]):
            return False
        named = p.place_at.get(place[0]) if place else None
        return (
            place is None
            or p.s.words[place[0]] in WORLDWIDE
            or (named is not None and all(place_of(code).kind != "city" for code in named.codes))
        )

    def _before(
        self, before: Sequence[Parsed], leads: frozenset[str], *, any_length: bool, shortest: int = 1
    ) -> Window | None:
        """The one time of the nearest sentence before that tells any, of so many days at least."""
        for at, p in enumerate(before):
            own = self._of(p)
            told = set(own.periods) if own else set()
            if (
                told
                and own
                and (own.back or _looks_back(p))
                and self._later_told(before[at + 1 :], max(one.end for one in told))
            ):
                continue  # "In 2022 there had been 56 conflicts", where the text is of 2023
            if own and told:
                any_length |= own.since
            else:
                dates = [clause.date for clause in when_clauses(p) if clause.date and _tells(p, clause, leads)]
                told = {date.window for date in dates if date.window}
            told = {one for one in told if one.days >= shortest}
            if told:
                found = next(iter(told)) if len(told) == 1 else None
                return found if found and (any_length or found.days >= _SHORTEST) else None
        return None

    def _later_told(self, before: Sequence[Parsed], end: date) -> bool:
        """Whether the sentence before one that looks back tells of a later time."""
        own = next((own for p in before if (own := self._of(p)) and own.periods), None)
        return own is not None and min(one.start for one in own.periods) > end

    def _of(self, p: Parsed) -> _TimesOf | None:
        return next((one for one in self._told if one.sentence == p.s.first), None)


def _when_compared(p: Parsed, one: Match) -> bool:
    """Whether a count is of a time that another is compared with: "down from 2023, when more than 3,100 perished"."""
    words = p.s.words
    when = next((at for at in range(one.span[0] - 1, max(1, one.span[0] - 6), -1) if words[at] == "when"), 0)
    date = p.date_at.get(when - 2) if when and words[when - 1] == "," else None
    return date is not None and words[date.first - 1] in _COMPARING


def _years_on(p: Parsed, at: int) -> int | None:
    """The years that "a year later" or "two years before that" in a claim's statement steps over from the time told
    before; 0 for other steps ("six months on,"), and None where it says nothing of the kind.
    """
    words, (first, last) = p.s.words, _statement(p, at)
    for after in range(first + 2, last):
        unit = words[after - 1]
        opening = words[after] == "earlier" and 0 < first == after - 2  # "…; two years earlier it was six"
        opening = opening and " ".join(words[first : first + 3]) not in _EARLIER
        if not p.s.flags[after - 1] & TIME_UNIT or (after - 1 in p.date_at and not opening):
            continue
        back = opening or words[after : after + 2] in (["before", "that"], ["before", "then"])
        on = words[after] == "later" or words[after : after + 2] in (["after", "that"], ["on", ","], ["on", "it"])
        number = next((one for one in p.numbers if one.last == after - 1), None)
        count = number.value if number else 1.0 if words[after - 2] in ("a", "one") else 0.0
        if back or on:
            years = YEARS_IN.get(unit, 0)
            whole = int(count) * years if count == int(count) and count < _MANY else 0
            return -whole if back else whole
    return None


def _statement(p: Parsed, at: int) -> tuple[int, int]:
    """The part of a sentence between semicolons that a token stands in."""
    words = p.s.words
    first = max((n + 1 for n in range(at) if words[n] == ";"), default=0)
    return first, next((n for n in range(at, len(words)) if words[n] == ";"), len(words))


def _looks_back(p: Parsed) -> bool:
    """Whether a sentence tells of a time before the one that its text is about: "there had been", "it had counted"."""
    s = p.s
    followers = (s.past(at + 1, ADV) for at, word in enumerate(s.words) if word == "had")
    return any(s.word(at) == "been" or s.word(at).endswith("ed") for at in followers)


def points_back(p: Parsed, time: When) -> bool:
    """Whether a claim's own words of time only point back to one named before: "over the same months"."""
    told = time.period_date
    return told is not None and told.window is None and not told.earlier and "same" in p.s.words[told.first : told.last]


def _tells(p: Parsed, clause: Clause, leads: frozenset[str]) -> bool:
    """Whether a clause says when its sentence was; not the first year of a change, "from 31,000 in 2022 to 15,000"."""
    return not clause.baseline and clause.lead in leads and not led_by_from(p, clause)


def _among_places(p: Parsed, one: Match) -> bool:
    """Whether a rank is among places and not among times: "the deadliest country"."""
    return one.measure is not None and p.s.words[slice(*one.measure)][-1] in ("country", "nation", "state", "province")


def _tells_first(p: Parsed, one: Match, clause: Clause) -> bool:
    """Whether a clause before a claim, in its own statement, says a time."""
    told = clause.date is not None and clause.date.window is not None and clause.last <= one.span[0]
    told = told and not _in_relative_clause(p, clause.first)  # "Michigan, which had 597 in 2023, had 529"
    return told and _tells(p, clause, _LEADS) and ";" not in p.s.words[clause.last : one.span[0]]


def _pointed_to(window: Window, unit: str) -> Window | None:
    """What "that year", "the same month" or "the year before" means of a time before."""
    if unit in _SPANS:
        return window
    if unit == "earlier":
        return window.years_earlier(1) if window.days <= 366 and window.start.year > 1 else None
    if unit == "year":
        return cal.year_window(window.start.year) if window.days <= 366 else None
    return cal.month_of(window.start, 0) if window.days <= 31 else None


def _is_undated_change(p: Parsed, one: Match, time: When) -> bool:
    """Whether a change is told without any time: it is of the time the text is about, where that is one alone."""
    return one.kind in ("change", "trend") and time.baseline is None and not (time.since or p.dates)


def _is_of_now(p: Parsed) -> bool:
    """Whether a sentence tells of the present; not "the increase in attacks is 79pc"."""
    return any(
        word in _NOW and not (word in ("is", "are") and at + 1 in p.quantity_at) and not _in_relative_clause(p, at)
        for at, word in enumerate(p.s.words)
    )


def _in_relative_clause(p: Parsed, at: int) -> bool:
    """Whether a word stands in a clause between commas that tells of a name: "Nigeria, whose north is at war, had"."""
    return relative_clause(p, at) > 0 and "," in p.s.words[at:]


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
        if " ".join(words[first : first + 3]) in _EARLIER and words[first - 1 if first else 0] not in _COMPARING:
            low, high = sorted((first, one.span[0]))
            apart = ";" in words[low:high]  # "3,155 the year before; on the other route there were 1,215"
            if not apart and not any(low < number.first < high and number.first != one.anchor for number in p.numbers):
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
    """Where "that", "same" or "those" stands before a year or month."""
    for at, (word, unit) in enumerate(pairwise(p.s.words)):
        own = p.date_at.get(at)
        pointing = word == "same" or word in POINTING_AT_SEVERAL
        if pointing and p.s.word(at + 2) in _SPANS and any(number.first == at + 1 for number in p.numbers):
            return None if own and (own.window or own.earlier) else at + 1  # "over the same sixteen months"
        several = word == "same" or (word in POINTING_AT_SEVERAL and unit in ("days", "weeks", "months", "quarters"))
        if (word in _POINTING and unit in ("year", "month")) or (several and unit in _SPANS):
            return None if own and (own.window or own.earlier) else at
    return None
