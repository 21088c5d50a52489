"""Numbers in figures: separators, decimals, fractions, powers, and the scales glued to them ("10k", "$4bn")."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from verifier.claims.numbers.spelled_numbers import Read, cardinal, scaled, times
from verifier.claims.text.lexicon import MEASURE_UNIT, MONEY, TIME_UNIT, bag
from verifier.claims.text.tokens import Sentence, lost_its_place

VULGAR = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8, "⅐": 1 / 7, "⅑": 1 / 9, "⅒": 1 / 10,
}  # fmt: skip
_GLUED = {"k": 1e3, "m": 1e6, "mn": 1e6, "mil": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "tn": 1e12}
_GLUED |= {"G": 1e9, "T": 1e12}
_APART = {"k": 1e3, "K": 1e3, "M": 1e6, "MM": 1e6, "B": 1e9, "G": 1e9, "T": 1e12}  # "2.33 k", "1,674.5 G"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
_NARROW = "\u00a0\u202f\u2009\u2007"  # spaces that stand inside numbers only
_AFTER_METRES = bag(
    "long high tall wide deep away above below sprint sprints hurdles race races freestyle butterfly backstroke "
    "breaststroke medley relay final heats dash steeplechase"
)
_NUMBERED = bag("on by no page table figure section article chapter line room route flight the part level age aged day")
_POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_COMMA_DECIMAL = re.compile(r"(?<![\d.,])\d+,\d{1,2}\s?(?:%|per ?cent|pc\b|million)")
_COMMA_THOUSAND = re.compile(r"\d,\d{3}(?!\d)")
_POINT_DECIMAL = re.compile(r"(?<![\d.])\d+\.(?:\d{1,2}|\d{4,})(?![\d.])")
_SUFFIXES = bag("st nd rd th")
_LONGEST = 18  # digits; a longer string of digits names something, it does not count anything


def figure(word: str) -> float | None:
    """The value of a token in figures, or None where it is too long to count anything."""
    plain = word.replace(",", "")
    value = float(plain) if len(plain) <= _LONGEST else math.inf
    if value == 0 and any(sign in "123456789" for sign in plain.partition("e")[0]):
        return None  # 1e-400
    return value if math.isfinite(value) else None


def figures(s: Sentence, at: int) -> tuple[float, int, str] | None:
    """The number in figures that begins at token `at`: value, index after it, and cardinal, fraction or ordinal."""
    value = figure(s.words[at])
    if value is None:
        return None
    if _POINTED.fullmatch(s.words[at]) and _points_part_thousands(s.simple):
        value *= 1000  # "1.234 robberies, 21,3 per cent fewer"
    after = at + 1
    following = s.word(after)
    if s.glued(after) and following in _SUFFIXES and "." not in s.words[at]:
        return value, after + 1, "ordinal"
    if following == "/" or s.word(at - 1) == "/":
        return _slashed(s, at, value)
    if not following.isalpha() or following == "x":
        longer = _broken(s, at) or _grouped(s, at) or _continental(s, at)
        longer = longer or _power(s, at, value) or _with_fraction(s, at, value)
        value, after = longer or (value, after)
    return (*_with_scale(s, after, value), "cardinal")


def _with_scale(s: Sentence, after: int, value: float) -> Read:
    """ "10k", "1.5bn", "2.33 k", "1.5 million"."""
    following = s.word(after)
    if s.glued(after):
        scale = 1e6 if s.raw[after] == "MM" else _GLUED.get(s.raw[after] if following in ("g", "t") else following)
        if scale and not (following == "m" and _metres(s, after + 1)) and not (following == "g" and value < 10):
            return times(value, scale), after + 1  # 45g are grams, a 4G network is the fourth
    elif following and s.raw[after] in _APART and (not s.glued(after + 1) or s.word(after + 1) in (".", ",", ")")):
        return value * _APART[s.raw[after]], after + 1
    return scaled(s, after, value)


def _metres(s: Sentence, after: int) -> bool:
    """Whether the m before this token is a metre: "300m2", "a 37m high wall", "the 100m final"."""
    if s.glued(after) and s.word(after)[:1] in ("2", "3", "²", "³"):
        return True
    return s.word(after + 1 if s.word(after) == "-" else after) in _AFTER_METRES


def _slashed(s: Sentence, at: int, value: float) -> tuple[float, int, str]:
    """ "3/4"; 9/11, 24/7 and dates are no fractions."""
    whole = (value, at + 1, "cardinal")
    if s.word(at + 1) != "/" or not (s.glued(at + 1) and s.glued(at + 2) and s.word(at + 2).isdecimal()):
        return whole
    below = figure(s.word(at + 2))
    chain = s.word(at + 3) == "/" or (s.word(at - 1) == "/" and s.glued(at))
    if not below or value >= below or (value, below) == (9, 11) or chain:
        return whole
    return value / below, at + 3, "fraction"


def _with_fraction(s: Sentence, at: int, value: float) -> Read | None:
    """ "2½", "1 1/2"."""
    following = s.word(at + 1)
    if following in VULGAR:
        return value + VULGAR[following], at + 2
    if not (following.isdecimal() and s.word(at + 2) == "/" and s.glued(at + 2) and s.glued(at + 3)):
        return None
    above, below = figure(following), figure(s.word(at + 3)) if s.word(at + 3).isdecimal() else None
    if not above or not below or above >= below or s.word(at + 4) == "/":
        return None
    return value + above / below, at + 4


def _grouped(s: Sentence, at: int) -> Read | None:
    """ "1 234 567", "40 000", and any group after a narrow space; "in 2005 300 people" is two numbers.

    Where more figures stand beside the groups, it is a row of a table.
    """
    words = s.words
    if not (words[at].isdecimal() and len(words[at]) <= 3 and words[at][0] != "0") or s.word(at - 1)[:1].isdecimal():
        return None
    digits, i, narrow = words[at], at + 1, False
    while i < len(s) and len(digits) < _LONGEST and s.starts[i] - s.ends[i - 1] == 1 and "." not in digits:
        whole, _, rest = words[i].partition(".")
        if len(whole) != 3 or not whole.isdecimal() or (rest and not rest.isdecimal()):
            break
        narrow = narrow or s.text[s.ends[i - 1]] in _NARROW
        digits, i = digits + words[i], i + 1
    groups = i - at
    if groups < 2 or s.word(i)[:1].isdecimal():
        return None
    if not (groups > 2 or narrow or words[at + 1] == "000" or _counts_alone(s, at, i)):
        return None
    value = figure(digits)
    return None if value is None else (value, i)


def _counts_alone(s: Sentence, at: int, end: int) -> bool:
    """Whether two groups are one number: "1 856 people died"; no name, day or title may stand before it."""
    before = s.word(at - 1)
    apart = at == 0 or not before[-1:].isalnum() or (before.isalpha() and not s.capital(at - 1)) or at == 1
    dated = s.flag(at - 1) & TIME_UNIT and s.word(at - 2) not in ("last", "this", "that", "previous")
    if not apart or before in _NUMBERED or dated or _COMMA_THOUSAND.search(s.simple):
        return False
    return not s.flag(end) & (TIME_UNIT | MEASURE_UNIT | MONEY)


@lru_cache(maxsize=8)
def _points_part_thousands(text: str) -> bool:
    """Whether a text writes decimals with a comma ("21,3%") and thousands with nothing else than a point."""
    return bool(_COMMA_DECIMAL.search(text)) and not _COMMA_THOUSAND.search(text) and not _POINT_DECIMAL.search(text)


def _broken(s: Sentence, at: int) -> Read | None:
    """A decimal that lost its place: "1. 4 million", "96. 5 percent" (two sentences would have been parted)."""
    digits = s.word(at + 2)
    if not (s.word(at + 1) == "." and s.glued(at + 1) and digits.isdecimal() and len(digits) < 3):
        return None
    if not lost_its_place(s.simple[s.starts[at + 2] : s.ends[at + 2] + 20]):
        return None
    if s.starts[at + 2] - s.ends[at + 1] != 1 or not s.words[at].isdecimal() or len(s.words[at]) > 3 or at == 0:
        return None
    return float(f"{s.words[at]}.{digits}"), at + 3


def _continental(s: Sentence, at: int) -> Read | None:
    """A comma as the decimal sign: "5,00", "1,3"; in "22,24,26" it parts a list."""
    digits = s.word(at + 2)
    if not (s.word(at + 1) == "," and s.glued(at + 1) and s.glued(at + 2) and digits.isdecimal() and len(digits) < 3):
        return None
    listed = (s.word(at - 1) == "," and s.glued(at)) or (s.word(at + 3) == "," and s.word(at + 4)[:1].isdecimal())
    if listed or not s.words[at].isdecimal():
        return None
    return float(f"{s.words[at]}.{digits}"), at + 3


def _power(s: Sentence, at: int, value: float) -> Read | None:
    """ "2^5", "1.1^-23", "1.3x10^6", "6×10⁻⁴" and "6×10-4" of a text that lost its raised figures."""
    i, times = at + 1, 1.0
    if s.word(i) in ("x", "×", "·", "*") and s.word(i + 1) == "10":
        i, times, value = i + 2, value, 10.0
    elif s.word(i) != "^":
        return None
    if not s.glued(i):
        return None
    written, last = "", i
    while last < len(s) and s.glued(last) and last - i < 8 and (written[-1:] in ("", *"^+-") or s.raw[last] in _RAISED):
        written, last = written + s.raw[last].translate(_SUPERSCRIPTS), last + 1
    sign = -1 if written.lstrip("^")[:1] == "-" and "--" not in written else 1
    exponent = figure(written.lstrip("^+-")) if written.lstrip("^+-")[:1].isdecimal() else None
    if exponent is None or value == 0 or (s.word(last) == "^" and s.glued(last)):
        return None  # 60^3^ is a note
    size = exponent * math.log10(value)
    return (times * value ** (sign * exponent), last) if abs(size) < 300 else None


def over(s: Sentence, end: int) -> Read | None:
    """What a number is divided by, where the text ends there: "three over five", "one out of three"."""
    w = s.word
    at = end + 2 if (w(end), w(end + 1)) == ("out", "of") else end + 1
    if at == end + 1 and w(end) != "over":
        return None
    if w(at)[:1].isdecimal():
        found = figures(s, at)
        below = found[:2] if found and found[2] == "cardinal" else None
    else:
        below = cardinal(s, at) if at < len(s) else None
    if below is None or below[0] <= 0 or any(word not in ".?!)" for word in s.words[below[1] :]):
        return None
    return below
