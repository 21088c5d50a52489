"""Numbers with their unit, comparator and range; and the numbers that count nothing (dates, ages, money, names)."""

from __future__ import annotations

from verifier.claims.dates.date_spans import DateSpan
from verifier.claims.numbers.money import before_money
from verifier.claims.numbers.number_search import Number, figure
from verifier.claims.numbers.spelled_numbers import SCALES
from verifier.claims.quantities.movement import direction_word
from verifier.claims.quantities.quantity import Quantity as Quantity
from verifier.claims.quantities.torn_numbers import torn
from verifier.claims.quantities.uncounted import UNITS, not_counting
from verifier.claims.text.lexicon import PREP, bag, match, match_before, phrases
from verifier.claims.text.tokens import Sentence

_BEFORE = phrases("comparators", "exact", "approx", "less_than", "more_than", "at_most", "at_least")
_AFTER = phrases("comparators", "after_at_least", "after_at_most", "after_approx")
_COMPARATOR = {"after_at_least": "at_least", "after_at_most": "at_most", "after_approx": "approx"}
DATED = "part of a date or period"
_VERB_PHRASES = phrases("change", "up_verbs")
_PREFIX_BOUNDS = {"near": "approx", "nearly": "approx", "almost": "approx", "sub": "less_than"}
_POINTS = frozenset([("percentage", "-", "point"), ("percentage", "-", "points")])
_LINKS = bag("and to - — or ~ through")
_BREAKS = frozenset([",", ";", ":", "."])


def quantities(
    sentence: Sentence, found: list[Number], spans: list[DateSpan], movements: bool = False
) -> list[Quantity]:
    """The quantities of a sentence in order, those that count nothing included (with the reason).

    With `movements`, "from 10 to 15" is one range; else two quantities, the ends of a change.
    """
    dated = {at for span in spans for at in range(span.first, span.last)}
    out: list[Quantity] = []
    index = 0
    while index < len(found):
        number = found[index]
        if number.first in dated:
            out.append(_plain(number, DATED))
            index += 1
            continue
        part = torn(sentence, number, dated)
        if part:
            out.append(_plain(number, part))
            index += 1
            continue
        joined = _range(sentence, found, index, dated, movements) or _and_a_half(sentence, found, index)
        quantity = joined or _single(sentence, number)
        index += 2 if joined else 1
        if number.kind == "fraction" and not joined:
            _unit_and_a_half(sentence, quantity)
        if joined:
            quantity.not_counting = torn(sentence, found[index - 1], dated)
        if quantity.not_counting is None:
            quantity.not_counting = not_counting(sentence, quantity)
        out.append(quantity)
    return out


def _and_a_half(sentence: Sentence, found: list[Number], index: int) -> Quantity | None:
    """ "three hours and a half" as three and a half."""
    if index + 1 == len(found):
        return None
    number, part = found[index], found[index + 1]
    if number.kind != "cardinal" or part.kind != "fraction" or part.first - number.last != 2 or part.value >= 1:
        return None
    if not sentence.flags[number.last] & UNITS or sentence.words[number.last + 1] != "and":
        return None
    quantity = _single(sentence, number)
    quantity.value, quantity.last = number.value + part.value, part.last
    return quantity


def _unit_and_a_half(sentence: Sentence, q: Quantity) -> None:
    """ "a year and a half" as one and a half."""
    at = q.core - 3
    if at < 0 or sentence.words[at] not in ("a", "an", "one") or sentence.words[q.core - 1] != "and":
        return
    if sentence.flags[at + 1] & UNITS and not isinstance(q.value, tuple):
        q.value, q.unit, q.first, q.core, q.core_end, q.last = 1 + q.value, "count", at, at, at + 1, q.core_end
        _compare(sentence, q)


def _plain(number: Number, reason: str | None = None) -> Quantity:
    unit = {"ordinal": "ordinal", "fraction": "fraction", "times": "times"}.get(number.kind, "count")
    return Quantity(
        number.first, number.first, number.last, number.last, number.value, unit, "exact", reason, not number.digits
    )


