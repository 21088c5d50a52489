"""What a source's files look like, said as data: columns, codes, and how a row becomes the count of a day or a span."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from verifier.incidents.problems import Problems

Kind = Literal["text", "day", "whole", "number", "code"]
MOST = 10**10  # of a count: more than there are people; keeps the sum of 900 million rows below the largest stored


@dataclass(frozen=True, slots=True)
class Reading:
    """What the texts of a column mean, by text; what is wrong with others; what one text asks for all of them."""

    values: Mapping[str, tuple[Any, ...]]
    wrong: Mapping[str, str]
    kinds: Mapping[str, str]
    asked: Mapping[str, str] = field(default_factory=dict)


# The distinct texts of a column to what they mean; what is wrong with the column as a whole goes to the problems.
Reader = Callable[[list[str], Problems], Reading]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that the source documents, and what may stand in it.

    kind is "day" (written in one of `formats`, as strptime has them), "whole" (a whole number within least and most),
    "number", "code" (one of `allowed`, compared as text) or "text". With `empty` a value may be missing. `reader` reads
    what can be written in more ways than SQL knows; shown is the name for messages where it is another.
    """

    name: str
    kind: Kind = "text"
    empty: bool = False
    formats: tuple[str, ...] = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S")
    allowed: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    shown: str = ""
    reader: Reader | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must not be: an SQL condition over the columns, the column to name, and the reason in words."""

    wrong: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of an event file.

    dataset is the id of the dataset that its rows belong to, words what a reader calls the layout. `columns` are those
    that are read and checked; a file has this layout when its header holds them all (case aside). Everything else is
    SQL over those columns (each a text; `day_NAME` and `whole_NAME` are the parsed values of the day and whole-number
    columns): `day` the day a row counts on, `country` the text that names the country, `keys` what the counts are kept
    by beside day and place, `counts` what is summed. `unique` names the column (or columns together) whose value no two
    rows share, `repeated` says what a value that stands twice means. `where` leaves rows out that are no events (a row
    of HXL tags is always left out); `left_out` says what such rows are. `headless` are the names of all columns of a
    file that has no header. `hints` are columns that are read where a file has them, to tell from them which of the
    releases of a source it is. A file with events in `world_from` countries or more counts the whole world; a country
    that `countries` gives the code "" (none: the high seas, several countries) counts for the world alone.

    With `end`, the last day that a row counts, the rows are totals of spans and not events. `alone` says that the
    header holds no other column, for layouts whose few columns are usual ones. `changed` is the day on which a row was
    last changed; the newest of them names the vintage where nothing else does. `number` is the whole-number column with
    the ISO 3166-1 number of the country (0 where it has none). `level` is a column that must have one value in each
    place, day and set of keys, since rows at two levels would be counted twice. `expected` are the values of a key that
    a whole file holds; a note says which are missing. Of the counts in `distinct` the different values are counted and
    not summed; rows for which `counted` does not hold are checked and add to no count. row is what a row is called;
    rows for which `meant` does not hold, by what their values are read as, are passed over.
    """

    id: str
    dataset: str
    words: str
    columns: tuple[Column, ...]
    day: str
    country: str
    keys: Mapping[str, str]
    counts: Mapping[str, str]
    unique: str | tuple[str, ...] | None = None
    repeated: str = "each event has its own"
    where: str = "true"
    left_out: str = ""
    rules: tuple[Rule, ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    headless: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    world_from: int = 100
    end: str = ""
    alone: bool = False
    changed: str = ""
    number: str = ""
    level: str = ""
    expected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    distinct: frozenset[str] = frozenset()
    counted: str = "true"
    row: str = "event"
    meant: str = "true"

    @property
    def names(self) -> list[str]:
        """The names of the columns that are read."""
        return [column.name for column in self.columns]

    def missing(self, header: Iterable[str]) -> list[str]:
        """The columns of the layout that a header does not hold, in the layout's order."""
        held = {name.strip().casefold() for name in header}
        return [name for name in self.names if name.casefold() not in held]


def recognise(header: list[str], layouts: Iterable[Layout]) -> Layout | None:
    """The layout whose columns a header holds; the one with the most columns where several fit, else None."""
    fitting = [layout for layout in layouts if not layout.missing(header)]
    fitting = [layout for layout in fitting if not layout.alone or len(layout.columns) == len(header)]
    return max(fitting, key=lambda layout: len(layout.columns), default=None)


def columns_read(header: list[str], layouts: Iterable[Layout]) -> list[str]:
    """The columns of a header that its layout reads; all of them where it has no known layout."""
    layout = recognise(header, layouts)
    if layout is None:
        return header
    wanted = {name.casefold() for name in (*layout.names, *layout.hints)}
    return [name for name in header if name.casefold() in wanted]


def nearest(header: list[str], layouts: Iterable[Layout]) -> tuple[Layout, list[str]] | None:
    """The layout that most of its columns speak for, and the columns that are missing; None where under half do.

    It is for the message that says which columns a source has renamed or dropped.
    """
    several = [layout for layout in layouts if not layout.alone]
    scored = [(len(layout.missing(header)) / len(layout.columns), layout) for layout in several]
    share, best = min(scored, key=lambda each: each[0], default=(1.0, None))
    return (best, best.missing(header)) if best and share < 0.5 else None
