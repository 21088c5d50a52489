"""Fetching a release: got, checked, brought in as a vintage, and only then kept as the last good file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from verifier.errors import DataError, UsageError, VerifierError
from verifier.files import sha256
from verifier.incidents.bringing import bring_file
from verifier.incidents.dataset import Dataset
from verifier.incidents.fetching import acled, ucdp_api
from verifier.incidents.fetching.asking import Caller, Manners
from verifier.incidents.fetching.credentials import InHeader, secret
from verifier.incidents.fetching.download import download, fetched_names, keep_as, noticed, remember, states_of
from verifier.incidents.fetching.endpoints import Endpoint, Source, source
from verifier.incidents.fetching.pages import Asker
from verifier.incidents.store import user_folder, writing
from verifier.places.names import country_code
from verifier.window import Window

CACHE = ".cache"  # in the user's folder: what was fetched, by source
NEW = "new"  # below it: what is arriving, or was refused


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch gave: the dataset, its vintage, the file with checksum and address, and notes for a reader."""

    dataset: Dataset
    vintage: str
    file: Path
    sha256: str
    url: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class _Wanted:
    source: Source
    endpoint: Endpoint
    via: str
    version: str
    country: str | None
    since: date | None

    @property
    def url(self) -> str:
        return self.endpoint.url(self.version)

    @property
    def name(self) -> str:
        """The name of the file, which holds all that was asked for."""
        if self.via == "file":
            return self.url.partition("?")[0].rpartition("/")[2]
        place = (country_code(self.country or "") or self.country or "").upper()
        parts = [self.source.id, "api", self.version, place, f"since-{self.since}" if self.since else ""]
        return "-".join(part for part in parts if part) + ".csv"

    @property
    def what(self) -> str:
        parts = [self.source.id, self.version, f"for {self.country}" if self.country else ""]
        return " ".join(part for part in parts if part)


def fetch(
    name: str,
    *,
    version: str | None = None,
    via: str | None = None,
    country: str | None = None,
    since: date | None = None,
    offline: bool = False,
    manners: Manners | None = None,
) -> Fetched:
    """Fetch a release of a source and keep it as a vintage; one that is refused or breaks off changes nothing.

    `name` is a source of endpoints.toml ("ucdp-ged", "acled", "owid/SLUG"), `version` its release (default: the newest
    known), `via` "file" or "api", `country` and `since` what an API is asked for. With `offline` the network is not
    touched: what was fetched before is brought in again. A release that the source changed in place becomes the new
    state of its vintage, with a note.

    Raises UsageError (a wrong argument, missing or refused credentials), DataError (no such release; nothing fetched
    before), InputError (not what the source documents; a changed layout) or VerifierError (network, disk).
    """
    wanted = _wanted(name, version, via, country, since)
    folder = user_folder() / CACHE / wanted.source.id
    with writing(folder):
        last = folder / wanted.name
        if offline:
            file, (coverage, day) = last, _fetched_before(folder, wanted)
        else:
            (folder / NEW).mkdir(exist_ok=True)
            file, coverage = _get(wanted, folder / NEW / wanted.name, last, manners or Manners())
            day = str(datetime.now(tz=UTC).date())
        # What has no releases is named after the day it was fetched, unless it says itself how old it is.
        release = wanted.version if wanted.source.numbered else None if wanted.source.dated else day
        checksum, size = sha256(file), file.stat().st_size
        known = wanted.endpoint.sha256.get(wanted.version, "")
        note = noticed(folder, wanted.name, checksum, known) if wanted.source.numbered else ""
        dataset = bring_file(file, version=release, coverage=coverage, remark=note)
        if file != last:
            keep_as(file, last)
            if wanted.endpoint.beside:
                keep_as(_metadata(file), _metadata(last))
        if not offline:
            remember(folder, wanted.name, checksum, wanted.url, size, str(coverage or ""))
    ids = [each.id for each in dataset.vintages()]
    vintage = release if release in ids else ids[-1]
    return Fetched(dataset, vintage, last, checksum, wanted.url, [note] if note else [])


