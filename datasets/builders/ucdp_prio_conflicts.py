"""UCDP/PRIO armed conflicts active in a year: how many there were, and how many of them were wars."""

from __future__ import annotations

from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made, alpha3, release_vintage, years
from verifier.errors import InputError
from verifier.incidents.cells import WORLD

# UCDP's own regions that are also what the words mean but for Egypt, which UCDP counts to the Middle East.
REGIONS = {"2": "region:middle-east", "4": "region:africa", "5": "region:americas"}
KINDS = {"1": "colonial", "2": "interstate", "3": "internal", "4": "internationalised"}


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per year, place and kind of conflict; a conflict in several countries counts once in each of them, and the
    world and UCDP's regions have rows of their own, in which it counts once.
    """
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    if set(raw["version"]) != {release["id"]} or raw.duplicated(["conflict_id", "year"]).any():
        raise InputError(f"{path}: another release than {release['id']}, or a conflict stands twice in a year")
    each = pd.DataFrame(
        {
            **years(raw["year"]),
            "location": raw["location"].str.split(", "),
            "region": raw["region"].str.split(", "),
            "kind": raw["type_of_conflict"].map(KINDS),
            "conflicts": 1,
            "wars": (raw["intensity_level"] == "2").astype(int),
        }
    )
    places = each.explode("location")
    places["place"] = [alpha3(name, about["countries"]) for name in places["location"]]
    regions = each.explode("region")
    regions["place"] = regions["region"].map(REGIONS)
    world = each.assign(place=WORLD)
    keys = ["start", "end", "place", "kind"]
    table = (
        pd.concat([places, regions.dropna(subset="place"), world])
        .groupby(keys, as_index=False)[["conflicts", "wars"]]
        .sum()
    )
    table = table.sort_values(["place", "start", "kind"], ignore_index=True)
    span = [table["start"].min(), table["end"].max()]
    covered = dict.fromkeys(sorted(set(table["place"]) - {""}), span)
    return Made({"conflicts": table}, [release_vintage(release, digest(path), {"conflicts": covered})])
