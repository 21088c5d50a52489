"""The stretches of a sentence that say when: dates, "since …", tenures, lengths of time."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.dates.calendar import MONTHS
from verifier.claims.dates.date_spans import DateSpan
from verifier.claims.phrases.event_ends import event_end
from verifier.claims.phrases.noun_phrases import content, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.place_phrases import in_dateline
from verifier.claims.phrases.tenures import TENURE_LEADS, tenure
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, time_units

_LENGTH_LEADS = bag("in over for within during throughout")
_LENGTH_FILLERS = bag(
    "just over more than a an the single about nearly almost at least under less roughly around well some past only "
    "course of first last final opening his her its their our my"
)
# What "during the …" names a time by; other nouns after "during" are occasions.
_TIMES = bag(
    "war wars pandemic era period presidency crisis conflict lockdown lockdowns outbreak shutdown recession depression "
    "siege intifada uprising ramadan holidays season epidemic occupation blockade months years reign famine"
)
_WARS = bag("war wars pandemic lockdown lockdowns ramadan")  # "killed in the Crimean war"
_ON_RECORD = bag("data figures statistics numbers levels estimates season total totals rate average")
_RUNNING = bag("straight consecutive successive")
_UNITS_ALONE = bag("day week month quarter year")
_WENT = bag("went go goes gone going got passed lived")
_COMPARED = bag("compared relative comparison contrast opposed line level par similar identical equal")
POINTING_AT_SEVERAL = bag("those these")
_COMPARING = bag("from than with to over above below")
_COUNTING = bag("reported recorded registered documented logged counted tallied")  # "2022 recorded 228 attacks"
_SPOKEN_AT = bag("speech briefing interview statement address tweet testimony broadcast conference editorial letter")
_ISSUED = bag("published released issued dated printed posted unveiled")  # "a report published in January"
_LEVELS = bag("level levels peak high low average total tally toll figure mark record number")
_HELD_AGAINST = bag("of from below above under than to over on since")
_OPENERS = _LENGTH_LEADS | TENURE_LEADS | _COMPARING | bag("since after before ago")

_PUBLISHED = bag("index report survey review trends outlook yearbook atlas monitor assessment overview database")


@dataclass(slots=True)
class Clause:
    """A stretch that says when: its tokens (with the leading word), its date if it has one, its leading word."""

    first: int
    last: int
    date: DateSpan | None
    lead: str
    baseline: bool


def when_clauses(p: Parsed) -> list[Clause]:
    """All stretches of a sentence that say when, left to right."""
    s = p.s
    found: list[Clause] = []
    for date in p.dates:
        if _of_that_year(p, date):
            date = DateSpan(date.first, date.last + 2, None)  # which year that is stands elsewhere
        lead, at = _lead(p, date)
        if lead == "of" and not POINTING_AT_SEVERAL.isdisjoint(s.words[max(0, at - 3) : at - 1]):
            continue  # "in those nine months of 2020": they were named before
        if lead == "of" and s.word(at - 1) in ("months", "weeks", "quarters"):
            date = DateSpan(date.first, date.last, None)  # "through almost nine months of 2019": which is not said
        spoken = (s.flag(at - 1) & lex.SPEECH and at > 0 and at - 1 not in p.place_at and not content(p, at - 1)) or (
            s.flag(date.last) & lex.SPEECH and s.words[date.last] not in _COUNTING
        )
        spoken = spoken or s.word(at - 1) in _SPOKEN_AT  # "in a speech on Friday"
        spoken = spoken or (at > 1 and "told" in s.words[max(0, at - 4) : at])  # "told parliament on Tuesday"
        if (spoken and lead in ("", "on")) or (s.word(at - 1) in _ISSUED and lead in ("", "in", "on")):
            continue  # "officials said on Tuesday": the day it was said
        if in_dateline(p, date):
            continue
        against = _of_a_level(p, date)
        if against:  # "a third of their 2015 level"
            found.append(Clause(against, date.last + 1, date, "level", True))
            continue
        if _names_a_thing(p, date):
            continue
        if lead == "of" and s.word(at - 1) == "as":
            found.append(Clause(at - 1, date.last, date, "as of", False))
            continue
        if s.words[max(0, date.first - 2) : date.first] in (["this", "time"], ["this", "point"]):
            whole = DateSpan(date.first - 2, date.last, None, earlier=True)  # "from this time last year"
            found.append(Clause(whole.first, whole.last, whole, "than", True))
            continue
        found.append(Clause(at, _anchored(p, date.last), date, lead, _compares(p, at, lead, date)))
    for at, word in enumerate(s.words):
        if word not in _OPENERS or any(clause.first <= at < clause.last for clause in found):
            continue
        if at == 0 and word in ("after", "before"):
            found.extend(_opening_event(p))
            continue
        if word == "since" and s.flag(at - 1) & lex.AUX and s.flag(at + 1) & (lex.CHANGE_VERB | lex.EVENT):
            continue  # "they have since grown by half"
        if word == "since" or (word == "after" and _dated_event(p, at) and not _a_count(p, at + 1)):
            end = event_end(p, at + 1)
            if end > at + 1:
                found.append(Clause(at, end, None, "since", True))
        elif word in _LENGTH_LEADS:
            found.extend(_length(p, at) or _in_the_past(p, at))
        elif word == "ago" and at not in p.date_at and s.word(at - 1) in time_units():
            found.append(Clause(at - 1 - (s.word(at - 2) in ("just", "only")), at + 1, None, "ago", False))
        if word in TENURE_LEADS:
            held = tenure(p, at)
            if held:
                found.append(Clause(*held, None, "tenure", False))
        if word in _COMPARING:
            found.extend(_usual(p, at))
    found += _runs(p)
    found.sort(key=lambda clause: (clause.first, -clause.last))
    return [
        clause
        for clause in found
        if not any(other.first < clause.first < other.last and (other.date is None) for other in found)
    ]


def _runs(p: Parsed) -> list[Clause]:
    """How many times running something went one way: "for the fifth year in a row", "three straight months"."""
    s = p.s
    found: list[Clause] = []
    for at, word in enumerate(s.words):
        if word in _RUNNING:
            unit, end = at + 1, at + 2
        elif word == "running" or s.words[at : at + 3] == ["in", "a", "row"]:
            unit, end, at = at - 1, at + (1 if word == "running" else 3), at - 1
        else:
            continue
        length = p.quantity_at.get(at - 1)
        if length and s.flag(unit) & lex.TIME_UNIT and not any(one.last > length.core for one in found):
            first = length.core - (s.word(length.core - 1) == "the")
            found.append(Clause(first, end, None, "run", False))
    return found


def _names_a_thing(p: Parsed, date: DateSpan) -> bool:
    """Whether a year only tells one thing from others of its kind: "the 1994 crime bill", "2020 candidate Ann Lee"."""
    s = p.s
    if date.last - date.first != 1 or not s.words[date.first].isdecimal() or s.flag(date.first - 1) & lex.PREP:
        return False
    if date.first > 0 and s.words[date.first - 1] in _PUBLISHED and s.capital(date.first - 1):
        return True  # "in the Global Terrorism Index 2025"
    if date.first == 0 or not (s.flags[date.first - 1] & lex.DET or content(p, date.first - 1)):
        return False
    run = run_right(p, date.last)
    if run is None or run[0] != date.last or s.flag(date.last) & (lex.PREP | lex.CHANGE_VERB):
        return False
    kept = lex.INCIDENT | lex.GENERIC | lex.EVENT | lex.TIME_UNIT
    return not any(s.flags[at] & kept or s.words[at] in _ON_RECORD or at in p.place_at for at in range(*run))


def _of_a_level(p: Parsed, date: DateSpan) -> int:
    """Where "from" or "of" stands before a level told by its year ("from its 2011 peak", "of their 2015 level"); 0."""
    s = p.s
    at = date.first
    if s.word(date.last) not in _LEVELS or not (s.flag(at - 1) & lex.DET or s.word(at - 1) == "'s"):
        return 0
    while at > 0 and date.first - at < 5 and s.words[at - 1] not in _HELD_AGAINST:
        at -= 1
    return at - 1 if at > 0 and s.words[at - 1] in _HELD_AGAINST else 0


def _anchored(p: Parsed, last: int) -> int:
    """The end of a length of time with what it is counted from: "the two years since the flood"."""
    s = p.s
    any_one = s.word(last - 2) in ("a", "any", "one", "single")  # "the most in a month since January 2024"
    if s.word(last) in ("since", "after", "before", "following") and s.word(last - 1) in time_units() and not any_one:
        end = event_end(p, last + 1)
        if end > last + 1:
            return end
    return last


def _of_that_year(p: Parsed, date: DateSpan) -> bool:
    """Whether a date is of a year named before: "the end of June that year"."""
    s = p.s
    that = s.words[date.last : date.last + 2] in (["that", "year"], ["same", "year"])
    return that and not any(len(s.words[at]) == 4 and s.words[at].isdecimal() for at in range(date.first, date.last))


def _in_the_past(p: Parsed, at: int) -> list[Clause]:
    """ "in the past", where no length of time follows."""
    s = p.s
    if s.words[at] == "in" and s.words[at + 1 : at + 3] == ["the", "past"] and not content(p, at + 3):
        return [Clause(at, at + 3, None, "in", False)] if s.word(at + 3) not in time_units() else []
    return []


def _opening_event(p: Parsed) -> list[Clause]:
    """ "After the flood, …", "Before the ban, …" at the head of a sentence."""
    s = p.s
    comma = s.words.index(",") if "," in s.words else 0
    if 1 < comma < 14 and not any(at in p.quantity_at and at not in p.date_at for at in range(comma)):
        return [Clause(0, comma, None, s.words[0], False)]
    return []


def _a_count(p: Parsed, at: int) -> bool:
    """Whether a number begins here, after words of degree: "after 6,122 in 2023", "after just 40 in 2020"."""
    number = p.quantity_at.get(p.s.past(at, lex.ADV | lex.DET))
    return number is not None and not number.not_counting


def _dated_event(p: Parsed, at: int) -> bool:
    """Whether "after" opens an event with its full date: "after the Taliban took over on 15 August 2021"."""
    end = event_end(p, at + 1)
    inner = [p.date_at[i] for i in range(at + 3, end) if i in p.date_at]
    return bool(inner) and _is_full(p, inner[0])


def _is_full(p: Parsed, date: DateSpan) -> bool:
    words = p.s.words[date.first : date.last]
    return date.window is not None and any(len(word) == 4 and word.isdecimal() for word in words)


def _length(p: Parsed, at: int) -> list[Clause]:
    """ "in 25 years", "over the course of two months", "in just over a year", "in a decade", "in decades"."""
    s = p.s
    i = s.past(at + 1, 0, _LENGTH_FILLERS)
    if s.word(at - 1) in ("earlier", "later") and s.words[at : i + 1] == ["in", "the", "day"]:
        return []
    if s.word(i) == "second" and s.word(i - 1) == "the":
        return []  # "in the second attack"
    if s.words[i - 3 : i + 1] == ["course", "of", "the", "year"]:
        return []  # the one told before
    if s.words[at] in ("in", "of") and (history := _history(p, at + 1)):
        return [Clause(at, history, None, "length", False)]
    if s.words[at] in ("during", "in"):
        times = _TIMES if s.words[at] == "during" else _WARS
        end = i
        while end - i < 6 and (content(p, end) or end in p.date_at or (s.word(end) == "." and s.capital(end + 1))):
            end += 1
        if (
            end > i
            and (i > at + 1 or s.words[at] == "during" or s.words[i] == "ramadan")
            and end not in p.date_at
            and any(s.words[n] in times for n in range(i, end))
        ):
            return [Clause(at, end, None, "length", False)]
    q = p.quantity_at.get(i)
    if q is not None and s.word(at - 1) in _UNITS_ALONE and s.words[at] == "in" and not content(p, q.last):
        return [Clause(at, q.last, None, "length", False)]  # "the bloodiest year in six"
    if q is not None and q.core <= i < q.core_end and q.unit == "count":
        i = q.core_end + (s.word(q.core_end) == "-")
    elif (s.word(i) in time_units() and s.word(i).endswith("s") and s.words[at] != "in") or (
        i == at + 1 and s.word(i) not in time_units() and s.word(i) not in ("history", "memory", "record")
    ):
        return []
    if s.word(i) in ("living", "recorded", "recent", "modern") and s.word(i + 1) in ("memory", "history"):
        i += 1
    if s.word(i) in time_units() or (s.word(i) in ("history", "memory", "generation", "while") and i > at):
        if s.word(i + 1) in ("old", "-", "in") and s.word(i + 2) in ("old", "prison", "jail", "olds"):
            return []
        while content(p, i + 1) and s.words[at] == "during":  # "during the 11-day conflict"
            i += 1
        end = _anchored(p, i + 1)
        if s.word(end) == "of" and s.word(end - 1) in time_units() and s.flag(end + 1) & lex.DET:
            end += 2
            while content(p, end):  # "in the first three months of its rollout"
                end += 1
        return [Clause(at, end, None, "length", False)]
    return []


def _history(p: Parsed, at: int) -> int:
    """The end of "U.S. history", "the nation's history"; 0 where there is none."""
    end = at
    while end - at < 5 and (content(p, end) or p.s.flag(end) & lex.DET):
        if p.s.words[end] == "history" and end > at:
            return end + 1
        end += 1
    return 0


def _usual(p: Parsed, at: int) -> list[Clause]:
    """ "from pre-pandemic levels", "than the ten-year average": a baseline that is no date."""
    s = p.s
    if s.words[at] in ("with", "to") and s.word(at - 1) not in ("compared", "relative"):
        return []
    if s.words[at] == "than" and at + 1 in p.quantity_at:
        return []  # "more than five times as high as …"
    i = at + 1
    while i < min(len(s), at + 8) and (
        s.flags[i] & lex.DET or s.capital(i) or s.words[i].isalpha() or s.words[i] in ("-", "'s")
    ):
        if s.words[i] in ("levels", "level", "average", "peak", "high", "low", "baseline", "record"):
            mean = p.date_at.get(s.past(i + 2, lex.DET)) if s.word(i + 1) in ("of", "for", "over") else None
            end = mean.last if mean and s.words[i] == "average" else i + 1  # "the average for the past five years"
            return [Clause(at, end, None, "than", True)] if i > at + 1 else []
        i += 1
    return []


def _lead(p: Parsed, date: DateSpan) -> tuple[str, int]:
    """The preposition before a date and its index; the date's own start where it has none."""
    s = p.s
    at = date.first
    if s.word(at - 1) == "year" and (s.word(at - 2) == "the" or s.flag(at - 2) & lex.PREP):
        at -= 1 + (s.word(at - 2) == "the")  # "in the year 2023", "in year 2023"
    at = s.opening(at, 0, ("the", "just", "only", "about", "around", "early", "late", "mid", "-"))
    if at > 1 and s.words[at - 2 : at] == ["up", "to"]:
        return "to", at - 2  # "from 2015 up to 2024"
    if s.words[max(0, at - 3) : at] in (["as", word, "as"] for word in ("recently", "late", "early")):
        return "in", at - 3  # "as recently as 2013"
    if s.word(at - 1) == "through" and s.word(at - 2) in _WENT:
        return "in", at - 1  # "went through 2024 without a single death"
    if at > 0 and s.flags[at - 1] & lex.PREP:
        return s.words[at - 1], at - 1
    return "", date.first


