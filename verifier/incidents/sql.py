"""The database that reads and counts tables: connections within bounds, and texts as SQL takes them."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def connected(
    folder: Path | str, memory: str, *, at: Path | str = ":memory:", **more: str | int
) -> duckdb.DuckDBPyConnection:
    """A database that may use so much memory, puts what does not fit into the folder, and fetches nothing from outside.

    at is its file; more are settings of DuckDB. The caller closes it.
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(folder),
        "autoinstall_known_extensions": "false",
        **more,
    }
    return duckdb.connect(str(at), config=settings)


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """The name of a column as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def write_csv(table: pd.DataFrame, texts: Sequence[str], file: Path) -> None:
    """Write a table to a CSV file; in the columns `texts` a missing text is empty. Raises OSError where it cannot."""
    import duckdb

    columns = [
        f"nullif(CAST({quoted_name(name)} AS VARCHAR), '') AS {quoted_name(name)}"
        if name in texts
        else quoted_name(name)
        for name in map(str, table.columns)
    ]
    form = "(FORMAT csv, HEADER, QUOTE '\"', ESCAPE '\"', NULLSTR '')"
    try:
        with connected(file.parent, "256MB") as database:
            database.register("kept", table)
            database.execute(f"COPY (SELECT {', '.join(columns)} FROM kept) TO {quoted(str(file))} {form}")
    except duckdb.IOException as error:
        full = "No space left" in str(error)
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error), str(file)) from error
