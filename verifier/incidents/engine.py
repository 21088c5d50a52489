"""Event rows to daily counts in an embedded database (DuckDB): checked in one pass, in bounded memory.

A file of any size is streamed; what is held in memory is the daily counts and at most MEMORY, beyond which DuckDB
spills to a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from verifier.incidents.layouts import Column, Layout
from verifier.incidents.problems import LIMIT, Problems

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"
EARLIEST = 1700  # the first year that a table of ours can hold
MOST = 10**15  # of a whole number; keeps every sum below the largest that is stored
_REJECTED = {
    "MISSING COLUMNS": "it has fewer values than the header has columns; is the file cut off?",
    "TOO MANY COLUMNS": "it has more values than the header has columns; is a value with a comma not quoted?",
    "UNQUOTED VALUE": "a quotation mark is left open; is the file cut off?",
    "INVALID ENCODING": "it is not UTF-8: save the file as UTF-8, or say its encoding (latin-1, utf-16)",
}


@dataclass(frozen=True, eq=False)
class Rows:
    """Event rows opened in a database: `source` is the SQL that yields them, every column a text or NULL.

    header has the names of all columns as the file writes them. first is the row of the file, as a spreadsheet numbers
    rows, that the first of them stands in. rejecting is the same source in a form that notes rows that cannot be taken
    apart instead of stopping at the first; None where every row has been taken apart already. explain says, slowly,
    what is wrong with such rows where the database cannot.
    """

    path: Path
    database: duckdb.DuckDBPyConnection
    source: str
    header: list[str]
    first: int
    rejecting: str | None = None
    explain: Callable[[Problems], None] | None = None


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that may use MEMORY and a temporary folder, and nothing from outside."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="verifier-") as spill:
        connection = duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": spill, "autoinstall_known_extensions": "false"}
        )
        try:
            yield connection
        finally:
            connection.close()


def check(rows: Rows, layout: Layout, problems: Problems) -> None:
    """Check every value of the layout's columns; what is wrong goes to `problems`, with its row and value.

    The first pass only counts; a second, which numbers the rows, runs for what the first has found.
    """
    import duckdb

    checks = [*_column_checks(layout), *((rule.wrong, rule.column, rule.reason) for rule in layout.rules)]
    counted = ", ".join(f"count(*) FILTER (WHERE {wrong})" for wrong, _, _ in checks)
    try:
        found = _one(rows, f"SELECT {counted}, count(*) FROM ({_parsed(rows, layout)})")
    except duckdb.Error as error:
        if rows.rejecting is None:
            raise
        _say_rejected(rows, rows.rejecting, error, problems)
        return
    if found[-1] == 0:
        problems.say("there is a header and no event below it")
    for (wrong, column, reason), number in zip(checks, found, strict=False):
        if number:
            _list(rows, layout, (wrong, column, reason), number, problems)
    if layout.unique:
        _check_unique(rows, layout, layout.unique, problems)


def _say_rejected(rows: Rows, rejecting: str, error: Exception, problems: Problems) -> None:
    """Say which rows have not the header's columns, are not closed, or cannot be read."""
    import duckdb

    try:
        _one(rows, f"SELECT count(*) FROM {rejecting}")
        rejected = _all(rows, "SELECT DISTINCT line, error_type FROM reject_errors ORDER BY line")
    except duckdb.Error:
        rejected = []
    for line, kind in rejected:
        problems.say(f"row {line}: {_REJECTED.get(str(kind), str(kind).casefold())}")
    if not problems.sentences and rows.explain:
        rows.explain(problems)
    if not problems.sentences:
        problems.say(f"it cannot be taken apart ({str(error).splitlines()[0]}): save the table again as CSV (UTF-8)")


def daily(rows: Rows, layout: Layout, codes: Callable[[list[str]], dict[str, str]]) -> pd.DataFrame:
    """The counts of each day, place and set of keys: columns date (text, ISO), place, the keys, the counts.

    `codes` turns the country names of the file into place codes. Call `check` first: here every value is taken to be
    sound.
    """
    names = [str(row[0]) for row in _all(rows, f"SELECT DISTINCT {layout.country} FROM ({_parsed(rows, layout)})")]
    places = pd.DataFrame(sorted(codes(sorted(names)).items()), columns=["name", "place"])
    rows.database.register("places", places)
    keys = ["date", "place", *layout.keys]
    selected = ", ".join(
        [f"strftime({layout.day}, '%Y-%m-%d') AS date", "place"]
        + [f"{sql} AS {name}" for name, sql in layout.keys.items()]
        + [f"CAST(sum({sql}) AS BIGINT) AS {name}" for name, sql in layout.counts.items()]
    )
    grouped = ", ".join(str(number + 1) for number in range(len(keys)))
    query = (
        f"SELECT {selected} FROM ({_parsed(rows, layout)}) JOIN places ON name = {layout.country} "
        f"GROUP BY {grouped} ORDER BY {grouped}"
    )
    return rows.database.execute(query).df()


