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
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from verifier.claims.reader import parse
from verifier.comparisons.specifications import load_set
from verifier.findings.answer import scores_of
from verifier.findings.check import Check, check
from verifier.findings.outcomes import PRINTS_AS_NOTHING

SAID = date(2023, 11, 8)
CLAIMS = [
    "Terror attacks in Pakistan rose by 60 percent since 15 August 2021.",
    "Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.",
    "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.",
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
    """The finding, its flags, shares and scores, the best comparisons for and against."""
    found = check(claim, said=SAID, specifications=declared)
    _ = found.finding, found.uniform_finding, scores_of(found), found.fair_statement
    _ = found.counter_comparisons, found.supporting_comparisons
    return found


def examined(found) -> Check:
    """The choice that decides, with its guard, and the finding under other weights, worked out anew."""
    again = replace(found)
    _ = again.decisive_choice, again.stability
    return again


def everything(claim, declared) -> Check:
    """All that the JSON holds: what windows give the number, too, and the finding with what was known on the day."""
    found = check(claim, said=SAID, specifications=declared)
    found.to_dict()
    return found


def claims(repeats):
    """One claim against all shipped datasets, under the usual set and the exhaustive one."""
    print("One claim against all shipped datasets, milliseconds after loading")
    heads = f"{'best':>9}{'median':>9}{'processor':>11}{'choice, weights':>17}{'everything':>12}"
    print(f"{'claim':72}{'set':12}{'comparisons':>12}{heads}")
    first = None
    for text in CLAIMS:
        (claim,) = parse(text, published=str(SAID))
        for name in ("change", "exhaustive"):
            declared = load_set(name)
            everything(claim, declared)  # loads the series
            best, median, processor, found = timed(lambda c=claim, d=declared: finding(c, d), repeats)
            *_, choice, _ = timed(lambda f=found: examined(f), repeats)
            *_, all_of_it, _ = timed(lambda c=claim, d=declared: everything(c, d), repeats)
            times = "".join(f"{1000 * each:9.1f}" for each in (best, median))
            times += f"{1000 * processor:11.1f}{1000 * choice:17.1f}{1000 * all_of_it:12.1f}"
            print(f"{text:72}{name:12}{len(found.rows):12,}{times}")
            if name == "exhaustive" and first is None:
                first = found, processor
    return first


def by_masks(events, after, before, target):
    """One comparison as one writes it with pandas: masks over the days with events. Both counts, ratio and outcome."""
    (a, long), (b, short) = (
        (int(events.loc[(events["date"] >= start) & (events["date"] <= end), "count"].sum()), (end - start).days + 1)
        for start, end in (after, before)
    )
    scale = 1.0 if abs(long - short) <= 3 else short / long  # totals against totals, else rates

    def ratio(later, earlier):
        return later / earlier * scale if earlier > 0 else math.inf if later > 0 else math.nan

    found, claimed = ratio(a, b), target.number - 1
    near = [ratio(a + 1, b), ratio(a - 1, b), ratio(a, b + 1), ratio(a, b - 1)]
    by_one = min(near) < target.high and max(near) >= target.low and 2 / 3 * claimed <= found - 1 <= 1.5 * claimed
    above = found >= target.high
    if a + b < 5:
        said = "insufficient"
    elif target.low <= found < target.high:
        said = "matches"
    elif found <= 1 + PRINTS_AS_NOTHING:
        said = "opposite"
    elif by_one or 1 + 0.8 * claimed <= found <= 1 + 1.25 * claimed:
        said = "close above" if above else "close below"
    else:
        said = "stronger" if above else "weaker"
    return a, b, found, said


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
    for ours, (a, b, ratio, said) in zip(chosen.itertuples(index=False), slow, strict=True):
        assert (ours.after_count, ours.before_count, ours.outcome) == (a, b, said)
        assert math.isclose(ours.ratio, ratio, rel_tol=1e-9) or (math.isnan(ours.ratio) and math.isnan(ratio))
    slowly = each * len(table)
    print(f"\nA pandas loop over the same {len(table):,} comparisons (a sample of {sample}, scaled)")
    print(f"  {1000 * each:.2f} ms each, {slowly:,.0f} s for all; here {1000 * processor:.1f} ms, with all scores")
    print(f"  ratio {slowly / processor:,.0f}, both times of the processor")
    print("  counts and outcomes equal, ratios equal to 1e-9: yes")


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
