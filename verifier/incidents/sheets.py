"""Reading a CSV file of unknown make: its encoding, its delimiter, its rows as text."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from verifier.errors import InputError
from verifier.incidents.problems import Problems

DELIMITERS = ",;\t|"
BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_KINDS = [
    (b"PK\x03\x04", "an Excel workbook or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
    (b"PAR1", "a Parquet file"),
]


@dataclass(frozen=True)
class Sheet:
    """The header and the rows of a file, each row with the line it begins on."""

    path: Path
    header: list[str]
    rows: list[tuple[int, list[str]]]

    def column(self, name: str) -> list[tuple[int, str]]:
        """The values of a column, each with its line."""
        place = self.header.index(name)
        return [(line, cells[place].strip()) for line, cells in self.rows]


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file with a header row.

    The text is UTF-8, with or without a byte order mark, or UTF-16 with one; the delimiter is the comma, semicolon,
    tab or bar that the header holds most of. A second row of HXL tags is left out. Raises InputError when the file is
    missing, empty, no text, in another encoding, cut off inside a quoted value, has no rows, has two columns of one
    name, or has rows of another length than the header.
    """
    text = _text(path)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    numbered: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                numbered.append((before + 1, cells))
            before = lines.line_num
    except csv.Error as error:
        raise InputError(
            f"{path}: row {before + 1}: {error}; is the file cut off, or a quotation mark left open?"
        ) from error
    if not numbered:
        raise InputError(f"{path} is empty")
    header = [name.strip() for name in numbered[0][1]]
    rows = numbered[1:]
    if rows and all(cell.strip().startswith("#") or not cell.strip() for cell in rows[0][1]):
        rows = rows[1:]  # HXL tags
    _check(path, header, rows)
    return Sheet(path, header, rows)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    for start, kind in _KINDS:
        if raw.startswith(start):
            raise InputError(f"{path} is {kind}: save the table as CSV (UTF-8) and import that")
    encoding = next((name for bom, name in BOMS if raw.startswith(bom)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}: row {line}: byte 0x{raw[error.start]:02x} is not {encoding.upper()}; save the file as UTF-8 "
            "(in a spreadsheet: Save as, CSV UTF-8)"
        ) from error
    if "\0" in text:
        raise InputError(
            f"{path} is not a text file (or UTF-16 without a byte order mark): save the table as CSV (UTF-8)"
        )
    if text.lstrip().casefold().startswith(("<!doctype", "<html")):
        raise InputError(f"{path} is a web page, not a CSV file: download the data file itself")
    return text


def _delimiter(text: str) -> str:
    header = text.lstrip().split("\n", 1)[0]
    return max(DELIMITERS, key=header.count)


def _check(path: Path, header: list[str], rows: list[tuple[int, list[str]]]) -> None:
    problems = Problems(path)
    for name, times in Counter(header).items():
        if times > 1:
            problems.say(f"row 1: {times} columns are called {name!r}: give each its own name")
    if not rows:
        problems.say("there is a header and no row below it")
    for line, cells in rows:
        if len(cells) != len(header):
            problems.say(f"row {line}: {len(cells)} values where the header has {len(header)} columns")
    problems.stop()
