"""A date expression, and the ground the rules for dates stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from verifier.claims.dates import calendar as cal
from verifier.claims.numbers.number_search import Number
from verifier.claims.text.lexicon import (
    AUX,
    CHANGE_NOUN,
    CHANGE_VERB,
    CLOSED,
    DOWN_WORD,
    EVENT,
    INCIDENT,
    LESS,
    MORE,
    MULTIPLE,
    PEOPLE,
    UP_WORD,
    VERB,
    bag,
)
from verifier.claims.text.tokens import Sentence
from verifier.window import Window

YEARS_IN = {"year": 1, "years": 1, "decade": 10, "decades": 10}  # of a step back or on in time
_UNITS = {"yr": "year", "yrs": "year", "centuries": "century"}
# Words that are months and other things too: only a capital tells.
_OTHER_THINGS = bag("may march mar august")
_GOES_ON = bag("at to until till through when while after before but")
_CHANGED = CHANGE_VERB | CHANGE_NOUN | UP_WORD | DOWN_WORD | MORE | LESS | MULTIPLE
_COUNTED = _CHANGED | INCIDENT | EVENT | PEOPLE
_YEARS_ASIDE = {"this": 0, "last": -1, "next": 1}
_MONTHS_ASIDE = {"this": 0, "current": 0, "last": -1, "previous": -1, "next": 1}
_PLAIN_UNITS = ("day", "week", "month", "year", "quarter", "decade", "century", "fortnight", "weekend", "night")
UNIT_NAMES = (*_PLAIN_UNITS, *_UNITS)


@dataclass(slots=True)
class DateSpan:
    """A date expression at tokens [first, last).

    window is the span of days, None where it cannot be told; earlier is true for expressions that by themselves name
    a time to compare with ("the year before", "a year ago"); whole is true for both ends of "from … to …"; ends are the
    two of "between … and …".
    """

    first: int
    last: int
    window: Window | None
    earlier: bool = False
    whole: bool = False
    ends: tuple[DateSpan, DateSpan] | None = None


class DateScan:
    """The sentence that is searched for dates, and what all date rules share."""

    def __init__(self, sentence: Sentence, reference: date | None, by_start: dict[int, Number]) -> None:
        self.s = sentence
        # At the very ends of the calendar there are no days around to resolve anything to.
        self.ref = reference if reference and 1000 <= reference.year <= 9000 else None
        self.numbers = by_start
        self._flags: int | None = None

    def at(self, at: int) -> DateSpan | None:
        """The longest date expression that starts at this token."""
        raise NotImplementedError

    def _trailing_year(self, at: int, month: int | None = None) -> tuple[int | None, int]:
        """The year that follows a month or day, else the latest that fits the reference; and the index after it."""
        i = at
        if self.s.word(i) == "." and self.s.glued(i):
            i += 1
        if self.s.word(i) in (",", "of", "in") and is_year(self.s.word(i + 1)):
            i += 1
        if is_year(self.s.word(i)):
            return int(self.s.words[i]), i + 1
        if self.s.word(i) == "'" and two_digits(self.s.word(i + 1)):
            return short_year(self.s.words[i + 1]), i + 2
        if self.s.word(i) in ("of", "in") and self.s.word(i + 1) in _YEARS_ASIDE and self.s.word(i + 2) == "year":
            i += 1
        if self.s.word(i) in _YEARS_ASIDE and self.s.word(i + 1) == "year" and self.ref:
            return self.ref.year + _YEARS_ASIDE[self.s.words[i]], i + 2
        if self.ref and month:
            return cal.latest_month(self.ref, month), at
        return None, at

    def explicit_year(self, span: DateSpan) -> int | None:
        """The year that a date expression names, if it names one."""
        named = (small_int(word) for word in self.s.words[span.first : span.last] if len(word) == 4)
        return next((year for year in named if year), None)

    def _dated_day(self, at: int, month: int, number: int) -> tuple[Window | None, int]:
        """The day of a month with the year that follows at `at`, else the latest such day; and the index after it."""
        year, end = self._trailing_year(at)
        if year is not None:
            return cal.day(year, month, number), end
        if (
            len(self.s.word(at)) == 4 and (small_int(self.s.word(at), 1599) or 0) >= 1000 and self._closed(at + 1)
        ):  # "5 December 1391"
            return cal.day(int(self.s.words[at]), month, number), at + 1
        return (cal.latest_day(self.ref, month, number) if self.ref else None), end

    def _day_number(self, at: int) -> tuple[int, int]:
        """The number of a day, "15", "15th", "fifteenth", "twenty-first", and the index after it; 0 for none."""
        if at >= len(self.s):
            return 0, at
        figures = small_int(self.s.words[at], 31)
        if figures:
            suffixed = self.s.glued(at + 1) and self.s.word(at + 1) in ("st", "nd", "rd", "th")
            return figures, at + 1 + suffixed
        spelled = self.numbers.get(at)
        if spelled is None or spelled.digits or spelled.kind not in ("cardinal", "ordinal"):
            return 0, at
        value, last = spelled.value, spelled.last
        unit = self.numbers.get(last)  # "twenty second", without a hyphen
        if unit and not unit.digits and unit.kind == "ordinal" and value in (20, 30) and unit.value < 10:
            value, last = value + unit.value, unit.last
        return (int(value), last) if 1 <= value <= 31 and value == int(value) else (0, at)

    def _is_ordinal(self, end: int) -> bool:
        """Whether the day number that ends here is said in the way of an order."""
        before = self.s.word(end - 1)
        return before.endswith(("st", "nd", "rd", "th")) or before in ("first", "second", "third")

    def _month_at(self, at: int) -> int | None:
        """The number of the month named at a token; in small letters only where it is no other word."""
        month = cal.MONTHS.get(self.s.word(at))
        return month if month and (self.s.capital(at) or self.s.words[at] not in _OTHER_THINGS) else None

    def _month_aside(self, at: int) -> tuple[Window | None, int]:
        """ "this month", "of next month", "in the previous month", and the index after it; `at` where there is none."""
        i = at + 1 if self.s.word(at) in ("of", "in") else at
        i = i + 1 if self.s.word(i) == "the" else i
        if self.s.word(i) in _MONTHS_ASIDE and self.s.word(i + 1) == "month":
            return (cal.month_of(self.ref, _MONTHS_ASIDE[self.s.words[i]]) if self.ref else None), i + 2
        return None, at

    def _closed(self, at: int) -> bool:
        """Whether the clause ends here, so that nothing counted can follow."""
        following = self.s.word(at)
        return not following or (following in ".,;:!?)" and self.s.word(at + 1)[:1] != "%")

    def _ends(self, at: int) -> bool:
        """Whether no noun follows that a number before it could count."""
        if self._closed(at):
            return True
        sign = not self.s.words[at][0].isalnum()
        return not self.s.glued(at) and self.s.words[at] != "%" if sign else bool(self.s.flags[at] & (CLOSED | VERB))

    def _day_ends(self, at: int) -> bool:
        """Whether "the 15th" before it stands alone: not "the 15th attack", "the 15th of 30", "the 15th in a row"."""
        if self.s.word(at) == "," and self.s.word(at + 1)[:1].isdecimal():
            return False
        return self._closed(at) or bool(self.s.flags[at] & AUX) or self.s.words[at] in _GOES_ON

    def _speaks_of_change(self) -> bool:
        """Whether the sentence tells of rises, falls or comparisons: "from … to" may be two times of one count."""
        return bool(self._all_flags() & _CHANGED)

    def _speaks_of_counts(self) -> bool:
        """Whether the sentence tells of rises, falls, incidents or people, so that a bare number is a count."""
        return bool(self._all_flags() & _COUNTED)

    def _all_flags(self) -> int:
        if self._flags is None:
            self._flags = 0
            for flag in self.s.flags:
                self._flags |= flag
        return self._flags

    def _glued(self, at: int, count: int) -> bool:
        return at + count <= len(self.s) and all(self.s.glued(i) for i in range(at + 1, at + count))

    def _to_reference(self, window: Window | None) -> Window | None:
        if window and self.ref and window.start <= self.ref <= window.end:
            return Window(window.start, self.ref)
        return window

    def _unit_window(self, unit: str, offset: int) -> Window | None:
        if self.ref is None:
            return None
        if unit == "year":
            return cal.year_window(self.ref.year + offset)
        if unit == "month":
            return cal.month_of(self.ref, offset)
        if unit == "week":
            return cal.week_of(self.ref, offset)
        if unit == "weekend":
            return cal.weekend_of(cal.week_of(self.ref, offset))
        if unit == "quarter":
            index = self.ref.year * 4 + (self.ref.month - 1) // 3 + offset
            return cal.quarter(index // 4, index % 4 + 1)
        if unit == "decade":
            start = (self.ref.year // 10 + offset) * 10
            return cal.years(start, start + 9)
        if unit == "century":
            start = (self.ref.year // 100 + offset) * 100
            return cal.years(start, start + 99)
        return None


def part_of(window: Window | None, where: str) -> Window | None:
    """The early, middle or late third of a window: "early 2020" is January to April."""
    if window is None:
        return None
    if window == cal.year_window(window.start.year):
        first = {"early": 1, "mid": 5, "late": 9}[where]
        return cal.months(window.start.year, first, first + 3)
    third = window.days // 3
    if where == "early":
        return Window(window.start, window.start + timedelta(days=max(third, 1) - 1))
    if where == "late":
        return Window(window.end - timedelta(days=max(third, 1) - 1), window.end)
    return Window(window.start + timedelta(days=third), window.end - timedelta(days=third))


def unit_of(word: str) -> str | None:
    if word in _PLAIN_UNITS:
        return word
    if word in _UNITS:
        return _UNITS[word]
    return word[:-1] if word.endswith("s") and word[:-1] in _PLAIN_UNITS else None


def small_int(word: str, most: int = 9999) -> int | None:
    """A whole number in figures of at most four digits; None where it is none or more than `most`."""
    if not (word.isascii() and word.isdecimal() and len(word) <= 4):
        return None
    value = int(word)
    return value if value <= most else None


def is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdecimal() and 1600 <= int(word) <= 2100


def two_digits(word: str) -> bool:
    return len(word) == 2 and word.isascii() and word.isdecimal()


def short_year(word: str) -> int | None:
    """The year of two digits: 1950 to 2049."""
    return (2000 if int(word) < 50 else 1900) + int(word) if two_digits(word) else None
