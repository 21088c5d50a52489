"""The table of specifications: every declared comparison that a dataset can make, one row each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from verifier.claims.claim import Claim
from verifier.claims.readings import TargetReading
from verifier.comparisons import bounded
from verifier.comparisons.pairs import Pairs, pairs
from verifier.comparisons.rules import Anchors, later_month
from verifier.comparisons.series import DAY
from verifier.comparisons.spans import Days, Spans, dates, ordinals
from verifier.comparisons.specifications import SpecificationSet
from verifier.findings.outcomes import Outcome, Targets, labelled, outcome_codes
from verifier.findings.sources import Source, latest_day
from verifier.window import Window

COLUMNS = [
    "dataset",
    "vintage",
    "definition",
    "match",
    "place",
    "after_start",
    "after_end",
    "before_start",
    "before_end",
    "after_count",
    "before_count",
    "ratio",
    "change_percent",
    "statistic",
    "value",
    "among",
    "tied",
    "interval_low",
    "interval_high",
    "interval_method",
    "outcome",
    "compatible",
    "weight",
    "uniform_weight",
    "sensibility",
    "after_option",
    "before_option",
]


def anchors_for(claim: Claim, said: date | None, source: Source) -> tuple[Anchors, list[str]]:
    """What the claim's windows hang on in one series, and what had to be assumed, in words.

    Without a period the last 12 months up to the day it was said are taken; without that day, to the end of the data.
    """
    assumed = []
    latest = latest_day(source)
    if said is not None:
        latest = min(latest, said)
    period = claim.resolved.period
    if period is None:
        end = said or latest
        period = Window(later_month(end + DAY, -12), end)
        why = f"when “{claim.period}” was is not known" if claim.period else "the text gives no period"
        assumed.append(f"{why}: the last 12 months are taken")
    if said is None:
        assumed.append("the day it was said is unknown: everything the data hold is used")
    return Anchors(period, claim.resolved.baseline, latest), assumed


@dataclass(frozen=True, eq=False)
class Rows:
    """What one series gives for every specification it can make, in the order of its pairs.

    outcome holds positions in Outcome; weight is not normalised yet.
    """

    source: Source
    pairs: Pairs
    ratio: npt.NDArray[np.float64]
    outcome: npt.NDArray[np.int8]
    compatible: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weight)


def rows_for(source: Source, anchors: Anchors, declared: SpecificationSet, target: TargetReading) -> Rows:
    """Every specification that this series can make, held against the target."""
    made = pairs(declared, anchors, source.series)
    ratio = bounded.rate_ratios(made)
    enough = made.after_count + made.before_count >= declared.smallest_total
    return Rows(
        source,
        made,
        ratio,
        outcome_codes(ratio, Targets.of([target]), enough),
        bounded.meets(source.series, made, (target.low, target.high), ratio),
        made.weight * declared.definition_weight(source.match),
    )


def specification_table(parts: list[Rows], declared: SpecificationSet) -> pd.DataFrame:
    """The rows of all series as one table, heaviest first: COLUMNS without the interval.

    Weights sum to 1, the same total for every dataset. Of equal weights the datasets, definitions and windows are in
    their order. The columns are arrays beside each other, so that taking one costs nothing.
    """
    if not parts:
        empty = pd.DataFrame(columns=COLUMNS)
        return empty.astype({name: "datetime64[s]" for name in COLUMNS if name.endswith(("_start", "_end"))})
    # The pairs of a series are in order already: a stable sort by weight does the rest.
    parts = sorted(parts, key=lambda part: (part.source.key[0], part.source.key[2]))
    sizes = [len(part) for part in parts]
    sensibility = np.concatenate([part.weight for part in parts])
    dataset, dataset_names = _texts([part.source.key[0] for part in parts])
    dataset_of_row = np.repeat(dataset, sizes)
    weight = _shared([part.weight for part in parts], dataset)
    order = np.argsort(-weight, kind="stable")

    def column(arrays: Iterable[npt.NDArray[Any]]) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = np.concatenate(list(arrays))[order]
        return found

    def text(words: Iterable[str]) -> pd.Categorical[Any]:
        codes, names = _texts(list(words))
        return labelled(np.repeat(codes, sizes)[order], names)

    made = [part.pairs for part in parts]
    ratio = column(part.ratio for part in parts)
    columns = {
        "dataset": labelled(dataset_of_row[order], dataset_names),
        "vintage": text(part.source.key[1] for part in parts),
        "definition": text(part.source.key[2] for part in parts),
        "match": text(part.source.match for part in parts),
        "place": text(part.source.series.cells.place for part in parts),
        "after_start": dates(column(each.after.starts for each in made)),
        "after_end": dates(column(each.after.ends for each in made)),
        "before_start": dates(column(each.before.starts for each in made)),
        "before_end": dates(column(each.before.ends for each in made)),
        "after_count": column(each.after_count for each in made),
        "before_count": column(each.before_count for each in made),
        "ratio": ratio,
        "change_percent": 100 * (ratio - 1),
        "statistic": labelled(np.zeros(len(ratio), dtype=np.int16), [declared.statistic]),
        "value": ratio,
        "among": np.full(len(ratio), np.nan),
        "tied": np.full(len(ratio), np.nan),
        "outcome": labelled(column(part.outcome for part in parts), [str(name) for name in Outcome]),
        "compatible": column(part.compatible for part in parts),
        "weight": weight[order],
        "uniform_weight": _shared([np.ones(size) for size in sizes], dataset)[order],
        "sensibility": sensibility[order],
        "after_option": labelled(column(each.after_option for each in made), declared.ids("after")),
        "before_option": labelled(column(each.before_option for each in made), declared.ids("before")),
    }
    return pd.DataFrame(columns, copy=False)


def _texts(words: list[str]) -> tuple[npt.NDArray[np.int16], list[str]]:
    """The position of each text among the different ones, sorted, and those."""
    names = sorted(set(words))
    return np.array([names.index(word) for word in words], dtype=np.int16), names


def _shared(weights: list[npt.NDArray[np.float64]], dataset: npt.NDArray[np.int16]) -> npt.NDArray[np.float64]:
    """The weights of each series so that they sum to 1 in all, to the same total for every dataset."""
    total = np.bincount(dataset, weights=[each.sum() for each in weights])
    return np.concatenate([each / total[at] / len(total) for each, at in zip(weights, dataset, strict=True)])


def with_intervals(table: pd.DataFrame, sources: list[Source]) -> pd.DataFrame:
    """The table with the interval of every row: COLUMNS."""
    if "interval_low" in table.columns:
        return table[COLUMNS]
    low, high = np.full(len(table), np.nan), np.full(len(table), np.nan)
    quasi = np.zeros(len(table), dtype=bool)
    for source in sources:
        rows = np.flatnonzero(rows_of(table, source))
        low[rows], high[rows], quasi[rows] = bounded.bounds(source.series, _pairs_of(table, rows))
    methods = labelled(quasi.astype(np.int16), list(bounded.METHODS))
    return table.assign(interval_low=low, interval_high=high, interval_method=methods)[COLUMNS]


def rows_of(table: pd.DataFrame, source: Source) -> npt.NDArray[np.bool_]:
    """Which rows were counted in a series."""
    dataset, vintage, definition = source.key
    return (table["dataset"] == dataset).to_numpy() & (
        (table["vintage"] == vintage).to_numpy() & (table["definition"] == definition).to_numpy()
    )


def spans_of(table: pd.DataFrame, side: str) -> Spans:
    """The windows of a side, "after" or "before", of every row."""
    return Spans(ordinals(table[f"{side}_start"]), ordinals(table[f"{side}_end"]))


def codes_of(column: pd.Series[Any]) -> npt.NDArray[np.integer[Any]]:
    """A column of texts as the small numbers that it holds."""
    codes: npt.NDArray[np.integer[Any]] = pd.Categorical(column.array).codes
    return codes


def _pairs_of(table: pd.DataFrame, rows: Days) -> Pairs:
    after, before = (spans_of(table, side).take(rows) for side in ("after", "before"))
    later, earlier = (table[f"{side}_count"].to_numpy(dtype=np.int64)[rows] for side in ("after", "before"))
    one, other = (codes_of(table[f"{side}_option"])[rows].astype(np.int64) for side in ("after", "before"))
    weight = table["sensibility"].to_numpy(dtype=np.float64)[rows]
    return Pairs(after, before, later, earlier, one, other, weight)
