"""Numbers in a clause that says nothing else: they are of what the claim before counts.

"Texas, last year's epicentre, has had 186 so far", "Ontario's 288 were the most", "Manitoba's figure went from 62 to
88, a jump of 42 per cent". Whatever the clause names beside the number, a place and a time must be words that narrow no
count; a single other noun, and the number may be of that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from verifier.claims.phrases.count_words import CASES, FIGURES, HAD, NEUTRAL, POINTERS, SUPERLATIVES
from verifier.claims.phrases.incident_phrases import is_standing, more_or_less
from verifier.claims.phrases.match import Match
from verifier.claims.phrases.noun_phrases import content
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.place_phrases import opening_place
from verifier.claims.places.place_words import AREAS, DIRECTIONS, NATIONWIDE, PLACE_NOUNS, WORLDWIDE
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.rules.listed import HOSTING, Before
from verifier.claims.rules.rates import per
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

_BOUNDS = bag(", ; : ( ) — - and but while whereas although though") | {'"', ""}
_LIGHT = NEUTRAL | FIGURES | POINTERS | SUPERLATIVES | AREAS | DIRECTIONS | NATIONWIDE | WORLDWIDE | PLACE_NOUNS | CASES
_LIGHT |= bag("national compares compare opposed postwar record corresponding bucked bucking trend exception")
_CUES = lex.CHANGE_VERB | lex.CHANGE_NOUN | lex.UP_WORD | lex.DOWN_WORD | lex.MORE | lex.LESS | lex.TIME_UNIT
_NO_LIGHT = lex.PEOPLE | lex.INCIDENT | lex.EVENT | lex.MEASURE_UNIT | lex.MONEY
_HEIGHTS = bag("peak peaks high low highs lows record average mean")
_LEADS = bag("with at to of against or for")
_THEM = (["of", "them"], ["of", "these"], ["of", "those"])
_SIZES = {"percent": "pct_change", "fraction": "fraction_change", "percentage_point": "pp_change"}
INHERITED = "from_to:inherited"
_COMMAS = bag(", ( — -")
_LEAST = 2


def bare(p: Parsed, q: Quantity, found: list[Match], before: Before | None) -> Match | None:
    """The claim of a number whose clause names nothing that it could count but places and times."""
    if isinstance(q.value, tuple) or q.high < (_LEAST if q.unit == "count" else 0) or not _stands_alone(p, q):
        return None
    clause, end = _clause(p, q)
    earlier = [one for one in found if one.span[1] <= q.first and one.kind not in ("share", "ratio")]
    governor = next((one for one in reversed(earlier) if one.measure or one.event or one.measure_of), None)
    goes_on = min(max(governor.ends, governor.span[1]), q.first) if governor else _past_aside(p, clause)
    source = None
    if governor is None and before is not None and not found:
        governor, source = before.governor(), before.p
    if source is not None and not _HEIGHTS.isdisjoint(p.s.words[: q.first]):
        return None  # "The peak there was 2021, with 15,119": the text goes on from the year before
    if governor is None or governor.kind in ("share", "ratio") or not _anchored(p, q, clause, end):
        return None
    placed = any(at in p.place_at for at in range(clause, end))
    if (";" in p.s.words[goes_on:clause] and not placed) or not all(_says_nothing(p, at) for at in range(goes_on, end)):
        return None
    return _made(p, q, governor, source, max(clause, goes_on), end)


def none_there(p: Parsed, found: list[Match], before: Before | None) -> list[Match]:
    """That a place had nothing of what was counted before: "Prince Edward Island, for its part, had none"."""
    s, nothing = p.s, list[Match]()
    for at in (at for at, word in enumerate(s.words) if word == "none" and s.words[at - 1] in HAD):
        earlier = [one for one in found if one.span[1] <= at and one.kind in ("level", "change", "trend")]
        governor = earlier[-1] if earlier else before.governor() if before else None
        if (
            governor is None
            or governor.kind not in ("level", "change", "trend")
            or s.word(at + 1) not in _BOUNDS | {".", "in"}
        ):
            continue
        q = Quantity(at, at, at + 1, at + 1, 0.0, "count")
        nothing.append(governor.counted_on(q, "level:none there", None if earlier or before is None else before.p))
    return nothing


def _past_aside(p: Parsed, start: int) -> int:
    """Where what a clause goes on from begins: past an aside on the place that opens a sentence, "Texas, last year's
    epicentre, | has had 186".
    """
    opening = opening_place(p)
    aside = opening is not None and p.s.word(opening.last) == "," and p.s.word(start - 1) == ","
    return start if aside else 0


def _made(p: Parsed, q: Quantity, governor: Match, source: Parsed | None, start: int, end: int) -> Match | None:
    direction, by = _moved(p, q, start, end)
    if q.unit in _SIZES:
        if not direction:
            return None
        fields = {"kind": "change", "form": _SIZES[q.unit], "direction": direction, "unit": q.unit}
        return governor.passed_on(q, source, **fields, rule="change:bare")
    if q.unit != "count" or by:
        return _further_percent(p, q, governor, source)
    where, measure = governor.told_in(source or p)
    hosting = not HOSTING.isdisjoint(p.s.words) or not HOSTING.isdisjoint(where.s.words)
    if measure and not hosting and any(is_standing(where, at) for at in range(*measure)):
        return None  # "Sudan with 2.2 million": refugees there, or from there
    of_a_rate = measure is not None and where.s.words[measure[1] - 1] in ("rate", "rates")
    same = governor.kind == "rate" and (source is None or of_a_rate)
    every = per(p, q.last) or (governor.unit if same else None)
    if every is None and (of_a_rate or governor.kind == "rate" or not q.whole):
        return None
    made = governor.counted_on(q, "level:bare", source, unit=every or "count")
    made.direction = direction or "none"
    return made


def two_counts(p: Parsed, q: Quantity, made: Match) -> Match | None:
    """The change that an inherited count is told as: "In Mali it was 1,901, down from 2,118 the year before", "Ghana
    went from five to 14".
    """
    s = p.s
    at = q.last + (s.word(q.last) in _COMMAS)
    down = s.words[at] if s.word(at) in ("up", "down") and s.word(at + 1) == "from" else None
    goes_on = s.word(q.first - 1) == "from" and s.word(q.last) == "to"
    other = p.quantity_at.get(at + 2 if down else q.last + 1) if down or goes_on else None
    if made.kind != "level" or other is None or other.not_counting or other.unit != "count" or content(p, other.last):
        return None
    values = (other.high, q.high) if down else (q.high, other.high)
    way = "up" if values[1] > values[0] else "down"
    if (down and way != down) or isinstance(other.value, tuple):
        return None  # "20, up from 30" is a slip, or not of one thing
    fields: dict[str, Any] = {"kind": "change", "form": "from_to", "direction": way, "value": values}
    fields["rule"] = f"{INHERITED} {'down from' if down else 'from to'}"
    return replace(made, span=(q.first, other.last), ends=other.last, anchor=q.first, **fields)


def _further_percent(p: Parsed, q: Quantity, governor: Match, source: Parsed | None) -> Match | None:
    """A further size behind one in percent, without its sign: "Michigan was up 11 per cent, Indiana down 3"."""
    s = p.s
    if (
        source is not None
        or governor.form != "pct_change"
        or s.word(q.first - 1) not in ("up", "down")
        or q.high >= 100
    ):
        return None
    fields = {"kind": "change", "form": "pct_change", "unit": "percent", "direction": s.words[q.first - 1]}
    return governor.passed_on(q, **fields, rule="change:bare")


def _stands_alone(p: Parsed, q: Quantity) -> bool:
    """Whether nothing that the number could count stands behind it."""
    s, at = p.s, q.last + (p.s.word(q.last) in CASES)
    of = s.word(q.first - 1) == "of" and not s.flag(q.first - 2) & lex.CHANGE_NOUN
    if (of and s.words[q.first - 2] not in FIGURES | _HEIGHTS) or s.flag(q.first - 2) & lex.MULTIPLE:
        return False  # "Kabul, a city of 4 million"; "double the 103 recorded in 2021"
    if s.word(at) == "-" and s.glued(at):
        return False
    if s.words[at : at + 2] in _THEM:
        return True
    return s.word(at) != "of" and (not content(p, at) or at in p.date_at or at in p.place_at or bool(per(p, at)))


def _clause(p: Parsed, q: Quantity) -> tuple[int, int]:
    """The first token of the number's clause, and the one after its last."""
    s, start, end = p.s, q.first, q.last
    while start > 0 and (s.words[start - 1] not in _BOUNDS or start - 1 in p.date_at):
        start -= 1
    while end < len(s) and (s.words[end] not in _BOUNDS or end in p.date_at):
        end += 1
    return start, end


