"""What a plain word takes in elsewhere and a dataset leaves out: a publisher's headline number of refugees has more
people in it than its count of refugees.

A dataset's about.toml says so under `[[leaves_out]]`: the definitions, the phrases that do not tell the two apart, the
places (none: all), from which day on, and the words for readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from verifier.incidents.cells import WORLD
from verifier.incidents.measures import same


def left_out(
    about: Mapping[str, Any], definition: str, phrase: str, places: Iterable[str], last_day: str
) -> str | None:
    """Why a phrase is not answered by a definition for a place, which may be the sum of several, up to a day."""
    asked = set(places)
    for each in about.get("leaves_out", []):
        there = WORLD in asked or "places" not in each or asked & set(each["places"])
        told = definition in each["definitions"] and any(same(phrase, one) for one in each["phrases"])
        if told and there and str(each.get("since", "")) <= last_day:
            return str(each["words"])
    return None
