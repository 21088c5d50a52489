"""Dates in words: last year, the first half of 2023, the same period a year earlier, so far this month."""

from __future__ import annotations

from datetime import timedelta

from verifier.claims import calendar as cal
from verifier.claims.date_spans import DateSpan, is_year, part_of, unit_of
from verifier.claims.lexicon import PREP, VERB
from verifier.claims.written_dates import WrittenDates
from verifier.window import Window

_PARTS_OF_YEAR = {"half": 2, "quarter": 4, "halves": 2, "third": 3}
_COUNT_WORDS = {"couple": 2, "few": 3, "several": 5}


class WordedDates(WrittenDates):
    """The rules for dates that are said rather than written."""

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
            return DateSpan(at, inner.last, part_of(inner.window, word)) if inner and inner.first == i else None
        if word in ("end", "start", "beginning", "middle") and s.word(at + 1) == "of":
            i = at + 2
            inner = self.at(i) if i < len(s) else None
            if inner:
                where = {"end": "late", "start": "early", "beginning": "early", "middle": "mid"}[word]
                return DateSpan(at, inner.last, part_of(inner.window, where))
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
        unit = unit_of(self.s.word(i))
        return self._counted_back(at, i + 1, count, unit) if unit else None

    def _season(self, at: int) -> DateSpan | None:
        word = self.s.words[at]
        i = at + 2 if self.s.word(at + 1) == "of" else at + 1
        if not is_year(self.s.word(i)):
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
            and unit_of(s.word(count.last)) in ("month", "quarter", "week", "day")
        ):
            unit, after = unit_of(s.word(count.last)) or "", count.last + 1
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
        if is_year(s.word(i)):
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
        unit = unit_of(s.word(j))
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
        unit = unit_of(self.s.word(after))
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
