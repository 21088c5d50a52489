"""The shapes in which a file may count: a row per incident, per day, or per span; and what is stored of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from verifier.errors import InputError, UsageError
from verifier.incidents.columns import Column, read_countries, read_counts, read_days, read_groups, read_periods
from verifier.incidents.dataset import suggestion
from verifier.incidents.mappings import ROLES, OwnDefinition
from verifier.incidents.problems import Problems
from verifier.incidents.sheets import Sheet
from verifier.window import Window

SHAPES = "date=COLUMN, or date= and count=, or start=, end= and count=, or period= and count="
CELLS = "An empty cell may hold a formula that was never calculated: open the workbook, save it, and try again."
YEARS = (1700, 2200)  # well inside what pandas can hold as a day
GROUPS = ("region", "category")  # what counts are kept by beside day and place


@dataclass(frozen=True)
class Table:
    """What a file became: the table, how it is to be read (daily or spans), and the coverage of each place."""

    frame: pd.DataFrame
    kind: str
    places: dict[str, list[str]]
    note: str


def read_table(
    sheet: Sheet,
    mapping: dict[str, str],
    country: str | None,
    coverage: Window | None,
    published: date,
    definitions: tuple[OwnDefinition, ...] = (),
) -> Table:
    """Read the mapped columns, check every value, and bring the rows into the shape that is stored.

    Raises UsageError for a mapping that cannot be used, InputError for columns that are not there and wrong values.
    """
    _check_mapping(sheet, mapping)
    problems = Problems(sheet.path, CELLS if sheet.workbook else "")
    columns = {key: sheet.column(name) for key, name in mapping.items() if key != "dayfirst"}
    lines = [line for line, _ in sheet.rows]
    spans = _spans(mapping, columns, problems)
    ones: list[int | None] = [1] * len(lines)
    counts = read_counts(mapping["count"], columns["count"], problems) if "count" in mapping else ones
    all_one: list[str | None] = [country] * len(lines)
    places = read_countries(mapping["country"], columns["country"], problems) if "country" in mapping else all_one
    chosen = {role for each in definitions for role in each.filter}
    groups = {
        role: read_groups(mapping[role], columns[role], problems, needed=role in chosen)
        for role in GROUPS
        if role in mapping
    }
    _check_days(list(zip(lines, spans, strict=True)), coverage, published, problems)
    if "count" in mapping:
        keys = list(zip(*groups.values(), strict=True)) or [()] * len(lines)
        _check_once(list(zip(lines, spans, places, keys, strict=True)), problems)
    _check_filters(definitions, groups, problems)
    problems.stop()
    frame = pd.DataFrame(
        {
            "start": [str(span.start) for span in spans if span],
            "end": [str(span.end) for span in spans if span],
            "place": places,
            **groups,
            "count": counts,
        }
    ).astype({"count": "int64"})
    return _stored(
        frame, daily="date" in mapping and ("count" not in mapping or coverage is not None), coverage=coverage
    )


def _stored(frame: pd.DataFrame, *, daily: bool, coverage: Window | None) -> Table:
    note = ""
    spans = {}
    for place, rows in frame.groupby("place"):
        spans[str(place)] = [rows["start"].min(), rows["end"].max()]
    if daily:
        whole = [str(coverage.start), str(coverage.end)] if coverage else [frame["start"].min(), frame["end"].max()]
        spans = dict.fromkeys(spans, whole)
        frame = frame.rename(columns={"start": "date"}).drop(columns="end")
        if coverage is None:
            note = "The coverage was not given; it is taken to run from the first to the last day in the file."
    keys = [column for column in frame.columns if column != "count"]
    summed = frame.groupby(keys)["count"].sum().reset_index()
    frame = summed.sort_values(keys, ignore_index=True)
    return Table(frame, "daily" if daily else "spans", spans, note)


def _spans(mapping: dict[str, str], columns: dict[str, Column], problems: Problems) -> list[Window | None]:
    """The span of each row; None where it could not be read, which is a problem already noted."""
    if "period" in mapping:
        return read_periods(mapping["period"], columns["period"], problems)
    keys = ["date"] if "date" in mapping else ["start", "end"]
    days = read_days({mapping[key]: columns[key] for key in keys}, _dayfirst(mapping), problems)
    spans: list[Window | None] = []
    for (line, text), start, end in zip(
        columns[keys[-1]], days[mapping[keys[0]]], days[mapping[keys[-1]]], strict=True
    ):
        if start is not None and end is not None and end < start:
            problems.add(line, mapping["end"], text, f"lies before the start, {start}: are the columns swapped?")
        spans.append(Window(start, end) if start is not None and end is not None and start <= end else None)
    return spans


def _dayfirst(mapping: dict[str, str]) -> bool | None:
    answer = mapping.get("dayfirst")
    if answer is None:
        return None
    if answer.casefold() not in {"true", "false", "yes", "no"}:
        raise UsageError(f"dayfirst={answer!r}: write dayfirst=true or dayfirst=false")
    return answer.casefold() in {"true", "yes"}


def _check_mapping(sheet: Sheet, mapping: dict[str, str]) -> None:
    for key, column in mapping.items():
        if key not in ROLES:
            raise UsageError(f"the mapping does not know {key!r}" + suggestion(key, ROLES))
        if key != "dayfirst" and column not in sheet.header:
            raise InputError(f"{sheet.path} has no column {column!r} (for {key})" + suggestion(column, sheet.header))
    given = set(mapping) - {"country", "dayfirst", *GROUPS}
    if given not in ({"date"}, {"date", "count"}, {"start", "end", "count"}, {"period", "count"}):
        raise UsageError(f"the mapping names {', '.join(sorted(given)) or 'no columns'}: it takes {SHAPES}")


def _check_days(
    spans: list[tuple[int, Window | None]], coverage: Window | None, published: date, problems: Problems
) -> None:
    for line, span in spans:
        if span is None:
            continue
        if span.start.year < YEARS[0] or span.end.year > YEARS[1]:
            problems.say(f"row {line}: {span} lies outside the years {YEARS[0]} to {YEARS[1]}: correct it")
        elif span.start > published:
            problems.say(f"row {line}: {span} begins after {published}, the day of publication: correct one of them")
        elif coverage is not None and not coverage.contains(span):
            problems.say(f"row {line}: {span} reaches outside the coverage {coverage}: correct one of them")


def _check_once(rows: list[tuple[int, Window | None, str | None, tuple[str, ...]]], problems: Problems) -> None:
    """Two counts for the same span, place, region and category cannot both hold."""
    seen: dict[tuple[Window, str, tuple[str, ...]], int] = {}
    for line, span, place, groups in rows:
        if span is None or place is None:
            continue
        key = (span, place, groups)
        if key in seen:
            named = ", ".join(filter(None, [place, " ".join(filter(None, groups)), str(span)]))
            problems.say(f"row {line}: a second count for {named}; the first is in row {seen[key]}: keep one of them")
        seen.setdefault(key, line)


def _check_filters(definitions: tuple[OwnDefinition, ...], groups: dict[str, list[str]], problems: Problems) -> None:
    """A value that a definition chooses and no row has is a slip of the pen, or a zero that nobody has counted."""
    for definition in definitions:
        for role, values in definition.filter.items():
            held = set(groups.get(role, ()))
            for value in values:
                if value not in held:
                    problems.say(
                        f"definition {definition.id}: no row has the {role} {value!r}" + suggestion(value, sorted(held))
                    )
