"""Cue rules for words that are a factor by themselves: doubled, tripled, halved, cut in half."""

from __future__ import annotations

from verifier.claims.phrases.count_words import FIGURES
from verifier.claims.phrases.incident_phrases import is_counted
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import left_out, subject
from verifier.claims.rules.ratios import of_the_whole
from verifier.claims.text.lexicon import (
    ADV,
    AUX,
    DET,
    DOWN_VERB,
    MULTIPLE,
    match_before,
    multiples,
    phrases,
    words_with,
)

_REACH = 24  # words between a claim and "they tripled"
COMPARATORS = phrases("comparators", "approx", "less_than", "more_than", "at_least")
CUES = words_with(MULTIPLE) | {"half"}


def multiple_words(p: Parsed, taken: list[Match]) -> list[Match]:
    """ "murders doubled", "has more than tripled", "cut in half", "halved"."""
    s = p.s
    found: list[Match] = []
    if CUES.isdisjoint(s.words):
        return found
    for at, flag in enumerate(s.flags):
        if s.words[at] == "half" and s.word(at - 1) in ("in", "by") and s.word(at + 1) != "of":
            one = _in_half(p, at)
        elif flag & MULTIPLE:
            one = _doubled(p, at) or _the_number(p, at, taken) or _they(p, at, taken)
        else:
            continue
        if one is not None and not overlaps(one.span, taken):
            found.append(one)
    return found


def _doubled(p: Parsed, at: int) -> Match | None:
    s = p.s
    factor, direction = multiples()[s.words[at]]
    if (s.word(at + 1) == "-" and s.glued(at + 1)) or s.word(at + 1) in ("digits", "digit"):
        return None  # "a quadruple-murder trial", "down by double digits"
    first, comparator = at, "exact"
    before = match_before(s.words, at, COMPARATORS)
    if before:
        first, comparator = before
    noun = s.words[at] in ("double", "triple", "treble", "quadruple")
    if noun and s.word(at + 1) in ("that", "those") and s.word(at + 2) == "of":
        measure = subject(p, first)
        if not is_counted(p, measure):
            return None
        other = phrase_right(p, at + 3)
        return _by_word(
            (first, at + 1), "multiple_ratio", "up", factor, comparator, f"{s.words[at]} that", measure, at, other
        )
    if noun and s.word(at + 1) == "the":
        then = p.quantity_at.get(at + 2)  # "nearly double the 103 recorded in 2021"
        own = (at + 2, then.last) if then and then.unit == "count" else phrase_right(p, at + 2)
        doer = subject(p, first)
        if not (is_counted(p, own) or is_counted(p, doer)):
            doer = left_out(p, first)
        if not (is_counted(p, own) or is_counted(p, doer)):
            return None
        measure = doer if is_counted(p, doer) else own
        timed = own is not None and not of_the_whole(p, own) and _timed(p, own[1])
        form, other = ("multiple", None) if timed else ("multiple_ratio", own)
        return _by_word((first, at + 1), form, "up", factor, comparator, s.words[at], measure, at, other)
    measure = subject(p, first)
    if not is_counted(p, measure):
        after = s.word(at + 1)
        measure = phrase_right(p, at + 2 if after in ("of", "in") else at + 1)
        if not is_counted(p, measure) or (noun and after not in ("of", "in", "our", "their", "its")):
            return None
    if s.words[at].startswith("halv"):
        return _by_word((first, at + 1), "fraction_change", "down", 0.5, comparator, s.words[at], measure, at)
    return _by_word((first, at + 1), "multiple", direction, factor, comparator, s.words[at], measure, at)


def _timed(p: Parsed, at: int) -> bool:
    """Whether a time follows: "the number counted in those months last year"."""
    for i in range(at, min(len(p.s), at + 7)):
        if i in p.date_at or p.s.words[i] in (",", ";", "who", "that"):
            return i in p.date_at
    return False


def _the_number(p: Parsed, at: int, taken: list[Match]) -> Match | None:
    """ "… 131 incidents, nearly double the number counted in those months last year": of what is counted before."""
    s = p.s
    earlier = next((one for one in reversed(taken) if one.span[1] <= at and (one.measure or one.event)), None)
    if s.words[at] not in ("double", "triple", "treble", "quadruple") or s.word(at + 1) != "the" or earlier is None:
        return None
    if s.word(at + 2) not in FIGURES and at + 2 not in p.quantity_at:
        return None
    if at - earlier.ends > 12:
        return None
    before = match_before(s.words, at, COMPARATORS)
    first, comparator = before or (at, "exact")
    timed = _timed(p, at + 3)
    if s.word(first - 1) not in (",", "-", "—", "(", "or", "and") or not timed:
        return None
    factor = multiples()[s.words[at]][0]
    return _like(earlier, _by_word((first, at + 1), "multiple", "up", factor, comparator, s.words[at], None, at))


def _they(p: Parsed, at: int, taken: list[Match]) -> Match | None:
    """ "Executions in Iran rose by 83%, and in Saudi Arabia they tripled": of what the claim before is of."""
    s = p.s
    earlier = next((one for one in reversed(taken) if one.span[1] <= at and (one.measure or one.event)), None)
    pronoun = s.back(at - 1, AUX | ADV)
    if earlier is None or s.words[pronoun] not in ("they", "it") or s.flag(at + 1) & DET or content(p, at + 1):
        return None
    if at - earlier.ends > _REACH or s.words[at] in ("double", "triple", "half"):
        return None
    return _like(earlier, by_word((at, at + 1), multiples()[s.words[at]], "exact", f"{s.words[at]} they", at))


def _like(earlier: Match, made: Match) -> Match:
    """A claim with what another is of."""
    made.measure, made.event, made.measure_of = earlier.measure, earlier.event, earlier.measure_of or earlier
    return made


def _by_word(
    span: Span, form: str, direction: str, value: float, comparator: str, cue: str, measure: Span | None, at: int,
    other: Span | None = None,
) -> Match:  # fmt: skip
    """A claim whose number is a word of change."""
    kind, unit = ("ratio" if form == "multiple_ratio" else "change"), ("fraction" if value < 1 else "times")
    rule = f"multiple:{cue}"
    return Match(span, kind, form, direction, value, unit, comparator, rule, measure, None, at, other, at + 1)


def by_word(span: Span, said: tuple[float, str], comparator: str, cue: str, at: int) -> Match:
    """A change whose size is a word, "halved", of what another claim counts."""
    factor, direction = said
    form = "fraction_change" if factor < 1 else "multiple"
    return _by_word(span, form, direction, factor, comparator, cue, None, at)


def _in_half(p: Parsed, at: int) -> Match | None:
    s = p.s
    verb = next((i for i in range(at - 1, max(-1, at - 16), -1) if s.flags[i] & DOWN_VERB), None)
    if verb is None:
        return None
    measure = phrase_right(p, verb + 1)
    if not is_counted(p, measure) or (measure and measure[0] > at):
        measure = subject(p, verb)
    if not is_counted(p, measure):
        return None
    return _by_word((at - 1, at + 1), "fraction_change", "down", 0.5, "exact", "in half", measure, at)


def overlaps(span: Span, taken: list[Match]) -> bool:
    """Whether a claim of the list already uses these words."""
    return any((one.span[0] < span[1] and span[0] < one.span[1]) or one.anchor in range(*span) for one in taken)
