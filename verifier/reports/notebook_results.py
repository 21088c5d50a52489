"""What the notebooks found, as data: the last cell of each shows it as JSON, for programs that ran the notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from verifier.comparisons.compare import SMALL_BASE
from verifier.errors import InputError, NotCoveredError
from verifier.incidents.profile import by_year, gaps, known
from verifier.incidents.restatements import ADDED, DROPPED, RESTATED
from verifier.reports.blocks import RESULT_TYPE, Data
from verifier.reports.explored import Explored
from verifier.reports.profiled import Profile
from verifier.reports.start import Start
from verifier.window import Window

EXPLORED_TYPE = "application/vnd.verifier.explored+json"
PROFILE_TYPE = "application/vnd.verifier.profile+json"
STARTED_TYPE = "application/vnd.verifier.started+json"
TYPES = (RESULT_TYPE, STARTED_TYPE, EXPLORED_TYPE, PROFILE_TYPE)


def result_in(notebook: Path) -> dict[str, Any]:
    """The result that an executed notebook of ours holds. Raises InputError for a file without one."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        shown = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
        return next(dict(data[name]) for data in reversed(shown) for name in TYPES if name in data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        raise InputError(f"{notebook} holds no result: it is no notebook of ours, or was not run to its end") from error


def started(begun: Start) -> Data:
    """The check of the claim that was picked or, where there is none, why; and what the text leaves open."""
    found = begun.check.to_dict() if begun.check else None
    data = {"check": found, "trouble": begun.trouble, "notes": begun.notes}
    return Data(STARTED_TYPE, data, f"{found['finding']}: as data" if found else "No claim was checked")


def explored(opened: Explored) -> Data:
    """The two windows compared, and how many pairs of windows rise, fall and reach the claimed change."""
    try:
        compared = opened.comparison.to_dict()
    except NotCoveredError:
        compared = None
    cells = opened.series.cells
    data = {
        "dataset": cells.dataset,
        "vintage": cells.vintage,
        "definition": cells.definition.id,
        "place": cells.place,
        "coverage": _days(opened.coverage),
        "after": _days(opened.after),
        "before": _days(opened.before),
        "claimed_percent": opened.claimed,
        "comparison": compared,
        "pairs": {**opened.pairs, f"base_below_{SMALL_BASE}": int(opened.map.small_base.sum())},
    }
    return Data(EXPLORED_TYPE, data, f"{opened.pairs['known']:,} pairs of windows: as data")


def profiled(profile: Profile) -> Data:
    """What is known of one series: which days, how many in each year, and what each vintage did to the one before."""
    cells, dataset = profile.cells, profile.dataset
    data = {
        "dataset": dataset.id,
        "title": dataset.title,
        "vintage": profile.vintage.id,
        "published": str(profile.vintage.published),
        "definition": cells.definition.id,
        "unit": cells.definition.unit,
        "place": cells.place,
        "daily": cells.dense,
        "known": [_days(one) for one in known(cells)],
        "gaps": [_days(one) for one in gaps(cells)],
        "years": [
            {"year": year, "count": None if pd.isna(count) else int(count), "whole": bool(whole)}
            for year, count, whole in by_year(cells).to_numpy(dtype=object).tolist()
        ],
        "definitions": [{"id": one.definition.id, "unit": one.definition.unit} for one in profile.every],
        "steps": [
            {
                "from": old.vintage,
                "to": new.vintage,
                **{
                    change: int((table["by"].isin(["span", "year"]) & (table["change"] == change)).sum())
                    for change in (RESTATED, ADDED, DROPPED)
                },
            }
            for old, new, table in profile.steps
        ],
    }
    return Data(PROFILE_TYPE, data, f"{dataset.title}, {cells.place}: as data")


def _days(window: Window) -> list[str]:
    return [str(window.start), str(window.end)]
