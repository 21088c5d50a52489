"""A dataset opened for its profile: the parameters of the notebook, checked, and the series it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from typing import Any

import pandas as pd

from verifier.comparisons.compare import find_definition
from verifier.errors import UsageError
from verifier.incidents.catalogue import load
from verifier.incidents.cells import WORLD, Cells
from verifier.incidents.dataset import Dataset, Vintage
from verifier.incidents.restatements import DROPPED, RESTATED, restatements
from verifier.places.names import place_code
from verifier.places.tree import lies_in
from verifier.reports.opened import given_by_papermill, refuse_odd_text, refuse_unknown


@dataclass(frozen=True)
class ProfileParameters:
    """What `profile_dataset.ipynb` may be given.

    dataset: the id of a shipped or imported dataset. place: a place's name or code, or WLD; empty for the dataset's own
    (see `_own_place`). definition: the id of a definition or words for what is counted; empty for the first. vintage: a
    release; empty for the latest that covers the place.
    """

    dataset: str = "ucdp-ged"
    place: str = ""
    definition: str = ""
    vintage: str = ""

    @classmethod
    def checked(cls, given: Mapping[str, Any]) -> ProfileParameters:
        """Take the given values. Raises UsageError naming the parameter, what it was given and what it takes."""
        refuse_unknown(given, (one.name for one in fields(cls)))
        for name, value in given.items():
            refuse_odd_text(name, value)
        parameters = cls(**{name: value.strip() for name, value in given.items()})
        if not parameters.dataset:
            raise UsageError("parameter dataset: it is empty; `verifier data list` shows what there is")
        if parameters.place:
            place_code(parameters.place)
        return parameters


@dataclass(frozen=True, eq=False)
class Profile:
    """One dataset, place and vintage: `cells` the definition it is about, `every` all definitions, that one included.

    earlier are the cells of the same definition and place in the vintages before, oldest first.
    """

    dataset: Dataset
    vintage: Vintage
    cells: Cells
    every: list[Cells]
    earlier: list[Cells]

    @cached_property
    def steps(self) -> list[tuple[Cells, Cells, pd.DataFrame]]:
        """Each vintage with the one before it and what changed between them, oldest first."""
        series = [*self.earlier, self.cells]
        return [(old, new, restatements(old, new)) for old, new in pairwise(series)]

    @cached_property
    def against(self) -> Cells | None:
        """The latest earlier vintage with another count of something both have, else the one just before."""
        for old in reversed(self.earlier):
            if restatements(old, self.cells)["change"].isin([RESTATED, DROPPED]).any():
                return old
        return self.earlier[-1] if self.earlier else None


def open_profile(**given: Any) -> Profile:
    """Open the dataset that the parameters name (see ProfileParameters).

    Raises UsageError for a parameter, DataError for a dataset, definition, place or vintage that is not here.
    """
    refuse_unknown(given_by_papermill(), (one.name for one in fields(ProfileParameters)))
    parameters = ProfileParameters.checked(given)
    dataset = load(parameters.dataset)
    place = place_code(parameters.place) if parameters.place else _own_place(dataset)
    definition = find_definition(dataset, parameters.definition)[0] if parameters.definition else dataset.definitions[0]
    cells = dataset.cells(definition.id, place, vintage=parameters.vintage or None)
    vintages = dataset.vintages(place)
    at = [vintage.id for vintage in vintages].index(cells.vintage)
    every = [
        cells if one.id == definition.id else dataset.cells(one.id, place, vintage=cells.vintage)
        for one in dataset.definitions
    ]
    earlier = [dataset.cells(definition.id, place, vintage=one.id) for one in vintages[:at]]
    return Profile(dataset, vintages[at], cells, every, [one for one in earlier if not one.table.empty])


def _own_place(dataset: Dataset) -> str:
    """The place that a dataset is about: the world, else the one all others lie in, else that with the most counted."""
    places = dataset.places()
    if WORLD in places:
        return WORLD
    wholes = [one for one in places if all(other == one or lies_in(other, one) for other in places)]
    first = dataset.definitions[0].id
    return wholes[0] if wholes else max(places, key=lambda place: dataset.cells(first, place).table["count"].sum())
