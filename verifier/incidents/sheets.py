"""A file of the user's own, whole, as rows of text: the small counterpart of `opening`, for a mapping to read."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from verifier.incidents.kinds import taken_out
from verifier.incidents.problems import Problems
from verifier.incidents.records import Table, every_column, read_pages, read_workbook
from verifier.incidents.texts import header, rows_of, utf8


@dataclass(frozen=True)
class Sheet:
    """The header and the rows of a file, each with its number: the row as a spreadsheet shows it, the header's is 1.

    A record of JSON is counted from 1. A row holds the values of the columns in `kept`, in that order. workbook says
    that they were those of cells.
    """

    path: Path
    header: list[str]
    rows: list[tuple[int, list[str]]]
    kept: list[str]
    workbook: bool = False

    def column(self, name: str) -> list[tuple[int, str]]:
        """The values of a column, each with its row."""
        place = self.kept.index(name)
        return [(row, cells[place].strip()) for row, cells in self.rows]


def read_sheet(
    path: Path, *, encoding: str | None = None, only: Collection[str] | None = None, sheet: str | None = None
) -> Sheet:
    """Read a table file with a header row: CSV, a zip with one in it, a sheet of a workbook, JSON records.

    CSV is UTF-8, with or without a byte order mark, UTF-16 with one, or what `encoding` says; the delimiter is the
    comma, semicolon, tab or bar that the header holds most of. `only` names the columns to keep, which saves memory;
    `sheet` the sheet of a workbook that has tables in several. A row of HXL tags below the header is left out. Raises
    InputError when the file is missing, empty, of another kind or encoding, cut off, has no rows, has two columns of
    one name, or has rows of another length than the header.
    """
    problems = Problems(path)
    with tempfile.TemporaryDirectory(prefix="verifier-") as temporary:
        folder = Path(temporary)
        kind, files = taken_out(path, folder)
        numbered: Iterator[tuple[int, list[str]]]
        if kind == "csv":
            text = utf8(path, files[0], folder, encoding)
            names, delimiter, _ = header(path, text)
            numbered = islice(rows_of(path, text, names, delimiter, problems), 1, None)
        else:
            table = (
                read_workbook(path, folder, every_column, only=sheet, ask=True)
                if kind == "workbook"
                else read_pages(path, files, folder, every_column)
            )
            names, numbered = table.header, _filled(table)
        places = [at for at, name in enumerate(names) if only is None or name in only]
        rows = list(_kept(numbered, places, len(names)))
    if not rows and not problems.sentences:
        problems.say("there is a header and no row below it: export the table again")
    problems.stop()
    return Sheet(path, names, rows, [names[at] for at in places], kind == "workbook")


def _kept(numbered: Iterable[tuple[int, list[str]]], places: list[int], wide: int) -> Iterator[tuple[int, list[str]]]:
    """The rows with the values at those places; a first row of HXL tags is left out, and so are rows too short."""
    for at, (number, cells) in enumerate(numbered):
        tags = at == 0 and all(cell.strip().startswith("#") or not cell.strip() for cell in cells)
        if not tags and len(cells) == wide:
            yield number, [cells[place] for place in places]


def _filled(table: Table) -> Iterator[tuple[int, list[str]]]:
    """The records that hold something, each with its number."""
    with table.file.open(encoding="utf-8", newline="") as lines:
        for number, cells in enumerate(csv.reader(lines), table.first):
            if any(cell.strip() for cell in cells):
                yield number, cells
