"""Files as they come: front matter, flags, and everything that can be wrong with them."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from verifier.claims.document import document, read_document
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
        (b"PK\x03\x04\x00\x00", "not a text file"),
        ("Übung".encode("utf-16"), "UTF-16"),
        ("one\ncaf\u00e9".encode("latin-1"), "line 2"),
        ("---\ntitle: x\n", "never closes"),
        ("---\n- a\n- b\n---\nText.", "not lines of `key: value`"),
        ("---\ntitle: a: b\n---\nText.", "line 2"),
        ("---\npublished: 8 November\n---\nText.", "published: '8 November' is not a date"),
        ("---\npublished: 2023-13-45\n---\nText.", "cannot be read"),
        ("---\ncountry: Pakistn\n---\nText.", "did you mean Pakistan (PAK)?"),
        ("---\ncountry: [a]\n---\nText.", "is not a country"),
        ("---\nevents: the takeover\n---\nText.", "events must be"),
        ("---\nevents:\n  the takeover: soon\n---\nText.", "events, the takeover: 'soon' is not a date"),
        ("---\ntitle: [a, b]\n---\nText.", "title must be one line"),
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
