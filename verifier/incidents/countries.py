"""Places as datasets name them: ISO 3166-1 alpha-3 codes, and WLD for the world."""

from __future__ import annotations

from verifier.claims import places
from verifier.incidents.cells import WORLD


def country_code(name: str) -> str | None:
    """The alpha-3 code of a country given by name or code, WLD for the world, None when it is unknown."""
    return WORLD if name.strip().casefold() in {"wld", "world"} else places.country_code(name)


def country_name(code: str) -> str:
    """The usual English name of a place code; "the world" for WLD. Raises UsageError for an unknown code."""
    return "the world" if code == WORLD else places.country_name(code)
