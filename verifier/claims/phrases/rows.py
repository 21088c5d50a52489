"""Rows set side by side in one order: "Nigeria and Ghana saw 48 and 10 attacks", "33 and 48 in 2017 and 2018"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from verifier.claims.dates.date_spans import DateSpan
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.places.gazetteer import PlaceSpan
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.text.lexicon import bag

_JOINING = bag(", and")
_BETWEEN = _JOINING | bag("the by in off")
_ORDER = (["respectively"], ["accordingly"], ["in", "that", "order"])


class _Spanned(Protocol):
    @property
    def first(self) -> int: ...

    @property
    def last(self) -> int: ...


_Member = TypeVar("_Member", bound=_Spanned)


@dataclass(frozen=True, slots=True)
class InRow:
    """A number in a row of bare numbers, with the place and the time that stand as far along in rows as long.

    told: the sentence says that the rows are in one order, "respectively".
    """

    numbers: Sequence[Quantity]
    place: PlaceSpan | None
    date: DateSpan | None
    told: bool

    @property
    def alongside(self) -> bool:
        """Whether each number of the row is of one place or time of another row."""
        return self.place is not None or self.date is not None


def in_row(p: Parsed, span: Span) -> InRow | None:
    """The row of the number in a span; None where it stands alone."""
    own = next((p.quantity_at[at] for at in range(*span) if at in p.quantity_at), None)
    if own is None or not (p.s.word(own.last) in _JOINING or p.s.word(own.first - 1) in _BETWEEN):
        return None
    numbers = next((row for row in _rows(p, [q for q in p.quantities if not q.not_counting]) if own in row), [])
    if not numbers:
        return None
    index, length = numbers.index(own), len(numbers)
    place, date = _member(p, p.places, index, length), _member(p, p.dates, index, length)
    told = any(p.s.words[at : at + len(words)] == words for words in _ORDER for at in range(own.last, len(p.s)))
    return InRow(numbers, place, date, told)


def _member(p: Parsed, members: Iterable[_Member], index: int, length: int) -> _Member | None:
    """The member at a position of the one row of a length; None where no row, or more than one, is as long."""
    rows = [row for row in _rows(p, members) if len(row) == length]
    return rows[0][index] if len(rows) == 1 else None


def _rows(p: Parsed, members: Iterable[_Member]) -> list[list[_Member]]:
    """The members that only commas and "and" part, row by row; "killing 12, 40 houses were burnt" is no row."""
    rows: list[list[_Member]] = []
    for one in members:
        between = p.s.words[rows[-1][-1].last : one.first] if rows else []
        if not _JOINING.isdisjoint(between) and _BETWEEN.issuperset(between):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [row for row in rows if len(row) > 1 and "and" in p.s.words[row[-2].last : row[-1].first]]
