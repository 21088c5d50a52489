"""What a plain word takes in elsewhere and a dataset leaves out: a publisher's headline number of refugees has more
people in it than its count of refugees.

A dataset's about.toml says so under `[[leaves_out]]`: the definitions, the phrases that do not tell the two apart, the
places (none: all), since and until which day, and the words for readers. What is only filed under other places
(elsewhere = true) is in the count of the world.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from verifier.incidents.cells import WORLD
from verifier.incidents.measures import same


def left_out(
    about: Mapping[str, Any], definition: str, phrase: str, places: Iterable[str], days: tuple[date, date]
) -> str | None:
    """Why a definition does not answer a phrase for a place, which may be the sum of several, from a day to a day."""
    asked = set(places)
    first, last = map(str, days)
    for each in about.get("leaves_out", []):
        whole = WORLD in asked and not each.get("elsewhere", False)
        there = whole or "places" not in each or asked & set(each["places"])
        told = definition in each["definitions"] and any(same(phrase, one) for one in each["phrases"])
        if told and there and str(each.get("since", "")) <= last and first <= str(each.get("until", date.max)):
            return str(each["words"])
    return None