def _months_of_a_year(p: Parsed, date: DateSpan) -> bool:
    """Whether a date is a stretch of months that another one is set against: "twice as many (from) January to April
    2026 as in the same months of 2025".
    """
    words = p.s.words[date.first : date.last]
    stretch = words[0] in MONTHS and words[1] in ("to", "until", "through") and _is_full(p, date)
    return stretch and any(one.earlier for one in p.dates)


def _compares(p: Parsed, at: int, lead: str, date: DateSpan) -> bool:
    """Whether the words before a date make it what something is compared with."""
    s = p.s
    before = [s.word(at - 2), s.word(at - 1)]
    if lead in ("than", "since", "versus", "vs", "against", "as") or before[1] in ("as", "vis"):
        return True  # "in 2022 vis-à-vis 2021"
    if s.words[max(0, at - 3) : at - 1] == ["from", "#"]:
        return True  # "fourth-highest, down from #1 in 2021"
    if before[1] in ("was", "were", "been") and any(
        word in ("what", "than", "as") for word in s.words[max(0, at - 6) : at]
    ):
        return True  # "half of what it was in 2001", "twice as many as there were in 2010"
    whole = date.window and date.window.days >= 28 and not content(p, date.last)
    if lead in ("on", "above", "below") and whole and before[1] != "based":
        return True  # "a 56% rise on 2020", "20 percent above 2013"
    if lead == "over":
        return date.earlier or bool(date.window and date.window.days <= 366 and s.word(date.last - 1).isdecimal())
    if lead == "from":
        return not (date.whole or _months_of_a_year(p, date))
    if lead in ("to", "with") and before[1] in _COMPARED:
        return True
    if lead in ("in", "on", "during", "for", "at", "of") and (
        before[1] in ("than", "from", "versus", "with", "to")
        and (before[1] != "with" or before[0] == "compared")
        and (before[1] != "to" or before[0] == "compared")
    ):
        return True
    if lead in ("in", "on", "during", "for") and (_earlier_count(p, at, date) or _times_a_level(p, at)):
        return True
    times = p.quantity_at.get(date.first - 1)
    if times and times.unit == "times" and s.word(date.last) == "'s":
        return True  # "five times last year's total"
    if lead == "of" and _measured_by(p, _count_before(p, at, date)):
        return True  # "more than double the 3,200 of 2019"
    return date.earlier and lead not in ("in", "during", "for")


