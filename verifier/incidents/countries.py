"""Places as datasets name them: ISO 3166-1 alpha-3 codes, and WLD for the world."""

from __future__ import annotations

from verifier.claims import places
from verifier.incidents.cells import WORLD

# States that are gone and that datasets name apart, with their withdrawn codes of ISO 3166-3.
GONE = {
    "ANT": "the Netherlands Antilles",
    "CSK": "Czechoslovakia",
    "DDR": "East Germany",
    "SCG": "Serbia and Montenegro",
    "SUN": "the Soviet Union",
    "YMD": "South Yemen",
    "YUG": "Yugoslavia",
}


def country_code(name: str) -> str | None:
    """The alpha-3 code of a country given by name or code, WLD for the world, None when it is unknown.

    A state that is gone is known by its code alone.
    """
    if name.strip().casefold() in {"wld", "world"}:
        return WORLD
    return name if name in GONE else places.country_code(name)


def country_name(code: str) -> str:
    """The usual English name of a place code; "the world" for WLD. Raises UsageError for an unknown code."""
    return "the world" if code == WORLD else GONE.get(code) or places.country_name(code)
