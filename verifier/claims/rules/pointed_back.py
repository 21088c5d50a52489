"""Numbers that point back to what was counted: "the year before it was 172", "lower than the 201 of 2018", "Mexico's
murder rate was 24.9".
"""

from __future__ import annotations

from dataclasses import replace

from verifier.claims.phrases.count_words import FIGURES
from verifier.claims.phrases.incident_phrases import is_incident
from verifier.claims.phrases.match import Match, Span, wordless
from verifier.claims.phrases.noun_phrases import content, phrase_left
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import figure_before, opens_statement
from verifier.claims.places.place_words import NATIONWIDE, WORLDWIDE
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.rules.listed import (
    REACH,
    Before,
    unowned,
)
from verifier.claims.rules.multiples import COMPARATORS, by_word, overlaps
from verifier.claims.rules.rates import per
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match_before, multiples

_STOOD = bag("'s is was were are stood stands reached hit been totalled totaled numbered be became remained")
_MOVED = bag("jumped rose fell climbed dropped increased decreased declined grew surged soared dipped went")
_YEAR_BEFORE = (["year", "before"], ["year", "earlier"], ["previous", "year"], ["preceding", "year"], ["before", ","],
                ["earlier", ","])  # fmt: skip
_WIDE = bag("national nationwide overall total global worldwide annual yearly")
_WIDELY = NATIONWIDE | WORLDWIDE
_NATIONS = bag("country nation whole")
_WITHIN = bag("across in throughout")
_PARTING = frozenset([",", ";", ":"])
_BROUGHT = bag("had saw brought recorded counted registered logged")
_MEASURED_BY = bag(
    "of than exceeds exceeded exceeding below above surpassing topping against with to from over under on"
)


def figures_moved(p: Parsed, found: list[Match], before: Before | None) -> list[Match]:
    """Rises and falls without a number of what the sentence before counts: "the figure had halved", "in Ohio it fell",
    "California's count doubled".
    """
    source = before.governor() if before else None
    if before is None or source is None or source.kind in ("share", "ratio") or source.unit == "rank":
        return []
    moves = []
    for at, flag in enumerate(p.s.flags):
        if flag & (lex.CHANGE_VERB | lex.MULTIPLE) or p.s.words[at] in ("up", "down"):
            one = _moved_figure(p, at)
            if one and not overlaps(one.span, found):
                one.place = _figure_of(p, one.span[0])
                moves.append(one)
    return moves


def _moved_figure(p: Parsed, at: int) -> Match | None:
    """A change without a number of "the figure", "it", "they" or "Ohio's", which opens its statement."""
    s = p.s
    first, comparator = match_before(s.words, at, COMPARATORS) or (at, "exact")
    end = s.back(first - 1, lex.AUX | lex.ADV)
    noun = figure_before(p, end)
    if noun is None or at + 1 in p.quantity_at or s.word(at + 1) in ("to", "by", "into", "under", "the"):
        return None
    if s.word(at + 1) == "from" and at + 2 in p.quantity_at and at + 2 not in p.date_at:
        return None
    if content(p, at + 1) and at + 1 not in p.date_at and at + 1 not in p.place_at:
        return None
    if not opens_statement(p, noun):
        return None
    said = multiples().get(s.words[at])
    if s.words[at] in ("up", "down"):
        back = s.word(at - 1) in _STOOD
        return wordless("trend", "trend", s.words[at], (at, at + 1), f"trend:is {s.words[at]}", None) if back else None
    if said is None:
        if s.flags[at] & lex.EVENT or s.words[at].endswith("ing"):
            return None
        direction = "down" if s.flags[at] & lex.DOWN_VERB else "up"
        return wordless("trend", "trend", direction, (at, at + 1), f"trend:verb {s.words[at]}", None)
    if s.words[at] in ("double", "triple", "treble", "quadruple", "half"):
        return None
    return by_word((first, at + 1), said, comparator, f"{s.words[at]} back", at)


def _figure_of(p: Parsed, at: int) -> Span | None:
    """The place whose figure moved: "California's count doubled"."""
    owner = p.s.back(at - 1, lex.AUX | lex.ADV)
    return _whose(p, owner) if p.s.word(owner) in FIGURES or p.s.word(owner) == "'s" else None


