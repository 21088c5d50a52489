"""From the table files of a data package to cells. Four kinds: daily counts, counts by span, published figures, and
stocks (how many there were on the last day of a span).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.errors import InputError
from verifier.files import stamp
from verifier.incidents.cells import WORLD, Definition
from verifier.window import Window

COLUMNS = ["start", "end", "count", "published", "document", "url"]


@dataclass(frozen=True, eq=False)
class Source:
    """What is to be read: a data package in a folder, a definition of it, a place (None for all places), and the
    countries that are added up for it where it is a sum: `needed` are those that must have a count of a span, if it
    lies in these days.
    """

    dataset: str
    folder: Path
    descriptor: dict[str, Any]
    definition: Definition
    place: str | None
    parts: tuple[str, ...] = ()
    needed: Mapping[str, Window] = field(default_factory=dict)

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
    frame = _of_place(source, names)
    kept = np.ones(len(frame), dtype=bool)
    for column, allowed in source.definition.filter.items():
        kept &= frame[column].isin(allowed).to_numpy()
    if source.about["kind"] != "figures":
        return frame if kept.all() else frame[kept]
    days = frame["published"].to_numpy()
    known = np.flatnonzero(kept & (days <= np.datetime64(published)))
    newest_last = known[np.argsort(days[known], kind="stable")]
    start, end = (frame[name].to_numpy()[newest_last] for name in ("start", "end"))
    order = np.lexsort((end, start))  # stable: of figures for one span the newest stays last
    last = np.ones(len(order), dtype=bool)
    last[:-1] = (start[order][1:] != start[order][:-1]) | (end[order][1:] != end[order][:-1])
    newest = np.zeros(len(frame), dtype=bool)
    newest[newest_last[order[last]]] = True
    return frame[newest]


def unrecorded(source: Source, names: list[str]) -> tuple[str, ...]:
    """A sentence for each column the definition asks for that is empty in every row: then nothing is known by it."""
    frame = _of_place(source, names)
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
        order = np.lexsort((frame["end"].to_numpy(), frame["start"].to_numpy()))
        counts = frame[source.definition.column].to_numpy(dtype=np.int64)[order]
        columns = {name: counts if name == "count" else frame[name].array.take(order) for name in COLUMNS}
        return pd.DataFrame(columns, copy=False)
    days = [frame[name].to_numpy() for name in source.dates]
    order = np.lexsort(days[::-1])
    ordered = [each[order] for each in days]
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.any([each[1:] != each[:-1] for each in ordered], axis=0)
    each = frame[source.definition.column].to_numpy(dtype=np.int64)[order]
    counts = np.add.reduceat(each, np.flatnonzero(new)) if len(each) else each
    start, end = ordered[0][new], ordered[-1][new]
    # Every other day of the coverage of a daily table is a true zero.
    kept = counts != 0 if source.about["kind"] == "daily" else np.ones(len(counts), dtype=bool)
    if covered is not None:
        kept &= (start >= np.datetime64(covered.start)) & (end <= np.datetime64(covered.end))
    all_told = "every" in source.about or source.about.get("unlisted") == "none"
    if source.needed and source.about["kind"] != "daily" and not all_told:
        kept &= _complete(source, frame["place"].to_numpy()[order], np.flatnonzero(new), start, end)
    if "panel" in source.about:
        # Every group (region, category) must have a total of a span: a missing one is unknown.
        groups = frame[["place", *source.about["panel"]]].drop_duplicates()
        kept &= np.diff([*np.flatnonzero(new), len(order)]) == len(groups)
    start, end, counts = start[kept], end[kept], counts[kept]
    if "every" in source.about and covered is not None:
        start, end, counts = _with_empty_spans(start, end, counts, covered, source.about["every"])
    return pd.DataFrame(
        {
            "start": start,
            "end": end,
            "count": counts,
            "published": pd.Timestamp(published),
            "document": source.descriptor["title"],
            "url": url,
        }
    )


def _complete(
    source: Source,
    places: npt.NDArray[Any],
    firsts: npt.NDArray[np.int64],
    start: npt.NDArray[Any],
    end: npt.NDArray[Any],
) -> npt.NDArray[np.bool_]:
    """For each span, whether every country that the sum needs has a count of it: a missing one is not a zero."""
    needed = np.zeros(len(start), dtype=np.int64)
    for own in source.needed.values():
        needed += (start >= np.datetime64(own.start)) & (end <= np.datetime64(own.end))
    found = [len(source.needed.keys() & set(some)) for some in np.split(places, firsts[1:])]
    return np.array(found, dtype=np.int64) >= needed if len(start) else np.zeros(0, dtype=bool)


def _with_empty_spans(
    start: npt.NDArray[Any], end: npt.NDArray[Any], counts: npt.NDArray[np.int64], covered: Window, every: str
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.int64]]:
    """Totals by month or year with every whole one of the coverage: one without a row is a true zero."""
    unit = f"datetime64[{'M' if every == 'month' else 'Y'}]"
    spans = np.arange(np.datetime64(covered.start).astype(unit), np.datetime64(covered.end).astype(unit) + 1)
    found = np.zeros(len(spans), dtype=np.int64)
    found[(start.astype(unit) - spans[0]).astype(np.int64)] = counts
    first, last = spans.astype("datetime64[D]"), (spans + 1).astype("datetime64[D]") - 1
    return first.astype(start.dtype), last.astype(end.dtype), found


def touches(about: dict[str, Any], definition_id: str, place: str) -> bool:
    """Whether a gap or a break is about a definition and a place: it may name some, places by patterns ("US-*")."""
    return definition_id in about.get("definitions", [definition_id]) and any(
        fnmatchcase(place, pattern) for pattern in about.get("places", ["*"])
    )


def gaps(source: Source, covered: Window | None, vintage: str) -> tuple[tuple[Window, str], ...]:
    """The spans inside the coverage of which the source, or that vintage of it, knows nothing, each with the reason."""
    own: list[dict[str, Any]] = next(
        (each.get("gaps", []) for each in source.about["vintages"] if each["id"] == vintage), []
    )
    found = (
        (Window(date.fromisoformat(each["start"]), date.fromisoformat(each["end"])), str(each["reason"]))
        for each in [*source.about.get("gaps", []), *own]
        if any(touches(each, source.definition.id, place) for place in source.parts or (source.place or WORLD,))
    )
    return tuple((span, reason) for span, reason in found if covered is None or covered.overlaps(span))


def notes(source: Source, frame: pd.DataFrame, vintage_note: str) -> tuple[str, ...]:
    """Sentences on the series: what is not exactly known of its incidents, and what is particular to the vintage."""
    found = []
    for column, what in source.about.get("imprecision", {}).items():
        words, touched = (what, None) if isinstance(what, str) else (what["words"], what["touches"])
        if column not in frame:  # a vintage of which nothing is imprecise
            continue
        if touched is not None and source.definition.column not in touched:
            continue
        if (some := int(frame[column].sum())) > 0:
            events = int(frame["events" if "events" in frame else "count"].sum())
            found.append(f"{some} of {events} events {words}.")
    return (*found, *([vintage_note] if vintage_note else []))


def _of_place(source: Source, names: list[str]) -> pd.DataFrame:
    """The rows of the named tables that are about the place; callers must not change them."""
    parts = [_table(source, name, place) for name in names for place in source.parts or (source.place,)]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _table(source: Source, name: str, place: str | None) -> pd.DataFrame:
    """The rows of a table of the data package about a place (None: all of them), kept for the next call."""
    resource = next((each for each in source.descriptor["resources"] if each["name"] == name), None)
    path = source.folder / (resource["path"] if resource else name)
    if resource is None or not path.is_file():
        raise InputError(f"dataset {source.dataset!r}: the table {path} is missing; build, fetch or import it again")
    kinds = tuple((each["name"], each["type"]) for each in resource["schema"]["fields"])
    asked = path, kinds, stamp(path)
    by_place = _by_place(*asked)
    if place is None:  # the world: its own rows where the table has such, else all of them
        return by_place[WORLD] if WORLD in by_place else _load(*asked)
    return by_place[place] if place in by_place else _load(*asked).iloc[:0]


@lru_cache(maxsize=64)
def _by_place(path: Path, kinds: tuple[tuple[str, str], ...], stamped: tuple[int, ...]) -> dict[str, pd.DataFrame]:
    """The rows of a table by their place."""
    return {str(place): rows for place, rows in _load(path, kinds, stamped).groupby("place")}


@lru_cache(maxsize=64)
def _load(path: Path, kinds: tuple[tuple[str, str], ...], _stamp: tuple[int, ...]) -> pd.DataFrame:
    """Read a table; its stamp is part of the key, so that a new file is read anew."""
    types: dict[Any, Any] = {name: "int64" if kind == "integer" else "str" for name, kind in kinds}
    try:
        frame = pd.read_csv(path, dtype=types, usecols=list(types), keep_default_na=False)
        for name, kind in kinds:
            if kind == "date":
                frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}; set its permissions right") from error
    except (ValueError, KeyError) as error:
        raise InputError(f"{path}: not the table its data package describes: {error}") from error
    return frame
