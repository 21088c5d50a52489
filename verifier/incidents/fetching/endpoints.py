"""Where each source's releases lie: endpoints.toml, read and filled in.

Addresses are read by one parser, the one by which urllib3 finds the machine that a request goes to: two may see two
machines in one address (http://127.0.0.1\\@example.org/), and what one of them guards the other one sends away.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from verifier.errors import UsageError

LOOPBACK = frozenset({"127.0.0.1", "[::1]", "localhost"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One way to a source's releases: a file, or the pages of an API.

    `kind` is what the answer holds (zip, csv, json), `content_types` how the source labels it, `sha256` the checksums
    known per version; `beside` the path of a second file that belongs to the first. Of an API `page_size` is the rows
    of a page, `pause` the seconds between two requests, `busy` further statuses by which it says "not so fast".
    """

    host: str
    path: str
    kind: str
    content_types: tuple[str, ...] = ()
    beside: str = ""
    sha256: dict[str, str] = field(default_factory=dict)
    page_size: int = 0
    pause: float = 0.0
    busy: tuple[int, ...] = ()

    def url(self, version: str, path: str | None = None) -> str:
        """The address of a release (or of another path on the same host)."""
        filled = (path or self.path).format(
            version=version, digits=version.replace(".", ""), underscored=version.replace(".", "_")
        )
        return f"{base_url(self.host)}/{filled}"


@dataclass(frozen=True, slots=True)
class Source:
    """A source that can be fetched: the dataset it feeds, the pattern of its versions, and the ways to it.

    With `numbered` a version is a release that should stay as it is; else it only says which part of the source is
    meant, and the data say how old they are (`dated`) or the day of the fetch dates them. `ways` are "file" and "api",
    the first one the usual.
    """

    id: str
    dataset: str
    title: str
    page: str
    version: str
    numbered: bool
    example: str
    dated: bool = False
    releases: tuple[str, ...] = ()
    ways: dict[str, Endpoint] = field(default_factory=dict)

    def check_version(self, version: str | None) -> str:
        """The version to fetch, by default the newest one known. Raises UsageError for one that cannot be."""
        if not self.version:
            if version:
                raise UsageError(f"{self.id} has no numbered releases: leave --version out, today's state is fetched")
            return ""
        if not version and not self.releases:
            raise UsageError(f"{self.id}: say which release to fetch, as {self.example}; {self.page} lists them")
        version = version or self.releases[0]
        if not re.fullmatch(self.version, version):
            raise UsageError(
                f"{version!r} is no release of {self.id}: write it as {self.example}; {self.page} lists them"
            )
        return version

    def way(self, via: str | None) -> tuple[str, Endpoint]:
        """The way named, by default the first. Raises UsageError for one that the source does not offer."""
        name = via or next(iter(self.ways))
        if name not in self.ways:
            raise UsageError(f"{self.id} cannot be fetched via {name}, only via {', '.join(self.ways)}")
        return name, self.ways[name]


def source(name: str) -> Source:
    """The source of that id. Raises UsageError with the list for an unknown one."""
    known = sources()
    if name not in known:
        raise UsageError(f"{name!r} cannot be fetched; these can: {', '.join(known)}")
    return known[name]


@cache
def sources() -> dict[str, Source]:
    """All sources that can be fetched, by id."""
    return {name: _source(name, about) for name, about in _registry().items() if name != "hosts"}


def base_url(host: str) -> str:
    """The base address of a host of the registry.

    VERIFIER_ENDPOINT_<HOST> replaces it with a server on this machine, for tests; no other machine is accepted there,
    so that a changed environment cannot send a password elsewhere. Raises UsageError.
    """
    variable = f"VERIFIER_ENDPOINT_{host}"
    replaced = os.environ.get(variable)
    if not replaced:
        return str(_registry()["hosts"][host])
    address = own_machine(replaced)
    if address is None:
        raise UsageError(f"{variable} is for tests and may only name this machine, plainly: http://127.0.0.1:8000")
    return address


@cache
def _registry() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("endpoints.toml").read_text(encoding="utf-8"))


def _source(name: str, about: dict[str, Any]) -> Source:
    ways: dict[str, Endpoint] = {}
    for way in ("file", "api"):
        if way in about:
            told: dict[str, Any] = {
                key: tuple(value) if isinstance(value, list) else value for key, value in about[way].items()
            }
            ways[way] = Endpoint(**told)
    own = {key: value for key, value in about.items() if key not in ways}
    return Source(**own | {"id": name, "releases": tuple(about["releases"]), "ways": ways})


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
