"""Asking an API for its pages and laying their rows down as one CSV file, whole or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from requests.auth import AuthBase

from verifier.errors import InputError, VerifierError
from verifier.incidents.fetching.asking import Caller, PassingError
from verifier.incidents.fetching.endpoints import Endpoint

MOST = 24 << 20  # bytes of the largest page that is believed: 5,000 events of 5,000 signs
Row = Mapping[str, Any]


class Asker:
    """Asks one API for one page after the other, with the pause between two requests that the API wants."""

    def __init__(self, caller: Caller, endpoint: Endpoint, auth: AuthBase, what: str, page: str) -> None:
        self.caller, self.endpoint, self.auth, self.what, self.page = caller, endpoint, auth, what, page
        self.renew: Callable[[], bool] = getattr(auth, "renew", lambda: False)
        self._last: float | None = None
        self._begun = caller.manners.clock()

    def ask(self, url: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The object that one page is. Raises InputError for an answer that is none, VerifierError where the pages
        go on for longer than a file may, and what Caller raises.
        """
        manners = self.caller.manners
        if manners.clock() - self._begun > manners.whole:
            host = urlsplit(url).hostname
            raise VerifierError(f"{host} is still sending pages after {manners.whole:,.0f} seconds: given up")
        return manners.patiently(lambda: self._once(url, parameters))

    def _once(self, url: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        manners = self.caller.manners
        if self._last is not None and (left := self._last + self.endpoint.pause - manners.clock()) > 0:
            manners.sleep(left)
        host = urlsplit(url).hostname
        with self.caller.answer(url, params=parameters, auth=self.auth) as response:
            self._last = manners.clock()
            if response.status_code == 401 and self.renew():
                raise PassingError(f"{host} no longer takes the token", 0)
            self.caller.check(response, self.what, self.page, self.endpoint.busy)
            content, start = _read(b"".join(self.caller.body(response, MOST)))
        if start == b"<":
            raise InputError(f"{host} answers with a web page instead of {self.what}; see {self.page}")
        if start:
            raise PassingError(f"{host} sent a page of {self.what} that is no whole JSON")
        if not isinstance(content, dict):
            raise InputError(f"{host}: a page of {self.what} is no object: the API may have changed; see {self.page}")
        return content


def rows_of(content: Mapping[str, Any], key: str, what: str) -> list[Row]:
    """The rows of a page. Raises InputError where the page does not hold any list of that name."""
    rows = content.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(
            f"a page of {what} holds no list {key!r} but {', '.join(map(str, list(content)[:8])) or 'nothing'}: "
            "the source may have changed its layout; tell us"
        )
    return rows


def write_rows(rows: Iterable[Row], target: Path, what: str) -> int:
    """Write rows to a CSV file as they come and return how many; the file takes its place only when all are there.

    The columns are those of the first row. Raises InputError for a row with others, and for no row at all.
    """
    partial = target.with_name(target.name + ".rows")
    names: list[str] = []
    count = 0
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for count, row in enumerate(rows, start=1):
                if not names:
                    names = list(row)
                    writer.writerow(names)
                if row.keys() != set(names):
                    odd = ", ".join(sorted(row.keys() ^ set(names)))
                    raise InputError(
                        f"{what}: row {count} differs from the first in {odd}: the source changed; tell us"
                    )
                writer.writerow([_text(row[name]) for name in names])
        if not count:
            raise InputError(f"the source has no row of {what}: nothing was kept, and no zero is made of it")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _read(body: bytes) -> tuple[Any, bytes]:
    """What a JSON text says; for another text nothing, and its first byte, so that no error carries it along."""
    try:
        return json.loads(body), b""
    except (ValueError, RecursionError):
        return None, body.lstrip()[:1] or b" "


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
