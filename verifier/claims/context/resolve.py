"""From words to days and countries: what a claim's period, baseline and place point to, and how that was found."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from verifier.claims.claim import Resolved
from verifier.claims.context.meant_places import Meant, meant_by
from verifier.claims.context.places_told import Noted, PlacesTold, note_places, pointed_kind
from verifier.claims.context.times_told import TimesTold, pointed_time, points_back
from verifier.claims.context.timing import OPEN, When, is_stock
from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import YEARS_IN, DateSpan, unit_of
from verifier.claims.document import Document
from verifier.claims.phrases.match import LISTED, Match, Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.place_phrases import dateline_end, dateline_places
from verifier.claims.text.lexicon import CLOSED, bag, data
from verifier.window import Window

_AMONG = bag("country countries nation nations state states province provinces route routes host hosts")
_PREVIOUS = frozenset(["previous", "preceding", "prior"])
_YEAR = re.compile(r"\d{4}")
_PASSAGES = 100  # dated passages kept for one word; a word that more of them share tells no event


@cache
def _synonyms() -> dict[str, str]:
    """Word -> the one that stands for all that say the same of an event."""
    return {word: row.split()[0] for row in data("events")["synonyms"] for word in row.split()}


@dataclass(frozen=True, slots=True)
class Dated:
    """A day named in the document with the words around it; `named` when the front matter names it as an event."""

    day: date
    names: frozenset[str]
    words: frozenset[str]
    named: bool = False


class Facts:
    """What the whole document says that a single sentence may lack.

    The text is searched for it when a claim first asks; one that says when and where asks for nothing.
    """

    def __init__(self, document: Document, parsed: Callable[[], Iterable[Parsed]]) -> None:
        self.document = document
        self.places = PlacesTold(document, lambda: self._noted)
        self.times = TimesTold()
        self._parsed = parsed

    @property
    def said(self) -> date | None:
        """The day it was said or published."""
        return self.document.published or self._sent

    @property
    def dated(self) -> dict[str, dict[Dated, None]]:
        """The dated passages, by each word of the passage."""
        return self._dated

    @cached_property
    def _dated(self) -> dict[str, dict[Dated, None]]:
        found: dict[str, dict[Dated, None]] = {}
        for p in self._parsed():
            if _YEAR.search(p.s.simple, p.s.first, p.s.last):
                note_days(found, p)
        return found

    @cached_property
    def _sent(self) -> date | None:
        """The day in a dateline."""
        for p in self._parsed():
            if _YEAR.search(p.s.simple, p.s.first, p.s.last):
                day = sent_on(p)
                if day is not None:
                    return day
        return None

    @cached_property
    def _noted(self) -> Noted:
        noted = Noted()
        for p in self._parsed():
            note_places(noted, p)
        return noted


def words_of(
    sentence_words: Iterable[str], raw: Iterable[str], flags: Iterable[int]
) -> tuple[frozenset[str], frozenset[str]]:
    """The names (capitalised words) and the content words, synonyms as one, of a stretch of text."""
    names, content, alike = set(), set(), _synonyms()
    for word, written, flag in zip(sentence_words, raw, flags, strict=True):
        if (flag & CLOSED and word not in alike) or not word[0].isalpha():
            continue
        content.add(alike.get(word, _stem(word)))
        if written[0].isupper():
            names.add(_stem(word))
    return frozenset(names), frozenset(content)


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def note_days(dated: dict[str, dict[Dated, None]], p: Parsed) -> None:
    """Take up the days that one sentence names, by its words."""
    s = p.s
    days = [
        span.window.start
        for span in p.dates
        if span.window and span.window.days == 1 and _full(p, span.first, span.last)
    ]
    if days:
        names, content = words_of(s.words, s.raw, s.flags)
        for word in content | names:
            passages = dated.setdefault(word, {})
            if len(passages) < _PASSAGES:
                passages.update((Dated(day, names, content), None) for day in days)


def sent_on(p: Parsed) -> date | None:
    """The day that opens a report, with its year: "Islamabad, 8 May 2023.", "LAGOS, 3 March 2020 -"."""
    if not p.places:
        return None
    end = dateline_end(p)
    if end:
        day = next((p.date_at[at] for at in range(end) if at in p.date_at), None)
    else:
        opening = p.place_at.get(0)
        day = p.date_at.get(opening.last + 1) if opening and p.s.word(opening.last) in ("(", ":", ",") else None
    window = day.window if day and _full(p, day.first, day.last) else None
    return window.start if window and window.days == 1 else None


def _full(p: Parsed, first: int, last: int) -> bool:
    """Whether a date names its year, so that it needs no reference day."""
    return any(len(p.s.words[at]) == 4 and p.s.words[at].isdecimal() for at in range(first, last))


def event_day(p: Parsed, span: Span, facts: Facts) -> tuple[date, str] | None:
    """The day of an event clause and where it was found; None where nothing or more than one day fits."""
    s = p.s
    names, content = words_of(s.words[span[0] : span[1]], s.raw[span[0] : span[1]], s.flags[span[0] : span[1]])
    for how, candidates in (
        ("front matter", _front_events(facts.document)),
        ("document", list({passage: None for word in names | content for passage in facts.dated.get(word, ())})),
    ):
        scored = [(_fit(names, content, dated), dated.day) for dated in candidates]
        best = max((score for score, _ in scored), default=0)
        days = {day for score, day in scored if score == best}
        if best and len(days) == 1:
            return days.pop(), how
    return _known_event(p, span, facts)


def _known_event(p: Parsed, span: Span, facts: Facts) -> tuple[date, str] | None:
    """The day of an event the program knows, told by its words or by the day it is called by ("October 7")."""
    s = p.s
    text = set(s.words[span[0] : span[1]]) | {s.slice(*span).lower()}
    text |= {_stem(word) for word in text}
    spoken = " ".join(s.words[span[0] : span[1]])
    for entry in _gazetteer():
        if facts.said is not None and entry.day > facts.said:
            continue
        called = any(name in spoken for name in entry.called) and _speaks_of(p, entry.near, facts)
        if called or (entry.every <= text and entry.some & text):
            return entry.day, "gazetteer"
    return None


def _speaks_of(p: Parsed, words: frozenset[str], facts: Facts) -> bool:
    """Whether the sentence, or else the whole text, has any of some words."""
    if not words.isdisjoint(p.s.words):
        return True
    text = facts.document.text.lower()
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


def _fit(names: frozenset[str], content: frozenset[str], dated: Dated) -> int:
    """How well a dated passage fits an event clause: a name and a further word in common, or two further words."""
    shared_names = names & {_stem(word) for word in dated.words | dated.names}
    shared = (content & dated.words) - names
    if (shared_names and shared) or len(shared) >= 2 or (dated.named and content and content <= dated.words):
        return 2 * len(shared_names) + len(shared)
    return 0


def _front_events(document: Document) -> list[Dated]:
    out = []
    for name, day in document.events.items():
        plain = [word.strip("'’s,.") if word.endswith(("'s", "’s")) else word.strip(",.'") for word in name.split()]
        plain = [word for word in plain if word]
        lower = [word.lower() for word in plain]
        names, content = words_of(lower, plain, [0] * len(plain))
        out.append(Dated(day, names, content, named=True))
    return out


@dataclass(frozen=True, slots=True)
class _Event:
    """A known event: words that must all be there and words of which one must; the day it is called by, with words that
    tell that this one is meant.
    """

    day: date
    every: frozenset[str]
    some: frozenset[str]
    called: frozenset[str]
    near: frozenset[str]


@cache
def _gazetteer() -> list[_Event]:
    def words(entry: dict[str, str], name: str) -> frozenset[str]:
        return frozenset(entry[name].split("|")) if name in entry else frozenset()

    return [
        _Event(entry["day"], *(words(entry, name) for name in ("all", "any", "called", "near")))
        for entry in data("events")["event"]
    ]


def _over_the_same(p: Parsed) -> bool:
    """Whether a sentence tells of a stretch, "over the same time", and not of a day."""
    s = p.s
    return any(
        s.words[at : at + 2] == ["the", "same"] and s.word(at - 1) in ("over", "during", "in")
        for at in range(1, len(s))
    )


_HARMED = bag("killed dead died deaths injured wounded toll")
_RUNNING = bag("row running straight consecutive successive")
_STRETCHES = bag("quarter half spring summer autumn winter season decade")
_MONTH, _LONGEST_MONTH = 28, 31  # days of the shortest month, and of the longest


def resolve(p: Parsed, found: Match, when: When, place: Span | None, facts: Facts, carried: Window | None) -> Resolved:
    """The country, period and baseline of one claim, each with how it was found; carried is the period that the
    sentence before gives a claim without one of its own.
    """
    how: dict[str, str] = {}
    where = _where(p, found, place, facts, how)
    if carried and carried.days == 1 and _over_the_same(p):
        carried = None  # "… numbered 71,269 on 31 December. Over the same time 1,039 were killed"
    period = when.period_date.window if when.period_date else None
    baseline = when.baseline_date.window if when.baseline_date else None
    since = None
    if when.since and carried and (found.kind == "rank" or (when.changed and pointed_time(p))):
        period = carried  # "It was the lowest since 1994", "5,200 that year, a reduction of 19% since 2008"
    if when.counted and when.period:
        period = _counted(p, when.period, when.counted, facts, how)
    elif when.since:
        start = _since(p, when, facts, how)
        if period and when.period_date is not when.since_date:  # "20 in 2016, the fewest since 1991"
            before = period.start - timedelta(days=1)
            own = (
                when.since_date.window if when.changed and when.since_date else None
            )  # "doubled since 2022, to 9 in 2024"
            last = own.end if own and own.days >= _MONTH and own.end <= before else before
            month = when.since_date.window if found.kind == "rank" and when.since_date else None
            if month and start and _MONTH <= month.days <= _LONGEST_MONTH:
                start = month.end  # "the most in a month since January": the months after it
            baseline = Window(start, last) if start and start <= last else None
            if baseline:
                how["baseline"] = how["period"]
            how["period"] = "document" if period is carried else "stated"
        else:
            until = when.until or facts.said
            period, baseline = (Window(start, until), None) if start and until and start <= until else (None, None)
            since = start if period or until is None else None
            if start and until is None:
                how["period_end"] = "assumed"
    elif period:
        how["period"] = "stated"
    elif (
        when.period_date
        and (unit := _step_on(p, when.period_date))
        and (earlier := baseline or facts.times.counted_back_from(p))
    ):
        period = _after(earlier, unit)  # "The following year it fell by 20%"
        if period:
            how["period"] = "document"
    elif when.period_date and when.period_date.earlier and (earlier := facts.times.counted_back_from(p)):
        period = _before(p, when.period_date, earlier)  # "In the same period in 2022, the number was 1,108"
        if period:
            how["period"] = "document"
    elif carried and (when.period is None or points_back(p, when)):
        period = carried
        how["period"] = "document"
    other = when.baseline_date
    if period and baseline and other and baseline.start > period.end and not _full(p, other.first, other.last):
        # "In September 2024, up from 44 in August"
        baseline = baseline.years_earlier(baseline.start.year - period.start.year)
    if period and baseline is None and found.kind == "change" and p.s.word(found.span[1]) == "again":
        former = facts.times.counted_back_from(p)  # "In September … 1,532, up from 44. In October it doubled again"
        if former and former.end < period.start:
            baseline, how["baseline"] = former, "document"
    own = period if how.get("period") == "stated" else None
    told = None if when.since or baseline else facts.times.between_told(p, found, own)
    if told:
        baseline, period = told
        how["baseline"] = how["period"] = "document"
    if period is None and since is None and baseline and found.kind == "change":
        period = facts.times.later_beside(p, baseline)
        if period:
            how["period"] = "document"
    if baseline and "baseline" not in how:
        how["baseline"] = "stated"
    if when.baseline_date and when.baseline_date.earlier and period and baseline is None:
        baseline = _before(p, when.baseline_date, period)
        if baseline:
            how["baseline"] = "stated"
    if period is None and since is None and when.until and not when.since and _HARMED & set(p.s.words):
        began = _toll_from(where.codes)
        if began and began < when.until:
            period, how["period"] = Window(began, when.until), "assumed"
    stock = found.kind == "change" and is_stock(p, found)
    if stock and period and baseline is None and period.days > _MONTH and when.period and _spans_two(p, when.period):
        baseline, period = Window(period.start, period.start), Window(period.end, period.end)
        how["baseline"] = how["period"]  # "between the end of 2023 and the end of 2024"
    if baseline is None and period and found.kind == "change" and not (when.baseline or when.since):
        baseline = facts.times.earlier_beside(p, period)
        if baseline:
            how["baseline"] = "document"
    if period is None and since is None:
        how.pop("period", None)
        ago = when.baseline_date is not None and when.baseline_date.earlier
        if ago and facts.said and baseline and baseline == cal.year_window(facts.said.year - 1):
            baseline = None  # "up on a year ago": on the year before, whatever year that is
            how.pop("baseline", None)
    undated = _undated(p, when, timed=bool(period or since), since=since is not None, compared=baseline is not None)
    return Resolved(where.country, period, baseline, since, undated, how, where.codes, where.unknown, where.between)


def _toll_from(codes: tuple[str, ...]) -> date | None:
    """The day from which the tolls of a place are counted that name only their end; None for most places."""
    if len(codes) != 1:
        return None
    told = (one["day"] for one in data("events")["event"] if codes[0] in one.get("tolls", "").split("|"))
    day: date | None = next(told, None)
    return day


def _undated(p: Parsed, when: When, *, timed: bool, since: bool, compared: bool) -> str | None:
    """The words that name a time which cannot be dated: the period's, else those of what it is compared with."""
    run = when.period is not None and not _RUNNING.isdisjoint(p.s.words[slice(*when.period)])
    if not timed and (when.since or (when.period and not run)):  # "five years in a row" are no time, but how many
        first, last = when.period or when.baseline or (0, 0)
        opened = when.period_date is None and p.s.word(first - 1) in OPEN  # "by 2014" has no beginning
        return p.text((first - opened, last))
    if when.since and when.since_date is None and not (since or compared):
        return p.text(when.baseline or when.period or (0, 0))
    if not timed and when.beside:
        return p.text(when.beside)
    if not timed and when.changed and (opening := _opening_time(p)):
        return p.text(opening)
    if not timed and when.period is None and (pointing := pointed_time(p)):
        return pointing
    relative = when.baseline_date is not None and when.baseline_date.earlier and not timed
    if when.baseline and not compared and not when.since and not relative and not when.looks_back:
        return p.text(when.baseline)
    return None


