"""The archive at a path: a folder of texts, or a JSONL, CSV or Parquet file, whose documents are read in order."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import closing
from glob import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from verifier.errors import InputError
from verifier.incidents.sql import quoted_name
from verifier.reports.archives.documents import MOST_BYTES, TOO_LONG, ArchiveSource, Columns, Record, roles
from verifier.reports.archives.folders import Folder

if TYPE_CHECKING:
    import duckdb

MEMORY = "512MB"
_FILE = "read_parquet(?, hive_partitioning = false)"


def open_archive(path: Path, columns: Columns = ()) -> closing[ArchiveSource]:
    """The archive at a path, by what it is and what its name ends in. Raises InputError where it is none."""
    return closing(_source(path, columns))


def _source(path: Path, columns: Columns) -> ArchiveSource:
    name = path.name.lower().removesuffix(".gz")
    try:
        if path.is_dir():
            return Folder(path, columns)
        if not path.exists():
            raise InputError(f"there is no archive {path}: check the spelling and the folder you are in")
        if name.endswith((".jsonl", ".ndjson")):
            return JsonLines(path, columns)
        if name.endswith(".csv"):
            return CsvRows(path, columns)
        if name.endswith((".parquet", ".pq")):
            return Parquet(path, columns)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    raise InputError(
        f"{path} is not an archive: name a folder of .txt and .md files, or a .jsonl, .csv or .parquet file"
    )


class _File(ArchiveSource):
    """A file that is read from its beginning, packed by gzip or not."""

    def __init__(self, path: Path, columns: Columns) -> None:
        super().__init__(path, columns)
        self._raw = path.open("rb")
        packed = path.name.lower().endswith(".gz")
        self._file: IO[bytes] = gzip.GzipFile(fileobj=self._raw) if packed else self._raw  # type: ignore[assignment]

    def extent(self) -> int:
        return self.path.stat().st_size

    def passed(self) -> int:
        return self._raw.tell()

    def close(self) -> None:
        self._file.close()
        self._raw.close()

    def _line(self) -> tuple[bytes, bool]:
        """The next line, and whether it is whole; of one that is too long, the beginning."""
        try:
            line = self._file.readline(MOST_BYTES + 1)
            whole = rest = line
            while len(rest) > MOST_BYTES and not rest.endswith(b"\n"):
                rest = self._file.readline(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            why = getattr(error, "strerror", None) or error
            raise InputError(f"{self.path} breaks off after row {self.at}: {why}; is the file whole?") from error
        return whole, len(whole) <= MOST_BYTES


class JsonLines(_File):
    """The lines of a JSONL file; empty ones are passed over."""

    kind = "JSONL"

    def read(self) -> Record | None:
        while True:
            line, whole = self._line()
            if not line:
                return None
            self.at += 1
            if not whole:
                return Record(self.at, "", b"", TOO_LONG)
            if line.strip():
                return Record(self.at, "", line)

    def skip_to(self, row: int) -> None:
        while self.at < row and self._line()[0]:
            self.at += 1


class CsvRows(_File):
    """The rows of a CSV file with a header, numbered as a spreadsheet does: the header is row 1."""

    kind = "CSV"

    def __init__(self, path: Path, columns: Columns) -> None:
        super().__init__(path, columns)
        csv.field_size_limit(MOST_BYTES)
        self._rows = csv.reader(self._decoded())
        header = tuple(next(self._rows, ()))
        if not header:
            raise InputError(f"{path} is empty: it needs a header and the documents below it")
        self.at = 1
        self._width = len(header)
        try:
            self._places = {role: header.index(name) for role, name in roles(header, columns).items()}
        except InputError as error:
            raise InputError(f"{path}: {error}") from error

    def read(self) -> Record | None:
        while True:
            try:
                values = next(self._rows, None)
            except csv.Error as error:
                self.at += 1
                return Record(self.at, "", {}, f"the row cannot be taken apart ({error})")
            if values is None:
                return None
            self.at += 1
            if values:
                return self._record(values)

    def skip_to(self, row: int) -> None:
        while self.at < row and self.read():
            pass

    def _record(self, values: list[str]) -> Record:
        if len(values) != self._width:
            why = f"the row has {len(values)} values where the header has {self._width}"
            return Record(self.at, "", {}, f"{why}: is a comma or a quotation mark not quoted?")
        fields = {role: values[place] for role, place in self._places.items()}
        try:
            "".join(fields.values()).encode("utf-8")
        except UnicodeEncodeError:
            return Record(self.at, "", {}, "the row is not UTF-8: save the file as UTF-8")
        return Record(self.at, "", fields)

    def _decoded(self) -> Iterator[str]:
        """The lines; bytes that are not UTF-8 stay recognisable, so that only their rows are bad."""
        first = True
        while (line := self._line()[0]) != b"":
            text = line.decode("utf-8", "surrogateescape")
            yield text.removeprefix("\ufeff") if first else text
            first = False


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
        return self._extent

    def close(self) -> None:
        self._database.close()

    def read(self) -> Record | None:
        if not self._batch:
            try:
                if self._rows is None:
                    wanted = ", ".join(f"CAST({quoted_name(name)} AS VARCHAR)" for name in self._roles.values())
                    query = f"SELECT {wanted} FROM {_FILE} WHERE file_row_number >= ?"
                    self._rows = self._ask(query, [self._name, self.at])
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

    def _ask(self, query: str, given: list[Any]) -> duckdb.DuckDBPyConnection:
        try:
            return self._database.execute(query, given)
        except self._broken as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> InputError:
        return InputError(f"{self.path} cannot be read as Parquet after row {self.at}: {str(error).splitlines()[0]}")
