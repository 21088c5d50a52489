"""Rows to the counts of days or spans in an embedded database (DuckDB): read once, in bounded memory.

A file of any size is streamed into a table of the columns that are needed, on disk and compressed, with the values that
days and numbers have and, for each check, whether a row fails it. Everything else asks that table. What is held in
memory is the daily counts and at most MEMORY.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from verifier.incidents.columns import MOST
from verifier.incidents.layouts import Column, Layout
from verifier.incidents.problems import LIMIT, Problems
from verifier.incidents.sql import connected

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"
EARLIEST = 1700  # the first year that a table of ours can hold
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
    apart instead of stopping at the first; None where every row has been taken apart already. origin is the address
    that the rows say they come from, empty where they say none. explain says, slowly, what is wrong with rows that the
    database cannot take apart.
    """

    path: Path
    database: duckdb.DuckDBPyConnection
    source: str
    header: list[str]
    first: int
    rejecting: str | None = None
    origin: str = ""
    explain: Callable[[Problems], None] | None = None


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in a temporary folder that may use MEMORY, and nothing from outside."""
    with tempfile.TemporaryDirectory(prefix="verifier-") as folder:
        connection = connected(folder, MEMORY, at=Path(folder) / "rows.duckdb")
        try:
            yield connection
        finally:
            connection.close()


def check(rows: Rows, layout: Layout, problems: Problems) -> None:
    """Read the file, check every value of the layout's columns; what is wrong goes to `problems`, with row and value.

    The first pass only notes which checks fail; a second, which numbers the rows, runs for what the first has found.
    """
    import duckdb

    checks = [*_column_checks(layout), *((rule.wrong, rule.column, rule.reason) for rule in layout.rules)]
    try:
        _load(rows, layout, [wrong for wrong, _, _ in checks])
    except duckdb.Error as error:
        if rows.rejecting is None:
            raise
        _say_rejected(rows, rows.rejecting, error, problems)
        return
    counted = "".join(f"count_if(wrong_{number}), " for number in range(len(checks)))
    found = _one(rows, f"SELECT {counted}count(*) FROM events")
    if found[-1] == 0:
        problems.say("there is a header and no event below it")
    for (wrong, column, reason), number in zip(checks, found, strict=False):
        if number:
            _list(rows, layout, (wrong, column, reason), number, problems)
    if layout.unique:
        _check_unique(rows, layout, problems)
    if layout.level:
        _check_level(rows, layout, problems)


def _load(rows: Rows, layout: Layout, checks: list[str]) -> None:
    """Make the table `loaded` of all rows, and `events` of those that are events: the texts that the layout needs, the
    values of days and numbers, and wrong_0, wrong_1 … for the checks.
    """
    used = " ".join([layout.day, layout.end, layout.country, layout.level, layout.changed])
    used = " ".join([used, *layout.keys.values(), *layout.counts.values()])
    texts = [f'"{column.name}"' for column in layout.columns if re.search(rf"\b{column.name}\b", used)]
    values = [f'"{column.kind}_{column.name}"' for column in layout.columns if _value(column)]
    identity = ", ".join(_unique(layout).values())
    kept = [*texts, *values, *([f"hash({identity}) AS identity"] if identity else [])]
    wrong = [f"coalesce({check}, false) AS wrong_{number}" for number, check in enumerate(checks)]
    parsed = _parsed(rows, layout, f"{_events(layout)} AS is_event, ", "true")
    rows.database.execute("SET preserve_insertion_order = false")  # only rows that are numbered need their order
    rows.database.execute(f"CREATE TABLE loaded AS SELECT is_event, {', '.join([*kept, *wrong])} FROM ({parsed})")
    rows.database.execute("SET preserve_insertion_order = true")
    rows.database.execute("CREATE VIEW events AS SELECT * FROM loaded WHERE is_event")


def check_numbers(rows: Rows, layout: Layout, numbers: dict[str, int], problems: Problems) -> None:
    """Check the ISO 3166-1 numbers of the rows against those of the countries they name."""
    number = f'"whole_{layout.number}"'
    pairs = _all(rows, f"SELECT {layout.country}, {number}, count(*) FROM events GROUP BY 1, 2")
    for name, found, times in sorted(pairs):
        if found and numbers.get(name, found) != found:
            quoted = str(name).replace("'", "''")
            wrong = f"{layout.country} = '{quoted}' AND {number} = {found}"
            reason = f"is not the ISO 3166 number of {name}, which is {numbers[name]}"
            _list(rows, layout, (wrong, layout.number, reason), times, problems)


def _say_rejected(rows: Rows, rejecting: str, error: Exception, problems: Problems) -> None:
    """Say which rows have not the header's columns, are not closed, or cannot be read."""
    import duckdb

    try:
        _one(rows, f"SELECT count(COLUMNS(*)) FROM {rejecting}")  # every column, so that each value is looked at
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
    sound, and `check` is what reads the file.
    """
    return _counted(rows, layout, codes, {"date": layout.day})


def spans(rows: Rows, layout: Layout, codes: Callable[[list[str]], dict[str, str]]) -> pd.DataFrame:
    """The counts of each span, place and set of keys: columns start and end (text, ISO), else as `daily`."""
    return _counted(rows, layout, codes, {"start": layout.day, "end": layout.end})


def _counted(
    rows: Rows, layout: Layout, codes: Callable[[list[str]], dict[str, str]], days: dict[str, str]
) -> pd.DataFrame:
    """The counts by days (column -> SQL of a day), place and the layout's keys, from the table of events."""
    keyed = "".join(f', {sql} AS "{name}"' for name, sql in (days | dict(layout.keys)).items())
    summed = "".join(f", sum({sql}) AS {name}" for name, sql in layout.counts.items())
    rows.database.execute(
        f"CREATE OR REPLACE TEMP TABLE counted AS SELECT {layout.country} AS country_name{keyed}{summed} "
        "FROM events GROUP BY ALL"
    )
    names = [str(row[0]) for row in _all(rows, "SELECT DISTINCT country_name FROM counted")]
    places = pd.DataFrame(sorted(codes(sorted(names)).items()), columns=["country_name", "place"])
    rows.database.register("places", places)
    kinds = dict(_all(rows, "SELECT column_name, column_type FROM (DESCRIBE counted)"))
    texts = ["place", *(name for name in layout.keys if kinds[name] == "VARCHAR")]
    keys = [*days, "place", *layout.keys]
    # Texts as places in a list: sorted as numbers, and each value is held once however many rows have it.
    for name in texts:
        values = f"SELECT DISTINCT {name} FROM {'places' if name == 'place' else 'counted'} WHERE {name} IS NOT NULL"
        rows.database.execute(f'DROP TYPE IF EXISTS "{name}_values"')
        rows.database.execute(f'CREATE TYPE "{name}_values" AS ENUM ({values} ORDER BY 1)')
    chosen = ", ".join(f'CAST({name} AS "{name}_values") AS {name}' if name in texts else f'"{name}"' for name in keys)
    totals = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in layout.counts)
    if places["place"].is_unique:  # else two names are one place, whose counts are added up
        totals, grouped = ", ".join(f"CAST({name} AS BIGINT) AS {name}" for name in layout.counts), ""
    else:
        grouped = "GROUP BY ALL "
    table = rows.database.execute(
        f"SELECT {chosen}, {totals} FROM counted JOIN places USING (country_name) {grouped}ORDER BY ALL"
    ).df()
    for name in texts:
        table[name] = table[name].astype(table[name].cat.categories.dtype)
    for name in days:
        at, distinct = pd.factorize(table[name])
        table[name] = pd.Series(pd.DatetimeIndex(distinct).strftime("%Y-%m-%d").take(at), dtype=table["place"].dtype)
    return table


