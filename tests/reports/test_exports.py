"""The files beside the page, for other programs: each held against what its format asks for."""

import csv
import io
import json
import re
import struct
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import unquote

import pytest
from rocrate.rocrate import ROCrate

from verifier.claims.document import document, read_document
from verifier.files import sha256
from verifier.reports.editorial import Editorial, Rating, claim_reviews
from verifier.reports.who_said import full_name, is_organisation

# schema.org/ClaimReview and developers.google.com/search/docs/appearance/structured-data/factcheck (November 2025):
# what Google requires, then what it recommends or schema.org expects of a review.
REQUIRED = {"claimReviewed", "reviewRating", "url"}
EXPECTED = {"author", "datePublished", "itemReviewed", "reviewBody"}
CLAIM = {"author", "datePublished", "appearance"}


def loaded(report, name):
    """A JSON file of a report."""
    return json.loads((report.folder / name).read_text(encoding="utf-8"))


RATED = Editorial(
    publisher="The Example Desk", url="https://desk.example/x",
    ratings={1: Rating("Misleading"), 2: Rating("False")},
)  # fmt: skip


def reviews_of(report, newsroom, **instead):
    """The reviews of the claims of a report by a newsroom, with some fields of the first claim replaced."""
    results = {number: dict(result) for number, result in enumerate(report.results, start=1)}
    results[1]["claim"] = results[1]["claim"] | instead
    document = read_document(report.folder / "document.md")
    return claim_reviews(document, results, date(2024, 3, 1), newsroom)


def test_claim_reviews_have_what_schema_org_and_google_ask_for(kakar_report):
    """One ClaimReview a rated claim, with every required and expected property, one claim each, the speaker in full."""
    reviews = reviews_of(kakar_report, RATED)
    assert [review["claimReviewed"] for review in reviews] == [
        "Terror attacks in Pakistan rose by 60 percent from 15 August 2021 to 8 November 2023.",
        "Suicide bombings in Pakistan rose by 500 percent from 15 August 2021 to 8 November 2023.",
    ]
    for review, words in zip(reviews, ("Misleading", "False"), strict=True):
        assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
        assert set(review) >= REQUIRED | EXPECTED
        assert date.fromisoformat(review["datePublished"])
        assert review["reviewRating"] == {"@type": "Rating", "alternateName": words}
        item = review["itemReviewed"]
        assert item["@type"] == "Claim"
        assert set(item) >= CLAIM
        assert item["author"] == {"@type": "Person", "name": "Anwaarul Haq Kakar"}
        assert item["datePublished"] == "2023-11-08"
        assert all(one["@type"] == "CreativeWork" and one["url"].startswith("https://") for one in item["appearance"])


def test_what_is_not_rated_or_has_no_author_or_address_is_no_review(kakar_report):
    """Data that no service takes are left out: the file is empty, and the page has none."""
    assert loaded(kakar_report, "claimreview.json") == []
    assert "application/ld+json" not in kakar_report.page.read_text(encoding="utf-8")
    assert len(reviews_of(kakar_report, replace(RATED, ratings={2: Rating("False")}))) == 1
    assert reviews_of(kakar_report, replace(RATED, url="")) == []
    assert reviews_of(kakar_report, replace(RATED, publisher="")) == []


def test_of_a_denial_what_was_denied_is_reviewed(kakar_report):
    """The claim is the statement denied, and whoever denies it is not its author."""
    denied, _ = reviews_of(
        kakar_report, RATED, negated=True, sentence="It is not true that attacks rose by 60 percent."
    )
    assert denied["claimReviewed"].startswith("Terror attacks in Pakistan rose by 60 percent")
    assert "author" not in denied["itemReviewed"]


@pytest.mark.parametrize(
    ("text", "speaker", "name"),
    [
        ("Harbour master Mara Lindqvist spoke. Lindqvist said more.", "Lindqvist", "Mara Lindqvist"),
        ("The mayor spoke.", "mayor", "mayor"),
        ("UNHCR says so.", "UNHCR", "UNHCR"),
        ("In London Smith spoke.", "Jane Smith", "Jane Smith"),
    ],
)
def test_a_speaker_has_the_full_name_of_the_text(text, speaker, name):
    """The first place in which the name has more words in front says what it is in full."""
    assert full_name(speaker, document(text)) == name
    assert is_organisation(name) == (name == "UNHCR")


