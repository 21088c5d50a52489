"""A date expression, and the ground the rules for dates stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from verifier.claims import calendar as cal
from verifier.claims.numbers import Number
from verifier.claims.tokens import Sentence
from verifier.window import Window

_UNITS = {"yr": "year", "yrs": "year", "centuries": "century"}
_PLAIN_UNITS = ("day", "week", "month", "year", "quarter", "decade", "century", "fortnight", "weekend", "night")


@dataclass(slots=True)
class DateSpan:
    """A date expression at tokens [first, last).

    window is the span of days, None where it cannot be told; earlier is true for expressions that by themselves name
    a time to compare with ("the year before", "a year ago").
    """

    first: int
    last: int
    window: Window | None
    earlier: bool = False


class DateScan:
    """The sentence that is searched for dates, and what all date rules share."""

    def __init__(self, sentence: Sentence, reference: date | None, by_start: dict[int, Number]) -> None:
        self.s = sentence
        self.ref = reference
        self.numbers = by_start

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
        if self.s.word(i) == "'" and self.s.word(i + 1).isdecimal() and len(self.s.word(i + 1)) == 2:
            short = int(self.s.words[i + 1])
            return (2000 if short < 50 else 1900) + short, i + 2
        if self.s.word(i) in ("this", "last") and self.s.word(i + 1) == "year" and self.ref:
            return self.ref.year - (self.s.word(i) == "last"), i + 2
        if self.ref and month:
            return cal.latest_month(self.ref, month), at
        return None, at

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
            index = self.ref.year * 12 + self.ref.month - 1 + offset
            return cal.months(index // 12, index % 12 + 1, index % 12 + 1)
        if unit == "week":
            return cal.week_of(self.ref, offset)
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


def small_int(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= 4 else None


def is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdecimal() and 1600 <= int(word) <= 2100


def two_digits(word: str) -> bool:
    return len(word) == 2 and word.isascii() and word.isdecimal()
