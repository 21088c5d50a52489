"""Arithmetic on the calendar: months, quarters, halves, decades, and days counted back from a reference day."""

from __future__ import annotations

from datetime import date, timedelta

from verifier.window import Window, add_years

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


def day(year: int, month: int, number: int) -> Window | None:
    """One day, or None where the calendar has no such day."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Window(found, found)


def year_window(year: int) -> Window | None:
    """A whole calendar year."""
    return Window(date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else None


def months(year: int, first: int, last: int) -> Window | None:
    """Whole months of a year, first to last; a last month before the first lies in the next year."""
    if not 1 <= year <= 9998:
        return None
    end_year = year + 1 if last < first else year
    following = date(end_year + last // 12, last % 12 + 1, 1)
    return Window(date(year, first, 1), following - timedelta(days=1))


def quarter(year: int, number: int) -> Window | None:
    """A calendar quarter, 1 to 4."""
    return months(year, 3 * number - 2, 3 * number)


def half(year: int, number: int) -> Window | None:
    """A half of a calendar year, 1 or 2."""
    return months(year, 6 * number - 5, 6 * number)


def years(first: int, last: int) -> Window | None:
    """Whole calendar years, both included."""
    start, end = year_window(first), year_window(last)
    return Window(start.start, end.end) if start and end and first <= last else None


def week_of(reference: date, offset: int) -> Window | None:
    """The week (Monday to Sunday) of a reference day, moved by a number of weeks."""
    try:
        monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=offset)
        return Window(monday, monday + timedelta(days=6))
    except OverflowError:
        return None


def shift(reference: date, count: float, unit: str) -> date | None:
    """The day that lies `count` units ("day", "week", "month", "year", …) before the reference."""
    try:
        if unit in ("year", "decade", "century"):
            return add_years(reference, -round(count * {"year": 1, "decade": 10, "century": 100}[unit]))
        if unit in ("month", "quarter"):
            back = round(count * (3 if unit == "quarter" else 1))
            index = reference.year * 12 + reference.month - 1 - back
            month = months(index // 12, index % 12 + 1, index % 12 + 1)
            return min(month.end, month.start.replace(day=1) + timedelta(days=reference.day - 1)) if month else None
        length = {"week": 7, "fortnight": 14, "day": 1, "night": 1}.get(unit)
        return None if length is None else reference - timedelta(days=round(count * length))
    except (OverflowError, ValueError):
        return None


def back_to(reference: date, count: float, unit: str) -> Window | None:
    """The last `count` units up to and with the reference day."""
    start = shift(reference, count, unit)
    if start is None or start >= reference:
        return Window(reference, reference) if start == reference else None
    return Window(start + timedelta(days=1), reference)


def latest_month(reference: date, month: int) -> int:
    """The year of the latest such month that has begun by the reference day."""
    return reference.year if month <= reference.month else reference.year - 1


def latest_weekday(reference: date, weekday: int) -> date:
    """The latest such weekday on or before the reference day."""
    return reference - timedelta(days=(reference.weekday() - weekday) % 7)


def span(first: Window | None, last: Window | None) -> Window | None:
    """From the start of one window to the end of another, or None where either is missing or they are reversed."""
    if first is None or last is None or last.end < first.start:
        return None
    return Window(first.start, last.end)
