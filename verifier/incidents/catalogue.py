"""Which datasets there are: the shipped ones, then the user's own; and whether what is read of each is sound."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from stat import S_ISREG
from typing import Any

from verifier.errors import DataError, InputError, UsageError
from verifier.files import stamp
from verifier.incidents.cells import Definition
from verifier.incidents.dataset import Dataset, Licence, suggestion
from verifier.incidents.packages import DESCRIPTOR
from verifier.incidents.store import ENVIRONMENT_VARIABLE, user_folder
from verifier.resources import shipped
from verifier.window import Window

DEFINED = ("id", "label", "unit", "column", "filter", "answers", "why")
LONGEST_LAG = 36_525  # days
# The columns of a table by the kind of the data package, with their types.
COLUMNS = {
    "daily": {"place": "string", "date": "date"},
    "spans": {"place": "string", "start": "date", "end": "date"},
    "stock": {"place": "string", "start": "date", "end": "date"},
    "figures": {
        **dict.fromkeys(("place", "document", "url"), "string"),
        **dict.fromkeys(("start", "end", "published"), "date"),
    },
}


def datasets() -> list[Dataset]:
    """Every dataset: the shipped ones, then the user's own, each by id. Raises InputError for a broken data package."""
    return [_joined(parts) for parts in _by_id().values()]


def load(dataset_id: str) -> Dataset:
    """Load a dataset with its releases, both the shipped ones and those that the user fetched or imported.

    - dataset_id: its id, as `verifier data list` has it.

    Raises DataError for an unknown id, naming the nearest known one, or how to get a dataset that only the user may
    bring.
    """
    folders = _by_id()
    if dataset_id not in folders and (known := obtainable().get(dataset_id)):
        raise DataError(f"{known.title} ({dataset_id}) is not here yet. {known.words} ({known.url})")
    if dataset_id not in folders:
        raise DataError(f"there is no dataset {dataset_id!r}" + suggestion(dataset_id, folders))
    return _joined(folders[dataset_id])


@dataclass(frozen=True, slots=True)
class Obtainable:
    """A dataset that is known here and not shipped: its title, in words how a user gets it, and where."""

    title: str
    words: str
    url: str


def obtainable() -> dict[str, Obtainable]:
    """The datasets that the user brings in, by id, those that have been brought in included."""
    found = {}
    for path in sorted(shipped("datasets").glob("*/about.toml")):
        if one := _obtainable(path, stamp(path)):
            found[path.parent.name] = one
    return found


@lru_cache(maxsize=64)
def _obtainable(path: Path, _stamp: tuple[int, ...]) -> Obtainable | None:
    about = tomllib.loads(path.read_text(encoding="utf-8"))
    if "obtain" not in about:
        return None
    return Obtainable(about["title"], about["obtain"]["words"], about["obtain"]["url"])


def _by_id() -> dict[str, list[tuple[Path, bool]]]:
    """Where each dataset lies, and whether that is the shipped part: in one place, or in both."""
    found: dict[str, list[tuple[Path, bool]]] = {}
    for is_shipped, place in ((True, shipped("datasets")), (False, user_folder())):
        for folder in _folders(place):
            found.setdefault(folder.name, []).append((folder, is_shipped))
    return found


def _joined(parts: list[tuple[Path, bool]]) -> Dataset:
    """A dataset whose vintages lie in one folder or in two; the user's copy of a vintage replaces the shipped one."""
    first, *others = [read(folder, shipped=is_shipped) for folder, is_shipped in parts]
    return _both(first, others[0]) if others else first


@lru_cache(maxsize=64)
def _both(first: Dataset, other: Dataset) -> Dataset:
    """The same dataset as long as neither part changes, so that what was worked out for it can be kept."""
    return first.with_vintages_of(other)


def read(folder: Path, *, shipped: bool) -> Dataset:
    """The dataset whose data package lies in a folder. Raises InputError when it cannot be understood."""
    return _read(folder, shipped, stamp(folder / DESCRIPTOR))


def _folders(place: Path) -> list[Path]:
    """The folders of datasets in a place. Raises InputError where one cannot be looked into."""
    try:
        folders = sorted(path for path in place.iterdir() if not path.name.startswith("."))
        return [folder for folder in folders if _holds(folder / DESCRIPTOR)]
    except FileNotFoundError:
        return []
    except OSError as error:  # it may hold a dataset: leaving that out would change findings without a word
        raise InputError(
            f"cannot read {error.filename or place}: {error.strerror}; set its permissions right, or name another "
            f"folder of datasets ({ENVIRONMENT_VARIABLE})"
        ) from error


def _holds(path: Path) -> bool:
    try:
        return S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


