"""Names of countries, regions, cities and peoples, and the country each lies in."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from verifier.claims.lexicon import bag
from verifier.errors import UsageError

# User-assigned in ISO 3166-1 and used by most incident datasets; pycountry does not list it.
_EXTRA_CODES = {"XK": "XKX", "XKX": "XKX"}


def country_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of a country's name, demonym or alpha-2 or alpha-3 code in any case, or None."""
    key = " ".join(name.split()).casefold()
    return _country_names().get(key) or _country_names().get(key.removeprefix("the "))


def country_name(code: str) -> str:
    """The usual English name of an alpha-3 code. Raises UsageError when there is no such country."""
    names = usual_names().get(code)
    if names:
        return names[0]
    import pycountry

    found = pycountry.countries.get(alpha_3=code)
    if found is None:
        raise UsageError(f"{code!r} is not an ISO 3166-1 alpha-3 country code")
    return str(getattr(found, "common_name", found.name))


def nearest_country(name: str) -> str | None:
    """The country name or code closest in spelling, for a message; None when nothing is close."""
    from difflib import get_close_matches

    spelled = {key.title() if len(key) > 3 else key.upper(): code for key, code in _country_names().items()}
    tried = name.strip().upper() if len(name.strip()) <= 3 else name.strip().title()
    near = get_close_matches(tried, spelled, n=1, cutoff=0.6)
    return f"{country_name(spelled[near[0]])} ({spelled[near[0]]})" if near else None


@cache
def usual_names() -> dict[str, tuple[str, ...]]:
    """Alpha-3 code -> the names and demonyms newspapers use, the most usual first."""
    source = files("verifier.claims").joinpath("data/demonyms.toml").read_text("utf-8")
    return {code: tuple(names.split("|")) for code, names in tomllib.loads(source).items()}


# Further names of a country that are not the name of its people.
_NAMES_TOO = bag(
    "Bosnia-Herzegovina Burkina Congo-Brazzaville DRC Congo Czechia Swaziland DPRK Korea Burma Holland Macedonia "
    "Timor-Leste Trinidad Türkiye UAE U.K. UK Britain England Scotland Wales US U.S. USA U.S.A. America"
)


@cache
def demonyms() -> frozenset[str]:
    """The adjectives and names of peoples among the usual names, lower case ("iraqi", "french", "chechen")."""
    return frozenset(
        name.lower()
        for names in usual_names().values()
        for name in names[1:]
        if " " not in name and name not in _NAMES_TOO
    ) | frozenset(name.lower() for names in peoples().values() for name in names)


@cache
def peoples() -> dict[str, tuple[str, ...]]:
    """Alpha-3 code (or "many") -> adjectives of regions and of peoples without a state of their own."""
    source = files("verifier.claims").joinpath("data/regions.toml").read_text("utf-8")
    return {code: tuple(names.split("|")) for code, names in tomllib.loads(source)["peoples"].items()}


@cache
def _country_names() -> dict[str, str]:
    import pycountry

    names: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("alpha_2", "alpha_3", "name", "official_name", "common_name"):
            spelled = getattr(country, attribute, None)
            if spelled:
                names[spelled.casefold()] = country.alpha_3
    names |= {code.casefold(): alpha_3 for code, alpha_3 in _EXTRA_CODES.items()}
    names |= {spelled.casefold(): code for code, several in usual_names().items() for spelled in several}
    return names
