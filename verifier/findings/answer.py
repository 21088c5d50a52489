"""The JSON form of a check: the fields of the contract."""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import date
from typing import Any

from verifier.comparisons.compare import finite
from verifier.findings import scores
from verifier.findings.checked import Checked
from verifier.findings.comparison_table import COLUMNS
from verifier.findings.decisive import DecisiveChoice
from verifier.findings.sentences import fair_statement, reproduction, sentence
from verifier.findings.stability import WEIGHTINGS


def to_dict(check: Checked) -> dict[str, Any]:
    """All of a check; numbers that do not exist are null."""
    return {
        "claim": check.claim.to_dict(),
        "said": str(check.said) if check.said else None,
        "readings": [
            {"label": reading.label, "low": finite(reading.low), "high": finite(reading.high), "on": reading.on}
            for reading in check.targets
        ],
        "question": check.question.to_dict() if check.question else None,
        "refusal": check.refusal.to_dict() if check.refusal else None,
        "statistic": check.statistic.value,
        "finding": check.finding.value,
        "position": check.position.value,
        "firmness": "firm" if check.is_firm else "leans",
        "sentence": sentence(check),
        "headline": _headline(check),
        "answers": [one.to_dict() for one in check.answers],
        "stability": _stability(check),
        "effective_comparisons": round(check.effective_comparisons, 1),
        "flags": [flag.to_dict() for flag in check.flags],
        "decisive_choice": _choice(check.decisive_choice),
        "shares": check.shares.to_dict(),
        "sufficient": round(check.shares.sufficient, 4),
        **scores_of(check),
        "placebo_dates": check.placebo.dates if check.placebo else None,
        "fair_statement": fair_statement(check),
        "counter_comparisons": [row_to_dict(row) for row in check.counter_comparisons],
        "supporting_comparisons": [row_to_dict(row) for row in check.supporting_comparisons],
        "pareto": [row_to_dict(row) for row in check.pareto],
        "reverse_engineered": [_reproduction(check, row) for row in check.reverse_engineered],
        "found_as_often": asdict(check.found_as_often) if check.found_as_often else None,
        "instead": check.instead,
        "diagnostics": check.diagnostics,
        "then": _then(check),
        "trend": [one.to_dict() for one in check.supports],
        "other_questions": [
            {"dataset": one.dataset.id, "definition": one.definition.id, "unit": one.definition.unit}
            for one in check.others
        ],
        "specifications": len(check.rows),
        "abstained": [{"dataset": one.dataset, "why": one.why} for one in check.abstained],
        "uniform_weights": {"finding": check.uniform_finding.value},
        "specification_set": {
            "name": check.specifications.name,
            "sha256": check.specifications.digest,
            "finding": check.specifications.cut_offs,
        },
    }


def _stability(check: Checked) -> dict[str, Any] | None:
    """How the finding fares under other weights; null where no comparison has enough counts."""
    if not check.stability:
        return None
    shares = {finding.value: round(share, 4) for finding, share in check.stability.items()}
    return {"weightings": WEIGHTINGS, "same_finding": shares.get(check.finding.value, 0.0), "findings": shares}


def _headline(check: Checked) -> dict[str, Any] | None:
    """The two counts that the sentence prints, and whose they are; a level has one."""
    row = check.headline
    if row is None or check.reason:
        return None
    before = row["before_count"]
    return {
        "dataset": row["dataset"],
        "after_count": int(row["after_count"]),
        "before_count": None if before is None or math.isnan(before) else int(before),
    }


def _reproduction(check: Checked, row: dict[str, Any]) -> dict[str, Any]:
    days = {name: str(row[name]) for name in row if name.endswith(("_start", "_end"))}
    numbers = {name: finite(float(f"{row[name]:.9g}")) for name in ("ratio", "sensibility")}
    return {**row, **days, **numbers, "words": f"{reproduction(check, row)}."}


def row_to_dict(row: dict[str, Any]) -> dict[str, Any]:
    """A specification row with ISO dates and JSON numbers."""
    out: dict[str, Any] = {}
    for name in COLUMNS:
        value = row[name]
        if isinstance(value, date):
            out[name] = str(value)
        elif isinstance(value, float):
            # Nine digits: the last bits of a logarithm differ between versions of the numerical libraries.
            out[name] = finite(float(f"{value:.9g}"))
        else:
            out[name] = bool(value) if name == "compatible" else value
    return out


def scores_of(check: Checked) -> dict[str, float | None]:
    """The five scores of a check by name, rounded to four places."""
    names = ("robustness", "fairness", "uniqueness", "effect_share", "placebo_percentile")
    if check.target is None or not check.says_something:
        return dict.fromkeys(names)
    enough, target = check.sufficient, check.target
    found = (
        scores.robustness(enough, target),
        scores.fairness(enough, target),
        scores.uniqueness(enough, target),
        scores.effect_share(enough, target, check.by_value),
        check.placebo_percentile,
    )
    return dict(zip(names, map(_rounded, found), strict=True))


def _then(check: Checked) -> dict[str, Any] | None:
    if check.then is None:
        return None
    return {
        "known_on": str(check.said),
        "finding": check.then.finding.value,
        "sentence": sentence(check.then),
        "shares": check.then.shares.to_dict(),
        "vintages": {one.dataset.id: one.series.cells.vintage for one in check.then.sources},
    }


def _choice(decisive: DecisiveChoice | None) -> dict[str, Any] | None:
    if decisive is None:
        return None
    return {
        "factor": decisive.factor,
        "variance_share": round(decisive.variance_share, 4),
        "reaching": [str(one.choice) for one in decisive.reaching],
        "short": [str(one.choice) for one in decisive.short],
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None or math.isnan(number) else round(number, 4)