@lru_cache(maxsize=256)
def _read(folder: Path, shipped: bool, _stamp: tuple[int, ...]) -> Dataset:
    path = folder / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        about = descriptor["verifier"]
        licence = descriptor["licenses"][0]
        made = Dataset(
            id=descriptor["name"],
            title=descriptor["title"],
            licence=Licence(licence["title"], licence.get("path", "")),
            citation=about["citation"],
            url=descriptor.get("homepage", ""),
            inclusion_rule=about["inclusion_rule"],
            reporting_lag_days=about["reporting_lag_days"],
            breaks=[(date.fromisoformat(each["date"]), each["reason"]) for each in about["breaks"]],
            shipped=shipped,
            folder=folder,
            descriptor=descriptor,
            definitions=[
                Definition(**{name: each[name] for name in DEFINED}, preposition=each.get("preposition", ""))
                for each in about["definitions"]
            ],
        )
        check_shape(made)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, UsageError) as error:
        raise InputError(f"{path}: not a data package this program can read: {error!r}") from error
    return made


def check_shape(made: Dataset) -> None:
    """Go through a dataset as it was made from its descriptor, and through the rest of the descriptor.

    Raises KeyError, TypeError, AttributeError, ValueError or UsageError, as what reads a part would.
    """
    lag = made.reporting_lag_days
    if type(lag) is not int or not 0 <= lag <= LONGEST_LAG:
        raise ValueError(f"reporting_lag_days: {lag!r} is no number of days")
    if not re.fullmatch(r"[a-z0-9]+([-_.][a-z0-9]+)*", made.id) or made.id != made.folder.name:
        raise ValueError(f"name: {made.id!r} is not the name of its folder in small letters, digits and hyphens")
    for one in made.definitions:
        if not re.fullmatch(r"[\w.-]+", one.id):
            raise ValueError(f"definitions: the id {one.id!r} is not of letters, digits and hyphens")
    for resource in made.descriptor["resources"]:
        _check_path(made, resource["path"])
    for where, text in _texts(made):
        if not isinstance(text, str):
            raise TypeError(f"{where}: {text!r} stands where a text should")
        if not text.isascii():
            text.encode("utf-8")  # a ValueError for half a character, which no page can hold
    for gap in made.descriptor["verifier"].get("gaps", []):
        Window(date.fromisoformat(gap["start"]), date.fromisoformat(gap["end"]))
    needed = COLUMNS[made.descriptor["verifier"]["kind"]]
    for resource in made.descriptor["resources"]:
        held = {column["name"]: column["type"] for column in resource["schema"]["fields"]}
        wrong = next((name for name, kind in needed.items() if held.get(name) != kind), None)
        wrong = wrong or next((one.column for one in made.definitions if held.get(one.column) != "integer"), None)
        wrong = wrong or next((name for one in made.definitions for name in one.filter if name not in held), None)
        if wrong is not None:
            raise ValueError(f"{resource['name']}: the column {wrong!r} is missing or not of the type it should be")


def _check_path(made: Dataset, path: str) -> None:
    """A table lies in the folder of its data package: a path that leads elsewhere could show any file of the reader."""
    parts = {*PurePosixPath(path).parts, *PureWindowsPath(path).parts}
    absolute = PurePosixPath(path).is_absolute() or PureWindowsPath(path).anchor
    if absolute or ".." in parts or ":" in path or not path.isprintable():
        raise ValueError(f"resources: the path {path!r} leads out of the folder")
    if not (made.folder / path).resolve().is_relative_to(made.folder.resolve()):
        raise ValueError(f"resources: {path!r} is a link that leads out of the folder")


def _texts(made: Dataset) -> Iterator[tuple[str, Any]]:
    for name in ("id", "title", "citation", "url", "inclusion_rule"):
        yield name, getattr(made, name)
    yield from (("licence", made.licence.name), ("licence", made.licence.url))
    yield from (("breaks", reason) for _, reason in made.breaks)
    yield from (("topics", topic) for topic in [made.family, *made.topics])
    for whole, parts in made.descriptor["verifier"].get("made_of", {}).items():
        yield from (("made_of", code) for code in (whole, *list(parts)))
    for each in made.descriptor["verifier"].get("leaves_out", []):
        several = (*each["definitions"], *each["phrases"], *each.get("places", []))
        days = (str(each.get(day, "")) for day in ("since", "until"))
        yield from (("leaves_out", text) for text in (*several, each["words"], *days))
    yield from (
        ("counted_by", one) for pair in made.descriptor["verifier"].get("counted_by", {}).items() for one in pair
    )
    yield "between_places", made.descriptor["verifier"].get("between_places", "")
    for one in made.definitions:
        for name in ("id", "label", "unit", "column", "preposition"):
            yield f"definitions: {name}", getattr(one, name)
        yield from (("definitions: answers", phrase) for several in one.answers.values() for phrase in several)
        yield from (("definitions: why", reason) for reason in one.why.values())
        yield from (("definitions: filter", str(value)) for several in one.filter.values() for value in list(several))
    for resource in made.descriptor["resources"]:
        yield from (("resources", resource[name]) for name in ("name", "path"))
        for column in resource["schema"]["fields"]:
            yield from (("fields", column[name]) for name in ("name", "type"))
    for vintage in made.vintages():
        yield from (("vintages", part) for part in (vintage.id, vintage.published_precision, vintage.input_sha256))
        yield from (("vintages", part) for part in (vintage.note, *vintage.tables))
        yield from (("places", code) for places in vintage.tables.values() for code in places)
