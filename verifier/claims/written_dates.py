"""Dates written with figures and names: 2023-11-08, 15 August 2021, May 2014, the 1990s, Tuesday, two years ago."""

from __future__ import annotations

from datetime import timedelta

from verifier.claims import calendar as cal
from verifier.claims.date_spans import DateScan, DateSpan, is_year, small_int, two_digits, unit_of
from verifier.claims.lexicon import PREP, VERB, bag
from verifier.window import Window

_YEAR_BEFORE = bag(
    "in since from of by until till during year years between and to through before after than fiscal early late "
    "mid - ( , ' spring summer fall autumn winter around about the for on at under over its last ago calendar fy "
    "election midnight begin beginning ending ended end start vs versus versus. as or a : ; only both"
)
_EARLIER = ("earlier", "before", "previously", "prior")
_MONTH_BEFORE = bag("in since last this of from between until by and to during next through early late -")


class WrittenDates(DateScan):
    """The rules for dates that hold a figure or a name."""

    def _iso(self, at: int) -> DateSpan | None:
        w = self.s.words
        if len(w[at]) == 4 and w[at + 1 : at + 2] == ["-"] and w[at + 3 : at + 4] == ["-"] and self._glued(at, 5):
            month, number = small_int(w[at + 2]), small_int(w[at + 4])
            if month and number and 1 <= month <= 12:
                return DateSpan(at, at + 5, cal.day(int(w[at]), month, number)) if w[at].isdecimal() else None
        if w[at + 1 : at + 2] == ["/"] and w[at + 3 : at + 4] == ["/"] and self._glued(at, 5):
            first, second, year = small_int(w[at]), small_int(w[at + 2]), small_int(w[at + 4])
            if first and second and year:
                year = year if year > 99 else 2000 + year
                month, number = (first, second) if first <= 12 else (second, first)
                certain = first > 12 or second > 12 or first == second  # 3/4/2020 may be either
                window = cal.day(year, month, number) if certain and 1 <= month <= 12 else None
                return DateSpan(at, at + 5, window) if max(first, second) <= 31 and min(first, second) <= 12 else None
        return None

    def _day_month(self, at: int) -> DateSpan | None:
        """ "15 August 2021", "15th of August", "3-5 May"."""
        w = self.s.words
        number = small_int(w[at])
        if not number or number > 31:
            return None
        i = at + 1
        if self.s.word(i) in ("st", "nd", "rd", "th") and self.s.glued(i):
            i += 1
        if self.s.word(i) == "of":
            i += 1
        if self.s.word(i) in ("-", "to", "and") and (small_int(self.s.word(i + 1)) or 99) <= 31:
            last = small_int(self.s.word(i + 1)) or 0
            month = cal.MONTHS.get(self.s.word(i + 2))
            if month:
                year, end = self._trailing_year(i + 3, month)
                window = cal.span(cal.day(year, month, number), cal.day(year, month, last)) if year else None
                return DateSpan(at, end, window)
        month = cal.MONTHS.get(self.s.word(i))
        if month is None or not self.s.capital(i):
            return None
        year, end = self._trailing_year(i + 1, month)
        return DateSpan(at, end, cal.day(year, month, number) if year else None)

    def _decade(self, at: int) -> DateSpan | None:
        word = self.s.words[at]
        if self.s.word(at + 1) != "s" or not self.s.glued(at + 1) or not word.isdecimal():
            return None
        if len(word) == 4 and word.endswith("0"):
            start = int(word)
        elif len(word) == 2 and word.endswith("0"):
            start = 1900 + int(word)
        else:
            return None
        first = at - 1 if self.s.word(at - 1) == "'" and self.s.glued(at) else at
        length = 99 if start % 100 == 0 and start < 2000 else 9
        return DateSpan(first, at + 2, cal.years(start, start + length))

    def _year(self, at: int) -> DateSpan | None:
        if not is_year(self.s.words[at]) or not self._reads_as_year(at):
            return None
        year = int(self.s.words[at])
        if self.s.word(at + 1) in ("-", "/") and self.s.glued(at + 1) and self.s.glued(at + 2):
            text = self.s.word(at + 2)
            last = int(text) if is_year(text) else year // 100 * 100 + int(text) if two_digits(text) else None
            if last is not None and last > year:
                return DateSpan(at, at + 3, cal.years(year, last))
        return DateSpan(at, at + 1, cal.year_window(year))

    def _reads_as_year(self, at: int) -> bool:
        before, after = self.s.word(at - 1), self.s.word(at + 1)
        if self.s.glued(at) and (before[-1:].isalpha() or before in "$£€#/"):
            return False
        if after in ("%", "percent", "per", "people", "degrees", "feet", "miles", "km", "-year-old"):
            return False
        if before in _YEAR_BEFORE or before in cal.MONTHS or at == 0:
            # "of 2000 people", "the 2009 attacks": a round number before a plural noun is a count
            round_count = self.s.words[at].endswith("00") and before not in ("in", "since", "the", "year", "until")
            return not (round_count and after.endswith("s") and after[0].isalpha())
        return (
            not after
            or not after[0].isalpha()
            or bool(self.s.flag(at + 1) & (PREP | VERB))
            or before in ("'s", "our", "its", "their", "his", "her")
            or (self.s.capital(at + 1) and not self.s.words[at].endswith("00"))
        )

    def _ago(self, at: int) -> DateSpan | None:
        """ "two years ago", "10 years earlier", "a year before"."""
        number = self.numbers.get(at)
        if number is None or number.kind != "cardinal":
            return None
        i = number.last + 1 if self.s.word(number.last) == "-" else number.last
        unit = unit_of(self.s.word(i))
        if unit is None:
            return None
        return self._counted_back(at, i + 1, number.value, unit)

    def _counted_back(self, first: int, after: int, count: float, unit: str) -> DateSpan | None:
        following = self.s.word(after)
        if (
            following == "ago"
            or (following in _EARLIER and following != "before")
            or (following == "before" and not self.s.word(after + 1)[:1].isalpha())
        ):
            pass
        else:
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

    def _month(self, at: int) -> DateSpan | None:
        word, month = self.s.words[at], cal.MONTHS[self.s.words[at]]
        if not self.s.capital(at):
            return None
        i = at + 1
        if self.s.word(i) == "." and len(word) <= 4 and self.s.glued(i):
            i += 1
        number = small_int(self.s.word(i))
        if number and 1 <= number <= 31 and not self.s.word(i).startswith("0000"):
            end = i + 1
            if self.s.word(end) in ("st", "nd", "rd", "th") and self.s.glued(end):
                end += 1
            if self.s.word(end) in ("-", "to") and (small_int(self.s.word(end + 1)) or 99) <= 31:
                last = small_int(self.s.words[end + 1]) or 0
                year, stop = self._trailing_year(end + 2, month)
                window = cal.span(cal.day(year, month, number), cal.day(year, month, last)) if year else None
                return DateSpan(at, stop, window)
            year, stop = self._trailing_year(end, month)
            return DateSpan(at, stop, cal.day(year, month, number) if year else None)
        if word in ("may", "march", "mar", "sun", "sat", "jan", "dec") and not self._month_like(at, i):
            return None
        other = cal.MONTHS.get(self.s.word(i + 1)) if self.s.word(i) in ("-", "to", "and", "through", "until") else None
        if other and self.s.capital(i + 1):
            year, stop = self._trailing_year(i + 2, other)
            if year and other < month and not is_year(self.s.word(stop - 1)):
                year -= 1
            return DateSpan(at, stop, cal.months(year, month, other) if year else None)
        year, stop = self._trailing_year(i, month)
        if stop == i:
            stop = i if i == at + 1 or self.s.word(i) else at + 1
        return DateSpan(at, stop, cal.months(year, month, month) if year else None)

    def _month_like(self, at: int, after: int) -> bool:
        return (
            self.s.word(at - 1) in _MONTH_BEFORE
            or is_year(self.s.word(after))
            or (self.s.word(after) in (",", "of") and is_year(self.s.word(after + 1)))
        )

    def _weekday(self, at: int) -> DateSpan | None:
        word = self.s.words[at]
        if len(word) < 5 and self.s.word(at + 1) != ".":
            return None
        first, back = at, 0
        if self.s.word(at + 1) == "," and cal.MONTHS.get(self.s.word(at + 2)):
            inner = self._month(at + 2)
            return DateSpan(at, inner.last, inner.window) if inner else None
        if self.ref is None:
            return DateSpan(first, at + 1, None)
        found = cal.latest_weekday(self.ref, cal.WEEKDAYS[word]) - timedelta(days=back)
        return DateSpan(first, at + 1, Window(found, found))
