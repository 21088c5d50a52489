"""How often each finding is issued when the truth is known: made-up incidents, claims true and false.

    python benchmarks/calibration.py [--number 100] [--seed 1]

Ten years of daily incidents, 2014 to 2023, whose rate changes by a known factor on 1 January 2023 (1, 1.6, 0.7 or 6),
of four kinds: steady (5 a day, independent), clustered (the same, half of them set off by others within weeks),
seasonal (half as many again in summer, half as few in winter) and of a small base (11 a year). Each is held against
claims of a rise of 60%, a fall of 30% and a rise of 500%, once with the year before named as the baseline and once
without any. The findings are those of the usual specification set; nothing is tuned here: the table is what a change of
a cut-off or a weight has to be shown against.
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
from verifier.findings.kinds import plan
from verifier.findings.many_questions import compared_alone
from verifier.findings.outcome_shares import many_shares
from verifier.findings.outcomes import Targets
from verifier.findings.position import Finding, find
from verifier.findings.sources import Source
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.dataset import Dataset, Licence
from verifier.window import Window

SAID = date(2024, 1, 10)
COVERAGE = Window(date(2014, 1, 1), date(2023, 12, 31))
CHANGE = (date(2023, 1, 1) - COVERAGE.start).days
BASE = {"steady": 5.0, "clustered": 5.0, "seasonal": 5.0, "small base": 11 / 365}
EXCITATION, DELAY = 0.5, 10.0  # share of clustered incidents that others set off, and the mean days until they follow
TRUTHS = (1.0, 1.6, 0.7, 6.0)
CLAIMS = {
    1.6: "Bicycle thefts in Denmark rose by 60 percent in 2023{}.",
    0.7: "Bicycle thefts in Denmark fell by 30 percent in 2023{}.",
    6.0: "Bicycle thefts in Denmark rose by 500 percent in 2023{}.",
}
BASELINES = {"named": " compared with 2022", "open": ""}
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
    options.add_argument("--number", type=int, default=100, help="series of each kind and true change")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    claims = {
        (named, claimed): parse(words.format(BASELINES[named]), published=SAID)[0]
        for named in BASELINES
        for claimed, words in CLAIMS.items()
    }
    random = np.random.default_rng(given.seed)
    found: dict[tuple[str, str, str], Counter[Finding]] = {}
    for kind in BASE:
        for truth in TRUTHS:
            for _ in range(given.number):
                made = source(incidents(kind, truth, random))
                for (named, claimed), claim in claims.items():
                    key = (named, said_of(claimed, truth), kind)
                    found.setdefault(key, Counter())[finding(claim, made)] += 1
    print(f"{given.number} series of each kind and true change; percent of the checks in each row\n")
    print("| baseline | the claim is | incidents | checks | " + " | ".join(each.value for each in Finding) + " |")
    print("|---|---|---|--:|" + "--:|" * len(Finding))
    for (named, relation, kind), findings in sorted(found.items()):
        total = findings.total()
        shares = " | ".join(f"{100 * findings[each] / total:.0f}" if findings[each] else "–" for each in Finding)
        print(f"| {named} | {relation} | {kind} | {total} | {shares} |")


def said_of(claimed: float, truth: float) -> str:
    """How a claim stands to the truth: true, too strong, too weak, the wrong way, or of a change that is none."""
    if claimed == truth:
        return "true"
    if truth == 1.0:
        return "of a change, and there is none"
    if (claimed > 1) != (truth > 1):
        return "the wrong way"
    return "too strong" if abs(np.log(claimed)) > abs(np.log(truth)) else "too weak"


def incidents(kind: str, truth: float, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """Daily counts whose mean rate is multiplied by `truth` from 2023 on."""
    days = np.arange(COVERAGE.days)
    rate = np.where(days < CHANGE, BASE[kind], BASE[kind] * truth)
    if kind == "seasonal":
        rate = rate * (1 - 0.5 * np.cos(2 * np.pi * days / 365.25))
    if kind != "clustered":
        return random.poisson(rate)
    counts = random.poisson(rate * (1 - EXCITATION))
    generation = counts
    while generation.sum():
        offspring = random.poisson(EXCITATION * generation)
        at = np.repeat(days, offspring) + random.exponential(DELAY, int(offspring.sum())).astype(np.int64)
        generation = np.bincount(at[at < COVERAGE.days], minlength=COVERAGE.days)
        counts = counts + generation
    return counts.astype(np.int64)


def source(counts: npt.NDArray[np.int64]) -> Source:
    """The counts as the one dataset that answers, exactly."""
    at = np.flatnonzero(counts)
    day = pd.Timestamp(COVERAGE.start) + pd.to_timedelta(at, unit="D")
    table = pd.DataFrame({"start": day, "end": day, "count": counts[at], "published": pd.Timestamp(SAID)})
    cells = Cells("made-up", "1", DEFINITION, "DNK", table.assign(document="", url=""), COVERAGE, dense=True)
    return Source(DATASET, DEFINITION, "exact", "", Series(cells), SAID)


def finding(claim: Claim, made: Source) -> Finding:
    """The finding of the usual set on one claim and one series."""
    planned = plan(claim, load_set("change"))
    compared = compared_alone(planned, [made], SAID)
    (found,) = many_shares(compared, np.zeros(1, dtype=np.int64), Targets.of(planned.targets[:1]))
    return find(found.shares, planned.declared.cut_offs)


if __name__ == "__main__":
    main()
