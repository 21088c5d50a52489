"""Writing Frictionless data packages: a table as CSV with its description, and the descriptor that holds them."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from verifier.errors import InputError
from verifier.files import sha256, write_json, write_whole
from verifier.incidents.sql import write_csv
from verifier.unseen_characters import is_formula, shortened

DESCRIPTOR = "datapackage.json"
LONG = 20_000  # rows from which a table is written to its file without lying in memory as text
_TAKEN_OVER = (
    "family", "topics", "every", "by", "unlisted", "place_notes", "sums", "made_of", "leaves_out", "counted_by",
    "between_places",
)  # fmt: skip
DATE_COLUMNS = frozenset({"date", "start", "end", "published"})


def write_table(
    folder: Path,
    name: str,
    table: pd.DataFrame,
    descriptions: Mapping[str, str] | None = None,
    *,
    packed: bool = False,
    content: bytes | Path | None = None,
) -> dict[str, Any]:
    """Write a table to data/NAME.csv (packed: NAME.csv.gz) in a folder, whole or not at all, and return its resource
    for the descriptor; `content` is what `content_of` gives for it, where that is known.

    Raises InputError for a text that a spreadsheet would run as a formula, as the table may be opened in one.
    """
    _check_texts(name, table)
    path = folder / "data" / (f"{name}.csv.gz" if packed else f"{name}.csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    content = _bytes_of(table) if content is None else content
    if packed and isinstance(content, bytes):
        content = gzip.compress(content, mtime=0)  # no time of writing, so that the same table gives the same bytes
    hashed = hash_of(content)
    if isinstance(content, Path):
        content.replace(path)
    else:
        write_whole(path, content)
    resource = {
        "name": name,
        "path": f"data/{path.name}",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": hashed,
        "schema": {"fields": [_field(column, table[column], descriptions or {}) for column in table.columns]},
    }
    return resource | {"compression": "gz"} if packed else resource


def hash_of(content: bytes | Path) -> str:
    """The hash that a table of this content has as a resource."""
    return f"sha256:{sha256(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()}"


def write_descriptor(folder: Path, descriptor: dict[str, Any]) -> None:
    """Write datapackage.json in a folder, whole or not at all."""
    write_json(folder / DESCRIPTOR, descriptor)


def read_descriptor(folder: Path) -> dict[str, Any]:
    """The data package in a folder. Raises InputError for one that cannot be read."""
    path = folder / DESCRIPTOR
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: not a data package this program can read: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("verifier"), dict):
        raise InputError(f"{path}: not a data package this program can read: it has no object named verifier")
    return content


def describe(dataset_id: str, about: dict[str, Any]) -> dict[str, Any]:
    """The descriptor of a dataset from its about.toml, without tables and vintages yet."""
    return {
        "name": dataset_id,
        "title": about["title"],
        "profile": "tabular-data-package",
        "homepage": about["url"],
        "description": about["inclusion_rule"],
        "licenses": [
            {"name": "CC-BY-4.0" if "CC BY" in about["licence"]["name"] else "other-closed"}
            | {"title": about["licence"]["name"], "path": about["licence"]["url"]}
        ],
        "sources": [{"title": about["citation"], "path": about["url"]}],
        "resources": [],
        "verifier": {
            "kind": about["kind"],
            "citation": about["citation"],
            "inclusion_rule": about["inclusion_rule"],
            "reporting_lag_days": about["reporting_lag_days"],
            "breaks": [_break(day, said) for day, said in about.get("breaks", {}).items()],
            "gaps": [{"start": span[0], "end": span[1], "reason": why} for why, span in about.get("gaps", {}).items()],
            "imprecision": about.get("imprecision", {}),
            "definitions": [_definition(each, about["kind"]) for each in about["definitions"]],
            "abstains": about.get("abstains", []),
            "vintages": [],
        }
        | {name: about[name] for name in _TAKEN_OVER if name in about},
    }


def _break(day: str, said: str | dict[str, Any]) -> dict[str, Any]:
    """A change of method: its day ("2016-01-01", or "2016-01-01 rape" where one day has several) and its reason.

    A table in place of the reason may name the definitions and the places (patterns such as "US-*") that it touches.
    """
    return {"date": day[:10]} | ({"reason": said} if isinstance(said, str) else said)


def _definition(about: dict[str, Any], kind: str) -> dict[str, Any]:
    """One definition as the descriptor holds it; a published figure is chosen by its measure."""
    published = kind == "figures"
    return {
        "id": about["id"],
        "label": about["label"],
        "unit": about["unit"],
        "column": "count" if published else about["column"],
        "filter": {"measure": [about["id"]]} if published else about.get("filter", {}),
        "known_from": about.get("known_from"),
        "answers": {match: about.get(match, []) for match in ("exact", "near", "proxy")},
        "why": about["why"],
        **({"preposition": about["preposition"]} if "preposition" in about else {}),
    }


def vintage(
    vintage_id: str, published: str, precision: str, checksum: str, tables: dict[str, dict[str, list[str]]]
) -> dict[str, Any]:
    """One vintage as the descriptor holds it: what it covers, place by place, in which table."""
    return {
        "id": vintage_id,
        "published": published,
        "published_precision": precision,
        "input_sha256": checksum,
        "tables": [{"resource": name, "places": places} for name, places in tables.items()],
    }


def _field(name: str, column: pd.Series[Any], descriptions: Mapping[str, str]) -> dict[str, Any]:
    whole = pd.api.types.is_integer_dtype(column)
    out: dict[str, Any] = {"name": name, "type": "date" if name in DATE_COLUMNS else "integer" if whole else "string"}
    if name in descriptions:
        out["description"] = descriptions[name]
    if whole:
        out["constraints"] = {"required": True, "minimum": 0}
    return out


def _check_texts(name: str, table: pd.DataFrame) -> None:
    texts = [column for column in table.columns if table[column].dtype.kind not in "iufbM"]
    for column in texts:
        for text in (str(column), *map(str, table[column].unique())):
            if is_formula(text):
                raise InputError(
                    f"table {name}, column {shortened(str(column))!r}: {shortened(text)!r} is a formula to a "
                    "spreadsheet: write it as a text that begins with a letter or a digit"
                )


def content_of(table: pd.DataFrame, file: Path) -> bytes | Path:
    """A table as it is kept: its bytes, or, of a long one, a new file that has them, which `write_table` moves.

    The database writes six times as fast as pandas, and the same bytes but for texts with # or a line break in them.
    """
    texts = [name for name in table.columns if table[name].dtype.kind not in "iuf"]
    odd = any(mark in str(text) for name in texts for text in table[name].unique() for mark in "#\r")
    if len(table) < LONG or odd:
        return _bytes_of(table)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_csv(table, texts, file)
    return file


def _bytes_of(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")


def in_order(vintage: Mapping[str, Any]) -> tuple[str, list[tuple[int, str]]]:
    """The place of a vintage among others: by the day of publication, then by its id, in which 2 is less than 10."""
    parts = re.findall(r"\d+|\D+", vintage["id"])
    return vintage["published"], [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def joined_vintage(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A vintage of which there are two parts: the new one, and the tables of the old that the new does not replace.

    A table replaces one that has a place in common; tables of totals (which have an object `same`: the keys that are
    alike in every row) only one of the same keys, with a day in common in that place.
    """
    kept = [table for table in old["tables"] if not any(_shared(one, table) for one in new["tables"])]
    return new | {"tables": [*kept, *new["tables"]]}


def split_by(old: dict[str, Any], new: dict[str, Any]) -> str:
    """The place of a table of totals that the new part of a vintage would replace in part only; empty where none is."""
    for table in old["tables"]:
        for one in new["tables"]:
            if "same" in table and (shared := _shared(one, table)):
                for place, (start, end) in table["places"].items():
                    first, last = one["places"].get(place, ("9999", ""))
                    if first > start or last < end:
                        return f"{shared[0]} or {place}" if place != shared[0] else place
    return ""


def _shared(new: dict[str, Any], old: dict[str, Any]) -> list[str]:
    """The places in which one table stands for another."""
    shared = sorted(set(new["places"]).intersection(old["places"]))
    if "same" not in new or "same" not in old:
        return shared
    if new["same"] != old["same"]:
        return []
    spans = [(place, new["places"][place], old["places"][place]) for place in shared]
    return [place for place, one, other in spans if one[0] <= other[1] and other[0] <= one[1]]
