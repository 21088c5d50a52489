"""Files as they come: front matter, flags, and everything that can be wrong with them."""

from __future__ import annotations

import io
import sys
import unicodedata
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from verifier.claims.claim import Claim
from verifier.claims.document import document, read_document
from verifier.claims.reader import read_claims
from verifier.errors import InputError, UsageError

FRONT = """---
title: Attacks rise
publisher: The Paper
published: 2023-11-08
country: Pakistan
speaker: A. Minister
place: Islamabad
events:
  the takeover: 2021-08-15
sources:
  - https://example.org/a
example: true
---
Attacks rose by 60 percent.
"""


def write(tmp_path: Path, content: str | bytes) -> Path:
    file = tmp_path / "claim.md"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_front_matter_is_read_and_the_body_starts_after_it(tmp_path: Path) -> None:
    found = read_document(write(tmp_path, FRONT))
    assert found.text[found.body :] == "Attacks rose by 60 percent.\n"
    assert (found.title, found.publisher, found.speaker) == ("Attacks rise", "The Paper", "A. Minister")
    assert (found.published, found.country, found.place) == (date(2023, 11, 8), "PAK", "Islamabad")
    assert found.events == {"the takeover": date(2021, 8, 15)}
    assert found.sources == ["https://example.org/a"]
    assert found.example
    assert found.warnings == []


def test_a_file_without_front_matter_is_all_body(tmp_path: Path) -> None:
    found = read_document(write(tmp_path, "Attacks rose by 60 percent.\n"))
    assert found.body == 0
    assert found.published is None


def test_flags_replace_what_the_front_matter_says(tmp_path: Path) -> None:
    found = read_document(write(tmp_path, FRONT), published="2024-01-02", country="nga")
    assert (found.published, found.country) == (date(2024, 1, 2), "NGA")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    found = read_document(write(tmp_path, b"\xef\xbb\xbf" + FRONT.encode()))
    assert found.country == "PAK"


def test_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    found = read_document(write(tmp_path, FRONT.replace("\n", "\r\n")))
    assert found.country == "PAK"
    assert found.text[found.body :].startswith("Attacks rose")


def test_an_unknown_key_is_a_warning_that_names_it(tmp_path: Path) -> None:
    found = read_document(write(tmp_path, "---\nauthor: me\n---\nText."))
    assert len(found.warnings) == 1
    assert "'author'" in found.warnings[0]


def test_norway_survives_yaml(tmp_path: Path) -> None:
    assert read_document(write(tmp_path, "---\ncountry: NO\n---\nText.")).country == "NOR"


def test_a_line_of_dashes_later_in_a_text_is_no_front_matter() -> None:
    assert document("First.\n---\nSecond.\n---\n").body == 0


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FRONT.encode())))
    found = read_document("-")
    assert found.name == "standard input"
    assert found.country == "PAK"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        (" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"PK\x03\x04\x00\x00", "is a zip file"),
        ("Übung".encode("utf-16"), "UTF-16"),
        ("one\ncaf\u00e9".encode("latin-1"), "line 2"),
        ("---\ntitle: x\n", "never closes"),
        ("---\n- a\n- b\n---\nText.", "not lines of `key: value`"),
        ("---\ntitle: a: b\n---\nText.", "claim.md:2:9: the front matter"),
        ("---\npublished: 8 November\n---\nText.", "claim.md:2:12: published: '8 November' is not a date"),
        ("---\npublished: 2023-13-45\n---\nText.", "cannot be read"),
        (
            "---\ntitle: A\ncountry: Pakistn\n---\nText.",
            "claim.md:3:10: country: 'Pakistn' is not a country: did you mean Pakistan (PAK)?",
        ),
        ("---\ncountry: [a]\n---\nText.", "is not a country"),
        ("---\nevents: the takeover\n---\nText.", "events must be"),
        (
            "---\nevents:\n  the takeover: soon\n---\nText.",
            "claim.md:3:17: the takeover (events): 'soon' is not",
        ),
        ("---\ntitle: [a, b]\n---\nText.", "claim.md:2:8: title must be one line"),
        ("---\nsources:\n  - {a: b}\n---\nText.", "sources must be one line"),
        ("---\nexample: perhaps\n---\nText.", "neither true nor false"),
        ("---\nx: !!python/object/apply:os.getcwd []\n---\nText.", "cannot be read"),
    ],
)
def test_bad_input_is_one_clear_message_that_names_the_file(tmp_path: Path, content: str | bytes, says: str) -> None:
    file = write(tmp_path, content)
    with pytest.raises(InputError) as caught:
        read_document(file)
    message = str(caught.value)
    assert says in message
    assert "claim.md" in message
    assert "\n" not in message
    assert caught.value.exit_code == 3


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file .*nothing\.md"):
        read_document(tmp_path / "nothing.md")
    with pytest.raises(InputError, match="is a folder"):
        read_document(tmp_path)