def _spans_two(p: Parsed, span: Span) -> bool:
    """Whether a time is said by its two ends, "between the end of 2023 and the end of 2024"."""
    words = p.s.words[max(0, span[0] - 1) : span[1]]
    return words[:1] == ["between"] or words[1:2] == ["between"] or (words[:1] == ["from"] and "to" in words)


def _opening_time(p: Parsed) -> Span | None:
    """The part of a year or a decade that a sentence opens with: "In the spring quarter of 2024, …"."""
    s = p.s
    end = next((at for at in range(2, min(len(s), 12)) if s.words[at] == ","), 0)
    return (1, end) if s.word(0) in ("in", "during", "over") and not _STRETCHES.isdisjoint(s.words[1:end]) else None


def _counted(p: Parsed, span: Span, link: int, facts: Facts, how: dict[str, str]) -> Window | None:
    """ "In the two years since August 2021", "the 18 months before the coup": so long from, or up to, a day."""
    unit = unit_of(p.s.words[link - 1])
    number = next((one.value for one in p.numbers if one.last in (link - 1, link - 2)), 1.0)
    inner = next((p.date_at[at].window for at in range(link + 1, span[1]) if at in p.date_at), None)
    found = None if inner and inner.days == 1 else event_day(p, (link + 1, span[1]), facts)
    if found and (inner is None or inner.start <= found[0] <= inner.end):
        first, last, how["period"] = found[0], found[0], found[1]
    elif inner:
        first, last, how["period"] = inner.start, inner.end, "stated"
    else:
        return None
    if p.s.words[link] == "before":
        start = cal.shift(first, number, unit) if unit else None
        return Window(start, first - timedelta(days=1)) if start and start < first else None
    after = p.s.words[link] != "since" and first < last  # "after March" begins when March is over
    start = last + timedelta(days=1) if after else first
    following = cal.shift(start, -number, unit) if unit else None
    if following is None or following <= start:
        return None
    end = following - timedelta(days=1)
    return Window(start, min(end, facts.said) if facts.said and facts.said > start else end)


