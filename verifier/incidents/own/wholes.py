"""Which labels of a table are made up of others, by their numbers: a total, a region of regions, one level beside
another.

Labels that have nothing to do with each other may agree by chance. How surprising it is that numbers fit is reckoned in
bits (a sum of 1,000 that fits exactly: 10 bits), and must outdo the number of sums that were tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import log2
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

How = Literal["sum", "near", "holds"]
MARGIN = 10  # bits by which what fits must outdo the number of sums tried
NEAR = 0.01  # of a total: how far its parts may miss it where every other label is a part
FEW, MOST_FIT = 3, 2 / 3  # groups, and the share of them, in which a fifth of that must do where some miss it by more
# What a withheld number is taken for at most, where its mark does not say ("<5"): a few, as small numbers are withheld
# so that nobody is recognised, or anything at all: then only the groups without one tell.
HIDDEN = 9, 10**15
MOST_TIMES = 4  # how many levels below a label are looked for
MOST_GROUPS = 200
MOST_LABELS = 2_000  # of which sums of some are looked for
MOST_WORK = 2e8  # numbers looked at when rows are added up one after the other
MOST_SUBSETS = 30  # labels of which all sums are tried
UNITS = (1000, 500, 100, 50, 10, 5, 3)  # to which publishers round


@dataclass(frozen=True)
class Whole:
    """A label that others make up: how says whether it is their sum in every group, nearly so, or holds them and more.
    times is how often its number is among them: once for each level of parts.
    """

    label: str
    parts: tuple[str, ...]
    how: How = "sum"
    times: int = 1


@dataclass(frozen=True)
class Hint:
    """What a table says besides its numbers: that parts lie in a label, or (strict) that they may."""

    label: str
    parts: tuple[str, ...]
    strict: bool = False


def wholes(
    labels: list[str], numbers: Floats, hints: Iterable[Hint] = (), hidden: int | None = None, zeros: bool = False
) -> list[Whole]:
    """The labels that are sums of others, in the order of the file, in which `labels` are.

    numbers has a row a label and a column a group (a period, say), NaN where a number is unknown; `hidden` is the most
    that an unknown one can be. `zeros` says that no number is unknown.
    """
    table = _Table(numbers, HIDDEN if hidden is None else (hidden,), zeros=zeros)
    few = len(labels) <= MOST_LABELS
    if few:
        table.of_runs()  # what says most of a label comes first
    table.of_all_others()
    for hint in hints:
        table.hinted(labels.index(hint.label), [labels.index(each) for each in hint.parts], strict=hint.strict)
    if few:
        table.of_any()
    told: dict[int, list[int]] = {}
    for at, (parts, _, _) in sorted(table.found.items()):
        if len(parts) > 1 or told.get(parts[0]) != [at]:  # of two that are the same, one is to go
            told[at] = parts
    return [
        Whole(labels[at], tuple(labels[each] for each in parts), *table.found[at][1:]) for at, parts in told.items()
    ]


class _Table:
    """Numbers, and what was found among them: label -> parts, how, how many times."""

    def __init__(self, numbers: Floats, hidden: Sequence[int], *, zeros: bool) -> None:
        numbers = np.unique(np.nan_to_num(numbers) if zeros else numbers, axis=1)
        most = max(3, min(MOST_GROUPS, int(MOST_WORK / max(1, len(numbers)) ** 2)))
        fullest = np.argsort(np.isnan(numbers).sum(axis=0), kind="stable")[:most]
        self.numbers = numbers[:, fullest]
        self.plain = np.nan_to_num(self.numbers)
        self.unknown = np.isnan(self.numbers)
        self.hidden = hidden if self.unknown.any() else hidden[:1]
        self.found: dict[int, tuple[list[int], How, int]] = {}
        some = self.plain[self.plain > 0]
        self.unit = next((unit for unit in UNITS if len(some) >= 8 and not (some % unit).any()), 1)

    def _room(self, parts: npt.ArrayLike, unknown: Floats, hidden: int = 0) -> tuple[Floats, Floats]:
        """By how much a whole may be less and more than the known ones of so many parts."""
        rounding = 1.5 * self.unit * np.sqrt(np.asarray(parts, dtype=float) + 1) if self.unit > 1 else np.zeros(1)
        return rounding, rounding + unknown * hidden

    def _bits(self, at: int, less: Floats, more: Floats) -> Floats:
        """How surprising it is that a label fits: what fits once fits more easily in the groups after it."""
        bits = np.log2(np.maximum(1, self.plain[at] / (1 + less + more)))
        return np.asarray(bits.max(axis=-1, initial=0) + bits.sum(axis=-1)) / 2

    def _fits(self, at: int, parts: npt.ArrayLike, totals: Floats, unknown: Floats, tried: float) -> list[int]:
        """Which of some totals of so many parts a label is in every group: more than chance when so many were tried."""
        gap = self.plain[at] - totals
        for hidden in self.hidden:
            less, more = self._room(parts, unknown, hidden)
            fits = (self.unknown[at] | ((gap >= -less) & (gap <= more))).all(axis=1)
            less, more = (np.broadcast_to(each, gap.shape)[fits] for each in (less, more))
            enough = self._bits(at, less, more) >= MARGIN + tried
            if enough.any():
                return [int(each) for each in np.flatnonzero(fits)[enough]]
        return []

    def _is_sum(self, at: int, parts: list[int], tried: float) -> bool:
        totals, unknown = (each[parts].sum(axis=0, keepdims=True) for each in (self.plain, self.unknown))
        return bool(self._fits(at, np.array([[len(parts)]]), totals, unknown, tried))

    def _how(self, at: int, parts: list[int], otherwise: How = "near") -> How:
        known = ~self.unknown[[at, *parts]].any(axis=0)
        exact = known.any() and (self.plain[at] == self.plain[parts].sum(axis=0))[known].all()
        return "sum" if exact else otherwise

    def hinted(self, at: int, parts: list[int], *, strict: bool) -> None:
        """A label of which other columns, or its place, say what lies in it: only numbers that are less say no."""
        total = self.plain[parts].sum(axis=0)
        known = ~self.unknown[at] & (total > 0)
        inside = (total <= self.plain[at] * (1 + NEAR) + self._room(len(parts), total * 0)[0])[known]
        if inside.any() and inside.all() and (not strict or self._is_sum(at, parts, 0)):
            self.found.setdefault(at, (parts, self._how(at, parts, "near" if strict else "holds"), 1))

    def of_all_others(self) -> None:
        """A label that all others make up, once or, where these have levels, several times; nearly will do, and of
        many groups some may differ more: a later correction, a new way to count.
        """
        labels = len(self.plain)
        sums = self.plain.sum(axis=1)  # the sum of the others, some times over: no small share of all
        large = np.flatnonzero(sums * (MOST_TIMES + 2) >= sums.sum()).tolist()
        for at in large if labels > 2 else ():
            parts = [each for each in range(labels) if each != at]
            total, unknown = self.plain[parts].sum(axis=0), self.unknown[parts].sum(axis=0)
            groups = ~self.unknown[at] & (self.plain[at] > 0)
            for times, hidden in product(range(1, 1 + min(MOST_TIMES, labels - 2)), self.hidden):
                less, more = self._room(len(parts), unknown, hidden)
                gap = times * self.plain[at] - total
                near = NEAR * self.plain[at] * (labels > 3 and times == 1)
                inside = (gap >= -np.maximum(less, near)) & (gap <= np.maximum(more, near))
                fits = self.unknown[at] | inside
                most = (np.abs(gap) <= near / 5)[groups]
                if at in self.found or not groups.any():
                    continue
                if not fits.all() and (most.sum() < FEW or most.mean() < MOST_FIT):
                    continue
                how = self._how(at, parts)
                if times > 1:
                    enough = bool(self._bits(at, less, more) >= MARGIN + 2)
                elif how == "sum" and not unknown.any():
                    enough = groups.sum() > 1 or labels > 3 or bool(self._bits(at, less, more) >= MARGIN / 2)
                else:
                    enough = bool(self._bits(at, np.maximum(less, near), np.maximum(more, near)) >= MARGIN / 2)
                if enough:
                    self.found[at] = parts, how, times

    def of_runs(self) -> None:
        """Labels that the rows behind them make up, or those before them: each part may be a whole of its own."""
        order = list(range(len(self.plain)))
        for way in (order[::-1], order):
            units: list[int] = []
            for at in way:
                if units and self.plain[at].any() and (found := self._run(at, units)):
                    self.found.setdefault(at, (units[:found], self._how(at, units[:found]), 1))
                    units = units[found:]
                units.insert(0, at)

    def _run(self, at: int, units: list[int]) -> int:
        """How many of these rows, from the first on, make up a label; 0 where none do."""
        totals, unknown = self.plain[units].cumsum(axis=0), self.unknown[units].cumsum(axis=0)
        numbers = np.arange(1, len(units) + 1)[:, None]
        return next((n + 1 for n in self._fits(at, numbers, totals, unknown, 2 * log2(len(self.plain)))), 0)

    def of_any(self) -> None:
        """Labels that some others make up, wherever these stand; the smallest first, so that parts are never wholes."""
        for at in sorted(range(len(self.plain)), key=lambda each: float(self.plain[each].sum())):
            least = self._room(1, self.plain[0] * 0)[0]
            inside = ((self.plain <= self.plain[at] + least) | self.unknown[at]).all(axis=1) & self.plain.any(axis=1)
            parts = [int(each) for each in np.flatnonzero(inside) if each != at and each not in self.found]
            groups = np.flatnonzero(~self.unknown[[at, *parts]].any(axis=0))
            if at in self.found or not parts or not len(groups):
                continue
            find: Callable[[int, list[int], npt.NDArray[np.intp]], list[int]] | None = None
            if len(groups) >= len(parts):
                find = self._solved
            elif len(parts) <= MOST_SUBSETS and self.unit == 1:
                find = self._searched
            if find and self._bits(at, *self._room(1, self.plain[0] * 0)) >= MARGIN + len(parts):
                some = find(at, parts, groups)
                if some and self._is_sum(at, some, len(parts)):
                    self.found[at] = some, self._how(at, some), 1

    def _solved(self, at: int, parts: list[int], groups: npt.NDArray[np.intp]) -> list[int]:
        """The parts that make up a label, where there are as many groups as there are equations to solve."""
        equations = self.plain[parts][:, groups].T
        shares, _, rank, _ = np.linalg.lstsq(equations, self.plain[at, groups], rcond=None)
        taken = shares > 0.5
        sure = rank == len(parts) and np.abs(shares - taken).max() < 0.25
        return [part for part, one in zip(parts, taken, strict=True) if one] if sure else []

    def _searched(self, at: int, parts: list[int], groups: npt.NDArray[np.intp]) -> list[int]:
        """The same by trying all sums: each half's are listed, as one number that stands for those of all groups."""
        weights = np.random.default_rng(0).integers(1, 2**63, len(groups), dtype=np.uint64)
        numbers = (self.plain[:, groups].astype(np.uint64) * weights).sum(axis=1, dtype=np.uint64)
        halves = parts[: len(parts) // 2], parts[len(parts) // 2 :]
        sums = []
        for half in halves:
            found = np.zeros(1, dtype=np.uint64)
            for part in half:
                found = np.concatenate([found, found + numbers[part]])
            sums.append(found)
        wanted = numbers[at] - sums[0]
        order = np.argsort(sums[1])
        place = np.searchsorted(sums[1], wanted, sorter=order).clip(max=len(order) - 1)
        hits = np.flatnonzero(sums[1][order[place]] == wanted)
        if not len(hits):
            return []
        chosen = int(hits[0]), int(order[place[hits[0]]])
        return [
            part for half, bits in zip(halves, chosen, strict=True) for bit, part in enumerate(half) if bits >> bit & 1
        ]
