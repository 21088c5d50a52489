"""Country names and codes to ISO 3166-1 alpha-3, for the files that users bring."""

from __future__ import annotations

from functools import lru_cache

import pycountry

from verifier.incidents.cells import WORLD


@lru_cache(maxsize=4096)
def country_code(name: str) -> str | None:
    """The alpha-3 code of a country given by name or code, WLD for the world, None when it is unknown."""
    text = name.strip()
    if text.casefold() in {"wld", "world"}:
        return WORLD
    try:
        return str(pycountry.countries.lookup(text).alpha_3)
    except LookupError:
        return None
