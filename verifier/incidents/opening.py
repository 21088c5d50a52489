"""Opening an event file of whatever make: CSV in several encodings, a zip with a CSV in it, a workbook, JSON."""

from __future__ import annotations

import codecs
import csv
import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from verifier.errors import InputError, UsageError
from verifier.incidents.engine import Rows, database
from verifier.incidents.records import Chooser, Table, every_column, read_pages, read_workbook
from verifier.incidents.sheets import BOMS, DELIMITERS

ENCODINGS = {"utf-8": "utf-8-sig", "latin-1": "cp1252", "utf-16": "utf-16"}  # cp1252 holds all that latin-1 shows
LARGEST = 8 * 2**30  # bytes that a file inside a zip may unpack to
CHUNK = 1 << 20
_WORKBOOK = b"PK\x03\x04"


@contextmanager
def opened(
    path: Path,
    *,
    encoding: str | None = None,
    headless: tuple[tuple[str, ...], ...] = (),
    chosen: Chooser = every_column,
) -> Iterator[Rows]:
    """The rows of a file, ready to be checked and counted; the file is read as a stream and never changed.

    A CSV file is UTF-8 (with or without a byte order mark), UTF-16 with one, or what `encoding` says (utf-8, latin-1,
    utf-16); it may lie alone in a zip file. Of a workbook the first sheet with more than one row is read. JSON is a
    list of records, an object whose "Result" or "data" is one (a page of an API), or a list of such pages; pages may
    also lie together in a folder or a zip file, and must then be all that their TotalCount names. `headless` are the
    column names of files that are known to come without a header: a first row that holds as many values, the first of
    them a number, is then data. `chosen` says which columns of a workbook or of JSON are worth keeping.

    Raises InputError, naming the file, the row and what to do, when it cannot be opened or read to its end.
    """
    with tempfile.TemporaryDirectory(prefix="verifier-") as folder, database() as connection:
        kind, work = _kind(path), Path(folder)
        if kind == "zip":
            inside = _unpacked(path, work)
            if inside[0].suffix == ".json":
                yield _table(path, read_pages(path, inside, work, chosen), connection)
            else:
                yield _csv(path, inside[0], work, connection, encoding, headless)
        elif kind == "workbook":
            yield _table(path, read_workbook(path, work, chosen), connection)
        elif kind in ("json", "folder"):
            pages = sorted(path.glob("[!.]*.json")) if kind == "folder" else [path]
            yield _table(path, read_pages(path, pages, work, chosen), connection)
        else:
            yield _csv(path, path, work, connection, encoding, headless)


def _kind(path: Path) -> str:
    if path.is_dir():
        return "folder"
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


def _unpacked(path: Path, folder: Path) -> list[Path]:
    """The one table in a zip file, or its JSON pages, unpacked into a folder of ours under names of ours."""
    with zipfile.ZipFile(path) as archive:
        held = [each for each in archive.infolist() if not Path(each.filename).name.startswith(".")]
        tables = [each for each in held if each.filename.lower().endswith((".csv", ".txt"))]
        pages = [each for each in held if each.filename.lower().endswith(".json")]
        if len(tables) != 1 and (tables or not pages):
            listed = ", ".join(each.filename for each in held[:5]) or "nothing"
            raise InputError(
                f"{path} holds {len(tables)} CSV files where one is expected ({listed}): unpack it yourself"
            )
        return [_member(path, archive, each, folder / f"{at}.csv") for at, each in enumerate(tables)] or [
            _member(path, archive, each, folder / f"{at:06}.json") for at, each in enumerate(pages)
        ]


def _member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, inside: Path) -> Path:
    if member.file_size > LARGEST or member.file_size > 1000 * max(1, member.compress_size):
        raise InputError(f"{path}: {member.filename} unpacks to {member.file_size:,} bytes: unpack it yourself")
    try:
        with archive.open(member) as packed, inside.open("wb") as file:
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
    read = _read(text, names, delimiter, header=has_header)
    return Rows(path, connection, read + ")", names, 2 if has_header else 1, read + ", store_rejects=true)")


def _table(path: Path, table: Table, connection: Any) -> Rows:
    """Records that were taken apart already, and lie as text in a file of ours."""
    read = _read(table.file, table.kept, ",", header=False)
    return Rows(path, connection, read + ")", table.header, table.first, origin=table.origin)


def _read(file: Path, names: list[str], delimiter: str, *, header: bool) -> str:
    """The SQL that reads a UTF-8 file of text columns, but for the closing bracket."""
    columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({_quoted(str(file))}, header={'true' if header else 'false'}, auto_detect=false, "
        f"columns={{{columns}}}, delim={_quoted(delimiter)}, quote='\"', escape='\"', strict_mode=true, "
        "max_line_size=10000000"
    )


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


def _quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
