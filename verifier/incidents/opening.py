"""Opening an event file of whatever make as rows in a database: a stream, in bounded memory."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import Any

from verifier.incidents.engine import Rows, database
from verifier.incidents.kinds import taken_out
from verifier.incidents.problems import Problems
from verifier.incidents.records import Chooser, Table, every_column, read_pages, read_workbook
from verifier.incidents.sql import quoted
from verifier.incidents.texts import header, rows_of, utf8


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
        work = Path(folder)
        kind, files = taken_out(path, work)
        if kind == "workbook":
            yield _table(path, read_workbook(path, work, chosen), connection)
        elif kind == "json":
            yield _table(path, read_pages(path, files, work, chosen), connection)
        else:
            yield _csv(path, files[0], work, connection, encoding, headless)


def _csv(
    path: Path, file: Path, folder: Path, connection: Any, encoding: str | None, headless: tuple[tuple[str, ...], ...]
) -> Rows:
    text = utf8(path, file, folder, encoding)
    names, delimiter, has_header = header(path, text, headless)
    read = _read(text, names, delimiter, header=has_header)

    def explain(problems: Problems) -> None:
        deque(rows_of(path, text, names, delimiter, problems), maxlen=0)

    first, rejecting = 2 if has_header else 1, read + ", store_rejects=true)"
    return Rows(path, connection, read + ")", names, first, rejecting, explain=explain)


def _table(path: Path, table: Table, connection: Any) -> Rows:
    """Records that were taken apart already, and lie as text in a file of ours."""
    read = _read(table.file, table.kept, ",", header=False)
    return Rows(path, connection, read + ")", table.header, table.first, origin=table.origin)


def _read(file: Path, names: list[str], delimiter: str, *, header: bool) -> str:
    """The SQL that reads a UTF-8 file of text columns, but for the closing bracket.

    The database takes a name for a pattern, which with brackets or stars would match other files: they are escaped.
    """
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({quoted(escape(str(file)))}, header={'true' if header else 'false'}, auto_detect=false, "
        f"columns={{{columns}}}, delim={quoted(delimiter)}, quote='\"', escape='\"', strict_mode=true, "
        "max_line_size=10000000"
    )
