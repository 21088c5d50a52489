"""How many people live in a place in a year: what a count is divided by where a text gives a rate per population."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verifier.errors import DataError
from verifier.incidents.catalogue import load
from verifier.incidents.cells import WORLD
from verifier.places.tree import codes_in

OLDEST = 2  # years that a population may be older than the count: it changes by a percent or two a year
_FBI = "fbi-estimated-crimes"  # the FBI prints the population of the states beside its crimes


@dataclass(frozen=True, slots=True)
class Population:
    """A number of people, the year it is for, and who publishes it."""

    people: int
    year: int
    source: str


def population(place: str, year: int) -> Population | None:
    """The people of a place (those joined with + or in a region are added up) in a year, or up to OLDEST before."""
    parts = [_one(code, year) for code in codes_in(place)]
    known = [part for part in parts if part is not None]
    if len(known) != len(parts) or len({part.year for part in known}) != 1:
        return None
    sources = " and ".join(dict.fromkeys(part.source for part in known))
    return Population(sum(part.people for part in known), known[0].year, sources)


def _one(place: str, year: int) -> Population | None:
    state = place.startswith("US-")
    counts = _by_year(place, _FBI if state else "population")
    known = next((each for each in range(year, year - OLDEST - 1, -1) if each in counts), None)
    return None if known is None else Population(counts[known], known, "FBI" if state else "World Bank")


@lru_cache(maxsize=512)
def _by_year(place: str, dataset_id: str) -> dict[int, int]:
    """The population by year, each as the newest release that has the year gives it."""
    try:
        dataset = load(dataset_id)
    except DataError:
        return {}
    found: dict[int, int] = {}
    if place != WORLD and not dataset.vintages(place):
        return found
    for vintage in dataset.vintages(place):
        table = dataset.cells("population", place, vintage=vintage.id).table
        found |= dict(zip(table["end"].dt.year.tolist(), table["count"].tolist(), strict=True))
    return found
