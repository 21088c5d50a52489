"""Addresses, read by one parser: the one by which urllib3 finds the machine that a request goes to.

Two parsers may see two machines in one address (http://127.0.0.1\\@example.org/), and what one of them guards the other
one sends away.
"""

from __future__ import annotations

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

LOOPBACK = frozenset({"127.0.0.1", "[::1]", "localhost"})


def parsed(address: str) -> Url:
    """The parts of an address, which may be without a scheme or a host. Raises ValueError for what is none.

    Neither a name and password before the host nor a sign that only looks like the end of the host is taken.
    """
    if "\\" in address or not address.isprintable() or " " in address:
        raise ValueError("an address has no backslash, no space and no control sign")
    try:
        parts = parse_url(address)
    except LocationParseError as error:
        raise ValueError(str(error)) from None
    if parts.auth is not None:
        raise ValueError("an address has no name and password in it")
    return parts


def own_machine(address: str) -> str | None:
    """The address of a server on this machine, without a slash at its end; None for any other, or one written oddly.

    It must be what the parser gives back, sign by sign, so that no reader of it can see another machine.
    """
    try:
        parts = parsed(address)
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and parts.host in LOOPBACK and not parts.query and not parts.fragment
    return address.rstrip("/") if plain and parts.url == address else None