def _single(sentence: Sentence, number: Number) -> Quantity:
    quantity = _plain(number)
    unit, quantity.last = _unit(sentence, number.last)
    if sentence.words[number.first - 1 : number.first] == ["of"] and not unit and number.kind == "cardinal":
        leads = _percent_of(sentence, number.first - 2)
        if leads is not None:
            quantity.first, unit = leads, "percent"
    if unit and number.kind in ("cardinal", "fraction"):
        quantity.unit = unit
    _compare(sentence, quantity)
    if quantity.unit == "count" and _factor(sentence, quantity.first):
        quantity.first, quantity.unit = _factor(sentence, quantity.first) or quantity.first, "times"
    return quantity


def _factor(sentence: Sentence, at: int) -> int | None:
    """Where "a factor of" before a number begins: "increased by a factor of 2.5"."""
    w = sentence.word
    return at - 3 if (w(at - 3), w(at - 2), w(at - 1)) == ("a", "factor", "of") else None


def _percent_of(sentence: Sentence, at: int) -> int | None:
    """Where a "percent of twenty" that opens a text begins; None elsewhere, where it is a share of twenty."""
    w = sentence.word
    first = at if w(at) in ("percent", "percents") else at - 1 if (w(at - 1), w(at)) == ("per", "cent") else None
    return first if first == 0 else None


def _unit(sentence: Sentence, after: int) -> tuple[str | None, int]:
    """The unit that follows a number, and the index after it."""
    w = sentence.word
    at = after + 1 if w(after) == "-" and sentence.glued(after) else after
    if w(at) in ("%", "pct", "pc", "p.c.") or (
        w(at).startswith("percent") and not w(at).startswith(("percentage", "percentile"))
    ):
        at += 1
        if w(at) == "." and sentence.glued(at) and w(at - 1) == "pct":
            at += 1
        if w(at) in ("point", "points"):
            return "percentage_point", at + 1
        if w(at) == "-" and w(at + 1) in ("point", "points"):
            return "percentage_point", at + 2
        return "percent", at
    if w(at) == "per" and w(at + 1) in ("cent", "cents"):
        return "percent", at + 2
    if w(at) == "per" and w(at + 1) == "-" and w(at + 2) == "cent":
        return "percent", at + 3
    if (w(at), w(at + 1), w(at + 2)) in _POINTS:
        return "percentage_point", at + 3
    if w(at) == "percentage":
        return ("percentage_point", at + 2) if w(at + 1) in ("point", "points") else ("percent", at + 1)
    if w(at) in ("times", "fold") or (w(at) in ("x", "×") and not w(at + 1)[:1].isdecimal()):
        return "times", at + 1
    if w(at).endswith("fold") and len(w(at)) > 4:
        return None, after
    return None, after


def _range(sentence: Sentence, found: list[Number], index: int, dated: set[int], movements: bool) -> Quantity | None:
    """ "10 to 15", "between $3,000 and $4,500", "10-15 percent", "two or three"; not "from 10 to 15", a change."""
    if index + 1 >= len(found):
        return None
    low, high = found[index], found[index + 1]
    if high.first in dated or low.kind == "ordinal" or high.kind == "ordinal" or high.first - low.last > 9:
        return None
    words = sentence.words
    unit_low, low_end = _unit(sentence, low.last)
    own = sentence.word(high.last)  # "15kHz to 17kHz": what follows both is their unit
    while low_end < high.first and (
        sentence.flags[low_end] & UNITS
        or (words[low_end] == own and words[low_end].isalpha())
        or (words[low_end] == "-" and sentence.flags[low_end + 1] & (UNITS | PREP))
    ):
        low_end += 1
    start = before_money(sentence, high.first)
    if start <= low_end or before_money(sentence, low.first) == low.first:
        start = high.first  # money on one side only
    link = [word for word in words[low_end:start] if word != "-"] or words[low_end:start][:1]  # "10-to-15-year"
    lead = _lead(sentence, low.first)
    moving = movements and lead == "from" and link[-1:] == ["to"] and not _BREAKS.intersection(link)
    if (len(link) != 1 and not moving) or link[-1] not in _LINKS:
        return None
    link_word = link[-1]
    if (link_word in ("and", "through") and not lead) or (link_word == "to" and lead == "from" and not movements):
        return None
    far = high.value > 3 * low.value and not unit_low and sentence.word(low.first - 1) in ("by", "or")
    if link_word == "to" and far and not _unit(sentence, high.last)[0]:
        return None  # "up five per cent by 354 to 7,519"
    if link_word == "to" and not lead and _step_to(sentence, low, low_end, high.last):
        return None
    if link_word == "to" and low.kind == "fraction" and not low.digits and high.digits and high.value > 1:
        return None  # "fell by half to 206"
    low_value, high_value = _ends(sentence, low, high, link_word == "-")
    if low_value >= high_value and not (moving and low_value > high_value):
        return None
    if link_word == "-" and not sentence.glued(high.first) and not sentence.glued(low_end) and start == high.first:
        return None
    unit, last = _unit(sentence, high.last)
    near = unit and high_value < 1.5 * low_value  # "60 or 70 percent"
    if link_word == "or" and (high_value > 3 * low_value or (not unit_low and low_value > 20 and not near)):
        return None
    if unit_low and unit_low != unit:
        return None
    quantity = Quantity(
        low.first, low.first, high.last, last, (low_value, high_value), unit or unit_low or "count", "exact", None,
        not low.digits,
    )  # fmt: skip
    if lead == "between":
        quantity.first = low.first - 1
    _compare(sentence, quantity)
    return quantity


