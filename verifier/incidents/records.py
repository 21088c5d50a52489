"""Workbooks and JSON to a plain file of text columns, row by row, so that a large one never lies in memory whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from verifier.errors import InputError
from verifier.incidents.texts import check_names, number_rows

# A header to the names of the columns that are worth keeping.
Chooser = Callable[[list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Records as text: header are all columns of the source, kept those in `file` (CSV without a header, in order).

    first is the row of the source (counted as a spreadsheet does; JSON records count from one) that the first record
    stands in; origin the address that an API gave for its other pages, empty without one.
    """

    file: Path
    header: list[str]
    kept: list[str]
    first: int
    origin: str = ""


def every_column(header: list[str]) -> list[str]:
    """Keep all columns."""
    return header


def read_workbook(
    path: Path, folder: Path, chosen: Chooser, *, only: str | None = None, ask: bool = False, start: int | None = None
) -> Table:
    """The first sheet with a table: its first row with more than one value is the header (titles above it have one),
    or the row `start`.

    Of a formula the value last calculated counts. `only` names the sheet; with `ask` tables in several sheets are an
    error that asks for it. Raises InputError for a workbook that cannot be read or holds no such table.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path) as book:
            names = book.sheet_names
            if only is not None and only not in names:
                raise InputError(f"{path} has no sheet {only!r}: name one that is there: {', '.join(names)}")
            found: dict[str, tuple[Any, int]] = {}
            for name in names if only is None else [only]:
                sheet = book.get_sheet_by_name(name)
                if at := start or _start(sheet.iter_rows):
                    found[name] = sheet, at
                    if not ask:
                        break
            if not found:
                raise InputError(f"{path}: no sheet has a header and a row below it: save the table as CSV (UTF-8)")
            if len(found) > 1:
                raise InputError(
                    f"{path}: the sheets {', '.join(map(repr, found))} hold tables: say which with --sheet"
                )
            ((sheet, at),) = found.values()
            return _sheet(path, sheet.iter_rows(), at, folder, chosen)
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(f"{path} is no workbook that can be read ({error}): save the table as CSV (UTF-8)") from error


def _start(rows: Callable[[], Iterable[list[Any]]]) -> int:
    """The row in which a sheet's header stands, 0 without a table; a table of one column has no title above it."""
    first, least = 0, 2
    for at, row in enumerate(rows(), 1):
        filled = sum(cell != "" for cell in row)
        first = first or (at if filled else 0)
        if filled >= least:
            first, least = at, 1
            break
    below = (row for at, row in enumerate(rows(), 1) if at > first)
    return first if first and any(cell != "" for row in below for cell in row) else 0


def _sheet(path: Path, rows: Iterator[list[Any]], start: int, folder: Path, chosen: Chooser) -> Table:
    header: list[str] = []
    for number, row in enumerate(rows, 1):
        if number == start:
            header = [str(cell).strip() for cell in row]
            break
    wide = max((at for at, name in enumerate(header, 1) if name), default=0)
    if not wide:
        raise InputError(f"{path}: row {start} is empty, so it is no header: name another row")
    header = header[:wide]
    number_rows(header)
    check_names(path, header, start)
    wanted = set(chosen(header))
    places = [at for at, name in enumerate(header) if name in wanted]
    blank = 0  # empty rows are only written when one that is not comes after them
    with _writer(folder) as (file, write):
        for number, row in enumerate(rows, start + 1):
            if any(cell != "" for cell in row[wide:]):
                raise InputError(
                    f"{path}: row {number}: more values than the header in row {start} has columns: give each column "
                    "a name, in one row and without merged cells"
                )
            if all(cell == "" for cell in row):
                blank += 1
                continue
            for _ in range(blank):
                write([None] * len(places))
            blank = 0
            write([_text(row[at]) for at in places])
    return Table(file, header, [header[at] for at in places], start + 1)


def read_pages(path: Path, files: list[Path], folder: Path, chosen: Chooser) -> Table:
    """The records of JSON files, each a list of records, a page of an API that holds them, or a list of such pages.

    The columns are those of the first page that has records. Where pages say how many records there are in all
    (TotalCount), all must be there. Raises InputError for a file that cannot be read, for pages that are missing, there
    twice, or of different requests.
    """
    header: list[str] = []
    kept: list[str] = []
    count, pages, total, origin = 0, 0, None, ""
    with _writer(folder) as (file, write):
        for each in files:
            for page in _pages(each, each if each.parent == path else path):
                records = page["records"]
                pages += 1
                origin = origin or page["origin"]
                if total is not None and page["total"] != total:
                    raise InputError(
                        f"{path}: its pages are of different requests (TotalCount {total} and {page['total']}): "
                        "save all pages of one"
                    )
                total = page["total"]
                if not header and records:
                    header = list(dict.fromkeys(key for record in records for key in record))
                    check_names(path, header)
                    wanted = set(chosen(header))
                    kept = [name for name in header if name in wanted]
                for number, record in enumerate(records, count + 1):
                    try:
                        values = (record.get(name) for name in kept)
                        write([each if isinstance(each, str | None) else json.dumps(each) for each in values])
                    except UnicodeEncodeError as error:
                        raise InputError(
                            f"{path}: record {number} holds half a character (a lone surrogate): get the data again"
                        ) from error
                count += len(records)
    if total is not None and count != total:
        few = "save the missing pages too, all in one folder" if count < total else "is a page there twice?"
        raise InputError(f"{path} holds {count} of the {total} events that TotalCount names, in {pages} pages: {few}")
    if not count:
        raise _no_records(path)
    return Table(file, header, kept, 1, origin)


def _pages(file: Path, path: Path) -> Iterator[dict[str, Any]]:
    """The pages in a JSON file that messages call `path`: records, total (None where it is not said) and origin."""
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON that can be read ({error}): is it cut off? Get it again") from error
    several = isinstance(content, list) and content and all(map(_records, content))
    for page in content if several else [content]:
        about = page if isinstance(page, dict) else {}
        records = page if isinstance(page, list) else _records(page)
        if records is None or not all(isinstance(each, dict) for each in records):
            raise _no_records(path, about)
        total = about.get("TotalCount")
        addresses = (about.get(key) for key in ("NextPageUrl", "PreviousPageUrl"))
        yield {
            "records": records,
            "total": total if isinstance(total, int) else None,
            "origin": next((each for each in addresses if isinstance(each, str) and each), ""),
        }


def _records(page: object) -> list[Any] | None:
    if not isinstance(page, dict):
        return None
    if isinstance(features := page.get("features"), list):  # GeoJSON
        return [each.get("properties") if isinstance(each, dict) else None for each in features]
    return next((page[key] for key in ("Result", "data") if isinstance(page.get(key), list)), None)


def _no_records(path: Path, about: dict[str, Any] | None = None) -> InputError:
    """What to say of JSON without records; an API that refuses says why under error or message."""
    page = about or {}
    said = next((f"; it says {str(page[key])[:100]!r}" for key in ("error", "message") if key in page), "")
    return InputError(f"{path} holds no list of records (under Result, data or features){said}: get the data again")


@contextmanager
def _writer(folder: Path) -> Iterator[tuple[Path, Callable[[Iterable[str | None]], object]]]:
    """A file in a folder of ours, and what writes a row to it."""
    file = folder / "records.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        yield file, csv.writer(text).writerow


def _text(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time() else str(cell)
    return None if cell == "" else str(cell)
