"""The database that reads and counts tables: connections within bounds, and texts as SQL takes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


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
