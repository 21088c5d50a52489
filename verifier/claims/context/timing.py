"""The period of a claim and what it is compared with, chosen among the stretches that say when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from verifier.claims.context.times_of_others import (
    COMPARED_WITH,
    apart,
    change_between,
    ends_a_change,
    led_by_from,
    of_a_rank,
    of_another_count,
    of_its_own_number,
    of_the_other_number,
    right_behind,
)
from verifier.claims.dates import calendar as cal
from verifier.claims.dates.date_spans import DateSpan
from verifier.claims.phrases.event_ends import event_end
from verifier.claims.phrases.match import OF_A_FIGURE_THEN, Match, Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.rows import in_row
from verifier.claims.phrases.time_clauses import Clause
from verifier.claims.text.lexicon import ADV, AUX, CHANGE_NOUN, CHANGE_VERB, DET, MULTIPLE, TIME_UNIT, bag
from verifier.window import Window

_YEAR_ON_YEAR = (["year", "on", "year"], ["year", "-", "on", "-", "year"], ["month", "-", "on", "-", "month"])
_SHORTEST = 28  # days of a stretch that counts are compared over
_TOLD_BY = bag("after following while when once amid under until before during")
_NOT_TOLD = bag("all falling rising dropping a an that which")  # "after falling in 2017", "after a rise"
_HIGHS_AND_LOWS = bag("peak peaked peaking high low record height trough")
_FIGURES_OF = bag("level rate total figure toll number count tally")
_RECORDS = bag("records record-keeping counting recording")
_ONE = bag("a one just only single the")
_KEPT = bag("since until through after before as between till") | {"as of"}
_STOCKS = bag("refugee refugees seekers displaced prisoners inmates detainees homeless stateless population")
OPEN = bag("until till before after through by") | {"as of"}  # these bound a period on one side only


@dataclass(slots=True)
class When:
    """The period and the baseline of a claim; *_date is the date expression inside, None for an event clause.

    since: the period runs from a day or an event to the day it was said; counted: it is so long from an event on, "the
    two years since the flood", and says where "since", "after" or "before" stands; looks_back: the baseline is a length
    of time ("the worst in a decade"); changed: it is a change, which "since 2022" sets against that year;
    until: the last day of what ran since a day ("by the end of 2024, 45,541 had been killed since …");
    beside: the event without a date that a change without a time is told by ("doubled after the withdrawal").
    """

    period: Span | None = None
    period_date: DateSpan | None = None
    baseline: Span | None = None
    baseline_date: DateSpan | None = None
    since: bool = False
    since_date: DateSpan | None = None
    counted: int = 0
    looks_back: bool = False
    changed: bool = False
    until: date | None = None
    beside: Span | None = None


def said_times(clauses: list[Clause], time: When) -> list[Clause]:
    """The clauses that say a time: those with a date, and of the others those that a claim's period or baseline is."""
    spans = [span for span in (time.period, time.baseline, time.beside) if span]
    return [
        one for one in clauses
        if one.date is not None or any(first < one.last and one.first < last for first, last in spans)
    ]  # fmt: skip


