"""A mapping to the layout that the engine checks and counts: the columns it needs under names of ours, as SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from verifier.errors import InputError, UsageError
from verifier.incidents.dataset import suggestion
from verifier.incidents.engine import Rows, all_of
from verifier.incidents.layouts import Column, Layout, Reading
from verifier.incidents.own.days import BETWEEN, TIME, Style
from verifier.incidents.own.mapping import Mapping, plain_words, slug
from verifier.incidents.own.values import NO_COUNTRY, Countries, Counts
from verifier.incidents.problems import Problems
from verifier.incidents.sql import quoted, quoted_name
from verifier.unseen_characters import is_formula

_IDENTITY = re.compile(r"\b(?:id|uuid|guid|case number|incident number|crime number|reference|objectid)\b")
SMALL = 256 * 2**20  # bytes of the files up to which rows are compared in all their columns
SAMPLE = 20_000  # rows from which it is told which columns hold words
MOST_WORDS = 5_000  # different ones
LONGEST_WORD = 100
CODE = 5  # digits that a code has at least


@dataclass(frozen=True)
class Planned:
    """How files are read by a mapping: the rows under names of ours, and their layout.

    keys is key of the counts -> name of the column in the file; sums is column -> name of its sum; long says that each
    number of a row is a row here, told apart by the key "measure". alike names the columns by which identical rows are
    told, identity a column that looks like the number of an incident and is not mapped as one. unfilled is the
    condition, over the columns of the file, for rows that are passed over since no mapped column has a value. beside is
    name of ours -> column that is not mapped and may tell which rows are made up of others.
    """

    rows: Rows
    layout: Layout
    keys: dict[str, str]
    sums: dict[str, str]
    long: bool
    alike: bool
    identity: str | None
    unfilled: str
    beside: dict[str, str]

    def column(self, name: str) -> str:
        """The column that is summed, as the file writes its name."""
        return next(each for each in self.sums if each.casefold() == name.casefold())


def planned(mapping: Mapping, rows: Rows, published: date, size: int) -> Planned:
    """The layout of a mapping, for files of that header and of that many bytes together.

    Raises InputError for columns that are not there.
    """
    roles = {role: found(name, rows, role) for role, name in mapping.roles.items()}
    wide_role = mapping.wide[0] if mapping.wide else ""
    filtered = dict.fromkeys(key for each in mapping.counted for key in each.filter if key != wide_role)
    keys: dict[str, str] = {role: roles[role] for role in ("region", "category") if role in roles}
    for key in filtered:
        if key not in roles and (name := found(key, rows, "a filter")) not in keys.values():
            keys[_plain(key, keys)] = name
    for key in mapping.no_totals:
        if key != wide_role:
            found(mapping.column(key), rows, "no_totals")
    summed = list(dict.fromkeys(found(each.sum, rows, "count") for each in mapping.counted if each.sum))
    wide = _wide(mapping, rows) if mapping.wide else []
    long = not wide and not mapping.incidents and len(summed) > 1
    if wide and summed:
        raise UsageError("the columns of --wide hold the counts: leave count=, sum: and measures with a column out")
    columns, select = [], {}
    if mapping.when:
        select["when_"] = _when([roles.get(role, "") for role in mapping.when])
    style = Style(mapping.when, published, mapping.dates, mapping.century, mapping.year_begins, mapping.coverage)
    shown = " and ".join(roles.get(role, "the names of columns") for role in mapping.when)
    columns.append(Column("when_", reader=style.reader, shown=shown, empty=True))
    if "country" in roles or wide_role == "country":
        select["country"] = _text(roles["country"]) if "country" in roles else "wide_name"
        reader = Countries(mapping.values.get("country", {}), mapping.without_others).reader
        columns.append(Column("country", reader=reader, shown=roles.get("country", "the names of columns"), empty=True))
    if wide_role in ("region", "category"):
        keys[wide_role] = ""
    chosen = {found_key(key, keys, mapping) for each in mapping.counted for key in each.filter}
    for key, name in keys.items():
        select[f"key_{key}"] = _text(name) if name else "wide_name"
        said = mapping.values.get(key, mapping.values.get(name, {}))
        columns.append(
            Column(f"key_{key}", reader=Groups(dict(said), key in chosen).reader, shown=name or "a column", empty=True)
        )
    if long:
        select["key_measure"] = "wide_name"
        columns.append(Column("key_measure", empty=True))
    numbers = ["number"] if wide or long else [f"number_{at}" for at in range(len(summed))]
    for at, number in enumerate(numbers):
        select[number] = "wide_value" if wide or long else _text(summed[at])
        counts = Counts(", ".join(wide or summed) if wide or long else summed[at], mapping.unknown)
        columns.append(Column(number, "whole", reader=counts.reader, shown=counts.name, empty=True))
    if "id" in roles:
        select["id"] = _text(roles["id"])
        columns.append(Column("id", empty=True, shown=roles["id"]))
    identity = next((name for name in rows.header if _IDENTITY.search(plain_words(name))), None)
    alike = size <= SMALL and not wide and not long and len(rows.header) > 2
    if alike:
        select["alike"] = f"hash({', '.join(map(quoted_name, rows.header))})"
        columns.append(Column("alike", empty=True))
    if identity and "id" not in roles and mapping.incidents and not wide:
        select["identity"] = f"CASE WHEN {_text(identity)} <> '' THEN hash({_text(identity)}) END"
        columns.append(Column("identity", empty=True))
    else:
        identity = None
    mapped = {*roles.values(), *keys.values(), *summed, *wide}
    free = [name for name in rows.header if name not in mapped] if size <= SMALL and (summed or wide) else []
    beside = {f"beside_{at}": name for at, name in enumerate(_words_in(free, rows))}
    for key, name in beside.items():
        select[key] = _text(name)
        columns.append(Column(key, empty=True, shown=name))
    where = _where(mapping, rows)
    if where:
        columns.append(Column("left_out", empty=True))
    spread = wide or (summed if long else [])
    parts = tuple(
        replace(part, source=_source(part.source, select, where, spread), spread=tuple(spread)) for part in rows.parts
    )
    told = [key for key in select if key.startswith(("when_", "country", "key_")) and select[key] != "wide_name"]
    told += [] if spread else numbers
    blank = " AND ".join(f"{key} = ''" for key in told)
    own = (select[key].replace("wide_name", "''") for key in told)  # the names of columns say nothing of a row
    unfilled = " AND ".join([*(f"{sql} = ''" for sql in own), *([f"NOT {where}"] if where else [])])
    tags = " AND ".join(f"({key} = '' OR ({key} >= '#a' AND {key} < '#{{'))" for key in told)  # #a to #z begin them
    conditions = ["left_out" if where else "", f"({blank})" if blank else "", f"({tags})" if tags else ""]
    layout = Layout(
        id=mapping.id,
        dataset=mapping.id,
        words="the mapping",
        columns=tuple(columns),
        day="start_when_",
        country="place_country" if "country" in select else quoted(mapping.place or ""),
        keys={key: f"text_key_{key}" for key in keys} | ({"measure": "key_measure"} if long else {}),
        counts={},
        where=" AND ".join(f"NOT {each}" for each in conditions if each) or "true",
        row="row",
        meant="place_country IS NOT NULL" if mapping.without_others and "country" in select else "true",
    )
    taken = replace(rows, parts=parts, header=[*select])
    sums: dict[str, str] = {}  # the names that the sums of columns have in the table
    for name in summed:
        sums[name] = _plain(f"sum of {name}", dict.fromkeys(sums.values(), ""))
    unfilled = unfilled if told else "false"
    return Planned(taken, layout, keys, sums, long, alike, identity, unfilled, beside)


@dataclass(frozen=True)
class Groups:
    """Reads regions and categories, as written or as the mapping means them; `needed`: each row must have one."""

    said: dict[str, str]
    needed: bool

    def reader(self, texts: list[str], _: Problems) -> Reading:
        """The name of each text, empty where there is none."""
        values, wrong = {}, {}
        for text in texts:
            if self.needed and not self.said.get(text, text):
                wrong[text] = "is missing, and a definition chooses by it: write 'unknown' where it is not known"
            elif is_formula(text):
                wrong[text] = "is a formula, not a text: write what it shows"
            elif not text.isprintable():
                wrong[text] = "holds a line break or control character: take it out"
            values[text] = (self.said.get(text, text),)
        return Reading(values, wrong, {"text": "VARCHAR"})


def found(name: str, rows: Rows, role: str) -> str:
    """The column of that name, whatever its case. Raises InputError with the nearest for one that is not there."""
    if name in rows.header:
        return name
    alike = [each for each in rows.header if each.casefold() == name.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise InputError(f"{rows.path} has no column {name!r} (for {role})" + suggestion(name, rows.header))


def found_key(key: str, keys: dict[str, str], mapping: Mapping) -> str:
    """The key of the counts that a filter names by its role or its column."""
    name = mapping.column(key)
    return next((each for each, column in keys.items() if key == each or column.casefold() == name.casefold()), key)


def _words_in(names: list[str], rows: Rows) -> list[str]:
    """The columns that may hold a level, a code or the region around: few different words, or numbers of one length."""
    import duckdb

    if not names:
        return []
    counts = ", ".join(
        f"approx_count_distinct({text}), count_if(NOT regexp_full_match({text}, '[-+0-9., ]*')), max(length({text})), "
        f"min(length({text}))"
        for text in map(_text, names)
    )
    try:
        (found,) = all_of(rows, f"SELECT {counts} FROM (SELECT * FROM {rows.source} LIMIT {SAMPLE})")
    except duckdb.Error:
        return []  # rows that cannot be taken apart: the check says which
    kinds = zip(names, *(found[at::4] for at in range(4)), strict=True)
    return [
        name
        for name, several, words, longest, shortest in kinds
        if 1 < several <= MOST_WORDS and (words or shortest == longest >= CODE) and longest <= LONGEST_WORD
    ]


def _wide(mapping: Mapping, rows: Rows) -> list[str]:
    """The columns that hold counts: a list of names, or FIRST..LAST in the order of the file."""
    said = mapping.wide[1] if mapping.wide else []
    names: list[str] = []
    for text in [said] if isinstance(said, str) else said:
        first, dots, last = text.partition("..")
        if dots and text not in rows.header:
            start, end = (rows.header.index(found(each.strip(), rows, "wide")) for each in (first, last))
            names += rows.header[start : end + 1]
        else:
            names += [
                found(each.strip(), rows, "wide") for each in ([text] if text in rows.header else text.split(","))
            ]
    if not names:
        raise InputError(f"{rows.path}: --wide names no columns: write --wide period=FIRST..LAST")
    return names


def _source(source: str, select: dict[str, str], where: str, spread: Sequence[str]) -> str:
    """The SQL of a file's rows with the columns of `select`; of each of the columns in `spread` a row of its own."""
    inner = source
    if spread:
        listed = ", ".join(quoted(name) for name in spread)
        values = ", ".join(quoted_name(name) for name in spread)
        inner = f"(SELECT *, unnest([{listed}]) AS wide_name, unnest([{values}]) AS wide_value FROM {source})"
        select = {key: "coalesce(trim(wide_value), '')" if sql == "wide_value" else sql for key, sql in select.items()}
    extra = f", {where} AS left_out" if where else ""
    return f"(SELECT {', '.join(f'{sql} AS {quoted_name(key)}' for key, sql in select.items())}{extra} FROM {inner})"


