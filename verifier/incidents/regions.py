"""Places below the country, for datasets whose tables say in which region each incident was (a column `region`)."""

from __future__ import annotations

import re
from dataclasses import replace

from verifier.incidents import tables
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.dataset import Dataset

COLUMN = "region"
# Words that say what kind of region it is, not which.
_KINDS = re.compile(
    r"\b(?:the|in|at|of|province|provincial|state|region|territory|capital|district|division|governorate|area)\b"
)


def find(
    dataset: Dataset, definition: Definition, place: str, vintage: str, said: str, names: tuple[str, ...] = ()
) -> str | None:
    """The region of a country that the words name, as the dataset writes it; None where it names none or has none.

    names are others of the same region.
    """
    known = {_plain(name): name for name in _regions(dataset, definition, place, vintage)}
    if not known:
        return None
    own = re.sub(r"\b(?:in|during)?\s*(?:19|20)\d\d\b.*", "", said)
    found = {region for name in (own, *names) if (region := known.get(_plain(name)))}
    return found.pop() if len(found) == 1 else None


def cells(dataset: Dataset, definition: Definition, place: str, vintage: str, region: str) -> Cells:
    """The cells of a definition in one region. The coverage is that of the country."""
    narrowed = replace(
        definition, label=f"{definition.label} in {region}", filter={**definition.filter, COLUMN: [region]}
    )
    others = [one for one in dataset.definitions if one.id != definition.id]
    return replace(dataset, definitions=[*others, narrowed]).cells(definition.id, place, vintage=vintage)


def _regions(dataset: Dataset, definition: Definition, place: str, vintage: str) -> list[str]:
    names = [table for one in dataset.vintages(place) if one.id == vintage for table in one.tables]
    having = [
        each["name"]
        for each in dataset.descriptor["resources"]
        if each["name"] in names and any(field["name"] == COLUMN for field in each["schema"]["fields"])
    ]
    if not having or having != names:
        return []
    source = tables.Source(dataset.id, dataset.folder, dataset.descriptor, definition, place)
    published = dataset.vintage(vintage, place).published
    return sorted({str(name) for name in tables.rows(source, names, published)[COLUMN].unique() if name})


def _plain(name: str) -> str:
    return " ".join(_KINDS.sub(" ", name.casefold()).split())