def when_of(p: Parsed, found: Match, clauses: list[Clause], all_found: list[Match]) -> When:
    """The period and baseline of one claim among the claims of its sentence."""
    out = When(changed=found.kind == "change")
    if found.rule == "level:of a stretch" and (own := p.date_at.get(p.s.back(found.span[0] - 1, ADV) - 1)):
        return When((own.first, own.last), own)  # "the year 2012 had 24, and 2013 had 16"
    if found.rule.startswith("level:reached") and (moved := _moved_before(found, all_found)):
        time = when_of(p, moved, clauses, all_found)  # "its toll doubled in 2024, to 1,222"
        return When(time.period, time.period_date)
    if found.rule == OF_A_FIGURE_THEN and found.measure_of:
        time = when_of(p, found.measure_of, clauses, all_found)
        then = next((one for one in clauses if found.ends <= one.first <= found.ends + 1), None)
        baseline, date = (_trimmed(then), then.date) if then else (None, None)
        return When(time.period, time.period_date, baseline, date, changed=True)
    row = in_row(p, found.span)
    if row and row.date:
        return When((row.date.first, row.date.last), row.date, changed=out.changed)
    end = _past_population(p, found.span[1])
    behind = next((one for one in clauses if one.first in (found.span[1], end) and one.date and one.date.window), None)
    if found.kind in ("level", "rate") and behind and behind.lead in ("in", "during") and not behind.baseline:
        return When(_trimmed(behind), behind.date)  # "trebled in the nineties: 166 attacks in 1995, 469 in 2000"
    if found.rule == "level:again" and (against := _set_against(p, found, clauses)):
        return When(_trimmed(against), against.date)
    changing = found.kind in ("change", "trend", "rank") or (found.kind == "ratio" and found.other is None)
    if found.kind == "change" and (since := _since_its_own(p, found, clauses)):
        return When(baseline=_trimmed(since), baseline_date=since.date, since=True, since_date=since.date, changed=True)
    pair = _pair(p, clauses, found, all_found) if changing else None
    numbers = found.numbers or found
    if numbers.form == "from_to" and not pair:
        pair = _inner_pair(numbers, clauses)
        alone = _earlier_alone(p, numbers, clauses) if pair is None else None
        if alone:
            return When(baseline=(alone.first, alone.last), baseline_date=alone)
        inside = [c.date for c in clauses if c.date and _inside(c, numbers.span)]
        if (
            pair is None
            and len(inside) == 1
            and numbers.rule == "from_to:from to"
            and not _dated_elsewhere(clauses, numbers)
        ):
            return When(baseline=(inside[0].first, inside[0].last), baseline_date=inside[0], changed=True)
        if pair is None and len(inside) == 1 and numbers.rule.endswith("down from"):
            return When((inside[0].first, inside[0].last), inside[0], changed=True)  # "25 in 2019, down from 36"
    counted_up = None if changing else _counted_up(p, found, clauses, all_found)
    if counted_up:
        return counted_up
    if (
        pair is None
        and not changing
        and p.s.word(found.span[0] - 1) == "to"
        and (between := _pair(p, clauses, found, all_found))
    ):
        return When((between[1].first, between[1].last), between[1])  # "between 2019 and 2023 it rose, to 45.7"
    here = [clause for clause in clauses if not apart(p, found, clause, all_found)]
    whole = None if pair else _whole(p, here, changing)
    if whole is not None:
        out.period, out.period_date = (whole.first, whole.last), whole
    if pair:
        before, after = pair
        return When((after.first, after.last), after, (before.first, before.last), before)
    beside = p.date_at.get(found.span[0] - 2) if p.s.word(found.span[0] - 1) in ("(", ":") else None
    if beside and any(one.first <= beside.first < one.last and _of_the_records(p, one) for one in clauses):
        beside = None
    if beside and p.s.word(found.span[0] - 1) == ":" and "than" in p.s.words[max(0, beside.first - 5) : beside.first]:
        return When()  # "more than in either of the two years before: 5,095"
    if p.s.words[max(0, found.span[0] - 2) : found.span[0]] == [",", "when"]:
        at = found.span[0] - 3
        beside = p.date_at.get(at)
        if beside is None and p.s.words[at] in cal.MONTHS and p.s.capital(at):
            return When((at, at + 1))  # "no deadlier month in 2022 than March, when 27,600 died"
    elif p.s.words[max(0, found.span[0] - 2) : found.span[0]] == [",", "with"]:
        named = p.date_at.get(found.span[0] - 3)  # "the worst year was 2014, with 5,136 dead"
        beside = named if named and p.s.flag(named.first - 1) & AUX else None
    if beside and found.kind in ("level", "rate"):  # "than in 2017 (10,655)", "2015: 28"
        return When((beside.first, beside.last), beside)
    if found.kind == "rank" and (height := _length_of_height(p, found)):
        out.baseline, out.looks_back = height, True
    if found.kind == "rank" and p.s.words[found.span[1] : found.span[1] + 2] in (
        ["year", "before"],
        ["year", "earlier"],
    ):
        return When((found.span[1], found.span[1] + 2))  # "one fewer than in the record-setting year before"
    behind = next((c for c in clauses if found.kind == "change" and _of_the_step_before(p, found, c)), None)
    if behind is not None:
        return When(_trimmed(behind), behind.date, changed=True)
    told = next((c for c in clauses if c.date and _when_there_were(p, found, c, changing)), None)
    if told is not None:
        return When(_trimmed(told), told.date, changed=changing)
    by: Clause | None = None
    for clause in sorted(clauses, key=lambda clause: _distance(found, clause, all_found)):
        within = whole is not None and whole.first - 1 <= clause.first < whole.last
        around = clause.date is None and clause.first <= found.span[0] < clause.last
        if _inside(clause, found.span) or within or around or apart(p, found, clause, all_found):
            continue
        if _of_the_opening(found, clause, all_found):
            continue
        if clause.lead == "run" and (not changing or found.form == "from_to" or _says_a_time(clauses, clause)):
            continue  # "340 homicides, a rise for the third straight year"
        if found.kind != "rank" and _of_the_records(p, clause):
            continue  # "the deadliest year since records began in 2014: 5,095 dead"
        if changing and found.kind != "rank" and clause.lead == "length" and _of_one_year(p, clause):
            continue  # "a jump of 43 percent in a year"
        if _of_a_change_before(p, clause) and _says_a_time(clauses, clause):
            continue  # "After a small increase in 2020, 3,690 homicides were recorded in 2021"
        of_a_number = of_its_own_number(p, found, clause)
        if of_a_number and clause.last <= found.span[0]:
            continue  # "from 11,208 in 2019 to 5,690, and in Mali they fell to 834"
        if changing and of_a_number and led_by_from(p, clause):
            out.baseline, out.baseline_date = _trimmed(clause), clause.date  # "halved, …, from 310,000 in 2022 to …"
            continue
        if not changing and of_a_number and (clause.lead == "of" or _earlier(clause)):
            continue  # "688 people, more than double the 262 of 2020", "42 homicides, after 47 the year before"
        dated = (_says_when(one) and not of_its_own_number(p, found, one) for one in clauses)
        if of_a_number and not clause.baseline and any(dated):
            continue  # "In 2022 deaths rose by 97%, …, from 120,000 in 2021 to 237,000 in 2022"
        if not changing and p.s.words[clause.first : clause.last] in _YEAR_ON_YEAR:
            continue
        if (
            not changing
            and clause.last <= found.span[0]
            and "than" in p.s.words[max(0, clause.first - 5) : clause.first]
        ):
            continue  # "more than in either of the two years before: 5,095"
        if not changing and clause.lead == "of" and p.s.word(clause.first - 1) in _FIGURES_OF:
            continue  # "reached 45.7 in 2023, ten times its level of 2019"
        the_figure = p.s.word(clause.first - 2) in ("the", "their", "its") and p.s.word(clause.first - 1) in _FIGURES_OF
        if changing and the_figure and clause.lead in ("of", "at", "in"):
            out.baseline, out.baseline_date = _trimmed(clause), clause.date  # "double the number of the 1990s"
            continue
        flags = p.s.flags[found.span[1] : clause.first]
        leading = CHANGE_VERB | MULTIPLE if clause.lead == "from" else MULTIPLE if clause.baseline else 0
        times = p.quantity_at.get(clause.first - 1)
        if not changing and (any(flag & leading for flag in flags) or (times and times.unit == "times")):
            continue  # "British Columbia, at 155, saw its number double from 2021", "204, double the 103 of 2021"
        if changing and clause.lead == "by" and clause.date and by is None:
            by = clause
        if found.kind != "rank" and p.s.words[max(0, clause.first - 2) : clause.first] == ["not", "seen"]:
            continue  # "rose by 8%, a figure not seen since 1992"
        if clause.date and of_the_other_number(p, found, clause):
            continue
        undated = clause.date is not None and clause.date.window is None
        passed_over = not changing and undated and _earlier(clause) and not right_behind(p, found, clause)
        if passed_over and _has_another_date(clauses, clause):
            continue  # "the same timeframe last year …, with 151 attacks in the first half of 2022"
        counted = clause.lead == "length" or (
            clause.date and p.s.words[clause.date.first : clause.date.first + 2] == ["the", "past"]
        )
        looking_back = counted or clause.lead == "since"  # "35 homicides, the highest number since 1961"
        if looking_back and found.kind != "rank" and of_a_rank(p, clause, all_found):
            continue
        if (
            clause.lead == "length"
            and clause.date is None
            and _says_a_time(clauses, clause)
            and not _is_length(p, clause)
        ):
            continue  # "in 2024 … killed in the war": the year says when, the war in what
        if found.kind == "rank" and clause.baseline and clause.lead != "since" and ends_a_change(clause, all_found):
            continue  # "at a 10-year low in 2019, down 1 percent from 2018": the year is the change's
        if found.kind == "rank" and clause.lead == "since" and change_between(found, clause, all_found):
            continue
        if found.kind == "rank" and clause.lead == "length" and p.s.word(clause.last) == "since":
            continue  # "the most in a month since January 2024"
        looked_back = found.kind == "rank" and (clause.lead == "length" or _of_years(p, clause))
        if changing and ((clause.baseline and clause.lead != "until") or looked_back):
            if out.baseline is None:
                out.baseline = _trimmed(clause)
                out.baseline_date = clause.date
                out.looks_back = clause.lead == "length"
                out.since = clause.lead == "since"
                out.since_date = clause.date if out.since else None
                if out.since and found.kind != "rank" and _level_named(p, clause):  # "since the peak of 2011"
                    out.since, out.baseline_date = False, p.date_at[clause.last - 1]
        elif found.rule in COMPARED_WITH and clause.date and clause.first == found.span[1]:
            out.period, out.period_date = _trimmed(clause), clause.date  # "…, up by 106 per cent from 18 in July"
        elif not changing and of_another_count(found, clause, all_found):
            continue  # "60 incidents, compared to 65 in 2023": the year is that of the 65
        elif clause.date and not changing and clause.first == found.span[1] and clause.baseline and clause.lead == "in":
            out.period, out.period_date = _trimmed(clause), clause.date  # "down 27 percent from 445 in 2003"
        elif clause.baseline and not changing and ends_a_change(clause, all_found):
            continue  # "reached 63,392, up 19 percent from 2021": the change's year, not the level's
        elif clause.baseline and clause.date and not changing and right_behind(p, found, clause):
            out.period, out.period_date = _trimmed(clause), clause.date  # "…, against 734 in 2022"
        elif clause.lead == "length" and p.s.words[clause.first] == "for" and not changing:
            continue  # "jailed for 10 years"
        elif clause.lead == "length" and found.kind == "rate" and p.s.words[clause.last - 2] in ("a", "one"):
            continue  # "200 killed in a year"
        elif out.period is None and (not clause.baseline or clause.lead in ("since", "from") or _earlier(clause)):
            kept = clause.lead in _KEPT and (clause.date is None or clause.lead not in ("after", "before", "as"))
            out.period = (
                (clause.first, clause.last) if kept or clause.lead in ("tenure", "ago", "run") else _trimmed(clause)
            )
            out.period_date = None if clause.lead in OPEN else clause.date
            of_a_year = found.kind == "rate" or (found.rule == "level:pointed to" and found.direction != "none")
            of_a_year = of_a_year or (found.kind == "level" and found.direction == "down")  # "sunk to 12 by 2013"
            if clause.lead == "by" and of_a_year and clause.date and clause.date.window:
                # "by 2022 it was 27.4", "by 2019 it was down to 102"
                out.period_date = clause.date if clause.date.window.days > 364 else None
            if clause.lead in ("by", "as of") and found.kind == "level" and clause.date and clause.date.window:
                out.until = clause.date.window.end
            if clause.lead == "by" and is_stock(p, found) and clause.date and (day := clause.date.window):
                # "By the end of 2023, Iran hosted 3.8 million refugees"
                out.period_date = DateSpan(clause.date.first, clause.date.last, Window(day.end, day.end))
            if clause.date and clause.last > clause.date.last:  # "the two years since the flood"
                out.period, out.period_date = (out.period[0], clause.last), None
            if clause.date is None or clause.last > clause.date.last:
                out.counted = _counted_from(p, clause)
            if clause.lead == "since" and not out.since:
                out.since, out.since_date = True, clause.date
    if changing and found.kind != "rank" and out.period is None and out.baseline is None:
        out.beside = _beside(p, found)
    if by and out.baseline_date and out.period in (None, _trimmed(by)) and not out.since:
        out.period, out.period_date = _trimmed(by), by.date  # "to a third of their 2009 level by 2014"
    return out


