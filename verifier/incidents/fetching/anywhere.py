"""Fetching a table from any address: with the patience, the checks and the caution with which releases are fetched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verifier.errors import UsageError
from verifier.files import sha256
from verifier.incidents.fetching.asking import Caller, Manners
from verifier.incidents.fetching.download import download, keep_as, remember
from verifier.incidents.fetching.endpoints import LOOPBACK, Endpoint, parsed
from verifier.incidents.store import user_folder, writing

LABELS = ("text/csv", "a zip file, a workbook or JSON")


def is_address(text: str) -> bool:
    """Whether a text is the address of something, and not the name of a file."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", text) is not None


@contextmanager
def fetched(address: str) -> Iterator[Path]:
    """The file at an address, newly arrived or, where the server says that it is the same, the last one.

    It is kept as the last good file when what is done with it is done; a file that is refused stays beside it to look
    at. Raises UsageError for an address that is not https, and what `download` raises.
    """
    host = _host(address)
    folder = user_folder() / ".cache" / "addresses" / f"{host}-{hashlib.sha256(address.encode()).hexdigest()[:12]}"
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", address.partition("?")[0].rstrip("/").rpartition("/")[2])[-80:] or "table"
    name = name.lstrip(".") or "table"
    with writing(folder):
        (folder / "new").mkdir(exist_ok=True)
        last, endpoint = folder / name, Endpoint(host, "", "any", LABELS)
        caller = Caller(Manners())
        with caller.session:
            file = download(caller, endpoint, address, folder / "new" / name, f"the file {name}", address, last)
        yield file
        checksum, size = sha256(file), file.stat().st_size
        if file != last:
            keep_as(file, last)
        remember(folder, name, checksum, address, size)


def _host(address: str) -> str:
    """The host of an address that may be asked: over https, or on this machine."""
    try:
        parts = parsed(address)
    except ValueError as error:
        raise UsageError(f"{address!r} cannot be fetched: {error}") from None
    own = parts.scheme == "http" and parts.host in LOOPBACK
    if not parts.host or not (parts.scheme == "https" or own):
        raise UsageError(f"{address!r} cannot be fetched: give an address that begins with https://")
    return re.sub(r"[^A-Za-z0-9.-]+", "_", parts.host)
