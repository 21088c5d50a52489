"""Days, counts and countries out of the text of a column; whatever cannot be read for certain is a problem."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from verifier.errors import UsageError
from verifier.incidents.problems import Problems
from verifier.places.names import country_code
from verifier.showing import is_formula
from verifier.window import Window

Column = list[tuple[int, str]]  # the row of the file, and the text

MONTHS = ["january", "february", "march", "april", "may", "june"]
MONTHS += ["july", "august", "september", "october", "november", "december"]
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.]?)(\d{{2}})\2(\d{{2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_DAY_MONTH = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
MOST = 10**10  # of a count: more than there are people; keeps the sum of 900 million rows below the largest stored
_EMPTY = {"", "-", "–", "na", "n/a", "nan", "null", "none", "?", ".", "unknown"}


def read_days(columns: dict[str, Column], dayfirst: bool | None, problems: Problems) -> dict[str, list[date | None]]:
    """The days in one or several columns, which are taken to be written alike.

    Understood are 2021-08-15 (also with / or . or nothing between, and with a time behind), 15/08/2021 and 08/15/2021,
    15 Aug 2021 and August 15, 2021. Whether 03/04/2021 is in March or in April is settled by the other values of the
    file (a number above 12 is a day) or by `dayfirst`; where neither does, it is a problem that asks.
    """
    if dayfirst is None:
        try:
            dayfirst = _order(columns)
        except _UnknownOrderError as error:
            problems.say(str(error))
            return {name: [None] * len(column) for name, column in columns.items()}
    return {
        name: [_day(name, line, text, dayfirst, problems) for line, text in column] for name, column in columns.items()
    }


def read_counts(name: str, column: Column, problems: Problems) -> list[int | None]:
    """Whole numbers of 0 or more, with one kind of thousands separator at most. A missing count is a problem, not 0."""
    separators = {
        mark for _, text in column for mark in re.findall(r"(?<=\d)([,.'’ \u00a0\u202f])(?=\d{3}(?!\d))", text)
    }
    if len(separators) > 1:
        listed = " and ".join(repr(mark) for mark in sorted(separators))
        problems.say(
            f"column {name}: numbers are grouped in more than one way ({listed}): write them without separators"
        )
        return [None] * len(column)
    dotted = [text for _, text in column if "." in text]
    if separators == {"."} and all(text.endswith(".000") for text in dotted):
        problems.say(
            f"column {name}: does {dotted[0]!r} mean thousands or a decimal part? Write the counts without separators"
        )
        return [None] * len(column)
    mark = re.escape(separators.pop()) if separators else "(?!)"
    pattern = re.compile(rf"\d+(?:\.0{{1,2}})?|\d{{1,3}}(?:{mark}\d{{3}})+")
    return [_count(name, line, text, pattern, problems) for line, text in column]


def read_periods(name: str, column: Column, problems: Problems) -> list[Window | None]:
    """Spans of days: 2022, 2022-03 or START..END."""
    out: list[Window | None] = []
    for line, text in column:
        out.append(period(text))
        if out[-1] is None:
            problems.add(line, name, text, "is not a span: write 2022, 2022-03 or 2022-01-01..2022-06-30")
    return out


def period(text: str) -> Window | None:
    """The span that a text writes as 2022, 2022-03 or START..END, None when it does not."""
    if not re.fullmatch(r"\d{4}(-\d{1,2}){0,2}(\.\.\d{4}(-\d{1,2}){0,2})?", text):
        return None
    try:
        return Window.parse(text)
    except UsageError:
        return None


def read_countries(name: str, column: Column, problems: Problems) -> list[str | None]:
    """Country names or codes as alpha-3 codes."""
    out = []
    for line, text in column:
        code = country_code(text) if text else None
        if code is None:
            unknown = "is no country name or ISO 3166 code known here: write its ISO 3166 code"
            problems.add(line, name, text, unknown if text else "is missing: every row needs its country")
        out.append(code)
    return out


def read_groups(name: str, column: Column, problems: Problems, *, needed: bool) -> list[str]:
    """Regions or categories as they are written, empty where there is none; `needed` says that each row has one."""
    for line, text in column:
        if needed and not text:
            problems.add(
                line, name, text, "is missing, and a definition chooses by it: write 'unknown' where it is not known"
            )
        elif is_formula(text):
            problems.add(line, name, text, "is a formula, not a text: write what it shows")
        elif not text.isprintable():
            problems.add(line, name, text, "holds a line break or control character: take it out")
    return [text for _, text in column]


def looks_like_days(texts: Iterable[str]) -> bool:
    """Whether every text has the form of a day."""
    return all(
        any(form.fullmatch(text) for form in (_YEAR_FIRST, _YEAR_LAST, _DAY_MONTH, _MONTH_DAY)) for text in texts
    )


class _UnknownOrderError(Exception):
    """The file does not settle whether the day or the month comes first."""


def _order(columns: dict[str, Column]) -> bool | None:
    """Whether the day comes first in dates such as 03/04/2021; None where no value needs to know."""
    day_first: tuple[int, str] | None = None
    month_first: tuple[int, str] | None = None
    unsure: tuple[int, str] | None = None
    for line, text in (value for column in columns.values() for value in column):
        if not (match := _YEAR_LAST.fullmatch(text)):
            continue
        one, two = int(match[1]), int(match[3])
        if one > 12 >= two:
            day_first = day_first or (line, text)
        elif two > 12 >= one:
            month_first = month_first or (line, text)
        elif one != two:
            unsure = unsure or (line, text)
    if day_first and month_first:
        raise _UnknownOrderError(
            f"row {day_first[0]}: {day_first[1]!r} has the day first and row {month_first[0]}: {month_first[1]!r} "
            "the month: write the dates as 2021-08-15"
        )
    if unsure and not day_first and not month_first:
        raise _UnknownOrderError(
            f"row {unsure[0]}: is {unsure[1]!r} day/month or month/day? No date of the file settles it: "
            "add dayfirst=true or dayfirst=false to the mapping"
        )
    return None if not (day_first or month_first) else day_first is not None


def _day(name: str, line: int, text: str, dayfirst: bool | None, problems: Problems) -> date | None:
    try:
        if match := _YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[3]), int(match[4]))
        if match := _YEAR_LAST.fullmatch(text):
            one, two = int(match[1]), int(match[3])
            return date(int(match[4]), *((two, one) if dayfirst or (dayfirst is None and one == two) else (one, two)))
        if match := _DAY_MONTH.fullmatch(text):
            return date(int(match[3]), _month(match[2]), int(match[1]))
        if match := _MONTH_DAY.fullmatch(text):
            return date(int(match[3]), _month(match[1]), int(match[2]))
    except ValueError:
        problems.add(line, name, text, "is not a day of the calendar: correct it, or leave the row out")
        return None
    problems.add(line, name, text, _no_day(text))
    return None


def _no_day(text: str) -> str:
    """Why a text is no day, in words."""
    if text.casefold() in _EMPTY:
        return "is missing: every row needs its day"
    if re.fullmatch(r"[1-9]\d{4}(\.\d+)?", text):
        shown = date(1899, 12, 30) + timedelta(days=int(text[:5]))
        return (
            f"is not a day: as a spreadsheet's serial number it may be {shown} (or four years later): write "
            "2021-08-15, or format the cells as dates"
        )
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}", text):
        return "is not a day: its year has two digits: write 2021-08-15"
    return "is not a day: write 2021-08-15"


def _month(name: str) -> int:
    """The number of a month by its English name or the first letters of it. Raises ValueError for another word."""
    return [month.startswith(name.casefold()) for month in MONTHS].index(True) + 1


def _count(name: str, line: int, text: str, pattern: re.Pattern[str], problems: Problems) -> int | None:
    if text.casefold() in _EMPTY:
        problems.add(
            line, name, text, "is missing, and a missing count is unknown, not 0: fill it in or leave the row out"
        )
        return None
    if not pattern.fullmatch(text):
        problems.add(line, name, text, "is not a whole number of 0 or more: write it in digits, as 1200")
        return None
    digits = re.sub(r"\.0{1,2}$|\D", "", text)
    if len(digits) > len(str(MOST)) or int(digits) > MOST:
        problems.add(line, name, text, "is too large to be a count: is it the right column?")
        return None
    return int(digits)
