"""Rows to the counts of days or spans in an embedded database (DuckDB): read once, in bounded memory.

A file of any size is streamed into a table of the columns that are needed, on disk and compressed, with a view
that has the values of days and numbers beside their texts. Everything else asks that view. What is held in memory is
the daily counts and at most what `opened` allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from verifier.incidents.layouts import MOST, Column, Layout
from verifier.incidents.problems import LIMIT, Problems
from verifier.incidents.sql import quoted, quoted_name

if TYPE_CHECKING:
    import duckdb

EARLIEST = 1700  # the first year that a table of ours can hold


@dataclass(frozen=True, eq=False)
class Part:
    """The rows of one file: `source` is the SQL that yields them, every column a text or NULL.

    first is the row of the file, as a spreadsheet numbers rows, that the first of them is in; blanks lists the empty
    rows of the file, which the database passes over. A row of the file gives a row here for each of the columns in
    `spread`, where these hold counts. explain says, slowly, what is wrong with rows that cannot be taken apart;
    None where every row has been taken apart already. left_out is how many rows were left out before.
    """

    source: str
    first: int
    name: str = ""
    spread: tuple[str, ...] = ()
    explain: Callable[[Problems], None] | None = None
    blanks: Callable[[], list[int]] = list
    left_out: int = 0

    def row(self, number: int) -> str:
        """What a message calls the row that stands at a place among those of `source`: "row 7"."""
        row = self.first + (number - 1) // max(1, len(self.spread))
        for blank in self.blanks():
            row += blank <= row
        return f"{self.name}, row {row}" if self.name else f"row {row}"

    def column(self, number: int, column: Column) -> str:
        """What the file calls a column of the row that stands at that place."""
        if self.spread and column.kind == "whole":
            return self.spread[(number - 1) % len(self.spread)]
        return column.shown or column.name


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of one or several files of one layout, opened in a database.

    header has all columns as the files write them; origin the address that the rows come from, if they say one.
    """

    path: Path
    database: duckdb.DuckDBPyConnection
    parts: tuple[Part, ...]
    header: list[str]
    origin: str = ""

    @property
    def source(self) -> str:
        """The SQL that yields the rows of all parts."""
        return f"({' UNION ALL '.join(f'SELECT * FROM {part.source}' for part in self.parts)})"

    @property
    def numbered(self) -> str:
        """The same with the number of the part and that of the record in it (from 1)."""
        parts = (
            f"SELECT {at} AS part_number, row_number() OVER () AS row_number, * FROM {part.source}"
            for at, part in enumerate(self.parts)
        )
        return f"({' UNION ALL '.join(parts)})"


def check(rows: Rows, layout: Layout, problems: Problems) -> bool:
    """Read the file, check every value of the layout's columns; what is wrong goes to `problems`, with row and value.
    Says whether there are rows that could be taken apart.

    The first pass only keeps the texts, of which every different one is checked; a second, which numbers the rows, runs
    for what fails.
    """
    import duckdb

    checks = [*_column_checks(layout), *((rule.wrong, rule.column, rule.reason) for rule in layout.rules)]
    try:
        _load(rows, layout, checks)
    except duckdb.Error as error:
        if all(part.explain is None for part in rows.parts):
            raise
        _say_rejected(rows, error, problems)
        return False
    if one(rows, "SELECT count(*) FROM loaded")[0] == 0:
        problems.say(f"there is a header and no {layout.row} below it")
        return False
    failing = (
        f"count_if({f'wrong_{at}' if name == layout.unique else wrong})" for at, (wrong, name, _) in enumerate(checks)
    )
    numbers = one(rows, f"SELECT {', '.join([*failing, 'count(*)'])} FROM events")
    for check, number in zip(checks, numbers, strict=False):
        if number:
            _list(rows, layout, check, number, problems)
    _read_values(rows, layout, problems)
    if layout.unique and repeated(rows, "identity"):
        _list_repeated(rows, layout, problems)
    if layout.level:
        _check_level(rows, layout, problems)
    return True


