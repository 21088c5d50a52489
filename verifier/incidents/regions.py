"""Places below the country, for datasets whose tables say in which region each incident was (a column `region`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from verifier.incidents import tables
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.dataset import Dataset
from verifier.places import tree

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
    known: dict[str, str] = {}
    twice: set[str] = set()
    for region in _regions(dataset, definition, place, vintage):
        for name in {_plain(each) for each in (region, *_named_by_code(region, place))}:
            twice |= {name} & known.keys()
            known[name] = region
    if not known:
        return None
    own = re.sub(r"\b(?:in|during)?\s*(?:19|20)\d\d\b.*", "", said)
    wanted = {_plain(name) for name in (own, *names)}
    if wanted & twice:  # two regions of one name: neither is the whole of it
        return None
    found = {known[name] for name in wanted if name in known}
    return found.pop() if len(found) == 1 else None


def _named_by_code(region: str, place: str) -> tuple[str, ...]:
    """The names of a region that is written by its code in ISO 3166-2, with or without the country's: CA, US-CA."""
    text = region.strip().upper()
    alpha_2 = next((each.partition("-")[0] for each in first_level(place)), "")
    code = text if "-" in text else f"{alpha_2}-{text}"
    return tree.names_of(code) if code in first_level(place) else ()


@cache
def first_level(country: str) -> frozenset[str]:
    """The codes of the first-level regions of a country, as ISO 3166-2 has them."""
    inside = (code for code in tree.codes() if country in tree.place(code).parents and tree.is_country(country))
    return frozenset(code for code in inside if "-" in code[2:3])


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
