"""A claim's number as target intervals: which ratios (or counts) would make what was said true.

Every rounded number stands for an interval of half a unit of its last significant digit either way, and of a tenth of
the number at most: 60 is [55, 65), 51.5 is [51.45, 51.55), 100 is [90, 110). "Doubled" is a rise of 100 percent, so it
is [1.9, 2.1). "About" doubles the interval; "nearly" runs from nine tenths of the number up to it, "just over" from the
number up to eleven tenths; "more than" and "up to" leave one side open.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from verifier.claims.claim import Claim

# "A third" is said when no neighbour of this row fits better: the interval ends half-way to each neighbour.
_SPOKEN_FRACTIONS = (0.0, 0.1, 0.2, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.8, 0.9, 1.0)
_FRACTION_WORDS = {
    0.1: "a tenth", 0.2: "a fifth", 0.25: "a quarter", 1 / 3: "a third", 0.5: "half", 2 / 3: "two-thirds",
    0.75: "three-quarters", 0.8: "four-fifths", 0.9: "nine-tenths",
}  # fmt: skip
_FEW = 20  # the denominator of a share said as so many in so many
UNCHANGED = 0.05  # "unchanged" is taken to allow 5% either way
NOUGHT = 1e-9  # the end of an interval that holds nothing but nought
HALF_A_POINT = 0.5
CLOSE = (0.8, 1.25)  # what is from four fifths of a change to five quarters of it is close to it
_HALF = 0.5
_PERCENTAGES = ("pct_change", "pct_ratio", "pp_change", "share_percent", "to_pct_of_base")
_MOST = 0.1  # an interval reaches no further from the number than this share of it

On = Literal["ratio", "count", "rate", "share", "rank", "difference", "points", "run"]

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UP_TO_IT = re.compile(r"\b(?:almost|nearly|nearing|approaching|just under|near(?=-))(?![a-z])", re.IGNORECASE)
_FROM_IT = re.compile(r"\b(?:just|a little|slightly|a bit) (?:over|above|more than)\b", re.IGNORECASE)


@dataclass(frozen=True)
class TargetReading:
    """One way to understand a claim's number: the target lies in [low, high).

    `on` says what the interval is about: the ratio after/before (or of one group to another), the count itself, the
    count in `per_days` days (rate), the share of a whole, the rank (1 is the highest, or the lowest), the difference
    after - before, a difference of shares in percentage points, or how many steps in a row went the claimed way (run).
    `said` is the claim's own wording; `high` may be infinite. `grain` is the length of time that is ranked or stepped
    through ("year", "month"), `down` whether a rank or a run is one of low numbers. `number` is the number as said on
    the scale of the interval, None where a range or no number was said; `factor` whether it was said as a multiple,
    of two or more.
    """

    label: str
    low: float
    high: float
    said: str
    on: On = "ratio"
    per_days: float = 1.0
    grain: str = ""
    down: bool = False
    number: float | None = None
    factor: bool = False


@lru_cache(maxsize=16384)
def half_unit(value: float, said: str = "") -> float:
    """Half a unit of the last significant digit: 60 -> 5, 62 -> 0.5, 51.5 -> 0.05; decimals as written in `said`."""
    for written in _DIGITS.findall(said):
        plain = written.replace(",", "")
        if "." in plain and float(plain) == value:
            return float(0.5 * 10.0 ** -len(plain.partition(".")[2]))
    if value == 0 or not math.isfinite(value):
        return 0.5
    digits = f"{abs(value):.6e}"
    mantissa, exponent = digits.split("e")
    significant = len(mantissa.rstrip("0").rstrip(".").replace(".", ""))
    return float(0.5 * 10.0 ** (int(exponent) - significant + 1))


def reading_of(
    claim: Claim,
    label: str,
    low: float,
    high: float,
    on: On = "ratio",
    *,
    down: bool = False,
    number: float | None = None,
    factor: bool = False,
) -> TargetReading:
    """A reading with the edges that the claim's words leave out or take in; down where low is the most said."""
    low, high = edged(claim, low, high, down=down)
    return TargetReading(label, max(0.0, low), high, claim.text, on, number=number, factor=factor)


