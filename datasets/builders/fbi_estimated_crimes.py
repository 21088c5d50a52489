"""The FBI's estimates of crimes known to the police, for the United States, its states and the District of Columbia.

What the files hold besides: the nation stands without a name or as "United States Total"; numbers have thousands
separators and blanks from the release of 2022 on; North Dakota's row of 2022 bears the letters of North Carolina in the
releases of 2023; in those of 2022 and 2023 the nation has no rows for 2017 to 2020, which are summed here from the
states where all of them have a value. Each release restates the last year of the one before and no other, which is
checked here: a release of which only the newest rows are at hand (`older_years` in about.toml) takes the rest from it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made, long_table, release_vintage, spans_by_place, us_states, years
from verifier.errors import InputError

NATION = "USA"
OFFENCES = {
    "violent_crime": "violent-crimes",
    "homicide": "murders",
    "rape_legacy": "rapes-legacy",
    "rape_revised": "rapes",
    "robbery": "robberies",
    "aggravated_assault": "aggravated-assaults",
    "property_crime": "property-crimes",
    "burglary": "burglaries",
    "larceny": "larcenies",
    "motor_vehicle_theft": "motor-vehicle-thefts",
    "population": "population",
}
KEYS = ["place", "offence", "start", "end"]


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """A table per release: a row per place, year and offence that has a value, the population among them."""
    tables: dict[str, pd.DataFrame] = {}
    vintages = []
    before: pd.DataFrame | None = None
    for release in about["releases"]:
        path = inputs.file(release["file"], release["sha256"])
        name = f"release-{release['id']}"
        own = _table(path)
        if before is not None:
            _check_older_years(path, own, before)
        tables[name] = before = _with_older_years(own, before) if release.get("older_years") else own
        vintages.append(release_vintage(release, digest(path), {name: spans_by_place(tables[name])}))
    return Made(tables, vintages)


def _table(path: Path) -> pd.DataFrame:
    raw = read(path)
    raw.columns = raw.columns.str.strip()
    raw["place"] = [
        _place(path, letters.strip(), name.strip())
        for letters, name in zip(raw["state_abbr"], raw["state_name"], strict=True)
    ]
    if raw.duplicated(["place", "year"]).any():
        twice = raw[raw.duplicated(["place", "year"])].iloc[0]
        raise InputError(f"{path}: {twice['place']} has two rows for {twice['year']}")
    wide = raw.assign(**years(raw["year"]))
    table = long_table(wide, ["start", "end", "place"], "offence", OFFENCES)
    whole = pd.concat([table, _sums(table)], ignore_index=True).sort_values(KEYS, ignore_index=True)
    return whole[["start", "end", "place", "offence", "count"]]


def _check_older_years(path: Path, own: pd.DataFrame, before: pd.DataFrame) -> None:
    """Raise InputError where a release restates another year than the last of the one before it."""
    both = before[before["start"] < before["start"].max()].merge(own, on=KEYS, suffixes=("_before", ""))
    restated = both[(both["count"] != both["count_before"]) & (both["place"] != NATION)]
    if not restated.empty:
        one = restated.iloc[0]
        raise InputError(
            f"{path}: {one['offence']} of {one['place']} in {one['start'][:4]} is {one['count']}, and was "
            f"{one['count_before']} in the release before: older years cannot be taken over from it"
        )


def _with_older_years(own: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """A release of which only the newest rows are at hand, with those of the release before for all other years."""
    if before is None:
        raise InputError("the first release has none before it to take older years from")
    has = pd.MultiIndex.from_frame(own[["place", "start"]].drop_duplicates())
    older = before[~pd.MultiIndex.from_frame(before[["place", "start"]]).isin(has)]
    whole = pd.concat([older, own], ignore_index=True).sort_values(KEYS, ignore_index=True)
    return whole[own.columns]


def _place(path: Path, letters: str, name: str) -> str:
    """The code of a row: by its name where it has one, since the letters are wrong in one case."""
    if name in ("", "United States Total") and not letters:
        return NATION
    states = us_states()
    code = states.get(name, f"US-{letters}")
    if code not in states.values():
        raise InputError(f"{path}: column state_abbr: no state is known as {letters!r} ({name!r})")
    return code


def _sums(table: pd.DataFrame) -> pd.DataFrame:
    """The nation's rows for years in which the file has none: the sums of all states and the District of Columbia."""
    states, nation = table[table["place"] != NATION], table[table["place"] == NATION]
    of_years = states[~states["start"].isin(nation["start"])]
    groups = of_years.groupby(["start", "end", "offence"])["count"]
    summed = groups.sum()[groups.size() == states["place"].nunique()].reset_index()
    inside = summed["start"].between(nation["start"].min(), nation["start"].max())
    return summed[inside].assign(place=NATION)
