"""A Parquet file as an archive."""

from __future__ import annotations

from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.errors import InputError
from verifier.incidents.sql import quoted_name
from verifier.reports.archives.archive_source import ArchiveSource
from verifier.reports.archives.documents import Columns, Record, roles

if TYPE_CHECKING:
    import duckdb

MEMORY = "512MB"
_FILE = "read_parquet(?, hive_partitioning = false)"


class Parquet(ArchiveSource):
    """The rows of a Parquet file; only the columns that are needed are read."""

    kind, unit = "Parquet", " documents"
    _BATCH = 200

    def __init__(self, path: Path, columns: Columns) -> None:
        super().__init__(path, columns)
        import duckdb

        settings: dict[str, Any] = {"memory_limit": MEMORY, "threads": 1, "autoinstall_known_extensions": "false"}
        self._database = duckdb.connect(config=settings)
        self._broken = duckdb.Error
        self._name = escape(str(path))
        try:
            described = self._ask(f"SELECT * FROM {_FILE} LIMIT 0", [self._name]).description or []
            (count,) = self._ask(f"SELECT count(*) FROM {_FILE}", [self._name]).fetchall()[0]
            self._roles = roles(tuple(str(one[0]) for one in described), columns)
        except InputError as error:
            self.close()
            raise InputError(f"{path}: {error}") from error
        self._extent = int(count)
        self._batch: list[tuple[Any, ...]] = []
        self._rows: duckdb.DuckDBPyConnection | None = None

    def extent(self) -> int:
        """How many rows there are."""
        return self._extent

    def passed(self) -> int:
        """How many have been passed."""
        return self.at

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def read(self) -> Record | None:
        """The next row."""
        if not self._batch:
            try:
                self._rows = self._rows or self._from_here()
                self._batch = self._rows.fetchmany(self._BATCH)[::-1]
            except self._broken as error:
                raise self._unreadable(error) from error
        if not self._batch:
            return None
        self.at += 1
        return Record(self.at, "", dict(zip(self._roles, self._batch.pop(), strict=True)))

    def skip_to(self, row: int) -> None:
        """Begin again from that row."""
        self.at, self._batch, self._rows = row, [], None

    def _from_here(self) -> duckdb.DuckDBPyConnection:
        wanted = ", ".join(f"CAST({quoted_name(name)} AS VARCHAR)" for name in self._roles.values())
        return self._ask(f"SELECT {wanted} FROM {_FILE} WHERE file_row_number >= ?", [self._name, self.at])

    def _ask(self, query: str, given: list[Any]) -> duckdb.DuckDBPyConnection:
        try:
            return self._database.execute(query, given)
        except self._broken as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> InputError:
        return InputError(f"{self.path} cannot be read as Parquet after row {self.at}: {str(error).splitlines()[0]}")
