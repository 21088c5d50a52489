"""One dataset: what it says about itself, its vintages, and the cells of a definition and place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from verifier.errors import DataError
from verifier.incidents import sums, tables
from verifier.incidents.cells import MATCHES, WORLD, Cells, Definition
from verifier.incidents.measures import normalise
from verifier.incidents.packages import in_order, joined_vintage
from verifier.incidents.sums import left_out
from verifier.listing import capital, listed
from verifier.window import Window

LISTED = 40  # names in an error message before it says "and so many more"


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the numbers may be used."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Vintage:
    """One dated release of a dataset, or, for published figures, all that had been published by one day.

    published is the last day of the month when published_precision is "month". coverage is the span of days it says
    something about (for published figures: from the first to the last day that a figure is about, gaps included).
    tables holds, for each table file, the coverage of each place in it.
    """

    id: str
    published: date
    published_precision: str
    coverage: Window | None
    input_sha256: str
    note: str = ""
    tables: dict[str, dict[str, Window]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A definition that may stand for a measure: exact, near or proxy, and the sentence that says why."""

    definition: Definition
    match: str
    why: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """A source of counts. `descriptor` is its data package; the other fields are read from it."""

    id: str
    title: str
    licence: Licence
    citation: str
    url: str
    inclusion_rule: str
    reporting_lag_days: int
    breaks: list[tuple[date, str]]
    shipped: bool
    folder: Path
    descriptor: dict[str, Any]
    definitions: list[Definition]
    _vintages: dict[tuple[str | None, str], list[Vintage]] = field(default_factory=dict, init=False, repr=False)
    _sums: dict[tuple[str, str | None, str], sums.Sum | None] = field(default_factory=dict, init=False, repr=False)

    @property
    def family(self) -> str:
        """The collection of data that this table and others rest on; its own id where it stands alone."""
        return str(self.descriptor["verifier"].get("family", self.id))

    @property
    def topics(self) -> list[str]:
        """What it counts, in a few plain words each, for lists."""
        return list(self.descriptor["verifier"].get("topics", []))

    @property
    def between_places(self) -> str | None:
        """Why its counts of different places say little of each other, where they do."""
        said = self.descriptor["verifier"].get("between_places")
        return None if said is None else str(said)

    def breaks_in(self, definition_id: str, place: str) -> list[tuple[date, str]]:
        """Those of `breaks` that touch a definition and a place."""
        told = zip(self.breaks, self.descriptor["verifier"]["breaks"], strict=True)
        parts = self.parts(place) or (place,)
        return [one for one, about in told if any(tables.touches(about, definition_id, part) for part in parts)]

    def vintages(self, place: str | None = None, definition: Definition | None = None) -> list[Vintage]:
        """The vintages, oldest first; with a place, those that cover it, with the coverage of that place; with a
        definition, those that have a table in which it can be counted. A place that is the sum of countries is covered
        where they all are (incidents/sums.py).
        """
        asked = place, repr(definition.filter if definition else {})
        if asked not in self._vintages:
            about = self.descriptor["verifier"]
            found = [_vintage(each, place, definition, about) for each in about["vintages"]]
            self._vintages[asked] = [vintage for vintage in found if vintage.tables]
        return list(self._vintages[asked])

    def vintage(self, name: str, place: str | None = None, definition: Definition | None = None) -> Vintage:
        """That one of `vintages` which has this id. Raises StopIteration where there is none."""
        return next(one for one in self.vintages(place, definition) if one.id == name)

    def with_vintages_of(self, other: Dataset) -> Dataset:
        """This dataset with the vintages of another part of it, which lies in a folder of its own.

        Of a vintage that both hold, the other part's tables take the place of those for the same countries.
        """
        resources = [
            *self.descriptor["resources"],
            *({**each, "path": str(other.folder / each["path"])} for each in other.descriptor["resources"]),
        ]
        vintages = {each["id"]: each for each in self.descriptor["verifier"]["vintages"]}
        for each in other.descriptor["verifier"]["vintages"]:
            old = vintages.get(each["id"])
            vintages[each["id"]] = joined_vintage(old, each) if old else each
        ordered = sorted(vintages.values(), key=in_order)
        about = self.descriptor["verifier"] | {"vintages": ordered}
        return replace(self, descriptor=self.descriptor | {"resources": resources, "verifier": about})

    def places(self, vintage: str | None = None) -> list[str]:
        """The places that the dataset (or one vintage) has cells for: alpha-3 codes, and WLD where it covers the world.

        Raises DataError for an unknown vintage.
        """
        if vintage is None:
            return list(self._places)
        return _places_of([self._pick(self.vintages(), vintage, None)])

    @cached_property
    def has_partial_releases(self) -> bool:
        """Whether a release leaves out years that one before it had: the days asked about then decide which is used."""
        starts = [one.coverage.start for one in self.vintages() if one.coverage]
        earliest = accumulate(starts, min)
        return self.descriptor["verifier"]["kind"] != "figures" and any(
            start > first for start, first in zip(starts, earliest, strict=True)
        )

    @cached_property
    def _places(self) -> list[str]:
        return _places_of(self.vintages())

    def definition(self, definition_id: str) -> Definition:
        """The definition of that id. Raises DataError naming the known ones."""
        for definition in self.definitions:
            if definition.id == definition_id:
                return definition
        raise DataError(
            f"dataset {self.id!r} has no definition {definition_id!r}"
            + suggestion(definition_id, [each.id for each in self.definitions])
        )

    def answers(self, measure: str) -> list[Answer]:
        """The definitions that may stand for a measure, best match first; none when the dataset abstains.

        The measure is a phrase such as "terror attacks", or the id of a definition, which chooses that one alone.
        """
        asked = normalise(measure)
        found = self._answers_by_words.get(asked, []) if asked else []
        named = self._by_id.get(measure)
        if named is None:
            return found
        by_phrase = [answer for answer in found if answer.definition.id == measure]
        return by_phrase or [Answer(named, "exact", f"The definition {measure!r} was asked for by its id.")]

    @cached_property
    def _by_id(self) -> dict[str, Definition]:
        return {definition.id: definition for definition in self.definitions}

    @cached_property
    def _answers_by_words(self) -> dict[frozenset[str], list[Answer]]:
        """The definitions that may stand for each measure that one of them names, each once, best match first."""
        found: dict[frozenset[str], dict[str, Answer]] = {}
        for match in MATCHES:
            for definition in self.definitions:
                answer = Answer(definition, match, definition.why.get(match, ""))
                for words in dict.fromkeys(normalise(phrase) for phrase in definition.answers.get(match, [])):
                    found.setdefault(words, {}).setdefault(definition.id, answer)
        return {words: list(answers.values()) for words, answers in found.items()}

    def abstention(self, measure: str) -> str:
        """The sentence that says why the dataset does not answer a measure."""
        asked = normalise(measure)
        if not asked:
            return "The claim does not name what is counted."
        reason = next((reason for words, reason in self._abstains if words <= asked), None)
        labels = [definition.label for definition in self.definitions]
        counts = " and ".join(self.topics if len(labels) > LISTED else labels[:2])
        if 2 < len(labels) <= LISTED:
            counts += f", and {len(labels) - 2} more such counts"
        return reason or f"It counts {counts}; none of them is {measure!r}."

    @cached_property
    def _abstains(self) -> list[tuple[frozenset[str], str]]:
        """The words of each phrase that it declares not to answer, and why so."""
        declared = self.descriptor["verifier"].get("abstains", [])
        return [
            (normalise(phrase), f"{capital(str(each['reason']))}.") for each in declared for phrase in each["phrases"]
        ]

    def cells(self, definition_id: str, place: str, vintage: str | None = None, known_on: date | None = None) -> Cells:
        """The cells of a definition and place.

        vintage None takes the latest, or the latest published on or before known_on. Raises DataError, naming what
        there is, for an unknown definition, place or vintage, and when nothing was published by known_on; InputError
        for a table that is missing or broken.
        """
        definition = self.definition(definition_id)
        covering = self.vintages(place, definition)
        if not covering and self.vintages(place):
            raise DataError(
                f"dataset {self.id!r} has no table of {definition_id!r} for {place}: bring in that file too"
            )
        if not covering:
            raise DataError(f"dataset {self.id!r} does not cover {place!r}" + suggestion(place, self.places()))
        chosen = self._pick(covering, vintage, known_on)
        kind = self.descriptor["verifier"]["kind"]
        total = self._sum(place, chosen.id, definition)
        parts, needed = (total.counted, total.needed) if total else ((), {})
        own = None if place == WORLD else place
        source = tables.Source(self.id, self.folder, self.descriptor, definition, own, parts, needed)
        frame = tables.rows(source, list(chosen.tables), chosen.published)
        unrecorded = tables.unrecorded(source, list(chosen.tables)) if frame.empty else ()
        coverage = None if unrecorded else tables.coverage(source, chosen.coverage, frame)
        return Cells(
            dataset=self.id,
            vintage=chosen.id,
            definition=definition,
            place=place,
            table=tables.cells(source, frame, coverage, chosen.published, self.url),
            coverage=coverage,
            dense=kind == "daily",
            notes=(
                *tables.notes(source, frame, chosen.note),
                *unrecorded,
                *([sums.says(place, parts)] if parts else []),
            ),
            gaps=tables.gaps(source, coverage, chosen.id),
            stock=kind == "stock",
        )

    def missing(self, place: str) -> tuple[str, ...]:
        """The members of a wider place that the latest vintage has nothing on; none for a place that is no sum."""
        found = self._sum(place)
        return found.missing if found else ()

    def note_on(self, place: str) -> str | None:
        """What the dataset says of where it files a place that it has no rows of."""
        return sums.note_on(self.descriptor["verifier"], place)

    @cached_property
    def leaves_out_some(self) -> bool:
        """Whether a plain word takes in more than it counts, somewhere and at some time."""
        return bool(self.descriptor["verifier"].get("leaves_out"))

    def left_out(self, definition: Definition, phrase: str, place: str, days: tuple[date, date]) -> str | None:
        """Why a phrase that names what is counted is not answered for a place from a day to a day."""
        about = self.descriptor["verifier"]
        return left_out(about, definition.id, phrase, {place, *self.parts(place)}, days)

    def parts(self, place: str) -> tuple[str, ...]:
        """The countries that are added up for a place; none for one that the tables have."""
        found = self._sum(place)
        return found.counted if found else ()

    def _sum(self, place: str, vintage: str | None = None, definition: Definition | None = None) -> sums.Sum | None:
        if place == WORLD:
            return None
        asked = place, vintage, repr(definition.filter if definition else {})
        if asked not in self._sums:
            about = self.descriptor["verifier"]
            raw = next((one for one in about["vintages"] if one["id"] == vintage), about["vintages"][-1])
            self._sums[asked] = sums.summed(about, place, _spans(raw, definition))
        return self._sums[asked]

    def _pick(self, vintages: list[Vintage], wanted: str | None, known_on: date | None) -> Vintage:
        if wanted is not None:
            for vintage in vintages:
                if vintage.id == wanted:
                    return vintage
            raise DataError(
                f"dataset {self.id!r} has no such vintage {wanted!r}"
                + suggestion(wanted, [each.id for each in vintages])
            )
        known = [vintage for vintage in vintages if known_on is None or vintage.published <= known_on]
        if not known:
            first = vintages[0]
            raise DataError(
                f"dataset {self.id!r} had published nothing by {known_on}: its first vintage here is {first.id}, "
                f"of {first.published}"
            )
        return known[-1]


