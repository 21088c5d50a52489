"""The shape of a data package: that everything read of it later is there, and of the type it is taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from verifier.incidents.dataset import Dataset
from verifier.window import Window

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
