"""Eurostat's police-recorded offences (crim_off_cat): counts and rates by country, year and offence of the ICCS."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pycountry

from builders.inputs import Inputs, digest, read
from builders.made import Made, release_vintage, spans_by_place, years
from verifier.errors import InputError

# What Eurostat calls areas other than ISO 3166 does.
AREAS = {"EL": "GRC", "XK": "XKX", "UKC-L": "GB-ENG+GB-WLS", "UKM": "GB-SCT", "UKN": "GB-NIR"}


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per area, year and offence that has a count."""
    return _made(about, inputs, "NR", "offences", "count", "1")


def make_rates(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per area, year and offence that has a rate; per 100 million people, since tables hold whole numbers."""
    offences = {each["filter"]["offence"][0] for each in about["definitions"]}
    return _made(about, inputs, "P_HTHAB", "rates", "rate", "1000", offences)


def _made(
    about: dict[str, Any], inputs: Inputs, unit: str, name: str, column: str, times: str, kept: set[str] | None = None
) -> Made:
    """The rows of one unit of the file, of the offences that are kept, as whole numbers so many times as large."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path, separator="\t")
    keys = raw.iloc[:, 0].str.split(",", expand=True)
    if len(keys.columns) != 4 or set(keys[0]) != {"A"} or not {"NR"} <= set(keys[2]) <= {"NR", "P_HTHAB"}:
        raise InputError(f"{path}: the first column is not freq,iccs,unit,geo of yearly numbers and rates")
    offences: dict[str, str] = about["offences"]
    if unknown := set(keys[1]) - set(offences):
        raise InputError(f"{path}: unknown offences {sorted(unknown)}")
    wide = raw.iloc[:, 1:].set_axis(raw.columns[1:].str.strip(), axis=1)
    wide = wide.assign(place=keys[3].map(_code), offence=keys[1].map(offences))
    wide = wide[((keys[2] == unit) & (wide["offence"].isin(kept) if kept else True)).to_numpy()]
    long = wide.melt(["place", "offence"], var_name="year", value_name="text")
    # A letter behind a number is a flag of Eurostat's; a colon stands for a number that is missing.
    text = long["text"].str.strip().str.replace(r"\s*[a-z]+$", "", regex=True)
    if wrong := sorted(set(text[~text.str.fullmatch(r"[0-9]+(\.[0-9]+)?|:")])):
        raise InputError(f"{path}: {wrong[0]!r} is no number")
    known = long[text != ":"].assign(number=[_whole(path, each, times) for each in text[text != ":"]])
    table = pd.DataFrame({**years(known["year"]), "place": known["place"], "offence": known["offence"]})
    table = table.assign(**{column: known["number"]}).sort_values(["place", "offence", "start"], ignore_index=True)
    vintage = release_vintage(release, digest(path), {name: spans_by_place(table)})
    return Made({name: table}, [vintage], {"a year for which the source has no number": int((text == ":").sum())})


def _whole(path: Path, text: str, times: str) -> int:
    number = Decimal(text) * Decimal(times)
    if number != number.to_integral_value():
        raise InputError(f"{path}: {text!r} has more digits than it should")
    return int(number)


def _code(area: str) -> str:
    if area in AREAS:
        return AREAS[area]
    country = pycountry.countries.get(alpha_2=area)
    if country is None:
        raise InputError(f"no code is known for the area {area!r} of Eurostat")
    return str(country.alpha_3)
