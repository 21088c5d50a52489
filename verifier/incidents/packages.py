"""Writing Frictionless data packages: a table as CSV with its description, and the descriptor that holds them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

DESCRIPTOR = "datapackage.json"
DATE_COLUMNS = frozenset({"date", "start", "end", "published"})


def write_table(
    folder: Path, name: str, table: pd.DataFrame, descriptions: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Write a table to data/NAME.csv in a folder, whole or not at all, and return its resource for the descriptor."""
    path = folder / "data" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = _content(table)
    _replace(path, content)
    return {
        "name": name,
        "path": f"data/{path.name}",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": checksum_of(table),
        "schema": {"fields": [_field(column, table[column], descriptions or {}) for column in table.columns]},
    }


def checksum_of(table: pd.DataFrame) -> str:
    """The hash that a table would have as a resource."""
    return f"sha256:{hashlib.sha256(_content(table)).hexdigest()}"


def write_descriptor(folder: Path, descriptor: dict[str, Any]) -> None:
    """Write datapackage.json in a folder, whole or not at all."""
    _replace(folder / DESCRIPTOR, (json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))


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


def _content(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file and rename, so that a reader never sees half a file."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
