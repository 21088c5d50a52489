"""UNHCR's refugees, asylum-seekers, displaced and stateless people at the end of each year, by asylum and by origin."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pycountry

from builders.inputs import Inputs, digest, read
from builders.made import Made, release_vintage, years
from verifier.errors import InputError
from verifier.incidents.cells import WORLD

GROUPS = {
    "refugees": "refugees",
    "asylum_seekers": "asylum_seekers",
    "idps": "internally_displaced",
    "stateless": "stateless",
    "oip": "others_in_need",
}
SIDES = {"coa_iso": "asylum", "coo_iso": "origin"}
NOWHERE = {"UNK", "XXA", "TIB"}  # unknown, stateless, Tibetan: no country of ISO 3166; they count for the world


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per year, country and side (the country they are in, the country they come from)."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    known = {country.alpha_3 for country in pycountry.countries} | NOWHERE
    if unknown := (set(raw["coo_iso"]) | set(raw["coa_iso"])) - known:
        raise InputError(f"{path}: unknown countries {sorted(unknown)}")
    counts = {ours: raw[theirs].replace("", "0").astype(int) for theirs, ours in GROUPS.items()}
    parts = []
    for column, side in SIDES.items():
        place = raw[column].where(~raw[column].isin(NOWHERE), "")
        rows = pd.DataFrame({**years(raw["year"]), "place": place, "counted_by": side, **counts})
        parts.append(rows.groupby(["start", "end", "place", "counted_by"], as_index=False).sum())
    table = pd.concat(parts).sort_values(["place", "counted_by", "start"], ignore_index=True)
    first, last = table["start"].min(), table["end"].max()
    places = [*sorted(set(table["place"]) - {""}), WORLD]
    vintage = release_vintage(release, digest(path), {"year-ends": {place: [first, last] for place in places}})
    return Made({"year-ends": table}, [vintage])
