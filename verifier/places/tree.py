"""The tree of places, from the data files and from ISO 3166 (pycountry)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from verifier.errors import UsageError
from verifier.listing import joined_by_and
from verifier.places.levelled import levelled
from verifier.places.place import COUNTRIES, WIDE, WORLD, Place, Term

# User-assigned in ISO 3166-1 and used by most incident datasets; pycountry does not list it.
KOSOVO = {"XK": "XKX", "XKX": "XKX"}


class Spelling(NamedTuple):
    """A name of a place. source tells the list it is from: iso, usual, people, region, area, abbreviation, sometimes,
    a kind of ISO 3166-2 ("iso:Province"), or a size of cities ("large", "small").
    """

    name: str
    code: str
    source: str


def place(code: str) -> Place:
    """The place of a code: "MYS+PHL" for several together, "region:european-union@2016-12-31" for one with the members
    of that day. Raises UsageError for a code that is none.
    """
    found = _tree().get(code) or _made(code)
    if found is None:
        raise UsageError(f"{code!r} is not the code of a place")
    return found


def is_code(code: str) -> bool:
    """Whether there is a place of that code."""
    return code in _tree() or _made(code) is not None


def as_of(code: str, day: date | None) -> str:
    """The code of a place with the members it had on a day, where these have changed."""
    own = _tree().get(code)
    dated = own is not None and any(term.start or term.end for term in own.members)
    return f"{code}@{day}" if dated and day else code


def joined(codes: Iterable[str]) -> str:
    """One code for one or several places together."""
    return "+".join(sorted(set(codes)))


def codes_in(code: str) -> tuple[str, ...]:
    """The codes that a joined code is made of."""
    return tuple(code.split("+"))


def place_name(code: str) -> str:
    """What a place is called in a sentence: "Pakistan", "the Sahel", "Malaysia and the Philippines"."""
    return place(code).name


def in_words(code: str) -> str:
    """The name of a place inside a sentence, with its article: "the Philippines"."""
    return f"the {place_name(code)}" if code in _articles() else place_name(code)


@cache
def _articles() -> frozenset[str]:
    return frozenset(place_data("countries")["articles"].split())


@lru_cache(maxsize=16384)
def country_of(code: str) -> str | None:
    """The alpha-3 code of the country that a place is or lies in; None for wider places and those in several."""
    if "+" in code:
        countries = {country_of(one) for one in codes_in(code)}
        return countries.pop() if len(countries) == 1 else None
    found = _tree().get(code)
    while found is not None and not found.is_country:
        if found.kind in WIDE and found.kind != "region":
            return None
        held = [each for each in found.parents if (_tree()[each].kind not in WIDE or _tree()[each].kind == "region")]
        if len(held) != 1:
            return None
        found = _tree()[held[0]]
    return found.code if found else None


def members(code: str, day: date | None = None) -> tuple[str, ...]:
    """The countries that a place is the sum of, on a day (None: today's and those without an end); none for others."""
    found = place(code)
    if day is None:
        return tuple(term.code for term in found.members if term.end is None)
    return tuple(term.code for term in found.members if term.holds_on(day))


def lies_in(code: str, whole: str) -> bool:
    """Whether a place lies in another (or is it). A territory is its state's, and lies in its own part of the world."""
    if code == whole or whole == WORLD:
        return True
    if "+" in code:
        return all(lies_in(one, whole) for one in codes_in(code))
    if any(term.code == code for term in place(whole).members):
        return True
    own = place(code)
    parents = [parent for parent in own.parents if parent != WORLD]
    if own.kind == "territory":
        return whole in parents or any(lies_in(parent, whole) for parent in parents if not is_country(parent))
    return any(lies_in(parent, whole) for parent in parents)


def usual_name(code: str) -> str:
    """The name of a country in newspapers. Raises UsageError for the code of anything else."""
    found = _tree().get(code)
    if found is None or not found.is_country:
        raise UsageError(f"{code!r} is not an ISO 3166-1 alpha-3 country code")
    return found.name


@cache
def spellings() -> tuple[Spelling, ...]:
    """Every name of every place, the best known lists first."""
    return tuple(_spellings())


def names_of(code: str) -> tuple[str, ...]:
    """Every name of a place, the best known first; none for several together."""
    return _names().get(code, ())


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for spelling in spellings():
        if spelling.source != "people":
            found.setdefault(spelling.code, []).append(spelling.name)
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}


