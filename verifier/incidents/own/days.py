"""Days and spans out of the texts of a column; whatever cannot be read for certain is asked about."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from verifier.incidents.layouts import Reading
from verifier.incidents.problems import Problems
from verifier.window import Window

MONTHS = [name.casefold() for name in calendar.month_name[1:]]
YEARS = (1700, 2200)  # well inside what pandas can hold as a day
# The time of a day, which plays no part; 24:00 and later would be the next day.
TIME = (
    r"[T ]\s?(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?"
    r"(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?[A-Za-z]{1,5})?(?:\s?[+-][0-9]{2}(?::?[0-9]{2})?)?$"
)
BETWEEN = "\x1f"  # stands between the texts of several columns that give a day together
MISSING = {"", "-", "–", "na", "n/a", "nan", "null", "none", "?", ".", "unknown"}
_WORD, _GAP = r"([a-z]{3,9})", r"[\s./,-]*"
_DATED = r"[\s./-]{1,2}"
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|()(\d{2})(\d{2}))")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_MONTH = re.compile(
    rf"(?:[a-z]{{3,9}},? )?(\d{{1,2}})(?:st|nd|rd|th)?{_DATED}{_WORD}\.?,?{_DATED}(\d{{4}}|\d{{2}})"
)
_MONTH_DAY = re.compile(rf"(?:[a-z]{{3,9}}, )?{_WORD}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_MONTH = [
    (re.compile(r"(?P<y>\d{4})(?:[-/. ]|\s?m\s?)(?P<m>\d{1,2})|(?P<y2>(?:19|20)\d\d)(?P<m2>0[1-9]|1[0-2])"), False),
    (re.compile(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})"), False),
    (re.compile(rf"(?P<m>[a-z]{{3,9}})\.?{_GAP}['’]?(?P<y>\d{{4}}|\d{{2}})"), True),
    (re.compile(rf"(?P<y>\d{{4}}){_GAP}(?P<m>[a-z]{{3,9}})\.?"), True),
]
_QUARTER = re.compile(rf"(?:(\d{{4}}(?:[-/]\d\d)?){_GAP}q([1-4])|q([1-4]){_GAP}(\d{{4}}(?:[-/]\d\d)?))")
_WEEK = re.compile(r"(\d{4})[- ]?w(\d{1,2})")
_TWO_YEARS = re.compile(r"(\d{4})\s?[-/–]\s?(\d{4}|\d{2})")
_ENDING = re.compile(
    rf"(?:year|12 months|twelve months) (?:ending|ended|to)(?: in)? (?:\d{{1,2}} )?{_WORD}\.? (\d{{4}})"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Style:
    """How the days of a file are written, as far as its mapping says, and the days that they may be.

    roles are those of the texts that stand in one value: ("date",), ("start", "end"), ("year", "month", "day") …
    """

    roles: tuple[str, ...]
    published: date
    dates: str = ""
    century: int | None = None
    year_begins: tuple[int, int] | None = None
    coverage: Window | None = None

    def reader(self, texts: list[str], _: Problems) -> Reading:
        """The first and last day of each text, and whether it names less than a day."""
        values: dict[str, tuple[str, str, int]] = {}
        wrong: dict[str, str] = {}
        try:
            dayfirst = self._dayfirst(part for text in texts for part in text.split(BETWEEN))
            self._check_years(texts)
        except _AskError as question:
            asked = [next(text for text in texts if each in text.split(BETWEEN)) for each in question.about]
            read = dict.fromkeys(texts, ("2000-01-01", "2000-01-01", 1))
            return Reading(read, {}, _KINDS, dict.fromkeys(asked, str(question)))
        for text in texts:
            try:
                span = self._span(text, dayfirst)
                self._check(span)
                values[text] = (str(span.start), str(span.end), span.days)
            except _AskError as reason:
                wrong[text] = str(reason)
        return Reading(values, wrong, _KINDS)

    def _span(self, text: str, dayfirst: bool | None) -> Window:
        parts = [" ".join(part.split()).casefold() for part in text.split(BETWEEN)]
        if self.roles == ("start", "end"):
            first, last = (self._one(part, dayfirst) for part in parts)
            if last.end < first.start:
                raise _AskError(f"lies before the start, {first.start}: are the columns swapped?")
            return Window(first.start, last.end)
        if len(self.roles) > 1:
            return self._of_parts(dict(zip(self.roles, parts, strict=True)))
        return self._one(parts[0], dayfirst)

    def _of_parts(self, parts: dict[str, str]) -> Window:
        """A day, or as much of it as is there, out of columns of their own: 0 and nothing are not known."""
        if parts["year"] in MISSING:
            raise _AskError("is missing: every row needs its year")
        year = re.fullmatch(r"(\d{4})(?:\.0+)?", parts["year"])
        if not year:
            raise _AskError("has no year of four digits")
        quarter = re.fullmatch(r"q?([1-4])(?:\.0+)?", parts.get("quarter", ""))
        if quarter:
            return self._quarter(year[1], int(quarter[1]))
        month, day = (parts.get(name, "").removesuffix(".0") for name in ("month", "day"))
        if month in MISSING or month == "0":
            return _year(int(year[1]))
        number = int(month) if month.isdecimal() else _month(month)
        return _day_of(int(year[1]), number, day) if day not in MISSING | {"0"} else _month_of(int(year[1]), number)

    def _one(self, text: str, dayfirst: bool | None) -> Window:
        if ".." in text:
            first, last = (self._one(part, dayfirst) for part in text.split("..", 1))
            if last.end < first.start:
                raise _AskError("ends before it begins")
            return Window(first.start, last.end)
        for read in (self._counted, self._day, self._years, self._month, self._rest):
            found = read(text, dayfirst)
            if found is not None:
                return found
        raise _AskError(_why_not(text, self.roles[0]))

    def _counted(self, text: str, _: bool | None) -> Window | None:
        """A day as a number of days or seconds since the first."""
        if self.dates.startswith(("serial", "unix")) and _NUMBER.fullmatch(text):
            try:
                if self.dates == "unix":
                    seconds = float(text) / (1000 if len(text.split(".")[0]) > 11 else 1)
                    day = datetime.fromtimestamp(seconds, UTC).date()
                else:
                    first = date(1904, 1, 1) if self.dates == "serial-1904" else date(1899, 12, 30)
                    day = first + timedelta(days=int(float(text)))
                return Window(day, day)
            except (OverflowError, ValueError, OSError):
                raise _AskError("is no day of a spreadsheet") from None
        return None

    def _day(self, text: str, dayfirst: bool | None) -> Window | None:
        if match := _YEAR_FIRST.fullmatch(text):
            year, _, month, day, _, month_2, day_2 = match.groups()
            return _day_of(int(year), int(month or month_2), day or day_2)
        if match := _YEAR_LAST.fullmatch(text):
            one, two, year = int(match[1]), int(match[3]), self._year(match[4])
            month, day = (two, one) if dayfirst else (one, two)
            return _day_of(year, month, str(day))
        if match := _DAY_MONTH.fullmatch(text):
            return _day_of(self._year(match[3]), _month(match[2]), match[1])
        if match := _MONTH_DAY.fullmatch(text):
            return _day_of(int(match[3]), _month(match[1]), match[2])
        return None

    def _years(self, text: str, _: bool | None) -> Window | None:
        """A year that runs over two: 2011/12."""
        match = _TWO_YEARS.fullmatch(text)
        if not match or int(match[2]) % 100 != (int(match[1]) + 1) % 100:
            return None
        if self.year_begins is None and ("/" in text or len(match[2]) == 4 or int(match[2]) > 12 or match[2] == "00"):
            raise _AskError(
                "is a year that runs over two: say on which day it begins with --year-begins 04-01 (year_begins: 04-01 "
                "in a mapping)"
            )
        if self.year_begins is None:
            return None
        first, following = (date(int(match[1]) + more, *self.year_begins) for more in (0, 1))
        return Window(first, following - timedelta(days=1))

    def _month(self, text: str, _: bool | None) -> Window | None:
        if re.fullmatch(r"\d{4}\.0", text):  # a year that was a number with a decimal part
            return None
        if re.fullmatch(r"\d{4}\.1", text):
            raise _AskError("may be January, or October that lost its 0 as a number: write 2021-01 or 2021-10")
        for form, word in _MONTH:
            if match := form.fullmatch(text):
                held = match.groupdict()
                year, month = held["y"] or held["y2"], held["m"] or held["m2"]
                if not word:
                    return _month_of(int(year), int(month))
                if month.startswith("q") or not _is_month(month):
                    continue
                return _month_of(self._year(year, word=True), _month(month))
        return None

    def _rest(self, text: str, _: bool | None) -> Window | None:
        if match := _QUARTER.fullmatch(text):
            return self._quarter(match[1] or match[4], int(match[2] or match[3]))
        if re.fullmatch(r"\d{4}(?:\.0)?", text):
            return _year(int(text[:4]))
        if match := _WEEK.fullmatch(text):
            try:
                first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            except ValueError:
                raise _AskError("is no week of that year") from None
            return Window(first, first + timedelta(days=6))
        if match := _ENDING.fullmatch(text):
            last = _month_of(int(match[2]), _month(match[1]))
            following = last.end + timedelta(days=1)
            return Window(following.replace(year=following.year - 1), last.end)
        return None

    def _quarter(self, year: str, quarter: int) -> Window:
        if len(year) > 4 and self.year_begins is None:
            raise _AskError("is a quarter of a year that runs over two: say on which day it begins with --year-begins")
        first, day = self.year_begins if len(year) > 4 and self.year_begins else (1, 1)
        start = first + 3 * (quarter - 1)
        begin = _shifted(int(year[:4]), start, day)
        return Window(begin, _shifted(int(year[:4]), start + 3, day) - timedelta(days=1))

    def _year(self, text: str, *, word: bool = False) -> int:
        """A year of four digits, or of two in the century that is said; behind a month's name, in the last hundred."""
        if len(text) == 4:
            return int(text)
        if self.century is not None:
            return self.century + int(text)
        if not word:
            raise _AskError("is not a day: its year has two digits: say which century with --century 2000 (or 1900)")
        latest = self.published.year
        return latest - (latest - int(text)) % 100

    def _dayfirst(self, texts: Iterable[str]) -> bool | None:
        """Whether the day comes first in dates such as 03/04/2021; None where no value needs to know."""
        if self.dates in ("day-first", "month-first"):
            return self.dates == "day-first"
        seen: dict[str, str] = {}
        for text in texts:
            if match := _YEAR_LAST.fullmatch(text.strip()):
                one, two = int(match[1]), int(match[3])
                which = "day" if one > 12 >= two else "month" if two > 12 >= one else "unsure" if one != two else ""
                seen.setdefault(which, text)
        if "day" in seen and "month" in seen:
            raise _AskError(
                f"stands in one column with others: {seen['day']!r} has the day first and {seen['month']!r} the month: "
                "write the dates as 2021-08-15",
                seen["day"],
                seen["month"],
            )
        if "unsure" in seen and "day" not in seen and "month" not in seen:
            raise _AskError(
                "may be day/month or month/day, and no date of the file settles it: add --dates day-first or --dates "
                "month-first (dates: in a mapping)",
                seen["unsure"],
            )
        return None if not ("day" in seen or "month" in seen) else "day" in seen

    def _check_years(self, texts: list[str]) -> None:
        """Stop at 2009-10, 2010-11, 2011-12: each could be a month, all of them together are years."""
        if self.year_begins is not None or len(self.roles) > 1:
            return
        pairs = [match for text in texts if (match := _TWO_YEARS.fullmatch(text.strip()))]
        if len(pairs) == len(texts) > 1 and all(int(one[2]) % 100 == (int(one[1]) + 1) % 100 for one in pairs):
            raise _AskError(
                f"and {texts[1]!r} look like years that run over two: say on which day they begin with --year-begins "
                "04-01 (year_begins: 04-01 in a mapping); if they are months, write 2009-10-01..2009-10-31",
                texts[0],
            )

    def _check(self, span: Window) -> None:
        if span.start.year < YEARS[0] or span.end.year > YEARS[1]:
            raise _AskError(f"lies outside the years {YEARS[0]} to {YEARS[1]}: correct it")
        if span.start > self.published:
            raise _AskError(f"begins after {self.published}, the day of publication: correct one of them")
        if self.coverage is not None and not self.coverage.contains(span):
            raise _AskError(f"is {span}, which reaches outside the coverage {self.coverage}: correct one of them")


