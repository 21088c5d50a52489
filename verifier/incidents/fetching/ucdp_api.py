"""The UCDP API: the pages of a release, gone through by the links it gives, each kept until all are there.

Documented at https://ucdp.uu.se/apidocs/: an answer holds TotalCount, TotalPages, PreviousPageUrl, NextPageUrl and
Result. Pages are counted from 0, which clients get wrong, so the number of a page is only taken from the links.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from verifier.errors import InputError, UsageError
from verifier.files import write_whole
from verifier.incidents.fetching.pages import Asker, Row, rows_of, write_rows
from verifier.incidents.fetching.progress import bar
from verifier.places.names import country_code

TOKEN, HEADER = "VERIFIER_UCDP_TOKEN", "x-ucdp-access-token"


def download_events(asker: Asker, url: str, target: Path, country: str | None) -> int:
    """All events of a release, of one country if given, as a CSV file; returns how many.

    Pages that an earlier call got on the same day are used again while the release is the same. Raises InputError when
    the pages do not add up to what the API says there is, or what it says changes from page to page.
    """
    kept = target.with_name(target.name + ".pages")
    kept.mkdir(parents=True, exist_ok=True)
    asked: dict[str, Any] = {"pagesize": asker.endpoint.page_size}
    if country:
        asked["Country"] = number_of(country)
    count = write_rows(_rows(asker, url, asked, kept), target, asker.what)
    shutil.rmtree(kept)
    return count


def number_of(country: str) -> int:
    """The number UCDP has for a country given by that number, a name or a code. Raises UsageError."""
    if country.strip().isdecimal():
        number = int(country)
        if number not in _numbers().values():
            raise UsageError(f"{country} is no country's number in UCDP: give its name or ISO 3166 code")
        return number
    code = country_code(country)
    if code not in _numbers():
        raise UsageError(f"{country!r} is no country that UCDP knows: give its name, ISO 3166 code or UCDP number")
    return _numbers()[str(code)]


def _rows(asker: Asker, url: str, asked: dict[str, Any], kept: Path) -> Iterator[Row]:
    content = asker.ask(url, asked)
    total, pages = content.get("TotalCount"), content.get("TotalPages")
    if not isinstance(total, int) or not isinstance(pages, int):
        rows_of(content, "Result", asker.what)  # says what is there instead
        raise InputError(f"the API does not say how many events {asker.what} has: it may have changed; tell us")
    _forget_others(kept, content)
    seen, count, page = 0, 0, ""
    with bar(asker.what, pages, unit="page") as shown:
        while True:
            if (content.get("TotalCount"), content.get("TotalPages")) != (total, pages):
                shutil.rmtree(kept)
                raise InputError(f"{asker.what}: the release changed while it was fetched: try again")
            rows = rows_of(content, "Result", asker.what)
            yield from rows
            seen, count = seen + 1, count + len(rows)
            shown.update(1)
            page = _next(content)
            if not page or seen > pages:
                break
            content = _page(asker, url, asked | {"page": page}, kept / f"{page}.json")
    if seen != max(pages, 1) or count != total:
        shutil.rmtree(kept)
        raise InputError(
            f"{asker.what}: the API says {total:,} events on {pages} pages and gave {count:,} on {seen}: try again; "
            "the release may be changing, or the API has changed"
        )


def _page(asker: Asker, url: str, asked: dict[str, Any], file: Path) -> dict[str, Any]:
    """A page, from an earlier call where that got it."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        content = asker.ask(url, asked)
        write_whole(file, json.dumps(content))
    return dict(content)


def _forget_others(kept: Path, first: dict[str, Any]) -> None:
    """Forget kept pages unless they are of today and belong to this first page, which is asked for anew each time."""
    file, text = kept / "first.json", json.dumps({"day": str(datetime.now(tz=UTC).date()), "page": first})
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        shutil.rmtree(kept)
        kept.mkdir()
        write_whole(file, text)


def _next(content: dict[str, Any]) -> str:
    """The number of the next page, from the link to it; the link itself is not followed, it could lead away."""
    link = content.get("NextPageUrl")
    number = parse_qs(urlsplit(link).query.lower()).get("page", [""])[0] if isinstance(link, str) else ""
    return number if number.isdecimal() else ""


@cache
def _numbers() -> dict[str, int]:
    return tomllib.loads(files(__package__).joinpath("gleditsch_ward.toml").read_text(encoding="utf-8"))