def codes() -> tuple[str, ...]:
    """The codes of all places."""
    return tuple(_tree())


def peoples() -> dict[str, tuple[str, ...]]:
    """Code -> the adjectives and names of its people."""
    listed = {**place_data("countries")["peoples"], **place_data("countries")["peoples_of_parts"]}
    return {code: tuple(names.split("|")) for code, names in listed.items()}


@cache
def place_data(name: str) -> dict[str, Any]:
    """One data file of the tree as a mapping."""
    return tomllib.loads(files("verifier.places").joinpath(f"data/{name}.toml").read_text("utf-8"))


@cache
def _tree() -> dict[str, Place]:
    tree = {WORLD: Place(WORLD, "the world", "world")}
    for each in (*_regions(), *_countries(), *_parts(), *_cities()):
        known = tree.get(each.code)
        # A region of our own list that ISO 3166-2 has too keeps our name for it.
        tree[each.code] = each if known is None else replace(known, noun=known.noun or each.noun)
    return tree


def _regions() -> Iterator[Place]:
    listed, differs = place_data("regions"), place_data("regions")["differs"]
    inside: dict[str, list[str]] = {}
    for code, (name, _, continent, own) in listed["subregions"].items():
        inside.setdefault(continent, []).extend(own.split())
        yield Place(code, name, "subregion", (continent,), _terms(own), differs.get(code, ""))
    for code, (name, _) in listed["continents"].items():
        yield Place(code, name, "continent", (WORLD,), _terms(" ".join(inside.get(code, []))), differs.get(code, ""))
    for each in listed["common"]:
        own = " ".join(
            [*(listed["subregions"][group][3] for group in each.get("groups", "").split()), each.get("members", "")]
        )
        terms = _terms(own) if "dated" not in each else _dated(each["dated"])
        lies_in = tuple(each.get("lies_in", "").split())
        yield Place(each["code"], each["name"], "region", lies_in or (WORLD,), terms, each.get("differs", ""))
    for each in listed["sea"]:
        lies_in = tuple(each.get("lies_in", "").split()) or (WORLD,)
        yield Place(each["code"], each["name"], "sea", lies_in, _terms(each.get("coasts", "")), each.get("differs", ""))


def _terms(own: str) -> tuple[Term, ...]:
    """Members without dates, the states that are gone in their time."""
    return tuple(Term(code) for code in dict.fromkeys(own.split()))


def _dated(listed: str) -> tuple[Term, ...]:
    """Members by date: "GBR 1973-01-01 2020-01-31"."""
    rows = [row.split() for row in listed.split(",")]
    return tuple(Term(code, *(date.fromisoformat(day) for day in days)) for code, *days in rows)


def _countries() -> Iterator[Place]:
    import pycountry

    listed = place_data("countries")
    usual = {code: names.split("|")[0] for code, names in listed["names"].items()}
    lies_in = {code: region for region, row in place_data("regions")["subregions"].items() for code in row[3].split()}
    owners = {code: owner for owner, row in listed["territories"].items() for code in row.split()}
    iso = {country.alpha_3: getattr(country, "common_name", country.name) for country in pycountry.countries}
    for code, name in {**iso, "XKX": usual["XKX"]}.items():
        owner = owners.get(code)
        held = () if owner in (None, "disputed") else (owner,)
        parents = (*held, lies_in.get(code, "region:antarctica"))
        yield Place(code, usual.get(code, name), "territory" if owner else "country", parents)
    for code, row in listed["former"].items():
        yield Place(code, row["names"].split("|")[0], "former", (row["parent"],), until=row["until"])


def _parts() -> Iterator[Place]:
    import pycountry

    for country, listed in place_data("areas").items():
        if country != "abbreviated":
            for code, names in listed.items():
                yield Place(code, names.split("|")[0], "city" if code.startswith("city:") else "part", (country,))
    alpha_3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    for region in pycountry.subdivisions:
        parent = region.parent_code or alpha_3[region.country_code]
        yield Place(region.code, _plain_region(region.name), "part", (parent,), noun=region.type.lower())


def _cities() -> Iterator[Place]:
    for name, code, parent, _ in _city_rows():
        if parent:
            yield Place(code, name, "city", (parent,))


