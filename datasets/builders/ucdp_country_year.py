"""UCDP organised violence by country and year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made, alpha3, release_vintage, spans_by_place
from verifier.errors import InputError

ESTIMATES = ("best", "low", "high")


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """Deaths by country and year, in all and by type of violence, with low and high estimates."""
    (release,) = about["releases"]
    path = inputs.file(release["file"], release["sha256"], only=True)
    raw = read(path)
    if set(raw["version"]) != {release["id"]}:
        raise InputError(f"{release['file']}: column version: expected {release['id']}, found {set(raw['version'])}")
    names = {name: alpha3(name, about["countries"]) for name in sorted(set(raw["country_cy"]))}
    if len(set(names.values())) != len(names):
        raise InputError(f"{release['file']}: two countries have the same code")
    parts = {
        "{}": "cumulative_total_deaths_in_orgvio_{}_cy",
        "state_based_{}": "sb_total_deaths_{}_cy",
        "interstate_{}": "sb_interstate_deaths_{}_cy",
        "non_state_{}": "ns_total_deaths_{}_cy",
        "one_sided_{}": "os_total_deaths_{}_cy",
    }
    counts = {
        ours.format(estimate): raw[theirs.format(estimate)].astype(int)
        for ours, theirs in parts.items()
        for estimate in ESTIMATES
    }
    counts |= {f"non_interstate_{each}": counts[each] - counts[f"interstate_{each}"] for each in ESTIMATES}
    counts["civilians"] = raw["cumulative_total_deaths_civilians_in_orgvio_cy"].astype(int)
    spans = {
        "start": raw["year_cy"] + "-01-01",
        "end": raw["year_cy"] + "-12-31",
        "place": raw["country_cy"].map(names),
    }
    table = pd.DataFrame({**spans, **counts}).sort_values(["place", "start"], ignore_index=True)
    covered = spans_by_place(table)
    covered["WLD"] = [table["start"].min(), table["end"].max()]
    name = f"deaths-{release['id']}"
    return Made({name: table}, [release_vintage(release, digest(path), {name: covered})])
