"""Which datasets there are: the shipped ones, then the user's own."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from verifier.errors import DataError, InputError
from verifier.incidents.cells import Definition
from verifier.incidents.dataset import Dataset, Licence, suggestion
from verifier.incidents.packages import DESCRIPTOR
from verifier.incidents.store import user_folder
from verifier.resources import shipped


def datasets() -> list[Dataset]:
    """Every dataset: the shipped ones, then the user's own, each by id. Raises InputError for a broken data package."""
    return [read(folder, shipped=own == 0) for own, place in enumerate(_places()) for folder in _folders(place)]


def load(dataset_id: str) -> Dataset:
    """The dataset of that id. Raises DataError with the nearest known id and the list for an unknown one."""
    for own, place in enumerate(_places()):
        for folder in _folders(place):
            if folder.name == dataset_id:
                return read(folder, shipped=own == 0)
    known = [folder.name for place in _places() for folder in _folders(place)]
    raise DataError(f"there is no dataset {dataset_id!r}" + suggestion(dataset_id, known))


def read(folder: Path, *, shipped: bool) -> Dataset:
    """The dataset whose data package lies in a folder. Raises InputError when it cannot be understood."""
    stat = (folder / DESCRIPTOR).stat()
    return _read(folder, shipped, stat.st_mtime_ns, stat.st_size)


def _places() -> tuple[Path, Path]:
    return shipped("datasets"), user_folder()


def _folders(place: Path) -> list[Path]:
    return sorted(path.parent for path in place.glob(f"*/{DESCRIPTOR}") if not path.parent.name.startswith("."))


@lru_cache(maxsize=256)
def _read(folder: Path, shipped: bool, _changed: int, _size: int) -> Dataset:
    path = folder / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        about = descriptor["verifier"]
        licence = descriptor["licenses"][0]
        return Dataset(
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
                )
                for each in about["definitions"]
            ],
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError(f"{path}: not a data package this program can read: {error!r}") from error