def _load(rows: Rows, layout: Layout, checks: list[tuple[str, str, str]]) -> None:
    """Make the table `loaded` of the texts that the layout reads, of the rows that are events, and the view `events`,
    which has the values of days and numbers beside them.

    Texts are stored as a dictionary and a number a row, and what is asked of them later is worked out once for each of
    the dictionary. An id is another in every row: of it there is a hash, and whether the row fails one of its checks.
    """
    unique, held = _unique(layout), [column for column in layout.columns if column.name != layout.unique]
    kept = [f'"{column.name}"' for column in held]
    kept += [f"hash({', '.join(unique.values())}) AS identity"] if unique else []
    kept += [
        f"coalesce({wrong}, false) AS wrong_{at}" for at, (wrong, name, _) in enumerate(checks) if name == layout.unique
    ]
    values = [f"{_value(column)} AS {_value_name(column)}" for column in held if _value(column)]
    run = rows.database.execute
    run("SET preserve_insertion_order = false")  # only rows that are numbered need their order
    run(f"CREATE TABLE loaded AS SELECT {', '.join(kept)} FROM ({_parsed(rows, layout, where='true')})")
    run("SET preserve_insertion_order = true")
    (left_out,) = one(rows, f"DELETE FROM loaded WHERE NOT ({is_event(layout)})")
    run(f"CREATE TABLE no_events AS SELECT {left_out} AS times")
    run(f"CREATE VIEW events AS SELECT {', '.join(['*', 'rowid AS line', *values])} FROM loaded")


def _read_values(rows: Rows, layout: Layout, problems: Problems) -> None:
    """Read the values of columns that have a reader, each distinct one once, and add what they mean to `events`."""
    joined, added = "texts", []
    for column in layout.columns:
        name, reader = column.name, column.reader
        if reader is None:
            continue
        texts = all_of(rows, f'SELECT DISTINCT "{name}" FROM events WHERE "{name}" IS NOT NULL')
        reading = reader(sorted(str(text) for (text,) in texts), problems)
        frame = pd.DataFrame([(text, *values) for text, values in reading.values.items()])
        kinds = {"text_read": "VARCHAR", **{f"{each}_{name}": kind for each, kind in reading.kinds.items()}}
        rows.database.execute(f"CREATE TABLE read_{name} ({', '.join(f'{key} {kind}' for key, kind in kinds.items())})")
        if len(frame):
            rows.database.register("frame_read", frame)
            rows.database.execute(f"INSERT INTO read_{name} SELECT * FROM frame_read")
            rows.database.unregister("frame_read")
        joined += f' LEFT JOIN read_{name} ON read_{name}.text_read = texts."{name}"'
        added += [f"read_{name}.{key}" for key in list(kinds)[1:]]
        for reasons, once in ((reading.asked, True), (reading.wrong, False)):
            if reasons:
                _say_read(rows, layout, column, reasons, problems, once=once)
    if added:
        rows.database.execute("ALTER VIEW events RENAME TO texts")
        rows.database.execute(
            f"CREATE VIEW events AS SELECT texts.*, {', '.join(added)} FROM {joined} WHERE {layout.meant}"
        )


def _say_read(
    rows: Rows, layout: Layout, column: Column, reasons: Mapping[str, str], problems: Problems, *, once: bool
) -> None:
    """Note the rows with texts that cannot be read, and how many more there are; or each text `once`."""
    rows.database.register("reasons", pd.DataFrame(list(reasons.items()), columns=["text", "reason"]))
    found = f"""SELECT part_number, row_number, text, reason FROM ({numbered_events(rows, layout)})
        JOIN reasons ON text = "{column.name}" ORDER BY ALL"""
    if once:
        found = f"SELECT DISTINCT ON (text) * FROM ({found}) ORDER BY part_number, row_number"
    told = {}
    for part, number, value, reason in all_of(rows, f"{found} LIMIT {LIMIT}"):
        at = rows.parts[part]
        told[at.row(number), at.column(number, column)] = value.replace("\x1f", " ").strip(), reason
    for (row, name), (value, reason) in told.items():  # a row that gives several here is told once
        problems.add(row, name, value, reason)
    problems.unlisted += max(0, int(one(rows, f"SELECT count(*) FROM ({found})")[0]) - LIMIT)
    rows.database.unregister("reasons")


def check_numbers(rows: Rows, layout: Layout, numbers: dict[str, int], problems: Problems) -> None:
    """Check the ISO 3166-1 numbers of the rows against those of the countries they name."""
    number = f'"whole_{layout.number}"'
    pairs = all_of(rows, f"SELECT {layout.country}, {number}, count(*) FROM events GROUP BY 1, 2")
    for name, found, times in sorted(pairs):
        if found and numbers.get(name, found) != found:
            wrong = f"{layout.country} = {quoted(str(name))} AND {number} = {found}"
            reason = f"is not the ISO 3166 number of {name}, which is {numbers[name]}"
            _list(rows, layout, (wrong, layout.number, reason), times, problems)


def _say_rejected(rows: Rows, error: Exception, problems: Problems) -> None:
    """Say which rows have not the header's columns, are not closed, or cannot be read."""
    for part in rows.parts:
        if part.explain:
            part.explain(problems)
    if not problems.sentences:
        problems.say(f"it cannot be taken apart ({str(error).splitlines()[0]}): save the table again as CSV (UTF-8)")


