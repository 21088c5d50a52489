"""Where a window stands among the windows of its length, and how many steps in a row went one way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from verifier.arrays import Bools
from verifier.claims.readings.kind_readings import EVERY_STEP
from verifier.comparisons.ranking import HISTORY_RULES, NEVER, ranks, stated_history, tilings
from verifier.comparisons.singles import Singles, after_windows
from verifier.comparisons.spans import Days, Spans, add_months, begins, first_days, months_of
from verifier.comparisons.statistics.measured import Asked, Measured

FEWEST = 3  # windows, the ranked one included, below which a rank says nothing
# Days of what is ranked or stepped through where it is no stretch of the calendar; a window that is as short steps by
# its own length, whatever is ranked.
GRAIN_DAYS = {"day": 1, "week": 7}
SHORT = 7
Table = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, eq=False)
class _Runs:
    """The tiles of some windows, run by run: the window that each run is of, where each begins, to which run each tile
    belongs, and the tiles with their counts. The window itself is the first of its run.
    """

    window: Days
    first: Days
    run: Days
    spans: Spans
    counts: Days

    @classmethod
    def of(cls, index: Days, spans: Spans, counts: Days) -> _Runs:
        """The runs of tiles that belong to the windows of an index, which goes upwards."""
        new = begins(index)
        first = np.flatnonzero(new)
        return cls(index[first], first, np.cumsum(new) - 1, spans, counts)

    @property
    def sizes(self) -> Days:
        """How many tiles each run has."""
        return np.diff(self.first, append=len(self.run))

    def pair(self, other: Days) -> Table:
        """The windows with what each is held against, which is at these places among the tiles."""
        starts, ends, counts = self.spans.starts, self.spans.ends, self.counts
        return {
            "window": self.window, "start": starts[self.first], "end": ends[self.first], "count": counts[self.first],
            "other_start": starts[other], "other_end": ends[other], "other": counts[other],
        }  # fmt: skip


def rank(asked: Asked) -> Measured:
    """The rank of each after-window among the windows of its length in each stretch of history; ties do not count
    against it.

    Every window of a stretch must be counted, and where the claim says its stretch, no other stands in for it. before
    is the window it has to beat (the highest of the others, or the one at the claimed place), before_count its count. A
    rank is by counts, which are no sample: its bounds are the rank itself. The lower half of the ranking is the
    opposite.
    """
    options = asked.declared.content["before"]
    windows = _windows(asked)
    # Every window with every stretch of history, in the order of the options.
    number = np.tile(np.arange(len(options), dtype=np.int64), len(windows.owner))
    windows = windows.take(np.repeat(np.arange(len(windows.owner)), len(options)))
    first = np.full(len(number), NEVER)
    for at, option in enumerate(options):
        some = windows.take(number == at)
        rule = HISTORY_RULES[option["rule"]]
        first[number == at] = rule(asked.anchors, asked.series, some.owner, some.after, option)
    down, place = _down(asked), np.array([max(1, int(one.low)) for one in asked.targets], dtype=np.int64)
    found = _joined(
        _ranked(made, down[windows.owner[made.window]], place[windows.owner[made.window]])
        for made in _histories(asked, windows, first)
    )
    windows, number = windows.take(found["window"]), number[found["window"]]
    says = stated_history(asked.anchors)
    widths = asked.declared.content["relevance"]
    unstated = np.array([option["rule"] in ("last_years", "whole_history") for option in options], dtype=bool)
    beside = np.where(says[windows.owner], float(widths.get("beside_stated", 1.0)), 1.0)
    natural = asked.declared.naturalness("after")[windows.after_option] * asked.declared.naturalness("before")[number]
    enough = found["among"] >= FEWEST
    opposite = found["value"] > (found["among"] + 1) / 2
    found |= {"weight": natural * np.where(unstated[number], beside, 1.0), "enough": enough, "opposite": opposite}
    own_stretch = np.bincount(windows.owner[~unstated[number]], minlength=len(says)) > 0
    made = _measured(windows, found | {"before_option": number}, "by counts")
    return made.take((own_stretch | ~says)[made.owner])


def _ranked(made: _Runs, down: Bools, place: Days) -> Table:
    """The rank of the first of each run; place is the one claimed."""
    value, tied = ranks(made.counts, made.run, made.first, down)
    other = np.ones(len(made.run), dtype=bool)
    other[made.first] = False
    others = np.flatnonzero(other)
    run, counts = made.run[others], made.counts[others]
    order = np.lexsort((np.where(down[run], counts, -counts), run))  # stable: of equal counts the latest comes first
    rivals = made.sizes - 1
    rival = others[order[np.cumsum(rivals) - rivals + np.minimum(place, rivals) - 1]]
    place_of = value.astype(np.float64)
    return made.pair(rival) | {
        "value": place_of,
        "low": place_of,
        "high": place_of,
        "among": made.sizes.astype(np.float64),
        "tied": tied.astype(np.float64),
    }


def _histories(asked: Asked, windows: Singles, first: Days) -> Iterator[_Runs]:
    """The windows to rank each among, where all of them have counts; first is the first day of each history."""
    anchors = asked.anchors
    for index, spans in tilings(windows.after, first, _grain_months(asked, windows)):
        counts, known = asked.series.counts(anchors.series[windows.owner[index]], spans)
        made = _Runs.of(index, spans, counts)
        having = np.bincount(made.run[known], minlength=len(made.first))
        kept = ((having == made.sizes) & (having >= 2))[made.run]
        yield _Runs.of(index[kept], spans.take(kept), counts[kept])


def run(asked: Asked) -> Measured:
    """How many of the steps from window to window went the claimed way, by counts; of every step from a day on, what
    share. Every window must be counted.

    before is the first of them and among the number of steps. The opposite is that the last is not on the claimed side
    of the first.
    """
    anchors, windows = asked.anchors, _windows(asked)
    months, said = _grain_months(asked, windows), asked.target_low(windows.owner)
    begin = np.where(anchors.stated & (anchors.meant == 0), anchors.base_start, anchors.start)[windows.owner]
    from_day = first_days(*months_of(begin, np.maximum(months, 1)))
    first = np.where(said > EVERY_STEP, add_months(windows.after.starts, -months * said.astype(np.int64)), from_day)
    down = _down(asked)[windows.owner]
    found = _joined(_steps(made, down[made.window]) for made in _histories(asked, windows, first))
    kept = (said[found["window"]] == EVERY_STEP) | (found["among"] == said[found["window"]])
    found = {name: column[kept] for name, column in found.items()}
    said, windows = said[found["window"]], windows.take(found["window"])
    value = np.where(said > EVERY_STEP, found["went"], found["went"] / found["among"])
    weight = asked.declared.naturalness("after")[windows.after_option]
    told = {"value": value, "low": value, "high": value, "weight": weight, "enough": np.ones(len(value), dtype=bool)}
    return _measured(windows, found | told, "by counts")


def _steps(made: _Runs, down: Bools) -> Table:
    """How many of the steps of each run went the claimed way, and whether the whole way did not."""
    size = len(made.first)
    oldest = made.first + made.sizes - 1
    last = np.zeros(len(made.run), dtype=bool)
    last[oldest] = True
    later = np.flatnonzero(~last)
    went = _goes(made.counts[later], made.counts[later + 1], down[made.run[later]])
    return made.pair(oldest) | {
        "went": np.bincount(made.run[later], went, size),
        "among": (made.sizes - 1).astype(np.float64),
        "opposite": ~_goes(made.counts[made.first], made.counts[oldest], down),
    }


def _goes(later: Days, earlier: Days, down: Bools) -> Bools:
    return np.where(down, later < earlier, later > earlier)


def _windows(asked: Asked) -> Singles:
    """The after-windows up to the latest day, in the order of the options; of two that make one, the first."""
    found = after_windows(asked.declared, asked.anchors, asked.series)
    days = _grain_days(asked)[found.owner]
    found = found.take((days == 0) | (days == found.after.days))  # "the deadliest day" is no month
    found = found.take(np.argsort(found.owner, kind="stable"))
    order = np.lexsort((found.after.ends, found.after.starts, found.owner))
    new = begins(found.owner[order], found.after.starts[order], found.after.ends[order])
    return found.take(np.sort(order[new]))


def _grain_days(asked: Asked) -> Days:
    """The days of what each claim ranks, 0 where that is a stretch of the calendar."""
    return np.array([GRAIN_DAYS.get(target.grain, 0) for target in asked.targets], dtype=np.int64)


def _grain_months(asked: Asked, windows: Singles) -> Days:
    """The months between each window and the next, 0 where its own length lies between them."""
    by_length = (_grain_days(asked)[windows.owner] > 0) | (windows.after.days <= SHORT)
    return np.where(by_length, 0, asked.anchors.grain_months[windows.owner])


def _down(asked: Asked) -> Bools:
    """Which claims are of a fall, or of the lowest."""
    return np.array([target.down for target in asked.targets], dtype=bool)


def _joined(parts: Iterator[Table] | list[Table]) -> Table:
    several = list(parts)
    return {name: np.concatenate([part[name] for part in several]) for name in several[0]}


def _measured(windows: Singles, found: Table, method: str) -> Measured:
    """The rows, the heaviest of each claim first, then by their windows."""
    spans = found["other_end"], found["other_start"], found["end"], found["start"]
    order = np.lexsort((*spans, -found["weight"], windows.owner))
    windows = windows.take(order)
    found = {name: column[order] for name, column in found.items()}
    size = len(order)
    nothing = np.full(size, np.nan)
    return Measured(
        owner=windows.owner,
        after=Spans(found["start"], found["end"]),
        before=Spans(found["other_start"], found["other_end"]),
        after_count=found["count"].astype(np.float64),
        before_count=found["other"].astype(np.float64),
        after_option=windows.after_option,
        before_option=found.get("before_option", np.full(size, -1, dtype=np.int64)),
        weight=found["weight"],
        value=found["value"],
        enough=found["enough"],
        opposite=found["opposite"],
        low=found["low"],
        high=found["high"],
        method=np.zeros(size, dtype=np.int64),
        among=found.get("among", nothing),
        tied=found.get("tied", nothing),
        methods=(method,),
    )