def _since_its_own(p: Parsed, found: Match, clauses: list[Clause]) -> Clause | None:
    """The time that a change has behind its place where one before has another: "fell by 20 percent in Ohio between
    2019 and 2024, and by 30 percent in Michigan since 2015".
    """
    since = next((one for one in clauses if one.lead == "since" and one.first >= found.span[1]), None)
    between = p.s.words[found.span[1] : since.first] if since else [","]
    another = any(one.date and one.last <= found.span[0] for one in clauses)
    alone = len(between) < 6 and not {",", ";", "and", "but"} & set(between)
    return since if another and alone and p.s.word(found.span[0] - 2) in ("and", "but") else None


def _set_against(p: Parsed, found: Match, clauses: list[Clause]) -> Clause | None:
    """The time of a count that another is set against: "15 this year, against 30 at the worst point in 2021"."""
    s, (first, last) = p.s, found.span
    if s.word(first - 1) not in ("against", "versus", "vs") and s.word(first - 2) != "compared":
        return None
    near = (one for one in clauses if one.date and last <= one.first <= last + 5)
    return next((one for one in near if "," not in s.words[last : one.first]), None)


def _length_of_height(p: Parsed, found: Match) -> Span | None:
    """How far back a high or a low looks: "at a nine-year low", "a 40-year high"."""
    first, s = found.span[0], p.s
    length = p.quantity_at.get(first)
    unit = length.core_end + 1 if length else 0
    return (first, unit + 1) if unit and s.word(unit - 1) == "-" and s.flag(unit) & TIME_UNIT else None


