"""Outcomes and findings of one claim, which the product works out for many at once."""

import pandas as pd

from verifier.findings.outcomes import Outcome, Targets, outcome_codes
from verifier.findings.position import FINDINGS, findings


def outcomes(value, target, enough, counted=None):
    """The outcome of each value, as a column of texts."""
    codes = outcome_codes(value, Targets.of([target]), enough, None, counted)
    return pd.Categorical.from_codes(codes, list(map(str, Outcome)))


def find(share, cut_offs, cut_off=None, *, soft=False):
    """The finding that shares give."""
    return FINDINGS[findings(share, cut_offs, cut_off, soft=soft)]
