"""Downloading a file: resumed where it broke off, checked for length and kind, or left as it was.

Which file was fetched when is remembered with its checksum: a release that changes in place is noticed the next time.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from verifier.errors import InputError, VerifierError
from verifier.files import FULL, sha256, write_whole
from verifier.incidents.fetching.asking import Caller, PassingError
from verifier.incidents.fetching.endpoints import Endpoint
from verifier.incidents.fetching.progress import bar

MOST = 8 << 30  # bytes of the largest file that is believed
STARTS = {"zip": (b"PK\x03\x04",), "json": (b"{", b"["), "csv": (), "any": ()}
FETCH_LOG = "fetched.json"  # in the folder of a source: which file was fetched when


@dataclass(frozen=True, slots=True)
class State:
    """What the server said about a file, kept beside it (NAME.json); `sha256` once the file is whole."""

    url: str
    etag: str = ""
    modified: str = ""
    sha256: str = ""

    @property
    def validator(self) -> str:
        """What proves that the file on the server is still the same one; a weak ETag does not (RFC 9110, 13.1.5)."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


def download(caller: Caller, endpoint: Endpoint, url: str, target: Path, what: str, page: str, old: Path) -> Path:
    """Download a file to `target` and return where it is: there, or at `old` where that one is still the newest.

    What breaks off stays as NAME.partial, and the next call goes on from there when the server still has the same
    file. Raises DataError (no such release), InputError (a web page, or another kind of content than expected),
    UsageError (credentials) or VerifierError (network, full disk).
    """
    partial = beside(target, ".partial")
    target.parent.mkdir(parents=True, exist_ok=True)

    def attempt() -> Path:
        state, start, headers = _resumption(partial, url)
        # A whole file is the one its state tells of, from that address.
        states = {path: _state(path) for path in (target, old) if not start and path.is_file()}
        of_url = (path for path, held in states.items() if held.url == url and held.sha256)
        whole = next((path for path in of_url if states[path].sha256 == sha256(path)), None)
        if whole:
            held = states[whole]
            asked = {"If-None-Match": held.etag, "If-Modified-Since": held.modified}
            headers |= {name: value for name, value in asked.items() if value}
        with caller.answer(url, headers=headers) as response:
            if response.status_code == 304 and whole:
                _forget(partial)  # what a killed download left after the file was whole
                return whole
            if response.status_code == 416:
                _forget(partial)
                raise PassingError(f"{what} was cut off at the server's end")
            caller.check(response, what, page, endpoint.busy)
            length = response.headers.get("Content-Length", "")
            size = int(length[:20]) if length.isdecimal() else None  # of the whole body
            if endpoint.kind in ("csv", "any") and not {"Content-Length", "Transfer-Encoding"} & set(response.headers):
                host = urlsplit(url).hostname
                raise VerifierError(f"{host} does not say where {what} ends, so that a part could pass for it")
            if response.status_code == 206:
                sent = response.headers.get("Content-Range", "").strip()
                part = re.fullmatch(r"bytes (\d{1,20})-\d{1,20}/(\d{1,20}|\*)", sent)
                size = int(part[2]) if part and part[2] != "*" else None  # of the whole file
                if part is None or int(part[1]) != start:
                    _forget(partial)
                    raise PassingError(f"{urlsplit(url).hostname} sent another part of {what} than the one asked for")
            else:
                start = 0
                _forget(partial)
                state = State(url, response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
                _write_state(partial, state)
            _receive(caller, response, partial, start, size, what)
        _check_kind(partial, endpoint, response, what, page)
        _forget(target)
        _write_state(target, State(state.url, state.etag, state.modified, sha256(partial)))
        partial.replace(target)
        beside(partial, ".json").unlink(missing_ok=True)
        return target

    return caller.manners.patiently(attempt)


def keep_as(new: Path, old: Path) -> None:
    """Move a whole file and its state to where the last good one is kept."""
    new.replace(old)
    if beside(new, ".json").is_file():
        beside(new, ".json").replace(beside(old, ".json"))


def beside(path: Path, suffix: str) -> Path:
    """The file of that name with a suffix added."""
    return path.with_name(path.name + suffix)


def _receive(
    caller: Caller, response: requests.Response, partial: Path, start: int, size: int | None, what: str
) -> None:
    """The body into the partial file, from `start` on. Raises PassingError where it ends early."""
    if size is not None and (free := shutil.disk_usage(partial.parent).free) < size - start:
        raise VerifierError(f"{what} needs {size - start:,} bytes and {partial.parent} has {free:,} left: make room")
    try:
        with partial.open("ab" if start else "wb") as file, bar(what, size, start) as shown:
            for piece in caller.body(response, MOST - start):
                file.write(piece)
                shown.update(len(piece))
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise VerifierError(
            f"cannot write {partial}: {error.strerror}; make room and fetch again, it goes on from there"
        ) from None
    held = partial.stat().st_size
    if size is not None and held != size:
        if held > size:
            _forget(partial)
        raise PassingError(f"{what} was cut off: {held:,} of {size:,} bytes")


def _check_kind(partial: Path, endpoint: Endpoint, response: requests.Response, what: str, page: str) -> None:
    """Raises InputError, and forgets the file, when it starts as no file of its kind does."""
    with partial.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    expected = STARTS[endpoint.kind]
    refused = (b"<",) if endpoint.kind == "any" else (b"<", b"{", b"PK\x03\x04")
    if start and (start.startswith(expected) if expected else not start.startswith(refused)):
        return
    _forget(partial)
    labelled = response.headers.get("Content-Type", "nothing")
    page_like = "a web page" if start.startswith(b"<") else "something else" if start else "nothing"
    raise InputError(
        f"{urlsplit(response.url).hostname} answers with {page_like} instead of {what} (labelled {labelled}, where "
        f"{' or '.join(endpoint.content_types[:2])} is expected): it may want you to log in, or has moved; see {page}"
    )


def _resumption(partial: Path, url: str) -> tuple[State, int, dict[str, str]]:
    """What is known of a partial file, where to go on, and the headers that ask for the rest if it is the same file."""
    state = _state(partial)
    start = partial.stat().st_size if partial.is_file() else 0
    if not start or state.url != url or not state.validator:
        return State(url), 0, {}
    return state, start, {"Range": f"bytes={start}-", "If-Range": state.validator}


def _state(path: Path) -> State:
    try:
        content: Any = json.loads(beside(path, ".json").read_text(encoding="utf-8"))
        return State(**content)
    except (OSError, ValueError, TypeError):
        return State("")


def _write_state(path: Path, state: State) -> None:
    write_whole(beside(path, ".json"), json.dumps(asdict(state), indent=1) + "\n")


def _forget(path: Path) -> None:
    for each in (path, beside(path, ".json")):
        each.unlink(missing_ok=True)


def noticed(folder: Path, name: str, checksum: str, known: str = "") -> str:
    """What a reader must know about a file's checksum, in a sentence; empty when it is the one seen before.

    The first fetch of a release is trusted, unless `known` is the checksum the registry has for it. A file that differs
    from the last one fetched under its name, or from the known one, is a new state of the release.
    """
    last = next(iter(states_of(folder, name)[-1:]), None)
    old, seen = (
        (last["sha256"], f"the one fetched on {last['day']}") if last else (known, "the one known to this program")
    )
    if not old or old == checksum:
        return ""
    return (
        f"The source changed this release in place: the file fetched on {_today()} has the SHA-256 {checksum}, "
        f"{seen} has {old}."
    )


def remember(folder: Path, name: str, checksum: str, url: str, size: int, coverage: str = "") -> None:
    """Write down that a file was fetched and kept, and the days it was asked for; the same file again adds nothing."""
    record = _fetch_log(folder)
    if record.get(name) and record[name][-1]["sha256"] == checksum:
        return
    state = {"day": _today(), "sha256": checksum, "bytes": size, "url": url}
    record.setdefault(name, []).append(state | ({"coverage": coverage} if coverage else {}))
    write_whole(folder / FETCH_LOG, json.dumps(record, indent=1, sort_keys=True) + "\n")


def states_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """The states of a file that were fetched, the oldest first."""
    return _fetch_log(folder).get(name, [])


def fetched_names(folder: Path) -> list[str]:
    """The files that were fetched into a folder and are still there."""
    return [name for name in _fetch_log(folder) if (folder / name).is_file()]


def _fetch_log(folder: Path) -> dict[str, list[dict[str, Any]]]:
    try:
        content = json.loads((folder / FETCH_LOG).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or damaged: everything is then seen for the first time
        return {}
    return content if isinstance(content, dict) else {}


def _today() -> str:
    return str(datetime.now(tz=UTC).date())
