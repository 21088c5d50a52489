"""How each statistic is worked out."""

from __future__ import annotations

from collections.abc import Callable

from verifier.comparisons.statistics import differences, levels, places, ranked, ratios, shares, sides
from verifier.comparisons.statistics.measured import Asked, Measured
from verifier.comparisons.statistics.statistic import Statistic

WORKED_OUT: dict[Statistic, Callable[[Asked], Measured]] = {
    Statistic.RATIO: ratios.ratio,
    Statistic.DIFFERENCE: differences.difference,
    Statistic.POINTS: shares.points,
    Statistic.COUNT: levels.count,
    Statistic.RATE: levels.rate,
    Statistic.SHARE: shares.share,
    Statistic.SIDES: sides.sides,
    Statistic.RANK: ranked.rank,
    Statistic.PLACE_RANK: places.rank,
    Statistic.RUN: ranked.run,
}
