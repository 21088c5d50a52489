"""Dates written with names: 15 August 2021, Oct. 2, May 2014, 3-5 May, Tuesday the 5th, Friday next week, the 1990s."""

from __future__ import annotations

from collections.abc import Callable

from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import DateSpan, is_year, short_year, small_int, two_digits
from verifier.claims.dates.numeric_dates import NumericDates
from verifier.claims.text.lexicon import ADV, AUX, PREP, VERB, bag
from verifier.window import Window

_YEAR_BEFORE = bag(
    "in since from of by until till during year years between and to through before after than fiscal early late "
    "mid - ( , ' spring summer fall autumn winter around about the for on at under over its last ago calendar fy "
    "election midnight begin beginning ending ended end start vs versus versus. as or a : ; only both above below "
    "against making made makes make"
)
_MONTH_BEFORE = bag("in since last this of from between until by and to during next through early late -")
_STAYS = bag("remains stands marks ranks brings sees")  # "2000 remains the worst year"
_NO_MONTH = bag("may march mar sun sat jan dec")
_NAMED_AFTER_YEAR = bag("may march april june august")
_DAY_BEFORE = bag("on from to until till through since between and by last next this")
_WEEKS = {"this": 0, "last": -1, "next": 1}
_OTHER_YEARS = bag("fiscal financial school academic tax")
_OWNERS = bag("his her their my our your its")
_SUN_AND_SAT = bag("sun sat")


