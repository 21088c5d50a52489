"""Series that are asked together: their counts in one list, and what is said of each beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days
from verifier.findings.sources import Source, earlier_series, latest_day, series_of


class Panel:
    """Sources in one list. `series` holds every series that has to do with them, each once; own says where there that
    of each source is, other where the one that it is held against is, None where a source has none.
    """

    def __init__(self, sources: Sequence[Source], *, estimated: bool, dated: bool) -> None:
        """estimated: the other counts of the same thing are asked for too; dated: those of earlier releases are."""
        self.sources = list(sources)
        others = [one.other for one in sources if one.other is not None]
        estimates = [_estimates(one) if estimated else () for one in sources]
        earlier = [tuple(earlier_series(one)) if dated else () for one in sources]
        several = [one.series for one in sources] + others
        rivals = [one.rivals for one in sources]
        self.series = ManySeries([*several, *(each for some in (*estimates, *earlier, *rivals) for each in some)])
        place = self.series.place
        self.own = np.array([place(one.series) for one in sources], dtype=np.int64)
        self.other = np.array([place(one) for one in others], dtype=np.int64) if len(others) == len(sources) else None
        self.estimates = self._in_turn(estimates)
        self.earlier = self._in_turn(earlier)
        self.rivals = self._in_turn(rivals)

    def _in_turn(self, several: list[tuple[Series, ...]]) -> tuple[Days, ...]:
        """The places of the first of each, of the second …; -1 where there is none."""
        most = max(map(len, several), default=0)
        places = [[*map(self.series.place, some), *[-1] * (most - len(some))] for some in several]
        return tuple(np.array(column, dtype=np.int64) for column in zip(*places, strict=True))

    @cached_property
    def latest(self) -> Days:
        """The last day that a window of each source may reach, whenever a claim was made."""
        return np.array([latest_day(one).toordinal() for one in self.sources], dtype=np.int64)

    @cached_property
    def keys(self) -> tuple[Days, Days, Days]:
        """The dataset, the vintage and the definition of each source as its place among the different names, sorted."""
        dataset, vintage, definition = (
            _ranked([source.key[at] for source in self.sources]) for at in range(3)
        )  # fmt: skip
        return dataset, vintage, definition

    @cached_property
    def same(self) -> Days:
        """A number for each source, the same for those of one dataset, vintage and definition."""
        places = {key: at for at, key in enumerate(dict.fromkeys(source.key for source in self.sources))}
        return np.array([places[source.key] for source in self.sources], dtype=np.int64)


def _ranked(names: list[str]) -> Days:
    places = {name: at for at, name in enumerate(sorted(set(names)))}
    return np.array([places[name] for name in names], dtype=np.int64)


def _estimates(source: Source) -> tuple[Series, ...]:
    """The source's other counts of the same thing: its low and high estimates, and its earlier releases."""
    own, place = source.definition, source.series.cells.place
    if source.series.cells.definition.filter != own.filter:
        return ()  # one region of a country: its own estimates are not kept apart
    same = [
        one.id
        for one in source.dataset.definitions
        if own.column == "best" and one.column in ("low", "high") and one.filter == own.filter
    ]
    now = source.dataset.vintage(source.series.cells.vintage, place, own)
    return (*(series_of(source.dataset, one, place, now) for one in same), *earlier_series(source))
