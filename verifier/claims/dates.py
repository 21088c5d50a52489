"""Dates and periods in a sentence: where they stand and which days they mean."""

from __future__ import annotations

from datetime import date

from verifier.claims import calendar as cal
from verifier.claims.date_spans import DateSpan
from verifier.claims.lexicon import bag
from verifier.claims.numbers import Number
from verifier.claims.tokens import Sentence
from verifier.claims.worded_dates import WordedDates

_FIRST_WORDS = bag(
    "so today tonight yesterday overnight tomorrow mid early late end start beginning middle year fy fiscal "
    "spring summer autumn fall winter a an one couple q the this last past next previous current recent same "
    "following first second third fourth final each every that latest these those all"
)


def dates(sentence: Sentence, reference: date | None, found: list[Number]) -> list[DateSpan]:
    """The date expressions of a sentence. `reference` is the day it was said: relative ones need it."""
    return _Scan(sentence, reference, {number.first: number for number in found}).run()


class _Scan(WordedDates):
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
