"""Outcomes and findings of one claim, which the product works out for many at once."""

import pandas as pd

from verifier.findings.outcomes import Outcome, Targets, outcome_codes
from verifier.findings.position import FINDINGS, Finding, findings

# From the mildest finding to the hardest: what one incident more, or a larger number, may move by a step at most.
SEVERITY = {
    Finding.HOLDS_UP: 0, Finding.ROUGHLY: 0, Finding.AT_LEAST: 0, Finding.DEPENDS: 1, Finding.CANNOT_TELL: 1,
    Finding.LEANS_UNDERSTATED: 2, Finding.LEANS_CONTRADICTED: 2, Finding.LEANS_OVERSTATED: 2,
    Finding.UNDERSTATED: 3, Finding.CONTRADICTED: 3, Finding.OVERSTATED: 3,
}  # fmt: skip


def outcomes(value, target, enough, counted=None):
    """The outcome of each value, as a column of texts."""
    codes = outcome_codes(value, Targets.of([target]), enough, None, counted)
    return pd.Categorical.from_codes(codes, list(map(str, Outcome)))


def find(share, cut_offs, cut_off=None, *, soft=False):
    """The finding that shares give."""
    return FINDINGS[findings(share, cut_offs, cut_off, soft=soft)]