def first_row(rows: Rows, layout: Layout, country: str) -> int:
    """The first row of the file that names a country in those words."""
    numbered = f"(SELECT row_number() OVER () AS row_number, * FROM {rows.source})"
    query = f"SELECT min(row_number) FROM {numbered} WHERE {_events(layout)} AND {layout.country} = ?"
    return int(rows.database.execute(query, [country]).fetchall()[0][0]) - 1 + rows.first


def left_out(rows: Rows, layout: Layout) -> int:
    """How many rows are no events (HXL tags, rows the layout leaves out)."""
    return int(_one(rows, f"SELECT count(*) FROM {rows.source} WHERE NOT ({_events(layout)})")[0])


def _events(layout: Layout) -> str:
    """The condition for a row that is an event: no HXL tags where a day or a number belongs, nothing the layout leaves
    out.
    """
    typed = [column.name for column in layout.columns if column.kind in ("day", "whole")]
    tags = " OR ".join(f"""coalesce("{name}", '') LIKE '#%'""" for name in typed)
    return f"NOT ({tags}) AND coalesce({layout.where}, false)"


def _parsed(rows: Rows, layout: Layout, extra: str = "") -> str:
    """The event rows with the parsed value of each day and whole number beside its text."""
    values = [f'"{column.name}"' for column in layout.columns]
    values += [f'{_value(column)} AS "{column.kind}_{column.name}"' for column in layout.columns if _value(column)]
    return f"SELECT {extra}{', '.join(values)} FROM {rows.source} WHERE {_events(layout)}"


def _value(column: Column) -> str:
    text = f'trim("{column.name}")'
    if column.kind == "day":
        formats = ", ".join(f"'{each}'" for each in column.formats)
        return f"CAST(try_strptime({text}, [{formats}]) AS DATE)"
    if column.kind == "whole":
        return f"CASE WHEN regexp_full_match({text}, '-?[0-9]+(\\.0+)?') THEN try_cast({text} AS BIGINT) END"
    if column.kind == "number":
        return f"try_cast({text} AS DOUBLE)"
    return ""


def _column_checks(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """For each column the conditions that must not hold, and the words for each."""
    for column in layout.columns:
        text, value = f'"{column.name}"', f'"{column.kind}_{column.name}"'
        missing = f"coalesce(trim({text}), '') = ''"
        if not column.empty:
            yield missing, column.name, "is missing"
        if column.kind == "day":
            yield f"NOT {missing} AND {value} IS NULL", column.name, "is no day in the form the source writes"
            yield f"{value} > current_date + 1", column.name, "lies in the future"  # a day ahead somewhere on Earth
            yield f"year({value}) < {EARLIEST}", column.name, f"lies before {EARLIEST}"
        elif column.kind in ("whole", "number"):
            words = "is no whole number" if column.kind == "whole" else "is no number"
            yield f"NOT {missing} AND {value} IS NULL", column.name, words
        elif column.kind == "code":
            listed = ", ".join(f"'{each}'" for each in column.allowed)
            words = f"is none of the codes {', '.join(column.allowed)}"
            yield f"NOT {missing} AND trim({text}) NOT IN ({listed})", column.name, words
        if column.least is not None:
            yield f"{value} < {column.least}", column.name, f"is less than {column.least}"
        most = MOST if column.most is None and column.kind == "whole" else column.most
        if most is not None:
            yield f"{value} > {most}", column.name, f"is more than {most}"


def _list(rows: Rows, layout: Layout, check: tuple[str, str, str], number: int, problems: Problems) -> None:
    wrong, column, reason = check
    numbered = f"(SELECT row_number() OVER () AS row_number, * FROM {rows.source})"
    listing = _parsed(Rows(rows.path, rows.database, numbered, rows.header, rows.first), layout, "row_number, ")
    for at, value in _all(
        rows, f'SELECT row_number, "{column}" FROM ({listing}) WHERE {wrong} ORDER BY row_number LIMIT {LIMIT}'
    ):
        problems.add(at - 1 + rows.first, column, value or "", reason)
    problems.unlisted += max(0, number - LIMIT)


def _check_unique(rows: Rows, layout: Layout, column: str, problems: Problems) -> None:
    events = _parsed(rows, layout)
    repeated = f'SELECT "{column}", count(*) AS times FROM ({events}) GROUP BY 1 HAVING count(*) > 1'
    for value, times in _all(rows, f"{repeated} ORDER BY 1 LIMIT {LIMIT}"):
        numbered = f"SELECT row_number() OVER () AS row_number, * FROM {rows.source}"
        where = f"""SELECT row_number FROM ({numbered}) WHERE "{column}" = ? ORDER BY row_number LIMIT 3"""
        lines = [str(at[0] - 1 + rows.first) for at in rows.database.execute(where, [value]).fetchall()]
        problems.say(
            f"column {column}: {value!r} stands {times} times (rows {', '.join(lines)}): each event has its own"
        )


def _one(rows: Rows, query: str) -> tuple[Any, ...]:
    return _all(rows, query)[0]  # all of it: the rows that were refused are noted at the end of the last


def _all(rows: Rows, query: str) -> list[tuple[Any, ...]]:
    return rows.database.execute(query).fetchall()