def _moved_before(found: Match, all_found: list[Match]) -> Match | None:
    """The move of "its toll", "the figure" right before a number that it led to."""
    before = next((one for one in reversed(all_found) if one.span[1] <= found.span[0]), None)
    told = before is not None and before.measure is None and before.measure_in is not None
    return before if told and before and before.kind in ("change", "trend") and before.form != "from_to" else None


def _past_population(p: Parsed, at: int) -> int:
    """What follows "per 100,000 people" behind a rate."""
    base = p.quantity_at.get(at + 1) if p.s.word(at) == "per" else None
    return p.s.past(base.last, 0, ("people", "residents", "inhabitants")) if base else at


def _dated_elsewhere(clauses: list[Clause], numbers: Match) -> bool:
    """Whether a sentence says a time outside of "from 517 in 2023 to 1,099"."""
    return any(clause.date and not _inside(clause, numbers.span) for clause in clauses)


def is_stock(p: Parsed, found: Match) -> bool:
    """Whether what a claim counts is there at a time, and does not happen in it: refugees, people displaced."""
    where, measure = found.told_in(p)
    told = [(where, measure), (p, found.event)]
    return any(span is not None and not _STOCKS.isdisjoint(one.s.words[slice(*span)]) for one, span in told)


def _counted_up(p: Parsed, found: Match, clauses: list[Clause], all_found: list[Match]) -> When | None:
    """A count that ran up to a day: "by the end of 2024, 45,541 had been killed since …", "as of July 22, 2,299 cases
    had been confirmed in 2026".
    """
    around = [one for one in clauses if one.last <= found.span[0] or one.first >= found.span[1]]
    since = [one for one in around if one.lead == "since" and not apart(p, found, one, all_found)]
    running = [one for one in since if "had" in (told := p.s.words[found.span[1] : one.first]) and "," not in told]
    up_to = ("by", "as of", "in", "at", "on") if running else ("by", "as of")  # "In 2024, 236,000 had died since 2022"
    ends = [one.date.window for one in around if one.lead in up_to and one.date and one.date.window]
    if len(ends) != 1:
        return None
    (end,) = ends
    if any(one.date and one.lead == "of" and 0 <= one.first - found.span[1] < 4 for one in around):
        return None  # "compared with 2,286 in all of 2025"
    if len(since) == 1:
        return When(_trimmed(since[0]), None, since=True, since_date=since[0].date, until=end.end)
    year = [one.date for one in around if one.lead in ("", "in", "during") and one.date and one.date.window]
    if len(year) == 1 and year[0].window and year[0].window.start < end.end < year[0].window.end:
        span = (year[0].first, year[0].last)
        return When(span, DateSpan(*span, Window(year[0].window.start, end.end)))
    return None