def _since(p: Parsed, when: When, facts: Facts, how: dict[str, str]) -> date | None:
    """The first day of "since …"."""
    if when.since_date is not None:
        how["period"] = "stated"
        called = _called_by_day(p, when.since_date, facts)
        if called:
            how["period"] = called[1]
            return called[0]
        return when.since_date.window.start if when.since_date.window else None
    span = when.baseline or when.period
    if span is None:
        return None
    inner_at = next((at for at in range(*span) if at in p.date_at), None)
    inner = p.date_at[inner_at].window if inner_at is not None else None
    known = _called_by_day(p, p.date_at[inner_at], facts) if inner_at is not None else None
    if known:  # "since the October 7 attacks"
        how["period"] = known[1]
        return known[0]
    if inner and inner.days == 1:  # "since the withdrawal on 30 August 2021"
        how["period"] = "stated"
        return inner.start
    found = event_day(p, span, facts)
    if found and (inner is None or inner.start <= found[0] <= inner.end):
        how["period"] = found[1]
        return found[0]
    if inner:  # "since the government came to power in August 2021"
        how["period"] = "stated"
        return inner.start
    return None


def _called_by_day(p: Parsed, date_span: DateSpan, facts: Facts) -> tuple[date, str] | None:
    """The known event that is called by its day, where that is named without its year: "since October 7"."""
    if _full(p, date_span.first, date_span.last):
        return None
    return _known_event(p, (date_span.first, date_span.last), facts)


