"""Plain English for counts, changes, dates and findings. Shares of comparisons and chance never share a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from verifier.comparisons.compare import NOT_MEANINGFUL, SMALL_BASE
from verifier.window import Window

MINUS = "\N{MINUS SIGN}"


def day(when: date) -> str:
    """15 August 2021."""
    return f"{when.day} {when:%B %Y}"


def span(window: Window) -> str:
    """A window in words: a year, a month, a day, or from … to … (years, months or days), both ends included."""
    start, end = window.start, window.end
    if window == Window.parse(str(start.year)):
        return str(start.year)
    if window == Window.parse(f"{start.year:04d}-{start.month:02d}"):
        return f"{start:%B %Y}"
    if start == end:
        return day(start)
    following = end + timedelta(days=1) if end < date.max else end
    if start.day == following.day == 1:
        years = start.month == following.month == 1
        return f"{start.year} to {end.year}" if years else f"{start:%B %Y} to {end:%B %Y}"
    return f"{day(start)} to {day(end)}"


def percent(ratio: float, digits: int = 0) -> str:
    """A ratio as a signed change: +52%, −12%, +1,100%, no change."""
    if math.isinf(ratio):
        return "from none"
    change = round(100 * (ratio - 1), digits)
    if change == 0:
        return "no change"
    return f"{'+' if change > 0 else MINUS}{abs(change):,.{digits}f}%"


def multiple(ratio: float) -> str:
    """A ratio where a multiple was said: ×0.5, ×12, the same."""
    if math.isinf(ratio):
        return "from none"
    return "the same" if ratio == 1 else f"×{ratio:,.0f}" if ratio >= 100 else f"×{ratio:.3g}"


def change(after: int, before: int, ratio: float, digits: int = 0) -> str:
    """Counts and change in the order a small base asks for."""
    if before == 0:
        return f"from none to {after:,}"
    if before < NOT_MEANINGFUL:
        return f"{after:,} against {before:,}, too few for a percentage"
    if before < SMALL_BASE:
        return f"{after:,} against {before:,} ({percent(ratio, digits)})"
    return f"{percent(ratio, digits)}, {after:,} against {before:,}"


def thousands(text: str) -> str:
    """A text with its long numbers grouped: 309,000."""
    return re.sub(r"(?<![\d.,])\d{4,}(?![\d,])", lambda found: f"{int(found[0]):,}", text)


def release(vintage: str) -> str:
    """A release as a reader knows it: by its day in words, or by its own number."""
    try:
        return f"as published by {day(date.fromisoformat(vintage))}"
    except ValueError:
        return f"release {vintage}"


def rate(count: float) -> str:
    """A rate, which is kept per 100 million people, per 100,000 of them: 5.76, 45.7."""
    shown = count / 1000
    return f"{shown:,.1f}" if shown >= 10 else f"{shown:.2f}"


def bounds(low: float, high: float) -> str:
    """An interval in words: between +24% and +86%."""
    if math.isinf(high):
        return "anything" if low == 0 else f"any change above {percent(low)}"
    return f"anything between {percent(low)} and {percent(high)}"


def in_hundred(share: float) -> str:
    """A weighted share as "82 of 100"; shares that are not quite none or all are not rounded to them."""
    number = round(100 * share)
    if number == 0 and share > 0:
        return "fewer than 1 of 100"
    if number == 100 and share < 1:
        return "more than 99 of 100"
    return f"{number} of 100"


def row_windows(row: Mapping[str, Any]) -> tuple[Window, Window]:
    """The after-window and the before-window of a specification row, whose days may be dates or pandas' timestamps."""
    days = [row[name] for name in ("after_start", "after_end", "before_start", "before_end")]
    after, end, before, last = (day.date() if isinstance(day, datetime) else day for day in days)
    return Window(after, end), Window(before, last)


def during(window: Window) -> str:
    """A window with its preposition: in 2022, in March 2022, on 1 March 2022, from … to …."""
    words = span(window)
    if window.days == 1:
        return f"on {words}"
    return f"from {words}" if " to " in words else f"in {words}"
