"""Other dates in words: the same period a year earlier, so far this year, the 12 months to June, over the weekend."""

from __future__ import annotations

from datetime import timedelta

from verifier.claims.dates import calendar as cal
from verifier.claims.dates import holidays
from verifier.claims.dates.date_spans import DateSpan, is_year, two_digits, unit_of
from verifier.claims.dates.period_parts import DECADES, PeriodParts
from verifier.claims.dates.relative_dates import RELATIVE
from verifier.claims.text.lexicon import PREP, VERB, bag
from verifier.window import Window

POINTING = bag("the that these those")
SAME = bag("same corresponding equivalent comparable similar")
_RANKED = bag("first second third fourth final last latter opening")
_PERIODS = bag("period time month months quarter week day point year span stretch timeframe")
_UNITS = bag("year month week quarter day decade")
_TO_LAST = bag("before earlier prior")
_LATEST_WEEKEND = bag("over during since at")
POINTED_AT = (
    SAME | _RANKED | RELATIVE | _UNITS | frozenset(DECADES) | frozenset(cal.SEASONS) | bag("weekend rest remainder")
)


class WordedDates(PeriodParts):
    """The rules for dates that are said rather than written."""

    def _so_far(self, at: int) -> DateSpan | None:
        """ "so far this year", "so far in 2023": up to the day it was said."""
        s = self.s
        if s.word(at + 1) != "far" or s.word(at + 2) not in ("this", "in"):
            return None
        i = at + 2 + (s.word(at + 2) == "in")
        inner = self.at(i) if i < len(s) else None
        if inner is None:
            return None
        until = inner.last + (s.word(inner.last) == ",")
        until += 2 * (s.words[until : until + 2] == ["up", "to"]) or (s.word(until) in ("through", "until"))
        day = self.at(until) if inner.last < until < len(s) and s.words[until - 1] != "," else None
        if day and day.window and inner.window and inner.window.start < day.window.end:
            return DateSpan(
                at, day.last, Window(inner.window.start, day.window.end)
            )  # "so far this year, up to June 30"
        return DateSpan(at, inner.last, self._to_reference(inner.window))

    def _year_on_year(self, at: int) -> DateSpan | None:
        """ "year on year", "year-over-year", "year to date"."""
        w = self.s.words
        dashed = self.s.word(at + 1) == "-"
        joined = w[at : at + 5 : 2] if dashed else w[at : at + 3]
        last = at + (5 if dashed else 3)
        if joined in (["year", "on", "year"], ["year", "over", "year"]):
            return DateSpan(at, last, None, earlier=True)
        if joined == ["year", "to", "date"]:
            return DateSpan(at, last, self._to_reference(self._unit_window("year", 0)))
        return None

    def _fiscal(self, at: int) -> DateSpan | None:
        """ "fiscal 2022", "FY2022-23": a date whose days depend on the country, so they stay open; not those of "the
        financial year to March 2024".
        """
        if self.s.word(at + 1) == "year" and (told := self._up_to(at, at + 2, 1, "year")):
            return told
        i = at + 1 + (self.s.word(at + 1) == "year")
        if not is_year(self.s.word(i)) and not (two_digits(self.s.word(i)) and self.s.glued(i)):
            return None
        paired = self.s.word(i + 1) in ("-", "/") and self._glued(i, 3) and self.s.words[i + 2].isdecimal()
        return DateSpan(at, i + 3 if paired else i + 1, None)

    def _phrase(self, at: int) -> DateSpan | None:
        """ "the past two years", "last year", "this month", "the first half of 2023", "the same period last year"."""
        s = self.s
        i = at + 1 if s.words[at] in POINTING or s.words[at] == "all" else at
        if s.words[at] == "all" and s.word(at + 1) in ("of", "last", "this"):
            i = at + 2 if s.word(at + 1) == "of" else at + 1
        word = s.word(i)
        if i > at and word not in POINTED_AT and i not in self.numbers:
            return None
        if s.words[at] == "the":
            found = self._the(at, i, word)
            if found:
                return found
        if word in cal.MONTHS:
            return None
        if word[:1].isdecimal() and i > at and s.word(i + 1) == "s":
            inner = self._decade(i)
            return DateSpan(at, inner.last, inner.window) if inner else None
        if word in SAME:
            return self._same(at, i)
        if word in _RANKED or (i in self.numbers and self.numbers[i].kind == "ordinal"):
            found = self._ordinal_weekday(at, i) or self._ordinal_part(at, i)
            if found:
                return found
        if word in RELATIVE:
            found = self._relative(at, i, word)
            part = found and s.word(found.last) == "'s" and self._ordinal_part(at, found.last + 1, found.window)
            return part or found  # "the current year's first half"
        if word in _UNITS and i > at:
            return self._the_unit(at, i)
        if i > at and (word in DECADES or word in cal.SEASONS or word == "weekend"):
            return self._named_period(at, i)
        return None

    def _the(self, at: int, i: int, word: str) -> DateSpan | None:
        """What only "the" opens: the 15th, the day before yesterday, the week of 4 May, the 12 months to June."""
        if word == "day":
            return self._day_beside(at, i)
        inner: DateSpan | None = None
        if word in ("week", "month"):
            inner = self._week(i) if word == "week" else self._month_of(i)
        elif word in ("rest", "remainder"):
            inner = self._rest_of(i)
        elif i in self.numbers:
            return self._the_day(at) or self._units_to(at, i)
        return DateSpan(at, inner.last, inner.window) if inner else None

    def _holiday(self, at: int) -> DateSpan | None:
        """ "Christmas Day 2015", "on Good Friday"; before a noun ("the Boxing Day tsunami") the year stays open."""
        name = holidays.named(self.s.words[at : at + 4]) if self.s.capital(at) else None
        if name is None:
            return None
        year, end = self._of_year(at + len(name))
        if end > at + len(name):
            return DateSpan(at, end, holidays.holiday(name, year) if year else None)
        known = self.ref is not None and self._ends(end)
        return DateSpan(at, end, holidays.latest(name, self.ref) if known and self.ref else None)

    def _named_period(self, at: int, i: int) -> DateSpan | None:
        """ "the nineties", "the summer of 2016", "over the weekend": the latest that has begun."""
        word = self.s.words[i]
        if word in DECADES:
            return DateSpan(at, i + 1, cal.years(DECADES[word], DECADES[word] + 9))
        if word in cal.SEASONS:
            inner = self._season(i)
            return DateSpan(at, inner.last, inner.window) if inner else None
        if self.s.word(at - 1) not in _LATEST_WEEKEND:
            return None
        return DateSpan(
            at, i + 1, cal.weekend_of(cal.week_of(cal.latest_weekday(self.ref, 5), 0)) if self.ref else None
        )

    def _month_of(self, at: int) -> DateSpan | None:
        """ "the month of September", "month of 16 September"."""
        i = at + 2
        if self.s.word(at + 1) != "of" or not (self._month_at(i) or self.s.word(i)[:1].isdecimal()):
            return None
        inner = self.at(i)
        if inner is None:
            return None
        within = inner.window is not None and inner.window.days <= 31
        return DateSpan(at, inner.last, cal.month_of(inner.window.start, 0) if inner.window and within else None)

    def _units_to(self, at: int, i: int) -> DateSpan | None:
        """ "the 12 months to June", "the three years ended March 2015"."""
        count = self.numbers[i]
        unit = unit_of(self.s.word(count.last))
        if count.kind != "cardinal" or unit not in ("week", "month", "quarter", "year"):
            return None
        return self._up_to(at, count.last + 1, count.value, unit)

    def _up_to(self, at: int, i: int, count: float, unit: str) -> DateSpan | None:
        """So many units up to the end of the date that follows "to", "ending", "ended"."""
        if self.s.word(i) not in ("to", "ending", "ended", "through"):
            return None
        j = i + 1 + (self.s.word(i + 1) in ("in", "on"))
        inner = self.at(j) if j < len(self.s) else None
        if inner is None or inner.first != j:
            return None
        if not inner.window:
            return DateSpan(at, inner.last, None)
        start = cal.shift(inner.window.end + timedelta(days=1), count, unit)
        return DateSpan(
            at, inner.last, Window(start, inner.window.end) if start and start <= inner.window.end else None
        )

    def _article(self, at: int) -> DateSpan | None:
        """ "A similar period last year", and what else an article may open."""
        return self._same(at, at + 1) if self.s.word(at + 1) in SAME else super()._article(at)

    def _same(self, at: int, i: int) -> DateSpan | None:
        """ "the same period last year", "the same four months of 2022", "the same time a year ago"."""
        s = self.s
        i += s.word(i + 2) in _PERIODS and i + 1 in self.numbers
        if s.word(i + 1) not in _PERIODS or (s.word(i + 1) == "time" and s.word(i - 2) == "at"):
            return None  # "at the same time" joins two statements
        j = i + 2
        if s.word(j) in ("in", "of", "from", "during", "the"):
            j += 1
        inner = self.at(j) if j < len(s) else None
        if inner is None or inner.first != j:
            return DateSpan(at, i + 2, None, earlier=False)
        return DateSpan(at, inner.last, None, earlier=True)

    def _the_unit(self, at: int, i: int) -> DateSpan | None:
        """ "the year before", "the year to June 2023", "the year ending March 2015", "the year before last"."""
        s = self.s
        unit, after = s.words[i], s.word(i + 1)
        if after == "before" and s.word(i + 2) == "last":
            return DateSpan(at, i + 3, self._unit_window(unit, -2))
        ended = not s.word(i + 2)[:1].isalpha() or s.word(i + 2) in ("and", "but", "or")
        if after in ("after", "later") and unit in ("year", "month") and ended:
            return DateSpan(at, i + 2, None)
        if after in _TO_LAST and ended and s.word(i + 3) != "after":
            return DateSpan(at, i + 2, None, earlier=True)
        if after in _TO_LAST and not s.word(i + 2)[:1].isalpha() | (s.word(i + 2) == "the"):
            return DateSpan(at, i + 2, None, earlier=True)
        if after in _TO_LAST and s.flag(i + 2) & (PREP | VERB):
            return DateSpan(at, i + 2, None, earlier=True)
        return self._up_to(at, i + 1, 1, unit)
