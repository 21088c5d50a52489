"""Parts of years, months and decades: the first half of 2023, Q3, summer 2016, early May, the first Friday of July."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import DateSpan, is_year, part_of, two_digits, unit_of
from verifier.claims.dates.relative_dates import RelativeDates
from verifier.claims.text.lexicon import bag
from verifier.window import Window

_PARTS_OF_YEAR = {"half": 2, "quarter": 4, "halves": 2}
DECADES = {"nineties": 1990, "eighties": 1980, "seventies": 1970, "sixties": 1960, "fifties": 1950, "twenties": 1920}
_PARTS = {"end": "late", "start": "early", "beginning": "early", "middle": "mid"}
_AT_AN_END = bag("at since until till before after")  # these make "the end of 2023" one day


class PeriodParts(RelativeDates):
    """The rules for a part of a longer period."""

    def _part(self, at: int) -> DateSpan | None:
        """ "early 2016", "mid-May", "towards the end of last year"; "at the end of 2023" is its last day."""
        s, word = self.s, self.s.words[at]
        if word in _PARTS:
            if s.word(at + 1) != "of":
                return None
            i, where = at + 2, _PARTS[word]
        else:
            i, where = at + 1 + (s.word(at + 1) == "-"), word
            if s.word(i) in DECADES:
                start = DECADES[s.words[i]]
                return DateSpan(at, i + 1, part_of(cal.years(start, start + 9), where))
        inner = self.at(i) if i < len(s) and s.words[i] not in ("early", "mid", "late") else None
        if inner is None or inner.first != i:
            return None
        if inner.window and word in ("end", "start", "beginning") and self._lead(at) in _AT_AN_END:
            edge = inner.window.end if word == "end" else inner.window.start
            return DateSpan(at, inner.last, Window(edge, edge))
        return DateSpan(at, inner.last, part_of(inner.window, where))

    def _lead(self, at: int) -> str:
        """The word before an expression, past its article."""
        return self.s.word(at - 1 - (self.s.word(at - 1) in ("the", "very")))

    def _part_number(self, at: int) -> DateSpan | None:
        """ "Q3", "Q1 2016", "H1 2016"; a half needs its year, for H1 is a virus too."""
        part = self._numbered_part(at)
        if part is None:
            return None
        year, end = self._of_year(at + 2)
        named = end > at + 2
        if not named:
            year, end = self._trailing_year(at + 2)
            named = end > at + 2
        if not named and self.s.words[at] == "h":
            return None
        return DateSpan(at, end, part(year) if year else None if named else self._latest_part(part))

    def _latest_part(self, part: Callable[[int], Window | None]) -> Window | None:
        """The latest such part of a year that has begun by the reference day."""
        this = part(self.ref.year) if self.ref else None
        return part(this.start.year - 1) if this and self.ref and this.start > self.ref else this

    def _season(self, at: int) -> DateSpan | None:
        word = self.s.words[at]
        i = at + 2 if self.s.word(at + 1) == "of" else at + 1
        if not is_year(self.s.word(i)):
            return None
        first, last = cal.SEASONS[word]
        paired = self.s.word(i + 1) in ("-", "/") and self._glued(i, 3) and two_digits(self.s.words[i + 2])
        return DateSpan(at, i + 3 if paired else i + 1, cal.months(int(self.s.words[i]), first, last))

    def _ordinal_part(self, at: int, i: int, owner: Window | None = None) -> DateSpan | None:
        """ "the first half of 2023", "first quarter", "the first nine months of this year", "20th century"; of the
        owner in "this year's first half".
        """
        s = self.s
        number = self.numbers.get(i)
        if number and number.kind == "ordinal":
            rank, j = int(min(number.value, 99)), number.last
        elif s.word(i) == "opening" and s.word(i + 1) in (*_PARTS_OF_YEAR, "months"):
            rank, j = 1, i + 1
        elif s.word(i) in ("last", "final", "closing") or (s.word(i) == "latter" and s.word(i + 1) == "half"):
            rank, j = -1, i + 1
        else:
            return None
        part = s.word(j)
        if part == "century":
            return self._century(at, i)
        count = self.numbers.get(j)
        unit = unit_of(s.word(count.last)) if count and count.kind == "cardinal" else None
        if count and unit in ("month", "quarter", "week", "day") and rank in (1, -1):
            whole, end = (owner, count.last + 1) if owner else self._of_period(count.last + 1)
            return DateSpan(at, end, units_of(whole, int(min(count.value, 400)), unit, rank)) if end else None
        if part in ("month", "week", "day", "decade"):
            whole, end = self._of_period(j + 1) if s.word(j + 1) in ("of", "in") else (None, 0)
            return DateSpan(at, end, units_of(whole, 1, part, rank)) if end else None
        if part not in _PARTS_OF_YEAR or rank > _PARTS_OF_YEAR[part]:
            return None
        rank = _PARTS_OF_YEAR[part] if rank < 0 else rank
        whole, end = (owner, j + 1) if owner else self._of_period(j + 1)
        measure = half_of if part.startswith("hal") else quarter_of
        if end:
            return DateSpan(at, end, measure(whole, rank))
        if s.word(j + 1) == "of" or s.word(i) in ("last", "final") or part == "halves":
            fiscal = self.at(j + 2) if s.word(j + 2) in ("fiscal", "fy") else None
            return DateSpan(at, fiscal.last, None) if fiscal else None
        return DateSpan(at, j + 1, self._latest_part(lambda year: measure(cal.year_window(year), rank)))

    def _century(self, at: int, i: int) -> DateSpan | None:
        """ "20th century"."""
        number = self.numbers.get(i)
        if number is None or number.kind != "ordinal" or self.s.word(number.last) != "century":
            return None
        rank = int(min(number.value, 99))
        return DateSpan(at, number.last + 1, cal.years(100 * rank - 99, 100 * rank))

    def _of_period(self, at: int) -> tuple[Window | None, int]:
        """The period in "of 2023", "of this year", "2023", "of October", "of last month", "of the 1990s"; 0 if none."""
        year, end = self._of_year(at)
        if end > at:
            return (cal.year_window(year) if year else None), end
        if self.s.word(at) not in ("of", "in"):
            return None, 0
        i = at + 1 + (self.s.word(at + 1) == "the")
        whole, end = self._month_aside(at)
        if end > at:
            return whole, end
        inner = (self._month(i) or self._decade(i) or self._century(i, i)) if i < len(self.s) else None
        if inner is None or inner.first != i or (inner.window and inner.window.days < 28):
            return None, 0
        return inner.window, inner.last

    def _of_year(self, at: int) -> tuple[int | None, int]:
        """The year in "of 2023", "of this year", "2023", "of last year"; and the index after it."""
        s = self.s
        i = at + 1 if s.word(at) in ("of", "in") else at
        i = i + 1 if s.word(i) == "the" and s.word(i + 1) in ("year", "current", "last", "previous") else i
        if is_year(s.word(i)):
            return int(s.words[i]), i + 1
        if s.word(i) in ("this", "last", "current", "previous") and s.word(i + 1) == "year":
            back = s.word(i) in ("last", "previous")
            return (self.ref.year - back if self.ref else None), i + 2
        if i > at and s.word(i) == "year":
            return (self.ref.year if self.ref else None), i + 1
        return None, at

    def _ordinal_weekday(self, at: int, i: int) -> DateSpan | None:
        """ "the first Friday of July", "the third Wednesday of next month", "the last Monday in May 2019"."""
        number, last = self.numbers.get(i), self.s.word(i) in ("last", "final")
        j = i + 1 if last else number.last if number and number.kind == "ordinal" else i
        weekday = cal.WEEKDAYS.get(self.s.word(j))
        if weekday is None or j == i:
            return None
        if self.s.word(j + 1) not in ("of", "in"):
            return None if last else DateSpan(at, j + 1, None)  # "the second Sunday": of what is not said
        rank = -1 if last or number is None else int(min(number.value, 9))
        month = self._month_at(j + 2)
        if not month:
            whole, end = self._month_aside(j + 1)
            return DateSpan(at, end, cal.weekday_in(whole, weekday, rank)) if end > j + 1 else None
        year, end = self._trailing_year(j + 3, month)
        return DateSpan(at, end, cal.weekday_in(cal.months(year, month, month) if year else None, weekday, rank))


def units_of(whole: Window | None, count: int, unit: str, rank: int) -> Window | None:
    """The first, second, … (with -1 the last) `count` units of a period; weeks are counted from its first day."""
    if whole is None or count < 1:
        return None
    if unit in ("month", "quarter"):
        length = count * (3 if unit == "quarter" else 1)
        last = rank * length if rank > 0 else 12
        year = whole.start.year
        return (
            cal.months(year, last - length + 1, last)
            if whole == cal.year_window(year) and length <= last <= 12
            else None
        )
    if unit == "decade":
        first = whole.start.year + 10 * (rank - 1) if rank > 0 else whole.end.year - 9
        return cal.years(first, first + 9) if first + 9 <= whole.end.year else None
    days = timedelta(days=count * (7 if unit == "week" else 1))
    if rank < 0:
        return Window(max(whole.start, whole.end - days + timedelta(days=1)), whole.end)
    start = whole.start + days * (rank - 1)
    return Window(start, min(whole.end, start + days - timedelta(days=1))) if start <= whole.end else None


def half_of(whole: Window | None, rank: int) -> Window | None:
    """The first or second half of a year (by months), a decade (by years) or a month (by days)."""
    if whole is None:
        return None
    first, last = whole.start.year, whole.end.year
    if whole == cal.year_window(first):
        return cal.half(first, rank)
    if first < last:
        middle = (first + last) // 2
        return cal.years(first, middle) if rank == 1 else cal.years(middle + 1, last)
    middle_day = whole.start + timedelta(days=whole.days // 2)
    return Window(whole.start, middle_day - timedelta(days=1)) if rank == 1 else Window(middle_day, whole.end)


def quarter_of(whole: Window | None, rank: int) -> Window | None:
    """A quarter of a year; other periods have none."""
    return cal.quarter(whole.start.year, rank) if whole and whole == cal.year_window(whole.start.year) else None