def counted(rows: Rows, layout: Layout, codes: Callable[[list[str]], dict[str, str]]) -> pd.DataFrame:
    """The counts of each day (or span), place and set of keys: columns date (or start and end), place, keys, counts.

    Days are ISO; they and other texts are categories, in order, or texts in a table of spans. `codes` turns the country
    names of the file into place codes. Call `check` first, which reads the file and sees that every value is sound.
    """
    days = {"start": layout.day, "end": layout.end} if layout.end else {"date": layout.day}
    run = rows.database.execute
    held = all_of(rows, f"SELECT DISTINCT {layout.country} FROM events WHERE {layout.counted}")
    names = sorted(str(name) for (name,) in held)
    places = pd.DataFrame(sorted(codes(names).items()), columns=["country_name", "place"], dtype="str")
    rows.database.register("places", places)
    source = f"FROM events JOIN places ON country_name = {layout.country} WHERE {layout.counted}"
    keys = {**days, "place": "place", **layout.keys}
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in keys.items())
    for name, kind, *_ in run(f"SELECT {listed} {source} LIMIT 0").description:
        if kind in ("VARCHAR", "DATE"):  # the database sorts and groups the places of texts in a list, not the texts
            text, list_of = f"CAST({keys[name]} AS VARCHAR)", quoted_name(f"{name} of the counts")
            run(f"CREATE OR REPLACE TYPE {list_of} AS ENUM (SELECT DISTINCT {text} {source} ORDER BY 1)")
            keys[name] = f"CAST({text} AS {list_of})"
    sums = {
        name: f"count(DISTINCT {sql})" if name in layout.distinct else f"CAST(sum({sql}) AS BIGINT)"
        for name, sql in layout.counts.items()
    }
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in {**keys, **sums}.items())
    counts = run(f"SELECT {listed} {source} GROUP BY ALL ORDER BY ALL").df()
    return counts.astype({name: "str" for name in keys if counts[name].dtype == "category"}) if layout.end else counts


def check_one_total(rows: Rows, layout: Layout, problems: Problems) -> None:
    """Check that no place has two totals of one span written in two ways, to be added up. Call `counted` first."""
    names = f"string_agg(DISTINCT {layout.country}, ' and ' ORDER BY {layout.country})"
    twice = (
        f"SELECT place, {layout.day}, count(*), {names} FROM events JOIN places ON country_name = {layout.country} "
        f"GROUP BY ALL HAVING count(*) > 1 ORDER BY 1, 2 LIMIT {LIMIT}"
    )
    for place, day, times, written in all_of(rows, twice):
        problems.say(f"{place} ({written} in the file) has {times} totals that begin on {day}: {layout.repeated}")


def first_row(rows: Rows, layout: Layout, country: str) -> str:
    """The first row of the file that names a country in those words, as a message calls it."""
    named = f"SELECT part_number, row_number FROM ({numbered_events(rows, layout)}) WHERE {layout.country} = ?"
    part, number = rows.database.execute(f"{named} ORDER BY ALL LIMIT 1", [country]).fetchall()[0]
    return rows.parts[int(part)].row(int(number))


def texts(rows: Rows, problems: Problems) -> list[tuple[Any, ...]]:
    """Every row of a small file: what a message calls it, then its values. What cannot be read goes to `problems`."""
    import duckdb

    try:
        found = all_of(rows, f"SELECT * FROM {rows.numbered}")
    except duckdb.Error as error:
        _say_rejected(rows, error, problems)
        return []
    return [(rows.parts[part].row(number), *values) for part, number, *values in found]


def distinct(rows: Rows, column: str, limit: int) -> list[str]:
    """Up to `limit` values of a column, HXL tags left out; none where the file cannot be read (`check` says why)."""
    import duckdb

    try:
        values = all_of(
            rows,
            f"""SELECT DISTINCT trim("{column}") FROM {rows.source}
            WHERE "{column}" NOT LIKE '#%' AND trim("{column}") <> '' LIMIT {limit}""",
        )
    except duckdb.Error:
        return []
    return [str(value) for (value,) in values]


def around(rows: Rows, layout: Layout) -> tuple[int, str | None]:
    """How many rows are no events, and the last day on which a row was changed (ISO; None where no row says)."""
    newest = one(rows, f"SELECT max({layout.changed}) FROM events")[0] if layout.changed else None
    return int(one(rows, "SELECT times FROM no_events")[0]), None if newest is None else str(newest)


def is_event(layout: Layout) -> str:
    """The condition for a row that is an event: no HXL tags, and nothing the layout leaves out."""
    typed = [
        column.name
        for column in layout.columns
        if column.kind in ("day", "whole") and not column.reader and column.name != layout.unique
    ]
    tags = " OR ".join(f"""coalesce("{name}", '') LIKE '#%'""" for name in typed)
    return f"NOT ({tags or 'false'}) AND coalesce({layout.where}, false)"


