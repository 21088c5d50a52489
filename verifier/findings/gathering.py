"""Asking every dataset, and making all the comparisons that the plan of a claim declares."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from verifier.comparisons.specifications import SpecificationSet
from verifier.findings import trendline
from verifier.findings.answering import answers
from verifier.findings.kinds import Plan, placed
from verifier.findings.measured_rows import joined, measured_rows
from verifier.findings.sources import Abstention, Source, no_window
from verifier.findings.table import Rows, anchors_for, rows_for, specification_table
from verifier.incidents.dataset import Dataset


@dataclass
class Gathered:
    """What the datasets gave: the rows of each series (pairs for a change, else a table), the series behind them, and
    what was left out and why.
    """

    pairs: list[Rows] = field(default_factory=list)
    measured: list[pd.DataFrame] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    abstained: list[Abstention] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    others: list[Source] = field(default_factory=list)
    supports: list[trendline.Support] = field(default_factory=list)

    def table(self, declared: SpecificationSet) -> pd.DataFrame:
        """All rows as one table, the heaviest first."""
        return joined(self.measured) if self.measured else specification_table(self.pairs, declared)


def gather(
    plan: Plan, datasets: list[Dataset], said: date | None, place: str | None, known_on: date | None
) -> Gathered:
    """Every comparison of the plan in every dataset that answers in the unit of the claim's measure."""
    found_in = answers(plan, datasets, place, known_on)
    found = Gathered(assumed=list(plan.assumed), others=found_in.others)
    for dataset_id, (answered, why) in found_in.by_dataset.items():
        own = [one for one in answered if one in found_in.kept]
        before = len(found.sources)
        for source in own:
            _add(found, plan, source, said)
        if len(found.sources) == before:
            reason = why or (no_window(own) if own else _another(answered))
            found.abstained.append(Abstention(dataset_id, reason))
    return found


def _add(found: Gathered, plan: Plan, source: Source, said: date | None) -> None:
    """Add the comparisons of one series, if it can make any."""
    if any(source.key == one.key for one in found.sources):
        return  # one part of two wholes: the better fitting one was asked first
    target, declared = plan.targets[0], plan.declared
    anchors, assumptions = anchors_for(plan.claim, said, source)
    if declared.statistic == "ratio":
        pairs = rows_for(source, anchors, declared, target)
        if not len(pairs):
            return
        found.pairs.append(pairs)
    else:
        anchors = placed(anchors, plan.claim, target, said)
        rows = measured_rows(source, anchors, declared, target)
        if not len(rows):
            return
        found.measured.append(rows)
    found.sources.append(source)
    found.assumed += assumptions
    line = trendline.support(source, anchors, target) if plan.claim.kind == "trend" else None
    found.supports += [line] if line else []


def _another(answered: list[Source]) -> str:
    units = " and ".join(dict.fromkeys(one.definition.unit for one in answered))
    return f"It counts {units} for these words, which is another question."