def _of_a_change_before(p: Parsed, clause: Clause) -> bool:
    """Whether a sentence opens with a rise or fall that came before what it tells."""
    changed = any(p.s.flags[at] & CHANGE_NOUN for at in range(clause.first, clause.last))
    return clause.first == 0 and clause.lead in ("after", "before") and clause.date is None and changed


def _of_the_records(p: Parsed, clause: Clause) -> bool:
    """Whether a time only says from when there are records: "since records began in 2014"."""
    before = p.s.words[max(0, clause.first - 4) : clause.last]
    return not _RECORDS.isdisjoint(before) and not {"began", "begin", "started", "start"}.isdisjoint(before)


def _says_a_time(clauses: list[Clause], undated: Clause) -> bool:
    """Whether another clause of the sentence has a date that can be a period."""
    dated = (one for one in clauses if one is not undated and one.date is not None)
    return any(not one.baseline or one.lead == "since" for one in dated)


def _has_another_date(clauses: list[Clause], relative: Clause) -> bool:
    """Whether another clause of the sentence says a time by its own words."""
    return any(_says_when(one) for one in clauses if one is not relative)


def _of_one_year(p: Parsed, clause: Clause) -> bool:
    """Whether a length is that of a year: "in a year", "in just one year"."""
    words = p.s.words[clause.first : clause.last]
    return words[0] == "in" and words[-1] == "year" and _ONE.issuperset(words[1:-1])


