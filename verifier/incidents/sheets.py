"""A file of the user's own, whole, as rows of text: the small counterpart of `opening`, for a mapping to read."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from verifier.incidents.kinds import kind_of, unpacked
from verifier.incidents.problems import Problems
from verifier.incidents.records import Records, json_records, workbook
from verifier.incidents.texts import header, rows_of, utf8


@dataclass(frozen=True)
class Sheet:
    """The header and the rows of a file, each with its number: the row as a spreadsheet shows it, the header's is 1.

    A record of JSON is counted from 1. workbook says that the values are those of cells.
    """

    path: Path
    header: list[str]
    rows: list[tuple[int, list[str]]]
    workbook: bool = False

    def column(self, name: str) -> list[tuple[int, str]]:
        """The values of a column, each with its row."""
        place = self.header.index(name)
        return [(row, cells[place].strip()) for row, cells in self.rows]


def read_sheet(path: Path, *, encoding: str | None = None) -> Sheet:
    """Read a table file with a header row: CSV, a zip with one in it, the first sheet of a workbook, JSON records.

    CSV is UTF-8, with or without a byte order mark, UTF-16 with one, or what `encoding` says; the delimiter is the
    comma, semicolon, tab or bar that the header holds most of. A row of HXL tags below the header is left out. Raises
    InputError when the file is missing, empty, of another kind or encoding, cut off, has no rows, has two columns of
    one name, or has rows of another length than the header.
    """
    kind, problems = kind_of(path), Problems(path)
    if kind in ("workbook", "json"):
        names, rows = _filled(workbook(path) if kind == "workbook" else json_records(path))
    else:
        with tempfile.TemporaryDirectory(prefix="verifier-") as folder:
            inside = unpacked(path, Path(folder)) if kind == "zip" else path
            text = utf8(path, inside, Path(folder), encoding)
            names, delimiter, _ = header(path, text)
            rows = list(rows_of(path, text, names, delimiter, problems))[1:]
    if rows and all(cell.strip().startswith("#") or not cell.strip() for cell in rows[0][1]):
        rows = rows[1:]  # HXL tags
    if not rows and not problems.sentences:
        problems.say("there is a header and no row below it")
    problems.stop()
    return Sheet(path, names, rows, kind == "workbook")


def _filled(records: Records) -> tuple[list[str], list[tuple[int, list[str]]]]:
    names, rows, first = records
    numbered = [(number, [cell or "" for cell in row]) for number, row in enumerate(rows, first)]
    return names, [(number, cells) for number, cells in numbered if any(cell.strip() for cell in cells)]