def test_a_name_no_system_can_open_is_bad_input() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_document("a\0b")


@pytest.mark.parametrize(("published", "country"), [("yesterday", None), (None, "Atlantis")])
def test_a_bad_flag_is_a_usage_error(tmp_path: Path, published: str | None, country: str | None) -> None:
    with pytest.raises(UsageError, match=r"--published|--country"):
        read_document(write(tmp_path, FRONT), published=published, country=country)


def test_an_empty_text_in_memory_has_no_claims() -> None:
    assert document("").text == ""


def claims_of(text: str, **given: str) -> list[Claim]:
    """The claims of a text; every offset is checked."""
    read = read_claims(document(text, **given))  # type: ignore[arg-type]
    for claim in [*read.claims, *(again for later in read.repeats.values() for again in later)]:
        assert text[claim.start : claim.end] == claim.text
    return read.claims


def brief(claims: list[Claim]) -> list[tuple[str | None, object, str | None]]:
    return [(claim.measure, claim.value, claim.unit) for claim in claims]


TWO = [("Murders", 60.0, "percent"), ("Robberies", 10.0, "percent")]


@pytest.mark.parametrize(
    "text",
    [
        "Murders rose by 60 percent in 2019.\r\n\r\nRobberies fell by\r\n10 percent.\r\n",
        "Murders rose by 60 percent in 2019.\r\rRobberies fell by\r10 percent.\r",
        "\ufeffMurders rose by 60 percent in 2019.\n\nRobberies fell by 10 percent.",
        "# Murders rose by 60 percent in 2019\nRobberies fell by 10 percent.",
        "Murders rose by 60 percent in 2019\n==================\nRobberies fell by 10 percent.",
        "In numbers:\n* Murders rose by 60 percent\n* Robberies fell by 10 percent",
        "1. Murders rose by 60 percent\r\n2. Robberies fell by 10 percent",
        "| Murders rose by 60 percent | 2019 |\n|---|---|\n| Robberies fell by 10 percent | 2019 |",
        "**Murders** rose by **60** percent in _2019_.[1][2] Robberies fell by *10 percent*.[^3]",
        "[Murders](https://example.org/5-killed) rose by [60 percent](/a/b). Robberies fell by 10\\% in 2019.",
        "He wrote:\n\n> Murders rose by\n> 60 percent in 2019.\n>\n> Robberies fell by\n> 10 percent.",
        "Mur\u200bders rose by 6\u20600 per\u00adcent in 2019. \u202bRobberies\u202c fell by 10 percent.",
        "🚨 Murders rose by 60% in 2019! 👮\u200d♀️ Robberies fell by 10%. 📉",
        "Murders rose by ٦٠٪ in 2019. Robberies fell by १० percent.",
        "犯罪。Murders rose by ６０％ in 2019。Robberies fell by 10 percent。",
        "गाँव में। Murders rose by 60 percent in 2019। Robberies fell by 10 percent.",
        "Murders rose by\u00a060\u202f% in\u00a02019.\n\nRobberies fell by\u200910 percent.",
        "Murders rose by sixty\n\n   12\n\n\fpercent in 2019.\nRobberies fell by\n\fPage 13 of 40\nten percent.",
        "Mur-\nders rose by 60 per\u2010\r\ncent in 2019.\n\nRob-\n  beries fell by 10 per-\ncent.",
        "Murders \ud800 rose by 60 percent in 2019.\x00 Robberies fell by 10 percent.\x1b",
    ],
    ids=lambda text: ascii(text[:30]),
)
def test_a_text_of_any_make_has_the_same_claims_and_offsets_into_the_text_as_it_came(text: str) -> None:
    found = brief(claims_of(text))
    assert [(measure, value) for measure, value, _ in found] == [(measure, value) for measure, value, _ in TWO]
    assert {unit for _, _, unit in found} == {"percent"}


