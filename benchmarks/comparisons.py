"""How fast comparisons are: one claim over the shipped datasets; against a pandas loop.

    python benchmarks/comparisons.py            # a few minutes
    python benchmarks/comparisons.py --quick    # fewer repeats

Times are of one process; datasets, series and the specification set are loaded before the clock starts. The time of
the processor is printed beside that of the clock: on a busy machine the two differ.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import time
from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from verifier.claims.reader import parse
from verifier.comparisons.specifications import load_set
from verifier.findings.answer import scores_of
from verifier.findings.check import Check, check

SAID = date(2023, 11, 8)
CLAIMS = [
    "Terror attacks in Pakistan rose by 60 percent since 15 August 2021.",
    "Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.",
    "Pirate attacks in Indonesia fell by two-thirds since 2015.",
]
SEED = 1


def timed(work, repeats):
    """Best and median of the clock, and the best of the processor, in seconds; and what the work gave."""
    clock, processor, given = [], [], None
    for _ in range(repeats):
        started, worked = time.perf_counter(), time.process_time()
        given = work()
        clock.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
    return min(clock), statistics.median(clock), min(processor), given


def finding(claim, declared) -> Check:
    """The finding, its words and flags, shares, scores, decisive choice, the best comparisons for and against."""
    found = check(claim, said=SAID, specifications=declared)
    _ = found.sentence, found.uniform_finding, scores_of(found), found.fair_statement
    _ = found.counter_comparisons, found.supporting_comparisons
    return found


def everything(claim, declared) -> Check:
    """All that the JSON holds: what windows give the number, too, and the finding with what was known on the day."""
    found = check(claim, said=SAID, specifications=declared)
    found.to_dict()
    return found


def claims(repeats):
    """One claim against all shipped datasets, under the usual set and the exhaustive one."""
    print("One claim against all shipped datasets, milliseconds after loading")
    print(f"{'claim':72}{'set':12}{'comparisons':>12}{'best':>9}{'median':>9}{'processor':>11}{'everything':>12}")
    first = None
    for text in CLAIMS:
        (claim,) = parse(text, published=str(SAID))
        for name in ("change", "exhaustive"):
            declared = load_set(name)
            everything(claim, declared)  # loads the series
            best, median, processor, found = timed(lambda c=claim, d=declared: finding(c, d), repeats)
            *_, all_of_it, _ = timed(lambda c=claim, d=declared: everything(c, d), repeats)
            times = "".join(f"{1000 * each:9.1f}" for each in (best, median))
            times += f"{1000 * processor:11.1f}{1000 * all_of_it:12.1f}"
            print(f"{text:72}{name:12}{len(found.rows):12,}{times}")
            if name == "exhaustive" and first is None:
                first = found, processor
    return first


def clustering(windows):
    """Dispersion of the daily counts of two windows, and its degrees of freedom: see intervals.clustering."""
    spread, freedom = 0.0, -2
    for daily in windows:
        bins = daily[: len(daily) // 28 * 28].groupby(np.arange(len(daily) // 28 * 28) // 28).sum()
        spread += ((bins - bins.mean()) ** 2).sum() / bins.mean() if bins.mean() else 0.0
        freedom += len(bins)
    phi, length = max(1.0, spread / freedom), 28 * min(6, min(map(len, windows)) // 84)
    if length <= 28 or phi <= stats.chi2.ppf(0.8, freedom) / freedom:
        return phi, freedom
    longer, freedoms = 0.0, 0.0
    for daily in windows:
        own, mean = 1.5 * (len(daily) / length - 1), length * daily.mean()
        variance = ((daily.rolling(length).sum().dropna() - mean) ** 2).mean() / mean if mean else 0.0
        longer += own * variance / (1 - length / len(daily))
        freedoms += own
    return max(phi, longer / freedoms), freedoms


def by_masks(events, after, before, target):
    """One comparison as one writes it with pandas and scipy: masks over the days with events, then the interval.

    Returns counts, ratio, interval and outcome.
    """
    windows = []
    for start, end in (after, before):
        rows = events[(events["date"] >= start) & (events["date"] <= end)]
        windows.append(rows.groupby("date")["count"].sum().reindex(pd.date_range(start, end), fill_value=0))
    (a, b), (long, short) = (int(daily.sum()) for daily in windows), map(len, windows)
    ratio = (a / long) / (b / short) if b else math.inf if a else math.nan
    phi, freedom = clustering(windows) if min(long, short) >= 84 else (1.0, 0)
    if min(a, b) >= 20 and freedom:
        half = stats.t.ppf(0.975, freedom) * math.sqrt(phi * (1 / a + 1 / b))
        bounds = ratio * math.exp(-half), ratio * math.exp(half)
    else:
        c, d = a / phi, b / phi
        low = stats.beta.ppf(0.025, c, d + 1) if a else 0.0
        high = stats.beta.ppf(0.975, c + 1, d) if b else 1.0
        bounds = low / (1 - low) * short / long, high / (1 - high) * short / long if high < 1 else math.inf
    if a + b < 5:
        said = "insufficient"
    elif target.low <= ratio < target.high:
        said = "matches"
    else:
        said = "opposite" if ratio < 1 else "stronger" if ratio >= target.high else "weaker"
    return a, b, ratio, bounds, said


def pandas_loop(found, processor, sample):
    """The same comparisons of the daily series one by one in pandas: a sample, its results held against ours."""
    table = found.table
    source = next(each for each in found.sources if each.series.dense)
    events = source.series.cells.table.rename(columns={"start": "date"})[["date", "count"]]
    dense = table[table["dataset"] == source.key[0]]
    chosen = dense.sample(sample, random_state=SEED)
    windows = [
        ((row.after_start, row.after_end), (row.before_start, row.before_end)) for row in chosen.itertuples(index=False)
    ]
    started = time.process_time()
    slow = [by_masks(events, after, before, found.target) for after, before in windows]
    each = (time.process_time() - started) / sample
    for ours, (a, b, ratio, bounds, said) in zip(chosen.itertuples(index=False), slow, strict=True):
        assert (ours.after_count, ours.before_count, ours.outcome) == (a, b, said)
        for one, two in zip((ours.ratio, ours.interval_low, ours.interval_high), (ratio, *bounds), strict=True):
            assert one == two or abs(one - two) <= 1e-9 * max(1, abs(two)) or (math.isnan(one) and math.isnan(two))
    slowly = each * len(table)
    print(f"\nA pandas loop over the same {len(table):,} comparisons (a sample of {sample}, scaled)")
    print(f"  {1000 * each:.2f} ms each, {slowly:,.0f} s for all; here {1000 * processor:.1f} ms, with all scores")
    print(f"  ratio {slowly / processor:,.0f}, both times of the processor")
    print("  counts and outcomes equal, ratios and intervals equal to 1e-9: yes")


def main():
    """Print every table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}\n"
    )
    found, processor = claims(3 if given.quick else 7)
    pandas_loop(found, processor, 100 if given.quick else 300)


if __name__ == "__main__":
    main()
