"""The arrays that everything is worked out in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Columns:
    """Arrays beside each other, in fields of a dataclass: a row is an entry of each of them."""

    def take(self, chosen: npt.NDArray[np.generic] | slice) -> Self:
        """The rows at an index array, in a slice, or where a mask holds; a field that is no column stays as it is."""
        return type(self)(*(_taken(column, chosen) for column in self._fields()))

    def _fields(self) -> list[Any]:
        return [getattr(self, name) for name in self.__dataclass_fields__]

    @classmethod
    def joined(cls, parts: Iterable[Self]) -> Self:
        """The rows of several, at least one, one after the other; what is no column is that of the first."""
        return cls(*map(_joined, zip(*(one._fields() for one in parts), strict=True)))


def _taken(column: Any, chosen: npt.NDArray[np.generic] | slice) -> Any:
    if isinstance(column, np.ndarray):
        return column[chosen]
    return column.take(chosen) if isinstance(column, Columns) else column


def _joined(parts: tuple[Any, ...]) -> Any:
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    return type(parts[0]).joined(parts) if isinstance(parts[0], Columns) else parts[0]