def _ends(sentence: Sentence, low: Number, high: Number, hyphen: bool) -> tuple[float, float]:
    """The ends of a range, where the scale is said once: "3 to 4 million", "four or five thousand", "4-5,000"."""
    scale = 1.0
    said = sentence.words[high.last - 1]
    if low.digits and high.digits and high.value >= 1e3 > low.value and said.isalpha():
        scale = high.value / max(1e-9, figure(sentence.words[high.first]) or 1.0)
    elif not low.digits and not high.digits and low.last - low.first == 1:
        scale = SCALES.get(said, 1.0)
    elif hyphen and low.value < 10 and high.value < 1e4 and said.endswith(",000"):
        scale = 1e3
    value = low.value * scale
    return (value if value <= high.value else low.value), high.value


def _lead(sentence: Sentence, at: int) -> str:
    """ "between" or "from" before a number and its currency; else nothing."""
    word = sentence.word(before_money(sentence, at) - 1)
    return "between" if word in ("between", "somewhere") else "from" if word == "from" else ""


def _step_to(sentence: Sentence, low: Number, low_end: int, high_end: int) -> bool:
    """ "rose 12 points to 300", "fell 3.40 to 57.80": how far and where to; "grew 3 to 5 percent" is a range."""
    if not direction_word(sentence, before_money(sentence, low.first) - 1):
        return False
    return low_end > low.last or not (sentence.word(high_end)[:1].isalpha() or sentence.word(high_end) == "%")


def _to_the_unit(words: list[str], start: int, quantity: Quantity) -> bool:
    """Whether "as many as" stands before a number that is no bound, as in India: "as many as 34,651 cases"."""
    return words[start] == "as" and quantity.unit == "count" and quantity.high >= 1000 and quantity.high % 100 != 0


def _compare(sentence: Sentence, quantity: Quantity) -> None:
    words = sentence.words
    before = match_before(words, before_money(sentence, quantity.first), _BEFORE)  # "about $5"
    after = match(words, quantity.last, _AFTER)
    start = quantity.first
    if words[max(0, start - 3) : start] == ["on", "average", ","]:
        quantity.comparator = "approx"
    while before:
        start, label = before
        if words[start] == "up" and match(words, start - 1, _VERB_PHRASES):
            break  # "shot up to 1,524"
        if label in ("more_than", "less_than") and words[quantity.first - 1] == "the":
            break  # "an increase over the 293 deaths in 2023": a number known from before
        if label != "exact":
            quantity.first = start
            quantity.comparator = "exact" if label == "at_most" and _to_the_unit(words, start, quantity) else label
            further = match_before(words, start, _BEFORE)
            if further and further[1] in ("more_than", "less_than", "at_least", "at_most") and label == "approx":
                quantity.first, quantity.comparator = further
            break
        before = match_before(words, start, _BEFORE)
    if sentence.word(quantity.core - 1) == "-" and sentence.glued(quantity.core):  # "near-400,000", "sub-500"
        quantity.comparator = _PREFIX_BOUNDS.get(sentence.word(quantity.core - 2), quantity.comparator)
    if after:
        quantity.last, label = after
        quantity.comparator = _COMPARATOR[label] if quantity.comparator == "exact" else quantity.comparator
    elif quantity.unit == "count" and words[quantity.last : quantity.last + 1] == ["+"]:
        quantity.last += 1
        quantity.comparator = "at_least"
