"""One place of the tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

WORLD = "WLD"


@dataclass(frozen=True, slots=True)
class Term:
    """A member of a region and the days between which it was one; open where nothing ended or began it."""

    code: str
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it was a member on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its code, what it is called in a sentence, its kind, what it lies in and what it is made of.

    - code: alpha-3 for a country, WLD for the world, ISO 3166-2 for a first-level region ("US-TX"), else readable
      ("region:sahel", "sea:red-sea", "city:karachi"; "MYS+PHL" for several together).
    - kind: world, continent, subregion, region, sea, country, territory, former, part, city or group.
    - members: the countries whose sum it is; empty for a place that is counted itself.
    - differs: how usage differs on the members.
    - noun: what a first-level region is called in its country ("state", "province").
    """

    code: str
    name: str
    kind: str
    parents: tuple[str, ...] = ()
    members: tuple[Term, ...] = ()
    differs: str = ""
    until: date | None = None
    noun: str = ""

    @property
    def is_country(self) -> bool:
        """Whether datasets may count it as a country: a state, a territory, or a state that is gone."""
        return self.kind in COUNTRIES


COUNTRIES = ("country", "territory", "former")
WIDE = ("world", "continent", "subregion", "region", "sea")
