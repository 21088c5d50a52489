"""Which place of the tree a claim means, through the whole reader."""

from __future__ import annotations

import pycountry
import pytest

from verifier.claims.claim import Claim
from verifier.claims.document import document
from verifier.claims.reader import parse, read_claims

NAMES = sorted(
    {
        (name, country.alpha_3)
        for country in pycountry.countries
        for name in {getattr(country, key, None) for key in ("name", "common_name", "official_name")} - {None}
    }
)
# Georgia is a state of the US too, and newspapers mean the other Congo.
OPEN = ("Georgia", "Congo")


def last(text: str, **known: str | None) -> Claim:
    return parse(text, **known)[-1]  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_every_name_of_iso_is_read_right(name: str, code: str) -> None:
    """Short, common and formal names of ISO 3166-1 are the place of a claim, and no part of them is another's."""
    found = parse(f"Conflict deaths in {name} rose by 20 percent in 2022.", published="2023-07-01")
    assert [claim.resolved.places for claim in found] == [() if name in OPEN else (code,)]


@pytest.mark.parametrize(
    "template", ["Attacks in {} rose by 20 percent in 2022.", "{} saw attacks rise by 20 percent."]
)
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Myanmar (Burma)", "MMR"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("the Democratic Republic of the Congo (Zaire)", "COD"),
        ("the Republic of Congo", "COG"),
        ("Congo-Brazzaville", "COG"),
        ("Zaire", "COD"),
        ("Guinea Bissau", "GNB"),
        ("Laos", "LAO"),
        ("Hong Kong", "HKG"),
        ("Western Sahara", "ESH"),
        ("the Soviet Union", "SUN"),
        ("America", "USA"),
        ("the Americas", "region:americas"),
        ("Europe", "region:europe"),
        ("the Sahel", "region:sahel"),
        ("the Sahel region", "region:sahel"),
        ("West Africa", "region:western-africa"),
        ("the Gulf of Guinea", "sea:gulf-of-guinea"),
        ("the Mediterranean", "sea:mediterranean"),
        ("Texas", "US-TX"),
        ("Scotland", "GB-SCT"),
        ("sub-Saharan Africa", "region:sub-saharan-africa"),
        ("the central Mediterranean", "sea:central-mediterranean"),
        ("mainland China", "CHN"),
        ("the former Yugoslavia", "YUG"),
        ("Pakistan-administered Kashmir", "PK-JK"),
        ("Turkey and Syria's Idlib", "TUR SY-ID"),
        ("the West Bank", "region:west-bank"),
        ("the Gaza Strip", "region:gaza"),
        ("Gaza and the West Bank", "PSE"),
        ("Khyber Pakhtunkhwa", "PK-KP"),
        ("Pakistan's Punjab province", "PK-PB"),
        ("Punjab (Pakistan)", "PK-PB"),
        ("Niger state", "NG-NI"),
        ("the state of Georgia", "US-GA"),
        ("London", "city:london"),
        ("Karachi", "city:karachi"),
        ("Iraq and Syria", "IRQ SYR"),
        ("the Philippines and Malaysia", "PHL MYS"),
    ],
)
def test_names_of_every_kind_of_place(template: str, name: str, codes: str) -> None:
    """Countries under past names, regions, seas, states, cities and two countries together lead to their codes."""
    found = last(template.format(name[:1].upper() + name[1:] if template.startswith("{") else name)).resolved
    assert (found.places, found.unknown_place, found.how["place"]) == (tuple(codes.split()), None, "stated")


@pytest.mark.parametrize(
    ("place", "unknown", "country"),
    [
        ("Wakanda", "Wakanda", None),
        ("northern Nigeria", "northern Nigeria", "NGA"),
        ("eastern Ukraine", "eastern Ukraine", "UKR"),
        ("the southern Red Sea", "southern Red Sea", None),
        ("the Afghan capital", "Afghan capital", "AFG"),
        ("the rest of Europe", "rest of Europe", None),
        ("parts of Nigeria", "parts of Nigeria", "NGA"),
        ("Africa, except Sudan,", "Africa, except Sudan", None),
        ("the Australian embassy", "Australian embassy", "AUS"),
        ("the outskirts of Peshawar", "outskirts of Peshawar", "PAK"),
        ("Punjab", "Punjab", None),
        ("Georgia", "Georgia", None),
        ("the US-Mexico border", "US-Mexico border", None),
    ],
)
@pytest.mark.parametrize("published_in", [None, "Pakistan"])
def test_a_place_that_is_named_and_has_no_code_is_kept(
    place: str, unknown: str, country: str | None, published_in: str | None
) -> None:
    """A place not in the tree, one of several of that name or a finer part is kept by its words; the country of
    publication does not stand in for it, though it may tell which of two is meant.
    """
    found = last(f"Attacks in {place} rose by 20 percent in 2022.", country=published_in).resolved
    if place == "Punjab" and published_in:
        assert found.places == ("PK-PB",)
    else:
        assert (found.places, found.unknown_place, found.country) == ((), unknown, country)


