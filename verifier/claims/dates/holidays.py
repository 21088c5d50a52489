"""Holidays whose day is the same everywhere: Christmas Day, New Year's Eve, Good Friday."""

from __future__ import annotations

from datetime import date, timedelta

from verifier.claims.dates import calendar as cal
from verifier.window import Window

# Words of a name -> month and day, or the days from Easter Sunday.
_FIXED: dict[tuple[str, ...], tuple[int, int]] = {
    ("new", "year", "'s", "eve"): (12, 31),
    ("new", "year", "'s", "day"): (1, 1),
    ("valentine", "'s", "day"): (2, 14),
    ("halloween",): (10, 31),
    ("christmas", "eve"): (12, 24),
    ("christmas", "day"): (12, 25),
    ("boxing", "day"): (12, 26),
}
_FROM_EASTER: dict[tuple[str, ...], int] = {("good", "friday"): -2, ("easter", "sunday"): 0, ("easter", "monday"): 1}
NAMES = (*_FIXED, *_FROM_EASTER)
FIRST_WORDS = frozenset(name[0] for name in NAMES)


def named(words: list[str]) -> tuple[str, ...] | None:
    """The holiday whose name these words begin with."""
    return next((name for name in NAMES if tuple(words[: len(name)]) == name), None)


def holiday(name: tuple[str, ...], year: int) -> Window | None:
    """The day of a holiday in a year; Easter as the western churches reckon it, from 1583 on."""
    if name in _FIXED:
        return cal.day(year, *_FIXED[name])
    if not 1583 <= year <= 4099:
        return None
    found = _easter(year) + timedelta(days=_FROM_EASTER[name])
    return Window(found, found)


def latest(name: tuple[str, ...], reference: date) -> Window | None:
    """The latest such holiday on or before the reference."""
    this = holiday(name, reference.year)
    return this if this and this.end <= reference else holiday(name, reference.year - 1)


def _easter(year: int) -> date:
    """Easter Sunday by the Meeus/Jones/Butcher rule."""
    golden = year % 19
    century, rest = divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, number = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, number + 1)
