"""IOM Missing Migrants: deaths and disappearances on the routes to Europe by day, and worldwide by day."""

from __future__ import annotations

from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made, release_vintage
from verifier.errors import InputError
from verifier.incidents.cells import WORLD

SEA = "sea:mediterranean"
COUNTS = {"No. dead/missing": "dead_missing", "No. dead": "dead", "No. missing": "missing"}


def make_routes(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per day and route with a death; those in the Mediterranean stand under its own code too."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    if unknown := set(raw["Route"]) - set(about["routes"]) - {r for r in raw["Route"] if "," in r}:
        raise InputError(f"{path}: unknown routes {sorted(unknown)}")
    if set(raw["incident_date_precision"]) != {"day"} or raw["Incident ID"].duplicated().any():
        raise InputError(f"{path}: an incident has no day of its own, or stands twice")
    counts = {ours: raw[theirs].replace("NA", "0").astype(int) for theirs, ours in COUNTS.items()}
    if (counts["dead_missing"] != counts["dead"] + counts.pop("missing")).any():
        raise InputError(f"{path}: the dead and the missing do not add up to their sum")
    rows = pd.DataFrame({"date": raw["incident_date_clean"], "place": raw["Route"].map(about["routes"]), **counts})
    rows["drowned"] = rows["dead_missing"].where(raw["Cause of death (category)"] == "Drowning", 0)
    rows["events"] = 1
    at_sea = rows[raw["Region of Incident"] == "Mediterranean"].assign(place=SEA)
    both = pd.concat([rows[rows["place"].notna()], at_sea])
    table = both.groupby(["date", "place"], as_index=False).sum().sort_values(["place", "date"], ignore_index=True)
    covered = {place: list(release["covers"]) for place in sorted({*about["routes"].values(), SEA})}
    vintage = release_vintage(release, digest(path), {"routes": covered})
    left_out = {"on two routes at once": int(rows["place"].isna().sum())}
    return Made({"routes": table}, [vintage], left_out)


def make_world(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per day with a death, worldwide; rows without a day are left out."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    day = pd.to_datetime(raw["Reported Date"], format="%B %d, %Y", errors="coerce")
    if (day.isna() & (raw["Reported Date"].str.strip() != "")).any():
        raise InputError(f"{path}: column Reported Date: not a day as in January 6, 2014")
    first, last = release["covers"]
    inside = day.between(first, last)
    rows = pd.DataFrame({"date": day.dt.strftime("%Y-%m-%d"), "place": ""})
    rows = rows.assign(dead_missing=raw["Total Number of Dead and Missing"].astype(int), events=1)[inside]
    table = rows.groupby(["date", "place"], as_index=False).sum()
    left_out = {"no day of report": int(day.isna().sum()), f"after {last}": int((day > last).sum())}
    vintage = release_vintage(release, digest(path), {"world": {WORLD: [first, last]}})
    return Made({"world": table}, [vintage], left_out)
