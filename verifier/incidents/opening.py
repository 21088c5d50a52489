"""Opening an event file of whatever make as rows in a database: a stream, in bounded memory."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from verifier.incidents.engine import Rows, database
from verifier.incidents.kinds import kind_of, unpacked
from verifier.incidents.problems import Problems
from verifier.incidents.records import Records, json_records, workbook
from verifier.incidents.texts import header, rows_of, utf8


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
        kind = kind_of(path)
        if kind == "zip":
            path_inside = unpacked(path, Path(folder))
            yield _csv(path, path_inside, Path(folder), connection, encoding, headless)
        elif kind == "workbook":
            yield _frame(path, workbook(path), connection)
        elif kind == "json":
            yield _frame(path, json_records(path), connection)
        else:
            yield _csv(path, path, Path(folder), connection, encoding, headless)


def _csv(
    path: Path, file: Path, folder: Path, connection: Any, encoding: str | None, headless: tuple[tuple[str, ...], ...]
) -> Rows:
    text = utf8(path, file, folder, encoding)
    names, delimiter, has_header = header(path, text, headless)
    columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names)
    read = (
        f"read_csv({_quoted(str(text))}, header={'true' if has_header else 'false'}, auto_detect=false, "
        f"columns={{{columns}}}, delim={_quoted(delimiter)}, quote='\"', escape='\"', strict_mode=true, "
        "max_line_size=10000000"
    )

    def explain(problems: Problems) -> None:
        deque(rows_of(path, text, names, delimiter, problems), maxlen=0)

    return Rows(path, connection, read + ")", names, 2 if has_header else 1, read + ", store_rejects=true)", explain)


def _frame(path: Path, table: Records, connection: Any) -> Rows:
    names, rows, first = table
    connection.register("rows", pd.DataFrame(rows, columns=names, dtype="str"))
    return Rows(path, connection, "rows", names, first)


def _quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
