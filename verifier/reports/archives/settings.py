"""What a scan is made with: the parameters of every part, and the data and the package that must stay the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from verifier import __version__
from verifier.claims.document import usable_country
from verifier.comparisons.specifications import SETS, load_set
from verifier.errors import UsageError, VerifierError
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import Dataset
from verifier.places.names import place_code
from verifier.reports.archives.documents import Columns, chosen_columns
from verifier.resources import package_digest


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters of a scan, which may be pickled and sent to another machine.

    - datasets: ids, empty for all.
    - place, country: alpha-3 codes (place may be WLD); country is for documents that do not give theirs.
    - own_set: the content of a specification set of the user's own, else empty.
    - data, package: hashes of the datasets and of this package.
    """

    datasets: tuple[str, ...] = ()
    place: str | None = None
    known_on: date | None = None
    specifications: str = ""
    own_set: str = ""
    country: str | None = None
    columns: Columns = ()
    data: str = ""
    package: str = ""

    def shown(self) -> dict[str, Any]:
        """The parameters as JSON has them."""
        return {
            "datasets": list(self.datasets),
            "place": self.place,
            "known_on": str(self.known_on) if self.known_on else None,
            "specifications": self.specifications,
            "country": self.country,
            "columns": dict(self.columns),
        }

    def identity(self) -> dict[str, Any]:
        """What must be alike for two parts to belong to one table."""
        shown = {key: value for key, value in self.shown().items() if key != "specifications"}
        chosen = hashlib.sha256(self.own_set.encode()).hexdigest() if self.own_set else self.specifications
        return {**shown, "specification sets": chosen, "data": self.data, "package": self.package}


def settings(
    *,
    datasets: Sequence[str] = (),
    place: str | None = None,
    known_on: date | None = None,
    specifications: str = "",
    country: str | None = None,
    columns: Sequence[str] = (),
) -> Settings:
    """The parameters as the command line gives them, checked.

    Raises UsageError for a place, country or column, DataError for a dataset, InputError for a set that is none.
    """
    chosen = tuple(dict.fromkeys(datasets))
    own = ""
    if specifications:
        load_set(specifications)
        if not (SETS / f"{specifications}.toml").is_file():
            own = Path(specifications).read_text(encoding="utf-8")
    return Settings(
        datasets=chosen,
        place=place_code(place) if place else None,
        known_on=known_on,
        specifications=Path(specifications).name if own else specifications,
        own_set=own,
        country=usable_country(country, "--country", UsageError) if country else None,
        columns=chosen_columns(columns),
        data=data_hash(chosen),
        package=package_hash(),
    )


def asked_datasets(datasets: Sequence[str]) -> list[Dataset]:
    """The named datasets, or all."""
    return [load(name) for name in datasets] if datasets else all_datasets()


def data_hash(datasets: Sequence[str]) -> str:
    """A hash of the datasets: of what they say about themselves, which holds the hash of each of their tables."""
    held = []
    for one in asked_datasets(datasets):  # without where its tables lie, which differs between machines
        tables = [{**each, "path": Path(str(each["path"])).name} for each in one.descriptor["resources"]]
        held.append([one.id, {**one.descriptor, "resources": tables}])
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def package_hash() -> str:
    """The version of this package, with a hash of its files."""
    return f"{__version__}, files {package_digest()[:16]}"


def same_here(given: Settings) -> None:
    """Raise VerifierError where the data or the package of this process are others than those a scan was begun with."""
    if package_hash() != given.package:
        raise VerifierError(
            f"verifier changed during the scan: it was begun with {given.package}, here is {package_hash()}"
        )
    if data_hash(given.datasets) != given.data:
        raise VerifierError("the datasets changed during the scan, or are others on this machine: scan again")


def described_datasets(given: Settings) -> dict[str, Any]:
    """The datasets of a scan for people: title, licence, citation, and the vintages that answer."""
    found = {}
    for one in asked_datasets(given.datasets):
        known = [each.id for each in one.vintages() if given.known_on is None or each.published <= given.known_on]
        found[one.id] = {
            "title": one.title,
            "licence": one.licence.name,
            "citation": one.citation,
            "vintages": known,
        }
    return found
