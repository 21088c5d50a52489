"""Guesses which column of a file is what, for the user to confirm."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from verifier.incidents.columns import looks_like_days, period
from verifier.incidents.countries import country_code
from verifier.incidents.sheets import Sheet, read_sheet

SAMPLE = 200


def propose_mapping(path: Path | str) -> dict[str, str]:
    """Guess the mapping of a CSV file from the names of its columns and what stands in them.

    Only a column whose first values fit is proposed; a key is left out when nothing fits, so the result may not yet be
    enough for import_file. Raises InputError for a file that cannot be read.
    """
    sheet = read_sheet(Path(path))
    found = {key: name for key in ("date", "start", "end", "period", "count", "country") if (name := _best(sheet, key))}
    for shape in (("start", "end", "count"), ("date", "count"), ("period", "count"), ("date",)):
        if found.keys() >= set(shape):
            return {key: found[key] for key in (*shape, "country") if key in found}
    return {key: found[key] for key in ("country",) if key in found}


def _best(sheet: Sheet, key: str) -> str | None:
    """The column whose name stands first in the list of names for the key, and whose values fit."""
    names: list[str] = _names()[key]
    ranked = sorted((names.index(plain), name) for name in sheet.header if (plain := _plain(name)) in names)
    for _, name in ranked:
        sample = [text for _, text in sheet.column(name)[:SAMPLE] if text]
        if sample and _FITS[key](sample):
            return name
    return None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).strip().casefold()


def _are_counts(sample: list[str]) -> bool:
    return all(re.fullmatch(r"\d+(?:\.0+)?|\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+", text) for text in sample)


def _are_periods(sample: list[str]) -> bool:
    return all(period(text) for text in sample)


def _are_countries(sample: list[str]) -> bool:
    return all(country_code(text) for text in sample)


_FITS: dict[str, Callable[[list[str]], bool]] = {
    "date": looks_like_days,
    "start": looks_like_days,
    "end": looks_like_days,
    "period": _are_periods,
    "count": _are_counts,
    "country": _are_countries,
}


@cache
def _names() -> dict[str, list[str]]:
    return tomllib.loads(files("verifier.incidents").joinpath("columns.toml").read_text(encoding="utf-8"))