def check_one_total(rows: Rows, layout: Layout, problems: Problems) -> None:
    """Check that no place has two totals of one span, its name, month or year written in two ways: they would be added
    up. Call `spans` first.
    """
    names = f"string_agg(DISTINCT {layout.country}, ' and ' ORDER BY {layout.country})"
    twice = (
        f"SELECT place, {layout.day}, count(*), {names} FROM events JOIN places ON country_name = {layout.country} "
        f"GROUP BY ALL HAVING count(*) > 1 ORDER BY 1, 2 LIMIT {LIMIT}"
    )
    for place, day, times, written in _all(rows, twice):
        problems.say(f"{place} ({written} in the file) has {times} totals that begin on {day}: {layout.repeated}")


def first_row(rows: Rows, layout: Layout, country: str) -> int:
    """The first row of the file that names a country in those words."""
    query = f"SELECT min(row_number) FROM ({_numbered(rows, layout)}) WHERE {layout.country} = ?"
    return int(rows.database.execute(query, [country]).fetchall()[0][0]) - 1 + rows.first


def texts(rows: Rows, problems: Problems) -> list[tuple[Any, ...]]:
    """Every row of a small file: its number, then its values as text. What cannot be read goes to `problems`."""
    import duckdb

    try:
        found = _all(rows, f"SELECT row_number() OVER () AS row_number, * FROM {rows.source}")
    except duckdb.Error as error:
        _say_rejected(rows, rows.rejecting or rows.source, error, problems)
        return []
    return [(row[0] - 1 + rows.first, *row[1:]) for row in found]


