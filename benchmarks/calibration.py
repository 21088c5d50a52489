"""How often each finding is issued when the truth is known: made-up incidents, claims true and false.

    python benchmarks/calibration.py [--number 100] [--seed 1001]

Ten years of incidents, 2014 to 2023, whose rate changes by a known factor on 1 January 2023 (1.6, 0.7 or 3): bases of 3
to 10, 50 and 500 incidents in the year before, of four kinds: steady (independent), clustered (half of them set off by
others within weeks), seasonal (half as many again in summer, half as few in winter) and totals (the clustered ones,
known by the year alone). Each is held against the true change, one twice as large, and one the other way, with the year
before named as the baseline. The findings are those of the usual set; nothing is tuned here: the table is what a change
of a cut-off or a weight has to be shown against. Seeds below 1,000 are for development, from 1,001 for the tables of
the docs.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.reader import parse
from verifier.comparisons.series import Series
from verifier.comparisons.specifications import load_set
from verifier.findings.doubts import with_doubts
from verifier.findings.many_questions import answered_alone
from verifier.findings.plan import plan
from verifier.findings.position import FINDINGS, Finding
from verifier.findings.sources import Source
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.dataset import Dataset, Licence
from verifier.window import Window

SAID = date(2024, 1, 10)
COVERAGE = Window(date(2014, 1, 1), date(2023, 12, 31))
CHANGE = (date(2023, 1, 1) - COVERAGE.start).days
BASES = {"3–10": (3, 10), "50": (50, 50), "500": (500, 500)}  # incidents in a year, drawn evenly between the two
KINDS = ("steady", "clustered", "seasonal", "totals")
EXCITATION, DELAY = 0.5, 10.0  # share of clustered incidents that others set off, and the mean days until they follow
TRUTHS = (1.6, 0.7, 3.0)
CLAIM = "Bicycle thefts in Denmark {} by {} percent in 2023 compared with 2022."
DEFINITION = Definition("thefts", "bicycle thefts", "incidents", "count")
DATASET = Dataset(
    "made-up",
    "Made up",
    Licence("CC0", ""),
    "",
    "",
    "",
    0,
    [],
    True,
    Path(),
    {"verifier": {"vintages": []}},
    [DEFINITION],
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--number", type=int, default=100, help="series of each base, kind and true change")
    options.add_argument("--seed", type=int, default=1001)
    given = options.parse_args()
    random = np.random.default_rng(given.seed)
    found: dict[tuple[str, str, str], Counter[Finding]] = {}
    for base, (least, most) in BASES.items():
        for kind in KINDS:
            for truth in TRUTHS:
                claims = {relation: claim(factor) for relation, factor in claimed(truth).items()}
                for _ in range(given.number):
                    made = source(incidents(kind, random.integers(least, most + 1) / 365, truth, random), kind)
                    for relation, one in claims.items():
                        found.setdefault((relation, base, kind), Counter())[finding(one, made)] += 1
    print(f"{given.number} series of each base, kind and true change; percent of the checks in each row\n")
    print("| the claim is | base | incidents | checks | " + " | ".join(each.value for each in Finding) + " |")
    print("|---|---|---|--:|" + "--:|" * len(Finding))
    for (relation, base, kind), findings in sorted(found.items()):
        total = findings.total()
        shares = " | ".join(f"{100 * findings[each] / total:.0f}" if findings[each] else "–" for each in Finding)
        print(f"| {relation} | {base} | {kind} | {total} | {shares} |")
    print(
        "\n| base | true, called overstated or contradicted | twice, caught or leaning | opposite, caught or leaning |"
    )
    print("|---|--:|--:|--:|")
    for base in BASES:
        told = [_share(found, base, *one) for one in (("true", BARE), ("twice", AGAINST), ("opposite", AGAINST))]
        print(f"| {base} | " + " | ".join(f"{100 * each:.0f}%" for each in told) + " |")


BARE = (Finding.OVERSTATED, Finding.CONTRADICTED)
AGAINST = (*BARE, Finding.LEANS_OVERSTATED, Finding.LEANS_CONTRADICTED)


def _share(
    found: dict[tuple[str, str, str], Counter[Finding]], base: str, relation: str, findings: tuple[Finding, ...]
) -> float:
    rows = [row for (said, its, _), row in found.items() if (said, its) == (relation, base)]
    total = sum(row.total() - row[Finding.NOT_CHECKABLE] for row in rows)
    return sum(row[each] for row in rows for each in findings) / max(total, 1)


def claimed(truth: float) -> dict[str, float]:
    """What is claimed of a true change: the change itself, one twice as large, one the other way."""
    change = truth - 1
    twice = 1 + 2 * change if truth > 1 else max(0.0, truth * truth)
    return {"true": truth, "twice": twice, "opposite": 1 - change if truth < 2 else 0.5}


def claim(factor: float) -> Claim:
    """A claim of a change by a factor, in percent."""
    percent = round(100 * abs(factor - 1))
    return parse(CLAIM.format("rose" if factor > 1 else "fell", percent), published=SAID)[0]


def incidents(kind: str, base: float, truth: float, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """Daily counts whose mean rate is multiplied by `truth` from 2023 on."""
    days = np.arange(COVERAGE.days)
    rate = np.where(days < CHANGE, base, base * truth)
    if kind == "seasonal":
        rate = rate * (1 - 0.5 * np.cos(2 * np.pi * days / 365.25))
    if kind in ("steady", "seasonal"):
        return random.poisson(rate)
    counts = random.poisson(rate * (1 - EXCITATION))
    generation = counts
    while generation.sum():
        offspring = random.poisson(EXCITATION * generation)
        at = np.repeat(days, offspring) + random.exponential(DELAY, int(offspring.sum())).astype(np.int64)
        generation = np.bincount(at[at < COVERAGE.days], minlength=COVERAGE.days)
        counts = counts + generation
    return counts.astype(np.int64)


def source(counts: npt.NDArray[np.int64], kind: str) -> Source:
    """The counts as the one dataset that answers, exactly: by day, or as totals of years."""
    days = pd.Timestamp(COVERAGE.start) + pd.to_timedelta(np.arange(len(counts)), unit="D")
    if kind == "totals":
        years = pd.Series(counts).groupby(days.year).sum()
        start, count = pd.to_datetime([f"{year}-01-01" for year in years.index]), years.to_numpy()
        end = pd.to_datetime([f"{year}-12-31" for year in years.index])
    else:
        start = end = days[counts > 0]
        count = counts[counts > 0]
    table = pd.DataFrame({"start": start, "end": end, "count": count, "published": pd.Timestamp(SAID)})
    table = table.assign(document="", url="")
    cells = Cells("made-up", "1", DEFINITION, "DNK", table, COVERAGE, dense=kind != "totals")
    made = Source(DATASET, DEFINITION, "exact", "", Series(cells), SAID)
    (known,) = with_doubts([made])
    return known


def finding(claim: Claim, made: Source) -> Finding:
    """The finding of the usual set on one claim and one series."""
    planned = plan(claim, load_set("change"))
    held = answered_alone(planned, [made], SAID, dated=False).held
    return Finding.NOT_CHECKABLE if held is None else FINDINGS[held.findings[0]]


if __name__ == "__main__":
    main()
