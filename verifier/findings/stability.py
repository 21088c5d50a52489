"""Whether a finding hangs on the weights: what it would be were each option more or less natural, or nearer to the
claim, than the set says.

Every weighting multiplies the naturalness of each option, and the relevance of each pair of windows, by a factor of its
own, e to a normal number: two in three lie within a third more or less. All else, the share of the comparison that was
said too, is worked out as for the finding itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from verifier.arrays import Floats
from verifier.comparisons.spans import BEYOND_DAYS, Days
from verifier.findings.batch import Batch
from verifier.findings.many_questions import Answered
from verifier.findings.outcome_shares import judged_rows, lies_apart, shares_under
from verifier.findings.outcomes import Targets
from verifier.findings.position import FINDINGS, Finding, findings, with_counts
from verifier.findings.weights import weights

WEIGHTINGS = 2_000
# The standard deviation of the logarithm of a factor.
SPREAD = 0.35
SEED = 2017
# The heaviest comparisons alone are weighed again, so that the time for it is bounded.
MOST = 2_000
# Comparisons weighed in one go: their arrays stay in the processor's cache.
AT_ONCE = 50_000


def stability(one: Answered) -> dict[Finding, float]:
    """The share of the weightings that give each finding, the commonest first; empty without comparisons."""
    made, plan = one.made, one.case.plan
    if one.held is None or (row := int(np.asarray(one.held.lead)[one.place])) < 0:
        return {}
    rows = np.arange(made.first[one.question], made.first[one.question + 1])  # heaviest first
    votes = made.weight[rows] > 0
    rows = np.concatenate([rows[votes][:MOST], rows[made.beside[rows] & ~votes]])
    found = judged_rows(made, np.zeros_like(rows), rows, Targets.of(plan.targets[:1]))
    some = made.weighable(rows)
    cut_offs, never_firm = plan.declared.cut_offs, bool((one.held.proxies | one.held.lacking)[one.place])
    counts = float(made.rows.after_count[row]), float(made.rows.before_count[row])
    named = [with_counts(finding, one.case.claim.counts, *counts) for finding in FINDINGS]
    seen: Counter[Finding] = Counter()
    for factors in _factors(made, rows):
        many, size = factors.shape
        again, owner = np.tile(np.arange(size), many), np.repeat(np.arange(many), size)
        tried = replace(some.take(again), question=owner, sensibility=(some.sensibility * factors).ravel())
        weighed = replace(found.take(again), owner=owner)
        shares = shares_under(weighed, weights(tried, many)[0], many)
        soft = lies_apart(made, weighed, shares, many) | never_firm
        seen.update(named[at] for at in findings(shares, cut_offs, soft=soft).tolist())
    return {finding: number / WEIGHTINGS for finding, number in seen.most_common()}


def _factors(made: Batch, rows: Days) -> Iterator[Floats]:
    """What the sensibility of each row is multiplied by, in a few weightings at a time."""
    after, before = made.rows.after.take(rows), made.rows.before.take(rows)
    later, earlier = (each.starts * BEYOND_DAYS + each.ends for each in (after, before))
    if not made.declared.statistic.kind.is_change:  # a rank has the window to beat in the place of an earlier one
        earlier = made.rows.before_option[rows]
    _, windows = np.unique(np.column_stack([later, earlier]), axis=0, return_inverse=True)
    several = made.rows.after_option[rows], made.rows.before_option[rows], windows.ravel()
    codes = [np.unique(each, return_inverse=True)[1] for each in several]
    generator = np.random.default_rng(SEED)
    at_once = max(1, AT_ONCE // len(rows))
    for start in range(0, WEIGHTINGS, at_once):
        many = min(at_once, WEIGHTINGS - start)
        logs = sum(generator.normal(0, SPREAD, (many, int(each.max()) + 1))[:, each] for each in codes)
        yield np.exp(logs)
