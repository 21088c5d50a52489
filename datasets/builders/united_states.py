"""Small datasets on the United States: a row per day or year, place and kind."""

from __future__ import annotations

from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made, filled, release_vintage, us_states, years
from verifier.errors import InputError
from verifier.incidents.cells import WORLD

NATION = "USA"


def disasters(about: dict[str, Any], inputs: Inputs) -> Made:
    """Billion-dollar disasters by the day they ended, as NOAA counts them in a year."""
    release, path, raw = _release(about, inputs)
    if unknown := set(raw["Disaster"]) - set(about["kinds"]):
        raise InputError(f"{path}: unknown kinds {sorted(unknown)}")
    rows = pd.DataFrame(
        {
            "date": pd.to_datetime(raw["End Date"], format="%Y%m%d").dt.strftime("%Y-%m-%d"),
            "place": NATION,
            "disaster": raw["Disaster"].map(about["kinds"]),
            "events": 1,
            "deaths": raw["Deaths"].astype(int),
        }
    )
    return _made("disasters", _summed(rows), release, digest(path), [NATION])


def measles(about: dict[str, Any], inputs: Inputs) -> Made:
    """Confirmed cases by the day of report, for the nation and each state."""
    release, path, raw = _release(about, inputs)
    if set(raw["outcome_type"]) != {"case_lab-confirmed"} or set(raw["location_type"]) != {"county"}:
        raise InputError(f"{path}: expected confirmed cases by county alone")
    states = raw["location_name"].str.rsplit(", ", n=1).str[-1].map(_state)
    rows = pd.DataFrame({"date": raw["date"], "place": states, "cases": raw["value"].astype(float).astype(int)})
    both = pd.concat([rows, rows.assign(place=NATION)])
    return _made("cases", _summed(both), release, digest(path), sorted(set(both["place"])))


def stoppages(about: dict[str, Any], inputs: Inputs) -> Made:
    """Work stoppages by the day they began."""
    release, path, raw = _release(about, inputs)
    rows = pd.DataFrame({"date": raw["Start Date"], "place": NATION, "events": 1})
    inside = rows["date"].between(*release["covers"])
    left_out = {f"began outside {' to '.join(release['covers'])}, where the file is not whole": int((~inside).sum())}
    return _made("stoppages", _summed(rows[inside]), release, digest(path), [NATION], left_out)


def mass_shootings(about: dict[str, Any], inputs: Inputs) -> Made:
    """Mass shootings and their dead, by day, for the nation and each state."""
    release, path, raw = _release(about, inputs)
    rows = pd.DataFrame(
        {
            "date": pd.to_datetime(raw["Date"], format="%m/%d/%Y").dt.strftime("%Y-%m-%d"),
            "place": raw["State"].str.strip().map(_state),
            "events": 1,
            "deaths": raw["Total Number of Fatalities"].astype(int),
        }
    )
    both = pd.concat([rows, rows.assign(place=NATION)])
    places = [NATION, *us_states().values()]
    return _made("shootings", _summed(both), release, digest(path), places)


def fatal_crashes(about: dict[str, Any], inputs: Inputs) -> Made:
    """Fatal crashes by year and by what was involved; the estimates of other crashes (CRSS) are left out."""
    release, path, raw = _release(about, inputs)
    fars = raw[raw["source"] == "FARS"]
    if (fars[["states", "region", "urb", "who"]] != "all").to_numpy().any() or set(fars["what"]) != {"crashes"}:
        raise InputError(f"{path}: expected crashes of the whole country alone")
    table = pd.DataFrame(
        {
            **years(fars["year"]),
            "place": NATION,
            "involved": fars["involved"].str.replace(" ", "-"),
            "count": fars["n"].astype(float).astype(int),
        }
    ).sort_values(["involved", "start"], ignore_index=True)
    covered = {NATION: [table["start"].min(), table["end"].max()]}
    left_out = {"an estimate from a sample of crashes (CRSS)": len(raw) - len(fars)}
    return Made({"crashes": table}, [release_vintage(release, digest(path), {"crashes": covered})], left_out)


def vulnerabilities(about: dict[str, Any], inputs: Inputs) -> Made:
    """Vulnerabilities by the day CISA added them; they belong to no country and count for the world."""
    release, path, raw = _release(about, inputs)
    if raw["cveID"].duplicated().any():
        raise InputError(f"{path}: a vulnerability stands twice")
    ransomware = (raw["knownRansomwareCampaignUse"] == "Known").astype(int)
    maker = raw["vendorProject"].where(raw["vendorProject"].isin(about["makers"]), "")
    rows = pd.DataFrame({"date": raw["dateAdded"], "place": "", "maker": maker, "events": 1, "ransomware": ransomware})
    made = _made("added", _summed(rows), release, digest(path), [WORLD])
    slugs = {name: name.lower().replace(" ", "-") for name in about["makers"]}
    made.definitions = [one for each in about["definitions"] for one in _by_maker(each, slugs)]
    return made


def _by_maker(about: dict[str, Any], slugs: dict[str, str]) -> list[dict[str, Any]]:
    """A definition of about.toml, or one for each maker where it has a place for the name."""
    if "{maker}" not in about["label"]:
        return [about]
    return [filled(about, maker=name, slug=slug) for name, slug in slugs.items()]


def _release(about: dict[str, Any], inputs: Inputs) -> tuple[dict[str, Any], Any, pd.DataFrame]:
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    return release, path, read(path)


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Daily counts: the whole-number columns added up by all others."""
    keys = [name for name in rows.columns if not pd.api.types.is_integer_dtype(rows[name])]
    table = rows.groupby(keys, as_index=False).sum()
    return table.sort_values(["place", *(key for key in keys if key != "place")], ignore_index=True)


def _made(
    name: str,
    table: pd.DataFrame,
    release: dict[str, Any],
    checksum: str,
    places: list[str],
    left_out: dict[str, int] | None = None,
) -> Made:
    first, last = release["covers"]
    if not (first <= table["date"].min() and table["date"].max() <= last):
        raise InputError(f"{release['file']}: its days reach outside {first} to {last}")
    return Made(
        {name: table},
        [release_vintage(release, checksum, {name: {place: [first, last] for place in places}})],
        left_out or {},
    )


def _state(name: str) -> str:
    if name not in us_states():
        raise InputError(f"no state is known as {name!r}")
    return us_states()[name]
