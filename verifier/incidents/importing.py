"""Bring your own: a table file and a mapping of its columns become a dataset beside the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from verifier.errors import UsageError
from verifier.files import sha256
from verifier.incidents.catalogue import read
from verifier.incidents.dataset import Dataset
from verifier.incidents.keeping import held, swept, writing
from verifier.incidents.mappings import OwnDefinition
from verifier.incidents.owned import check_id, check_same, descriptor
from verifier.incidents.packages import checksum_of, read_descriptor, vintage, write_descriptor, write_table
from verifier.incidents.proposing import propose_mapping as propose_mapping
from verifier.incidents.releases import publication
from verifier.incidents.shapes import Table, read_table
from verifier.incidents.sheets import read_sheet
from verifier.incidents.store import user_folder
from verifier.places.names import country_code
from verifier.window import Window


def import_file(
    path: Path | str,
    *,
    dataset_id: str,
    measure: str | None = None,
    mapping: dict[str, str],
    definitions: tuple[OwnDefinition, ...] = (),
    title: str | None = None,
    licence: str | None = None,
    citation: str | None = None,
    country: str | None = None,
    published: date | str | None = None,
    coverage: Window | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    store: Path | None = None,
) -> Dataset:
    """Import a table file (CSV, alone or in a zip, a workbook, JSON records) as a dataset of the user's own.

    The same id again adds a vintage; the older ones are kept.

    `mapping` names the columns. With date alone, each row is one incident, and every other day of the coverage has
    none. With date and count, each row is a day; days without a row are unknown, unless `coverage` says that the file
    is complete. With start, end and count, or period (2022, 2022-03, START..END) and count, each row is a span.
    region and category name columns whose values the counts are kept by, so that `definitions` can choose among them.
    country names the column of countries; else one `country` (name, code, or WLD) holds for all rows. dayfirst is
    "true" or "false" and settles 03/04/2021.

    `measure` says in plain words what every row counts ("burglaries"); with definitions it may be left out. `encoding`
    (utf-8, latin-1, utf-16) is for CSV that is neither UTF-8 nor marked, `sheet` for a workbook with several
    tables. `published` is the day (or month, 2022-03)
    on which the numbers came out; where it is not given, today stands in for it and the vintage says so. `coverage` is
    the span for which the file is complete; where it is not given, that from the first to the last day in the file. The
    same table published on the same day again changes nothing.

    The file is read and checked whole before anything is written: it is imported entirely or not at all. Raises
    UsageError for a mapping, id or country that cannot be used, InputError with what is wrong, row by row, for a file,
    and when a dataset of that id counts something else.
    """
    path, store = Path(path), user_folder() if store is None else store
    check_id(dataset_id, measure, definitions)
    day, precision, undated = publication(published)
    rows = read_sheet(path, encoding=encoding, only=set(mapping.values()), sheet=sheet)
    table = read_table(rows, mapping, _one_country(country, mapping), coverage, day, definitions)
    note = " ".join(filter(None, [table.note, undated]))
    checksum = sha256(path)
    about = {
        "title": title or (f"{measure} ({path.name})" if measure else None),
        "licence": licence,
        "citation": citation,
    }
    fresh = descriptor(dataset_id, measure, definitions, table.kind, about)
    folder = store / dataset_id
    with writing(folder), swept(folder):
        if held(folder):
            known = read(folder, shipped=False)
            check_same(known, fresh, list(table.frame.columns))
            about_it = known.descriptor["verifier"] | {"definitions": fresh["verifier"]["definitions"]}
            fresh = known.descriptor | {"title": title or known.title, "verifier": about_it}
        _add(folder, fresh, table, (day, precision, checksum, note))
    return read(folder, shipped=False)


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


def _add(folder: Path, descriptor: dict[str, Any], table: Table, what: tuple[date, str, str, str]) -> None:
    """Add a vintage to a data package: the table first, then the descriptor that makes it known."""
    day, precision, checksum, note = what
    about = descriptor["verifier"]
    taken = [each["id"] for each in about["vintages"]]
    name = next(each for each in _names(str(day)) if each not in taken)
    same_day = {each["id"] for each in about["vintages"] if each["published"] == str(day)}
    if any(each["name"] in same_day and each["hash"] == checksum_of(table.frame) for each in descriptor["resources"]):
        if descriptor != read_descriptor(folder):  # the same numbers with other words
            write_descriptor(folder, descriptor)
        return
    resource = write_table(folder, name, table.frame)
    added = vintage(name, str(day), precision, checksum, {name: table.places}) | {"note": note}
    vintages = sorted([*about["vintages"], added], key=lambda each: (each["published"], each["id"]))
    resources = [*descriptor["resources"], resource]
    write_descriptor(folder, descriptor | {"resources": resources, "verifier": about | {"vintages": vintages}})


def _names(day: str) -> Iterator[str]:
    """Ids for a vintage: the day, then the day with a number behind it."""
    yield day
    number = 2
    while True:
        yield f"{day}-{number}"
        number += 1