def distinct(rows: Rows, column: str, limit: int) -> list[str]:
    """Up to `limit` values of a column, HXL tags left out; none where the file cannot be read (`check` says why)."""
    import duckdb

    try:
        values = _all(
            rows,
            f"""SELECT DISTINCT trim("{column}") FROM {rows.source}
            WHERE "{column}" NOT LIKE '#%' AND trim("{column}") <> '' LIMIT {limit}""",
        )
    except duckdb.Error:
        return []
    return [str(value) for (value,) in values]


def around(rows: Rows, layout: Layout) -> tuple[int, str | None]:
    """How many rows are no events, and the last day on which a row was changed (ISO; None where no row says)."""
    changed = f"max({layout.changed}) FILTER (WHERE is_event)" if layout.changed else "NULL"
    out, newest = _one(rows, f"SELECT count_if(NOT is_event), {changed} FROM loaded")
    return int(out), None if newest is None else str(newest)


def _events(layout: Layout) -> str:
    """The condition for a row that is an event: no HXL tags where a day or a number belongs, nothing the layout leaves
    out.
    """
    typed = [column.name for column in layout.columns if column.kind in ("day", "whole")]
    tags = " OR ".join(f"""coalesce("{name}", '') LIKE '#%'""" for name in typed)
    return f"NOT ({tags}) AND coalesce({layout.where}, false)"


def _parsed(rows: Rows, layout: Layout, extra: str = "", where: str = "") -> str:
    """The event rows (or those of another condition) with the parsed value of each day and number beside its text."""
    values = [f'"{column.name}"' for column in layout.columns]
    values += [f'{_value(column)} AS "{column.kind}_{column.name}"' for column in layout.columns if _value(column)]
    return f"SELECT {extra}{', '.join(values)} FROM {rows.source} WHERE {where or _events(layout)}"


def _numbered(rows: Rows, layout: Layout) -> str:
    """The event rows, parsed, each with the number of its record in the file (`row_number`, from 1)."""
    numbered = f"(SELECT row_number() OVER () AS row_number, * FROM {rows.source})"
    return _parsed(replace(rows, source=numbered), layout, "row_number, ")


def _value(column: Column) -> str:
    text = f'trim("{column.name}")'
    if column.kind == "day":
        formats = ", ".join(f"'{each}'" for each in column.formats)
        return f"CAST(try_strptime({text}, [{formats}]) AS DATE)"
    if column.kind == "whole":
        return f"CASE WHEN regexp_full_match({text}, '-?[0-9]+(\\.0+)?') THEN try_cast({text} AS BIGINT) END"
    if column.kind == "number":
        # What the database would take for a number too: nan, inf, 1_000.
        decimal = "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?"
        return f"CASE WHEN regexp_full_match({text}, '{decimal}') THEN try_cast({text} AS DOUBLE) END"
    return ""


