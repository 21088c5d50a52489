"""Dates and periods in a sentence: where they stand and which days they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import DateSpan
from verifier.claims.dates.holidays import FIRST_WORDS
from verifier.claims.dates.relative_dates import ARTICLE_BEFORE
from verifier.claims.dates.worded_dates import POINTED_AT, POINTING, SAME, WordedDates
from verifier.claims.numbers.number_search import Number
from verifier.claims.text.tokens import Sentence
from verifier.window import Window

_TO = frozenset(["to", "until", "through", "till", "-"])
_BETWEEN_THE = ["between", "the"]
_EDGES = {"start": "start", "beginning": "start", "end": "end"}
_PHRASE_WORDS = (
    "the this last past next previous current recent same following first second third fourth final latter each every "
    "that latest these those all coming upcoming"
)
_RULES = {
    word: rule
    for words, rule in (
        ("so", WordedDates._so_far),
        ("today tonight yesterday overnight tomorrow now", WordedDates._near_today),
        ("mid early late end start beginning middle", WordedDates._part),
        ("year", WordedDates._year_on_year),
        ("fy fiscal", WordedDates._fiscal),
        ("spring summer autumn fall winter", WordedDates._season),
        ("q h", WordedDates._part_number),
        ("rest remainder", WordedDates._rest_of),
        ("earlier later", WordedDates._inside_unit),
        ("week w", WordedDates._week),
        ("month", WordedDates._month_of),
        (" ".join(FIRST_WORDS), WordedDates._holiday),
        ("a an one couple few", WordedDates._article),
        (" ".join(cal.MONTHS), WordedDates._month),
        (" ".join(cal.WEEKDAYS), WordedDates._weekday),
        (_PHRASE_WORDS, WordedDates._phrase),
    )
    for word in words.split()
}

# Words that open few dates for how often they stand, and what must follow, if it is no number.
_NEEDS = dict.fromkeys(POINTING, POINTED_AT) | dict.fromkeys(("a", "an"), ARTICLE_BEFORE | SAME)


def dates(sentence: Sentence, reference: date | None, found: list[Number]) -> list[DateSpan]:
    """The date expressions of a sentence. `reference` is the day it was said: relative ones need it."""
    return _Scan(sentence, reference, {number.first: number for number in found}).run()


def _next_days(first: Window | None, second: Window | None) -> bool:
    """Whether two days follow each other: "Saturday and Sunday"."""
    return (
        first is not None and second is not None and first.days == second.days == 1 == (second.start - first.end).days
    )


class _Scan(WordedDates):
    def run(self) -> list[DateSpan]:
        spans: list[DateSpan] = []
        words, numbers = self.s.words, self.numbers
        end = 0
        for at in [  # most words begin no date
            at for at, word in enumerate(words) if word in _RULES or at in numbers or word[0].isdecimal()
        ]:
            if at < end or (words[at] in _NEEDS and at not in numbers and not self._has_next(at)):
                continue
            span = self.at(at) or self._now_at_last(spans, at)
            if span is None:
                continue
            joined = self._joined(spans, span)
            if joined is None:
                spans.append(span)
            else:
                spans[-1] = joined
            end = span.last
        return spans

    def _has_next(self, at: int) -> bool:
        """Whether what follows "the", "a" or the like may make it the first word of a date."""
        following = self.s.word(at + 1)
        return following in _NEEDS[self.s.words[at]] or at + 1 in self.numbers

    def at(self, at: int) -> DateSpan | None:
        """The longest date expression that starts at this token."""
        word = self.s.words[at]
        if word[0].isdecimal():
            return self._figures(at, word)
        rule = _RULES.get(word)
        found = rule(self, at) if rule else None
        if found is None and at in self.numbers:
            found = self._counted(at) or self._ordinal_part(at, at) or self._day_month(at)
        return found

    def _figures(self, at: int, word: str) -> DateSpan | None:
        if len(word) > 4 and "." not in word:
            return self._counted(at)
        found = self._numeric(at)
        if found is None and len(word) <= 2:
            found = self._days(at) or self._day_month(at)
        return found or self._decade(at) or self._year(at) or self._counted(at) or self._century(at, at)

    def _now_at_last(self, spans: list[DateSpan], at: int) -> DateSpan | None:
        """The "now" of "between Jan 22 and now", "from May 2019 until now"."""
        if self.s.words[at] != "now" or not spans or spans[-1].last != at - 1:
            return None
        lead, link = self.s.word(spans[-1].first - 1), self.s.words[at - 1]
        if not (link in _TO or (link == "and" and lead == "between")):
            return None
        return DateSpan(at, at + 1, Window(self.ref, self.ref) if self.ref else None)

    def _joined(self, spans: list[DateSpan], new: DateSpan) -> DateSpan | None:
        """ "between 2014 and 2016", "from January 2014 till March 2015", "June 2020 - May 2021" as one span.

        "From 2014 to 2015" stays two, the baseline and the period of a change; two days are one span where nothing
        changes.
        """
        if not spans:
            return None
        old = spans[-1]
        link, lead = self.s.word(old.last), self.s.word(old.first - 1)
        if link == "and" and (lead == "between" or self.s.words[max(0, old.first - 2) : old.first] == _BETWEEN_THE):
            lead, old, new = "between", self._edge(old), self._edge(new)
        if new.first - (lead == "between" and self.s.words[new.first - 1] == "the") != old.last + 1:
            return None
        if old.earlier or new.earlier or self.s.words[new.last : new.last + 2] == ["that", "year"]:
            return None
        if link in _TO:
            days = all(one.window.days == 1 for one in (old, new) if one.window) and new.window is not None
            joins = lead != "from" or link != "to" or (days and not self._speaks_of_change())
        else:
            joins = link == "and" and (
                lead == "between" or _next_days(old.window, new.window) or self._both_years(lead, old, new)
            )
        if not joins:
            return None
        ends = (old, new) if link == "and" else None
        return DateSpan(old.first, new.last, self._between(old, new), whole=lead == "from", ends=ends)

    def _edge(self, date: DateSpan) -> DateSpan:
        """The day of one end of "between the start of 2023 and the end of March 2024"."""
        day = _EDGES.get(self.s.words[date.first])
        if day is None or date.window is None:
            return date
        edge = getattr(date.window, day)
        return replace(date, window=Window(edge, edge))

    def _both_years(self, lead: str, old: DateSpan, new: DateSpan) -> bool:
        """Whether two years, or parts of them, are one period: "in 2022 and 2023", "in late 2019 and early 2020"."""
        if lead not in ("in", "during", "over", "across", "both") or "respectively" in self.s.words:
            return False
        if self.s.words[old.first] == "late" and self.s.words[new.first] == "early" and old.window and new.window:
            return (new.window.start - old.window.end).days == 1
        years = [one.window for one in (old, new) if one.window and one.last - one.first == 1]
        whole = [one for one in years if one == cal.year_window(one.start.year)]
        return len(whole) == 2 and whole[0].end.year + 1 == whole[1].start.year

    def _between(self, old: DateSpan, new: DateSpan) -> Window | None:
        """From one date to another; the year of the second holds for the first where it names none."""
        window = cal.span(old.window, new.window)
        opening = self.s.words[old.first]
        named = opening in cal.MONTHS or opening in cal.WEEKDAYS or opening[0].isdecimal()
        if new.window is None or not named or self.explicit_year(old) is not None:
            return window
        if window is None or self.explicit_year(new) is not None:
            again = _Scan(self.s, new.window.end, self.numbers).at(old.first)
            window = cal.span(again.window, new.window) if again else None
        return window
