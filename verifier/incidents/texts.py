"""The text of a CSV file: its encoding, which is checked and never guessed, its delimiter, its header."""

from __future__ import annotations

import codecs
import csv
import io
import shutil
from collections import Counter
from contextlib import suppress
from itertools import islice
from pathlib import Path

from verifier.errors import InputError, UsageError
from verifier.files import chunks
from verifier.incidents.kinds import CHUNK

ENCODINGS = {"utf-8": "utf-8-sig", "latin-1": "cp1252", "utf-16": "utf-16"}  # cp1252 holds all that latin-1 shows
DELIMITERS = ",;\t|"
BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


def utf8(path: Path, file: Path, folder: Path, encoding: str | None) -> Path:
    """The file itself where it is UTF-8, else a copy of it in UTF-8, in a folder of ours.

    `path` is what messages name. A byte order mark says the encoding; else `encoding` does (utf-8, latin-1, utf-16).
    Raises InputError, with the first row that cannot be read, for bytes that are not what they should be; UsageError
    for an encoding that is not known here.
    """
    if encoding is not None and encoding not in ENCODINGS:
        raise UsageError(f"encoding {encoding!r} is not known here: it is one of {', '.join(ENCODINGS)}")
    with file.open("rb") as start:
        head = start.read(4)
    source = next((name for bom, name in BOMS if head.startswith(bom)), None) or ENCODINGS[encoding or "utf-8"]
    if source == "utf-16" and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        source = "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    if source != "utf-8-sig":
        file = _copy(path, file, folder, source)
    _check(path, file)
    return file


def _copy(path: Path, file: Path, folder: Path, source: str) -> Path:
    copy = folder / "utf8.csv"
    try:
        with file.open(encoding=source, newline="") as old, copy.open("w", encoding="utf-8", newline="") as new:
            shutil.copyfileobj(old, new, CHUNK)
    except UnicodeError as error:
        shown = "latin-1" if source == "cp1252" else source.upper()
        raise InputError(f"{path} cannot be read as {shown} ({error}): is it cut off? Save it as UTF-8") from error
    return copy


def has_blank_lines(file: Path) -> bool:
    """Whether a line of a file may be blank."""
    with file.open("rb") as raw:
        end = b"\n"
        while chunk := end + raw.read(CHUNK):
            if any(each in chunk for each in (b"\n\n", b"\n\r\n", b"\r\r")):
                return True
            if len(chunk) <= len(end):
                return False
            end = chunk[-2:]
    return False


