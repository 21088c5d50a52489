"""The command line of fetching: what it prints where, and its exit codes."""

from __future__ import annotations

import json

import pytest

from verifier.incidents.fetching.endpoints import sources
from verifier.incidents.fetching.progress import bar


def test_a_fetch_says_what_it_got(verifier, ged, made, server):
    """Dataset, vintage, coverage, address and checksum; nothing on standard error, and no bar without a terminal."""
    ged("24.1", [made(1, "2020-05-05")])
    done = verifier("data", "fetch", "ucdp-ged", "--version", "24.1")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Fetched ucdp-ged, vintage 24.1, 1989-01-01..2023-12-31; 1 places, from {server.url}" in done.stdout
    ged("24.1", [made(1, "2020-05-05"), made(2, "2020-05-06")])
    again = verifier("data", "fetch", "ucdp-ged", "--version", "24.1")
    assert again.returncode == 0
    assert "changed this release in place" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["gdelt"], 2, "these can: ucdp-ged"),
        (["ucdp-ged", "--via", "ftp"], 2, "'file', 'api'"),
        (["acled", "--country", "Mali", "--since", "1/2/2024"], 2, "is not a day written YYYY-MM-DD"),
        (["ucdp-ged", "--version", "24.1"], 4, "has no ucdp-ged 24.1 (404)"),
        (["ucdp-ged", "--version", "24.1", "--offline"], 4, "was not fetched before"),
    ],
)
def test_a_fetch_that_cannot_be_has_its_exit_code(verifier, server, arguments, code, words):
    """Wrong arguments are 2, data that are not there 4; the words go to standard error."""
    done = verifier("data", "fetch", *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stdout == ""


def test_the_list_names_what_can_be_fetched(verifier):
    """Below the datasets the sources are listed, with the newest release known; JSON has the datasets alone."""
    done = verifier("data", "list")
    for source in sources().values():
        assert f"  {source.id}: {source.title}" in done.stdout
    assert "newest release known: 26.1" in done.stdout
    assert "ucdp-candidate" not in json.dumps(verifier("data", "list", "--json").json())


def test_the_bar_is_for_terminals(monkeypatch, capsys):
    """On a terminal the bar is drawn on standard error, elsewhere nothing is."""
    with bar("a file", 10) as shown:
        shown.update(10)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with bar("a file", 10) as shown:
        shown.update(10)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "a file:" in printed.err
