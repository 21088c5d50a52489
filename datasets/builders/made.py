"""What a builder hands over, and the small steps that builders share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pycountry

from verifier.errors import InputError
from verifier.incidents.packages import vintage
from verifier.window import Window


@dataclass
class Made:
    """The tables of a dataset by name, its vintages as the descriptor holds them, and what was left out (reason, rows).

    `gaps` are spans of which nothing is known in some places or by some definitions, found while building.
    """

    tables: dict[str, pd.DataFrame]
    vintages: list[dict[str, Any]]
    left_out: dict[str, int] = field(default_factory=dict)
    gaps: list[dict[str, Any]] = field(default_factory=list)


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
