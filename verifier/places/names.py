"""From a name to its place: capitals, accents, apostrophes, hyphens and "the" make no difference."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from verifier.errors import UsageError
from verifier.places import tree
from verifier.places.levelled import levelled as levelled
from verifier.places.place import WORLD
from verifier.places.tree import (
    KOSOVO,
    country_of,
    in_words,
    is_code,
    is_country,
    joined,
    place,
    place_name,
    spellings,
    usual_name,
)

_WORLD = ("world", "worldwide", "wld", "globally", "global", "whole world", "globe")
_BRACKETS = re.compile(r"(.*\S)\s*\((.+)\)")
_AND = re.compile(r" and | & ")
_LIST = re.compile(r",? and | & |, ")


def country_code(name: str) -> str | None:
    """The alpha-3 code of a country's name, demonym or alpha-2 or alpha-3 code in any case, or None.

    WLD for the world; a state that is gone has the withdrawn code of ISO 3166-3.
    """
    key = levelled(name)
    if key in _WORLD:
        return WORLD
    found = _country_names().get(key)
    if found is None and (both := _BRACKETS.fullmatch(name.strip())):
        codes = [_country_names().get(levelled(part)) for part in both.groups()]
        return codes[0] if codes[0] and codes[0] == codes[1] else None  # "Myanmar (Burma)"
    return found


def country_name(code: str) -> str:
    """The usual English name of a place code; "the world" for WLD. Raises UsageError for an unknown code."""
    return usual_name(code) if code != WORLD and not is_code(code) else place_name(code)


@lru_cache(maxsize=4096)
def candidates(name: str) -> tuple[str, ...]:
    """The codes of every place that a name may mean, countries first; no codes or abbreviations of codes."""
    return _by_name().get(levelled(name), ())


def likely(codes: Iterable[str]) -> tuple[str, ...]:
    """The places that a shared name usually means.

    A country comes before smaller places, a place of our own lists before a city or region of that name elsewhere, and
    a city before the region around it.
    """
    several = tuple(dict.fromkeys(codes))
    if countries := tuple(code for code in several if is_country(code)):
        return countries
    several = tuple(code for code in several if code in _listed()) or several
    cities = {country_of(code) for code in several if place(code).kind == "city"}
    return tuple(code for code in several if place(code).kind != "part" or country_of(code) not in cities)


def part_in(name: str, countries: Collection[str | None]) -> tuple[str, ...]:
    """The one first-level region of a name in some countries; none where there is none or several."""
    parts = tuple(one for one in candidates(name) if place(one).kind == "part" and country_of(one) in countries)
    return parts if len(parts) == 1 else ()


def _alike(several: list[tuple[str, ...]], names: list[str]) -> list[tuple[str, ...]]:
    """The places of a list, each a state where another one is: in "New York and Illinois" the former is the state."""
    states = {code for codes in several for code in codes if place(code).kind == "part"}
    countries = {country_of(code) for code in states}
    return [
        part if len(codes) == 1 and (part := part_in(name, countries)) else codes
        for codes, name in zip(several, names, strict=True)
    ]


def places_named(name: str) -> tuple[str, ...]:
    """The codes of the places that a name or code usually means: one where it is clear, none where it is not known.

    "the Philippines and Malaysia" is one code for both together.
    """
    text = " ".join(name.split())
    for code in (text, text.upper()):
        if is_code(code):
            return (code,)
    if (country := country_code(text)) is not None:
        return (country,)
    if found := likely(candidates(text)):
        return found
    if both := _BRACKETS.fullmatch(text):
        return bracketed(*both.groups())
    base, comma, rest = text.rpartition(", ")
    if comma and (outer := places_named(rest)) and (inner := _inside(base, outer)):
        return inner  # "Punjab, Pakistan"
    parts = [part for part in _LIST.split(text) if part]
    if len(parts) > 1 and _AND.search(text):
        codes = _alike([places_named(part) for part in parts], parts)
        if all(len(each) == 1 for each in codes):
            return (joined(each[0] for each in codes),)
    return ()


def bracketed(base: str, inner: str) -> tuple[str, ...]:
    """The places of a name with another in brackets: "Punjab (Pakistan)", "Myanmar (Burma)"; none where they differ."""
    codes, inside = candidates(base), places_named(inner) or places_named(f"{inner} {base}")
    held = tuple(code for code in codes if any(tree.lies_in(code, each) for each in inside))
    same = set(codes) & set(inside) or any(place(code).kind == "former" for code in inside)  # "Serbia (Yugoslavia)"
    return likely(held) or (likely(codes) if same else ())


def _inside(name: str, outer: tuple[str, ...]) -> tuple[str, ...]:
    return likely(code for code in candidates(name) if any(tree.lies_in(code, each) for each in outer))


def place_code(name: str) -> str:
    """The code of a place given by name or code. Raises UsageError for a name that is not known or of several."""
    found = places_named(name)
    if len(found) == 1:
        return found[0]
    if found:
        meant = " or ".join(f"{with_country(code)} ({code})" for code in found)
        raise UsageError(f"{name!r} may be {meant}: give the code")
    near = nearest_place(name)
    hint = f"did you mean {near}?" if near else "give a country, region or city, a code of ISO 3166, or WLD"
    raise UsageError(f"unknown place {name!r}: {hint}")


def with_country(code: str) -> str:
    """A place with the country it lies in: "Punjab in India"; a country or a wider place by its name alone."""
    country = country_of(code)
    return in_words(code) + (f" in {in_words(country)}" if country and country != code else "")


def nearest_country(name: str) -> str | None:
    """The country name or code closest in spelling, for a message; None when nothing is close."""
    return _nearest(name, _country_names())


def nearest_place(name: str) -> str | None:
    """The place closest in spelling, for a message; None when nothing is close."""
    known = {key: codes[0] for key, codes in _by_name().items() if len(codes) == 1}
    return _nearest(name, known | _country_names())


def _nearest(name: str, known: dict[str, str]) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(levelled(name), known, n=1, cutoff=0.6)
    return f"{place_name(known[near[0]])} ({known[near[0]]})" if near else None


@cache
def demonyms() -> frozenset[str]:
    """The adjectives and names of peoples, lower case ("iraqi", "french", "chechen"), those of one word."""
    return frozenset(name.lower() for names in tree.peoples().values() for name in names if " " not in name)


@cache
def _listed() -> frozenset[str]:
    """The places of our own lists below and above the country."""
    return frozenset(spelling.code for spelling in spellings() if spelling.source in ("region", "area"))


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    """Levelled name -> the places that have it, countries and wide regions first."""
    found: dict[str, list[str]] = {}
    for spelling in spellings():
        if not spelling.code or spelling.source in ("abbreviation", "sometimes", "people", "iso:below"):
            continue
        for name in _variants(spelling):
            codes = found.setdefault(levelled(name), [])
            if spelling.code not in codes:
                codes.append(spelling.code)
    return {key: tuple(codes) for key, codes in found.items()}


def _variants(spelling: tree.Spelling) -> set[str]:
    """The spellings of an ISO 3166-2 region: with and without what is in brackets or after a comma."""
    name = spelling.name
    if not spelling.source.startswith("iso:"):
        return {name}
    outer = re.sub(r"\s*[\[(].*?[\])]", "", name)
    return {name, outer, outer.partition(",")[0]}


@cache
def _country_names() -> dict[str, str]:
    """Levelled name, people or code -> alpha-3."""
    import pycountry

    names: dict[str, str] = {}
    for country in pycountry.countries:
        names[country.alpha_2.casefold()] = names[country.alpha_3.casefold()] = country.alpha_3
    names |= {code.casefold(): alpha_3 for code, alpha_3 in KOSOVO.items()}
    for code in tree.place_data("countries")["former"]:
        names[code.casefold()] = code
    people, shared = {}, set()
    for name, code, source in spellings():
        if source == "people" and tree.is_country(code):
            people[levelled(name)] = code
        elif source in ("usual", "iso") and names.setdefault(levelled(name), code) != code:
            shared.add(levelled(name))  # Congo: to ISO one of the two, to newspapers the other
    return people | {key: code for key, code in names.items() if key not in shared}
