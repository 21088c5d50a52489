"""How often the 95% interval holds the true ratio when attacks set off further attacks.

Two windows of daily counts, simulated with no change between them (true ratio 1): attacks arrive by chance, and each
sets off further ones, `excitation` of them on average, after delays that fall off exponentially (Hawkes, Biometrika 58,
1971; for attacks: Porter & White, Annals of Applied Statistics 6(1), 2012). Run:
`python benchmarks/interval_coverage.py`; the same seed gives the same table.
"""

from __future__ import annotations

import argparse
import math
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from verifier.comparisons.compare import Interval, compare_windows
from verifier.comparisons.intervals import BIN_DAYS, exact_bounds
from verifier.comparisons.series import Series
from verifier.incidents.cells import Cells, Definition
from verifier.window import Window

EXCITATIONS = (0.0, 0.3, 0.5, 0.7)
FIRST = date(2020, 1, 1)
ATTACKS = Definition("attacks", "attacks", "incidents", "count")
RUN_IN = 400  # days simulated before the first window, so that clusters are under way
Ints = npt.NDArray[np.int64]


def simulate(excitation: float, rate: float, delay: float, days: int, number: int, seed: int) -> Ints:
    """Daily counts, one row a simulation: `rate` a day on average whatever the excitation, `delay` days on average."""
    generator = np.random.default_rng(seed)
    whole = days + RUN_IN
    size = generator.poisson(rate * (1 - excitation) * whole * number)
    row, time = generator.integers(0, number, size), generator.uniform(0, whole, size)
    counts = np.zeros((number, days), dtype=np.int64)
    while len(time):
        inside = time >= RUN_IN
        np.add.at(counts, (row[inside], (time[inside] - RUN_IN).astype(np.int64)), 1)
        children = generator.poisson(excitation, len(time))
        row = np.repeat(row, children)
        time = np.repeat(time, children) + generator.exponential(delay, int(children.sum()))
        row, time = row[time < whole], time[time < whole]
    return counts


def poisson(after: Ints, before: Ints) -> Interval:
    """The textbook interval, log ratio ± 1.96 · sqrt(1/a + 1/b): attacks taken as independent."""
    return _wald(after, before, 1.0, float(stats.norm.ppf(0.975)))


def exact(after: Ints, before: Ints) -> Interval:
    """The exact conditional interval, which also takes them as independent."""
    given = (np.array([each]) for each in (after.sum(), before.sum(), len(after), len(before)))
    (low,), (high,) = exact_bounds(*given)
    return Interval(float(low), float(high), "exact")


def short_bins(after: Ints, before: Ints) -> Interval:
    """Quasi-Poisson with bins of 28 days alone."""
    bins = [days[: len(days) // BIN_DAYS * BIN_DAYS].reshape(-1, BIN_DAYS).sum(axis=1) for days in (after, before)]
    freedom = sum(map(len, bins)) - 2
    spread = sum(float(((each - each.mean()) ** 2).sum() / each.mean()) for each in bins if each.any())
    return _wald(after, before, max(1.0, spread / freedom), float(stats.t.ppf(0.975, freedom)))


def default(after: Ints, before: Ints) -> Interval:
    """The interval the package shows."""
    days = pd.date_range(FIRST, periods=len(before) + len(after), unit="s")
    table = pd.DataFrame({"start": days, "end": days, "count": np.concatenate([before, after]), "published": days})
    windows = Window(days[len(before)].date(), days[-1].date()), Window(FIRST, days[len(before) - 1].date())
    cells = Cells(
        "made-up", "1", ATTACKS, "DNK", table.assign(document="", url=""), Window(FIRST, windows[0].end), True
    )
    return compare_windows(Series(cells), *windows).interval


def _wald(after: Ints, before: Ints, phi: float, quantile: float) -> Interval:
    a, b = int(after.sum()), int(before.sum())
    half = quantile * math.sqrt(phi * (1 / a + 1 / b))
    ratio = (a / len(after)) / (b / len(before))
    return Interval(ratio * math.exp(-half), ratio * math.exp(half), "")


METHODS = {"Poisson": poisson, "exact": exact, "28-day bins": short_bins, "default": default}


def main() -> None:
    """Print one table: coverage in percent, and in brackets the mean width on the log scale against 28-day bins."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=0.5, help="attacks a day")
    parser.add_argument("--days", type=int, default=365, help="days in each window")
    parser.add_argument("--delay", type=float, default=10.0, help="mean days until an attack sets off another")
    parser.add_argument("--number", type=int, default=4000, help="simulations for each row")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(f"{given.number} simulations a row, {given.rate:g} a day, windows of {given.days} days, {given.delay:g} days")
    print("| excitation | " + " | ".join(METHODS) + " |")
    print("| ---: |" + " ---: |" * len(METHODS))
    for excitation in EXCITATIONS:
        drawn = simulate(excitation, given.rate, given.delay, 2 * given.days, given.number, given.seed)
        usable = [row for row in drawn if row[: given.days].any() and row[given.days :].any()]
        covered, width = dict.fromkeys(METHODS, 0), dict.fromkeys(METHODS, 0.0)
        for row in usable:
            before, after = row[: given.days], row[given.days :]
            for name, method in METHODS.items():
                found = method(after, before)
                covered[name] += found.low <= 1 <= found.high
                width[name] += math.log(found.high / found.low)
        cells = [
            f"{100 * covered[name] / len(usable):.1f}% ({width[name] / width['28-day bins']:.2f})" for name in METHODS
        ]
        print(f"| {excitation:g} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