class WrittenDates(NumericDates):
    """The rules for dates that hold the name of a month or a weekday, or a year."""

    def _day_month(self, at: int) -> DateSpan | None:
        """ "15 August 2021", "15th of August", "second of Aug", "20th of next month"."""
        number, i = self._day_number(at)
        if not number:
            return None
        of = self.s.word(i) == "of"
        i += of
        month = self._month_at(i)
        if month is None:
            whole, end = self._month_aside(i)
            if end == i or not of or not self._is_ordinal(i - 1):
                return None
            return DateSpan(at, end, cal.day(whole.start.year, whole.start.month, number) if whole else None)
        if not self.s.words[at][0].isdecimal() and not (of and self._is_ordinal(i - 1)):
            return None  # "in twenty May protests"
        window, end = self._dated_day(i + 1, month, number)
        return DateSpan(at, end, window)

    def _month(self, at: int) -> DateSpan | None:
        word, month = self.s.words[at], self._month_at(at)
        if month is None:
            return None
        i = at + 1
        if self.s.word(i) == "." and self.s.glued(i) and (len(word) <= 4 or self.s.glued(i + 1)):
            i += 1
        found = self._month_day(at, i, month)
        if found:
            return found
        if word in _NO_MONTH and not self._month_like(at, i):
            return None
        if self.s.word(i) in ("-", "to", "and", "through", "until", "till"):
            other = self._month_at(i + 1)
            if other and not small_int(self.s.word(i + 2), 31):
                year, stop = self._trailing_year(i + 2, other)
                if year and other < month and not is_year(self.s.word(stop - 1)):
                    year -= 1
                return DateSpan(at, stop, cal.months(year, month, other) if year else None)
        if two_digits(self.s.word(i)) and int(self.s.words[i]) > 31 and self._closed(i + 1):  # "August 99"
            year = short_year(self.s.words[i])
            return DateSpan(at, i + 1, cal.months(year, month, month) if year else None)
        year, stop = self._trailing_year(i, month)
        stop = at + 1 if stop == i and not self.s.word(i) else stop  # a full stop that ends the sentence
        return DateSpan(at, stop, cal.months(year, month, month) if year else None)

    def _month_day(self, at: int, i: int, month: int) -> DateSpan | None:
        """The day after a month: "August 15, 2021", "Oct-2", "Jan first", "May 3 to 5", "May 3 and 4"."""
        s = self.s
        between = s.word(i) == "between"
        if s.word(i) in ("-", "/") and self._glued(i - 1, 3):
            i += 1
        number, end = self._day_number(i + between)
        if not number:
            return None
        alone = self._closed(end) or is_year(s.word(end))
        if s.word(at - 1) == "in" and not alone and not self._is_ordinal(end):
            return None  # "in May 15 people were killed"
        if not s.words[i + between][0].isdecimal() and not (alone or self._is_ordinal(end) or self._ends(end)):
            return None  # "by May twenty people had left"
        link = s.word(end)
        if link == "and" or (not between and link in ("-", "to", "through", "until", "till")):
            last, after = self._day_number(end + 1)
            alone = between or link != "and" or self._closed(after) or is_year(s.word(after))  # "May 5 and 6 people"
            alone = alone or s.word(at - 1) == "between"
            alone = alone and (
                s.word(end + 1)[:1].isdecimal() or self._is_ordinal(after) or link != "-"
            )  # "- nine more"
            if last and alone and not self._month_at(after) and not (s.word(after) in ("-", "/") and s.glued(after)):
                window, stop = self._dated_day(after, month, last)
                first = cal.day(window.start.year, month, number) if window else None
                return DateSpan(at, stop, cal.span(first, window))
        if between:
            return None
        window, stop = self._dated_day(end, month, number)
        return DateSpan(at, stop, window)

    def _month_like(self, at: int, after: int) -> bool:
        return (
            self.s.word(at - 1) in _MONTH_BEFORE
            or is_year(self.s.word(after))
            or (self.s.word(after) in (",", "of") and is_year(self.s.word(after + 1)))
        )

    def _weekday(self, at: int) -> DateSpan | None:
        """ "Tuesday", "Tuesday, 5 March", "Friday the 13th", "Friday next week", "Sunday of last week"."""
        s, word = self.s, self.s.words[at]
        if not s.capital(at) and (len(word) < 6 or word in _SUN_AND_SAT):
            return None
        i = at + 1
        if len(word) < 6:
            i += s.word(i) == "."
            if i == at + 1 and s.word(i) != "," and (s.word(at - 1) not in _DAY_BEFORE or word in _SUN_AND_SAT):
                return None
        j = i + 1 if s.word(i) in (",", "the") else i
        number, end = self._day_number(j)
        weekday = cal.WEEKDAYS[word]
        inner = self._day_month(j) if number else self._month(j) if s.word(j) in cal.MONTHS else None
        if inner and (number or inner.last > j + 1):  # more than a month
            window = inner.window
            if window and window.days == 1 and self.ref and self.explicit_year(inner) is None:
                window = cal.on_weekday(window, weekday, self.ref)
            return DateSpan(at, inner.last, window)
        if number and (s.word(i) == "the" or self._is_ordinal(end)) and self._day_ends(end):
            return DateSpan(at, end, cal.nearest_day(self.ref, number, weekday) if self.ref else None)
        if len(word) < 6 and s.word(at - 1) not in _DAY_BEFORE and i == at + 1:
            return None
        week, after = self._week_aside(i)
        if after > i:
            return DateSpan(at, after, cal.day_of_week(week, weekday))
        if self.ref is None:
            return DateSpan(at, at + 1, None)
        found = cal.latest_weekday(self.ref, weekday)
        return DateSpan(at, at + 1, Window(found, found))

    def _week_aside(self, at: int) -> tuple[Window | None, int]:
        """ "next week", "of this week", and the index after it; `at` where there is none."""
        i = at + 1 if self.s.word(at) == "of" else at
        if self.s.word(i) in _WEEKS and self.s.word(i + 1) == "week" and self.s.word(i + 2) != "'s":
            return (cal.week_of(self.ref, _WEEKS[self.s.words[i]]) if self.ref else None), i + 2
        return None, at

    def _decade(self, at: int) -> DateSpan | None:
        word = self.s.words[at]
        if self.s.word(at + 1) != "s" or not self.s.glued(at + 1) or not word.isdecimal():
            return None
        first = at - 1 if self.s.word(at - 1) == "'" and self.s.glued(at) else at
        if len(word) == 4 and word.endswith("0"):
            start = int(word)
            length = 99 if start % 100 == 0 and start < 2000 else 9
            return DateSpan(first, at + 2, cal.years(start, start + length))
        if len(word) != 2 or not word.endswith("0"):
            return None
        owner = at - 2 if self.s.word(at - 1) in ("early", "mid", "late") else at - 1
        if first == at and self.s.word(owner) in _OWNERS:
            return None  # "in her early 30s"
        start = 1900 + int(word)
        return DateSpan(first, at + 2, cal.years(start, start + 9) if start >= 1930 else None)  # the '20s may be two

    def _year(self, at: int) -> DateSpan | None:
        """ "2016", "2014-18", "2012/13", "1999-00", "2016 Q3", "2016 November"."""
        if not is_year(self.s.words[at]) or not self._reads_as_year(at):
            return None
        year = int(self.s.words[at])
        if self.s.word(at + 1) in ("-", "/") and self.s.glued(at + 1) and self.s.glued(at + 2):
            text = self.s.word(at + 2)
            last = int(text) if is_year(text) else year // 100 * 100 + int(text) if two_digits(text) else None
            if last is not None and last < year and text == "00":
                last += 100
            if last is not None and last > year:
                split = len(text) == 2 and last == year + 1  # "2012/13": a season or a year with its own first day
                return self._unless_fiscal(DateSpan(at, at + 3, None if split else cal.years(year, last)))
        return self._part_after_year(at, year) or self._unless_fiscal(DateSpan(at, at + 1, cal.year_window(year)))

    def _unless_fiscal(self, span: DateSpan) -> DateSpan:
        """The span, open where "fiscal year" or the like follows: its first day depends on the country."""
        after = span.last
        if self.s.word(after) in _OTHER_YEARS and self.s.word(after + 1) == "year":
            return DateSpan(span.first, after + 2, None)
        return span

    def _part_after_year(self, at: int, year: int) -> DateSpan | None:
        """ "2016 Q3", "2016H2", "2016 November", "2016, Nov"."""
        s, i = self.s, at + 1
        if s.word(i) in ("q", "h") and s.glued(i + 1):
            part = self._numbered_part(i)
            return DateSpan(at, i + 2, part(year)) if part else None
        comma = s.word(i) == ","
        i += comma
        month = self._month_at(i)
        if not month or (comma and s.words[i] in _NAMED_AFTER_YEAR) or s.word(i) in _NO_MONTH:
            return None
        end = i + 2 if s.word(i + 1) == "." and not self._closed(i + 1) else i + 1
        if self._day_number(end)[0] or self._trailing_year(end)[1] > end:
            return None
        return DateSpan(at, end, cal.months(year, month, month))

    def _numbered_part(self, at: int) -> Callable[[int], Window | None] | None:
        """What Q1 to Q4, H1 and H2 make of a year."""
        number, parts = self.s.word(at + 1), cal.quarter if self.s.word(at) == "q" else cal.half
        most = ("1", "2", "3", "4") if parts is cal.quarter else ("1", "2")
        if number not in most or not self.s.glued(at + 1) or (self.s.glued(at + 2) and self.s.word(at + 2).isalnum()):
            return None
        return lambda year: parts(year, int(number))

    def _reads_as_year(self, at: int) -> bool:
        before, after = self.s.word(at - 1), self.s.word(at + 1)
        if self.s.glued(at) and (before[-1:].isalpha() or before in "$£€#/"):
            return False
        if after in ("%", "percent", "per", "people", "degrees", "feet", "miles", "km", "-year-old"):
            return False
        if before in _YEAR_BEFORE or before in cal.MONTHS or at == 0:
            # "of 2000 people", "the 2009 attacks": a round number before a plural noun is a count
            round_count = self.s.words[at].endswith("00") and before not in ("in", "since", "the", "year", "until")
            plural = after.endswith("s") and after[0].isalpha() and not self.s.flag(at + 1) & (AUX | ADV)
            return not (round_count and plural and after not in _STAYS)
        return (
            not after
            or not after[0].isalpha()
            or after == "when"
            or bool(self.s.flag(at + 1) & (PREP | VERB))
            or before in ("'s", "our", "its", "their", "his", "her")
            or (self.s.capital(at + 1) and not self.s.words[at].endswith("00"))
        )
