"""Days of one month: 3-5 May, from 4 to 22 this month, between 3 and 12 of September; and "the 15th" alone."""

from __future__ import annotations

from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import DateSpan, small_int
from verifier.claims.dates.written_dates import WrittenDates
from verifier.claims.text.lexicon import bag

_LINKS = bag("- to until till through and")
_NUMBER_LEADS = bag("on for since until till by from before after")


class DayRanges(WrittenDates):
    """The rules for numbers that are days because a month stands beside them.

    "Attacks rose from 4 to 22 this month" counts attacks: bare numbers before "this month" are days only in a sentence
    that tells of no rises, falls, incidents or people.
    """

    def _days(self, at: int) -> DateSpan | None:
        number, i = self._day_number(at)
        link, lead = self.s.word(i), self.s.word(at - 1)
        if not number or link not in _LINKS or (link == "-" and not self._glued(at, i - at + 2)):
            return None
        last, end = self._day_number(i + 1)
        first = at - 1 if lead == "between" and link == "and" else at
        if not last:
            return self._into_month(at, number, i + 1) if lead == "from" and link != "and" else None
        month = self._month_at(end + (self.s.word(end) == "of"))
        if month:
            window, stop = self._dated_day(end + 1 + (self.s.word(end) == "of"), month, last)
            start = cal.day(window.start.year, month, number) if window else None
            return DateSpan(at, stop, cal.span(start, window), whole=lead == "from")
        whole, stop = self._month_aside(end)
        if stop == end or (link == "and" and first == at) or self._speaks_of_counts():
            return None
        if whole is None:
            return DateSpan(first, stop, None, whole=lead == "from")
        days = [cal.day(whole.start.year, whole.start.month, one) for one in (number, last)]
        return DateSpan(first, stop, cal.span(*days), whole=lead == "from")

    def _into_month(self, at: int, number: int, i: int) -> DateSpan | None:
        """ "from 4 to January 22, 1995": the month is named with the last day only."""
        month = self._month_at(i)
        if not month or not small_int(self.s.words[at], 31):
            return None
        inner = self._month(i)
        if inner is None or not inner.window or inner.window.days > 1:
            return None
        first = cal.day(inner.window.start.year, month, number)
        return DateSpan(at, inner.last, cal.span(first, inner.window), whole=True)

    def _the_day(self, at: int) -> DateSpan | None:
        """ "on the 15th", "until the twenty-first": the latest such day."""
        if self._day_month(at + 1):
            return None  # "the 11 September attacks": read without "the"
        number, end = self._day_number(at + 1)
        plain_word = self.s.word(end - 1) in ("first", "second", "third") and end == at + 2
        if not number or plain_word or not self._is_ordinal(end) or self.s.word(at - 1) not in _NUMBER_LEADS:
            return None
        if not self._day_ends(end):
            return None
        return DateSpan(at, end, cal.latest_number(self.ref, number) if self.ref else None)
