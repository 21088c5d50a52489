"""Country names, demonyms and codes."""

from __future__ import annotations

import pytest

from verifier.errors import UsageError
from verifier.places import tree
from verifier.places.names import country_code, country_name, nearest_country


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Pakistan", "PAK"),
        ("pakistani", "PAK"),
        ("PK", "PAK"),
        ("pak", "PAK"),
        ("Afghans", "AFG"),
        ("the United States", "USA"),
        ("U.S.", "USA"),
        ("Ivory Coast", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("Viet Nam", "VNM"),
        ("Holland", "NLD"),
        ("the Netherlands", "NLD"),
        ("Netherlands", "NLD"),
        ("DR Congo", "COD"),
        ("Kosovo", "XKX"),
        ("Iran, Islamic Republic of", "IRN"),
    ],
)
def test_names_demonyms_and_codes_lead_to_alpha_3(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize("name", ["", "Atlantis", "XX", "zzz", "Europe"])
def test_what_is_no_country_has_no_code(name: str) -> None:
    assert country_code(name) is None


def test_a_code_has_its_usual_name() -> None:
    assert country_name("PAK") == "Pakistan"
    assert country_name("USA") == "United States"
    assert country_name("ABW") == "Aruba"
    with pytest.raises(UsageError, match="'ZZZ'"):
        country_name("ZZZ")


def test_a_misspelt_country_has_a_nearest_one() -> None:
    assert nearest_country("Afganistan") == "Afghanistan (AFG)"
    assert nearest_country("qqqqqqq") is None


def test_every_country_of_the_list_is_one_of_iso_3166() -> None:
    assert [code for code in tree.place_data("countries")["names"] if country_code(code) != code] == []
