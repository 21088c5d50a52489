"""The day on which a living dataset was taken, which its files say in their names or not at all."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from verifier.errors import UsageError
from verifier.window import Window

_FORMS = (
    (re.compile(r"as[-_ ]?of[-_ ]?(\d{1,2}[A-Za-z]{3}\d{4})", re.I), "%d%b%Y"),
    (re.compile(r"(?<!\d)(?<!\d-)(\d{4}-\d{2}-\d{2})(?![-_ ]?\d)"), "%Y-%m-%d"),
)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ](\d{4}-\d{2}-\d{2})")


def taken_on(path: Path, version: str | None, days: Window, where: str) -> date:
    """The day the data run to: the version (2024-02-02 or 02Feb2024), else the date in the file name.

    A name with two dates says which days were asked for (`range_in`), not when. `where` tells a reader where to look.
    Raises UsageError where nothing tells the day, and for one that is none or lies before all of the file.
    """
    if version is None and _RANGE.search(path.name):
        raise UsageError(f"{path}: the file does not say {where}: add it, as --release 2024-02-02")
    if version:
        days_told = (_read(version.strip(), written) for written in ("%Y-%m-%d", "%d%b%Y"))
    else:
        found = ((form.search(path.name), written) for form, written in _FORMS)
        days_told = (_read(match[1], written) for match, written in found if match)
    day = next(filter(None, days_told), None)
    if day is None and version:
        raise UsageError(f"{version!r} is no day: write the day of the release as 2024-02-02 or 02Feb2024")
    if day is None:
        raise UsageError(f"{path}: the file does not say {where}: add it, as --release 2024-02-02")
    if day < days.start:
        raise UsageError(f"{path} begins on {days.start}, after {day}, the day of the release: which day is right?")
    return day


def range_in(name: str) -> Window | None:
    """The days that a file name says were asked for, as in 2010-01-01-2024-02-02-Pakistan.csv."""
    match = _RANGE.search(name)
    try:
        return Window(date.fromisoformat(match[1]), date.fromisoformat(match[2])) if match else None
    except (ValueError, UsageError):
        return None


def _read(text: str, written: str) -> date | None:
    try:
        return datetime.strptime(text, written).date()  # noqa: DTZ007  (a day without a time)
    except ValueError:
        return None
