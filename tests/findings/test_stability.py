"""The finding under other weights: as a slow loop over the weightings would give it."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from verifier.claims.reader import parse
from verifier.findings import stability as module
from verifier.findings.check import check
from verifier.findings.outcome_shares import many_shares
from verifier.findings.outcomes import Targets
from verifier.findings.position import FINDINGS
from verifier.findings.stability import stability
from verifier.findings.weights import weights

CLAIMS = {
    "open": "Terror attacks in Pakistan have risen by 60 percent since August 15, 2021.",
    "since": "Pirate attacks in Indonesia have fallen by two-thirds since 15 March 2015.",
    "named": "Pirate attacks in Indonesia fell by 60 percent in 2018 compared with 2017.",
    "level": "There were 262 terrorist attacks in Pakistan in 2022.",
    "deaths": "Conflict deaths in Mali have risen by 40 percent since 2018.",
}


def checked(name):
    """The check of one of the claims, made late in 2023, or while pirates were counted."""
    (claim,) = parse(CLAIMS[name], published="2020-06-01" if name == "since" else "2023-11-08")
    return check(claim)


@pytest.mark.parametrize("name", CLAIMS)
def test_weighing_again_is_as_a_loop_over_the_weightings(name, monkeypatch):
    """Each weighting gives the finding of the comparisons with their sensibility multiplied, one after the other."""
    monkeypatch.setattr(module, "WEIGHTINGS", 40)
    monkeypatch.setattr(module, "AT_ONCE", 500)
    one = checked(name).answered
    made, rows, target = one.made, np.arange(len(one.made.question)), Targets.of(one.case.plan.targets[:1])
    votes = rows[made.weight > 0]
    asked = np.concatenate([votes, rows[made.beside & (made.weight == 0)]])
    seen = Counter()
    for factors in module._factors(made, asked):
        for each in factors:
            some = made.weighable(rows)
            sensibility = some.sensibility.copy()
            sensibility[asked] *= each
            weight, _ = weights(replace(some, sensibility=sensibility), 1)
            first = np.zeros(1, dtype=np.int64)
            lacking = np.array([one.held.no_period, one.held.broken, one.held.later_release])
            (held,) = many_shares(replace(made, weight=weight), first, target, lacking, one.facts.headline)
            seen[FINDINGS[held.findings[0]]] += 1
    assert stability(one) == {finding: number / 40 for finding, number in seen.most_common()}
    assert sum(seen.values()) == 40


@pytest.mark.parametrize("name", CLAIMS)
def test_weights_that_do_not_move_give_the_finding(name, monkeypatch):
    """With no spread between the weightings all of them give the finding that was issued."""
    monkeypatch.setattr(module, "SPREAD", 0.0)
    found = checked(name)
    assert found.stability == {found.finding: 1.0}


def test_a_comparison_that_was_said_settles_the_finding():
    """Where the claim names both its windows, no weighting takes their weight away."""
    found = checked("named")
    assert found.stability == {found.finding: 1.0}


def test_a_claim_that_leaves_its_baseline_open_may_hang_on_the_weights():
    """The shares of the findings add up, are the same at every call, and the sentence says how many agree."""
    found = checked("open")
    assert sum(found.stability.values()) == pytest.approx(1)
    assert found.stability == checked("open").stability
    assert 0 < found.stability[found.finding] < 1
    (said,) = found.said_of("stability")
    assert f"{round(100 * found.stability[found.finding])} of 100" in said
    told = found.to_dict()["stability"]
    assert told["same_finding"] == told["findings"][found.finding.value]
    assert told["weightings"] == module.WEIGHTINGS


def test_a_claim_that_is_not_checked_has_no_stability():
    """Nothing is weighed where no dataset answers."""
    (claim,) = parse("Bicycle thefts in Denmark rose by 60 percent in 2022.", published="2023-11-08")
    found = check(claim)
    assert found.stability == {}
    assert found.to_dict()["stability"] is None