def _where(mapping: Mapping, rows: Rows) -> str:
    """The condition, over the columns of the file, for rows that are to be left out; empty without any."""

    def like(pattern: str) -> str:
        return re.sub(r"([\\%_])", r"\\\1", pattern.casefold()).replace("*", "%")

    conditions = []
    for said, negated in ((mapping.left_out, ""), (mapping.only, "NOT ")):
        for key, patterns in said.items():
            text = f"lower({_text(found(mapping.column(key), rows, 'leave_out'))})"
            ways = [
                f"{text} = ''" if each in ("", "empty") else f"{text} LIKE {quoted(like(each))} ESCAPE '\\'"
                for each in patterns
                if each != NO_COUNTRY
            ]
            conditions.append(f"{negated}({' OR '.join(ways)})" if ways else "false")
    return f"({' OR '.join(conditions)})" if conditions else ""


def _when(names: list[str]) -> str:
    """The SQL of what says when a row counts; a name that is empty stands for the names of columns."""
    if names == [""]:
        return "wide_name"
    if len(names) == 1:
        text = _text(names[0])
        return f"CASE WHEN length({text}) > 10 THEN regexp_replace({text}, {quoted(TIME)}, '') ELSE {text} END"
    parts = {name: f"regexp_replace({_text(name)}, {quoted(TIME)}, '')" if name else "wide_name" for name in names}
    held = ", ".join(sql for name, sql in parts.items() if name)
    return f"CASE WHEN concat({held}) <> '' THEN concat_ws({quoted(BETWEEN)}, {', '.join(parts.values())}) ELSE '' END"


def _text(name: str) -> str:
    return f"coalesce(trim({quoted_name(name)}), '')"


def _plain(name: str, taken: dict[str, str]) -> str:
    """The name of a key of the counts, for a column of the file."""
    plain = slug(name).replace("-", "_") or "key"
    reserved = {"date", "start", "end", "place", "count", "published", "document", "url", "measure", *taken}
    return f"{plain}_2" if plain in reserved else plain