def test_a_line_of_its_own_with_a_number_is_not_taken_for_a_page_number() -> None:
    assert [claim.value for claim in claims_of("Murders rose by\n60\npercent in 2019.")] == [60.0]


def test_thousands_parted_by_a_narrow_space_are_one_number() -> None:
    (claim,) = claims_of("At least 1\u202f200 people were killed in Lagos in 2019.")
    assert claim.value == 1200.0


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_are_read_in_either_normal_form(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "Murders in São Paulo rose by 60 percent in 2019.")
    (claim,) = claims_of(text)
    assert (claim.place, claim.resolved.country, claim.text) == ("São Paulo", "BRA", "60 percent")
    assert claim.sentence == text


def test_a_dateline_gives_the_country_of_the_paragraphs_after_it() -> None:
    claims = claims_of(
        "LAGOS, 5 May 2021 (Wire) — Murders rose by 60 percent.\n\nRobberies fell by 10 percent in 2020."
    )
    assert [claim.resolved.country for claim in claims] == ["NGA", "NGA"]


SAID = "Ada Bello"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“Murders rose by 60 percent,” said Ada Bello. “Robberies fell by 10 percent. Arrests doubled.”", [SAID] * 3),
        ('"Murders rose by 60 percent," Ada Bello said. "Arrests doubled."', [SAID] * 2),
        ("“Murders rose by 60 percent. Robberies fell by 10 percent,” said Ada Bello.", [SAID] * 2),
        ("Ada Bello said: “Murders rose by 60 percent.\n\n“Robberies fell by 10 percent.”", [SAID] * 2),
        ("“Murders rose by 60 percent,” said Ada Bello.\n\nRobberies fell by 10 percent.", [SAID, None]),
        ("“Murders rose by 60 percent,” said Ada Bello. Robberies fell by 10 percent.", [SAID, None]),
        ("“Murders rose by 60 percent.”\n\n“Robberies fell by 10 percent,” said Ada Bello.", [None, SAID]),
    ],
)
def test_a_speaker_is_carried_through_a_quotation_and_no_further(text: str, speakers: list[str | None]) -> None:
    assert [claim.speaker for claim in claims_of(text)] == speakers


def test_a_claim_made_again_in_the_same_words_is_a_repeat() -> None:
    text = "Murders rose by 60 percent in 2019.\n\nPolice were asked.\n\nMurders rose by 60 percent in 2019."
    read = read_claims(document(text))
    assert [claim.id for claim in read.claims] == ["c1"]
    assert [again.start for again in read.repeats["c1"]] == [text.rindex("60")]


def test_two_equal_claims_of_one_sentence_are_two() -> None:
    assert len(claims_of("Murders rose by 60 percent in Lagos and robberies by 60 percent in Kano.")) == 2


def test_a_megabyte_is_read_and_every_mention_is_found() -> None:
    paragraph = "Nothing of note was reported from the harbour on the other days of that long and quiet season. " * 5
    text = f"{paragraph}\n\n{paragraph} Murders in Lagos rose by 60 percent in 2019.\n\n" * 1060
    assert len(text) > 1_000_000
    read = read_claims(document(text))
    assert [claim.value for claim in read.claims] == [60.0]
    assert len(read.repeats["c1"]) == 1059
    assert text[read.repeats["c1"][-1].start :].startswith("60 percent")


@pytest.mark.parametrize("years", ["2018", "3,000", "500 thousand"])
def test_a_baseline_before_the_calendar_begins_is_none(years: str) -> None:
    """More years earlier than there are: the claim is read, and no baseline stands for what cannot be dated."""
    (claim, *_) = claims_of(
        f"At least 3,773 people were killed in Lagos in 2018, down from 4,500 {years} years earlier."
    )
    assert claim.resolved.baseline is None
