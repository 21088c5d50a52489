"""The ACLED API: a token for an e-mail address and a password, then the events of a country, page by page.

Documented at https://acleddata.com/api-documentation/getting-started: OAuth with grant_type=password and
client_id=acled; the token is good for a day. It stays in memory. An answer to acled/read holds status, success, count
and data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path
from typing import Any

import pycountry
from requests import PreparedRequest
from requests.auth import AuthBase

from verifier.errors import InputError, UsageError
from verifier.incidents.fetching.asking import Caller
from verifier.incidents.fetching.credentials import InForm, Secret, without
from verifier.incidents.fetching.pages import MOST, Asker, Row, rows_of, write_rows
from verifier.incidents.fetching.progress import bar
from verifier.places.names import country_code

EMAIL, PASSWORD = "VERIFIER_ACLED_EMAIL", "VERIFIER_ACLED_PASSWORD"
EARLY = 600  # seconds before its end at which a token counts as used up


@dataclass(frozen=True, slots=True)
class _Token:
    access: Secret
    refresh: Secret | None
    until: float


class Account(AuthBase):
    """Someone's account: gets a token when one is needed, and puts it into requests."""

    def __init__(self, caller: Caller, url: str, email: Secret, password: Secret, page: str) -> None:
        self.caller, self.url, self.email, self.password, self.page = caller, url, email, password, page
        self._token: _Token | None = None
        self._renewed = False

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        token = self._token
        if token is None or token.until < self.caller.manners.clock():
            token = self._token = self.caller.manners.patiently(lambda: self._new(token))
            self.caller.secrets += tuple(each for each in (token.access, token.refresh) if each)
        request.headers["Authorization"] = f"Bearer {token.access.reveal()}"
        return request

    def renew(self) -> bool:
        """Forget a token that is refused before its time, once; False where that was tried already."""
        if self._token is None or self._renewed:
            return False
        self._token = replace(self._token, until=-inf)
        self._renewed = True
        return True

    def _new(self, old: _Token | None) -> _Token:
        if old and old.refresh:
            try:
                return self._granted("refresh_token", {"refresh_token": old.refresh})
            except UsageError:  # the refresh token is used up too
                pass
        return self._granted("password", {"username": self.email, "password": self.password})

    def _granted(self, grant: str, secrets: dict[str, Secret]) -> _Token:
        form = InForm({"grant_type": grant, "client_id": "acled"}, secrets)
        with self.caller.answer(self.url, method="POST", auth=form) as response:
            if response.status_code in (400, 401, 403):
                said = self.caller.words(response)
                raise UsageError(
                    f"ACLED gives no token ({response.status_code}) for the account in {EMAIL} and {PASSWORD}{said}: "
                    f"check them at {self.page}"
                )
            self.caller.check(response, "a token", self.page)
            token = _token_in(b"".join(self.caller.body(response, MOST)), self.caller.manners.clock())
        if token is None:
            raise InputError(f"ACLED's answer holds no access_token: its log-in may have changed; see {self.page}")
        return token


def _token_in(body: bytes, now: float) -> _Token | None:
    """The token in an answer; None where there is none, so that no error carries the answer along."""
    try:
        content = json.loads(body)
        access, refresh = Secret(str(content["access_token"])), content.get("refresh_token")
        until = now + max(0, int(content.get("expires_in", 86400)) - EARLY)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return _Token(access, Secret(str(refresh)) if refresh else None, until)


def iso_number(country: str) -> int:
    """The ISO 3166 number of a country given by name or code, by which ACLED is asked. Raises UsageError."""
    code = country_code(country)
    known = pycountry.countries.get(alpha_3=code) if code else None
    if known is None:
        raise UsageError(f"{country!r} is no country name or ISO 3166 code known here")
    return int(known.numeric)


def download_events(asker: Asker, url: str, target: Path, country: str, since: date | None) -> date:
    """The events of one country, from a day on if given, as a CSV file; returns the last day that has one.

    Raises InputError for answers that are no events of that country or repeat themselves.
    """
    number, today = iso_number(country), datetime.now(tz=UTC).date()
    asked: dict[str, Any] = {"_format": "json", "iso": number, "limit": asker.endpoint.page_size}
    if since:
        asked |= {"event_date": f"{since}|{today}", "event_date_where": "BETWEEN"}
    last = [date.min]
    write_rows(_rows(asker, url, asked, last), target, asker.what)
    return last[0]


def _rows(asker: Asker, url: str, asked: dict[str, Any], last: list[date]) -> Iterator[Row]:
    """Pages until an empty one: a short page need not be the last, the API may cap what it gives."""
    before: list[Row] = []
    with bar(asker.what, None, unit="event") as shown:
        for page in range(1, 10_000):
            content = asker.ask(url, asked | {"page": page})
            if content.get("success") is False:
                said = without(str(content.get("error") or content.get("message") or content), asker.caller.secrets)
                raise UsageError(f"ACLED refuses {asker.what} [{said}]: see {asker.page}")
            rows = rows_of(content, "data", asker.what)
            if not rows:
                return
            if rows == before:
                raise InputError(f"{asker.what}: ACLED gives page {page - 1} again as page {page}: its API has changed")
            for row in rows:
                last[0] = max(last[0], _day(row, asked["iso"], asker.what))
            yield from rows
            shown.update(len(rows))
            before = rows


def _day(row: Row, number: int, what: str) -> date:
    if str(row.get("iso", "")).lstrip("0") != str(number):
        raise InputError(f"{what}: an event of another country came back (iso {row.get('iso')!r}): the API has changed")
    try:
        return date.fromisoformat(str(row.get("event_date", "")))
    except ValueError:
        raise InputError(f"{what}: event_date {row.get('event_date')!r} is no day written YYYY-MM-DD") from None
