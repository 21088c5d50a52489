"""Reading watchlists: the schema, and every mistake with its line and column."""

import json

import pytest
from jsonschema import Draft202012Validator

from verifier.errors import InputError
from verifier.reports.watchlists.watchlist import read_watchlist, schema_text

GOOD = """\
title: Watched
defaults: {datasets: [pips], schedule: Mondays}
documents:
  speech: {path: kakar-2023-11-08.md, published: 2023-11-08, country: NO}
  note: {text: "Attacks rose by 5 percent in 2022.", title: A note}
claims:
  - id: one
    document: speech
    claim: 2
    vintages: {pips: 25.1}
  - id: two
    text: Attacks doubled.
    datasets: [picss]
    schedule: Fridays
"""


def problems(tmp_path, text):
    """What is wrong with a watchlist, as (line, column, words)."""
    file = tmp_path / "list.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_watchlist(file)
    found = []
    for line in str(caught.value).splitlines():
        assert line.startswith(f"{file}:")
        at, column, words = line.removeprefix(f"{file}:").split(":", 2)
        found.append((int(at), int(column), words.strip()))
    return found


def test_what_is_written_is_what_is_meant(tmp_path):
    """Defaults give way to the document's and the claim's own; 25.1, NO and days stay as they were written."""
    file = tmp_path / "list.yml"
    file.write_text(GOOD, encoding="utf-8")
    read = read_watchlist(file)
    one, two, note = read.claims
    assert (one.claim, one.vintages, one.schedule) == (2, {"pips": "25.1"}, "Mondays")
    assert one.parameters == {"published": "2023-11-08", "country": "NO", "datasets": ["pips"]}
    assert (two.parameters, two.schedule) == ({"datasets": ["picss"]}, "Fridays")
    assert (note.id, note.claim, note.text.about) == ("note", None, {"title": "A note"})


def test_the_schema_is_a_schema_and_knows_its_example():
    """The published schema is valid JSON Schema 2020-12, and every field has words for an editor to show."""
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["claims"]["items"]["properties"]["schedule"]["description"]


def test_every_mistake_is_told_at_once_where_it_stands(tmp_path):
    """Several mistakes in one file come together, each with its line and column."""
    text = "titel: x\nclaims:\n  - id: ../up\n    text: a\n  - id: b\n    claim: none\n  - text: c\n"
    assert problems(tmp_path, text) == [
        (1, 1, "unknown field 'titel'; did you mean 'title'?"),
        (3, 9, "id: '../up' is not a plain name: letters, digits, - and _, up to 80 of them"),
        (5, 5, "document or text is missing"),
        (6, 12, "claim: 'none' is not a whole number"),
        (7, 5, "id is missing"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["../up", "a/b", "a\\b", ".hidden", "", "..", "-x", "a b", "a:b", "x" * 81, "ü"])
def test_an_id_cannot_leave_the_folder(tmp_path, name):
    """Only plain names become folders."""
    (found,) = problems(tmp_path, f"claims:\n  - id: {json.dumps(name)}\n    text: a\n")
    assert found[:2] == (2, 9)
    assert "plain name" in found[2]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("claims:\n  - {id: a, text: b}\n  - {id: A, text: c}\n", 3, 10, "already that of the claim on line 2"),
        ("claims:\n  - {id: a, document: x}\n", 2, 23, "there is no document 'x'"),
        ("claims:\n  - {id: a, text: b, document: x}\n", 2, 5, "not both"),
        ("claims:\n  - {id: a, text: b, known_on: 2023-02-30}\n", 2, 32, "not a day that exists"),
        (
            "claims:\n  - {id: a, text: b, known_on: soon}\n",
            2,
            32,
            "'soon' is not a day that exists, written YYYY-MM-DD",
        ),
        ("claims:\n  - {id: a, text: b, place: Nowhereland}\n", 2, 29, "Nowhereland"),
        ("claims:\n  - {id: a, id: b, text: c}\n", 2, 13, "'id' is given twice"),
        ("claims: 3\n", 1, 9, "claims: 3 is not a list"),
        ("claims:\n  - id: a\n   text: b\n", 3, 4, ""),
        ("a: &x 1\nb: *x\n", 2, 4, "aliases"),
        ("claims: !!python/object/apply:os.system [id]\n", 1, 9, "tags"),
        ("url: javascript:alert(1)\nclaims: []\n", 1, 6, "address"),
        ("", 1, 1, "write claims, documents or both"),
        ("documents: {x: {path: a.md, title: t}}\n", 1, 29, "goes with text"),
        ("documents: {x: {path: a.md}, 'a/b': {path: a.md}}\n", 1, 30, "plain name"),
    ],
)
def test_a_mistake_is_told_with_line_and_column(tmp_path, text, line, column, words):
    """One mistake, its place, and what would be right."""
    found = problems(tmp_path, text)
    assert [one for one in found if one[:2] == (line, column) and words in one[2]], found


def test_the_command_prints_the_schema_and_refuses_what_is_wrong(verifier, tmp_path):
    """--schema prints it; a watchlist with mistakes is bad input, exit code 3; without -o it is a usage error."""
    assert verifier("run", "--schema").json()["title"] == "verifier watchlist"
    (tmp_path / "bad.yml").write_text("claims: 3\n", encoding="utf-8")
    done = verifier("run", "bad.yml", "-o", "out")
    assert done.returncode == 3
    assert "bad.yml:1:9" in done.stderr
    assert not (tmp_path / "out").exists()
    assert verifier("run", "bad.yml").returncode == 2
