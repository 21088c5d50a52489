"""Dates counted from the day it was said: yesterday, two years ago, last week, this Friday, the past two years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import UNIT_NAMES, DateSpan, small_int, unit_of
from verifier.claims.dates.day_ranges import DayRanges
from verifier.claims.text.lexicon import bag
from verifier.window import Window

RELATIVE = bag("last past previous preceding next current this recent latest following prior coming upcoming")
_AROUND_TODAY = {"today": 0, "now": 0, "tonight": 0, "overnight": 0, "yesterday": -1, "tomorrow": 1}
_EARLIER = bag("earlier before previously prior")
_OFFSETS = {"this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1}
_COUNT_WORDS = bag("few several")
# What "a" or "an" stands before in "a year ago", "a few months earlier".
ARTICLE_BEFORE = frozenset(unit + s for unit in UNIT_NAMES for s in ("", "s")) | _COUNT_WORDS | {"couple"}
_FULL = bag("full calendar fiscal financial whole school")
_WEEK_LEADS = frozenset(["", *bag("in of during by since until from for to through on")])
_JUST_OVER = 7  # "the last six months", said in the first week of July, are those to June
_WEEK_OPENS = bag("beginning starting commencing")


class RelativeDates(DayRanges):
    """The rules for dates that need a reference day."""

    def _near_today(self, at: int) -> DateSpan | None:
        """ "today", "yesterday", "tomorrow", "between now and November 15"."""
        word = self.s.words[at]
        if word == "now":
            return self._from_now(at) if self.s.word(at - 1) == "between" and self.s.word(at + 1) == "and" else None
        return DateSpan(at, at + 1, self._day_from_today(_AROUND_TODAY[word]))

    def _day_from_today(self, days: int) -> Window | None:
        found = cal.shift(self.ref, -days, "day") if self.ref else None
        return Window(found, found) if found else None

    def _from_now(self, at: int) -> DateSpan | None:
        inner = self.at(at + 2) if at + 2 < len(self.s) else None
        if inner is None:
            return None
        end = inner.window
        if end and self.ref and end.end < self.ref and self.explicit_year(inner) is None:
            end = end.years_earlier(-1) if end.end.year < 9999 else None
        return DateSpan(at, inner.last, cal.span(Window(self.ref, self.ref), end) if self.ref else None)

    def _day_beside(self, at: int, i: int) -> DateSpan | None:
        """ "the day before yesterday", "the day after tomorrow"."""
        s = self.s
        beside = {("before", "yesterday"): -2, ("after", "tomorrow"): 2}.get((s.word(i + 1), s.word(i + 2)))
        if s.word(i) != "day" or beside is None:
            return None
        return DateSpan(at, i + 3, self._day_from_today(beside))

    def _counted(self, at: int) -> DateSpan | None:
        """ "two years ago", "10 years earlier", "two weeks from now", "two Sundays from now"."""
        number = self.numbers.get(at)
        if number is None or number.kind != "cardinal":
            return None
        i = number.last + 1 if self.s.word(number.last) == "-" else number.last
        word = self.s.word(i)
        if word[:-1] in cal.WEEKDAYS and word.endswith("days"):
            if (self.s.word(i + 1), self.s.word(i + 2)) != ("from", "now"):
                return None
            return DateSpan(at, i + 3, self._weekdays_ahead(cal.WEEKDAYS[word[:-1]], number.value))
        unit = unit_of(word)
        return self._counted_back(at, i + 1, number.value, unit) if unit else None

    def _weekdays_ahead(self, weekday: int, count: float) -> Window | None:
        if self.ref is None or not 1 <= count <= 60:
            return None
        days = (weekday - self.ref.weekday() - 1) % 7 + 1 + 7 * (int(count) - 1)
        found = cal.shift(self.ref, -days, "day")
        return Window(found, found) if found else None

    def _counted_back(self, first: int, after: int, count: float, unit: str) -> DateSpan | None:
        following, then = self.s.word(after), self.s.word(after + 1)
        if following in ("from", "after") and then in _AROUND_TODAY and then not in ("overnight", "tonight"):
            start = cal.shift(self.ref, -_AROUND_TODAY[then], "day") if self.ref else None
            found = cal.shift(start, -count, unit) if start else None
            return DateSpan(first, after + 2, Window(found, found) if found else None)
        if following == "later" and self.s.word(first - 1)[:1].isdecimal() and count == 1 and unit in ("year", "month"):
            return DateSpan(first, after + 1, None)  # "271 in 2023 and 522 a year later"
        if following != "ago" and (
            following not in _EARLIER or (following == "before" and self.s.word(after + 1)[:1].isalpha())
        ):
            return None
        window = None
        if self.ref and following == "ago":
            start = cal.shift(self.ref, count, unit)
            if start and unit in ("year", "decade", "century"):
                window = cal.year_window(start.year)
            elif start and unit in ("month", "quarter"):
                window = cal.months(start.year, start.month, start.month)
            elif start:
                window = Window(start, start)
        return DateSpan(first, after + 1, window, earlier=True)

    def _article(self, at: int) -> DateSpan | None:
        """ "a year ago", "a couple of days earlier", "few months ago"."""
        i = at if self.s.words[at] in _COUNT_WORDS else at + 1
        count = 1.0
        if self.s.word(i) == "couple" and self.s.word(i + 1) == "of":
            count, i = 2.0, i + 2
        elif self.s.word(i) == "few":
            count, i = 3.0, i + 1
        unit = unit_of(self.s.word(i))
        return self._counted_back(at, i + 1, count, unit) if unit else None

    def _relative(self, at: int, i: int, word: str) -> DateSpan | None:
        """ "last year", "the past two years", "next 3 days", "this Friday", "last June", "this weekend"."""
        s = self.s
        j = i + 1
        if s.word(j) == "couple" and s.word(j + 1) == "of":
            return self._last_units(at, j + 2, 2.0, word)
        if s.word(j) in _COUNT_WORDS or s.word(j) == "couple":
            return self._last_units(at, j + 1, None, word)
        j += s.word(j) in _FULL
        count = self.numbers.get(j)
        if count and count.kind in ("cardinal", "fraction"):
            after = count.last + 1 if s.word(count.last) == "-" else count.last
            return self._last_units(at, after, count.value, word)
        if word in ("last", "this", "next", "past"):
            if self._month_at(j) and s.word(j) in cal.MONTHS:
                return self._month_beside(at, j, word)
            if s.word(j) in cal.WEEKDAYS:
                return self._weekday_beside(at, j, word)
            if s.word(j) in cal.SEASONS:
                return DateSpan(at, j + 1, None)
        unit = unit_of(s.word(j))
        return self._unit_beside(at, i, j, unit) if unit else None

    def _month_beside(self, at: int, j: int, word: str) -> DateSpan | None:
        month = cal.MONTHS[self.s.words[j]]
        if self.s.words[j] in ("may", "march") and self.s.word(j + 1)[:1].isalpha() and word == "this":
            return None
        if self.ref is None:
            return DateSpan(at, j + 1, None)
        year = self.ref.year if word == "next" and month > self.ref.month else cal.latest_month(self.ref, month)
        year += (word == "next" and month <= self.ref.month) - (word == "last" and month == self.ref.month)
        return DateSpan(at, j + 1, cal.months(year, month, month))

    def _weekday_beside(self, at: int, j: int, word: str) -> DateSpan | None:
        """ "last Friday" is the latest one, "this Friday" this week's, "next Friday" next week's."""
        inner = self._weekday(j)
        if inner is None or word in ("last", "past") or inner.last > j + 1 or self.ref is None:
            return DateSpan(at, inner.last, inner.window) if inner else None
        week = cal.week_of(self.ref, int(word == "next"))
        return DateSpan(at, inner.last, cal.day_of_week(week, cal.WEEKDAYS[self.s.words[j]]))

    def _unit_beside(self, at: int, i: int, j: int, unit: str) -> DateSpan | None:
        s, word = self.s, self.s.words[i]
        several = s.word(j).endswith("s")
        end = j + 1
        if word in ("past", "recent", "latest") or several:
            if s.word(end) == "'s":
                return None
            window = cal.back_to(self.ref, 1, unit) if self.ref and word == "past" and not several else None
            return DateSpan(at, end, window)
        if s.word(end) == "'s" and word != "last":
            return DateSpan(at, end, self._unit_window(unit, 0 if word in ("this", "current") else -1))
        earlier = word in ("previous", "preceding", "prior")
        if earlier or word == "following":
            return DateSpan(at, end, None, earlier=earlier)
        if word == "last" and at < i and unit in ("year", "month", "week", "decade"):  # "in the last year"
            return DateSpan(at, end, self._latest_unit(unit))
        offset = _OFFSETS.get(word, -1)
        if unit == "week":
            return self._in_week(at, end, offset)
        return DateSpan(at, end, self._unit_window(unit, offset))

    def _latest_unit(self, unit: str) -> Window | None:
        """ "The last year", "the last month": so long up to the day; in January it is the year that has just ended."""
        if self.ref and unit == "year" and self.ref.month == 1:
            return cal.year_window(self.ref.year - 1)
        return cal.back_to(self.ref, 1, unit) if self.ref else None

    def _in_week(self, at: int, end: int, offset: int) -> DateSpan:
        """A week, or what it holds: "this week Friday", "next week on Friday", "last week from Tue to Thu"."""
        s = self.s
        week = cal.week_of(self.ref, offset) if self.ref else None
        i = end + (s.word(end) in ("on", "from", "between"))
        first = cal.WEEKDAYS.get(s.word(i)) if s.capital(i) else None
        if first is None:
            return DateSpan(at, end, week)
        link, last = s.word(i + 1), cal.WEEKDAYS.get(s.word(i + 2)) if s.capital(i + 2) else None
        if s.word(end) in ("from", "between"):
            if last is None or link not in ("and", "to", "until", "till", "through", "-"):
                return DateSpan(at, end, week)
            return DateSpan(at, i + 3, cal.span(cal.day_of_week(week, first), cal.day_of_week(week, last)))
        return DateSpan(at, i + 1, cal.day_of_week(week, first))

    def _last_units(self, at: int, after: int, count: float | None, word: str) -> DateSpan | None:
        unit = unit_of(self.s.word(after))
        if unit is None:
            return None
        window = None
        counter: Callable[..., Window | None] | None = {
            "last": cal.back_to, "past": cal.back_to, "next": cal.ahead, "coming": cal.ahead
        }.get(word)  # fmt: skip
        if self.ref and count and counter:
            window = counter(self.ref, count, unit)
            if unit in ("month", "quarter") and counter is cal.back_to and self.ref.day <= _JUST_OVER:
                this_month = self.ref.replace(day=1)
                start = cal.shift(this_month, count, unit)
                window = Window(start, this_month - timedelta(days=1)) if start and start < this_month else None
        return DateSpan(at, after + 1, window, earlier=word in ("previous", "preceding", "prior"))

    def _rest_of(self, at: int) -> DateSpan | None:
        """ "rest of the year", "the remainder of this month": from the day it was said to the end."""
        i = at + 1 + (self.s.word(at + 1) == "of")
        named = self.s.word(i) in ("the", "this", "my", "current")
        unit = self.s.word(i + named)
        if self.s.word(at + 1) != "of" or unit not in ("week", "month", "quarter", "year", "decade"):
            return None
        if named or self._closed(i + 1):
            whole = self._unit_window(unit, 0)
            return DateSpan(at, i + named + 1, Window(self.ref, whole.end) if whole and self.ref else None)
        return None

    def _inside_unit(self, at: int) -> DateSpan | None:
        """ "earlier this year", "later this month", "earlier in the week"."""
        s, i = self.s, at + 1
        if s.word(i) == "in" and s.word(i + 1) == "the":
            i += 1
        elif s.word(i) != "this":
            return None
        unit = s.word(i + 1)
        if unit not in ("week", "month", "quarter", "year", "decade"):
            return None
        whole = self._unit_window(unit, 0)
        if whole and self.ref:
            early = s.words[at] == "earlier"
            whole = Window(whole.start, self.ref) if early else Window(self.ref, whole.end)
        return DateSpan(at, i + 2, whole)

    def _week(self, at: int) -> DateSpan | None:
        """ "week 10", "week 10 of 2019", "week of 16 September", "week beginning February 4"; "w/c 4 February"."""
        s, i = self.s, at + 1
        if s.words[at] == "w":
            if (s.word(i), s.word(i + 1)) != ("/", "c"):
                return None
            return self._week_from(at, i + 2, whole=False)
        number = small_int(s.word(i), 53)
        alone = self._ends(i + 1) or (s.words[i + 1][0].isdecimal() and not s.glued(i + 1))  # "week 10 10:20"
        if number and s.word(at - 1) in _WEEK_LEADS and alone:  # not "that week 10 people"
            year, end = self._trailing_year(i + 1)
            year = year or (self.ref.year if self.ref else None)
            return DateSpan(at, end, cal.iso_week(year, number) if year else None)
        if s.word(i) == "of":
            return self._week_from(at, i + 1, whole=True)
        if s.word(i) in _WEEK_OPENS:
            return self._week_from(at, i + 1 + (s.word(i + 1) == "on"), whole=False)
        return None

    def _week_from(self, at: int, i: int, *, whole: bool) -> DateSpan | None:
        """The week that holds a day (`whole`), or the seven days from it on."""
        opening = self.s.word(i)
        written = opening[:1].isdecimal() or opening in cal.MONTHS or opening in cal.WEEKDAYS
        inner = self.at(i) if written else None
        if inner is None or (inner.window and inner.window.days > 1):
            return None
        day = inner.window.start if inner.window else None
        if day is None:
            return DateSpan(at, inner.last, None)
        if whole:
            return DateSpan(at, inner.last, cal.week_of(day, 0))
        last = cal.shift(day, -6, "day")
        return DateSpan(at, inner.last, Window(day, last) if last else None)
