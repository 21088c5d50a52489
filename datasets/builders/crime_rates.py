"""Crimes per 100 million people and year: the World Bank's homicide rates, and the FBI's crimes over its population.

A table holds whole numbers, so that a rate of 5.763 per 100,000 stands as 5,763 per 100 million.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pycountry

from builders import fbi_estimated_crimes
from builders.inputs import Inputs, digest, read
from builders.made import Made, release_vintage, spans_by_place, years
from verifier.errors import InputError
from verifier.incidents.cells import WORLD

HUNDRED_MILLION = 100_000_000
FBI = ["murders", "violent-crimes", "property-crimes", "robberies", "motor-vehicle-thefts"]
POPULATION = "population"


def homicides(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per country and year that has a rate; aggregates of countries but the world are left out."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    if raw.duplicated(["iso3", "year"]).any():
        raise InputError(f"{path}: a country has two rates for one year")
    places = {country.alpha_3 for country in pycountry.countries} | {"XKX", WORLD}
    held = raw[raw["iso3"].isin(places)]
    rate = (held["rate_per_100k"].astype(float) * HUNDRED_MILLION / 100_000).round().astype(int)
    table = pd.DataFrame({**years(held["year"]), "place": held["iso3"], "homicides": rate})
    table = table.sort_values(["place", "start"], ignore_index=True)
    vintage = release_vintage(release, digest(path), {"rates": spans_by_place(table)})
    return Made({"rates": table}, [vintage], {"an aggregate of countries": len(raw) - len(held)})


def fbi(about: dict[str, Any], inputs: Inputs) -> Made:
    """The FBI's counts of five crimes over the population that it prints beside them, by release."""
    counted = fbi_estimated_crimes.make(about, inputs)
    tables = {name: _rates(table) for name, table in counted.tables.items()}
    for vintage in counted.vintages:
        for each in vintage["tables"]:
            each["places"] = spans_by_place(tables[each["resource"]])
    return Made(tables, counted.vintages)


def _rates(table: pd.DataFrame) -> pd.DataFrame:
    keys = ["start", "end", "place"]
    people = table[table["offence"] == POPULATION].set_index(keys)["count"]
    crimes = table[table["offence"].isin(FBI)].join(people.rename("people"), on=keys)
    crimes = crimes[crimes["people"].notna()]
    rate = (crimes["count"] * HUNDRED_MILLION / crimes["people"]).round().astype(int)
    return crimes.assign(rate=rate)[[*keys, "offence", "rate"]].reset_index(drop=True)
