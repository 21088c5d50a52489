"""Made-up checks for the tests of charts: any finding, any counts, any names, any number of comparisons."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from said import outcomes

from verifier.claims.reader import parse
from verifier.comparisons.series import Series
from verifier.comparisons.specifications import load_set
from verifier.findings.check import Check
from verifier.findings.comparison_table import comparison_table, no_comparisons
from verifier.findings.dataset_answers import speaking_rows
from verifier.findings.flag_words import flags_of
from verifier.findings.flags import Present, flag_names
from verifier.findings.many_questions import answered_alone
from verifier.findings.outcome_shares import NOTHING_HELD, BothShares
from verifier.findings.outcomes import Outcome, Targets
from verifier.findings.plan import plan
from verifier.findings.shares import same_way, weighted_shares
from verifier.findings.sources import Source
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.dataset import Dataset, Licence
from verifier.window import Window

SAID = date(2024, 1, 10)
LONG = (
    "Register of $reported$ incidents_of_every_kind_and_degree, kept by the Ministry of Waterways & Ørsted’s, twice: "
    * 2
    + "end"
)
UNBROKEN = "an_extremely_long_measure_name_without_a_single_space_in_it_that_no_line_could_ever_hold_in_one_piece"
RISE = "Bicycle thefts in Denmark rose by 60 percent in 2023 compared with 2022."
CLAIMS = {
    "rise": RISE,
    "fall": "Bicycle thefts in Denmark fell by 40 percent in 2023 compared with 2022.",
    "more-than": "Bicycle thefts in Denmark more than doubled in 2023 compared with 2022.",
    "sevenfold": "Bicycle thefts in Denmark rose by 600 percent in 2023 compared with 2022.",
    "no-baseline": "Bicycle thefts in Denmark rose by 60 percent in 2023.",
    "since": "Bicycle thefts in Denmark rose by 60 percent since March 2021.",
    "no-period": "Bicycle thefts in Denmark rose by 60 percent.",
}
STEADY = {2018: 2.0, 2019: 2.0, 2020: 2.0, 2021: 2.0, 2022: 2.0}


def series(rates, name="thefts", dense=True, label="bicycle thefts", seed=None, until="12-31"):
    """Counts in Denmark with a rate a day for each year, as even as can be, or by chance with a seed.

    Day by day, or as a total for each year; until is the last day of the last year.
    """
    years = sorted(rates)
    coverage = Window(date(years[0], 1, 1), date.fromisoformat(f"{years[-1]}-{until}"))
    days = [coverage.start + timedelta(days=at) for at in range(coverage.days)]
    means = np.array([rates[day.year] for day in days])
    even = np.diff(np.floor(np.concatenate([[0.0], np.cumsum(means)]) + 1e-6)).astype(int)
    counts = even if seed is None else np.random.default_rng(seed).poisson(means)
    rows = [(day, day, int(count)) for day, count in zip(days, counts, strict=True) if count]
    if not dense:
        by_year = np.array([day.year for day in days])
        rows = [(date(year, 1, 1), date(year, 12, 31), int(counts[by_year == year].sum())) for year in years]
    table = pd.DataFrame(rows, columns=["start", "end", "count"])
    table["start"], table["end"] = pd.to_datetime(table["start"]), pd.to_datetime(table["end"])
    table = table.assign(published=pd.Timestamp(SAID), document="d", url="")
    definition = Definition("thefts", label, "incidents", "count")
    return Series(Cells(name, "2024-01-05", definition, "DNK", table, coverage, dense))


def source(counted, title="A register", lag=0, match="exact"):
    """The series as what a dataset answers."""
    cells = counted.cells
    vintage = {"id": cells.vintage, "accessed": "2024-01-06", "tables": []}
    descriptor = {"verifier": {"vintages": [vintage], "kind": "daily"}}
    dataset = Dataset(
        cells.dataset, title, Licence("CC0", ""), "", "", "", lag, [], True, Path(), descriptor, [cells.definition]
    )
    return Source(dataset, cells.definition, match, "", counted, date(2024, 1, 5))


def checked(sources, claim="rise", measure=None, times=1):
    """The check of a claim against these sources; times repeats every comparison, its days moved about."""
    (read,) = parse(CLAIMS[claim], published=SAID)
    read = replace(read, measure=measure or read.measure)
    declared = load_set()
    planned = plan(read, declared)
    targets = [one for one in planned.targets if one.on == "ratio"]
    one = answered_alone(planned, sources, SAID, dated=False)
    made = one.made
    kept = [sources[at] for at in made.present]
    table = comparison_table(made, one.judged) if kept else no_comparisons()
    if times > 1:
        table = _many(table, sources[0], targets[0], times)
    found = Check(
        claim=read,
        targets=targets,
        said=SAID,
        specifications=declared,
        rows=table,
        held=_held(table, targets[0], declared.cut_offs),
        speaking=speaking_rows(made) if kept else np.zeros(0, dtype=np.int64),
        sources=kept,
        cautions=flag_names(one, Present(kept)),
        reason=None if kept else "no dataset answers",
    )
    found.flags.extend(flags_of(found))
    return found


def _held(table, target, cut_offs):
    """The shares of what the rows of a table say; whatever interval meets the claim leaves it open."""
    if table.empty:
        return NOTHING_HELD
    codes = pd.Categorical(table["outcome"].array, [str(name) for name in Outcome]).codes
    compatible = table["compatible"].to_numpy(dtype=bool)
    way = same_way(table["value"].to_numpy(), codes, Targets.of([target]))
    rest = np.zeros(len(table), dtype=np.int64), 1
    weights = (table[name].to_numpy() for name in ("weight", "uniform_weight"))
    shares = (
        weighted_shares(codes, compatible, ~compatible, ~way & False, way, each, *rest).one(0) for each in weights
    )
    return BothShares(
        *shares,
        cut_offs,
        proxies=False,
        disagreement=False,
        no_period=False,
        broken=False,
        later_release=False,
        literal=False,
    )


def _many(part, one, target, times):
    """A table of one series `times` as long, the windows moved back by some days, counted again."""
    generator = np.random.default_rng(2)
    rows = pd.concat([part] * times, ignore_index=True)
    coverage = one.series.coverage
    room = (rows["before_start"] - pd.Timestamp(coverage.start)).dt.days.to_numpy()
    back = pd.to_timedelta((generator.random(len(rows)) * np.maximum(room, 0)).astype(int), unit="D")
    for side in ("after", "before"):
        starts, ends = ((rows[f"{side}_{edge}"] - back).astype("datetime64[s]") for edge in ("start", "end"))
        rows[f"{side}_start"], rows[f"{side}_end"] = starts, ends
        first = (starts - pd.Timestamp(coverage.start)).dt.days.to_numpy()
        last = (ends - pd.Timestamp(coverage.start)).dt.days.to_numpy() + 1
        rows[f"{side}_count"] = one.series.prefix[last] - one.series.prefix[first]
    days = [(rows[f"{side}_end"] - rows[f"{side}_start"]).dt.days.to_numpy() + 1 for side in ("after", "before")]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (rows["after_count"] / days[0]) / (rows["before_count"] / days[1])
    enough = (rows["after_count"] + rows["before_count"] >= 5).to_numpy()
    return rows.assign(
        weight=rows["weight"] / times,
        value=ratio,
        ratio=ratio,
        change_percent=100 * (ratio - 1),
        outcome=outcomes(ratio.to_numpy(), target, enough),
    )


def first(check, number):
    """The check with its heaviest comparisons only."""
    rows = check.rows.head(number).reset_index(drop=True)
    total = rows["weight"].sum()
    kept = set(zip(rows["dataset"], rows["definition"], strict=True))
    sources = [one for one in check.sources if (one.dataset.id, one.definition.id) in kept]
    rows = rows.assign(weight=rows["weight"] / total)
    speaking = np.zeros(1, dtype=np.int64)
    return replace(
        check,
        rows=rows,
        held=_held(rows, check.target, check.specifications.cut_offs),
        speaking=speaking,
        sources=sources,
    )


def several(rates, number, **options):
    """That many datasets, with the same rates and other chances."""
    return [source(series(rates, name=f"register-{at}", seed=at, **options)) for at in range(1, number + 1)]


UNEVEN = {2018: 1, 2019: 4, 2020: 1, 2021: 4, 2022: 2, 2023: 3.2}
MIXED = {2018: 0.07, 2019: 0.07, 2020: 0.07, 2021: 0.07, 2022: 0.12, 2023: 0.15}
# Every case by name: a function without arguments that makes the check.
CASES = {
    "holds-up": lambda: checked([source(series({**STEADY, 2023: 3.2}))]),
    "understated": lambda: checked([source(series({**STEADY, 2023: 8.0}))]),
    "contradicted": lambda: checked([source(series({**STEADY, 2023: 1.0}))]),
    "overstated": lambda: checked([source(series({**STEADY, 2023: 2.3}))]),
    "cannot-tell": lambda: checked(
        [source(series({2018: 1, 2019: 2, 2020: 0.5, 2021: 3, 2022: 1, 2023: 1.4}))], "since"
    ),
    "at-least": lambda: checked(
        [source(series({2018: 0.02, 2019: 0.01, 2020: 0.01, 2021: 0.01, 2022: 0.06, 2023: 0.016}))], "since"
    ),
    "leans-contradicted": lambda: checked(
        [source(series({2018: 1.5, 2019: 3, 2020: 9, 2021: 6, 2022: 3, 2023: 4.2}))], "since"
    ),
    "mixed": lambda: checked([source(series(MIXED))], "no-baseline"),
    "depends": lambda: checked([source(series(UNEVEN))], "no-baseline"),
    "not-checkable": lambda: checked([source(series({2021: 0.001, 2022: 0.001, 2023: 0.001}))]),
    "nobody-answers": lambda: checked([]),
    "fall": lambda: checked([source(series({**STEADY, 2023: 1.2}))], "fall"),
    "more-than": lambda: checked([source(series({**STEADY, 2023: 5}))], "more-than"),
    "sevenfold": lambda: checked([source(series({**STEADY, 2023: 3}))], "sevenfold"),
    "no-baseline": lambda: checked([source(series({**STEADY, 2023: 3.2}))], "no-baseline"),
    "no-period": lambda: checked([source(series({**STEADY, 2023: 3.2}))], "no-period"),
    "tiny": lambda: checked([source(series({2019: 0.01, 2020: 0.005, 2021: 0.01, 2022: 0.008, 2023: 0.03}, seed=3))]),
    "from-none": lambda: checked([source(series({2018: 0, 2019: 0, 2020: 0, 2021: 0, 2022: 0, 2023: 0.5}))]),
    "to-none": lambda: checked([source(series({**STEADY, 2023: 0}))], "fall"),
    "huge": lambda: checked([source(series({**dict.fromkeys(STEADY, 4000.0), 2023: 6400}))]),
    "old-series": lambda: checked([source(series({y: 1.0 + (y % 7) / 7 for y in range(1970, 2024)}))]),
    "ends-early": lambda: checked([source(series({**STEADY, 2023: 3}, until="09-30"))], "no-baseline"),
    "lag": lambda: checked([source(series({**STEADY, 2023: 3.2}), lag=120)], "no-baseline"),
    "totals": lambda: checked([source(series({**STEADY, 2023: 3.2}, dense=False))]),
    "two": lambda: checked([*several({**STEADY, 2023: 3.2}, 1), source(series({**STEADY, 2023: 2}, "b", dense=False))]),
    "twenty": lambda: checked(several({**STEADY, 2023: 3.2}, 20)),
    "long-names": lambda: checked(
        [
            source(series({**STEADY, 2023: 3.2}, UNBROKEN, label=LONG), LONG + UNBROKEN),
            source(series({**STEADY, 2023: 3.2}, "b" * 70, label=UNBROKEN, dense=False), UNBROKEN * 2),
        ],
        measure=LONG + UNBROKEN,
    ),
    "one": lambda: first(checked([source(series({**STEADY, 2023: 3.2}))]), 1),
    "three": lambda: first(checked([source(series({**STEADY, 2023: 3.2}))]), 3),
    "hundreds": lambda: checked([source(series({y: 1 + (y % 3) for y in range(2000, 2024)}))], times=14),
    "thousands": lambda: checked([source(series({y: 1 + (y % 3) for y in range(2000, 2024)}))], times=100),
}  # fmt: skip
