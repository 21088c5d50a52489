"""Killed and injured in Gaza and the West Bank by day of report, from the cumulative numbers of Tech for Palestine."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest
from builders.made import Made, release_vintage
from verifier.errors import InputError

# The columns of each file; ext_ are those whose gaps the compilers filled.
GAZA = ("region:gaza", "ext_killed_cum", "ext_injured_cum")
WEST_BANK = ("region:west-bank", "killed_cum", "injured_cum")


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """A row per place and day of report: by how much the cumulative number grew."""
    (release,) = about["releases"]
    gaza, west_bank = (
        inputs.file(name, checksum)
        for name, checksum in zip((release["file"], release["west_bank"]), release["sha256"], strict=True)
    )
    parts = [_daily(gaza, *GAZA), _daily(west_bank, *WEST_BANK)]
    covered = {str(part["place"].iloc[0]): [part["date"].min(), part["date"].max()] for part in parts}
    table = pd.concat(parts, ignore_index=True)
    grown = table[(table["killed"] > 0) | (table["injured"] > 0)].reset_index(drop=True)
    vintage = release_vintage(release, digest(gaza), {"reports": covered})
    return Made({"reports": grown}, [vintage | {"inputs": [digest(gaza), digest(west_bank)]}])


def _daily(path: Path, place: str, killed: str, injured: str) -> pd.DataFrame:
    rows = json.loads(path.read_text(encoding="utf-8"))
    days = [date.fromisoformat(row["report_date"]) for row in rows]
    if any(later - earlier != timedelta(days=1) for earlier, later in pairwise(days)):
        raise InputError(f"{path}: a day is missing or stands twice")
    made: dict[str, Any] = {"date": [str(day) for day in days], "place": place}
    for name, column in (("killed", killed), ("injured", injured)):
        totals = [int(row[column]) for row in rows]
        made[name] = [later - earlier for earlier, later in pairwise([0, *totals])]
        if (least := min(made[name])) < 0:
            raise InputError(f"{path}: {column} falls on {days[made[name].index(least)]}: a cumulative number cannot")
    return pd.DataFrame(made)