def _of_years(p: Parsed, clause: Clause) -> bool:
    """Whether a superlative looks back on a clause: "in the last decade", "over the past five years"."""
    words = p.s.words[clause.first : clause.last]
    return not {"last", "past"}.isdisjoint(words) and not {"years", "decade", "decades"}.isdisjoint(words)


def _is_length(p: Parsed, clause: Clause) -> bool:
    """Whether a clause is so many days, months or years, and not a time by its name."""
    return any(p.s.flags[at] & TIME_UNIT for at in range(clause.first, clause.last))


def _when_there_were(p: Parsed, found: Match, clause: Clause, changing: bool) -> bool:
    """Whether a claim is told of the time just named: "a rise over 2022, when there were 1,122 incidents", "that
    eclipses 1996, when murder fell by 9 percent".
    """
    at = clause.last + (p.s.word(clause.last) == ",")
    words = p.s.words[at : found.span[0]]
    if words[:1] != ["when"] or len(words) > 7:
        return False
    if changing and any(n in p.quantity_at and n not in p.date_at for n in range(at, found.span[0])):
        return False  # "in September, when 69 attacks were recorded - a 52 per cent drop compared to August"
    return changing or len(words) == 1 or words[1:2] in (["there"], ["it"], ["police"], ["the"], ["a"])


