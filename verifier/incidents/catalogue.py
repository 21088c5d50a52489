"""Which datasets there are: the shipped ones, then the user's own."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG

from verifier.errors import DataError, InputError, UsageError
from verifier.files import stamp
from verifier.incidents.cells import Definition
from verifier.incidents.dataset import Dataset, Licence, suggestion
from verifier.incidents.packages import DESCRIPTOR
from verifier.incidents.shape import check_shape
from verifier.incidents.store import ENVIRONMENT_VARIABLE, user_folder
from verifier.resources import shipped


def datasets() -> list[Dataset]:
    """Every dataset: the shipped ones, then the user's own, each by id. Raises InputError for a broken data package."""
    folders = _by_id()
    return [_joined(folders[dataset_id]) for dataset_id in folders]


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
    for own, place in enumerate(_places()):
        for folder in _folders(place):
            found.setdefault(folder.name, []).append((folder, own == 0))
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


def _places() -> tuple[Path, Path]:
    return shipped("datasets"), user_folder()


def _folders(place: Path) -> list[Path]:
    """The folders of datasets in a place. Raises InputError where one cannot be looked into: it may hold a dataset, and
    leaving that out would change findings without a word.
    """
    try:
        folders = sorted(path for path in place.iterdir() if not path.name.startswith("."))
        return [folder for folder in folders if _holds(folder / DESCRIPTOR)]
    except FileNotFoundError:
        return []
    except OSError as error:
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
                Definition(
                    each["id"],
                    each["label"],
                    each["unit"],
                    each["column"],
                    each["filter"],
                    each["answers"],
                    each["why"],
                    each.get("preposition", ""),
                )
                for each in about["definitions"]
            ],
        )
        check_shape(made)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, UsageError) as error:
        raise InputError(f"{path}: not a data package this program can read: {error!r}") from error
    return made
