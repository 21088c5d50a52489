"""UCDP candidate events: monthly files (25.0.9) and files of a year so far (25.01.25.09), in the columns of UCDP GED.

Sources: UCDP Candidate Events Dataset Codebook; Hegre, Croicu, Eck and Högbladh (2020), Introducing the UCDP Candidate
Events Dataset, Research & Politics 7(3). Files are called GEDEvent_v25_0_9.csv and GEDEvent_v25_01_25_09.csv, some come
without a header; the API serves them at /api/gedevents/25.0.9.

A vintage holds the months before it too, as far as their files were brought in without a gap: each event once, as the
latest file that has it tells it. Events are kept in the store beside the tables, with the columns that are read.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd

from verifier.errors import InputError, UsageError
from verifier.incidents.engine import Rows, distinct, is_event
from verifier.incidents.layouts import Layout
from verifier.incidents.opening import csv_part
from verifier.incidents.problems import Problems
from verifier.incidents.releases import Release
from verifier.incidents.sources import ucdp_ged
from verifier.incidents.sql import quoted_name
from verifier.window import Window

YEARLY: Layout = ucdp_ged.LAYOUTS[0]
CANDIDATE = replace(YEARLY, id="ucdp-candidate", dataset="ucdp-candidate", words="UCDP candidate events")
LAYOUTS = (CANDIDATE,)
_MONTH = re.compile(r"(?<!\d)(\d{2})[._]0[._](\d{1,2})(?!\d|[._]\d)")
_SO_FAR = re.compile(r"(?<!\d)(\d{2})[._]01[._](\d{2})[._](\d{2})(?!\d|[._]\d)")
_WHOLE = {"pagesize", "page", "country"}  # what the API may be asked for and still give all events of a country
KEPT = ".events"  # in the folder of the dataset


def told_apart(rows: Rows, version: str | None) -> tuple[Layout, str | None]:
    """The layout of the dataset, yearly or candidate, that rows in UCDP's columns belong to, and the version.

    The version that is named tells, else the file name or the address the API gave; else a candidate file has events
    that UCDP has still to check (code_status other than Clear), a yearly one events of several years, or comes from the
    Humanitarian Data Exchange, which has no others. Raises UsageError where nothing tells, InputError for pages of the
    API that were asked for with a filter.
    """
    _check_filter(rows)
    for name in (version, rows.path.name, rows.origin):
        if name and (found := version_in(name)):
            return CANDIDATE, found
        if name and (found := ucdp_ged.version_in(name)):
            return YEARLY, found
    if version:
        return YEARLY, version  # the yearly release says what is wrong with it
    header = {name.casefold() for name in rows.header}
    if "code_status" not in header or "iso3" in header or len(distinct(rows, "year", limit=2)) > 1:
        return YEARLY, None
    if any(each != "Clear" for each in distinct(rows, "code_status", limit=20)):
        return CANDIDATE, None
    raise UsageError(
        f"{rows.path} does not tell whether it is a yearly release of UCDP GED or one of candidate events, which have "
        "the same columns: name the release, 25.1 (yearly, to 2024) or 25.0.9 (candidate events of September 2025)"
    )


def version_in(name: str) -> str | None:
    """The candidate release that a version, a file name or an address of the API names, None where it names none."""
    if match := _SO_FAR.search(name):
        return f"{match[1]}.01.{match[2]}.{match[3]}"
    match = _MONTH.search(name)
    return f"{match[1]}.0.{int(match[2])}" if match else None


def release(path: Path, version: str | None, days: Window) -> Release:
    """The release that a file is: 25.0.9 is September 2025, 25.01.25.09 January to September 2025.

    Without a version the months of the events tell it, as the note says. Raises UsageError for one that is none.
    """
    one_month = (days.start.year, days.start.month) == (days.end.year, days.end.month)
    short = f"{days.end.year % 100:02}"
    inferred = f"{short}.0.{days.end.month}" if one_month else f"{short}.01.{short}.{days.end.month:02}"
    number = version or version_in(path.name) or inferred
    month, so_far = _MONTH.fullmatch(number), _SO_FAR.fullmatch(number)
    year, last = (int(month[1]), int(month[2])) if month else (int(so_far[1]), int(so_far[3])) if so_far else (0, 0)
    if not 1 <= last <= 12 or (so_far and so_far[1] != so_far[2]):
        raise UsageError(f"{number!r} is no release of UCDP candidate events: name one such as 25.0.9 or 25.01.25.09")
    year += 2000
    whole = Window(date(year, last if month else 1, 1), date(year, last, calendar.monthrange(year, last)[1]))
    note = (
        "Candidate events come out about the 20th of the month after; the day is not known. UCDP has checked them less "
        "than those of a yearly release: some are dropped, changed or added later. They are never added to a yearly "
        "release."
    )
    if number == inferred and not (version or version_in(path.name)):
        note += f" The file does not name its release: {number} is inferred from the months of its events."
    published = f"{year}-{last + 1:02}" if last < 12 else f"{year + 1}-01"
    spill = "it begins outside the months of the release"
    return Release(number, published, whole, note, spill=spill)


def _check_filter(rows: Rows) -> None:
    asked = {key.casefold() for key, _ in parse_qsl(urlsplit(rows.origin).query)}
    if narrowed := sorted(asked - _WHOLE):
        raise InputError(
            f"{rows.path}: the API was asked for a part of the events ({', '.join(narrowed)}), so that days without a "
            "row may not be zeros: save the pages asked for without it (Country may stay)"
        )


def merged(rows: Rows, version: str, folder: Path) -> tuple[Rows, Window, list[str]]:
    """The rows of a release and of those kept before it that it continues; the days of all; the names of these.

    An event (by its id) that a later file has too counts as that one tells it.
    """
    whole = days_of(version)
    before: list[str] = []
    for name, days in sorted(_kept(folder), key=lambda each: each[1].end, reverse=True):
        if days.end < days_of(version).end and days.start < whole.start <= days.end + timedelta(days=1):
            whole, before = Window(days.start, whole.end), [name, *before]
    columns = ", ".join(quoted_name(name) for name in CANDIDATE.names)
    parts = [replace(part, source=f"(SELECT {columns} FROM {part.source})") for part in rows.parts]
    parts = [*(csv_part(folder / KEPT / f"{name}.csv", CANDIDATE.names) for name in before), *parts]
    told = []
    for at, part in enumerate(parts):
        later = " UNION ALL ".join(f"SELECT trim(id) FROM {other.source}" for other in parts[at + 1 :])
        gone = f" WHERE trim(id) NOT IN ({later})" if later and at < len(before) else ""
        told.append(replace(part, source=f"(SELECT * FROM {part.source}{gone})"))
    return replace(rows, parts=tuple(told), header=list(CANDIDATE.names)), whole, before


def events(rows: Rows, layout: Layout) -> pd.DataFrame:
    """The events of a file, with the columns that are read, as texts."""
    columns = ", ".join(quoted_name(name) for name in layout.names)
    return rows.database.execute(f"SELECT {columns} FROM {rows.source} WHERE {is_event(layout)}").df()


def check_months(found: pd.DataFrame, version: str, problems: Problems) -> None:
    """Most events of a release are of its own months; the others are those that it corrects."""
    days = days_of(version)
    inside = found["date_start"].str.strip().str[:10].between(str(days.start), str(days.end))
    if 2 * int(inside.sum()) <= len(found):
        other = f"{found['date_start'].min()[:10]}..{found['date_start'].max()[:10]}"
        problems.say(
            f"the events are of {other}, which reaches outside {days}, the coverage of {version}: is that the right "
            "release?"
        )


def continued(version: str, folder: Path) -> list[str]:
    """The releases kept that come after one and continue it, the earliest first: they are to be made again with it."""
    own = days_of(version)
    later = sorted((days.end, name, days) for name, days in _kept(folder) if days.end > own.end)
    found, end = [], own.end
    for _, name, days in later:
        if days.start <= end + timedelta(days=1):
            found.append(name)
            end = days.end
    return found


def _kept(folder: Path) -> Iterator[tuple[str, Window]]:
    for file in (folder / KEPT).glob("*.csv"):
        try:
            yield file.stem, days_of(file.stem)
        except UsageError:  # none of ours
            continue


def days_of(version: str) -> Window:
    made = release(Path(version), version, Window.parse("2000"))
    assert made.coverage is not None  # noqa: S101  (a numbered release has days)
    return made.coverage
