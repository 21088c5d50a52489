"""UCDP Georeferenced Event Dataset by country and month, for the world.

The monthly counts do not tell fire between states from other violence. UCDP's country-year table does, for deaths: in
years in which wars between states had more than BETWEEN_STATES of a country's deaths, the definitions that stand for
attacks know nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made, release_vintage
from verifier.errors import InputError
from verifier.incidents.cells import WORLD

YEARLY = Path(__file__).resolve().parents[1] / "ucdp-country-year" / "data"
BETWEEN_STATES = 0.2
ATTACKS = ["violent-events-internal", "deaths-internal"]
REASON = (
    "more than a fifth of the deaths there in these years fell in wars between states, which the monthly counts cannot "
    "leave out"
)
COLUMNS = {
    "conflict_events_total": "events",
    "conflict_state_based_events": "state_based",
    "conflict_non_state_events": "non_state",
    "conflict_one_sided_events": "one_sided",
    "conflict_fatalities_best": "best",
    "conflict_fatalities_low": "low",
    "conflict_fatalities_high": "high",
}


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """Events by type and deaths, a row per country and month with an event; months without a row have none."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    months = pd.PeriodIndex(raw["period"], freq="M")
    counts = {ours: raw[theirs].astype(int) for theirs, ours in COLUMNS.items()}
    table = pd.DataFrame(
        {
            "start": months.start_time.strftime("%Y-%m-%d"),
            "end": months.end_time.strftime("%Y-%m-%d"),
            "place": raw["iso3"],
            **counts,
        }
    ).sort_values(["place", "start"], ignore_index=True)
    if table.duplicated(["place", "start"]).any():
        raise InputError(f"{path}: a country has two rows for one month")
    if (table["events"] != table[["state_based", "non_state", "one_sided"]].sum(axis=1)).any():
        raise InputError(f"{path}: the three types of violence do not add up to all events")
    yearly = pd.read_csv(YEARLY / f"deaths-{release['id']}.csv", keep_default_na=False)
    covered = {
        str(place): [rows["start"].min(), rows["end"].max()]
        for place, rows in [*yearly.groupby("place"), (WORLD, yearly)]
    }
    _check_years(path, table, yearly)
    name = f"months-{release['id']}"
    vintage = release_vintage(release, digest(path), {name: covered})
    return Made({name: table}, [vintage], gaps=list(_wars_between_states(yearly)))


def _check_years(path: Path, table: pd.DataFrame, yearly: pd.DataFrame) -> None:
    """Stop where the deaths of a country and year are not those of UCDP's own yearly table."""
    ours = table.groupby([table["place"], table["start"].str[:4]])["best"].sum()
    theirs = yearly.groupby([yearly["place"], yearly["start"].str[:4]])["best"].sum()
    other = ours.reindex(theirs.index, fill_value=0) != theirs
    if other.any() or ours.sum() != theirs.sum():
        raise InputError(f"{path}: deaths differ from the country-year table in {int(other.sum())} countries and years")


def _wars_between_states(yearly: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The gaps of the definitions that stand for attacks: by place, runs of years with too much war between states."""
    world = yearly.groupby(["start", "end"], as_index=False)[["best", "interstate_best"]].sum()
    for place, rows in [*yearly.groupby("place"), (WORLD, world)]:
        years = rows[rows["interstate_best"] > BETWEEN_STATES * rows["best"]]["start"].str[:4].astype(int)
        for _, run in years.groupby(years.to_numpy() - range(len(years))):
            span = {"start": f"{run.min()}-01-01", "end": f"{run.max()}-12-31", "reason": REASON}
            yield span | {"definitions": ATTACKS, "places": [str(place)]}
