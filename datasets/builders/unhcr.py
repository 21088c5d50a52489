"""UNHCR's refugees, asylum-seekers, displaced and stateless people at the end of each year, by asylum and by origin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pycountry

from builders.inputs import Inputs, digest, read
from builders.made import Made, filled, release_vintage, spans_by_place, years
from verifier.errors import InputError
from verifier.incidents.cells import WORLD
from verifier.places.tree import in_words

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
    release, path, raw = _read(about, inputs)
    counts = _counts(raw, GROUPS)
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


def make_by_origin(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per year, country and country of origin, of those that had people enough in some year."""
    release, path, raw = _read(about, inputs)
    counts = _counts(raw, {name: GROUPS[name] for name in ("refugees", "asylum_seekers")})
    pairs = pd.DataFrame({**years(raw["year"]), "place": raw["coa_iso"], "origin": raw["coo_iso"], **counts})
    people = pairs["refugees"] + pairs["asylum_seekers"]
    known = (people > 0) & ~pairs["place"].isin(NOWHERE) & ~pairs["origin"].isin(NOWHERE)
    sent = people.where(known, 0).groupby([pairs["origin"], pairs["end"]]).sum().groupby("origin").max()
    many = pairs["origin"].map(sent) >= about["least_from"]
    large = people.groupby([pairs["origin"], pairs["place"]]).transform("max") >= about["least_pair"]
    table = pairs[known & many & large].sort_values(["place", "origin", "start"], ignore_index=True)
    vintage = release_vintage(release, digest(path), {"year-ends": spans_by_place(table)})
    small = {"of an origin with few people abroad": int((known & ~many).sum())}
    small |= {"of a country that had few of that origin": int((known & many & ~large).sum())}
    origins = sorted(set(table["origin"]) - {"PSE"})  # most Palestinian refugees are under UNRWA's mandate
    definitions = [filled(each, origin=code, name=in_words(code)) for each in about["definitions"] for code in origins]
    return Made({"year-ends": table}, [vintage], small, definitions=definitions)


def _read(about: dict[str, Any], inputs: Inputs) -> tuple[dict[str, Any], Path, pd.DataFrame]:
    """The release, its file and the rows of it. Raises InputError for a country that is none of ISO 3166."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    known = {country.alpha_3 for country in pycountry.countries} | NOWHERE
    if unknown := (set(raw["coo_iso"]) | set(raw["coa_iso"])) - known:
        raise InputError(f"{path}: unknown countries {sorted(unknown)}")
    return release, path, raw


def _counts(raw: pd.DataFrame, groups: dict[str, str]) -> dict[str, pd.Series[Any]]:
    return {ours: raw[theirs].replace("", "0").astype(int) for theirs, ours in groups.items()}
