"""Records of an archive as documents: fields by their usual names, and one clear sentence for each that is bad."""

import json
from datetime import date

import pytest

from verifier.errors import InputError, UsageError
from verifier.reports.archives.documents import Record, chosen_columns, document_of, name_of, roles


def read(fields, columns=(), country=None):
    """The document of a JSON line."""
    line = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    return document_of(Record(7, "", line), chosen_columns(columns), country)


@pytest.mark.parametrize(
    ("fields", "name", "text"),
    [
        ({"id": "a", "text": "Words."}, "a", "Words."),
        ({"doc_id": 12, "body": "Words."}, "12", "Words."),
        ({"ID": "a", "Content": "Words."}, "a", "Words."),
        ({"text": "Words."}, "row-7", "Words."),
        ({"id": "a\n b", "text": "Words.", "body": "Others."}, "a b", "Words."),
    ],
)
def test_fields_are_known_by_their_usual_names(fields, name, text):
    """Case does not matter, a number is an id too, and a document without one is called by its row."""
    found, document = read(fields)
    assert (found, document.text, document.body) == (name, text, 0)


def test_what_is_known_of_a_document_is_taken():
    """Title, address, publisher, day and country; of another type, the first three are left out."""
    about = {"headline": "T", "link": "https://example.org", "outlet": "Post", "date": "2023-11-08", "country": "Mali"}
    _, document = read({"text": "Words.", **about})
    assert (document.title, document.url, document.publisher) == ("T", "https://example.org", "Post")
    assert (document.published, document.country) == (date(2023, 11, 8), "MLI")
    _, document = read({"text": "Words.", "source": {"name": "Post"}, "title": ["T"]})
    assert (document.publisher, document.title) == (None, None)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-11-08", date(2023, 11, 8)),
        ("2023-11-08T23:30:00-05:00", date(2023, 11, 8)),
        ("2023-11-08 23:30:00+00", date(2023, 11, 8)),
        (20231108, date(2023, 11, 8)),
        ("Wed, 08 Nov 2023 10:00:00 GMT", date(2023, 11, 8)),
        ("", None),
        (None, None),
    ],
)
def test_days_are_taken_as_they_are_written(written, day):
    """ISO days with or without a time, and those of feeds; the day is the one that is written there."""
    assert read({"text": "Words.", "published": written})[1].published == day


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (b"{broken", "not JSON (column 2"),
        (b"\xff{}", "not UTF-8 (byte 0)"),
        (b"[" * 100_000, "not JSON that can be read"),
        (b"9" * 5000, "not JSON that can be read"),
        (b"[1]", "a JSON list"),
        ({"x": 1}, "--column text=NAME which to take of x"),
        ({"text": None}, "no text"),
        ({"text": 5}, "a JSON int"),
        ({"text": " \n"}, "empty"),
        ({"text": "a\0b"}, "character 1 is zero"),
        ({"text": "a\ud800"}, "lone surrogate"),
        ({"text": "Words.", "published": "2023-13-01"}, "published: '2023-13-01'"),
        ({"text": "Words.", "published": "yesterday"}, "published: 'yesterday'"),
        ({"text": "Words.", "published": 1699432200}, "published: '1699432200'"),
        ({"text": "Words.", "country": "Pakistn"}, "did you mean Pakistan"),
        ({"text": "Words.", "id": {"$oid": "5"}}, "--column id="),
        ({"text": "Words.", "id": "x" * 501}, "501 characters"),
    ],
)
def test_a_bad_record_is_told_in_a_sentence(fields, words):
    """What is wrong, and where it can be told what to do."""
    with pytest.raises(InputError) as told:
        read(fields)
    assert words in str(told.value)


def test_a_bad_record_is_called_by_its_id_where_it_has_one():
    """The list of problems names the document as far as it can."""
    assert name_of(Record(7, "", b'{"id": 5, "text": "x", "date": "soon"}'), ()) == "5"
    assert name_of(Record(7, "", b"{broken"), ()) == ""
    assert name_of(Record(7, "a.txt", b"", "it is a link"), ()) == "a.txt"


def test_columns_can_be_chosen():
    """ROLE=NAME goes before the usual names; without a name the role is left alone; a line may lack what it chose."""
    fields = {"text": "Words.", "story": "Others.", "country": "Nowhere", "when": "2023-11-08"}
    _, document = read(fields, ["text=story", "country=", "published=when"])
    assert (document.text, document.country, document.published) == ("Others.", None, date(2023, 11, 8))
    assert read({"story": "Others."}, ["text=story", "published=when"])[1].published is None
    with pytest.raises(InputError, match="no story for the text"):
        read({"text": "Words."}, ["text=story"])
    with pytest.raises(InputError, match="no column 'when'; there is text"):
        roles(("text",), (("published", "when"),))
    with pytest.raises(UsageError, match=r"did you mean text=…\?"):
        chosen_columns(["txt=story"])
    with pytest.raises(UsageError, match="the roles are id, text"):
        chosen_columns(["story"])


def test_a_country_for_all_is_for_those_that_do_not_say_theirs():
    """It fills in for records and for files, and replaces nothing."""
    assert read({"text": "Words."}, country="PAK")[1].country == "PAK"
    assert read({"text": "Words.", "country": "Mali"}, country="PAK")[1].country == "MLI"
    assert document_of(Record(1, "a.txt", b"Words."), (), "PAK")[1].country == "PAK"
    front = b"---\ncountry: MLI\n---\nWords."
    assert document_of(Record(1, "a.txt", front), (), "PAK")[1].country == "MLI"