def _of_the_step_before(p: Parsed, found: Match, clause: Clause) -> bool:
    """Whether a change is told as the one before another: "murders rose 8.6%, following a 10% increase the year
    before".
    """
    at = found.span[0] - 1
    while p.s.flag(at) & (DET | ADV):
        at -= 1
    between = range(found.span[1], clause.first)
    near = found.span[1] <= clause.first <= found.span[1] + 4 and not any(n in p.quantity_at for n in between)
    return near and _earlier(clause) and p.s.word(at) in ("following", "after")


def _counted_from(p: Parsed, clause: Clause) -> int:
    """Where "since" stands in "the two years since the flood"; 0 where a length of time is counted from nothing."""
    s = p.s
    links = (
        at for at in range(clause.first + 2, clause.last) if s.words[at] in ("since", "after", "before", "following")
    )
    return next((at for at in links if s.flags[at - 1] & TIME_UNIT), 0)


def _beside(p: Parsed, found: Match) -> Span | None:
    """The event that tells when something changed: "doubled after the withdrawal", "rose while he was in office"."""
    s = p.s
    for at, word in enumerate(s.words):
        if word not in _TOLD_BY or found.span[0] <= at < found.span[1] or s.word(at + 1) in _NOT_TOLD:
            continue
        end = event_end(p, at + 1)
        # "While rape decreased by 9 percent" is another statement, and no time.
        reach = end + 2 if word in ("while", "as", "when") else min(end + 1, at + 4)
        if end > at + 1 and not any(n in p.quantity_at for n in range(at + 1, reach)):
            return (at + 1, end)
    return None


def _level_named(p: Parsed, clause: Clause) -> bool:
    """Whether "since" names a year by what was high or low in it: "since the peak of 2011", "since its low in 2009"."""
    date = p.date_at.get(clause.last - 1)
    if clause.date or date is None or date.first < clause.first + 3 or date.window is None:
        return False
    return p.s.words[date.first - 2] in _HIGHS_AND_LOWS and p.s.words[date.first - 1] in ("of", "in")


def _earlier(clause: Clause) -> bool:
    return clause.date is not None and clause.date.earlier


def _trimmed(clause: Clause) -> Span:
    if clause.date is not None:
        return (clause.date.first, clause.date.last)
    return (clause.first + 1, clause.last)  # without the leading word


def _says_when(clause: Clause) -> bool:
    """Whether a clause dates a claim by its own words."""
    return clause.date is not None and clause.date.window is not None and not clause.baseline


def _inside(clause: Clause, span: Span) -> bool:
    return clause.first >= span[0] and clause.last <= span[1]


def _pair(p: Parsed, clauses: list[Clause], found: Match, all_found: list[Match]) -> tuple[DateSpan, DateSpan] | None:
    """ "from 2014 to 2015", "between 2014 and 2015": the two times of a change; the nearest of several."""
    pairs: list[tuple[int, tuple[DateSpan, DateSpan]]] = []
    for first, second in pairwise(clauses):
        follows = second.lead in ("to", "until", "through") and second.first == first.last
        if _of_the_opening(found, second, all_found):
            continue
        if first.lead == "from" and follows and first.date and second.date and not _of_period(p, first):
            pairs.append((_distance(found, first, all_found), (first.date, second.date)))
    pairs += [
        (_distance(found, clause, all_found), inner)
        for clause in clauses
        if clause.lead == "between" and clause.date and (inner := _split_between(p, clause.date))
    ]
    return min(pairs, key=lambda one: one[0], default=(0, None))[1]