def _check(path: Path, file: Path) -> None:
    """Stop at a file that is not UTF-8 or no text at all."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks(file):
        if b"\0" in chunk:
            raise InputError(
                f"{path} is not a text file (or UTF-16 without a byte order mark: then say --encoding utf-16): "
                "save the table as CSV (UTF-8)"
            )
        if chunk.isascii() and not decoder.getstate()[0]:
            continue
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            raise _undecodable(path, file) from None
    if decoder.getstate()[0]:
        raise InputError(f"{path} ends in the middle of a character: it is cut off: get it again")


def _undecodable(path: Path, file: Path) -> InputError:
    """What to say of a file that is not UTF-8: the first such row, as latin-1 would have it."""
    row, quotes, marked = 1, 0, False
    with file.open("rb") as lines:
        for line in lines:
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                around = line[max(0, error.start - 25) : error.start + 25].decode("cp1252", "replace").strip()
                mixed = (
                    "rows before it are UTF-8, so the file mixes encodings: save it as UTF-8"
                    if marked
                    else "if that reads well say --encoding latin-1 (encoding: latin-1 in a mapping), else save the "
                    "file as UTF-8"
                )
                return InputError(
                    f"{path}: row {row}: byte 0x{line[error.start]:02x} is not UTF-8; in latin-1 it reads {around!r}: "
                    + mixed
                )
            marked = marked or not line.isascii()
            quotes += line.count(b'"')
            row += quotes % 2 == 0  # a line break inside a quoted value begins no row
    return InputError(f"{path} is not UTF-8: save the file as UTF-8")


def header(
    path: Path, file: Path, headless: tuple[tuple[str, ...], ...] = (), row: int | None = None
) -> tuple[list[str], str, bool]:
    """The names of the columns, the delimiter, and whether the file has a header.

    `headless` are the column names of files that are known to come without one: a first row that holds as many values,
    the first of them a number, is then data. `row` is the line the header is in, where it is said. Raises InputError
    for a header that cannot be used.
    """
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        for _ in range((row or 1) - 1):
            text.readline(CHUNK)
        start = text.read(CHUNK)
    lines = start.splitlines() if row else start.lstrip().splitlines()
    first_line = (lines or [""])[0]
    if len(first_line) >= CHUNK // 2:
        raise InputError(f"{path}: row 1 has no end within {CHUNK // 2:,} characters: is this a table? Save it as CSV")
    titled = not any(mark in first_line for mark in DELIMITERS)
    # No name holds a tab, but a name between tabs may hold commas, as Eurostat's first one does.
    delimiter = "\t" if "\t" in first_line else max(DELIMITERS, key=(start if titled else first_line).count)
    try:
        rows = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        numbered = ((at, [name.strip() for name in each]) for at, each in enumerate(rows, row or 1))
        at, first = next((at, each) for at, each in numbered if row or any(each))
        if not row:
            below: list[tuple[int, list[str]]] = []
            with suppress(csv.Error):  # a long value in a row of data says nothing about the header
                below.extend(islice(numbered, 20))
            _check_title(path, at, first, below)
    except StopIteration as error:
        raise InputError(f"{path} is empty: get it again, or export the table again") from error
    except csv.Error as error:
        raise InputError(f"{path}: row 1 cannot be read ({error}): is this a table? Save it as CSV (UTF-8)") from error
    for names in headless:
        if len(names) == len(first) and first[0].isdecimal():
            return list(names), delimiter, False
    for empty in range(len(first) - 1, 1, -1):  # separators behind the last name
        if first[empty]:
            break
        first[empty] = f"({empty + 1})"
    number_rows(first)
    check_names(path, first, row or at)
    return first, delimiter, True


def _check_title(path: Path, at: int, first: list[str], below: list[tuple[int, list[str]]]) -> None:
    """Stop at a first row with far fewer values than the rows below it: a title, and no header."""
    filled = [(number, cells) for number, cells in below if any(cells)]
    widths = Counter(len(cells) for _, cells in filled if len(cells) > 1)
    width, rows = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    held = sum(1 for cell in first if cell)
    if rows < 2 or 2 * rows < len(filled) - 1 or len(first) == width or (held > 1 and 2 * held > width):
        return
    number, cells = next((number, cells) for number, cells in filled if len(cells) == width)
    if sum(1 for cell in cells if cell) >= width - 1:
        raise InputError(
            f"{path}: row {at} ({', '.join(filter(None, first))[:60]!r}) is a title and no header. Row {number} looks "
            f"like the header ({', '.join(cells[:6])}): say so with --header {number} (header: {number} in a mapping)"
        )


def number_rows(names: list[str]) -> None:
    """Name the first column where it alone has no name: the numbers of rows, or the corner of a table."""
    if len(names) > 1 and not names[0] and all(names[1:]):
        names[0] = "(1)"


def check_names(path: Path, names: list[str], row: int = 1) -> None:
    """Stop at columns without a name and at two of one name. Raises InputError."""
    unnamed = [str(number) for number, name in enumerate(names, 1) if not name]
    if unnamed:
        raise InputError(
            f"{path}: row {row}: {len(unnamed)} of {len(names)} columns have no name "
            f"(column {', '.join(unnamed[:5])}): give each a name of its own, in one row and without merged cells"
        )
    for name, times in Counter(name.casefold() for name in names).items():
        if times > 1:
            raise InputError(f"{path}: row {row}: {times} columns are called {name!r}: give each its own name")
    if wrong := next((name for name in names if not name.isprintable()), None):
        raise InputError(
            f"{path}: row {row}: the name {wrong[:60]!r} holds a line break or control character: rename it"
        )