def of_that_time(p: Parsed, q: Quantity, earlier: list[Match], before: Before | None) -> Match | None:
    """The count of another time that one is measured by: "lower than the 201 of 2018", "exceeds the 480 in 2019"."""
    s = p.s
    the = s.back(q.first - 1, lex.ADV, ("record", "previous"))
    governor = next((one for one in reversed(earlier) if one.kind in ("level", "rate", "change", "trend")), None)
    after_it = s.word(the) == "after"  # "the rate was 45.7, after 27.4 in 2022"
    if not after_it and (s.word(the) != "the" or s.word(the - 1) not in _MEASURED_BY):
        return None
    source = before.p if governor is None and before and s.word(0) in ("it", "this", "that") else None
    governor = before.governor() if source and before else governor
    if governor is None:
        return None
    after = q.last + (s.word(q.last) in ("recorded", "reported", "registered", "counted", "seen", "set"))
    dated = after in p.date_at or (s.word(after) in ("of", "in", "from", "for") and begins_a_time(p, after + 1))
    who = s.word(q.last) in ("who", "that") and any(n in p.date_at for n in range(q.last, q.last + 9))
    dated = dated or who or (s.word(q.last) == "of" and s.words[q.last + 1 : q.last + 4] == ["the", "whole", "of"])
    near = source is not None or 0 < q.first - governor.span[1] <= REACH
    if not dated or not near or not (governor.measure or governor.event or governor.measure_of):
        return None
    unit = governor.unit if governor.kind == "rate" and governor.unit else "count"
    end = q.last + (s.word(q.last) == "set")  # "one short of the record 28 set in 2023"
    return governor.counted_on(q, "level:compared with", source, unit=unit, span=(q.first, end), ends=end)


def begins_a_time(p: Parsed, at: int) -> bool:
    """Whether a time begins here, after articles."""
    return p.s.past(at, lex.DET) in p.date_at or at in p.date_at


def rate_without_unit(p: Parsed, q: Quantity, found: list[Match], before: Before | None) -> Match | None:
    """A rate whose unit only the rate before says: "Mexico's murder rate was 24.9", "a homicide rate of 11.8"."""
    s = p.s
    one_of = s.words[q.first - 2 : q.first] == ["one", "of"] and p.place_at.get(q.first - 3)
    rate = next((one for one in reversed(found) if one.kind == "rate"), None)
    if one_of and rate:  # "Honduras had a rate of 31.1 per 100,000 and Mexico one of 24.9"
        return rate.passed_on(q, rule="rate:one of", place=(one_of.first, one_of.last))
    at = s.back(q.first - 1, lex.AUX | lex.ADV, ("of", "at", "to", "reached", "stood", "fell", "rose", "down", "up"))
    measure = phrase_left(p, at + 1) if s.word(at) in ("rate", "rates") else None
    if measure is None or not is_incident(p, measure) or content(p, q.last):
        return None
    told = [one.unit for one in (*(before.found if before else ()), *found) if (one.unit or "").startswith("per_1")]
    whose = _whose(p, measure[0]) or _whose(p, measure[0] + 1)
    owned = unowned(p, measure) or measure
    if told and told[-1]:
        return Match.level(q, told[-1], "rate:unit before", owned, place=whose)
    # "South Korea's suicide rate was 24.7" does not say of how many.
    said = Match.level(q, "per_", "rate:no unit", owned, place=whose)
    return None if q.whole else replace(said, unit=None)


def of_a_stretch(p: Parsed, q: Quantity, governor: Match | None, before: Before | None) -> Match | None:
    """The count of a time that is the subject: "the year 2012 had 24, and 2013 had 16", "April brought 620"."""
    s = p.s
    verb = s.back(q.first - 1, lex.ADV)
    named = p.date_at.get(verb - 1)
    cases = s.word(q.last) == "cases"
    if s.words[verb] not in _BROUGHT or named is None or (content(p, q.last) and not cases):
        return None
    opens = s.opening(named.first, lex.DET, ("year", "month", "and", "but"))
    told, inside = _told(governor, before)
    if told is None or told.kind not in ("level", "change", "trend") or (opens and s.words[opens - 1] not in _PARTING):
        return None
    return told.counted_on(q, "level:of a stretch", inside, span=(q.first, q.last + cases), ends=q.last + cases)


