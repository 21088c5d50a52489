"""The table of names of places: countries, peoples, regions and cities, each with its country."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from verifier.claims.lexicon import bag, data
from verifier.claims.places import usual_names
from verifier.claims.tokens import words

# name -> [(its words, country or None, whether it counts without "in")], longest first
Names = dict[str, list[tuple[tuple[str, ...], str | None, bool]]]

_REGION_TYPES = frozenset(
    [
        "State", "Province", "Region", "Department", "Governorate", "Prefecture", "Union territory", "Republic",
        "Territory", "Autonomous region", "Autonomous community", "Land", "Oblast", "Country", "Capital territory",
        "Federal district", "Federal capital territory", "Regional state", "County", "Emirate", "Two-tier county",
    ]
)  # fmt: skip
_REGIONS_SHARED = bag(
    "central northern southern eastern western north south east west centre center est nord sud ouest union delta "
    "capital coast lakes littoral plateau highland lowland upper lower river rivers bay bar nation national "
    "atlantic pacific interior federal independence saint san santa cruz la los del el cross centrale maritime "
    "highlands mono islands island general bolivar colon artemisa amazonas limon valle free level logic most gold "
    "more"
)  # fmt: skip


# Names that papers of several countries use for their own, whatever the sizes: the country is left open.
_SHARED = frozenset(
    ["victoria", "birmingham", "manchester", "cambridge", "richmond", "worcester", "salem", "aurora", "santa fe",
     "st. petersburg"]
)  # fmt: skip
_SOMETIMES = bag("PA SC OH TN KY NH MN WI AZ")  # of states, and of much else


@cache
def names() -> Names:
    """First word -> the names that start with it, the longest first."""
    table: Names = {}

    def put(name: str, country: str | None, sure: bool) -> None:
        phrase = tuple(words(name))
        country = None if name.lower() in _SHARED else country
        entries = table.setdefault(phrase[0], [])
        for n, (known, code, known_sure) in enumerate(entries):
            if known == phrase:
                if code != country and sure and not known_sure:
                    entries[n] = (phrase, country, True)  # a state before a small town
                elif code != country and (sure or not known_sure):
                    entries[n] = (phrase, None, sure or known_sure)
                return
        entries.append((phrase, country, sure))

    for code, spelled in usual_names().items():
        for name in spelled:
            if name.endswith("s") and name[:-1] in spelled:
                continue  # people, not a place
            put(name.removeprefix("the "), code, True)
    regions = data("regions")
    for code, joined in [*regions.items(), *regions["peoples"].items()]:
        for name in joined.split("|") if isinstance(joined, str) else ():
            put(name, None if code == "many" else code, name not in _SOMETIMES)
    for line in files("verifier.claims").joinpath("data/cities.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, code, size = line.split("\t")
            put(name, code or None, (size == "large" or " " in name) and " of " not in name)
    for name, code, sure in _regions():
        put(name, code, sure)
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _regions() -> list[tuple[str, str, bool]]:
    import pycountry

    alpha_3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    out = []
    for region in pycountry.subdivisions:
        if region.type not in _REGION_TYPES or any(char in region.name for char in "[](),/"):
            continue
        name = _plain(region.name)
        if name.lower() in _REGIONS_SHARED or len(name) < 4 or name.lower().split()[0] in _REGIONS_SHARED:
            continue
        out.append(
            (name, alpha_3[region.country_code], region.country_code in ("US", "CA", "AU") and name != "Washington")
        )
    return out


def _plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
