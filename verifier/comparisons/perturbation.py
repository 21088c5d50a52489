"""The parameters of a claim, and how sensible each setting of them is.

After Wu, Agarwal, Li, Yang & Yu ("Toward computational fact-checking", PVLDB 7(7), 2014, sections 2 and 3): a claim
that compares two windows of a series has a length w, an end t and a distance d, and says q(w, t, d) = r0. Reverse
engineering looks for the sensible settings that give r0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from verifier.arrays import Floats, Ints
from verifier.errors import UsageError

Settings = dict[str, Ints]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a claim: the values it may take, the one the claim uses, and what makes a value sensible.

    levels are (worth, step): a value that is a multiple of the step is worth that much, the highest that applies
    ((1, 1), (e, 4): multiples of four are e times as natural). Relevance is exp(-((value - stated) / width)² / 2), 1 at
    the claim's own value; an infinite width makes every value as relevant.
    """

    name: str
    values: Sequence[int]
    stated: float
    width: float = math.inf
    levels: tuple[tuple[float, int], ...] = ((1.0, 1),)

    def __post_init__(self) -> None:
        if self.width <= 0:
            raise UsageError(f"parameter {self.name}: the width of its relevance must be above zero")

    def naturalness(self, values: Ints) -> Floats:
        """How natural each value is; 0 for one that is a multiple of no step."""
        worth = np.zeros(len(values))
        for level, step in self.levels:
            worth = np.where(values % step == 0, np.maximum(worth, level), worth)
        return worth

    def relevance(self, values: Ints | Floats) -> Floats:
        """How near each value is to the claim's own: a bell curve, 1 at the top."""
        nearness: Floats = np.exp(-0.5 * ((values - self.stated) / self.width) ** 2)
        return nearness


@dataclass(frozen=True)
class Space:
    """The parameters of a claim, and with them every setting that they span."""

    parameters: tuple[Parameter, ...]

    @cached_property
    def settings(self) -> Settings:
        """Every combination of values, as one array for each parameter; the last parameter changes fastest."""
        values = [np.asarray(parameter.values, dtype=np.int64) for parameter in self.parameters]
        grid = np.meshgrid(*values, indexing="ij")
        return {each.name: axis.ravel() for each, axis in zip(self.parameters, grid, strict=True)}

    def sensibility(self, settings: Mapping[str, Ints]) -> Floats:
        """Naturalness times relevance of each setting (Wu et al., 2014, section 2)."""
        product = np.ones(len(next(iter(settings.values()))))
        for parameter in self.parameters:
            values = settings[parameter.name]
            product *= parameter.naturalness(values) * parameter.relevance(values)
        return product
