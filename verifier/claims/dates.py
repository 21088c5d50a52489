"""Dates and periods in a sentence: where they stand and which days they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from verifier.claims import calendar as cal
from verifier.claims.lexicon import PREP, VERB, bag
from verifier.claims.numbers import Number
from verifier.claims.tokens import Sentence
from verifier.window import Window

_UNITS = {"yr": "year", "yrs": "year", "centuries": "century"}
_YEAR_BEFORE = bag(
    "in since from of by until till during year years between and to through before after than fiscal early late "
    "mid - ( , ' spring summer fall autumn winter around about the for on at under over its last ago calendar fy "
    "election midnight begin beginning ending ended end start vs versus versus. as or a : ; only both"
)
_PLAIN_UNITS = ("day", "week", "month", "year", "quarter", "decade", "century", "fortnight", "weekend", "night")
_EARLIER = ("earlier", "before", "previously", "prior")
_MONTH_BEFORE = bag("in since last this of from between until by and to during next through early late -")
_PARTS_OF_YEAR = {"half": 2, "quarter": 4, "halves": 2, "third": 3}
_COUNT_WORDS = {"couple": 2, "few": 3, "several": 5}


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


def dates(sentence: Sentence, reference: date | None, found: list[Number]) -> list[DateSpan]:
    """The date expressions of a sentence. `reference` is the day it was said: relative ones need it."""
    return _Scan(sentence, reference, {number.first: number for number in found}).run()


class _Scan:
    def __init__(self, sentence: Sentence, reference: date | None, by_start: dict[int, Number]) -> None:
        self.s = sentence
        self.ref = reference
        self.numbers = by_start

    def run(self) -> list[DateSpan]:
        spans: list[DateSpan] = []
        at = 0
        while at < len(self.s):
            span = self.at(at)
            if span is None:
                at += 1
                continue
            joined = self._joined(spans, span)
            if joined is None:
                spans.append(span)
            else:
                spans[-1] = joined
            at = span.last
        return spans

    def at(self, at: int) -> DateSpan | None:
        """The longest date expression that starts at this token."""
        word = self.s.words[at]
        if word[0].isdecimal():
            return self._iso(at) or self._day_month(at) or self._decade(at) or self._year(at) or self._ago(at)
        if word in cal.MONTHS:
            return self._month(at)
        if word in cal.WEEKDAYS and self.s.capital(at):
            return self._weekday(at)
        if word in _FIRST_WORDS:
            return self._worded(at)
        if at in self.numbers:
            return self._ago(at) or self._ordinal_part(at, at)
        return None

    # --- figures -----------------------------------------------------------------------------------------------

    def _iso(self, at: int) -> DateSpan | None:
        w = self.s.words
        if len(w[at]) == 4 and w[at + 1 : at + 2] == ["-"] and w[at + 3 : at + 4] == ["-"] and self._glued(at, 5):
            month, number = _int(w[at + 2]), _int(w[at + 4])
            if month and number and 1 <= month <= 12:
                return DateSpan(at, at + 5, cal.day(int(w[at]), month, number)) if w[at].isdecimal() else None
        if w[at + 1 : at + 2] == ["/"] and w[at + 3 : at + 4] == ["/"] and self._glued(at, 5):
            first, second, year = _int(w[at]), _int(w[at + 2]), _int(w[at + 4])
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
        number = _int(w[at])
        if not number or number > 31:
            return None
        i = at + 1
        if self.s.word(i) in ("st", "nd", "rd", "th") and self.s.glued(i):
            i += 1
        if self.s.word(i) == "of":
            i += 1
        if self.s.word(i) in ("-", "to", "and") and (_int(self.s.word(i + 1)) or 99) <= 31:
            last = _int(self.s.word(i + 1)) or 0
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

    def _trailing_year(self, at: int, month: int | None = None) -> tuple[int | None, int]:
        """The year that follows a month or day, else the latest that fits the reference; and the index after it."""
        i = at
        if self.s.word(i) == "." and self.s.glued(i):
            i += 1
        if self.s.word(i) in (",", "of", "in") and _is_year(self.s.word(i + 1)):
            i += 1
        if _is_year(self.s.word(i)):
            return int(self.s.words[i]), i + 1
        if self.s.word(i) == "'" and self.s.word(i + 1).isdecimal() and len(self.s.word(i + 1)) == 2:
            short = int(self.s.words[i + 1])
            return (2000 if short < 50 else 1900) + short, i + 2
        if self.s.word(i) in ("this", "last") and self.s.word(i + 1) == "year" and self.ref:
            return self.ref.year - (self.s.word(i) == "last"), i + 2
        if self.ref and month:
            return cal.latest_month(self.ref, month), at
        return None, at

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
        if not _is_year(self.s.words[at]) or not self._reads_as_year(at):
            return None
        year = int(self.s.words[at])
        if self.s.word(at + 1) in ("-", "/") and self.s.glued(at + 1) and self.s.glued(at + 2):
            text = self.s.word(at + 2)
            last = int(text) if _is_year(text) else year // 100 * 100 + int(text) if _two_digits(text) else None
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
        unit = _unit(self.s.word(i))
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

    # --- names -------------------------------------------------------------------------------------------------

    def _month(self, at: int) -> DateSpan | None:
        word, month = self.s.words[at], cal.MONTHS[self.s.words[at]]
        if not self.s.capital(at):
            return None
        i = at + 1
        if self.s.word(i) == "." and len(word) <= 4 and self.s.glued(i):
            i += 1
        number = _int(self.s.word(i))
        if number and 1 <= number <= 31 and not self.s.word(i).startswith("0000"):
            end = i + 1
            if self.s.word(end) in ("st", "nd", "rd", "th") and self.s.glued(end):
                end += 1
            if self.s.word(end) in ("-", "to") and (_int(self.s.word(end + 1)) or 99) <= 31:
                last = _int(self.s.words[end + 1]) or 0
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
            if year and other < month and not _is_year(self.s.word(stop - 1)):
                year -= 1
            return DateSpan(at, stop, cal.months(year, month, other) if year else None)
        year, stop = self._trailing_year(i, month)
        if stop == i:
            stop = i if i == at + 1 or self.s.word(i) else at + 1
        return DateSpan(at, stop, cal.months(year, month, month) if year else None)

    def _month_like(self, at: int, after: int) -> bool:
        return (
            self.s.word(at - 1) in _MONTH_BEFORE
            or _is_year(self.s.word(after))
            or (self.s.word(after) in (",", "of") and _is_year(self.s.word(after + 1)))
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

    # --- worded ------------------------------------------------------------------------------------------------

    def _worded(self, at: int) -> DateSpan | None:
        w, s = self.s.words, self.s
        word = w[at]
        if word == "so" and w[at + 1 : at + 2] == ["far"] and s.word(at + 2) in ("this", "in"):
            inner = self.at(at + 2) if s.word(at + 2) == "this" else self.at(at + 3) if at + 3 < len(s) else None
            return DateSpan(at, inner.last, self._to_reference(inner.window)) if inner else None
        if word in ("today", "tonight", "yesterday", "overnight", "tomorrow", "currently", "nowadays"):
            offset = {"yesterday": -1, "overnight": 0, "tomorrow": 1}.get(word, 0)
            if word in ("currently", "nowadays"):
                return None
            found = self.ref + timedelta(days=offset) if self.ref else None
            return DateSpan(at, at + 1, Window(found, found) if found else None)
        if word in ("mid", "early", "late"):
            i = at + 1 if s.word(at + 1) != "-" else at + 2
            inner = self.at(i) if i < len(s) else None
            return DateSpan(at, inner.last, _part(inner.window, word)) if inner and inner.first == i else None
        if word in ("end", "start", "beginning", "middle") and s.word(at + 1) == "of":
            i = at + 2
            inner = self.at(i) if i < len(s) else None
            if inner:
                where = {"end": "late", "start": "early", "beginning": "early", "middle": "mid"}[word]
                return DateSpan(at, inner.last, _part(inner.window, where))
            return None
        if word == "year" and s.word(at + 1) in ("on", "over", "-"):
            joined = [x for x in w[at : at + 5] if x != "-"][:3]
            if joined in (["year", "on", "year"], ["year", "over", "year"]):
                last = at + 5 if s.word(at + 1) == "-" else at + 3
                return DateSpan(at, last, None, earlier=True)
            return None
        if word in ("fy", "fiscal"):
            i = at + 2 if s.word(at + 1) == "year" else at + 1
            inner = self.at(i) if s.word(i)[:1].isdecimal() else None
            return DateSpan(at, inner.last, None) if inner else None
        if word in cal.SEASONS:
            return self._season(at)
        if word in ("a", "an", "one", "couple"):
            return self._article(at)
        if word == "q" and s.word(at + 1) in ("1", "2", "3", "4") and s.glued(at + 1):
            year, end = self._trailing_year(at + 2)
            year = year or (self.ref.year if self.ref else None)
            return DateSpan(at, end, cal.quarter(year, int(w[at + 1])) if year else None)
        if word in (
            "the",
            "this",
            "last",
            "past",
            "next",
            "previous",
            "current",
            "recent",
            "same",
            "following",
            "first",
            "second",
            "third",
            "fourth",
            "final",
            "each",
            "every",
            "that",
            "latest",
            "these",
            "those",
            "all",
        ):
            return self._phrase(at)
        return None

    def _article(self, at: int) -> DateSpan | None:
        i = at + 1
        count = 1.0
        if self.s.word(i) == "couple" and self.s.word(i + 1) == "of":
            count, i = 2.0, i + 2
        elif self.s.word(i) == "few":
            count, i = 3.0, i + 1
        unit = _unit(self.s.word(i))
        return self._counted_back(at, i + 1, count, unit) if unit else None

    def _season(self, at: int) -> DateSpan | None:
        word = self.s.words[at]
        i = at + 2 if self.s.word(at + 1) == "of" else at + 1
        if not _is_year(self.s.word(i)):
            return None
        first, last = cal.SEASONS[word]
        return DateSpan(at, i + 1, cal.months(int(self.s.words[i]), first, last))

    def _phrase(self, at: int) -> DateSpan | None:
        """ "the past two years", "last year", "this month", "the first half of 2023", "the same period last year"."""
        s = self.s
        i = at + 1 if s.words[at] in ("the", "that", "these", "those", "all") else at
        if s.words[at] == "all" and s.word(at + 1) in ("of", "last", "this"):
            i = at + 2 if s.word(at + 1) == "of" else at + 1
        word = s.word(i)
        if (i > at and word in cal.MONTHS) or (i > at and word[:1].isdecimal()):
            inner = self.at(i)
            return (
                DateSpan(at, inner.last, inner.window)
                if inner and inner.first == i and word[:1].isdecimal() and s.word(inner.last - 1) == "s"
                else None
            )
        if word in ("same", "corresponding", "equivalent", "comparable"):
            return self._same(at, i)
        if (i in self.numbers and self.numbers[i].kind == "ordinal") or word in (
            "first",
            "second",
            "third",
            "fourth",
            "final",
            "last",
            "opening",
        ):
            found = self._ordinal_part(at, i)
            if found:
                return found
        if word in (
            "last",
            "past",
            "previous",
            "preceding",
            "next",
            "current",
            "this",
            "recent",
            "latest",
            "following",
            "prior",
            "coming",
        ):
            return self._relative(at, i, word)
        if word in ("year", "month", "week", "quarter", "day", "decade") and i > at:
            return self._the_unit(at, i)
        if (
            word
            in (
                "period",
                "summer",
                "winter",
                "spring",
                "weekend",
                "nineties",
                "eighties",
                "seventies",
                "sixties",
                "twenties",
            )
            and i > at
        ):
            start = {"nineties": 1990, "eighties": 1980, "seventies": 1970, "sixties": 1960, "twenties": 1920}.get(word)
            return DateSpan(at, i + 1, cal.years(start, start + 9)) if start else None
        return None

    def _same(self, at: int, i: int) -> DateSpan | None:
        """ "the same period last year", "the same month of 2022", "the same time a year ago"."""
        s = self.s
        if s.word(i + 1) not in (
            "period",
            "time",
            "month",
            "months",
            "quarter",
            "week",
            "day",
            "point",
            "year",
            "span",
            "stretch",
            "timeframe",
        ):
            return None
        j = i + 2
        if s.word(j) in ("in", "of", "from", "during", "the"):
            j += 1
        inner = self.at(j) if j < len(s) else None
        if inner is None or inner.first != j:
            return DateSpan(at, i + 2, None, earlier=False)
        return DateSpan(at, inner.last, None, earlier=True)

    def _ordinal_part(self, at: int, i: int) -> DateSpan | None:
        """ "the first half of 2023", "first quarter", "the first nine months of this year", "20th century"."""
        s = self.s
        number = self.numbers.get(i)
        word = s.word(i)
        if number and number.kind == "ordinal":
            rank, j = int(min(number.value, 99)), number.last
        elif word in ("last", "final"):
            rank, j = -1, i + 1
        else:
            return None
        if s.word(j) in ("century", "-") and rank > 0:
            if s.word(j) == "century":
                return DateSpan(at, j + 1, cal.years(100 * rank - 99, 100 * rank) if rank < 90 else None)
            return None
        count = self.numbers.get(j)
        if (
            count
            and count.kind == "cardinal"
            and rank in (1, -1)
            and _unit(s.word(count.last)) in ("month", "quarter", "week", "day")
        ):
            unit, after = _unit(s.word(count.last)) or "", count.last + 1
            year, end = self._of_year(after)
            if year is None and not (end > after):
                return None
            n = int(min(count.value, 400))
            return DateSpan(at, end, self._first_units(year, n, unit, rank) if year else None)
        part = s.word(j)
        if part not in _PARTS_OF_YEAR or part == "third" or rank > _PARTS_OF_YEAR[part]:
            if part in ("month", "week", "day", "year", "decade") and rank == 1 and s.word(j + 1) == "of":
                year, end = self._of_year(j + 1)
                return DateSpan(at, end, self._first_units(year, 1, part, 1)) if year else None
            return None
        year, end = self._of_year(j + 1)
        if rank < 0 and end == j + 1:
            return None
        rank = _PARTS_OF_YEAR[part] if rank < 0 else rank
        if year is None:
            year = self.ref.year if self.ref else None
        if year is None:
            return DateSpan(at, end, None)
        return DateSpan(at, end, cal.half(year, rank) if part == "half" else cal.quarter(year, rank))

    def _of_year(self, at: int) -> tuple[int | None, int]:
        """The year in "of 2023", "of this year", "2023", "of last year"; and the index after it."""
        s = self.s
        i = at + 1 if s.word(at) in ("of", "in") else at
        i = i + 1 if s.word(i) == "the" and s.word(i + 1) in ("year", "current", "last", "previous") else i
        if _is_year(s.word(i)):
            return int(s.words[i]), i + 1
        if s.word(i) in ("this", "last", "current", "previous") and s.word(i + 1) == "year":
            back = s.word(i) in ("last", "previous")
            return (self.ref.year - back if self.ref else None), i + 2
        if i > at and s.word(i) == "year":
            return (self.ref.year if self.ref else None), i + 1
        return None, at

    def _first_units(self, year: int | None, count: int, unit: str, rank: int) -> Window | None:
        whole = cal.year_window(year) if year else None
        if not whole or count < 1:
            return None
        if unit in ("month", "quarter"):
            n = min(12, count * (3 if unit == "quarter" else 1))
            return cal.months(whole.start.year, 1, n) if rank > 0 else cal.months(whole.start.year, 13 - n, 12)
        length = timedelta(days=min(365, count * (7 if unit == "week" else 1)) - 1)
        return Window(whole.start, whole.start + length) if rank > 0 else Window(whole.end - length, whole.end)

    def _relative(self, at: int, i: int, word: str) -> DateSpan | None:
        s = self.s
        j = i + 1
        if s.word(j) in ("full", "calendar", "fiscal", "financial", "whole", "school", "several", "few", "couple"):
            if s.word(j) == "couple" and s.word(j + 1) == "of":
                return self._last_units(at, j + 2, 2.0, word)
            if s.word(j) in _COUNT_WORDS:
                return self._last_units(at, j + 1, None, word)
            j += 1
        count = self.numbers.get(j)
        if count and count.kind in ("cardinal", "fraction"):
            after = count.last + 1 if s.word(count.last) == "-" else count.last
            return self._last_units(at, after, count.value, word)
        if s.word(j) in cal.MONTHS and s.capital(j) and word in ("last", "this", "next", "past"):
            month = cal.MONTHS[s.word(j)]
            year = (
                cal.latest_month(self.ref, month) - (word == "last" and month == self.ref.month) if self.ref else None
            )
            return DateSpan(at, j + 1, cal.months(year, month, month) if year else None)
        if s.word(j) in cal.WEEKDAYS and word in ("last", "this", "past"):
            inner = self._weekday(j)
            return DateSpan(at, inner.last, inner.window) if inner else None
        unit = _unit(s.word(j))
        if unit is None and s.word(j) in cal.SEASONS and word in ("last", "this", "next", "past"):
            return DateSpan(at, j + 1, None)
        if unit is None:
            return None
        plural_unit = s.word(j).endswith("s")
        end = j + 1
        if word in ("past", "recent", "latest") or plural_unit:
            if s.word(end) == "'s":
                return None
            window = cal.back_to(self.ref, 1, unit) if self.ref and word == "past" and not plural_unit else None
            return DateSpan(at, end, window)
        if s.word(end) == "'s" and word != "last":
            return DateSpan(at, end, self._unit_window(unit, 0 if word in ("this", "current") else -1))
        offset = {"this": 0, "current": 0, "next": 1, "coming": 1, "following": 1}.get(word, -1)
        earlier = word in ("previous", "preceding", "prior")
        window = self._unit_window(unit, offset)
        if word == "last" and at < i and unit in ("year", "month", "week", "decade"):  # "in the last year"
            window = cal.back_to(self.ref, 1, unit) if self.ref else None
        if earlier and word != "previous":
            window = None
        return DateSpan(at, end, None if word == "following" or earlier else window, earlier=earlier)

    def _last_units(self, at: int, after: int, count: float | None, word: str) -> DateSpan | None:
        unit = _unit(self.s.word(after))
        if unit is None:
            return None
        window = None
        if self.ref and count and word in ("last", "past"):
            window = cal.back_to(self.ref, count, unit)
        return DateSpan(at, after + 1, window, earlier=word in ("previous", "preceding", "prior"))

    def _the_unit(self, at: int, i: int) -> DateSpan | None:
        """ "the year before", "the year to June 2023", "the year ending March 2015", "the month after"."""
        s = self.s
        unit, after = s.words[i], s.word(i + 1)
        if after in ("before", "earlier", "prior") and not s.word(i + 2)[:1].isalpha() | (s.word(i + 2) == "the"):
            return DateSpan(at, i + 2, None, earlier=True)
        if after in ("before", "earlier", "prior") and s.flag(i + 2) & (PREP | VERB):
            return DateSpan(at, i + 2, None, earlier=True)
        if after in ("to", "ending", "ended", "through"):
            j = i + 2
            if s.word(j) in ("in", "on"):
                j += 1
            inner = self.at(j) if j < len(s) else None
            if inner and inner.first == j and inner.window:
                start = cal.shift(inner.window.end, 1, unit)
                return DateSpan(at, inner.last, Window(start + timedelta(days=1), inner.window.end) if start else None)
        return None

    # --- joining -----------------------------------------------------------------------------------------------

    def _joined(self, spans: list[DateSpan], new: DateSpan) -> DateSpan | None:
        """ "between 2014 and 2016", "from January 2014 to March 2015", "June 2020 - May 2021" as one span."""
        if not spans:
            return None
        old = spans[-1]
        link = self.s.words[old.last : new.first]
        lead = self.s.word(old.first - 1)
        if (link == ["and"] and lead == "between") or (
            link in (["to"], ["until"], ["through"], ["till"], ["-"]) and lead in ("from", "between")
        ):
            return (
                None
                if lead == "from" and link == ["to"]
                else DateSpan(old.first, new.last, cal.span(old.window, new.window))
            )
        if link in (["-"], ["through"], ["to"]) and lead != "from" and not old.earlier and not new.earlier:
            return DateSpan(old.first, new.last, cal.span(old.window, new.window))
        if (
            link in (["of"], ["in"], [","], [])
            and old.window is None
            and self.s.words[old.first] not in ("the", "last")
        ):
            return None
        return None

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


_FIRST_WORDS = bag(
    "so today tonight yesterday overnight tomorrow mid early late end start beginning middle year fy fiscal "
    "spring summer autumn fall winter a an one couple q the this last past next previous current recent same "
    "following first second third fourth final each every that latest these those all"
)


def _part(window: Window | None, where: str) -> Window | None:
    """The early, middle or late third of a window: "early 2020" is January to April."""
    if window is None:
        return None
    third = window.days // 3
    if where == "early":
        return Window(window.start, window.start + timedelta(days=max(third, 1) - 1))
    if where == "late":
        return Window(window.end - timedelta(days=max(third, 1) - 1), window.end)
    return Window(window.start + timedelta(days=third), window.end - timedelta(days=third))


def _unit(word: str) -> str | None:
    if word in _PLAIN_UNITS:
        return word
    if word in _UNITS:
        return _UNITS[word]
    return word[:-1] if word.endswith("s") and word[:-1] in _PLAIN_UNITS else None


def _int(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= 4 else None


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdecimal() and 1600 <= int(word) <= 2100


def _two_digits(word: str) -> bool:
    return len(word) == 2 and word.isascii() and word.isdecimal()
