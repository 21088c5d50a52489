"""The data package of a dataset of the user's own: what it says of itself, and what a later file must agree with."""

from __future__ import annotations

import re
from typing import Any

from verifier.errors import InputError, UsageError
from verifier.files import is_device
from verifier.incidents.catalogue import datasets, obtainable
from verifier.incidents.own.layout import Planned, found_key
from verifier.incidents.own.mapping import Counted, Mapping
from verifier.unseen_characters import shortened

UNSAID = "a file imported by the user"
LONGEST = 80  # characters of an id, which is the name of a folder


def check_id(dataset_id: str) -> None:
    """Stop at an id that a dataset cannot have. Raises UsageError."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", dataset_id) or len(dataset_id) > LONGEST or is_device(dataset_id):
        raise UsageError(
            f"{shortened(dataset_id)!r} cannot be the id of a dataset: use small letters, digits and hyphens "
            f"(city-fires), at most {LONGEST}, and no name that Windows keeps for itself"
        )
    if dataset_id in obtainable():
        raise UsageError(f"{dataset_id!r} is the dataset of a known source: choose another id for yours")
    if any(each.id == dataset_id and each.shipped for each in datasets()):
        raise UsageError(f"{dataset_id!r} is a shipped dataset: choose another id for yours")


def descriptor(mapping: Mapping, plan: Planned, kind: str, name: str, more: dict[str, Any]) -> dict[str, Any]:
    """The data package of a new dataset, without tables yet; `name` is that of the file."""
    about = mapping.about
    what = (
        mapping.counted[0].label if not mapping.counted[0].filter else ", ".join(each.label for each in mapping.counted)
    )
    rule = f"What the file that was imported counts as {what}."
    return {
        "name": mapping.id,
        "title": about.get("title") or f"{what} ({name})",
        "profile": "tabular-data-package",
        "description": rule,
        "licenses": [{"name": "other-closed", "title": about.get("licence") or "not stated"}],
        "resources": [],
        "verifier": {
            "kind": kind,
            "citation": about.get("citation") or UNSAID,
            "inclusion_rule": rule,
            "reporting_lag_days": 0,
            "breaks": [],
            "definitions": [_definition(each, mapping, plan) for each in mapping.counted],
            "vintages": [],
            **more,
        },
    }


def _definition(counted: Counted, mapping: Mapping, plan: Planned) -> dict[str, Any]:
    answers = counted.answers or {"exact": [counted.label]}
    chosen = {found_key(key, plan.keys, mapping): list(values) for key, values in counted.filter.items()}
    column = "count"
    if counted.sum and plan.long:
        chosen["measure"] = [plan.column(counted.sum)]
    elif counted.sum and mapping.incidents:
        column = plan.sums[plan.column(counted.sum)]
    return {
        "id": counted.id,
        "label": counted.label,
        "unit": counted.unit,
        "column": column,
        "filter": chosen,
        "answers": {match: list(answers.get(match, [])) for match in ("exact", "near", "proxy")},
        "why": dict.fromkeys(answers, "The mapping of the imported file says so.") | dict(counted.why),
    }


def agreeing(known: dict[str, Any], fresh: dict[str, Any], *, titled: bool) -> dict[str, Any]:
    """The data package with the words of a new file. Raises InputError where that counts other things than before."""
    name, had, now = known["name"], known["verifier"], fresh["verifier"]
    definitions = {each["id"]: each for each in now["definitions"]}
    for old in had["definitions"] if had["vintages"] else []:
        new = definitions.get(old["id"])
        if new is None:
            raise InputError(f"dataset {name!r} counts {old['label']!r}: import this file under another id")
        if (new["filter"], new["column"]) != (old["filter"], old["column"]):
            raise InputError(
                f"dataset {name!r}: {old['id']} counted {_counts(old)} and would now count {_counts(new)}: give the "
                "new definition an id of its own"
            )
    for key in ("kind", "panel", "every") if had["vintages"] else ():
        if had.get(key) != now.get(key):
            raise InputError(
                f"dataset {name!r} holds {_shape(had)} and this file would be {_shape(now)}: map it as the file before "
                "it (with or without a coverage, by the same columns), or import it under another id"
            )
    said = {key: now[key] for key in ("definitions", "imprecision") if key in now}
    said |= {"citation": now["citation"]} if now["citation"] != UNSAID else {}
    return known | ({"title": fresh["title"]} if titled else {}) | {"verifier": had | said}


def _counts(definition: dict[str, Any]) -> str:
    rows = f"rows with {definition['filter']}" if definition["filter"] else "every row"
    return rows if definition["column"] == "count" else f"{definition['column']} of {rows}"


def _shape(about: dict[str, Any]) -> str:
    by = f" by {', '.join(about['panel'])}" if about.get("panel") else ""
    return f"{about['kind']} counts{by}" + (f" for every {about['every']}" if "every" in about else "")
