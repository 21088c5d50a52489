"""UCDP Georeferenced Event Dataset: daily counts by region, a table per country and release."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest
from builders.made import Made, release_vintage
from verifier.errors import InputError
from verifier.incidents.bringing import derived_from


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """Daily counts per first-level region, type of violence and interstate or not, a table per country and release."""
    tables: dict[str, pd.DataFrame] = {}
    vintages: dict[str, dict[str, Any]] = {}
    left_out = Counter[str]()
    for release in about["releases"]:
        path = inputs.file(release["file"], release["sha256"])
        derived = derived_from(path, version=release["id"])
        if set(derived.tables) != {code.lower() for code in release["countries"]}:
            raise InputError(f"{path}: expected the events of {sorted(release['countries'])}")
        names = {name: f"{name}-{release['id']}" for name in derived.tables}
        tables |= {names[name]: table for name, table in derived.tables.items()}
        left_out.update(derived.left_out)
        covered = {names[name]: span for name, span in derived.coverage.items()}
        vintages[release["id"]] = _joined(vintages.get(release["id"]), release_vintage(release, digest(path), covered))
    return Made(tables, list(vintages.values()), dict(+left_out))


def _joined(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    """A release of which there are files for several countries: the tables of both, and the checksums of all files."""
    if old is None:
        return new
    checksums = [*old.get("inputs", [old["input_sha256"]]), new["input_sha256"]]
    return old | {"inputs": checksums, "tables": [*old["tables"], *new["tables"]]}
