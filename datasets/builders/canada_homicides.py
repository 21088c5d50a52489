"""Homicides in Canada by province and year, from Statistics Canada."""

from __future__ import annotations

from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made, release_vintage, spans_by_place, years
from verifier.errors import InputError

NATION = "CAN"


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per province and year; the nation's are their sums."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    if unknown := set(raw["sgc_code"]) - set(about["provinces"]):
        raise InputError(f"{path}: unknown provinces {sorted(unknown)}")
    rows = pd.DataFrame({**years(raw["year"]), "place": raw["sgc_code"].map(about["provinces"])})
    rows["count"] = raw["homicides"].astype(int)
    provinces = rows.groupby("place").size()
    if provinces.nunique() != 1 or len(provinces) != len(about["provinces"]):
        raise InputError(f"{path}: a province has no row for some year")
    both = pd.concat([rows, rows.assign(place=NATION)])
    table = both.groupby(["start", "end", "place"], as_index=False).sum()
    table = table.sort_values(["place", "start"], ignore_index=True)
    return Made({"homicides": table}, [release_vintage(release, digest(path), {"homicides": spans_by_place(table)})])