def _of_the_opening(found: Match, clause: Clause, all_found: list[Match]) -> bool:
    """Whether a time is that of the change a sentence opens with: "After falling 12 percent from 1990 to 1993, crime
    dropped 56 percent".
    """
    ahead = any(one is not found and one.rule.endswith(":ahead") and one.span[1] <= clause.first for one in all_found)
    return ahead and clause.last <= found.span[0]


def _of_period(p: Parsed, clause: Clause) -> bool:
    """Whether "from A to B" only bounds a period: "in the year from 15 August 2021 to 14 August 2022"."""
    return bool(p.s.flag(clause.first - 1) & TIME_UNIT) or p.s.word(clause.first - 1) == "period"


def _whole(p: Parsed, clauses: list[Clause], changing: bool) -> DateSpan | None:
    """The span of a period bounded by "from A to B"."""
    for first, second in pairwise(clauses):
        if first.lead != "from" or second.first != first.last or not first.date or not second.date:
            continue
        if _of_period(p, first) or (not changing and second.lead in ("to", "until", "through")):
            return DateSpan(first.date.first, second.last, cal.span(first.date.window, second.date.window))
    return None


def _inner_pair(found: Match, clauses: list[Clause]) -> tuple[DateSpan, DateSpan] | None:
    """The dates of two counts, the earlier first. "From 47 in 2013 to 15 in 2022": the date inside the span is the
    baseline, the one after it the period; "87 in 2016, down from 61 in 2014", "to 15 in 2022 from 4 in 2021": the other
    way round.
    """
    inner = [c.date for c in clauses if c.date and found.span[0] < c.first < found.span[1]]
    after = [c.date for c in clauses if c.date and found.span[1] <= c.first <= found.span[1] + 2]
    if found.rule.endswith(("down from", "to from", "against")):
        others = [c.date for c in clauses if c.date and c.last <= found.span[0]] + inner
        return (after[0], others[-1]) if after and others else None
    return (inner[0], after[0]) if len(inner) == 1 and after else None


def _earlier_alone(p: Parsed, found: Match, clauses: list[Clause]) -> DateSpan | None:
    """The one date of "fell to 34 from 81 in 2018", which belongs to the figure beside it; but the year just over is
    when it fell.
    """
    dated = [c.date for c in clauses if c.date and c.date.window]
    if found.rule.endswith("against") and len(dated) == 1 and 0 <= dated[0].first - found.span[1] <= 1:
        return dated[0]
    if not found.rule.endswith("to from") or len(dated) != 1 or dated[0].first - found.span[1] not in (0, 1):
        return None
    window, said = dated[0].window, p.reference
    just_over = said is not None and window is not None and said.year - 1 <= window.end.year
    return None if just_over else dated[0]


def _split_between(p: Parsed, date: DateSpan) -> tuple[DateSpan, DateSpan] | None:
    """The two times of "between A and B", which are one span for a count but two for a change: years, or the same part
    of two years; "between January and June 2018" stays one.
    """
    words = p.s.words[date.first : date.last]
    if len(words) == 3 and words[1] == "and" and words[0].isdecimal() and words[2].isdecimal():
        return (
            DateSpan(date.first, date.first + 1, cal.year_window(int(words[0]))),
            DateSpan(date.last - 1, date.last, cal.year_window(int(words[2]))),
        )
    if date.ends is None:
        return None
    before, after = (one.window for one in date.ends)
    if before is None or after is None or before.start.year >= after.start.year:
        return None
    alike = after.years_earlier(after.start.year - before.start.year) == before
    return date.ends if alike and before.days >= _SHORTEST else None


def _distance(found: Match, clause: Clause, all_found: list[Match]) -> int:
    """How far a clause is from a claim; one on the other side of another claim is further."""
    start, end = found.span
    between = sum(
        1
        for other in all_found
        if other is not found and min(end, clause.first) <= other.span[0] < max(start, clause.first)
    )
    gap = clause.first - end if clause.first >= end else start - clause.last
    return max(gap, 0) + 15 * between + (2 if clause.first < start else 0)
