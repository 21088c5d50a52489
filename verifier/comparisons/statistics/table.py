"""The statistics by name."""

from __future__ import annotations

from collections.abc import Callable

from verifier.comparisons.statistics import differences, levels, ranked, shares, sides
from verifier.comparisons.statistics.measured import Asked, Measured

STATISTICS: dict[str, Callable[[Asked], Measured]] = {
    "count": levels.count,
    "rate": levels.rate,
    "share": shares.share,
    "points": shares.points,
    "sides": sides.sides,
    "difference": differences.difference,
    "rank": ranked.rank,
    "run": ranked.run,
}
