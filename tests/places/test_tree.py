"""The tree of places: names, codes, what lies in what."""

from __future__ import annotations

import itertools
from datetime import date

import pycountry
import pytest

from verifier.errors import UsageError
from verifier.places.names import country_name, levelled, place_code, places_named
from verifier.places.tree import codes, country_of, joined, lies_in, members, peoples, place, place_name, spellings

ISO = [
    (name, country.alpha_3)
    for country in pycountry.countries
    for name in dict.fromkeys(getattr(country, key, None) for key in ("name", "common_name", "official_name"))
    if name is not None
    if name != "Congo"  # to ISO one of the two, to newspapers the other
]


@pytest.mark.parametrize(("name", "code"), ISO)
def test_every_name_of_iso_leads_to_its_country(name: str, code: str) -> None:
    """Short, common and formal names of ISO 3166-1 lead to the country's code."""
    assert places_named(name) == (code,)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("Ivory Coast|Côte d'Ivoire|Côte d’Ivoire|Cote d'Ivoire|CIV|ci", "CIV"),
        ("Burma|Myanmar (Burma)|Myanmar", "MMR"),
        ("DRC|DR Congo|Congo-Kinshasa|Democratic Republic of the Congo (Zaire)|Zaire", "COD"),
        ("Republic of Congo|Congo-Brazzaville|the Republic of the Congo|Congo, Republic of the", "COG"),
        ("Guinea Bissau|Guinea-Bissau", "GNB"),
        ("Guinea", "GIN"),
        ("Türkiye|Turkiye|Turkey", "TUR"),
        ("Swaziland|Eswatini|Kingdom of eSwatini (Swaziland)|Kingdom of eSwatini", "SWZ"),
        ("Iran (Islamic Republic of)|Iran, Islamic Republic of|Iran", "IRN"),
        ("Serbia (Yugoslavia)|Serbia", "SRB"),
        ("Yugoslavia|the former Yugoslavia", "YUG"),
        ("Soviet Union|the USSR|U.S.S.R.", "SUN"),
        ("East Germany|German Democratic Republic", "DDR"),
        ("the States|America|U.S.|us|USA|the United States", "USA"),
        ("the Americas", "region:americas"),
        ("West Bank and Gaza|Gaza and the West Bank|Occupied Palestinian Territories|State of Palestine", "PSE"),
        ("Gaza|the Gaza Strip", "region:gaza"),
        ("West Bank|the West Bank", "region:west-bank"),
        ("Scotland|GB-SCT", "GB-SCT"),
        ("KPK|Khyber Pakhtunkhwa|Khyber Pakhtunkhwa, Pakistan", "PK-KP"),
        ("Punjab (Pakistan)|Punjab, Pakistan", "PK-PB"),
        ("Punjab, India", "IN-PB"),
        ("California|US-CA|us-ca", "US-CA"),
        ("London", "city:london"),
        ("New York|New York City|NYC", "city:new-york-city"),
        ("New York State", "US-NY"),
        ("the Sahel|Sahel|region:sahel", "region:sahel"),
        ("EU|the European Union", "region:european-union"),
        ("world|worldwide|globally|the world|WLD", "WLD"),
        ("Sao Tome|São Tomé and Príncipe|Sao Tome and Principe", "STP"),
        ("the Philippines and Malaysia|MYS+PHL", "MYS+PHL"),
        ("England and Wales", "GB-ENG+GB-WLS"),
        ("Micronesia", "FSM"),
        ("Holy See|the Vatican", "VAT"),
        ("Georgia", "GEO"),
        ("the Malacca Strait", "sea:strait-of-malacca"),
    ],
)
def test_spellings_lead_to_one_place(names: str, code: str) -> None:
    """Present and past names, variants, apostrophes and codes lead to the place they mean, and to no other."""
    assert {name: places_named(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), (code,))


