"""Files that are read line by line as archives: JSONL and CSV, packed by gzip or not."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from verifier.errors import InputError
from verifier.reports.archives.archive_source import TOO_LONG, ArchiveSource
from verifier.reports.archives.documents import MOST_BYTES, Columns, Record, roles


class _File(ArchiveSource):
    """A file that is read from its beginning, packed by gzip or not."""

    def __init__(self, path: Path, columns: Columns) -> None:
        super().__init__(path, columns)
        self._raw = path.open("rb")
        packed = path.name.lower().endswith(".gz")
        self._file: IO[bytes] = gzip.GzipFile(fileobj=self._raw) if packed else self._raw  # type: ignore[assignment]

    def extent(self) -> int:
        """The size of the file."""
        return self.path.stat().st_size

    def passed(self) -> int:
        """The bytes of the file that have been read."""
        return self._raw.tell()

    def close(self) -> None:
        """Close the file."""
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
        """The next line that is not empty."""
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
        """Pass lines."""
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
        """The next row that is not empty."""
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
        """Pass rows."""
        while self.at < row and self.read():
            pass

    def _record(self, values: list[str]) -> Record:
        if len(values) != self._width:
            why = f"the row has {len(values)} values where the header has {self._width}"
            return Record(self.at, "", {}, f"{why}: is a comma or a quotation mark not quoted?")
        fields = {role: values[place] for role, place in self._places.items()}
        if any(not value.isascii() and not _is_utf8(value) for value in fields.values()):
            return Record(self.at, "", {}, "the row is not UTF-8: save the file as UTF-8")
        return Record(self.at, "", fields)

    def _decoded(self) -> Iterator[str]:
        """The lines; bytes that are not UTF-8 stay recognisable, so that only their rows are bad."""
        first = True
        while (line := self._line()[0]) != b"":
            text = line.decode("utf-8", "surrogateescape")
            yield text.removeprefix("\ufeff") if first else text
            first = False


def _is_utf8(text: str) -> bool:
    try:
        return bool(text.encode("utf-8")) or True
    except UnicodeEncodeError:
        return False