def _step_on(p: Parsed, span: DateSpan) -> str | None:
    """The year or month that a date is after another: "the following year", "the next month", "a year later"."""
    last, before = p.s.words[span.last - 1], p.s.word(span.last - 2)
    if span.window is not None:
        return None
    if last in ("after", "later") and before in ("year", "month"):
        return before
    return last if last in ("year", "month") and before in ("following", "next") else None


def _after(earlier: Window, unit: str) -> Window | None:
    """The year or the month after a stretch of time; the month after a month alone."""
    if earlier.end.year >= 9999:
        return None
    if unit == "year":
        return earlier.years_earlier(-1)
    first = earlier.end + timedelta(days=1)
    month = earlier.start.day == first.day == 1 and earlier.days <= 31
    return cal.months(first.year, first.month, first.month) if month else None


def _before(p: Parsed, span: DateSpan, period: Window) -> Window | None:
    """What "the year before", "the same period last year" or "a year earlier" means beside a known period."""
    words = p.s.words[span.first : span.last]
    named = next((int(word) for word in words if len(word) == 4 and word.isdecimal()), None)
    if named and named < period.start.year:  # "the same period of 2016"
        return period.years_earlier(period.start.year - named)
    count = next((one for one in p.numbers if span.first <= one.first and one.last < span.last), None)
    unit = unit_of(words[-1])
    if count and count.value == 12 and words[-2:] in (["months", "earlier"], ["months", "before"], ["months", "ago"]):
        return period.years_earlier(1)
    if count and unit and _PREVIOUS.intersection(words):  # "the previous 12 months"
        start = cal.shift(period.start, count.value, unit)
        return Window(start, period.start - timedelta(days=1)) if start and start < period.start else None
    years = next((YEARS_IN[word] for word in words if word in YEARS_IN), None)
    if years and (years == 1 or count or words[0] in ("a", "one")):
        far = int(years * (count.value if count else 1))
        return period.years_earlier(far) if far < period.start.year else None  # the calendar begins with the year 1
    if "month" in words and period.days <= 31:
        last = period.start - timedelta(days=1)
        whole = period.start.day == 1 and period.days == monthrange(period.start.year, period.start.month)[1]
        return period.before(last.day if whole else None)  # May before June, not 30 days before it
    return None