def _times_a_level(p: Parsed, at: int) -> bool:
    """Whether the date is of what another is a multiple of: "14 ships, half the total in 2011"."""
    s = p.s
    first = at - 2 - bool(s.flag(at - 2) & lex.DET)
    multiple = s.flag(first) & lex.MULTIPLE or s.words[max(0, first - 1) : first + 1] in (
        ["third", "of"],
        ["quarter", "of"],
    )
    return s.word(at - 1) in _LEVELS and bool(multiple)


def _count_before(p: Parsed, at: int, date: DateSpan) -> int | None:
    """Where the count that a date stands behind begins."""
    before = [number for number in p.numbers if number.last <= at and number.first != date.first]
    return before[-1].first if before and before[-1].last <= at <= before[-1].last + 3 else None


def _measured_by(p: Parsed, count: int | None) -> bool:
    """Whether another count is measured by one known from before: "double the 103", "fewer than the 340"."""
    if not count or not p.s.flag(count - 1) & lex.DET:
        return False
    return bool(p.s.flag(count - 2) & lex.MULTIPLE) or p.s.word(count - 2) == "than"


def _earlier_count(p: Parsed, at: int, date: DateSpan) -> bool:
    """Whether the count before a date is what a later one is compared with: "up from 306 in 2023"."""
    s = p.s
    first = next((number.first for number in p.numbers if number.first < at <= number.last), None)
    near = _count_before(p, at, date)
    lead = near - 1 - bool(s.flag(near - 1) & lex.DET) if near else 0
    if near and (s.word(lead) == "from" or (s.word(lead) in ("over", "on") and s.flag(lead - 1) & lex.CHANGE_NOUN)):
        return True  # "a 9.7% drop from the 3,218 deaths recorded in 2013", "an increase over the 293 deaths in 2012"
    if _measured_by(p, near):
        return True  # "nearly double the 103 recorded in 2021", "22% fewer than the 340 thefts of 2019"
    if near and s.word(near - 2) in ("compares", "compared") and s.word(near - 1) in ("with", "to"):
        return True  # "That compares with 28,866 homicides in 2017"
    if first is None or s.word(date.last) == "to" or s.flag(first - 2) & (lex.MORE | lex.LESS):
        return False  # "by more than two-thirds in …"
    return s.word(first - 1) in ("from", "than", "against", "after")
