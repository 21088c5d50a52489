"""Claims made from the shipped data's own counts, true ones and others, and what is found of them.

    python benchmarks/true_claims.py [--number 60] [--seed 1001]

From datasets, definitions, places and years drawn at random, two years' counts are taken and put into sentences of
every kind: a change to the percent, to one digit and without a baseline; a level, a difference, from … to; a rank; the
share of a country in the world; and two countries held against each other. Each is asked as it is, one and a half
times, twice and half as large (of what the counts give, before it is rounded), and the other way round, of the dataset
that its counts come from. Sentences are read by `parse` and checked by `check`, as anybody would; those whose measure
or number is not read, so that nothing is asked, are counted apart.

What it does not show: nothing is asked of several datasets at once, every sentence is plain, and a count that a source
gets wrong is true here. Seeds below 1,000 are for development, from 1,001 for the table of the docs.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from verifier import check, parse
from verifier.comparisons.series import Series
from verifier.errors import VerifierError
from verifier.findings.sources import series_of
from verifier.incidents.catalogue import load
from verifier.incidents.cells import WORLD, Definition
from verifier.incidents.dataset import Dataset
from verifier.places.tree import place_name
from verifier.window import Window

DATASETS = ("picss", "pips", "pirates", "ucdp-country-year", "ucdp-ged-monthly")
FIRST, LAST = 1995, 2023
FEWEST = 5  # incidents in a year
VARIANTS = {"true": 1.0, "×1.5": 1.5, "×2": 2.0, "×½": 0.5, "opposite": 1.0}
CLASSES = {
    "right": ("Holds up", "Roughly right"),
    "at least": ("At least about as much as said",),
    "unsure": ("Depends on the choice", "Cannot tell"),
    "leans over": ("Leans overstated",),
    "overstated": ("Overstated",),
    "leans under": ("Leans understated",),
    "understated": ("Understated",),
    "leans wrong": ("Leans contradicted",),
    "contradicted": ("Contradicted",),
    "not checkable": ("Not checkable",),
}
NAMED = "named baseline"
LET_THROUGH = ("right", "at least")


@dataclass(frozen=True)
class Drawn:
    """Two years' counts of one definition in one place; world is the count of all places in the later one, other that
    of another place, None where there is none.
    """

    dataset: Dataset
    definition: Definition
    series: Series
    phrase: str
    place: str
    year: int
    base: int
    after: int
    before: int
    world: int | None
    other: tuple[str, int] | None

    @property
    def where(self) -> str:
        """ "in Pakistan", "worldwide"."""
        return "worldwide" if self.place == WORLD else f"in {place_name(self.place)}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--number", type=int, default=60, help="pairs of years drawn from each dataset")
    options.add_argument("--seed", type=int, default=1001)
    options.add_argument(
        "--misses", action="store_true", help="print true claims not found right, and ×2 ones let through"
    )
    given = options.parse_args()
    draw = random.Random(given.seed)  # noqa: S311 (the same claims in every run)
    found: dict[tuple[str, str], Counter[str]] = {}
    for dataset_id in DATASETS:
        for one in drawn(load(dataset_id), given.number, draw):
            for kind, variant, text in sentences(one):
                said = classed(text, one)
                found.setdefault((kind, variant), Counter())[said] += 1
                wrong = (
                    said in LET_THROUGH if variant == "×2" else variant == "true" and said not in ("right", "unread")
                )
                if given.misses and wrong:
                    print(f"{variant}, {said}: {text} [{one.dataset.id}: {one.after}, {one.before}]")
    kinds = list(dict.fromkeys(kind for kind, _ in found))
    print(f"{sum(map(Counter.total, found.values())):,} claims; percent of those read\n")
    print("| kind | claim | read | " + " | ".join(CLASSES) + " |")
    print("|---|---|--:|" + "--:|" * len(CLASSES))
    for kind in kinds:
        for variant in VARIANTS:
            row = found.get((kind, variant), Counter())
            read = row.total() - row["unread"]
            if read:
                shares = " | ".join(f"{100 * row[name] / read:.0f}" if row[name] else "–" for name in CLASSES)
                print(f"| {kind} | {variant} | {read} of {row.total()} | {shares} |")


def drawn(dataset: Dataset, number: int, draw: random.Random) -> Iterator[Drawn]:
    """Pairs of years of a dataset with at least some incidents in the later or the earlier."""
    made = tries = 0
    usable = [one for one in dataset.definitions if one.answers.get("exact") and one.column not in ("low", "high")]
    places = dataset.places()
    while made < number and tries < 60 * number:
        tries += 1
        definition, place = draw.choice(usable), draw.choice(places)
        year, back = draw.randint(FIRST, LAST), draw.choice([1, 1, 2, 3])
        vintages = dataset.vintages(place, definition)
        if not vintages:
            continue
        series = series_of(dataset, definition.id, place, vintages[-1])
        after, before = (_counted(series, each) for each in (year, year - back))
        if after is None or before is None or min(after, before) < FEWEST or after == before:
            continue
        made += 1
        phrase = definition.answers["exact"][0]
        world = None if place == WORLD else _of_place(dataset, definition, WORLD, year)
        rival = draw.choice([each for each in places if each not in (WORLD, place)] or [place])
        count = None if WORLD in (place, rival) or rival == place else _of_place(dataset, definition, rival, year)
        other = (rival, count) if count and count >= FEWEST and count != after else None
        yield Drawn(dataset, definition, series, phrase, place, year, year - back, after, before, world, other)


def _counted(series: Series, year: int) -> int | None:
    try:
        return series.count(Window.parse(str(year))).count
    except VerifierError:
        return None


def _of_place(dataset: Dataset, definition: Definition, place: str, year: int) -> int | None:
    vintages = dataset.vintages(place, definition)
    return _counted(series_of(dataset, definition.id, place, vintages[-1]), year) if vintages else None


def sentences(one: Drawn) -> Iterator[tuple[str, str, str]]:
    """Kind, variant and text of every claim that the counts of a draw make."""
    ratio = one.after / one.before
    percent, up = abs(100 * (ratio - 1)), ratio > 1
    subject = f"{one.phrase[:1].upper()}{one.phrase[1:]} {one.where}"
    for variant, times in VARIANTS.items():
        rising = up != (variant == "opposite")
        way, more = ("rose", "more") if rising else ("fell", "fewer")
        against = f"in {one.year} compared with {one.base}"
        said = round(percent * times)
        if said >= 1 and (rising or said < 100):
            yield f"change, {NAMED}", variant, f"{subject} {way} by {said:,} percent {against}."
            if one.year - one.base == 1:
                yield "change, open", variant, f"{subject} {way} by {said:,} percent in {one.year}."
        said = _one_digit(percent * times)
        if said >= 1 and (rising or said < 100):
            yield f"change, one digit, {NAMED}", variant, f"{subject} {way} by {said:,} percent {against}."
        level = round(one.after * times)
        if variant != "opposite":
            yield "level", variant, f"There were {level:,} {one.phrase} {one.where} in {one.year}."
        gap = round(abs(one.after - one.before) * times)
        if gap:
            than = f"in {one.year} than in {one.base}"
            yield "difference", variant, f"There were {gap:,} {more} {one.phrase} {one.where} {than}."
            later = one.before + (gap if rising else -gap)
            if later >= 0:
                years = f"from {one.before:,} in {one.base} to {later:,} in {one.year}"
                yield "from … to", variant, f"{subject} {way} {years}."
        yield from _shares(one, variant, times)
        yield from _groups(one, variant, times)
    yield from _ranks(one)


def _shares(one: Drawn, variant: str, times: float) -> Iterator[tuple[str, str, str]]:
    """The country's share of the world in the later year."""
    said = round(100 * one.after / one.world * times) if one.world else 0
    if one.world and 100 * one.after / one.world >= 2 and 0 < said < 100 and variant != "opposite":
        whole = f"{said} percent of all {one.phrase} worldwide in {one.year}"
        yield "share", variant, f"{place_name(one.place)} accounted for {whole}."


