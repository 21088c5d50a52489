"""What a builder hands over, and the small steps that builders share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
import pycountry

from verifier.errors import InputError
from verifier.incidents.packages import vintage
from verifier.window import Window


@dataclass
class Made:
    """The tables of a dataset by name, its vintages as the descriptor holds them, and what was left out (reason, rows).

    `gaps` are spans of which nothing is known in some places or by some definitions, found while building;
    `definitions` take the place of those in about.toml, where these are written once for many.
    """

    tables: dict[str, pd.DataFrame]
    vintages: list[dict[str, Any]]
    left_out: dict[str, int] = field(default_factory=dict)
    gaps: list[dict[str, Any]] = field(default_factory=list)
    definitions: list[dict[str, Any]] | None = None


def release_vintage(
    release: Mapping[str, Any], checksum: str, tables: dict[str, dict[str, list[str]]]
) -> dict[str, Any]:
    """The vintage of a release that was published on a day (2023-10-16), or in a month of which no day is known."""
    window = Window.parse(release["published"])
    precision = "day" if window.days == 1 else "month"
    return vintage(release["id"], window.end.isoformat(), precision, checksum, tables) | {"note": release["note"]}


def alpha3(name: str, table: Mapping[str, str]) -> str:
    """The alpha-3 code of a country as a source names it, by the dataset's own table first."""
    if name in table:
        return table[name]
    try:
        return str(pycountry.countries.lookup(name).alpha_3)
    except LookupError as error:
        raise InputError(f"no ISO 3166 code is known for {name!r}: add it to countries in about.toml") from error


def spans_by_place(table: pd.DataFrame, first: str = "start", last: str = "end") -> dict[str, list[str]]:
    """The first and the last day that a table has a row for, by place."""
    return {str(code): [rows[first].min(), rows[last].max()] for code, rows in table.groupby("place")}


def long_table(wide: pd.DataFrame, keys: list[str], key: str, columns: Mapping[str, str]) -> pd.DataFrame:
    """A row per value: the columns of a wide table, by the names they get in the column `key`; empty values go.

    Values may have thousands separators and spaces around them. Raises InputError for one that is no whole number.
    """
    parts = []
    for theirs, ours in columns.items():
        values = wide[theirs].str.strip().str.replace(",", "")
        held = wide[values != ""]
        if wrong := sorted(value for value in values[values != ""] if not value.isdecimal()):
            raise InputError(f"column {theirs}: {wrong[0]!r} is no whole number")
        part = held[keys].copy()
        part[key], part["count"] = ours, values[values != ""].astype(int)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def years(column: pd.Series[Any]) -> dict[str, pd.Series[Any]]:
    """The columns start and end of whole years."""
    return {"start": column + "-01-01", "end": column + "-12-31"}


@cache
def us_states() -> dict[str, str]:
    """The ISO 3166-2 codes of the states and the District of Columbia, by name; outlying areas are left out."""
    held = pycountry.subdivisions.get(country_code="US")  # type: ignore[no-untyped-call]
    states = (each for each in held if each.type in ("State", "District"))
    return {each.name: each.code for each in sorted(states, key=lambda each: each.code)}


def filled(about: Any, **values: str) -> Any:
    """What about.toml says once for many, such as a definition for each country, with the braces filled in."""
    if isinstance(about, str):
        return about.format(**values)
    if isinstance(about, dict):
        return {name: filled(part, **values) for name, part in about.items()}
    return [filled(part, **values) for part in about]
