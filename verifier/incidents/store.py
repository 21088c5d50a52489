"""The user's own datasets: where they live, and keeping a release there: tables first, then what names them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from verifier.errors import DataError, InputError, UsageError, VerifierError
from verifier.files import cannot_write, locked
from verifier.incidents.packages import (
    DESCRIPTOR,
    content_of,
    hash_of,
    in_order,
    joined_vintage,
    read_descriptor,
    split_by,
    vintage,
    write_descriptor,
    write_table,
)
from verifier.incidents.releases import Derived

ENVIRONMENT_VARIABLE = "VERIFIER_DATA"
WAIT = 60  # seconds that a second import or fetch of one dataset waits for the first
# What a data package holds by now, and the hashes of the new tables, to the descriptor of the new release, without
# tables, and the id of its vintage.
Agreed = Callable[[dict[str, Any], list[str]], tuple[dict[str, Any], str]]


def user_folder() -> Path:
    """The folder of the user's own datasets: VERIFIER_DATA where it is set, else the usual one of the system.

    It need not exist yet. Raises UsageError for a home folder (~name) that is not known.
    """
    override = os.environ.get(ENVIRONMENT_VARIABLE)
    try:
        return Path(override).expanduser() if override else user_data_path("verifier", appauthor=False)
    except RuntimeError as error:  # a user whom this system does not know
        raise UsageError(f"{ENVIRONMENT_VARIABLE} {override!r}: {error}: write the folder in full") from error


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """The vintage that a release became, and whether it is "new", "replaced" an older state of it, or "unchanged"."""

    vintage: str
    how: str


def keep(
    store: Path,
    fresh: dict[str, Any],
    derived: Derived,
    published: tuple[str, str],
    checksum: str,
    agreed: Agreed | None = None,
) -> StoredRelease:
    """Add a release to a dataset in the store, made on first use from `fresh` (a descriptor without tables).

    `published` is the day and its precision, `checksum` that of the input file. In a vintage of the same id, tables of
    the same places are replaced: a source may mend a release in place, or publish it country by country. Totals of
    other measures or other days are kept. With `agreed`, which decides the descriptor and the vintage's id from what is
    there, a vintage of the same id is replaced whole. The same tables again change nothing.

    A reader sees the dataset before or after, never between. Raises VerifierError where the store cannot be written,
    InputError where a folder of that name is none of ours, and for totals that would replace a part of an older table
    only.
    """
    folder = store / fresh["name"]
    with writing(folder), swept(folder):
        known = read_descriptor(folder) if has_dataset(folder) else fresh
        release = derived.release.id
        made = ((name, folder / "data" / f".{at}", table) for at, (name, table) in enumerate(derived.tables.items()))
        contents = {name: content_of(table, file) for name, file, table in made}
        hashes = {name: hash_of(content)[-8:] for name, content in contents.items()}
        if agreed:
            fresh, release = agreed(known, [*hashes.values()])
        # The content is part of the name, so that a table in use is never written over.
        names = {name: f"{release}--{name}-{hashed}" for name, hashed in hashes.items()}
        coverage = {names[name]: places for name, places in derived.coverage.items()}
        added = vintage(release, *published, checksum, coverage) | {"note": derived.release.note}
        if derived.spans:
            for table in added["tables"]:
                table["same"] = dict(derived.release.same)
        if any(derived.left_out.values()):
            added["left_out"] = [{"reason": reason, "rows": rows} for reason, rows in derived.left_out.items() if rows]
        if derived.gaps:
            added["gaps"] = list(derived.gaps)
        vintages = {each["id"]: each for each in known["verifier"]["vintages"]}
        old = vintages.get(release)
        if old == added and (not agreed or _words_of(known) == _words_of(fresh)):
            return StoredRelease(release, "unchanged")
        if not agreed and old and {each["resource"] for each in old["tables"]}.issuperset(names.values()):
            return StoredRelease(release, "unchanged")
        if not agreed and old and (split := split_by(old, added)):
            raise InputError(
                f"vintage {added['id']} of {fresh['name']} has totals of {split} that overlap with those of this file: "
                "give the file a release of its own (--release), or bring in a file that holds all of them"
            )
        vintages[release] = joined_vintage(old, added) if old and not agreed else added
        ordered = sorted(vintages.values(), key=in_order)
        named = {table["resource"] for each in ordered for table in each["tables"]}
        resources = [
            write_table(folder, names[name], table, content=contents[name]) for name, table in derived.tables.items()
        ]
        others = [each for each in known["resources"] if each["name"] in named - set(names.values())]
        about = fresh["verifier"] | {"vintages": ordered}
        write_descriptor(folder, fresh | {"resources": [*others, *resources], "verifier": about})
        return StoredRelease(release, "replaced" if old else "new")


def remove(store: Path, dataset_id: str, vintage_id: str | None = None) -> list[str]:
    """Take a vintage (or all of them, with the dataset) out of the store; gives the vintages that are left.

    Raises DataError for a dataset or vintage that the store does not have.
    """
    folder = store / dataset_id
    if not folder.is_dir() or not (folder / DESCRIPTOR).is_file():
        raise DataError(f"there is no dataset {dataset_id!r} of yours in {store}: what is shipped cannot be removed")
    with writing(folder), swept(folder):
        known = read_descriptor(folder)
        vintages = known["verifier"]["vintages"]
        left = [each for each in vintages if vintage_id is not None and each["id"] != vintage_id]
        if len(left) == len(vintages):
            listed = ", ".join(each["id"] for each in vintages)
            raise DataError(f"dataset {dataset_id!r} has no vintage {vintage_id!r} of yours: there is {listed}")
        for each in vintages if vintage_id is None else [{"id": vintage_id}]:
            (folder / ".events" / f"{each['id']}.csv").unlink(missing_ok=True)
        if left:
            named = {table["resource"] for each in left for table in each["tables"]}
            resources = [each for each in known["resources"] if each["name"] in named]
            about = known["verifier"] | {"vintages": left}
            write_descriptor(folder, known | {"resources": resources, "verifier": about})
        else:
            (folder / DESCRIPTOR).unlink()
    if left:
        with writing(folder), swept(folder):  # the tables that no descriptor names any more
            return [str(each["id"]) for each in left]
    shutil.rmtree(folder, ignore_errors=True)
    return []


def _words_of(descriptor: dict[str, Any]) -> dict[str, Any]:
    return {**descriptor, "resources": None, "verifier": {**descriptor["verifier"], "vintages": None}}


def has_dataset(folder: Path) -> bool:
    """Whether a folder of the store holds a dataset. Raises InputError where it holds something else."""
    if (folder / DESCRIPTOR).is_file():
        return True
    if any(each.name != "data" for each in folder.glob("[!.]*")):
        raise InputError(f"{folder} exists and holds no {DESCRIPTOR}: move it away, or choose another id")
    return False


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """One writer at a time in a dataset's folder, which is made when needed.

    Raises UsageError if it cannot be written, VerifierError for a full disk or a writer not done within WAIT seconds.
    """
    try:
        busy = VerifierError(f"another import or fetch is writing to {folder}: wait for it, then try again")
        with locked(folder / ".lock", lambda: busy, wait=WAIT):
            yield
    except OSError as error:
        # A write that fails names no file: it was one here, or a temporary one.
        here = error.filename or f"{folder} or {tempfile.gettempdir()}"
        raise cannot_write(Path(here), error) from error


@contextmanager
def swept(folder: Path) -> Iterator[None]:
    """A write to the tables of a dataset: leftovers of a killed write are cleared before, its own where it fails.

    A table that the write replaces stays until the next one, for those about to read it by an older descriptor.
    """
    _sweep(folder)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            _sweep(folder)
        raise
    for unused in folder.glob("data/.[0-9]*"):
        unused.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove the files that no descriptor names; nobody else may be writing in the folder."""
    named = {each["path"] for each in read_descriptor(folder)["resources"]} if (folder / DESCRIPTOR).is_file() else ()
    for table in folder.glob("data/*"):
        if f"data/{table.name}" not in named:
            table.unlink(missing_ok=True)
    for partial in folder.glob(f".{DESCRIPTOR}.*"):
        partial.unlink(missing_ok=True)
