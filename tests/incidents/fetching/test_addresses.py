"""Addresses are read by one parser, and one that another parser would read otherwise is refused."""

import pytest

from verifier.errors import UsageError
from verifier.incidents.fetching.endpoints import base_url, own_machine, parsed

ELSEWHERE = [
    "http://127.0.0.1@example.org", "http://user:secret@127.0.0.1", "http://example.org\\@127.0.0.1",
    "http://127.0.0.1\\@example.org", "http://example.org#@127.0.0.1", "http://example.org?@127.0.0.1",
    "http://127.0.0.1\t.example.org", "http://127.0.0.1\n", " http://127.0.0.1", "http://127.0.0.1 ",
    "http://127.0.0.1%2eexample.org", "http://127.0.0.1:80@example.org:80", "http:///127.0.0.1", "http:127.0.0.1",
    "//127.0.0.1", "127.0.0.1", "ftp://127.0.0.1", "http://127.1", "http://0177.0.0.1", "http://2130706433",
    "http://127.0.0.1.", "http://localhost.example.org", "http://[::1]@example.org", "http://[::1%25eth0]",
    "http://127.0.0.1:99999999", "http://127.0.0.1?x=1", "http://127.0.0.1#x", "http://127.0.0.1/a b", "http://①②⑦.0.0.1",
    "http://127.0.0.1/\u202e", "http://LOCALHOST\u212a", "https://[::ffff:127.0.0.1]", "http://",
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_replaced_endpoint_is_plainly_this_machine(address, monkeypatch):
    """Userinfo, a backslash, a control sign, another machine or another writing is refused: no password leaves."""
    monkeypatch.setenv("VERIFIER_ENDPOINT_UCDP", address)
    with pytest.raises(UsageError, match="VERIFIER_ENDPOINT_UCDP is for tests and may only name this machine, plainly"):
        base_url("UCDP")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "https://localhost", "http://[::1]:9", "http://127.0.0.1:8000/base/"]
)
def test_a_plain_address_of_this_machine_is_taken(address):
    """With and without a port and a path."""
    assert own_machine(address) == address.rstrip("/")


@pytest.mark.parametrize("address", ["https://a\\@b", "https://a@b", "https://a b", "https://a\tb", "https://a:x/"])
def test_an_address_with_two_readings_is_none(address):
    """Where a redirect leads is read the same way."""
    with pytest.raises(ValueError, match=r"."):
        parsed(address)
