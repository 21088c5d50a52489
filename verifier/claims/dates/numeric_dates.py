"""Dates written in figures alone: 2023-11-08, 15/8/2021, 13.5.2015, 9-18-15, 2016-11, 11/2016, on 22/04."""

from __future__ import annotations

from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import DateScan, DateSpan, is_year, short_year, small_int
from verifier.claims.text.lexicon import bag
from verifier.window import Window

_DAY_LEADS = bag("on since by until till from before after")


class NumericDates(DateScan):
    """The rules for dates in figures. 3/4/2020 may be 3 April or 4 March: it is a date, but its day stays open."""

    def _numeric(self, at: int) -> DateSpan | None:
        word, sign = self.s.words[at], self.s.word(at + 1)
        if "." in word:
            return self._dotted(at)
        if sign not in ("-", "/") or not (is_year(word) or small_int(word, 31)) or self._inside_name(at):
            return None
        if self.s.word(at + 3) == sign and self._glued(at, 5):
            return self._three(at, (word, self.s.words[at + 2], self.s.words[at + 4]), at + 5)
        if self.s.word(at + 3) in ("-", "/") and self.s.glued(at + 3):
            return None
        return self._year_month(at, sign) or self._two(at, sign)

    def _inside_name(self, at: int) -> bool:
        """Whether a sign or letter is glued to the front, so that the figures are part of a name or a longer number."""
        before = self.s.word(at - 1)
        return self.s.glued(at) and (before[-1:].isalnum() or before in ("-", "/", ".", "#", "_", "=", "$", ":"))

    def _dotted(self, at: int) -> DateSpan | None:
        """ "13.5.2015", "2015.5.13": the tokenizer leaves "13.5", ".", "2015"."""
        if self.s.word(at + 1) != "." or not self._glued(at, 3):
            return None
        first, _, second = self.s.words[at].partition(".")
        third = self.s.words[at + 2]
        if not third.isdecimal() or not (is_year(first) or is_year(third)):
            return None
        return self._three(at, (first, second, third), at + 3)

    def _three(self, at: int, parts: tuple[str, str, str], end: int) -> DateSpan | None:
        first, second, third = parts
        month_name = cal.MONTHS.get(second)
        if is_year(first):
            month, number = month_name or small_int(second, 12), small_int(third, 31)
            if month and number:
                return DateSpan(at, end, cal.day(int(first), month, number))
            return DateSpan(at, end, None) if len(second) == len(third) == 2 else None  # 2022-13-45, a day that is none
        year = int(third) if is_year(third) else short_year(third)
        one, two = small_int(first, 31), month_name or small_int(second, 31)
        if is_year(third) and first.isdecimal() and second.isdecimal() and not (one and two):
            return DateSpan(at, end, None) if max(len(first), len(second)) < 3 else None
        if year is None or not one or not two or (not is_year(third) and not self._ends(end)):
            return None
        return DateSpan(at, end, cal.day(year, month_name, one) if month_name else either_way(year, one, two))

    def _year_month(self, at: int, sign: str) -> DateSpan | None:
        """ "2016-11", "2016/3", "11/2016"; "2001-02" is a pair of years, and a dash with spaces joins other things."""
        first, second = self.s.words[at], self.s.word(at + 2)
        if sign == "-" and not self._glued(at, 3):
            return None
        if is_year(first) and small_int(second, 12) and len(second) <= 2:
            following = int(first) // 100 * 100 + int(second)
            if len(second) == 1 or following <= int(first):
                return DateSpan(at, at + 3, cal.months(int(first), int(second), int(second)))
        if is_year(second) and small_int(first, 12) and self._ends(at + 3):
            return DateSpan(at, at + 3, cal.months(int(second), int(first), int(first)))
        return None

    def _two(self, at: int, sign: str) -> DateSpan | None:
        """ "on 22/04", "since 4/22", "4/22, 2015": a day and a month in either order, where it can be no fraction."""
        first, second, lead = self.s.words[at], self.s.word(at + 2), self.s.word(at - 1)
        one, two = small_int(first, 31), small_int(second, 31)
        if not one or not two or not self._glued(at, 3) or (first, second) == ("24", "7"):
            return None
        padded = first.startswith("0") or second.startswith("0")
        i = at + 4 if self.s.word(at + 3) == "," else at + 3
        if sign == "/" and is_year(self.s.word(i)) and (lead in _DAY_LEADS or padded):
            return DateSpan(at, i + 1, either_way(int(self.s.words[i]), one, two))
        leads = (lead in _DAY_LEADS or padded) if sign == "/" else lead == "on"
        if not leads or max(one, two) <= 12 or min(one, two) > 12 or not self._ends(at + 3):
            return None
        month, number = (one, two) if one <= 12 else (two, one)
        return DateSpan(at, at + 3, cal.latest_day(self.ref, month, number) if self.ref else None)


def either_way(year: int, first: int, second: int) -> Window | None:
    """The day of a day and a month in unknown order; None where both orders make a day and they differ."""
    month_first, day_first = cal.day(year, first, second), cal.day(year, second, first)
    if month_first and day_first and month_first != day_first:
        return None
    return month_first or day_first
