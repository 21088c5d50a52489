"""The archive at a path: a folder of texts, a JSONL file, a CSV, a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verifier.errors import InputError
from verifier.reports.archives.archive_source import ArchiveSource
from verifier.reports.archives.documents import Columns
from verifier.reports.archives.folders import Folder
from verifier.reports.archives.jsonl_csv import CsvRows, JsonLines
from verifier.reports.archives.parquet import Parquet


@contextmanager
def open_archive(path: Path, columns: Columns = ()) -> Iterator[ArchiveSource]:
    """The archive at a path, by what it is and what its name ends in. Raises InputError where it is none."""
    source = _source(path, columns)
    try:
        yield source
    finally:
        source.close()


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
