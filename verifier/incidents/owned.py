"""The data package of a dataset of the user's own: what it says of itself, and what a later file must agree with."""

from __future__ import annotations

import re
from typing import Any

from verifier.errors import InputError, UsageError
from verifier.files import is_device
from verifier.incidents.catalogue import datasets, obtainable
from verifier.incidents.dataset import Dataset
from verifier.incidents.mappings import OwnDefinition
from verifier.incidents.measures import normalise, unit_of
from verifier.showing import shortened

LONGEST = 80  # characters of an id, which is the name of a folder


def check_id(dataset_id: str, measure: str | None, definitions: tuple[OwnDefinition, ...]) -> None:
    """Stop at an id or a measure that a dataset cannot have. Raises UsageError."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", dataset_id) or len(dataset_id) > LONGEST or is_device(dataset_id):
        raise UsageError(
            f"{shortened(dataset_id)!r} cannot be the id of a dataset: use small letters, digits and hyphens "
            f"(city-fires), at most {LONGEST}, and no name that Windows keeps for itself"
        )
    if dataset_id in obtainable():
        raise UsageError(f"{dataset_id!r} is the dataset of a known source: choose another id for yours")
    if any(each.id == dataset_id and each.shipped for each in datasets()):
        raise UsageError(f"{dataset_id!r} is a shipped dataset: choose another id for yours")
    if not (normalise(measure) or (measure is None and definitions)):
        raise UsageError("say in words what the file counts, for example measure='burglaries'")
    ids = [each.id for each in definitions] + ([_id(measure)] if measure else [])
    if twice := next((each for each in ids if ids.count(each) > 1), None):
        raise UsageError(f"two definitions have the id {twice!r}: give each its own")


def descriptor(
    dataset_id: str,
    measure: str | None,
    definitions: tuple[OwnDefinition, ...],
    kind: str,
    about: dict[str, str | None],
) -> dict[str, Any]:
    """The data package of a new dataset, without tables yet. `measure` counts every row, the definitions some."""
    what = measure or ", ".join(each.label for each in definitions)
    rule = f"What the file that was imported counts as {what}."
    return {
        "name": dataset_id,
        "title": about["title"] or what,
        "profile": "tabular-data-package",
        "description": rule,
        "licenses": [{"name": "other-closed", "title": about["licence"] or "not stated"}],
        "resources": [],
        "verifier": {
            "kind": kind,
            "citation": about["citation"] or "a file imported by the user",
            "inclusion_rule": rule,
            "reporting_lag_days": 0,
            "breaks": [],
            "definitions": [*([_whole(measure)] if measure else []), *map(_part, definitions)],
            "vintages": [],
        },
    }


def _id(measure: str) -> str:
    return re.sub(r"[\W_]+", "-", measure.casefold()).strip("-")


def _whole(measure: str) -> dict[str, Any]:
    """The definition of a measure that every row of the file counts for."""
    return {
        "id": _id(measure),
        "label": measure,
        "unit": unit_of(measure),
        "column": "count",
        "filter": {},
        "answers": {"exact": [measure], "near": [], "proxy": []},
        "why": {"exact": f"The file was imported as counting {measure}."},
    }


def _part(definition: OwnDefinition) -> dict[str, Any]:
    answers = definition.answers or {"exact": [definition.label]}
    return {
        "id": definition.id,
        "label": definition.label,
        "unit": definition.unit,
        "column": "count",
        "filter": {role: list(values) for role, values in definition.filter.items()},
        "answers": {match: list(answers.get(match, [])) for match in ("exact", "near", "proxy")},
        "why": dict.fromkeys(answers, "The mapping of the imported file says so.") | dict(definition.why),
    }


def check_same(known: Dataset, fresh: dict[str, Any], columns: list[str]) -> None:
    """A new vintage counts the same things in the same way as the ones before, by the same columns.

    Raises InputError for one that does not.
    """
    had, now = known.descriptor["verifier"], fresh["verifier"]
    definitions = {each["id"]: each for each in now["definitions"]}
    for old in had["definitions"]:
        new = definitions.get(old["id"])
        if new is None:
            raise InputError(f"dataset {known.id!r} counts {old['label']!r}: import this file under another id")
        if new["filter"] != old["filter"]:
            raise InputError(
                f"dataset {known.id!r}: {old['id']} counted {old['filter'] or 'every row'} and would now count "
                f"{new['filter'] or 'every row'}: give the new definition an id of its own"
            )
    if had["kind"] != now["kind"]:
        raise InputError(
            f"dataset {known.id!r} holds {had['kind']} counts and this file would be {now['kind']}: map it as the file "
            "before it (with or without a coverage), or import it under another id"
        )
    held = [each["name"] for each in known.descriptor["resources"][0]["schema"]["fields"]]
    if set(held) != set(columns):
        raise InputError(
            f"dataset {known.id!r} has the columns {', '.join(held)} and this file would have {', '.join(columns)}: "
            "map region and category as the file before it, or import it under another id"
        )