def _groups(one: Drawn, variant: str, times: float) -> Iterator[tuple[str, str, str]]:
    """The country against another in the later year."""
    if one.other is None:
        return
    (first, many), (second, few) = sorted([(one.place, one.after), one.other], key=lambda each: -each[1])
    if variant == "opposite":
        first, second = second, first
        yield (
            "groups",
            variant,
            f"There were more {one.phrase} in {place_name(first)} than in {place_name(second)} in {one.year}.",
        )
    elif (said := many / few * times) >= 2:
        than = f"as in {place_name(second)} in {one.year}"
        yield "groups", variant, f"There were {said:.1f} times as many {one.phrase} in {place_name(first)} {than}."


def _ranks(one: Drawn) -> Iterator[tuple[str, str, str]]:
    """The year as the highest of a stretch that begins after a year, true or not."""
    counts = [each for year in range(one.year - 8, one.year + 1) if (each := _counted(one.series, year)) is not None]
    if len(counts) < 9:
        return
    if counts[-1] > max(counts[:-1]) or counts[-1] < sorted(counts)[len(counts) // 2]:
        variant = "true" if counts[-1] > max(counts[:-1]) else "opposite"
        since = one.year - 9
        yield "rank", variant, f"{one.phrase} {one.where} in {one.year} were the highest since {since}."


def classed(text: str, one: Drawn) -> str:
    """The class of what is found of a sentence; "unread" where nothing is asked of the dataset."""
    said = date(one.year + 2, 3, 1)
    claims = parse(text, published=said)
    numbered = [claim for claim in claims if claim.value is not None]
    if not claims:
        return "unread"
    found = check((numbered or claims)[-1], [one.dataset.id], said=said)
    if not len(found.rows):
        return "unread"
    finding = found.finding.value
    return next(name for name, findings in CLASSES.items() if finding in findings)


def _one_digit(number: float) -> int:
    """The number to one digit; 0 where that is more than a tenth from it, as nobody would say it."""
    if number < 1:
        return 0
    unit = 10 ** math.floor(math.log10(number))
    rounded = round(number / unit) * unit
    return rounded if abs(rounded - number) <= rounded / 10 else 0


if __name__ == "__main__":
    main()
