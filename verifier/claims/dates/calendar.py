"""Arithmetic on the calendar: months, quarters, halves, decades, and days counted back from a reference day."""

from __future__ import annotations

from datetime import date, timedelta

from verifier.window import Window, add_years

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec"
        ),
        start=1
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
            "thursday thu thur thurs",
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
    """The day `count` units ("day", "week", "month", "year", …) before the reference; after it where count < 0."""
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


def ahead(reference: date, count: float, unit: str) -> Window | None:
    """The next `count` units, from the day after the reference on."""
    last = shift(reference, -count, unit)
    return Window(reference + timedelta(days=1), last) if last and last > reference else None


def latest_month(reference: date, month: int) -> int:
    """The year of the latest such month that has begun by the reference day."""
    return reference.year if month <= reference.month else reference.year - 1


def latest_day(reference: date, month: int, number: int) -> Window | None:
    """Such a day of the latest such month that has begun; 29 February may lie eight years back."""
    year = latest_month(reference, month)
    found = (day(one, month, number) for one in range(year, max(0, year - 9), -1))
    return next((one for one in found if one), None)


def on_weekday(window: Window, weekday: int, reference: date) -> Window:
    """A day without a year moved to the year next to the reference in which it is this weekday, where there is one."""
    near = (day(reference.year + offset, window.start.month, window.start.day) for offset in (0, -1, 1))
    return next((one for one in near if one and one.start.weekday() == weekday), window)


def latest_number(reference: date, number: int) -> Window | None:
    """The latest day with this number in its month ("the 15th") on or before the reference."""
    for back in range(3):
        month = month_of(reference, -back)
        found = day(month.start.year, month.start.month, number) if month else None
        if found and found.end <= reference:
            return found
    return None


def nearest_day(reference: date, number: int, weekday: int) -> Window | None:
    """The day with this number that is this weekday ("Friday the 13th"): within a month ahead, else the latest."""
    ahead_of_it: Window | None = None
    for offset in range(1, -15, -1):
        month = month_of(reference, offset)
        found = day(month.start.year, month.start.month, number) if month else None
        if found is None or found.start.weekday() != weekday:
            continue
        if found.start <= reference:
            nearer = ahead_of_it and ahead_of_it.start - reference < reference - found.start
            return ahead_of_it if nearer else found
        ahead_of_it = found if found.start - reference <= timedelta(days=31) else None
    return ahead_of_it


def month_of(reference: date, offset: int) -> Window | None:
    """The whole month of a reference day, moved by a number of months."""
    index = reference.year * 12 + reference.month - 1 + offset
    return months(index // 12, index % 12 + 1, index % 12 + 1)


def weekday_in(month: Window | None, weekday: int, rank: int) -> Window | None:
    """The first, second, … (or with -1 the last) such weekday of a month; None where the month has no such day."""
    if month is None:
        return None
    if rank < 0:
        found = latest_weekday(month.end, weekday)
    else:
        found = month.start + timedelta(days=(weekday - month.start.weekday()) % 7 + 7 * (rank - 1))
    return Window(found, found) if month.start <= found <= month.end else None


def day_of_week(week: Window | None, weekday: int) -> Window | None:
    """One weekday of a week that starts on Monday."""
    return Window(*[week.start + timedelta(days=weekday)] * 2) if week else None


def weekend_of(week: Window | None) -> Window | None:
    """The Saturday and Sunday of a week that starts on Monday."""
    return Window(week.start + timedelta(days=5), week.end) if week else None


def iso_week(year: int, number: int) -> Window | None:
    """A week by its number (ISO 8601: from Monday on; week 1 holds the first Thursday of the year)."""
    try:
        return Window(date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7))
    except ValueError:
        return None


def latest_weekday(reference: date, weekday: int) -> date:
    """The latest such weekday on or before the reference day."""
    return reference - timedelta(days=(reference.weekday() - weekday) % 7)


def span(first: Window | None, last: Window | None) -> Window | None:
    """From the start of one window to the end of another, or None where either is missing or they are reversed."""
    if first is None or last is None or last.end < first.start:
        return None
    return Window(first.start, last.end)