def _parsed(rows: Rows, layout: Layout, extra: str = "", where: str = "") -> str:
    """The event rows (or those of another condition) with the parsed value of each day and number beside its text."""
    values = [f'"{column.name}"' for column in layout.columns]
    values += [f'{_value(column)} AS "{column.kind}_{column.name}"' for column in layout.columns if _value(column)]
    return f"SELECT {extra}{', '.join(values)} FROM {rows.source} WHERE {where or is_event(layout)}"


def numbered_events(rows: Rows, layout: Layout) -> str:
    """The event rows, parsed, each with the number of its part and of its record in it."""
    numbered = replace(rows, parts=(Part(rows.numbered, 1),))
    return _parsed(numbered, layout, "part_number, row_number, ")


def _value_name(column: Column) -> str:
    return f'"{column.kind}_{column.name}"'


def _value(column: Column) -> str:
    text = f'trim("{column.name}")'
    if column.kind == "day":
        formats = ", ".join(map(quoted, column.formats))
        return f"CAST(try_strptime({text}, [{formats}]) AS DATE)"
    if column.reader:
        return ""
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
        missing = f"coalesce(trim({text}), '') = ''"
        if not column.empty:
            yield missing, column.name, "is missing"
        if column.reader:
            continue
        if column.kind == "day":
            yield f"{value} IS NULL AND NOT {missing}", column.name, "is no day in the form the source writes"
            yield f"{value} > current_date + 1", column.name, "lies in the future"  # a day ahead somewhere on Earth
            yield f"year({value}) < {EARLIEST}", column.name, f"lies before {EARLIEST}"
        elif column.kind in ("whole", "number"):
            words = "is no whole number" if column.kind == "whole" else "is no number"
            words += ": leave it empty where it is not known" if column.kind == "number" and column.empty else ""
            yield f"{value} IS NULL AND NOT {missing}", column.name, words
        elif column.kind == "code":
            listed = ", ".join(map(quoted, column.allowed))
            words = f"is none of the codes {', '.join(column.allowed)}"
            yield f"NOT {missing} AND trim({text}) NOT IN ({listed})", column.name, words
        if column.least is not None:
            yield f"{value} < {column.least}", column.name, f"is less than {column.least}"
        most = MOST if column.most is None and column.kind in ("whole", "number") else column.most
        if most is not None:
            yield f"{value} > {most}", column.name, f"is more than {most}"


def _list(rows: Rows, layout: Layout, check: tuple[str, str, str], number: int, problems: Problems) -> None:
    wrong, name, reason = check
    column = next((each for each in layout.columns if each.name == name), None)
    failing = f'SELECT part_number, row_number, "{name}" FROM ({numbered_events(rows, layout)}) WHERE {wrong}'
    for part, at, value in all_of(rows, f"{failing} ORDER BY part_number, row_number LIMIT {LIMIT}"):
        problems.add(rows.parts[part].row(at), (column and column.shown) or name, value or "", reason)
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


def repeated(rows: Rows, column: str) -> int:
    """How many values of a column of hashes stand in another row too, those that come first not counted."""
    return int(one(rows, f"SELECT count({column}) - count(DISTINCT {column}) FROM events")[0])


def _list_repeated(rows: Rows, layout: Layout, problems: Problems) -> None:
    """Say which events have an identity that another has too: the file is asked for them."""
    columns = _unique(layout)
    listed = ", ".join(columns.values())
    counted = f"SELECT {listed}, count(*) AS times FROM ({_parsed(rows, layout)}) GROUP BY ALL HAVING count(*) > 1"
    ordered = ", ".join(str(number + 1) for number in range(len(columns)))
    same = " AND ".join(f"{value} IS NOT DISTINCT FROM ?" for value in columns.values())
    for *values, times in all_of(rows, f"{counted} ORDER BY {ordered} LIMIT {LIMIT}"):
        where = f"SELECT part_number, row_number FROM ({numbered_events(rows, layout)}) WHERE {same}"
        found = rows.database.execute(f"{where} ORDER BY ALL LIMIT 3", values).fetchall()
        lines = [rows.parts[part].row(number).removeprefix("row ") for part, number in found]
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
    for name, day, one, other in all_of(rows, several):
        problems.say(
            f"column {layout.level}: {name} has rows of level {one} and of level {other} for {day}: they would be "
            "counted twice; keep one level"
        )


def one(rows: Rows, query: str) -> tuple[Any, ...]:
    """The one row that a query gives."""
    return all_of(rows, query)[0]  # all of it: the rows that were refused are noted at the end of the last


def all_of(rows: Rows, query: str) -> list[tuple[Any, ...]]:
    """The rows that a query gives."""
    return rows.database.execute(query).fetchall()
