"""The World Bank's population by country and year, to divide counts by."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pycountry

from builders.inputs import Inputs, digest, read
from builders.made import Made, release_vintage, spans_by_place, years
from verifier.errors import InputError
from verifier.incidents.cells import WORLD

LINES_ABOVE = 4  # the name and the day of the table
KOSOVO = "XKX"


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per country and year that has a number; the world has rows of its own."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path, skip=LINES_ABOVE)
    if "Country Code" not in raw or "SP.POP.TOTL" not in set(raw["Indicator Code"]):
        raise InputError(f"{path}: not the World Bank's table of SP.POP.TOTL")
    places = {country.alpha_3 for country in pycountry.countries} | {KOSOVO, WORLD}
    countries = raw[raw["Country Code"].isin(places)]
    columns = [name for name in raw.columns if name.isdecimal()]
    long = countries.melt("Country Code", columns, "year", "people")
    held = long[long["people"] != ""]
    table = pd.DataFrame({**years(held["year"]), "place": held["Country Code"]})
    table["people"] = held["people"].astype(float).round().astype(int)
    table = table.sort_values(["place", "start"], ignore_index=True)
    vintage = release_vintage(release, digest(path), {"population": spans_by_place(table)})
    left_out = {"an aggregate of countries": len(raw) - len(countries)}
    return Made({"population": table}, [vintage], left_out)