def _column_checks(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """For each column the conditions that must not hold, and the words for each."""
    for column in layout.columns:
        text, value = f'"{column.name}"', f'"{column.kind}_{column.name}"'
        # Spaces around a value are rare: only where one leads is it worth trimming.
        missing = f"({text} IS NULL OR {text} = '' OR (starts_with({text}, ' ') AND trim({text}) = ''))"
        if not column.empty:
            yield missing, column.name, "is missing"
        if column.kind == "day":
            yield f"{value} IS NULL AND NOT {missing}", column.name, "is no day in the form the source writes"
            yield f"{value} > current_date + 1", column.name, "lies in the future"  # a day ahead somewhere on Earth
            yield f"year({value}) < {EARLIEST}", column.name, f"lies before {EARLIEST}"
        elif column.kind in ("whole", "number"):
            words = "is no whole number" if column.kind == "whole" else "is no number"
            words += ": leave it empty where it is not known" if column.kind == "number" and column.empty else ""
            yield f"{value} IS NULL AND NOT {missing}", column.name, words
        elif column.kind == "code":
            listed = ", ".join(f"'{each}'" for each in column.allowed)
            words = f"is none of the codes {', '.join(column.allowed)}"
            others = f"{text} NOT IN ({listed}) AND trim({text}) NOT IN ({listed})"
            yield f"NOT {missing} AND {others}", column.name, words
        if column.least is not None:
            yield f"{value} < {column.least}", column.name, f"is less than {column.least}"
        most = MOST if column.most is None and column.kind in ("whole", "number") else column.most
        if most is not None:
            yield f"{value} > {most}", column.name, f"is more than {most}"


def _list(rows: Rows, layout: Layout, check: tuple[str, str, str], number: int, problems: Problems) -> None:
    wrong, column, reason = check
    failing = f'SELECT row_number, "{column}" FROM ({_numbered(rows, layout)}) WHERE {wrong}'
    for at, value in _all(rows, f"{failing} ORDER BY row_number LIMIT {LIMIT}"):
        problems.add(at - 1 + rows.first, column, value or "", reason)
    problems.unlisted += max(0, number - LIMIT)


def _unique(layout: Layout) -> dict[str, str]:
    """The columns whose values together no two rows share, each with the SQL of its value: 5.0 is 5."""
    names = (layout.unique,) if isinstance(layout.unique, str) else layout.unique or ()
    whole = {column.name for column in layout.columns if column.kind == "whole"}
    texts = {name: f'trim("{name}")' for name in names}
    return {
        name: f'coalesce(CAST("whole_{name}" AS VARCHAR), {text})' if name in whole else text
        for name, text in texts.items()
    }


def _check_unique(rows: Rows, layout: Layout, problems: Problems) -> None:
    """The events are held against each other by a hash of their identity; the file is asked only where two agree."""
    if not _all(rows, "SELECT identity FROM events GROUP BY identity HAVING count(*) > 1 LIMIT 1"):
        return
    columns = _unique(layout)
    listed = ", ".join(columns.values())
    counted = f"SELECT {listed}, count(*) AS times FROM ({_parsed(rows, layout)}) GROUP BY ALL HAVING count(*) > 1"
    ordered = ", ".join(str(number + 1) for number in range(len(columns)))
    same = " AND ".join(f"{value} IS NOT DISTINCT FROM ?" for value in columns.values())
    for *values, times in _all(rows, f"{counted} ORDER BY {ordered} LIMIT {LIMIT}"):
        where = f"SELECT row_number FROM ({_numbered(rows, layout)}) WHERE {same} ORDER BY row_number LIMIT 3"
        lines = [str(at[0] - 1 + rows.first) for at in rows.database.execute(where, values).fetchall()]
        together = ", ".join(value or "nothing" for value in values)
        what = f"column {next(iter(columns))}: {values[0]!r} stands" if len(columns) == 1 else f"{together} stand"
        problems.say(f"{what} {times} times (rows {', '.join(lines)}): {layout.repeated}")


def _check_level(rows: Rows, layout: Layout, problems: Problems) -> None:
    keys = ", ".join([layout.country, layout.day, *layout.keys.values()])
    level = f'trim("{layout.level}")'
    several = (
        f"SELECT {layout.country}, {layout.day}, min({level}), max({level}) FROM events "
        f"GROUP BY {keys} HAVING min({level}) <> max({level}) ORDER BY 1, 2 LIMIT {LIMIT}"
    )
    for name, day, one, other in _all(rows, several):
        problems.say(
            f"column {layout.level}: {name} has rows of level {one} and of level {other} for {day}: they would be "
            "counted twice; keep one level"
        )


def _one(rows: Rows, query: str) -> tuple[Any, ...]:
    return _all(rows, query)[0]  # all of it: the rows that were refused are noted at the end of the last


def _all(rows: Rows, query: str) -> list[tuple[Any, ...]]:
    return rows.database.execute(query).fetchall()
