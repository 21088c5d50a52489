"""How many claims a second are checked when an archive's claims are asked together, against one check after the other.

    python benchmarks/many_claims.py 10000 100000 1000000 --loop 300

The archives are generated. A claim is about one of 30 places and 12 measures, each chosen with Zipf weights (the first
is chosen twice as often as the second), so that most claims are about a few series; two places have no dataset and
three measures none that counts them. It was said on any day of ten years and has one of the periods and kinds below,
with the shares given there, and any of many numbers. Sentences are read by the reader once for each template, place
and measure; numbers, days and periods are put in afterwards.

Times are those of the processor (one core), without generating the claims; an archive is asked in blocks, as a scan
would ask it. Each size starts from empty caches.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from verifier import parse
from verifier.claims.claim import Claim
from verifier.comparisons.rules import later_month
from verifier.comparisons.specifications import load_set
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import sources
from verifier.findings.answering import answers_key
from verifier.findings.check import check
from verifier.findings.many import Asked, verdicts
from verifier.findings.many_questions import Case, beyond_the_period, question_key
from verifier.findings.plan import plan
from verifier.incidents.catalogue import datasets
from verifier.window import Window

PLACES = (
    "Pakistan", "Myanmar", "Afghanistan", "Bangladesh", "Somalia", "Central African Republic", "Nigeria", "Indonesia",
    "Mali", "Iraq", "Syria", "Yemen", "India", "Ukraine", "Ethiopia", "Sudan", "Colombia", "Mexico", "Philippines",
    "Niger", "Cameroon", "Kenya", "Egypt", "Libya", "Turkey", "Thailand", "Mozambique", "Venezuela", "Balochistan",
    "Scotland",
)  # fmt: skip
MEASURES = (
    "deaths", "attacks", "terror attacks", "conflict deaths", "civilian deaths", "pirate attacks", "violent events",
    "suicide attacks", "battle deaths", "burglaries", "kidnappings", "cyber attacks",
)  # fmt: skip
# Kinds by name: the share of the claims, and a sentence. 47 stands for the number.
KINDS = {
    "change": (0.56, "The number of {measure} in {place} rose by 47 percent."),
    "change, down": (0.10, "The number of {measure} in {place} fell by 47 percent."),
    "level": (0.15, "There were 47 {measure} in {place}."),
    "rate": (0.04, "There were 47 {measure} a month in {place}."),
    "difference": (0.03, "There were 47 more {measure} in {place}."),
    "share": (0.03, "47 percent of {measure} in {place} were suicide attacks."),
    "trend": (0.05, "The number of {measure} in {place} has been rising."),
    "run": (0.02, "The number of {measure} in {place} rose for the third year in a row."),
    "rank": (0.02, "It was the highest number of {measure} in {place} on record."),
}
# Periods by name and the share of the claims that have them.
PERIODS = {
    "none": 0.25,
    "a year": 0.25,
    "last year": 0.15,
    "this year so far": 0.10,
    "since a month": 0.15,
    "the first half of a year": 0.10,
}
BASELINES = 0.15  # of the claims of change, also name the year that they compare with
FIRST, DAYS = date(2014, 1, 1), 3652
BLOCK = 100_000


class Archive:
    """Claims without end, the same for the same seed."""

    def __init__(self, seed: int = 1, kind: str | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311 (no secrets here)
        self._read: dict[tuple[str, str, str], Claim | None] = {}
        self._kinds = [kind] if kind else list(KINDS)
        self._shares = [KINDS[name][0] for name in self._kinds]

    def claims(self, number: int) -> list[Asked]:
        """The next so many claims, each with the day it was said."""
        made: list[Asked] = []
        while len(made) < number:
            if one := self._one():
                made.append(one)
        return made

    def _one(self) -> Asked | None:
        pick = self._random.choices
        kind = pick(self._kinds, self._shares)[0]
        place, measure = (pick(names, [1 / n for n in range(1, len(names) + 1)])[0] for names in (PLACES, MEASURES))
        claim = self._reading(kind, place, measure)
        if claim is None:
            return None
        said = FIRST + timedelta(days=self._random.randrange(DAYS))
        number = self._number(kind)
        baseline = None
        period = self._period(pick(list(PERIODS), list(PERIODS.values()))[0], said)
        if kind.startswith("change") and period and period.start.year > 2000 and self._random.random() < BASELINES:
            baseline = Window.parse(str(period.start.year - self._random.randint(1, 5)))
        resolved = replace(claim.resolved, period=period, baseline=baseline)
        if claim.value == 47.0:
            words = f"{number:g}"
            claim = replace(
                claim,
                value=float(number),
                text=claim.text.replace("47", words),
                sentence=claim.sentence.replace("47", words),
            )
        return Asked(replace(claim, resolved=resolved), said)

    def _reading(self, kind: str, place: str, measure: str) -> Claim | None:
        key = kind, place, measure
        if key not in self._read:
            found = parse(KINDS[kind][1].format(place=place, measure=measure), published="2024-01-01")
            self._read[key] = found[0] if found else None
        return self._read[key]

    def _number(self, kind: str) -> int:
        if kind in ("change", "change, down", "share"):
            return self._random.choice([*range(5, 100), *(range(100, 500, 25) if kind == "change" else ())])
        return round(self._random.choice((3, 10, 30, 100, 300, 1000)) * self._random.uniform(1, 4))

    def _period(self, name: str, said: date) -> Window | None:
        year = said.year - self._random.choice((0, 1, 1, 1, 2, 3))
        if name == "none":
            return None
        if name == "a year":
            return Window.parse(str(year))
        if name == "last year":
            return Window.parse(str(said.year - 1))
        if name == "this year so far":
            return Window(date(said.year, 1, 1), said)
        if name == "since a month":
            return Window(later_month(said.replace(day=1), -self._random.randint(3, 60)), said)
        return Window(date(year, 1, 1), date(year, 6, 30))


def asked_together(archive: Archive, number: int) -> tuple[float, Counter[str]]:
    """Seconds of the processor for so many claims, and how many got each finding."""
    taken, findings = 0.0, Counter[str]()
    for block in _blocks(number):
        claims = archive.claims(block)
        start = time.process_time()
        found = verdicts(claims)
        taken += time.process_time() - start
        findings.update("no comparison" if one.specifications == 0 else one.finding for one in found)
    return taken, findings


def _blocks(number: int) -> Iterator[int]:
    for start in range(0, number, BLOCK):
        yield min(BLOCK, number - start)


def groups_and_questions(claims: list[Asked]) -> tuple[Counter[object], int]:
    """How many claims each group of series has, and how many different questions there are in all."""
    declared = {statistic: load_set(statistic.kind.set) for statistic in Statistic}
    every = datasets()
    groups, questions = Counter[object](), set()
    for one in claims:
        planned = plan(one.claim, declared)
        if planned.reason is None:
            key = answers_key(planned, every, None)
            groups[key] += 1
            extra = beyond_the_period(planned.declared)
            questions.add((key, question_key(Case(0, one.claim, one.said, planned), extra)))
    return groups, len(questions)


def loop(claims: list[Asked]) -> float:
    """Seconds of the processor for one check after the other."""
    for one in claims[:20]:
        check(one.claim, said=one.said)
    start = time.process_time()
    for one in claims:
        check(one.claim, said=one.said).to_dict()
    return time.process_time() - start


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--loop", type=int, default=300, help="claims checked one after the other for the ratio")
    parser.add_argument("--kinds", type=int, default=10_000, help="claims of each kind alone; 0 for none")
    given = parser.parse_args()
    one_by_one = loop(Archive(seed=2).claims(given.loop)) / given.loop
    print(f"one check after the other: {1e6 * one_by_one:,.0f} µs a claim ({given.loop} claims)")
    for size in given.sizes:
        sources.forget()
        taken, findings = asked_together(Archive(), size)
        groups, questions = groups_and_questions(Archive().claims(min(size, BLOCK)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sizes = sorted(groups.values(), reverse=True)
        share = sum(sizes[: max(1, len(sizes) // 10)]) / sum(sizes)
        print(
            f"{size:>9,} claims: {1e6 * taken / size:,.0f} µs a claim, {size / taken:,.0f} a second, "
            f"{one_by_one * size / taken:,.0f} times the loop; peak memory {peak:,.0f} MB"
        )
        print(
            f"          in a block of {min(size, BLOCK):,}: {len(groups)} groups of {sizes[0]:,} (largest), "
            f"{sizes[len(sizes) // 2]:,} (middle), {sizes[-1]:,} (smallest) claims, the largest tenth with "
            f"{share:.0%} of them; {questions:,} different questions"
        )
        print("          " + ", ".join(f"{name} {number / size:.0%}" for name, number in findings.most_common()))
    for kind in KINDS if given.kinds else ():
        sources.forget()
        taken, findings = asked_together(Archive(kind=kind), given.kinds)
        none = findings["no comparison"] / given.kinds
        print(f"{kind:>14}: {1e6 * taken / given.kinds:,.0f} µs a claim ({none:.0%} with no comparison)")


if __name__ == "__main__":
    main()