def of_cases(p: Parsed, q: Quantity, governor: Match | None, before: Before | None) -> Match | None:
    """Cases of what was counted as cases before: "517 measles cases in January … a mere 15 cases in May"."""
    told, inside = _told(governor, before)
    if told is None or p.s.word(q.last) != "cases" or content(p, q.last + 1):
        return None
    where, measure = told.told_in(inside or p)
    if measure is None or where.s.words[measure[1] - 1] != "cases" or measure[1] - measure[0] < 2:
        return None
    return told.counted_on(q, "level:cases again", inside, span=(q.first, q.last + 1), ends=q.last + 1)


def _told(governor: Match | None, before: Before | None) -> tuple[Match | None, Parsed | None]:
    """The claim that a number goes on from, and its sentence where that is the one before."""
    if governor or before is None:
        return governor, None
    return before.governor(), before.p


def pointed(p: Parsed, q: Quantity, governor: Match | None, found: list[Match], before: Before | None) -> Match | None:
    """ "The year before it was 172", "in 2017 that number jumped to 938", "the figure had fallen to 12"."""
    s = p.s
    at = s.back(q.first - 1, 0, ("only", "just", "still", "already"))
    if s.word(at) in ("to", "at", "by") or s.flag(at) & lex.DET:
        at -= 1
    verb = at
    direction = "none"
    put = s.word(at + 1) == "at" and s.word(at) in FIGURES and bool(s.flag(at - 1) & lex.DET)
    if put and s.word(at - 2) in ("put", "puts", "putting"):
        at += 1  # "the bureau put the figure at 19,252"
    elif s.word(at + 1) == "at" and s.word(at) == "peaked":
        pass  # "It had peaked at 92,615 in 2022"
    elif s.word(at) in ("with", "to") and s.word(at - 1) in ("compares", "compared"):
        at -= 1  # "That compares with 92,615 in 2022"
    elif s.word(at + 1) == "to" and s.word(at) in ("came", "comes", "amounted", "amounts"):
        pass  # "the total comes to 28,229"
    elif s.word(at + 1) == "to" and s.word(at) in ("down", "up") and s.flag(at - 1) & lex.AUX:
        direction, at = ("down" if s.word(at) == "down" else "up"), at - 1  # "by 2019 it was down to 102"
        verb = at
    elif s.flag(at) & lex.CHANGE_VERB or s.word(at) in _MOVED:
        if s.word(at + 1) != "to":
            return None
        direction = "down" if s.flag(at) & lex.DOWN_VERB else "up"
    elif s.word(at) not in _STOOD:
        return None
    at -= 1
    at = s.back(at, lex.AUX | lex.ADV, ("to", "since"))
    if content(p, q.last) and q.last not in p.date_at:
        return None
    whose = _whose(p, at)
    if at in p.place_at and s.word(p.place_at[at].first - 1) in ("for", "in", "of", "off"):
        named = p.place_at[at]
        if s.word(named.first - 2) in FIGURES and s.flag(named.first - 3) & lex.DET:
            at, whose = named.first - 2, (named.first, named.last)  # "The count for Florida was 900"
    wide = s.word(at) in FIGURES and s.word(at - 1) in _WIDE
    noun = s.word(at) in FIGURES and (bool(s.flag(at - 1 - wide) & lex.DET) or whose is not None)
    ends_so = s.word(q.last) in (",", ".", "", ";")  # "The year before there were 1,887", "Nationwide there were …"
    there = (
        s.word(at) == "there"
        and (
            (s.word(q.last) in ("in", "at") and q.last + 1 in p.place_at)
            or (s.word(q.last) in (",", ".", "") and at - 1 in p.date_at)  # "In 2007 there were 10"
            or (s.words[at - 2 : at] == [",", "when"] and at - 3 in p.date_at)  # "in 2022, when there were 228"
            or s.words[q.last : q.last + 2] == ["of", "them"]  # "There were 21,570 of them"
            or (s.flag(q.last) & lex.PREP and q.last + 1 in p.date_at)
            or (ends_so and (at - 1 in p.place_at or s.word(at - 1) in ("later", "on")))
            or (ends_so and (s.words[max(0, at - 2) : at] in _YEAR_BEFORE or _wide_at(p, at - 1)))
            or (verb - at == 2 and any(date.last <= at for date in p.dates))  # "In 2014 …, there had been 144,700"
        )
    )
    bare = whose is not None and s.word(at) == "'s"  # "Maine's was 100.1"
    if not (noun or there or bare) and s.word(at) not in ("it", "this", "that", "they"):
        return None
    opens = (min(whose[0], at) - 1 if whose else at - noun - 1) - wide
    opens -= bool(whose and s.flag(opens) & lex.DET)
    while put and opens >= 0 and s.words[opens] not in (",", ";"):
        opens -= 1
    while opens >= 0 and (
        opens in p.date_at
        or opens in p.place_at
        or s.flags[opens] & (lex.PREP | lex.DET | lex.TIME_UNIT)
        or s.words[opens] in ("previous", "later")
        or _wide_at(p, opens)
        or (opens in p.quantity_at and s.flag(opens + 1) & lex.TIME_UNIT)
    ):
        opens -= 1
    if opens > 1 and s.words[opens - 1 : opens + 1] == [",", "when"] and opens - 2 in p.date_at:
        opens -= 1
    if opens >= 0 and s.words[opens] not in (",", ";", ":", "but", "and", "—", "-", '"'):
        return None
    if there and governor is not None and governor.event and (head := _of_the_head(found)):
        governor = head  # "…; in the first half of 2022 there had been 151"
    counts = [one for one in (governor, before and before.governor()) if one and one.kind != "rate"]
    of_a_rate = noun and s.word(at) == "rate"
    told, inside = _told(governor, before)
    if s.word(at) == "it" and told:
        where, measure = told.told_in(inside or p)
        of_a_rate = measure is not None and where.s.words[measure[1] - 1] == "rate"  # "its rate rose: it was 2.25"
    mean = noun and s.word(at) == "average"
    every = per(p, q.last) if of_a_rate or mean or s.word(at) in ("that", "this") else None
    if mean and not every:
        return None
    if not every and not of_a_rate and not q.whole:
        return None  # no count
    if noun and s.word(at) == "rate" and counts and not every:
        return None  # "With 285,000 deaths in 2013 …, the same rate reached 18.5": no count
    kind = "rate" if every else "level"
    level: dict[str, object] = {"kind": kind, "form": kind, "direction": direction, "unit": every or "count"}
    level |= {"rule": "level:pointed to", "place": whose}
    if governor is not None and governor.kind == "rate" and governor.unit != "count":
        level |= {"kind": "rate", "form": "rate", "unit": governor.unit}  # "…, when it fell to 29.1"
    if governor is not None and opens >= 0 and governor.span[1] <= opens and verb > 0:
        return governor.passed_on(q, **level)
    source = before.governor() if before else None
    if source is None or before is None:
        return None
    if source.kind == "rate" and source.unit != "count":
        if s.word(at) not in ("rate", "it", "that"):
            return None
        level |= {"kind": "rate", "form": "rate", "unit": source.unit}  # "Mexico's rate was 31.5"
    return source.passed_on(q, before.p, **level)


