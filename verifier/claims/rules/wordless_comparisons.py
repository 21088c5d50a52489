"""Comparisons without a number: "more people died of overdoses than in crashes", "crime is lower where …"."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_counted, is_incident, is_people, more_or_less
from verifier.claims.phrases.match import Match, Span, wordless
from verifier.claims.phrases.noun_phrases import content, phrase_right, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import subject
from verifier.claims.rules.ratios import WORSE, group_from, subject_left
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match, phrases, words_with

_DEGREES = bag("lower higher less worse")
_IS = bag("is are was were 's be been")
_HAVE = bag("have has had see sees saw suffer suffers experience")
_WITH = bag("with without where that whose")
_GROUPING = bag("with without where wherever everywhere among places states cities countries areas")
_THEN = bag("now today")
_IDIOMS = phrases("idioms", "after")
_NOT_COMPARED = bag("no any even much the")
_OUTNUMBER = bag(
    "outnumber outnumbers outnumbered outpace outpaced outpaces eclipsed exceed exceeds exceeded surpass surpassed "
    "surpasses"
)
_THAN = frozenset(["than", "compared", ";", "."])
_DANGEROUS = bag("deadly dangerous violent lethal fatal murderous")
CUES = words_with(lex.MORE | lex.LESS) | frozenset(WORSE) | _OUTNUMBER
_YEAR = 366  # days


def compared(p: Parsed, taken: list[Match]) -> list[Match]:
    """Comparisons without a number: "more people died of overdoses than in car crashes", "higher than"."""
    s = p.s
    found: list[Match] = []
    if CUES.isdisjoint(s.words):
        return found
    for at, flag in enumerate(s.flags):
        word = s.words[at]
        if not flag & (lex.MORE | lex.LESS) and word not in WORSE and word not in _OUTNUMBER:
            continue
        if word in _OUTNUMBER:
            one = _outnumbered(p, at)
            if one:
                found.append(one)
            continue
        direction = more_or_less(flag) or WORSE.get(s.words[at])
        numbered = at in p.quantity_at or (at - 1 in p.quantity_at and at - 1 not in p.date_at)
        numbered = numbered or bool(s.word(at + 1) == "than" and s.flag(at + 2) & lex.MULTIPLE)  # "more than double"
        if direction is None or numbered or s.word(at - 1) in _NOT_COMPARED:
            continue
        before = s.word(at - 1 - bool(s.flag(at - 1) & lex.ADV))
        apart = s.word(at + 1) == "than" and (  # "12 shootings, slightly more than any other state"
            before == "," or (s.word(at + 2) == "any" and at - 1 in p.date_at)
        )
        if not apart and any(one.span[0] - 3 <= at <= one.span[1] + 3 for one in taken):
            continue
        end = _than(p, at)
        one = _without_than(p, at, direction) if end is None else None
        if one:
            found.append(one)
            continue
        if end and s.word(end + 1) == "ever":  # "more people than ever before"
            measure = _compared_measure(p, at, end, taken)
            if measure:
                found.append(
                    wordless(
                        "change", "qual_compare", direction, (at, at + 1), f"change:{s.words[at]} than ever", measure
                    )
                )
            continue
        measure = _compared_measure(p, at, end, taken) if end else None
        if end is None or measure is None:
            continue
        if _any_time(p, end + 1):
            found.append(Match.rank((at, at + 1), direction, 1.0, f"rank:{s.words[at]} than any", measure))
            continue
        part = p.quantity_at.get(end + 2) if s.word(end + 1) in ("in", "on") else None
        if (
            part and part.unit == "percent" and s.word(at + 1) == "likely"
        ):  # "more likely than in 96 percent of the country"
            found.append(
                Match.change(part, 'pct_ratio', direction, 'percent', 'ratio:than in', measure, kind='ratio', anchor=at)
            )  # fmt: skip
        elif s.words[end + 1 : end + 3] in (["it", "was"], ["they", "were"]) and s.flags[at] & (lex.MORE | lex.LESS):
            found.append(
                wordless("change", "pct_change", direction, (at, at + 1), f"change:{s.words[at]} than", measure)
            )
        elif date := p.date_at.get(s.past(end + 1, lex.DET, ("in", "during", "at", "all", "whole", "of"))):
            if (
                date.window
                and date.window.days > _YEAR
                and s.word(date.first - 1 - bool(s.flag(date.first - 1) & lex.DET)) == "of"
            ):
                continue  # "more than in the whole of the 1980s": a year's count against ten years'
            found.append(wordless("trend", "trend", direction, (at, at + 1), f"trend:compared {s.words[at]}", measure))
        else:
            one = wordless("ratio", "qual_compare", direction, (at, at + 1), f"ratio:{s.words[at]} than", measure)
            one.other = group_from(p, end + 1)
            found.append(one)
    return found


def _any_time(p: Parsed, at: int) -> bool:
    """Whether every other time begins here: "than | in any other year", "than | during any year since 2000"."""
    s = p.s
    at += bool(s.flag(at) & lex.PREP)
    every = s.past(at, 0, ("any", "every", "other", "single", "previous", "earlier", "calendar", "of", "the", "past"))
    every = p.quantity_at[every].last if every in p.quantity_at and every not in p.date_at else every
    timed = s.flag(every) & lex.TIME_UNIT or s.word(every) in ("time", "point")
    return every > at and s.words[at] in ("any", "every") and bool(timed)


def _without_than(p: Parsed, at: int, direction: str) -> Match | None:
    """Groups compared without "than": "crime is lower where …", "states with more guns have more murders"."""
    s = p.s
    if "than" in s.words or "compared" in s.words:
        return None
    grouped = any(word in _GROUPING for word in s.words)
    verb = s.back(at - 1, lex.ADV)
    if s.words[at] in _DEGREES and s.word(verb) in _IS and not _goes_further(p, at + 1):
        measure = subject(p, verb)
        if not is_incident(p, measure):
            return None
        timed = any(at < i for i in p.date_at) or s.word(at + 1) in _THEN
        if timed or not grouped:
            return wordless("trend", "trend", direction, (at, at + 1), f"trend:is {s.words[at]}", measure)
        return wordless("ratio", "qual_compare", direction, (at, at + 1), f"ratio:is {s.words[at]}", measure)
    if (
        s.word(at + 1) in _DANGEROUS
        and s.word(verb) in _IS
        and (s.words[at + 2 : at + 5] == ["in", "the", "past"] or s.word(at + 2) in _THEN or at + 3 in p.date_at)
    ):
        return wordless("change", "qual_compare", direction, (at, at + 2), f"change:{s.words[at]}", subject(p, verb))
    measure = phrase_right(p, at + 1)
    if grouped and measure and measure[0] == at + 1:
        start = next((i for i in range(max(0, verb - 14), verb) if s.words[i] in _WITH), None)
        if start is not None and s.word(verb) in _HAVE and measure and is_incident(p, measure):
            return wordless("ratio", "qual_compare", direction, (at, at + 1), f"ratio:have {s.words[at]}", measure)
    return None


def _goes_further(p: Parsed, at: int) -> bool:
    """Whether a comparative is only part of a phrase: "is more likely", "are less violent places"."""
    return content(p, at) and at not in p.date_at


def _outnumbered(p: Parsed, at: int) -> Match | None:
    """ "gun deaths outnumber traffic deaths"."""
    measure, other = subject_left(p, at), phrase_right(p, at + 1)
    if p.s.word(at + 1) == "those" and p.s.word(at + 2) in ("in", "off", "of") and at + 3 in p.place_at:
        other = group_from(p, at + 3)  # "Murders in Texas outnumbered those in Florida"
    if measure is None or not is_counted(p, measure) or other is None or at + 1 in p.quantity_at:
        return None
    if not (is_incident(p, other) or other[0] in p.place_at or is_people(p, other) or is_incident(p, measure)):
        return None
    one = wordless("ratio", "qual_compare", "up", (at, at + 1), f"ratio:{p.s.words[at]}", measure)
    one.other = other
    return one


def _than(p: Parsed, at: int) -> int | None:
    """The "than" that belongs to a comparative, where it opens no number ("more than 40")."""
    s = p.s
    end = next((i for i in range(at + 1, min(len(s), at + 24)) if s.words[i] in _THAN), None)
    if end is None or s.words[end] in (";", ".") or end + 1 in p.quantity_at:
        return None
    if s.words[end] == "compared":
        return end + 1 if s.word(end + 1) in ("to", "with") else None
    return None if s.word(end + 1) in ("just", "half", "a", "one") else end


def _whole_list(p: Parsed, first: Span, end: int) -> Span:
    """The list that opens with a phrase, where it ends with incidents: "more insults, attacks and hate crimes than"."""
    s = p.s
    last = first
    while s.word(last[1]) in (",", "and", "or"):
        start = last[1] + 1 + (s.word(last[1] + 1) in ("and", "or"))
        more = run_right(p, start)
        if more is None or more[1] > end or not is_incident(p, more):
            break
        last = more
    return (first[0], last[1])


def _compared_measure(p: Parsed, at: int, end: int, taken: list[Match]) -> Span | None:
    s = p.s
    measure = run_right(p, at + 1)
    if s.word(at + 1) == "likely" and any(
        s.flags[i] & (lex.EVENT | lex.INCIDENT) for i in range(at + 2, min(len(s), end + 8))
    ):
        return subject_left(p, at)
    if s.word(at + 1) in _DANGEROUS:
        return subject_left(p, at)
    if s.words[at] in ("higher", "lower", "greater") or s.words[at] in WORSE:
        own = phrase_right(p, at + 1)
        measure = own if own and own[1] <= end and is_incident(p, own) else subject_left(p, at)
        return measure if is_incident(p, measure) else None
    if (
        (measure is None or s.words[at] in ("lower", "higher"))
        and (s.word(at - 1 - bool(s.flag(at - 1) & lex.ADV)) == "," or at - 1 in p.date_at)
        and end == at + 1
    ):  # "12 shootings, more than any other state"
        last = next((one for one in reversed(taken) if one.span[1] <= at), None)
        return last.measure if last and last.kind in ("level", "rate") else None
    if measure is None:
        return None
    measure = _whole_list(p, measure, end)
    if is_incident(p, (measure[1] - 1, measure[1])) or is_incident(p, measure) or s.words[measure[1] - 1] == "lives":
        return measure
    near = [*range(max(0, at - 3), at), *range(measure[1], min(len(s), end + 8))]  # "killed more people than"
    told = any((s.flags[i] & lex.EVENT and not s.flags[i] & lex.WEAK) or match(s.words, i, _IDIOMS) for i in near)
    return measure if is_people(p, measure) and told else None