@pytest.mark.parametrize(
    "text",
    [
        "Pirate attacks worldwide fell to 159 in 2019.",
        "LONDON, 15 January 2020 – Pirate attacks worldwide fell to 159 in 2019.",
        "Globally, pirate attacks fell to 159 in 2019.",
        "Pirate attacks fell to 159 around the world in 2019.",
        "Pirate attacks in the world fell to 159 in 2019.",
        "The world's pirate attacks fell to 159 in 2019.",
    ],
)
@pytest.mark.parametrize("after", ["", " Indonesia was quiet.", "\n\nIndonesia had 25 attacks."])
def test_the_world_is_a_place(text: str, after: str) -> None:
    """Worldwide counts are the world's, whatever the dateline, the country of publication and the sentences after."""
    assert parse(text + after, country="PAK")[0].resolved.places == ("WLD",)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # A dateline is where the report was sent from.
        ("LONDON, 15 January 2020 – Pirate attacks fell to 159 in 2019.", [()]),
        ("NAIROBI (Reuters) - Pirate attacks off Somalia fell to 159 in 2019.", [("SOM",)]),
        # Each number its own place.
        ("Conflict deaths rose to 400 in Ukraine and 300 in Ethiopia in 2022.", [("UKR",), ("ETH",)]),
        ("Unlike in France, attacks rose by 20 percent in Sweden.", [("SWE",)]),
        ("Attacks rose by 20 percent in Sweden, unlike in France.", [("SWE",)]),
        ("Attacks outside Afghanistan rose by 20 percent.", [()]),
        ("Clashes between India and Pakistan rose by 20 percent.", [()]),
        # Soldiers and embassies are abroad; "in the world" after a rank is no count of it.
        ("US-led troops stood by.\n\nAttacks rose by 20 percent.", [()]),
        ("It is the deadliest conflict in the world.\n\nAttacks rose by 20 percent.", [(), ()]),
        # A paragraph goes on where it was; a country named later is another's.
        ("Attacks in Mali rose by 20 percent. Deaths fell by 30 percent.", [("MLI",), ("MLI",)]),
        ("Attacks in Wakanda rose by 20 percent. Deaths fell by 30 percent.", [(), ()]),
        ("Pirate attacks fell by 20 percent.\n\nIn Indonesia there were 25 attacks.", [(), ("IDN",)]),
        # Neither widened nor narrowed.
        ("Murders in Lagos rose by 60 percent.\n\nRobberies fell by 20 percent.", [("city:lagos",), ("city:lagos",)]),
        ("Attacks in Mali rose by 60 percent. Nationwide, deaths fell by 20 percent.", [("MLI",), ("MLI",)]),
        # Which of two, by the company.
        ("Police in Atlanta spoke. Thefts in Georgia rose by 3 percent.", [("US-GA",)]),
        ("Armenia was quiet. Thefts in Georgia rose by 3 percent.", [("GEO",)]),
        ("The DRC was quiet. Thefts in Congo rose by 3 percent.", [("COD",)]),
        ("Attacks in Punjab, Pakistan, rose by 3 percent.", [("PK-PB",)]),
    ],
)
def test_whose_place_it_is(text: str, codes: list[tuple[str, ...]]) -> None:
    """Datelines, contrasts, the places of other numbers and later sentences are not taken for the claim's."""
    assert [claim.resolved.places for claim in parse(text)] == codes


def test_the_title_tells_where() -> None:
    """A claim that names no place takes that of the title before the country of publication."""
    text = "---\ntitle: Mali after the coup\ncountry: FRA\n---\nAttacks rose by 20 percent in 2022."
    assert (last(text).resolved.places, last(text).resolved.how["place"]) == (("MLI",), "title")


def test_one_number_in_two_regions_of_a_country_is_two_claims() -> None:
    """Texas +20 percent and California +20 percent are two claims, and the same one of Texas again is a repeat."""
    text = (
        "Murders in Texas rose by 20 percent. Murders in California rose by 20 percent. "
        "Murders in Texas rose by 20 percent."
    )
    read = read_claims(document(text))
    assert [claim.resolved.places for claim in read.claims] == [("US-TX",), ("US-CA",)]
    assert list(read.repeats) == ["c1"]


def test_the_json_has_the_place() -> None:
    """`resolved` has the code of the place, a list for several, and the words of one that is not known."""
    several = last("Pirate attacks in the Philippines and Malaysia fell by 60 percent.").resolved.to_dict()
    assert (several["place"], several["country"], several["unknown_place"]) == (["PHL", "MYS"], None, None)
    unknown = last("Attacks in Wakanda rose by 20 percent.").resolved.to_dict()
    assert (unknown["place"], unknown["unknown_place"]) == (None, "Wakanda")
