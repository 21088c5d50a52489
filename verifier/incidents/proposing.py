"""Guesses which column of a file is what, for the user to confirm."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from verifier.incidents.columns import looks_like_days, period, read_days
from verifier.incidents.mappings import SUFFIX
from verifier.incidents.problems import Problems
from verifier.incidents.sheets import Sheet, read_sheet
from verifier.places.names import country_code

SAMPLE = 200
MOST = 60  # different values among them that a region or category may have


def propose_mapping(path: Path | str, *, encoding: str | None = None, sheet: str | None = None) -> dict[str, str]:
    """Guess the mapping of a table file from the names of its columns and what stands in them.

    Only a column whose first values fit is proposed; a key is left out when nothing fits, so the result may not yet be
    enough for import_file. Raises InputError for a file that cannot be read.
    """
    return _guess(read_sheet(Path(path), encoding=encoding, sheet=sheet))


def proposal(path: Path | str, *, encoding: str | None = None, sheet: str | None = None) -> str:
    """A mapping file for a table, as YAML to be looked over, completed and saved beside it. Nothing is imported.

    Raises InputError for a file that cannot be read.
    """
    path = Path(path)
    table = read_sheet(path, encoding=encoding, sheet=sheet)
    found = _guess(table)
    id_ = re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-") or "my-data"
    lines = [
        f"# Guessed from the names and values of {path.name}: check every line, fill in what is empty, and save it",
        f"# as {path.name}{SUFFIX} beside the file; then: verifier data import {path.name}",
        f"id: {id_}",
        "measure:   # what the rows count, in words: bicycle thefts",
        "# title: …",
        "# licence: …",
        "# citation: …",
        "# published: 2024-02   # the day or month it came out; without it, the day of import",
        "# coverage: 2022-01-01..2023-12-31   # the days the file is complete for: days without a row are then zeros",
    ]
    if encoding:
        lines.append(f"encoding: {encoding}")
    if sheet:
        lines.append(f"sheet: {_quoted(sheet)}")
    if "country" not in found:
        lines.append("country:   # the country of every row, a name or code; WLD for the world")
    lines.append("map:")
    lines += [f"  {role}: {_quoted(column)}" for role, column in found.items()]
    if not found.keys() & {"date", "start", "period"}:
        lines.append("  date:   # no column looks like a date: it is one of " + ", ".join(map(_quoted, table.header)))
    if unsure := _unsure(table, found):
        lines.append(f"  dayfirst:   # true where {unsure} has the day first, false where it has the month first")
    for role in ("region", "category"):
        if column := _best(table, role):
            lines.append(
                f"  # {role}: {_quoted(column)}   # counts are then kept by it, and definitions may choose by it"
            )
    if category := _best(table, "category"):
        values = sorted({text for _, text in table.column(category) if text})
        lines += [
            "# definitions:   # what else the file answers",
            f"#   - id: {id_}-one",
            "#     label: bicycle thefts",
            f"#     filter: {{category: [{_quoted(values[0])}]}}   # of {', '.join(map(_quoted, values[:8]))}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON text is a YAML text


def _unsure(sheet: Sheet, found: dict[str, str]) -> str | None:
    """A date of the file that may be day/month or month/day, None where the file settles it."""
    columns = {found[role]: sheet.column(found[role]) for role in ("date", "start", "end") if role in found}
    problems = Problems(sheet.path)
    read_days(columns, None, problems)
    if not any("dayfirst" in each for each in problems.sentences):
        return None
    return next(
        text for column in columns.values() for _, text in column if re.match(r"\d{1,2}[-/.]\d{1,2}[-/.]", text)
    )


def _guess(sheet: Sheet) -> dict[str, str]:
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


def _are_groups(sample: list[str]) -> bool:
    return all(text.isprintable() for text in sample) and len(set(sample)) <= MOST


_FITS: dict[str, Callable[[list[str]], bool]] = {
    "date": looks_like_days,
    "start": looks_like_days,
    "end": looks_like_days,
    "period": _are_periods,
    "count": _are_counts,
    "country": _are_countries,
    "region": _are_groups,
    "category": _are_groups,
}


@cache
def _names() -> dict[str, list[str]]:
    return tomllib.loads(files("verifier.incidents").joinpath("columns.toml").read_text(encoding="utf-8"))
