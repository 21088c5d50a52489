"""A number with its unit and comparator, as said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Quantity:
    """A number as said: tokens [first, last) of comparator, number and unit; [core, core_end) the number itself.

    value is a number or, for a range, (low, high); unit is percent, percentage_point, fraction, times, count, or
    ordinal; not_counting says why a number cannot be a claim, else it is None.
    """

    first: int
    core: int
    core_end: int
    last: int
    value: float | tuple[float, float]
    unit: str
    comparator: str = "exact"
    not_counting: str | None = None
    spelled: bool = False

    @property
    def high(self) -> float:
        """The value, or the upper end of a range."""
        return self.value[1] if isinstance(self.value, tuple) else self.value

    @property
    def whole(self) -> bool:
        """Whether it is a whole number, as counts are."""
        return self.high == int(self.high)
