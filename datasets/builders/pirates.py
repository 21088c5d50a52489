"""Pirate attacks 1993 to 2020: daily counts by nearest country and kind of attack."""

from __future__ import annotations

from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made, release_vintage
from verifier.errors import InputError


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """Daily counts by nearest country and kind of attack."""
    path = inputs.file(about["file"], about["sha256"], only=True)
    raw = read(path)
    if unknown := set(raw["attack_type"]) - set(about["attack_types"]):
        raise InputError(f"{about['file']}: column attack_type: unknown {sorted(unknown)}")
    change = raw.loc[raw["data_source"] == "imb", "date"].min()
    if not (raw.loc[raw["data_source"] != "imb", "date"].max() < "2015-01-01" <= change):
        raise InputError(f"{about['file']}: the change of data source is no longer at 2015-01-01")
    keys = ["date", "place", "attack_type", "data_source"]
    days = pd.DataFrame(
        {
            "date": raw["date"],
            "place": raw["nearest_country"].replace("NA", ""),
            "attack_type": raw["attack_type"].map(about["attack_types"]),
            "data_source": raw["data_source"],
            "incidents": 1,
        }
    )
    table = days.groupby(keys, as_index=False).sum().sort_values(keys, ignore_index=True)
    codes = sorted(set(table["place"]) - {""})
    covered = {code: ["1993-01-01", "2020-12-31"] for code in ["WLD", *codes]}
    release = {"id": about["release"], "published": about["published"], "note": about["note"]}
    return Made({"attacks": table}, [release_vintage(release, digest(path), {"attacks": covered})])