_KINDS = {"start": "DATE", "end": "DATE", "days": "INTEGER"}


class _AskError(Exception):
    """A text that is no span of days for certain, with the reason, and the texts that this is `about` among several."""

    def __init__(self, reason: str, *about: str) -> None:
        super().__init__(reason)
        self.about = about


def _day_of(year: int, month: int, day: str) -> Window:
    try:
        found = date(year, month, int(day))
    except ValueError:
        raise _AskError("is not a day of the calendar: correct it, or leave the row out") from None
    return Window(found, found)


def _month_of(year: int, month: int) -> Window:
    try:
        return Window(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    except (ValueError, calendar.IllegalMonthError):
        raise _AskError("is not a month of the calendar: correct it, or leave the row out") from None


def _year(year: int) -> Window:
    if year < 1:
        raise _AskError("is not a year of the calendar")
    return Window(date(year, 1, 1), date(year, 12, 31))


def _shifted(year: int, month: int, day: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def _is_month(name: str) -> bool:
    return len(name) >= 3 and any(month.startswith(name) for month in (*MONTHS, "sept"))


def _month(name: str) -> int:
    """The number of a month by its English name or the first letters of it."""
    if not _is_month(name):
        raise _AskError("is not a month of the calendar: correct it, or leave the row out")
    return next(
        at for at, month in enumerate(MONTHS, 1) if month.startswith(name.removesuffix("t") if name == "sept" else name)
    )


def _why_not(text: str, role: str) -> str:
    """Why a text is no day, in words."""
    if text in MISSING:
        return "is missing: every row needs its day"
    if re.fullmatch(r"[1-9]\d{4}(\.\d+)?", text):
        shown = date(1899, 12, 30) + timedelta(days=int(text[:5]))
        return (
            f"is not a day: as a spreadsheet's serial number it may be {shown} (or four years later): say so with "
            "--dates serial (or serial-1904), or format the cells as dates"
        )
    if re.fullmatch(r"1?\d{9}(\d{3})?(\.0)?", text):
        return "is not a day: if it counts the seconds since 1970, say so with --dates unix"
    words = re.findall(r"[^\W\d_]{3,}", text.casefold())
    if words == [text] and _is_month(text):
        return (
            "is a month without its year: where a column has that say --map year=COLUMN, with month=COLUMN or, for "
            "columns of months, --wide month=FIRST..LAST"
        )
    if words and re.search(r"\d{4}", text) and not any(map(_is_month, words)):
        return "is not a day or span: months are read by their English names; write 2021-08-15, 2021-08 or 2021"
    if role in ("period", "start", "end"):
        return "is not a span: write 2022, 2022-03, 2022 Q1 or 2022-01-01..2022-06-30"
    return "is not a day: write 2021-08-15"
