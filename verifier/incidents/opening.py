"""Opening an event file of whatever make: CSV in several encodings, a zip with a CSV in it, a workbook, JSON."""

from __future__ import annotations

import codecs
import csv
import io
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from verifier.errors import InputError, UsageError
from verifier.incidents.engine import Rows, database
from verifier.incidents.sheets import BOMS, DELIMITERS

ENCODINGS = {"utf-8": "utf-8-sig", "latin-1": "cp1252", "utf-16": "utf-16"}  # cp1252 holds all that latin-1 shows
LARGEST = 8 * 2**30  # bytes that a file inside a zip may unpack to
CHUNK = 1 << 20
_WORKBOOK = b"PK\x03\x04"


@contextmanager
def opened(path: Path, *, encoding: str | None = None, headless: tuple[tuple[str, ...], ...] = ()) -> Iterator[Rows]:
    """The rows of a file, ready to be checked and counted; the file is read as a stream and never changed.

    A CSV file is UTF-8 (with or without a byte order mark), UTF-16 with one, or what `encoding` says (utf-8, latin-1,
    utf-16); it may lie alone in a zip file. Of a workbook the first sheet with more than one row is read. JSON is a
    list of records, or an object whose "Result" or "data" is one. `headless` are the column names of files that are
    known to come without a header: a first row that holds as many values, the first of them a number, is then data.

    Raises InputError, naming the file, the row and what to do, when it cannot be opened or read to its end.
    """
    with tempfile.TemporaryDirectory(prefix="verifier-") as folder, database() as connection:
        kind = _kind(path)
        if kind == "zip":
            path_inside = _unpacked(path, Path(folder))
            yield _csv(path, path_inside, Path(folder), connection, encoding, headless)
        elif kind == "workbook":
            yield _frame(path, _workbook(path), connection)
        elif kind == "json":
            yield _frame(path, _json(path), connection)
        else:
            yield _csv(path, path, Path(folder), connection, encoding, headless)


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    if not start.strip():
        raise InputError(f"{path} is empty")
    if start.startswith(_WORKBOOK):
        try:
            with zipfile.ZipFile(path) as archive:
                return "workbook" if "xl/workbook.xml" in archive.namelist() else "zip"
        except zipfile.BadZipFile as error:
            raise InputError(f"{path} is a zip file that is cut off or damaged: get it again") from error
    text = start.lstrip(codecs.BOM_UTF8).lstrip().lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise InputError(f"{path} is a web page, not data: download the data file itself (it may ask you to log in)")
    if text.startswith((b"%pdf", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"par1")):
        raise InputError(f"{path} is no CSV file, workbook or JSON: save or unpack the table as CSV (UTF-8)")
    return "json" if text.startswith((b"{", b"[")) else "csv"


def _unpacked(path: Path, folder: Path) -> Path:
    """The one table in a zip file, unpacked into a folder of ours under a name of ours."""
    with zipfile.ZipFile(path) as archive:
        tables = [each for each in archive.infolist() if each.filename.lower().endswith((".csv", ".txt"))]
        if len(tables) != 1:
            held = ", ".join(each.filename for each in archive.infolist()[:5]) or "nothing"
            raise InputError(f"{path} holds {len(tables)} CSV files where one is expected ({held}): unpack it yourself")
        if tables[0].file_size > LARGEST or tables[0].file_size > 1000 * max(1, tables[0].compress_size):
            raise InputError(
                f"{path}: {tables[0].filename} unpacks to {tables[0].file_size:,} bytes: unpack it yourself"
            )
        inside = folder / "table.csv"
        try:
            with archive.open(tables[0]) as packed, inside.open("wb") as file:
                while chunk := packed.read(CHUNK):
                    file.write(chunk)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise InputError(f"{path} is damaged ({error}): get it again") from error
        return inside


