"""Opening event files of whatever make as rows in a database: a stream, in bounded memory."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from glob import escape
from pathlib import Path

from verifier.errors import InputError
from verifier.incidents.engine import Part, Rows
from verifier.incidents.kinds import taken_out
from verifier.incidents.problems import Problems
from verifier.incidents.records import Chooser, every_column, read_pages, read_workbook
from verifier.incidents.sql import connected, quoted
from verifier.incidents.texts import has_blank_lines, header, utf8

MEMORY = "512MB"
SMALL = 16 * 2**20  # bytes of files up to which their rows are kept in memory
LONGEST = 10_000_000  # bytes of a line; buffers of twice that are read in four fifths of the time of longer ones
REWRITTEN = 256 * 2**20  # bytes of a CSV file up to which it is taken apart row by row where rows are to be left out


@dataclass(frozen=True)
class Said:
    """What is said of a file before it is read: its encoding, the row its header is in, the sheet of a workbook (with
    `ask` one of several must be named), and which rows to leave out, whose values (by column) need not be complete.
    """

    encoding: str | None = None
    header: int | None = None
    sheet: str | None = None
    ask: bool = False
    left_out: Callable[[dict[str, str]], bool] | None = None


NOTHING = Said()


@contextmanager
def opened(
    paths: Path | Sequence[Path],
    *,
    said: Said = NOTHING,
    headless: tuple[tuple[str, ...], ...] = (),
    chosen: Chooser = every_column,
) -> Iterator[Rows]:
    """The rows of files of one layout, ready to be checked and counted; they are read as a stream and never changed.

    A CSV file is UTF-8 (with or without a byte order mark), UTF-16 with one, or what is said (utf-8, latin-1, utf-16);
    one or several of the same columns may be in a zip file. Of a workbook the first sheet with more than one row is
    read. JSON is a list of records, an object whose "Result" or "data" is one (a page of an API), or a list of such
    pages; pages may also be together in a folder or a zip file, and must then be all that their TotalCount names.
    `headless` are the column names of files that are known to come without a header: a first row that holds as many
    values, the first of them a number, is then data. `chosen` says which columns of a workbook or of JSON are worth
    keeping.

    Raises InputError, naming the file, the row and what to do, when one cannot be opened or read to its end, and when
    two have not the same columns.
    """
    several = [paths] if isinstance(paths, Path) else list(paths)
    size = sum(path.stat().st_size if path.is_file() else SMALL for path in several)
    with (
        tempfile.TemporaryDirectory(prefix="verifier-") as folder,
        connected(folder, MEMORY, at=":memory:" if size < SMALL else f"{folder}/rows.duckdb") as connection,
    ):
        found: list[tuple[str, list[str], Part]] = []
        origin = ""
        for at, path in enumerate(several):
            work = Path(folder) / str(at)
            work.mkdir()
            kind, files = taken_out(path, work)
            if kind == "csv":
                for name, file in files:
                    own = work / f"of-{len(found)}"
                    own.mkdir()
                    label = name or (path.name if len(several) > 1 else "")
                    found.append((label or path.name, *_csv(path, file, own, said, headless, label)))
                continue
            if kind == "workbook":
                table = read_workbook(path, work, chosen, only=said.sheet, ask=said.ask, start=said.header)
            else:
                table = read_pages(path, [file for _, file in files], work, chosen)
                origin = origin or table.origin
            source = _read(table.file, table.kept, ",", above=-1) + ")"
            found.append((path.name, table.header, Part(source, table.first, path.name if len(several) > 1 else "")))
        name, names, _ = found[0]
        for other, columns, _ in found[1:]:
            if columns != names:
                raise InputError(
                    f"{several[0]}: {other} has other columns ({', '.join(columns[:8])}) than {name} "
                    f"({', '.join(names[:8])}): bring in files of one layout together"
                )
        yield Rows(several[0], connection, tuple(part for _, _, part in found), names, origin)


def _csv(
    path: Path, file: Path, folder: Path, said: Said, headless: tuple[tuple[str, ...], ...], label: str
) -> tuple[list[str], Part]:
    text = utf8(path, file, folder, said.encoding)
    names, delimiter, has_header = header(path, text, headless, said.header)
    above = (said.header or 1) - 1
    first = above + 2 if has_header else 1

    def explain(problems: Problems) -> None:
        _taken_apart(text, names, delimiter, problems, skip=above)

    if said.left_out is not None and text.stat().st_size <= REWRITTEN:
        table, problems = folder / "rewritten.csv", Problems(path)
        with table.open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out).writerow
            gone, number = _taken_apart(
                text, names, delimiter, problems, skip=above + 1, left_out=said.left_out, write=write
            )
        problems.stop()
        return names, Part(_read(table, names, ",", above=-1) + ")", first, label, blanks=lambda: gone, left_out=number)
    read = _read(text, names, delimiter, above=above if has_header else -1)

    @cache
    def blanks() -> list[int]:
        if len(names) < 2 or not has_blank_lines(text):
            return []
        with text.open(encoding="utf-8-sig", newline="") as lines:
            return [number for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), 1) if not cells]

    return names, Part(read + ")", first, label, explain=explain, blanks=blanks)


def _taken_apart(
    text: Path,
    names: list[str],
    delimiter: str,
    problems: Problems,
    *,
    skip: int,
    left_out: Callable[[dict[str, str]], bool] = lambda _: False,
    write: Callable[[list[str]], object] = lambda _: None,
) -> tuple[list[int], int]:
    """Write the rows of a CSV file behind the first `skip` that are neither blank nor to be left out.

    Gives the numbers of the others, and how many of them are not blank. Rows of another length than the header, and the
    row in which taking apart had to stop, are noted as problems.
    """
    gone, left, number = [], 0, 0
    with text.open(encoding="utf-8-sig", newline="") as lines:
        try:
            for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
                blank = not any(map(str.strip, cells))
                if number <= skip:
                    continue
                if blank or left_out(dict(zip(names, cells, strict=False))):
                    gone.append(number)
                    left += not blank
                elif len(cells) != len(names):
                    fewer = len(cells) < len(names)
                    why = "is the file cut off?" if fewer else "is a value with the separator in it not quoted?"
                    problems.say(f"row {number}: {len(cells)} values where the header has {len(names)} columns: {why}")
                else:
                    write(cells)
        except csv.Error as error:
            problems.say(f"row {number + 1}: {error}: is the file cut off, or a quotation mark left open?")
    return gone, left


def csv_part(file: Path, names: list[str]) -> Part:
    """The rows of a CSV file that this program wrote, with a header of those names."""
    return Part(_read(file, names, ",", above=0) + ")", 2, file.name)


def _read(file: Path, names: list[str], delimiter: str, *, above: int) -> str:
    """The SQL that reads a UTF-8 file of text columns, but for the closing bracket; `above` are the lines above the
    header, -1 where there is none.

    The database takes a name for a pattern, which with brackets or stars would match other files: they are escaped.
    """
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    start = "header=false" if above < 0 else f"header=true, skip={above}"
    return (
        f"read_csv({quoted(escape(str(file)))}, {start}, auto_detect=false, "
        f"columns={{{columns}}}, delim={quoted(delimiter)}, quote='\"', escape='\"', strict_mode=true, "
        f"max_line_size={LONGEST}, buffer_size={2 * LONGEST}"
    )
