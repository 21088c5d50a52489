"""What is claimed often and is not here has a source, an address, a licence and a way to bring it in."""

from __future__ import annotations

import re

import pytest

from verifier.incidents.catalogue import datasets
from verifier.incidents.obtain import obtain, topics
from verifier.places.tree import is_code
from verifier.reports.dataset_list import dataset_list, dataset_row


@pytest.mark.parametrize(
    ("words", "places", "topic"),
    [
        ("knife crime", ["GB-ENG"], "knife crime in England and Wales"),
        ("knife crime", [], None),
        ("murders", ["ZAF"], "crime in South Africa"),
        ("homicides", ["NGA"], "homicides in other countries"),
        ("people killed in road accidents", ["BGD"], "people killed on the roads"),
        ("Asylum applications", ["DEU"], "asylum applications"),
        ("killed by police", ["US-TX"], "people killed by the police in the United States"),
        ("murders", ["city:chicago"], "crime in cities of the United States"),
        ("drug overdose deaths", ["USA"], "drug overdose deaths in the United States"),
        ("gun murders", ["USA"], None),
        ("crimes by refugees", ["DEU"], None),
        ("bridges opened", ["USA"], None),
        ("", ["USA"], None),
    ],
)
def test_the_topic_of_words(words: str, places: list[str], topic: str | None) -> None:
    """The phrase with the most words in common wins; an entry for a place is for claims about that place alone."""
    found = obtain(words, places)
    assert (found.topic if found else None) == topic


def test_every_topic_is_whole() -> None:
    """Each of some forty topics has phrases, known places, an address and a command that the program has."""
    known = topics()
    assert len(known) >= 40
    assert len({one.topic for one in known}) == len(known)
    for one in known:
        assert all(one.words), one.topic
        assert all(map(is_code, one.places)), one.topic
        assert one.url.startswith("https://"), one.topic
        assert one.source, one.topic
        assert one.licence, one.topic
        assert re.search(r"verifier data (?:import|fetch) ", one.how), one.topic
        assert one.sentence.endswith(".")


def test_the_list_of_datasets_fits_a_screen_and_says_where_and_until_when() -> None:
    """A line a dataset: topics, places, last day; the last days of several countries that differ are both told."""
    rows = {one.id: dataset_row(one) for one in datasets()}
    lines = dataset_list(list(rows.values())).splitlines()
    assert len(lines) == len(rows) + 1
    assert max(map(len, lines)) <= 120
    assert (rows["ucdp-ged"]["where"], rows["ucdp-ged"]["until"]) == ("5 countries", "2018 to 2022")
    assert (rows["ucdp-country-year"]["where"], rows["ucdp-country-year"]["until"]) == (
        "the world, 199 countries",
        "2024",
    )
    assert rows["fbi-estimated-crimes"]["where"] == "United States, 51 parts"
    assert rows["measles-us"]["until"] == "2026-07-22"
    assert all(row["topics"] for row in rows.values() if row["shipped"])
