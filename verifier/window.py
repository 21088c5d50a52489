"""Spans of days: the one way every room writes "from … to …"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from verifier.errors import UsageError


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A span of whole days, both ends included. Days are calendar days where the incident happened (no time zone).

    Raises UsageError when the end lies before the start.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise UsageError(f"the window {self.start}..{self.end} is reversed: put the earlier day first")

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read "2021-08-15..2022-08-14", "2022" (the whole year) or "2022-03" (the whole month).

        Raises UsageError for anything else, and for a reversed window.
        """
        start, dots, end = text.strip().partition("..")
        try:
            if not dots:
                return cls(_first_day(start), _last_day(start))
            return cls(_first_day(start), _last_day(end))
        except (ValueError, OverflowError) as error:
            raise UsageError(
                f"cannot read the window {text!r}: write START..END as 2021-08-15..2022-08-14, "
                "or a whole year (2022) or month (2022-03)"
            ) from error

    @property
    def days(self) -> int:
        """The number of days, both ends counted."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Window) -> bool:
        """Whether the two windows share a day."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Window) -> bool:
        """Whether every day of the other window lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def before(self, days: int | None = None) -> Window:
        """The window of the given length (default: as long as this one) that ends the day before this one starts."""
        last = self.start - timedelta(days=1)
        return Window(last - timedelta(days=(days or self.days) - 1), last)

    def years_earlier(self, years: int) -> Window:
        """The same calendar span a number of years earlier (29 February becomes 28 February)."""
        return Window(add_years(self.start, -years), add_years(self.end, -years))

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


def add_years(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes 28 February where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _first_day(text: str) -> date:
    parts = [int(part) for part in text.strip().split("-")]
    year, month, day = [*parts, 1, 1][:3] if len(parts) <= 3 else (0, 0, 0)
    return date(year, month, day)


def _last_day(text: str) -> date:
    parts = text.strip().split("-")
    if len(parts) == 3:
        return _first_day(text)
    first = _first_day(text)
    if len(parts) == 2:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return following - timedelta(days=1)
    return date(first.year, 12, 31)