def _places_of(vintages: list[Vintage]) -> list[str]:
    return sorted({place for each in vintages for places in each.tables.values() for place in places})


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: the nearest known one, and the list or its beginning."""
    names = list(known)
    by_small = {name.casefold(): name for name in names}
    near = get_close_matches(wrong.casefold(), by_small, n=1)
    there = listed(names, LISTED) or "nothing yet"
    return (f"; did you mean {by_small[near[0]]!r}?" if near else ".") + f" There is: {there}"


def _spans(raw: dict[str, Any], definition: Definition | None = None) -> dict[str, Window]:
    """The days that a vintage covers of each place, in the tables in which a definition can be counted."""
    found: dict[str, Window] = {}
    for spans in _tables(raw, definition).values():
        for code, span in spans.items():
            known = found.get(code)
            found[code] = Window(min(known.start, span.start), max(known.end, span.end)) if known else span
    return found


def _tables(raw: dict[str, Any], definition: Definition | None) -> dict[str, dict[str, Window]]:
    asked = definition.filter if definition else {}
    return {
        table["resource"]: {code: _span(start, end) for code, (start, end) in table["places"].items()}
        for table in raw["tables"]
        if not any(key in asked and value not in asked[key] for key, value in table.get("same", {}).items())
    }


@lru_cache(maxsize=4096)
def _span(start: str, end: str) -> Window:
    """Most places of a table have the same few spans."""
    return Window(date.fromisoformat(start), date.fromisoformat(end))


def _vintage(raw: dict[str, Any], place: str | None, definition: Definition | None, about: dict[str, Any]) -> Vintage:
    every = _tables(raw, definition)
    if place is None:
        found, hull = every, None
    else:
        spans = _spans(raw, definition)
        total = sums.summed(about, place, spans)
        parts = (place,) if total is None else total.counted if total.coverage else ()
        found = {name: {code: span for code, span in own.items() if code in parts} for name, own in every.items()}
        hull = total.coverage if total else None
    found = {name: own for name, own in found.items() if own}
    windows = [window for own in found.values() for window in own.values()]
    if windows and hull is None:
        hull = Window(min(each.start for each in windows), max(each.end for each in windows))
    return Vintage(
        id=raw["id"],
        published=date.fromisoformat(raw["published"]),
        published_precision=raw["published_precision"],
        coverage=hull,
        input_sha256=raw["input_sha256"],
        note=raw.get("note", ""),
        tables=found,
    )