def test_the_crate_has_what_ro_crate_1_1_demands(kakar_report):
    """The MUSTs of RO-Crate 1.1 (w3id.org/ro/crate/1.1): descriptor, root, its properties, one flat graph."""
    data = loaded(kakar_report, "ro-crate-metadata.json")
    assert data["@context"] == "https://w3id.org/ro/crate/1.1/context"
    by_id = {entity["@id"]: entity for entity in data["@graph"]}
    assert len(by_id) == len(data["@graph"])
    assert all(entity["@type"] for entity in data["@graph"])
    descriptor = by_id["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = by_id["./"]
    assert root["@type"] == "Dataset"
    assert root["name"]
    assert root["description"]
    assert datetime.fromisoformat(root["datePublished"])
    assert by_id[root["license"]["@id"]]["name"]
    for value in [value for entity in data["@graph"] for value in entity.values()]:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                assert set(one) == {"@id"}
                assert one["@id"] in by_id or one["@id"].startswith("https://w3id.org/")


def test_the_crate_lists_every_file_as_it_is(report):
    """Each file of the folder but the metadata itself is a part, with its size and checksum."""
    data = loaded(report, "ro-crate-metadata.json")
    files = {unquote(entity["@id"]): entity for entity in data["@graph"] if entity["@type"] == "File"}
    assert set(files) == {file.name for file in report.folder.iterdir()} - {"ro-crate-metadata.json"}
    for name, entity in files.items():
        assert entity["contentSize"] == str((report.folder / name).stat().st_size)
        assert entity["sha256"] == sha256(report.folder / name)
        assert "/" in entity["encodingFormat"]


def test_the_rocrate_library_reads_the_crate(report):
    """The project's own library opens the folder and finds the page, the data and the software."""
    crate = ROCrate(report.folder)
    assert crate.mainEntity.id == "index.html"
    assert {entity.id for entity in crate.data_entities} >= {"index.html", "numbers.csv", "claim-1.ipynb"}
    assert crate.dereference("#check")["instrument"].id == "#verifier"


def test_the_numbers_are_those_of_the_checks(report):
    """One row a comparison, as many as each check says, and the counts of its strongest comparisons are among them."""
    rows = list(csv.DictReader(io.StringIO((report.folder / "numbers.csv").read_text(encoding="utf-8"))))
    for number, result in enumerate(report.results, start=1):
        own = [row for row in rows if row["claim"] == str(number)]
        assert len(own) == result["specifications"]
        assert {row["finding"] for row in own} == {result["finding"]}
        assert sum(float(row["weight"]) for row in own) == pytest.approx(1, abs=1e-4)
        for row in result["counter_comparisons"]:
            assert any(one["after_count"] == str(row["after_count"]) and one["before_start"] == row["before_start"]
                       for one in own)  # fmt: skip


def test_the_markdown_has_the_words_of_the_page_in_its_order(report):
    """The Markdown has each section of the page, in order, each finding, and every chart in words."""
    text = (report.folder / "report.md").read_text(encoding="utf-8")
    heads = [line.removeprefix("### ") for line in text.splitlines() if line.startswith("### ")]
    page = report.page.read_text(encoding="utf-8")
    assert heads == re.findall(r"<h3>(.*?)</h3>", page)
    for result in report.results:
        assert result["finding"] in text
    assert text.count("*Chart.*") == page.count("<figure") >= 2 * len(report.results)
    assert "verifier report document.md" in text


def test_each_claim_has_a_card_with_words(report):
    """A PNG of 1200 by 630 for each claim; its words are kept with the claim's data."""
    for number, result in enumerate(report.results, start=1):
        header = (report.folder / f"card-{number}.png").read_bytes()[:24]
        assert header[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", header[16:]) == (1200, 630)
        alt = loaded(report, f"claim-{number}.json")["card_alt"]
        assert result["finding"] in alt
        assert "The claim:" in alt
