"""Bring your own: a CSV file and a mapping of its columns become a dataset beside the shipped ones."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from verifier.errors import InputError, UsageError, VerifierError
from verifier.incidents.catalogue import datasets, obtainable, read
from verifier.incidents.countries import country_code
from verifier.incidents.dataset import Dataset
from verifier.incidents.measures import normalise, unit_of
from verifier.incidents.packages import DESCRIPTOR, checksum_of, vintage, write_descriptor, write_table
from verifier.incidents.proposing import propose_mapping as propose_mapping
from verifier.incidents.releases import publication
from verifier.incidents.shapes import Table, read_table
from verifier.incidents.sheets import read_sheet
from verifier.incidents.store import user_folder
from verifier.window import Window


def import_file(
    path: Path | str,
    *,
    dataset_id: str,
    measure: str,
    mapping: dict[str, str],
    title: str | None = None,
    licence: str | None = None,
    citation: str | None = None,
    country: str | None = None,
    published: date | str | None = None,
    coverage: Window | None = None,
    store: Path | None = None,
) -> Dataset:
    """Import a CSV file as a dataset of the user's own, or as a new vintage of one; the older vintages are kept.

    `mapping` names the columns. With date alone, each row is one incident, and every other day of the coverage has
    none. With date and count, each row is a day; days without a row are unknown, unless `coverage` says that the file
    is complete. With start, end and count, or period (2022, 2022-03, START..END) and count, each row is a span.
    country names the column of countries; else one `country` (name, code, or WLD) holds for all rows. dayfirst is
    "true" or "false" and settles 03/04/2021.

    `measure` says in plain words what is counted ("burglaries"). `published` is the day (or month, 2022-03) on which
    the numbers came out; where it is not given, today stands in for it and the vintage says so. `coverage` is the span
    for which the file is complete; where it is not given, that from the first to the last day in the file. The same
    table published on the same day again changes nothing.

    The file is read and checked whole before anything is written: it is imported entirely or not at all. Raises
    UsageError for a mapping, id or country that cannot be used, InputError with what is wrong, row by row, for a file,
    and when a dataset of that id counts something else.
    """
    path, store = Path(path), user_folder() if store is None else store
    _check_id(dataset_id, measure)
    day, precision, undated = publication(published)
    sheet = read_sheet(path)
    table = read_table(sheet, mapping, _one_country(country, mapping), coverage, day)
    note = " ".join(filter(None, [table.note, undated]))
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    about = {"title": title or f"{measure} ({path.name})", "licence": licence, "citation": citation}
    fresh = _descriptor(dataset_id, measure, table.kind, about)
    folder = store / dataset_id
    if (folder / DESCRIPTOR).is_file():
        known = read(folder, shipped=False)
        _check_same(known, fresh)
        with _writing(folder):
            _add(folder, known.descriptor | {"title": title or known.title}, table, (day, precision, checksum, note))
    else:
        with _writing(store):
            store.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=store, prefix=".import-") as temporary:
                made = Path(temporary) / dataset_id
                _add(made, fresh, table, (day, precision, checksum, note))
                if folder.exists():
                    raise InputError(f"{folder} exists and holds no {DESCRIPTOR}: move it away, or choose another id")
                made.rename(folder)
    return read(folder, shipped=False)


def _check_id(dataset_id: str, measure: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", dataset_id):
        raise UsageError(
            f"{dataset_id!r} cannot be the id of a dataset: use small letters, digits and hyphens (city-fires)"
        )
    if dataset_id in obtainable():
        raise UsageError(f"{dataset_id!r} is the dataset of a known source: choose another id for yours")
    if any(each.id == dataset_id and each.shipped for each in datasets()):
        raise UsageError(f"{dataset_id!r} is a shipped dataset: choose another id for yours")
    if not normalise(measure):
        raise UsageError("say in words what the file counts, for example measure='burglaries'")


def _one_country(country: str | None, mapping: dict[str, str]) -> str | None:
    """The code of the one country that holds for all rows, None when a column tells."""
    if "country" in mapping:
        if country is not None:
            raise UsageError("give the country either as a column (country=COLUMN in the mapping) or once for all rows")
        return None
    code = country_code(country) if country else None
    if code is None:
        wrong = f"{country!r} is no country name or ISO 3166 code" if country else "the place is not known"
        raise UsageError(f"{wrong}: give country=COLUMN in the mapping, or one country for all rows (PAK; WLD for all)")
    return code


def _descriptor(dataset_id: str, measure: str, kind: str, about: dict[str, str | None]) -> dict[str, Any]:
    """The data package of a new dataset, without tables yet."""
    rule = f"What the file that was imported counts as {measure}."
    definition = {
        "id": re.sub(r"[\W_]+", "-", measure.casefold()).strip("-"),
        "label": measure,
        "unit": unit_of(measure),
        "column": "count",
        "filter": {},
        "answers": {"exact": [measure], "near": [], "proxy": []},
        "why": {"exact": f"The file was imported as counting {measure}."},
    }
    return {
        "name": dataset_id,
        "title": about["title"],
        "profile": "tabular-data-package",
        "description": rule,
        "licenses": [{"name": "other-closed", "title": about["licence"] or "not stated"}],
        "resources": [],
        "verifier": {
            "kind": kind,
            "citation": about["citation"] or "a file imported by the user",
            "inclusion_rule": rule,
            "reporting_lag_days": 0,
            "breaks": [],
            "definitions": [definition],
            "vintages": [],
        },
    }


def _check_same(known: Dataset, fresh: dict[str, Any]) -> None:
    """A new vintage counts the same thing in the same way as the ones before."""
    had, now = known.descriptor["verifier"], fresh["verifier"]
    if had["definitions"][0]["id"] != now["definitions"][0]["id"]:
        what = had["definitions"][0]["label"]
        raise InputError(f"dataset {known.id!r} counts {what!r}: import this file under another id")
    if had["kind"] != now["kind"]:
        raise InputError(
            f"dataset {known.id!r} holds {had['kind']} counts and this file would be {now['kind']}: map it as the file "
            "before it (with or without a coverage), or import it under another id"
        )


def _add(folder: Path, descriptor: dict[str, Any], table: Table, what: tuple[date, str, str, str]) -> None:
    """Add a vintage to a data package: the table first, then the descriptor that makes it known."""
    day, precision, checksum, note = what
    about = descriptor["verifier"]
    taken = [each["id"] for each in about["vintages"]]
    name = next(each for each in _names(str(day)) if each not in taken)
    same_day = {each["id"] for each in about["vintages"] if each["published"] == str(day)}
    if any(each["name"] in same_day and each["hash"] == checksum_of(table.frame) for each in descriptor["resources"]):
        return
    resource = write_table(folder, name, table.frame)
    added = vintage(name, str(day), precision, checksum, {name: table.places}) | {"note": note}
    vintages = sorted([*about["vintages"], added], key=lambda each: (each["published"], each["id"]))
    resources = [*descriptor["resources"], resource]
    try:
        write_descriptor(folder, descriptor | {"resources": resources, "verifier": about | {"vintages": vintages}})
    except OSError:
        (folder / resource["path"]).unlink()
        raise


def _names(day: str) -> Iterator[str]:
    """Ids for a vintage: the day, then the day with a number behind it."""
    yield day
    number = 2
    while True:
        yield f"{day}-{number}"
        number += 1


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise VerifierError(f"cannot write to {folder}: {error.strerror or error}") from error