def _csv(
    path: Path, file: Path, folder: Path, connection: Any, encoding: str | None, headless: tuple[tuple[str, ...], ...]
) -> Rows:
    text = _utf8(path, file, folder, encoding)
    names, delimiter, has_header = _header(path, text, headless)
    columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names)
    read = (
        f"read_csv({_quoted(str(text))}, header={'true' if has_header else 'false'}, auto_detect=false, "
        f"columns={{{columns}}}, delim={_quoted(delimiter)}, quote='\"', escape='\"', strict_mode=true, "
        "max_line_size=10000000"
    )
    return Rows(path, connection, read + ")", names, 2 if has_header else 1, read + ", store_rejects=true)")


def _utf8(path: Path, file: Path, folder: Path, encoding: str | None) -> Path:
    """The file itself where it is UTF-8, else a copy of it in UTF-8."""
    if encoding is not None and encoding not in ENCODINGS:
        raise UsageError(f"encoding {encoding!r} is not known here: it is one of {', '.join(ENCODINGS)}")
    with file.open("rb") as start:
        head = start.read(4)
    marked = next((name for bom, name in BOMS if head.startswith(bom)), None)
    source = marked or ENCODINGS.get(encoding or "utf-8", "utf-8-sig")
    if source == "utf-8-sig":
        return file
    copy = folder / "utf8.csv"
    try:
        with file.open(encoding=source, newline="") as old, copy.open("w", encoding="utf-8", newline="") as new:
            while chunk := old.read(CHUNK):
                new.write(chunk)
    except UnicodeError as error:
        raise InputError(f"{path} cannot be read as {source.upper()}: {error}") from error
    return copy


def _header(path: Path, file: Path, headless: tuple[tuple[str, ...], ...]) -> tuple[list[str], str, bool]:
    """The names of the columns, the delimiter, and whether the file has a header."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        start = text.read(CHUNK)
    first_line = start.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    try:
        first = [name.strip() for name in next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter))]
    except (StopIteration, csv.Error) as error:
        raise InputError(f"{path}: row 1 cannot be read ({error or 'it is empty'})") from error
    for names in headless:
        if len(names) == len(first) and first[0].isdecimal():
            return list(names), delimiter, False
    unnamed = sum(not name for name in first)
    if unnamed:
        raise InputError(f"{path}: row 1: {unnamed} of {len(first)} columns have no name: give each a name of its own")
    for name, times in Counter(name.casefold() for name in first).items():
        if times > 1:
            raise InputError(f"{path}: row 1: {times} columns are called {name!r}: give each its own name")
    return first, delimiter, True


def _workbook(path: Path) -> tuple[list[str], list[list[str | None]], int]:
    """Header, rows as text, and the row the first of them stands in, of the first sheet with more than one row."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            table = sheet.to_python(skip_empty_area=False)
            start = next((at for at, row in enumerate(table) if sum(cell != "" for cell in row) > 1), None)
            if start is not None and len(table) > start + 1:
                header = [str(cell).strip() for cell in table[start]]
                wide = max(at + 1 for at, name in enumerate(header) if name)
                return header[:wide], [[_text(cell) for cell in row[:wide]] for row in table[start + 1 :]], start + 2
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(f"{path} is no workbook that can be read ({error}): save the table as CSV (UTF-8)") from error
    raise InputError(f"{path}: no sheet has a header and a row below it")


def _text(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time() else str(cell)
    return None if cell == "" else str(cell)


def _json(path: Path) -> tuple[list[str], list[list[str | None]], int]:
    """Names, records as text, and 1, since a record is counted from one."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON that can be read ({error}): is it cut off? Get it again") from error
    if isinstance(content, dict):
        content = next((content[key] for key in ("Result", "data") if isinstance(content.get(key), list)), None)
    if not isinstance(content, list) or not content or not all(isinstance(each, dict) for each in content):
        raise InputError(f"{path} holds no list of records (under Result or data)")
    names = list(dict.fromkeys(key for record in content for key in record))
    return names, [[_json_text(record.get(name)) for name in names] for record in content], 1


def _json_text(value: object) -> str | None:
    return None if value is None else value if isinstance(value, str) else json.dumps(value)


def _frame(path: Path, table: tuple[list[str], list[list[str | None]], int], connection: Any) -> Rows:
    names, rows, first = table
    connection.register("rows", pd.DataFrame(rows, columns=names, dtype="str"))
    return Rows(path, connection, "rows", names, first)


def _quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
