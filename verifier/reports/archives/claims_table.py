"""Writing and reading the table of an archive's claims: Parquet through DuckDB, CSV for spreadsheets.

Every step runs in one thread and in bounded memory, and gives the same bytes for the same rows.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier import stopping
from verifier.errors import InputError, VerifierError
from verifier.incidents.sql import connected, quoted
from verifier.reports.archives.columns import COLUMNS, TEXTS, json_line
from verifier.reports.escaping import write_csv

if TYPE_CHECKING:
    import duckdb

MEMORY = "512MB"
GROUP = 20_000  # rows of a group: what a writer holds in memory
ABOUT = "verifier"  # the key of the table's own description in the Parquet file
PARTS = "verifier_parts"  # the key of what is kept of its parts
_PARQUET = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP}"
_TYPES = ", ".join(f"\"{column.name}\": '{column.type}'" for column in COLUMNS)
_NAMES = ", ".join(f'"{column.name}"' for column in COLUMNS)


def rows_to_parquet(rows: Iterable[dict[str, Any]]) -> bytes:
    """The rows as a Parquet file with the columns of the table."""
    with _database() as (database, folder):
        lines, part = folder / "rows.jsonl", folder / "part.parquet"
        with lines.open("w", encoding="utf-8") as file:
            file.writelines(map(json_line, rows))
        source = f"read_json({quoted(str(lines))}, format = 'newline_delimited', columns = {{{_TYPES}}})"
        database.execute(f"COPY (SELECT {_NAMES} FROM {source}) TO {quoted(str(part))} ({_PARQUET})")
        return part.read_bytes()


def join_parts(parts: Sequence[Path], target: Path, about: dict[str, Any], kept: dict[str, Any]) -> None:
    """Write the rows of the parts to one Parquet file, with its description and what is kept of its parts."""
    with _database() as (database, _):
        said = {ABOUT: about, PARTS: kept}
        carried = ", ".join(
            f"{key}: {quoted(json.dumps(value, ensure_ascii=False, sort_keys=True))}" for key, value in said.items()
        )
        database.execute(
            f"COPY (SELECT {_NAMES} FROM read_parquet(?)) TO {quoted(str(target))} "
            f"({_PARQUET}, KV_METADATA {{{carried}}})",
            [[escape(str(part)) for part in parts]],
        )


def join_parts_csv(parts: Sequence[Path], target: Path) -> None:
    """Write the rows of the parts to one CSV file in which no text is run as a formula; lists are cut by semicolons."""
    lists = [place for place, column in enumerate(COLUMNS) if column.type == TEXTS]
    with _database() as (database, _), target.open("w", encoding="utf-8", newline="") as file:

        def plain() -> Iterator[list[Any]]:
            for part in parts:
                found = database.execute(f"SELECT {_NAMES} FROM read_parquet(?)", [escape(str(part))])
                while rows := found.fetchmany(1000):
                    for row in map(list, rows):
                        for place in lists:
                            row[place] = "; ".join(row[place] or [])
                        yield row

        write_csv(file, [column.name for column in COLUMNS], plain())


def repeated_ids(parts: Sequence[Path]) -> Iterator[tuple[str, int, int, int]]:
    """The ids that several documents share: with how many they are, and the rows of the first and the last of them."""
    with _database() as (database, _):
        found = database.execute(
            'SELECT document, count(DISTINCT "row"), min("row"), max("row") FROM read_parquet(?) '
            'GROUP BY document HAVING min("row") < max("row") ORDER BY 3',
            [[escape(str(part)) for part in parts]],
        )
        while rows := found.fetchmany(1000):
            yield from rows


def rows_between(table: Path, begins: int, count: int, shift: int) -> bytes:
    """Some of the rows of a table as a Parquet file of their own, the row of the archive moved by so many."""
    moved = _NAMES.replace('"row"', 'CAST("row" + ? AS BIGINT) AS "row"')
    with _database() as (database, folder):
        part = folder / "part.parquet"
        database.execute(
            f"COPY (SELECT {moved} FROM read_parquet(?, file_row_number = true) WHERE file_row_number >= ? "
            f"AND file_row_number < ? ORDER BY file_row_number) TO {quoted(str(part))} ({_PARQUET})",
            [shift, [escape(str(table))], begins, begins + count],
        )
        return part.read_bytes()


def row_count(table: Path) -> int:
    """How many rows a table has."""
    with _database() as (database, _):
        found = database.execute("SELECT count(*) FROM read_parquet(?)", [escape(str(table))]).fetchall()
        return int(found[0][0])


def table_description(table: Path, key: str = ABOUT) -> dict[str, Any]:
    """What a table says about itself (or of its PARTS). Raises InputError where `verifier scan` did not write it."""
    import duckdb

    try:
        with _database() as (database, _):
            found = database.execute(
                "SELECT value FROM parquet_kv_metadata(?) WHERE key = ?", [escape(str(table)), key.encode()]
            ).fetchall()
        value: dict[str, Any] = dict(json.loads(bytes(found[0][0])))
    except (VerifierError, duckdb.Error, IndexError, TypeError, ValueError) as error:
        raise InputError(
            f"{table} is no Parquet table that verifier scan wrote (a CSV table does not say how it was made)"
        ) from error
    return value


def rows_of_claim(table: Path, claim: str) -> list[dict[str, Any]]:
    """The rows of a claim in a Parquet table, by its id."""
    with _database() as (database, _):
        found = database.execute(
            f"SELECT {_NAMES} FROM read_parquet(?) WHERE id = ? LIMIT 2", [escape(str(table)), claim]
        )
        return [dict(zip((column.name for column in COLUMNS), row, strict=True)) for row in found.fetchall()]


@contextmanager
def _database() -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A database in memory and a folder for what does not fit; its errors become one line of ours."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="verifier-") as folder:
        connection = connected(folder, MEMORY, threads=1, preserve_insertion_order="true")
        try:
            yield connection, Path(folder)
        except (duckdb.Error, OSError) as error:
            if stopping.asked():
                raise KeyboardInterrupt from error
            raise VerifierError(f"a table cannot be written or read: {str(error).splitlines()[0]}") from error
        except UnicodeDecodeError as error:  # in a text of the table, or in DuckDB's words about it
            raise VerifierError("a table cannot be read: it is damaged") from error
        finally:
            connection.close()