def _where(p: Parsed, found: Match, place: Span | None, facts: Facts, how: dict[str, str]) -> Meant:
    """The place of a claim: as said, else as its paragraph, the title, the text up to here or the country of
    publication has it. A dateline tells where the text was sent from, not where it plays.
    """
    country = facts.document.country
    pointing = place is not None and p.s.words[place[0]] == "there"
    if place and place[0] >= dateline_places(p) and not pointing:
        meant = meant_by(p, place, lambda: [*facts.places.named_by(p.s.end), *([country] if country else ())])
        if p.s.word(found.span[1]) == "each" and len(meant.codes) > 1:
            return _found(Meant(between=meant.codes), "stated", how)  # "Mexico and Colombia at 24.9 each"
        if meant:
            ranked = found.kind == "rank" and not _AMONG.isdisjoint(p.s.words)
            facts.places.note(p, meant, listed=2 if ranked else int(found.rule in LISTED))
            return _found(meant, "stated", how)
    if pointing and (there := facts.places.there(p)):
        return _found(there, "document", how)
    if place is None and _it_has(p, found) and (there := facts.places.there(p)):
        facts.places.note(p, there)
        return _found(there, "document", how)  # "Uganda remains a generous host. At the end of 2023 it sheltered …"
    kind = None if pointing else pointed_kind(p, found)
    meant, where = facts.places.of_kind(p, kind) if kind else facts.places.elsewhere(p)
    if kind and meant:
        facts.places.note(p, meant)
    if pointing and where == "front matter":
        return _found(Meant(unknown="there"), "stated", how)
    if meant or meant.between:
        return _found(meant, where, how)
    facts.places.note_whole()
    return Meant()


def _it_has(p: Parsed, found: Match) -> bool:
    """Whether "it" stands for the place of the sentence before: "it hosted 1.6 million refugees"."""
    s = p.s
    return any(
        s.words[at] == "it" and s.words[at + 1] in ("hosted", "hosts", "sheltered", "shelters", "suffered", "saw")
        for at in range(max(0, found.span[0] - 5), found.span[0] - 1)
    )


def _found(meant: Meant, where: str, how: dict[str, str]) -> Meant:
    how["place"] = where
    if meant.country:
        how["country"] = where
    return meant