def _wanted(name: str, version: str | None, via: str | None, country: str | None, since: date | None) -> _Wanted:
    """What is asked for, checked before anything is done. Raises UsageError."""
    name, slash, slug = name.partition("/")
    if slash and version:
        raise UsageError(f"{name}/{slug} says what to fetch: leave --version out")
    one = source(name)
    way, endpoint = one.way(via)
    wanted = _Wanted(one, endpoint, way, one.check_version(slug or version), country, since)
    if country and way == "file":
        raise UsageError(f"a file of {name} holds every country: leave --country out, or fetch via api")
    if country:
        (acled.iso_number if name == "acled" else ucdp_api.number_of)(country)
    if since and name != "acled":
        raise UsageError(
            f"a release of {name} is fetched whole, so that no day without events is taken for zero: leave --since out"
        )
    if name == "acled" and not country:
        raise UsageError("acled is fetched country by country: say which with --country NAME")
    return wanted


def _get(wanted: _Wanted, new: Path, last: Path, manners: Manners) -> tuple[Path, Window | None]:
    """The file, newly arrived or still the last one, and the days it is complete for where the question says them."""
    page = wanted.source.page
    if wanted.via == "file":
        caller = Caller(manners)
        with caller.session:
            return _get_file(wanted, caller, new, last), None
    if wanted.source.id == "acled":
        email, password = (secret(each, page) for each in (acled.EMAIL, acled.PASSWORD))
        caller = Caller(manners, (email, password))
        account = acled.Account(caller, wanted.endpoint.url("", "oauth/token"), email, password, page)
        with caller.session:
            asker = Asker(caller, wanted.endpoint, account, wanted.what, page)
            until = acled.download_events(asker, wanted.url, new, wanted.country or "", wanted.since)
        return new, Window(wanted.since, until) if wanted.since else None
    token = secret(ucdp_api.TOKEN, "https://ucdp.uu.se/apidocs/")
    caller = Caller(manners, (token,))
    with caller.session:
        asker = Asker(caller, wanted.endpoint, InHeader(ucdp_api.HEADER, token), wanted.what, page)
        ucdp_api.download_events(asker, wanted.url, new, wanted.country)
    return new, None


def _get_file(wanted: _Wanted, caller: Caller, new: Path, last: Path) -> Path:
    page, endpoint = wanted.source.page, wanted.endpoint
    file = download(caller, endpoint, wanted.url, new, wanted.what, page, last)
    if not endpoint.beside:
        return file
    about = replace(endpoint, kind="json", content_types=("application/json",))
    url = endpoint.url(wanted.version, endpoint.beside)
    tries = caller.manners.tries
    for _ in range(tries):
        before = file, sha256(file)
        download(caller, about, url, _metadata(file), f"{wanted.what} (metadata)", page, _metadata(file))
        file = download(caller, endpoint, wanted.url, new, wanted.what, page, last)
        if (file, sha256(file)) == before:  # so that the metadata are those of this state of the table
            return file
    raise VerifierError(f"{wanted.what} changed {tries} times while it was fetched: try again later")


def _fetched_before(folder: Path, wanted: _Wanted) -> tuple[Window | None, str]:
    """The days that a file fetched before was asked for, and the day of that fetch.

    Raises DataError, with what there is, when the file wanted was not fetched before.
    """
    states = states_of(folder, wanted.name)
    if not states or not (folder / wanted.name).is_file():
        there = ", ".join(fetched_names(folder)) or "nothing"
        raise DataError(
            f"{wanted.what} was not fetched before, so --offline has nothing to go by; of {wanted.source.id} there is "
            f"{there}"
        )
    asked = states[-1].get("coverage")
    return Window.parse(asked) if asked else None, str(states[-1]["day"])


def _metadata(file: Path) -> Path:
    return file.with_name(f"{file.stem}.metadata.json")