def _anchored(p: Parsed, q: Quantity, start: int, end: int) -> bool:
    """Whether the clause ties its number to a place, a time, a figure told before, or one who had it."""
    s = p.s
    return s.word(q.first - 1) in _LEADS or any(
        at in p.place_at or at in p.date_at or s.words[at] in FIGURES | POINTERS | HAD | NATIONWIDE | WORLDWIDE
        or s.flags[at] & (lex.CHANGE_NOUN | lex.CHANGE_VERB | lex.TIME_UNIT) or s.words[at] == "there"
        for at in range(start, end)
        if at not in range(q.first, q.last)
    )  # fmt: skip


def _says_nothing(p: Parsed, at: int) -> bool:
    """Whether a token names nothing that a number could be of."""
    s = p.s
    if at in p.quantity_at or at in p.date_at or at in p.place_at or not s.words[at][0].isalpha():
        return True
    flag = s.flags[at]
    if s.words[at] in _LIGHT:
        return not flag & _NO_LIGHT or s.words[at] in FIGURES | HAD
    return bool(flag & (lex.CLOSED | _CUES)) and not flag & _NO_LIGHT


def _moved(p: Parsed, q: Quantity, start: int, end: int) -> tuple[str | None, bool]:
    """Which way the number's clause says that it went, and whether the number is how far: "rose by 40"."""
    s = p.s
    for at in (*range(q.first - 1, start - 1, -1), *range(q.last, end)):
        flag = s.flags[at]
        if flag & (lex.CHANGE_VERB | lex.CHANGE_NOUN | lex.UP_WORD | lex.DOWN_WORD):
            down = flag & (lex.DOWN_VERB | lex.DOWN_NOUN | lex.DOWN_WORD)
            to = "to" in s.words[at + 1 : q.first]
            return ("down" if down else "up"), not to
        if at == q.last and more_or_less(flag):
            return more_or_less(flag), True
    return None, False