def _wide_at(p: Parsed, at: int) -> bool:
    """Whether the whole country is named: "Nationwide", "Across the country", "in the nation as a whole"."""
    s = p.s
    if s.word(at) in ("whole", "as", "a") and "whole" in s.words[at : at + 3]:
        return True
    return s.word(at) in _WIDELY or (s.word(at) in _NATIONS and s.word(s.back(at - 1, lex.DET)) in _WITHIN)


def _of_the_head(found: list[Match]) -> Match | None:
    """The first claim of a sentence, where the others are of the people that its incidents befell: "271 attacks, in
    which 389 people were killed".
    """
    told = [one for one in found if one.kind == "level"]
    rest = told[1:]
    return told[0] if told and told[0].event is None and rest and all(one.event for one in rest) else None


def _whose(p: Parsed, at: int) -> Span | None:
    """The place that a figure is of, "Missouri's rate", or that one without a noun is of, "Maine's was"."""
    owner = at - (p.s.word(at) != "'s")
    named = p.place_at.get(owner - 1) if p.s.word(owner) == "'s" else None
    if named is None and p.s.word(owner) == "'s" and p.s.word(owner - 1) == "world":
        return (owner - 1 - bool(p.s.flag(owner - 2) & lex.DET), owner)
    return (named.first, named.last) if named else None