@pytest.mark.parametrize("name", ["", "Wakanda", "the Afghanistan-Pakistan border", "Springfield, Wakanda", "XX"])
def test_what_is_no_place_of_the_tree_has_no_code(name: str) -> None:
    """A name that no list holds, a border and a place in an unknown country lead nowhere."""
    assert places_named(name) == ()


def test_a_name_of_several_places_asks_which() -> None:
    """An option is told the codes to choose among; a misspelt name the nearest one."""
    with pytest.raises(UsageError, match=r"'Punjab' may be Punjab in India \(IN-PB\) or Punjab in Pakistan \(PK-PB\)"):
        place_code("Punjab")
    with pytest.raises(UsageError, match=r"'Congo' may be .* \(COD\) or .* \(COG\)"):
        place_code("Congo")
    with pytest.raises(UsageError, match=r"unknown place 'Afganistan': did you mean Afghanistan \(AFG\)"):
        place_code("Afganistan")


def test_what_lies_in_what() -> None:
    """Cities lie in regions, regions in countries, countries in subregions and common regions; all in the world."""
    assert lies_in("city:karachi", "PK-SD")
    assert lies_in("city:karachi", "PAK")
    assert lies_in("city:karachi", "region:asia")
    assert lies_in("PAK", "region:south-asia")
    assert lies_in("region:sahel", "WLD")
    assert not lies_in("PAK", "IND")
    assert country_of("city:houston") == "USA"
    assert country_of("US-TX") == "USA"
    assert country_of("PH-BAS") == "PHL"
    assert country_of("region:kashmir") is None
    assert country_of("region:sahel") is None
    assert country_of("WLD") is None
    assert country_of("HKG") == "HKG"


def test_members_of_regions() -> None:
    """The Sahel is five countries, the European Union those of the day asked for."""
    assert members("region:sahel") == ("BFA", "TCD", "MLI", "MRT", "NER")
    assert "GBR" in members("region:european-union", date(2019, 12, 31))
    assert "GBR" not in members("region:european-union", date(2020, 2, 1))
    assert len(members("region:european-union")) == 27
    assert len(members("region:european-union", date(2014, 1, 1))) == 28
    assert len(members("region:africa")) == 54 + 6  # and six that are no state
    assert members("PAK") == ()
    assert members("sea:red-sea") == ()
    assert members(joined(["PHL", "MYS"])) == ("MYS", "PHL")


def test_every_country_lies_in_one_subregion_and_one_continent() -> None:
    """The subregions of the UN share no country, and leave none out but the Antarctic ones."""
    regions = [set(members(code)) for code in codes() if place(code).kind == "subregion"]
    assert all(not one & other for one, other in itertools.combinations(regions, 2))
    listed = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    assert listed - set().union(*regions) == {"ATA"}
    assert all(len([one for one in codes() if place(one).kind == "continent" and lies_in(code, one)]) == 1
               for code in listed)  # fmt: skip


def test_the_tree_hangs_together() -> None:
    """Every parent, member, name and people is of a place of the tree, and no place lies in itself."""
    for code in codes():
        one = place(code)
        assert all(place(parent) and parent != code and not lies_in(parent, code) for parent in one.parents), code
        assert all(place(term.code) for term in one.members), code
        assert place_name(code) == one.name != ""
    assert all(place(spelling.code) for spelling in spellings() if spelling.code)
    assert all(place(code) for code in peoples())
    known = {region.code for region in pycountry.subdivisions}
    own = [code for code in codes() if "-" in code and ":" not in code]
    assert set(own) == known  # none made up


def test_codes_have_names_and_wrong_ones_are_refused() -> None:
    """A code prints as newspapers call it; what is no code is an error."""
    assert [country_name(code) for code in ("USA", "WLD", "XKX", "SUN", "region:sahel")] == [
        "United States", "the world", "Kosovo", "Soviet Union", "the Sahel",
    ]  # fmt: skip
    assert levelled("The  Côte-d'Ivoire") == "cote divoire"
    for wrong in ("ZZZ", "US-ZZ", "PHL+ZZZ"):
        with pytest.raises(UsageError, match="is not the code of a place"):
            place(wrong)
