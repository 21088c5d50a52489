"""From the table files of a data package to cells. Three kinds: daily counts, counts by span, published figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from verifier.errors import InputError
from verifier.incidents.cells import Definition
from verifier.window import Window

COLUMNS = ["start", "end", "count", "published", "document", "url"]


@dataclass(frozen=True, eq=False)
class Source:
    """What is to be read: a data package in a folder, a definition of it, a place (None for all places)."""

    dataset: str
    folder: Path
    descriptor: dict[str, Any]
    definition: Definition
    place: str | None

    @property
    def about(self) -> dict[str, Any]:
        """The part of the data package that is ours."""
        found: dict[str, Any] = self.descriptor["verifier"]
        return found

    @property
    def dates(self) -> list[str]:
        """The columns that hold the days of a row."""
        return ["date"] if self.about["kind"] == "daily" else ["start", "end"]


def rows(source: Source, names: list[str], published: date) -> pd.DataFrame:
    """The rows of the named tables that count for the definition and place, as published by a day."""
    frame = pd.concat([_read(source, name) for name in names], ignore_index=True)
    if source.place is not None:
        frame = frame[frame["place"] == source.place]
    for column, allowed in source.definition.filter.items():
        frame = frame[frame[column].isin(allowed)]
    if source.about["kind"] == "figures":
        known = frame[frame["published"] <= pd.Timestamp(published)]
        newest_last = known.sort_values("published", kind="stable")
        frame = newest_last.drop_duplicates(["start", "end"], keep="last")
    return frame


def unrecorded(source: Source, names: list[str]) -> tuple[str, ...]:
    """A sentence for each column the definition asks for that is empty in every row: then nothing is known by it."""
    frame = pd.concat([_read(source, name) for name in names], ignore_index=True)
    if source.place is not None:
        frame = frame[frame["place"] == source.place]
    empty = [column for column in source.definition.filter if len(frame) and (frame[column] == "").all()]
    words = (column.replace("_", " ") for column in empty)
    return tuple(f"This vintage does not record {word}, so it has no such counts." for word in words)


def coverage(source: Source, whole: Window | None, frame: pd.DataFrame) -> Window | None:
    """The span of days that the definition says something about, inside that of the vintage."""
    if source.about["kind"] == "figures":
        if frame.empty:
            return None
        return Window(frame["start"].min().date(), frame["end"].max().date())
    since = next(each for each in source.about["definitions"] if each["id"] == source.definition.id).get("known_from")
    if whole is None or since is None or date.fromisoformat(since) <= whole.start:
        return whole
    return Window(date.fromisoformat(since), whole.end)


def cells(source: Source, frame: pd.DataFrame, covered: Window | None, published: date, url: str) -> pd.DataFrame:
    """The table of Cells: start, end, count, published, document, url, in the order of the days."""
    if source.about["kind"] == "figures":
        figures = frame.rename(columns={source.definition.column: "count"})[COLUMNS]
        return figures.astype({"count": "int64"}).sort_values(["start", "end"], ignore_index=True)
    counts = frame.groupby(source.dates, sort=True)[source.definition.column].sum()
    if source.about["kind"] == "daily":
        counts = counts[counts != 0]  # every other day of the coverage is a true zero
    table = counts.rename("count").reset_index().rename(columns={"date": "start"})
    if "end" not in table:
        table.insert(1, "end", table["start"])
    if covered is not None:
        inside = (table["start"] >= pd.Timestamp(covered.start)) & (table["end"] <= pd.Timestamp(covered.end))
        table = table[inside].reset_index(drop=True)
    table["count"] = table["count"].astype("int64")
    table["published"] = pd.Timestamp(published)
    table["document"] = source.descriptor["title"]
    table["url"] = url
    return table[COLUMNS]


def gaps(source: Source, covered: Window | None) -> tuple[tuple[Window, str], ...]:
    """The spans inside the coverage of which the source knows nothing, each with the reason."""
    found = (
        (Window(date.fromisoformat(each["start"]), date.fromisoformat(each["end"])), str(each["reason"]))
        for each in source.about.get("gaps", [])
    )
    return tuple((span, reason) for span, reason in found if covered is None or covered.overlaps(span))


def notes(source: Source, frame: pd.DataFrame, vintage_note: str) -> tuple[str, ...]:
    """Sentences about the series: incidents of which something is not exactly known, and what is particular to the
    vintage. An imprecision that names the columns it touches is said only of definitions that sum one of them.
    """
    found = []
    for column, what in source.about.get("imprecision", {}).items():
        words, touched = (what, None) if isinstance(what, str) else (what["words"], what["touches"])
        if touched is not None and source.definition.column not in touched:
            continue
        if (some := int(frame[column].sum())) > 0:
            found.append(f"{some} of {int(frame['events'].sum())} events {words}.")
    return (*found, *([vintage_note] if vintage_note else []))


def _read(source: Source, name: str) -> pd.DataFrame:
    """A table of the data package; callers must not change it, since it is kept for the next call."""
    resource = next((each for each in source.descriptor["resources"] if each["name"] == name), None)
    path = source.folder / (resource["path"] if resource else name)
    if resource is None or not path.is_file():
        raise InputError(f"dataset {source.dataset!r}: the table {path} is missing; build, fetch or import it again")
    kinds = tuple((each["name"], each["type"]) for each in resource["schema"]["fields"])
    stat = path.stat()
    return _load(path, kinds, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _load(path: Path, kinds: tuple[tuple[str, str], ...], _changed: int, _size: int) -> pd.DataFrame:
    """Read a table; the time of change and the size are part of the key, so that a new file is read anew."""
    types: dict[Any, Any] = {name: "int64" if kind == "integer" else "str" for name, kind in kinds}
    try:
        frame = pd.read_csv(path, dtype=types, keep_default_na=False)
        for name, kind in kinds:
            if kind == "date":
                frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
    except (ValueError, KeyError) as error:
        raise InputError(f"{path}: not the table its data package describes: {error}") from error
    return frame
