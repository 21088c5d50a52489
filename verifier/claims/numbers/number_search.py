"""Numbers in figures and words: where they stand and what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from verifier.claims.numbers.figures import VULGAR, figure, figures, over
from verifier.claims.numbers.spelled_numbers import (
    LEADS,
    NUMBER_WORDS,
    ORDINALS,
    SCALES,
    SMALL,
    TENS,
    point,
    scaled,
    spelled,
    with_part,
)
from verifier.claims.text.lexicon import TIME_UNIT
from verifier.claims.text.tokens import Sentence

__all__ = ["NUMBER_WORDS", "Number", "figure", "numbers"]

Kind = Literal["cardinal", "ordinal", "fraction", "times"]
_TIMES = {"twice": 2.0, "thrice": 3.0, "hundredfold": 100.0, "thousandfold": 1000.0}
_TIMES |= {word + "fold": float(value) for word, value in (SMALL | TENS).items() if value > 1}
_SPELLED = frozenset(SMALL) | frozenset(TENS) | frozenset(SCALES) | frozenset(ORDINALS)
_SPELLED |= {"half", "halves", "quarter", "quarters", "a", "an", "couple"}
# Without a figure or one of these a sentence has no number: "a" and "point" need one of them after them.
CUES = (_SPELLED | LEADS | frozenset(_TIMES) | frozenset(VULGAR) | {"oh"}) - {"a", "an"}

_BEGINS = {"none"} | _SPELLED | frozenset(_TIMES) | frozenset(VULGAR) | {"point"}
_FIGURES = frozenset("0123456789.")

_SOME = frozenset(("several", "few", "many", "multiple"))
_MONEY_SIGNS = frozenset("$£€¥₹")


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
    words, end = sentence.words, 0
    for at in [at for at, word in enumerate(words) if word in _BEGINS or word[0] in _FIGURES or word[0].isdecimal()]:
        if at < end:
            continue  # inside the number before
        word = words[at]
        number = None
        if word in ("a", "an"):
            if at + 1 == len(words) or words[at + 1] not in LEADS:
                continue
            number = _in_words(sentence, at)
        elif word[0].isdecimal() or (word[0] == "." and len(word) > 1 and word[1].isdecimal()):
            number = _in_figures(sentence, at)
        elif word in SCALES and at and words[at - 1] in _SOME:
            continue  # "several hundred people", "a few dozen"
        elif word in _SPELLED:
            number = _in_words(sentence, at)
        elif word in _TIMES:
            number = Number(at, at + 1, _TIMES[word], "times", False)
        elif word in VULGAR:
            number = Number(at, at + 1, VULGAR[word], "fraction", False)
        elif word == "none" and at and words[at - 1] in ("from", "to") and sentence.word(at + 1) != "of":
            number = Number(at, at + 1, 0.0, "cardinal", False)  # "rose from none to six"
        elif word == "point" and (at == 0 or words[at - 1] in ("minus", "negative", "of", "by", "to", ",")):
            after = point(sentence, at)  # "point two four"
            if after:
                number = Number(at, after[1], after[0], "cardinal", False)
        if number is None:
            continue
        if number.kind == "cardinal":
            _divide(sentence, number)
        _sign(sentence, number)
        if not (found and _join(sentence, found[-1], number)):
            found.append(number)
        end = number.last
    return found


def _in_words(s: Sentence, at: int) -> Number | None:
    read = spelled(s, at)
    return Number(at, read[1], read[0], cast("Kind", read[2]), False) if read else None


def _in_figures(s: Sentence, at: int) -> Number | None:
    read = figures(s, at)
    if read is None:
        return None
    value, last, kind = read
    if kind == "cardinal":
        mixed = with_part(s, last, value, SCALES.get(s.words[last - 1], 1.0))  # "3 million and a half"
        if mixed:
            value, last = scaled(s, mixed[1], mixed[0])
    return Number(at, last, value, cast("Kind", kind), True)


def _divide(s: Sentence, number: Number) -> None:
    below = over(s, number.last) if s.word(number.last) in ("over", "out") else None
    if below:
        number.value, number.last, number.kind = number.value / below[0], below[1], "fraction"


def _sign(s: Sentence, number: Number) -> None:
    """ "minus five", "-5", "-$5", and "- 5" where nothing else is said (else it is a dash or an item of a list)."""
    if number.kind not in ("cardinal", "fraction"):
        return
    at = number.first - 1
    money = at > 0 and s.words[at] in _MONEY_SIGNS
    at -= money
    word = s.word(at)
    if word == "-":
        glued = s.glued(at + 1) and (not money or s.glued(number.first)) and not s.glued(at)
        if not glued and not (at == 0 and number.last == len(s)) and not (s.glued(at) and s.word(at - 1) == "minus"):
            return
        at -= s.glued(at)
    elif word not in ("minus", "negative"):
        return
    number.value = -number.value
    if not money:
        number.first = at


def _join(s: Sentence, left: Number, right: Number) -> bool:
    """Make one number of figures with a scale and what it lacks: "3 hundred and 21"."""
    link = s.words[left.last : right.first]
    scale = SCALES.get(s.words[left.last - 1], 0.0)
    if left.kind != "cardinal" or right.kind != "cardinal" or link not in ([], ["and"]) or not left.digits:
        return False
    if not link and s.flag(right.last) & TIME_UNIT:
        return False  # "68.1 million | twelve months earlier"
    if not 0 <= right.value < scale or not right.value.is_integer():
        return False
    left.value, left.last = left.value + right.value, right.last
    return True