def edged(claim: Claim, low: float, high: float, *, down: bool = False) -> tuple[float, float]:
    """The interval [low, high) with the number itself left out by "more than" and held by "at most": the edge moves by
    the least step there is.
    """
    if claim.comparator == ("less_than" if down else "more_than"):
        low = math.nextafter(low, math.inf)
    if claim.comparator == ("at_least" if down else "at_most"):
        high = math.nextafter(high, math.inf)
    return low, high


def said_ends(value: float | tuple[float, float]) -> tuple[float, float]:
    """The ends of a range; the number itself twice where there is one."""
    return value if isinstance(value, tuple) else (value, value)


def one_said(value: float | tuple[float, float] | None) -> float | None:
    """The number itself; None where a range, or nothing, was said."""
    return None if isinstance(value, tuple) else value


def slack(claim: Claim, value: float, most: float | None = None) -> tuple[float, float]:
    """How far below and above the number the counts may lie; most is what a tenth is taken of, if not the number."""
    tenth = _MOST * abs(value if most is None else most)
    if claim.comparator == "approx":
        if _UP_TO_IT.search(claim.text):
            return tenth, 0.0
        if _FROM_IT.search(claim.text):
            return 0.0, tenth
    half = half_unit(value, claim.text)
    # A percentage is at least what rounds to it, whatever a tenth of it: "1 percent" is from 0.5 to 1.5.
    least = min(half, HALF_A_POINT) if claim.form in _PERCENTAGES or not tenth else 0.0
    half = max(least, min(half, tenth))
    return (2 * half, 2 * half) if claim.comparator == "approx" else (half, half)


def said_interval(claim: Claim, low: float, high: float, most: float | None = None) -> tuple[float, float]:
    """The interval of the number as said, before it is turned into a ratio."""
    if claim.comparator in ("more_than", "at_least"):
        return low, math.inf
    if claim.comparator in ("less_than", "at_most"):
        return 0.0, high
    below, above = slack(claim, low, most)
    above = above if high == low else slack(claim, high, most)[1]
    return low - below, high + above if above else math.nextafter(high, math.inf)


def fraction_interval(claim: Claim, value: float) -> tuple[float, float]:
    """The interval of a fraction in words: half-way to its neighbours, and a tenth of it at most."""
    if claim.comparator in ("more_than", "at_least"):
        return value, math.inf
    if claim.comparator in ("less_than", "at_most"):
        return 0.0, value
    if claim.comparator == "approx":
        below, above = slack(claim, value)
        if not below or not above:
            return value - below, value + above if above else math.nextafter(value, math.inf)
        return value - 2 * _MOST * value, value + 2 * _MOST * value
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(_SPOKEN_FRACTIONS)), 1.0]
    for low, high in pairwise(edges):
        if low <= value < high:
            return max(low, value - _MOST * value), min(high, value + _MOST * value)
    return value, value + slack(claim, value)[1]


def spoken(value: float) -> str:
    """A fraction in words: a third, two-thirds, 2 in 5; in percent where it has none."""
    near = (words for fraction, words in _FRACTION_WORDS.items() if abs(fraction - value) < 1e-3)
    exact = Fraction(value).limit_denominator(_FEW)
    return next(
        near, f"{exact.numerator} in {exact.denominator}" if math.isclose(exact, value) else f"{100 * value:.3g}%"
    )


def _added(one: int, fraction: float) -> float:
    """One and a fraction such as 2/3, rounded once, so that it equals the ratio of two counts that is as large."""
    if not math.isfinite(fraction):
        return fraction
    exact = Fraction(fraction).limit_denominator(1000)
    return float(one + exact) if float(exact) == fraction else one + fraction


def about_the_change(ratio: float, short: float, beyond: float) -> tuple[float, float]:
    """From so much to so much of the change that a ratio is; of what is left, where that is less than half."""
    if ratio >= 1:
        return 1 + short * (ratio - 1), 1 + beyond * (ratio - 1)
    least = short * ratio if ratio < _HALF else 1 - beyond * (1 - ratio)
    return max(0.0, least), beyond * ratio if ratio < _HALF else 1 - short * (1 - ratio)


