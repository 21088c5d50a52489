"""A change that a sentence tells by its size and by its counts: one claim, with the counts kept beside it.

"Tripled from 56 in 2020 to 167 in 2021", "rose 56% from 188 to 294", "294 against 188 in 2020, a rise of 56 percent".
"""

from __future__ import annotations

from dataclasses import replace

from verifier.claims.phrases.match import Match
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text.lexicon import CHANGE_NOUN, TIME_UNIT, bag

_SIZES = ("pct_change", "multiple", "fraction_change", "to_pct_of_base", "to_fraction_of_base", "abs_change")
_BETWEEN = bag(
    "off at across near throughout to , ( ) : - — from a an the or of by in with nearly almost about around more than "
    "over and that is which on worldwide globally nationwide nationally compared previous preceding same time"
)
_AGAINST = bag("against versus vs with to from")
_UPON = bag("on over from than since in")


def one_change(p: Parsed, found: list[Match]) -> list[Match]:
    """The claims of a sentence with each change and its counts as one, in text order."""
    out = [_with_counts(one) for one in found]
    at = 0
    while at < len(out):
        made = _sized(p, out, at) or _set_against(p, out, at)
        if made is None:
            out[at : at + 2] = _apposed(p, out, at)
            at += 1
        else:
            whole, size = made
            out[at : at + size] = [whole]
    return out


def _with_counts(one: Match) -> Match:
    """A change "from 188 to 294" with these as its counts."""
    if one.form != "from_to" or one.unit != "count" or not isinstance(one.value, tuple):
        return one
    return replace(one, counts=(one.value[1], one.value[0]), numbers=one)


def _sized(p: Parsed, found: list[Match], at: int) -> tuple[Match, int] | None:
    """A size beside "from … to …": "rose 56% from 188 in 2020 to 294 in 2021", "to 294 from 188, up 56 percent"."""
    pair = found[at : at + 2]
    sizes, counts = ([one for one in pair if one.form in forms] for forms in (_SIZES, ("from_to",)))
    if len(sizes) != 1 or len(counts) != 1 or not _belongs(p, *pair):
        return None
    (size,), (count,) = sizes, counts
    rated = (count.unit or "").startswith("per_")  # "eightfold, from 5.8 per 100,000 in 2018 to 45.7 in 2023"
    if (count.counts is None and not rated) or size.direction != count.direction:
        return None
    return _joined(size, count, count.counts), 2


def _set_against(p: Parsed, found: list[Match], at: int) -> tuple[Match, int] | None:
    """Two levels and what lies between them: "240 bombings against 160 in 2013, a rise of 50 percent"."""
    if [one.kind for one in found[at : at + 3]] != ["level", "level", "change"]:
        return None
    now, then, size = found[at : at + 3]
    numbers = _number(now), _number(then)
    lead = _skipping(p, then.span[0] - 1)
    rule = "from_to:against" if p.s.words[lead] in _AGAINST else _in_order(p, now, then)
    if size.form not in _SIZES or None in numbers or rule is None or not _belongs(p, then, size):
        return None
    after, before = numbers if rule == "from_to:against" else numbers[::-1]
    if size.direction != ("up" if after > before else "down"):  # type: ignore[operator]
        return None
    span = (now.span[0], then.span[1])
    count = replace(now, span=span, kind="change", form="from_to", rule=rule, numbers=None)
    return _joined(size, count, (after, before)), 3


def _in_order(p: Parsed, first: Match, second: Match) -> str | None:
    """The rule for two counts of a year each, "102 strikes in 2019 and 1,196 in 1985": which of them is the later."""
    dated = [next((date for date in p.dates if 0 <= date.first - one.ends <= 4), None) for one in (first, second)]
    if p.s.word(second.span[0] - 1) != "and" or None in dated or dated[0] is dated[1]:
        return None
    windows = [date.window for date in dated if date and date.window]
    if len(windows) != 2 or windows[0].start == windows[1].start:
        return None
    return "from_to:against" if windows[0].start > windows[1].start else "from_to:and"


def _apposed(p: Parsed, found: list[Match], at: int) -> list[Match]:
    """A level and the change that led to it, where a year is named to compare with: "240 in 2014, a 50% rise on 2013",
    "240 in 2014, up 50 percent from 2013": one claim. Of other times the level stays a claim of its own, and is the
    later count of the change.
    """
    pair = found[at : at + 2]
    if [one.kind for one in pair] != ["level", "change"]:
        return pair
    now, size = pair
    number, end = _number(now), size.span[1]
    if size.form not in _SIZES or number is None or not _belongs(p, now, size) or p.s.words[size.span[0] - 1] == "by":
        return pair
    while end < len(p.s) and (p.s.flags[end] & CHANGE_NOUN or p.s.words[end] in ("more", "fewer", "less", "higher")):
        end += 1
    end += p.s.words[end : end + 2] == ["than", "in"]
    dates = [p.date_at.get(end + 1), *(p.date_at.get(i) for i in range(now.span[1], size.span[0]))]
    if p.s.word(end) not in _UPON or dates[0] is None or not any(dates[1:]):
        return pair
    whole = replace(_joined(size, replace(now, rule="level:apposed"), (number, None)), numbers=None)
    years = dates[0].last - dates[0].first == 1 and p.s.words[dates[0].first].isdecimal()
    return [whole] if years else [now, whole]


def _joined(size: Match, count: Match, counts: tuple[float | None, float | None] | None) -> Match:
    rule = f"{size.rule} with {count.rule}"
    return replace(size, counts=counts, numbers=count, rule=rule, measure=size.measure or count.measure)


def _belongs(p: Parsed, first: Match, second: Match) -> bool:
    """Whether nothing but dates, places, commas and words of change stands between two claims of one measure."""
    if first.measure != second.measure and not (_within(p, first, second) or _elided(first, second)):
        return False
    s, measure = p.s, range(*first.measure) if first.measure else ()
    return all(
        at in p.date_at
        or at in p.place_at
        or at in measure
        or s.words[at] in _BETWEEN
        or s.words[at] in ("up", "down", "increase", "decrease", "change")
        or s.flags[at] & TIME_UNIT
        or bool(s.flags[at] & CHANGE_NOUN)
        for at in range(first.span[1], second.span[0])
    )


def _elided(first: Match, second: Match) -> bool:
    """Whether the later claim takes its measure from before it: whatever it is said of stands to the left of it."""
    return second.measure is None or second.measure[1] <= second.span[0]


def _within(p: Parsed, first: Match, second: Match) -> bool:
    """Whether one measure holds the other's words."""
    both = [set(p.s.words[slice(*one.measure)]) for one in (first, second) if one.measure]
    return len(both) == 2 and (both[0] <= both[1] or both[1] <= both[0])


def _number(one: Match) -> float | None:
    return one.value if isinstance(one.value, float | int) and one.unit == "count" else None


def _skipping(p: Parsed, at: int) -> int:
    return p.s.back(at, 0, ("just", "only", "the", "about", "some"))
