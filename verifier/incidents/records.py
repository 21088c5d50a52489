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


def read_workbook(path: Path, folder: Path, chosen: Chooser) -> Table:
    """The first sheet with more than one row: its first row with more than one value is the header.

    Raises InputError for a workbook that cannot be read or has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            rows = enumerate(book.get_sheet_by_name(name).iter_rows(), start=1)
            top, cells = next(((at, row) for at, row in rows if sum(cell != "" for cell in row) > 1), (0, []))
            header = [str(cell).strip() for cell in cells]
            header = header[: max((at + 1 for at, each in enumerate(header) if each), default=0)]
            _check(path, header)
            places = [at for at, each in enumerate(header) if each in set(chosen(header))]
            written = 0
            with _writer(folder) as (file, write):
                for _, row in rows:
                    write([_text(row[at]) for at in places])
                    written += 1
            if written:
                return Table(file, header, [header[at] for at in places], top + 1)
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(f"{path} is no workbook that can be read ({error}): save the table as CSV (UTF-8)") from error
    raise InputError(f"{path}: no sheet has a header and a row below it")


def read_pages(path: Path, files: list[Path], folder: Path, chosen: Chooser) -> Table:
    """The records of JSON files, each a list of records, a page of an API that holds them, or a list of such pages.

    Where pages say how many records there are in all (TotalCount), all must be there. Raises InputError for a file
    that cannot be read, for pages that are missing, there twice, or of different requests.
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
                    kept = [name for name in header if name in set(chosen(header))]
                for record in records:
                    write([_json_text(record.get(name)) for name in kept])
                count += len(records)
    if total is not None and count != total:
        few = "save the missing pages too, all in one folder" if count < total else "is a page there twice?"
        raise InputError(f"{path} holds {count} of the {total} events that TotalCount names, in {pages} pages: {few}")
    if not count:
        raise InputError(f"{path} holds no list of records (under Result or data)")
    return Table(file, header, kept, 1, origin)


def _pages(file: Path, path: Path) -> Iterator[dict[str, Any]]:
    """The pages in a JSON file that messages call `path`: records, total (None where it is not said) and origin."""
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON that can be read ({error}): is it cut off? Get it again") from error
    several = isinstance(content, list) and content and all(map(_records, content))
    for page in content if several else [content]:
        records = page if isinstance(page, list) else _records(page)
        if records is None or not all(isinstance(each, dict) for each in records):
            raise InputError(f"{path} holds no list of records (under Result or data)")
        about = page if isinstance(page, dict) else {}
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
    return next((page[key] for key in ("Result", "data") if isinstance(page.get(key), list)), None)


def _check(path: Path, header: list[str]) -> None:
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise InputError(f"{path}: row 1: several columns are called {doubled[0]!r}: give each its own name")


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


def _json_text(value: object) -> str | None:
    return None if value is None else value if isinstance(value, str) else json.dumps(value)
