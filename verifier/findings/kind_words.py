"""Plain English for levels, rates, shares, ranks, groups, differences and runs: the counts first, then the value."""

from __future__ import annotations

import math
import re

from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings import wording


def value(number: float, target: TargetReading) -> str:
    """A value of the target's kind in words: 2.9 a day, 34%, number 2, 40 fewer, 1.8 times."""
    if not math.isfinite(number):
        return "any number" if target.on != "ratio" else "any number of times"
    signed = round(abs(number), 1 if target.on == "points" else 0)
    way = "" if signed == 0 else " more" if number > 0 else " fewer"
    words = {
        "count": f"{number:,.0f}",
        "rate": _rate(number, _per(target)),
        "share": f"{100 * number:.3g}%",
        "rank": f"number {number:,.0f}",
        "ratio": f"{number:,.2g} times" if number < 10 else f"{number:,.0f} times",
        "difference": f"{signed:,.0f}{way}" if way else "no change",
        "points": f"{'+' if number > 0 else wording.MINUS}{signed:g} percentage points" if way else "no change",
        "run": f"{number:,.0f} in a row",
    }
    return words[target.on]


def bounds(low: float, high: float, target: TargetReading) -> str:
    """An interval in the words of its kind."""
    if not math.isfinite(high):
        return f"anything above {value(low, target)}"
    first, last = value(low, target), value(high, target)
    return first if first == last else f"anything between {first} and {last}"


def _rate(number: float, per: str) -> str:
    """2.9 a day; of what is rarer than its unit, how long it takes: one every 3.7 weeks."""
    several = re.fullmatch(r"in (\d+(?:\.\d+)?) (\w+)", per)
    if not several or not 0 < number < 1.5:
        return f"{number:,.3g} {per}"
    digits = max(2, len(several[1].replace(".", "")))
    return f"one every {float(several[1]) / number:.{digits}g} {several[2]}"


def _per(target: TargetReading) -> str:
    return next(
        (target.label[at:] for word in (" a ", " an ", " in ") if (at := target.label.rfind(word) + 1)), "a day"
    )
