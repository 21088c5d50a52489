"""A table at an address: fetched with the care of a release, imported by a mapping, kept only when it was good."""

from __future__ import annotations

import pytest

from verifier.errors import InputError, UsageError
from verifier.incidents.catalogue import load
from verifier.incidents.fetching.anywhere import fetched
from verifier.incidents.importing import import_any

SAID = {"id": "fires", "measure": "fires", "country": "DNK", "map": {"date": "on"}, "published": "2024-02-01"}


def test_a_table_at_an_address_is_imported(server, own_data, tmp_path):
    """The table becomes a vintage; the server is asked only whether it changed when the same is fetched again."""
    server.file("/data/thefts.csv", b"on\n2021-05-01\n2021-05-02\n", "text/csv")
    done = import_any([f"{server.url}/data/thefts.csv"], SAID)
    assert (done.vintage, done.how) == ("2024-02-01", "new")
    assert load("fires").cells("fires", "DNK").table["count"].tolist() == [1, 1]
    assert import_any([f"{server.url}/data/thefts.csv"], SAID).how == "unchanged"
    assert len(list(own_data.glob(".cache/addresses/*/thefts.csv"))) == 1
    mapping = tmp_path / "m.yml"
    mapping.write_text("id: others\nmeasure: fires\ncountry: DNK\nmap: {date: on}\n", encoding="utf-8")
    assert import_any([f"{server.url}/data/thefts.csv"], {}, str(mapping)).dataset.id == "others"


def test_a_file_that_is_refused_is_not_the_last_good_one(server, own_data):
    """A changed file with a fault changes no vintage and stays apart; a web page is named for what it is."""
    server.file("/thefts.csv", b"on\n2021-05-01\n", "text/csv")
    import_any([f"{server.url}/thefts.csv"], SAID)
    server.file("/thefts.csv", b"on\nsoon\n", "text/csv")
    with pytest.raises(InputError, match=r"row 2, column on: 'soon' is not a day"):
        import_any([f"{server.url}/thefts.csv"], SAID)
    (kept,) = own_data.glob(".cache/addresses/*/thefts.csv")
    assert kept.read_bytes() == b"on\n2021-05-01\n"
    server.file("/login", b"<!doctype html><p>Log in", "text/html")
    with pytest.raises(InputError, match="a web page instead of the file login"):
        import_any([f"{server.url}/login"], SAID)


@pytest.mark.parametrize(
    "address",
    ["http://example.org/a.csv", "ftp://example.org/a.csv", "https://user:word@example.org/a.csv", "https:///a.csv",
     "file:///etc/passwd", "https://exa mple.org/", "http://127.0.0.1@example.org/a.csv"],
)  # fmt: skip
def test_an_address_without_encryption_is_not_asked(own_data, address):
    """Only https is fetched, without a name and password in the address."""
    with pytest.raises(UsageError, match="cannot be fetched"), fetched(address):
        pass
    assert not list(own_data.iterdir())


def test_the_command_fetches_an_address(verifier, server, tmp_path):
    """`data fetch` takes an address with a mapping, and says what it imported."""
    server.file("/thefts.csv", b"on\n2021-05-01\n", "text/csv")
    mapping = tmp_path / "m.yml"
    mapping.write_text("id: fires\nmeasure: fires\ncountry: DNK\nmap: {date: on}\n", encoding="utf-8")
    done = verifier("data", "fetch", f"{server.url}/thefts.csv", "--mapping", str(mapping))
    assert done.returncode == 0, done.stderr
    assert "Imported fires, vintage" in done.stdout
    proposed = verifier("data", "import", f"{server.url}/thefts.csv", "--propose")
    assert f"then: verifier data import {server.url}/thefts.csv --mapping thefts.csv.mapping.yml" in proposed.stdout
    assert 'date: "on"' in proposed.stdout
    refused = verifier("data", "fetch", f"{server.url}/thefts.csv", "--country", "Mali")
    assert (refused.returncode, "not for an address" in refused.stderr) == (2, True)