_LONG = 1e5  # from here on a number in six digits would be rounded


def number_words(value: float | tuple[float, float] | None) -> str:
    """A number as said: 7700000, 2.5, "3 to 4"; never 7.7e+06."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f"{number_words(value[0])} to {number_words(value[1])}"
    return f"{value:.0f}" if abs(value) >= _LONG and float(value).is_integer() else f"{value:g}"


def single(claim: Claim, low: float, high: float) -> list[TargetReading]:
    number, down = number_words(claim.value), claim.direction == "down"
    form, said = claim.form, one_said(claim.value)
    if form == "fraction_change" or (form == "pct_ratio" and claim.unit == "fraction"):
        bottom, top = fraction_interval(claim, low)
        if down:
            least, most = _added(1, -min(top, 1.0)), _added(1, -bottom)
            return [reading_of(claim, f"fall by {spoken(low)}", least, most, down=True, number=_added(1, -low))]
        return [reading_of(claim, f"rise by {spoken(low)}", _added(1, bottom), _added(1, top), number=_added(1, low))]
    if form == "to_fraction_of_base" or (form == "multiple_ratio" and claim.unit == "fraction"):
        bottom, top = fraction_interval(claim, low)
        return [reading_of(claim, f"{spoken(low)} of the earlier number", bottom, top, number=low)]
    if form in ("pct_change", "pct_ratio"):
        return _percent(claim, low, high, number, down)
    if form == "to_pct_of_base":
        bottom, top = said_interval(claim, low, high)
        at = None if said is None else said / 100
        return [reading_of(claim, f"{number}% of the earlier number", bottom / 100, top / 100, number=at)]
    if form in ("multiple", "multiple_ratio"):
        return _multiple(claim, low, high, number, down)
    return []


def _percent(claim: Claim, low: float, high: float, number: str, down: bool) -> list[TargetReading]:
    bottom, top = said_interval(claim, low, high)
    said = one_said(claim.value)
    if down:
        least, most = (100 - min(top, 100.0)) / 100, (100 - bottom) / 100
        at = None if said is None or said > 100 else (100 - said) / 100
        return [reading_of(claim, f"fall of {number}%", least, most, down=True, number=at)]
    at = None if said is None else (100 + said) / 100
    found = [reading_of(claim, f"rise of {number}%", (100 + bottom) / 100, (100 + top) / 100, number=at)]
    if low >= 100:
        at = None if said is None else said / 100
        found.append(
            reading_of(claim, f"{number}% of the earlier number", bottom / 100, top / 100, number=at, factor=low >= 200)
        )
    return found


def _multiple(claim: Claim, low: float, high: float, number: str, down: bool) -> list[TargetReading]:
    bottom, top = said_interval(claim, low, high)
    said = one_said(claim.value)
    if down:
        if top <= 0:
            return []
        least = 1 / bottom if bottom > 0 else math.inf
        at = 1 / said if said else None
        return [reading_of(claim, f"one in {number} of the earlier number", 1 / top, least, down=True, number=at)]
    more = reading_of(
        claim,
        f"{number} times more than the earlier number",
        1 + bottom,
        1 + top,
        number=None if said is None else 1 + said,
        factor=True,
    )
    if said is not None and said > 1:  # "doubled" is a rise of 100 percent, and of a tenth of that more or less
        bottom, top = said_interval(claim, low, high, most=said - 1)
    as_many = reading_of(claim, f"{number} times the earlier number", bottom, top, number=said, factor=low >= 2)
    added = re.search(r"\btimes\s+(?:more|higher|greater)\b|\bby\b", claim.text)
    return [as_many, more] if added or "added" in claim.rule.split() else [as_many]


def ordinal(number: int) -> str:
    """ "second-", "11th-", before "highest"; nothing for the first."""
    names = {1: "", 2: "second-", 3: "third-", 4: "fourth-", 5: "fifth-"}
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return names.get(number, f"{number}{ending}-")