@cache
def _city_rows() -> tuple[tuple[str, str, str, str], ...]:
    """Name, code, what it lies in (both "" where several cities share the name), and size, of each city of the list."""
    lines = files("verifier.places").joinpath("data/cities.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple((name, _city_code(name) if parent else "", parent, size) for name, parent, size in rows)


def _city_code(name: str) -> str:
    return f"city:{levelled(name).replace(' ', '-')}"


def _plain_region(name: str) -> str:
    """The name of a region without a second one in brackets: "Wales [Cymru GB-CYM]"."""
    return re.sub(r"\s*[\[(].*?[\])]", "", name).strip()


def _spellings() -> Iterator[Spelling]:
    import pycountry

    countries, regions = place_data("countries"), place_data("regions")
    for code, names in countries["names"].items():
        yield from (Spelling(name, code, "usual") for name in names.split("|"))
    for code, row in countries["former"].items():
        yield from (Spelling(name, code, "usual") for name in row["names"].split("|"))
    yield from (Spelling("Kosovo", code, "iso") for code in ("XKX",))
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            if spelled := getattr(country, attribute, None):
                yield from (Spelling(name, country.alpha_3, "iso") for name in _turned(spelled))
    for code, several in peoples().items():
        yield from (Spelling(name, code, "people") for name in several)
    for code, (name, others, *_) in {**regions["subregions"], **regions["continents"]}.items():
        yield from (Spelling(each, code, "region") for each in (name, *others.split("|")) if each)
    for each in (*regions["common"], *regions["sea"]):
        others = each.get("names", "").split("|")
        yield from (Spelling(name, each["code"], "region") for name in (each["name"], *others) if name)
    for group, listed in place_data("areas").items():
        for code, names in listed.items():
            if group == "abbreviated":
                how = "abbreviation" if code == "always" else "sometimes"
                yield from (Spelling(each.split("-")[1], each, how) for each in names.split())
            else:
                yield from (Spelling(name, code, "area") for name in names.split("|"))
    yield from (Spelling(name, code, size) for name, code, _, size in _city_rows())
    for region in pycountry.subdivisions:
        first = region.parent_code is None
        yield Spelling(region.name, region.code, f"iso:{region.type}" if first else "iso:below")


def _turned(name: str) -> Iterator[str]:
    """A name of ISO, and how it reads when turned: "Bolivia, Plurinational State of", "Iran (Islamic Republic of)"."""
    yield name
    base, comma, rest = name.partition(", ")
    if comma and rest.endswith((" of", " of the")):
        yield f"{rest} {base}"
        yield f"{base} ({rest})"


@lru_cache(maxsize=1000)
def _made(code: str) -> Place | None:
    """A place that is not in the tree by itself: several together, or one as of a day."""
    base, at, day = code.partition("@")
    if at and base in _tree() and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        own = _tree()[base]
        terms = tuple(Term(term.code) for term in own.members if term.holds_on(date.fromisoformat(day)))
        return replace(own, code=code, members=terms)
    return _group(code) if "+" in code else None


def _group(code: str) -> Place | None:
    """Several places together; the members of those that are sums are taken."""
    parts = codes_in(code)
    if not all(each in _tree() for each in parts) or len(parts) < 2:
        return None
    several = [_tree()[each] for each in parts]
    terms = tuple(dict.fromkeys(term for each in several for term in (each.members or (Term(each.code),))))
    names = sorted((in_words(each.code) for each in several), key=lambda name: name.removeprefix("the "))
    return Place(code, joined_by_and(names), "group", (WORLD,), terms)


def is_state(code: str) -> bool:
    """Whether a country is a state of today, and no territory of another and no disputed one."""
    return code in _tree() and _tree()[code].kind == "country"


def former_states(codes: Iterable[str]) -> tuple[str, ...]:
    """The states that are gone and lay in one of the subregions that these countries lie in."""
    regions = {parent for code in codes for parent in place(code).parents}
    return tuple(each.code for each in _tree().values() if each.kind == "former" and set(each.parents) & regions)


def is_country(code: str) -> bool:
    """Whether a code is one of a country: a state, a territory or a state that is gone."""
    return code in _tree() and _tree()[code].kind in COUNTRIES
