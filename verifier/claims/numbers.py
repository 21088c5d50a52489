"""Numbers in digits and words: where they stand and what they are worth."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from verifier.claims.lexicon import bag
from verifier.claims.tokens import Sentence

_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_SMALL |= {"nought": 0, "naught": 0}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0, "lakh": 1e5,
    "crore": 1e7, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "lakhs": 1e5, "crores": 1e7,
    "quadrillion": 1e15, "bln": 1e9, "tln": 1e12, "mln": 1e6, "bn": 1e9, "trillions": 1e12, "dozens": 12.0,
}  # fmt: skip
_NOUGHT = bag("zero nought naught")
_GLUED_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "mln": 1e6,
    "bln": 1e9,
    "tn": 1e12,
    "g": 1e9,
    "t": 1e12,
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000}
_PARTS = {word: value for word, value in _ORDINALS.items() if value > 2} | {"half": 2, "quarter": 4}
_PARTS |= {word + "s": value for word, value in _PARTS.items() if word != "half"} | {"halves": 2, "quaters": 4}
_VULGAR = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip
_POINTING = bag("the this that which another no each every any")
_AFTER_A_PART = bag(
    "of in since from over on more fewer less the compared last this to as were are was is have has said and "
    "between during while but by after higher lower that say all reduction increase drop decline rise fall "
    "decrease when had cut up down with than live die died who for at below above"
)
_LONGEST = 18  # digits; a longer string of digits names something, it does not count anything

NUMBER_WORDS = frozenset(_SMALL) | frozenset(_TENS) | frozenset(_SCALES) | frozenset(_ORDINALS) | frozenset(_PARTS)
_ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th)\Z")

Kind = Literal["cardinal", "ordinal", "fraction", "times"]
_TIMES = {"twice": 2.0, "thrice": 3.0, "twofold": 2.0, "tenfold": 10.0, "hundredfold": 100.0, "thousandfold": 1000.0}
_TIMES |= {word + "fold": float(value) for word, value in _SMALL.items() if value > 1} | {
    word + "fold": float(value) for word, value in _TENS.items()
}


@dataclass(slots=True)
class Number:
    """A number at tokens [first, last); `digits` when it is written in figures."""

    first: int
    last: int
    value: float
    kind: Kind
    digits: bool


def numbers(sentence: Sentence) -> list[Number]:
    """All numbers of a sentence, left to right, none overlapping."""
    found: list[Number] = []
    at, end = 0, len(sentence)
    words = sentence.words
    while at < end:
        word = words[at]
        number = None
        if word[0].isdecimal() or (word[0] == "." and len(word) > 1 and word[1].isdecimal()):
            number = _figures(sentence, at)
        elif word in _TIMES:
            number = Number(at, at + 1, _TIMES[word], "times", False)
        elif word in NUMBER_WORDS or word in _VULGAR or word in ("a", "an", "couple"):
            number = _spelled(sentence, at)
        if number is None:
            at += 1
        else:
            found.append(number)
            at = number.last
    return _joined(sentence, found)


def _joined(sentence: Sentence, found: list[Number]) -> list[Number]:
    """Numbers that are one when read on: "forty two and a third", "five point two", "40 000", "minus five"."""
    out: list[Number] = []
    for number in found:
        one = _with_next(sentence, out[-1], number) if out else None
        if one is not None:
            out[-1] = one
            continue
        sign = sentence.word(number.first - 1)
        glued = sentence.glued(number.first) and not sentence.glued(number.first - 1)
        if number.kind in ("cardinal", "fraction") and (sign in ("minus", "negative") or (sign == "-" and glued)):
            number.value, number.first = -number.value, number.first - 1
        out.append(number)
    return out


def _with_next(sentence: Sentence, left: Number, right: Number) -> Number | None:
    """The one number that two neighbours make, or None."""
    if left.kind != "cardinal" or right.kind not in ("cardinal", "fraction"):
        return None
    words = sentence.words
    link = words[left.last : right.first]
    if right.kind == "fraction" and link == ["and"]:
        scale = _SCALES.get(words[left.last - 1], 1.0)
        unit = scale if scale >= 1e6 else 1.0  # "3 million and a half" is 3,500,000
        return Number(left.first, right.last, left.value + right.value * unit, "cardinal", left.digits)
    if right.kind != "cardinal":
        return None
    if link == ["point"] and not left.digits and right.value == int(right.value) and right.value < 1e6:
        zeros = 0
        while words[right.first + zeros] in _NOUGHT and right.first + zeros + 1 < right.last:
            zeros += 1
        return Number(
            left.first,
            right.last,
            left.value + right.value / 10 ** (len(f"{right.value:.0f}") + zeros),
            "cardinal",
            False,
        )
    spaced = (
        not link and left.digits and right.digits and sentence.starts[right.first] - sentence.ends[left.last - 1] == 1
    )
    if (
        spaced
        and right.last == right.first + 1
        and words[right.first] == "000"
        and left.value < 1000
        and left.value >= 1
    ):
        return Number(left.first, right.last, left.value * 1000, "cardinal", True)
    if (
        link in ([], ["and"])
        and words[left.last - 1] in _SCALES
        and right.value < _SCALES[words[left.last - 1]]
        and left.digits
    ):
        return Number(left.first, right.last, left.value + right.value, "cardinal", True)  # "3 hundred and 21"
    return None


def figure(word: str) -> float | None:
    """The value of a token in figures, or None where it is too long to count anything."""
    plain = word.replace(",", "")
    value = float(plain) if len(plain) <= _LONGEST else math.inf
    return value if math.isfinite(value) else None


def _figures(sentence: Sentence, at: int) -> Number | None:
    words = sentence.words
    value = figure(words[at])
    if value is None:
        return None
    after = at + 1
    following = sentence.word(after)
    if sentence.glued(after) and _ORDINAL_SUFFIX.fullmatch(following) and "." not in words[at]:
        return Number(at, after + 1, value, "ordinal", True)
    if following in _VULGAR:
        value, after = value + _VULGAR[following], after + 1
    elif (
        following == "/"
        and sentence.word(after + 1).isdecimal()
        and sentence.glued(after)
        and sentence.glued(after + 1)
    ):
        return _slashed(sentence, at, value)
    elif (
        following.isdecimal()
        and sentence.word(after + 1) == "/"
        and sentence.glued(after + 1)
        and sentence.glued(after + 2)
        and sentence.word(after + 2).isdecimal()
    ):
        below = figure(sentence.word(after + 2))
        part = figure(following)
        if below and part and part < below:  # 1 1/2
            value, after = value + part / below, after + 3
    elif sentence.glued(after) and following in _GLUED_SCALES:
        return Number(at, after + 1, value * _GLUED_SCALES[following], "cardinal", True)
    return _scaled(sentence, at, after, value, True)


def _slashed(sentence: Sentence, at: int, value: float) -> Number:
    below = figure(sentence.word(at + 2))
    if (
        not below or value >= below or (value, below) == (9, 11) or sentence.word(at + 3) == "/"
    ):  # 9/11, 24/7 and dates are no fractions
        return Number(at, at + 1, value, "cardinal", True)
    return Number(at, at + 3, value / below, "fraction", True)


def _scaled(sentence: Sentence, first: int, after: int, value: float, digits: bool) -> Number:
    """Multiply by the scale words that follow: "1.5 million", "20-thousand", "3 hundred thousand"."""
    while True:
        step = after + 1 if sentence.word(after) == "-" and sentence.glued(after) else after
        scale = _SCALES.get(sentence.word(step))
        if scale is None or not math.isfinite(value * scale):
            return Number(first, after, value, "cardinal", digits)
        value, after = value * scale, step + 1


def _spelled(sentence: Sentence, at: int) -> Number | None:
    words = sentence.words
    word = words[at]
    if word in _VULGAR:
        return Number(at, at + 1, _VULGAR[word], "fraction", False)
    if word in ("a", "an", "couple"):
        return _indefinite(sentence, at)
    if word in _SCALES and word not in _SMALL:
        # "hundreds", "dozens": vague counts are the quantity layer's; "hundred" alone is 100
        return None if word.endswith("s") else _continue(sentence, at, at, 0.0)
    if word == "half" and sentence.word(at + 1) in ("a", "an") and sentence.word(at + 2) in _SCALES:
        return Number(at, at + 3, 0.5 * _SCALES[sentence.word(at + 2)], "cardinal", False)
    if word in ("half", "quarter") and sentence.word(at + 1) in ("million", "billion"):
        return Number(at, at + 2, _SCALES[sentence.word(at + 1)] / _PARTS[word], "cardinal", False)
    if word == "one" and sentence.word(at - 1) in _POINTING:
        return None  # "the one you mentioned"
    if word in ("half", "halves", "quarter", "quarters"):
        return Number(at, at + 1, 1 / _PARTS[word], "fraction", False)
    if word in _ORDINALS:
        return Number(at, at + 1, float(_ORDINALS[word]), "ordinal", False)
    if word in _PARTS:
        return None
    return _continue(sentence, at, at, 0.0)


def _indefinite(sentence: Sentence, at: int) -> Number | None:
    """ "a hundred", "a dozen", "a third", "a quarter", "a half", "a couple"."""
    following = sentence.word(at + 1)
    if sentence.words[at] == "couple":
        return Number(at, at + 1, 2.0, "cardinal", False)
    if following in ("hundred", "thousand", "million", "billion", "trillion", "dozen", "lakh", "crore"):
        return _continue(sentence, at, at + 1, 0.0)
    if following == "half" and sentence.word(at + 2) in ("million", "billion", "dozen"):
        return Number(at, at + 3, 0.5 * _SCALES[sentence.word(at + 2)], "cardinal", False)
    if following in _PARTS and not following.endswith("s") and _is_part(sentence, at + 2):
        return Number(at, at + 2, 1 / _PARTS[following], "fraction", False)
    return None


def _is_part(sentence: Sentence, after: int) -> bool:
    """Whether "a third" here is a part, not the third in a row: what follows is no noun ("a third attack")."""
    following = sentence.word(after)
    return not following or not following[0].isalpha() or following in _AFTER_A_PART


def _continue(sentence: Sentence, first: int, at: int, value: float) -> Number | None:
    """A number in words from token `at` on: "three hundred and twelve", "twenty-five thousand", "two-thirds"."""
    words, end = sentence.words, len(sentence)
    total, part = 0.0, 0.0
    seen_small = seen = False
    i = at
    while i < end:
        step = i + 1 if i > at and words[i] == "-" and sentence.glued(i) and sentence.glued(i + 1) else i
        if step >= end:
            break
        word = words[step]
        if word == "and" and seen and part % 100 == 0 and not seen_small:
            following = sentence.word(step + 1)
            if following in _SMALL or following in _TENS:
                i = step + 1
                continue
            break
        if word in _TENS and not seen_small and part % 100 == 0:
            part += _TENS[word]
        elif word in _SMALL and not seen_small:
            if part % 100 and (part % 10 or _SMALL[word] >= 10 or _SMALL[word] == 0):
                break
            part += _SMALL[word]
            seen_small = True
        elif word in _SCALES and (not word.endswith("s") or seen):
            scale = _SCALES[word]
            if word.endswith("s") and sentence.word(step + 1) == "of" and word != "crores" and word != "lakhs":
                break
            part = (part if seen else 1.0) * scale
            seen_small = False
            if scale >= 1000:
                total, part = total + part, 0.0
            elif scale == 12:
                i, seen = step + 1, True
                break
        else:
            break
        seen = True
        i = step + 1
    if not seen:
        return None
    value = total + part
    if not math.isfinite(value):
        return None
    return _with_part(sentence, first, i, value)


def _with_part(sentence: Sentence, first: int, after: int, value: float) -> Number:
    """ "two-thirds", "three quarters", "one in", "two and a half", "one and a half million"."""
    words = sentence.words
    step = after + 1 if sentence.word(after) == "-" and sentence.glued(after) else after
    part = _PARTS.get(sentence.word(step))
    single = value == 1 and not sentence.word(step).endswith("s")
    if part and (value < part or sentence.word(step).endswith("s")) and (single or sentence.word(step).endswith("s")):
        if (
            single
            and step == after
            and sentence.word(step) not in ("half", "quarter")
            and not _is_part(sentence, step + 1)
        ):
            return Number(first, after, value, "cardinal", False)
        return Number(first, step + 1, value / part, "fraction", False)
    for joined in (["and", "a", "half"], ["-", "and", "-", "a", "-", "half"]):
        if words[after : after + len(joined)] == joined:
            return _scaled(sentence, first, after + len(joined), value + 0.5, False)
    if sentence.word(after) in _VULGAR:
        return _scaled(sentence, first, after + 1, value + _VULGAR[sentence.word(after)], False)
    tens_ordinal = _ORDINALS.get(sentence.word(step))
    if tens_ordinal and tens_ordinal < 10 and step > after and value % 10 == 0 and 0 < value < 100:
        return Number(first, step + 1, value + tens_ordinal, "ordinal", False)
    return Number(first, after, value, "cardinal", False)
