"""The parts of the findings model, each by itself: bands, votes, weights, positions."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import SEVERITY, find

from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings.closeness import close_band, is_nought
from verifier.findings.position import (
    AGAINST,
    Finding,
    Position,
    Shares,
    labelled_finding,
    position_of,
    positions,
    with_counts,
)
from verifier.findings.votes import Voter, union_days, voting
from verifier.findings.weights import LITERAL, Weighable, effective_number, instances, weights

CUT_OFFS = {"cut_off": 2 / 3, "sufficient": 0.5}


def target(low: float, high: float, number: float | None, on: str = "ratio", **more: object) -> TargetReading:
    return TargetReading("said", low, high, "said", on, number=number, **more)


@pytest.mark.parametrize(
    ("said", "band"),
    [
        (target(1.55, 1.65, 1.6), (1.48, 1.75)),  # up 60 percent: from +48% to +75%
        (target(1.9, 2.1, 2.0, factor=True), (1.6, 2.5)),  # doubled
        (target(0.65, 0.75, 0.7), (0.625, 0.76)),  # down 30 percent: from -37.5% to -24%
        (target(0.3, 0.4, 1 / 3), (4 / 15, 5 / 12)),  # down by two thirds: of what is left
        (target(1.6, math.inf, 1.6), (1.48, math.inf)),  # at least 60 percent
        (target(1.18, 1.33, None), (1.144, 1.4125)),  # between 20 and 30 percent
        (target(0.95, 1.05, None), (0.95, 1.05)),  # unchanged
        (target(36, 44, 40, "difference"), (32, 50)),
        (target(-44, -36, -40, "difference"), (-50, -32)),
        (target(110.5, 111.5, 111, "count"), (99.9, 122.1)),
        (target(2000, math.inf, 2000, "count"), (1800, math.inf)),
        (target(2, 3, None, "rank"), (2, 3)),
    ],
)
def test_what_is_close_to_a_number(said, band):
    """A change is close from 80 to 125 percent of the change, a multiple of the factor, a level within a tenth."""
    assert close_band(said) == (pytest.approx(band[0]), pytest.approx(band[1]))


def test_nothing_is_close_to_a_nought():
    """No count above nought is close to it."""
    assert is_nought(target(0.0, 1e-9, 0.0, "count"))
    assert not is_nought(target(0.995, 1.005, 1.0))


def voter(**given: object) -> Voter:
    base = {
        "dataset": "a", "family": "a", "fit": "exact", "covers": ((1, 365),), "literal": True, "published": 10,
        "grain": 365,
    }  # fmt: skip
    return Voter(**(base | given))


def test_of_the_fits_the_best_that_covers_half_of_the_period_votes():
    """An exact dataset silences near ones, unless all exact ones together know less than half of the period."""
    near = voter(dataset="b", family="b", fit="near")
    assert voting([voter(), near], 365) == [True, False]
    assert voting([voter(covers=((1, 100),)), near], 365) == [False, True]
    two = [voter(covers=((1, 100),)), voter(dataset="c", family="c", covers=((90, 190),)), near]
    assert voting(two, 365) == [True, True, False]
    assert voting([voter(covers=())], 365) == [True]


def test_a_family_has_one_vote():
    """The best fit of a family votes, then what can make the comparison, then the newest release, then the finest."""
    one, other = voter(family="f"), voter(family="f", dataset="b")
    for better in ({"fit": "near"}, {"literal": False}, {"published": 9}, {"grain": 366}, {"estimate": True}):
        worse = voter(family="f", dataset="b", **better)
        assert voting([one, worse], 365) == [True, False]
        assert voting([worse, one], 365) == [False, True]
    assert sum(voting([one, other], 365)) == 1


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 20)), max_size=6))
def test_days_that_stretches_cover_together_are_counted_once(some):
    """The union is what a set of days gives."""
    spans = [(start, start + more) for start, more in some]
    assert union_days(spans) == len({day for start, end in spans for day in range(start, end + 1)})


def weighable(**given: object) -> Weighable:
    size = len(given["sensibility"])
    base = {
        "question": np.zeros(size, np.int64), "dataset": np.zeros(size, np.int64), "source": np.zeros(size, np.int64),
        "options": np.arange(size), "votes": np.ones(size, bool), "coverage": np.ones(size),
        "literal": np.zeros(size, bool),
    }  # fmt: skip
    made = {name: np.asarray(each) for name, each in (base | given).items()}
    shared = instances(made["question"], made.pop("source"), made.pop("options"))
    return Weighable(**made, instances=shared)


def test_a_dataset_weighs_what_its_best_comparison_and_its_coverage_say():
    """A dataset with one far-fetched comparison does not weigh as much as one with the comparison everybody makes."""
    weight, uniform = weights(weighable(dataset=[0, 0, 1], source=[0, 0, 1], sensibility=[1.0, 1.0, 0.25]), 1)
    assert weight == pytest.approx([0.4, 0.4, 0.2])
    assert uniform == pytest.approx([0.25, 0.25, 0.5])
    half, _ = weights(weighable(dataset=[0, 1], source=[0, 1], sensibility=[1.0, 1.0], coverage=[1.0, 0.5]), 1)
    assert half == pytest.approx([2 / 3, 1 / 3])


def test_the_instances_of_an_option_share_one_naturalness():
    """Nine earlier years are one way to compare."""
    weight, _ = weights(weighable(sensibility=[0.5] * 10, options=[0] + [1] * 9), 1)
    assert weight[0] == pytest.approx(0.5)
    assert weight[1:].sum() == pytest.approx(0.5)


def test_the_comparison_that_was_said_carries_four_fifths():
    """Whatever others there are; where it has more, it keeps that."""
    weight, _ = weights(weighable(sensibility=[1.0] * 4, literal=[True, False, False, False]), 1)
    assert weight == pytest.approx([LITERAL] + [(1 - LITERAL) / 3] * 3)
    more, _ = weights(weighable(sensibility=[1.0, 0.1], literal=[True, False]), 1)
    assert more[0] == pytest.approx(1 / 1.1)


def test_what_has_no_vote_has_no_weight():
    """A near dataset beside an exact one moves nothing; two questions do not touch each other."""
    some = weighable(sensibility=[1.0, 0.7, 0.4], dataset=[0, 1, 1], source=[0, 1, 1], votes=[True, False, True],
                     question=[0, 0, 1])  # fmt: skip
    weight, uniform = weights(some, 2)
    assert weight.tolist() == uniform.tolist() == [1.0, 0.0, 1.0]


def test_the_effective_number_of_comparisons():
    """Equal weights count in full; one that outweighs all is one."""
    assert effective_number(np.full(8, 1 / 8)) == pytest.approx(8)
    assert effective_number(np.array([1.0, 0.0])) == pytest.approx(1)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Shares(sufficient=0.4, matches=1), Position.NOT_CHECKABLE),
        (Shares(1, matches=0.7, weaker=0.3), Position.HOLDS_UP),
        (Shares(1, matches=0.4, close_above=0.2, close_below=0.2, weaker=0.2), Position.ROUGHLY),
        (Shares(1, matches=0.3, close_above=0.3, stronger=0.4), Position.UNDERSTATED),
        (Shares(1, opposite=0.7, weaker=0.3), Position.CONTRADICTED),
        (Shares(1, opposite=0.3, close_below=0.2, weaker=0.2, matches=0.3), Position.OVERSTATED),
        (Shares(1, matches=0.4, stronger=0.3, weaker=0.3), Position.AT_LEAST),
        (Shares(1, matches=0.3, stronger=0.3, weaker=0.4, compatible=0.9), Position.CANNOT_TELL),
        (Shares(1, matches=0.3, stronger=0.3, weaker=0.4, compatible=0.4), Position.DEPENDS),
        (Shares(1, matches=2 / 3 - 1e-12, weaker=1 / 3), Position.HOLDS_UP),
    ],
)
def test_the_first_position_that_applies(share, expected):
    """Right before wrong, wrong before uncertain; what is close is right first, and has a side after that."""
    assert tuple(Position)[positions(share, CUT_OFFS)] == expected


def test_a_position_against_the_claim_leans_where_chance_could_have_made_it():
    """Two thirds of the weight behind it must leave the number out; the other positions never lean."""
    share = Shares(1, weaker=1, firm_short=0.6)
    assert find(share, CUT_OFFS) == "Leans overstated"
    firm = Shares(1, weaker=1, firm_short=0.7)
    assert (find(firm, CUT_OFFS), find(firm, CUT_OFFS, soft=True)) == ("Overstated", "Leans overstated")
    for found in Position:
        assert labelled_finding(found, firm=True) == found.value
        assert (labelled_finding(found, firm=False) != found.value) == (found in AGAINST)
        assert {position_of(labelled_finding(found, firm=firm)) for firm in (True, False)} == {found}


def test_a_count_that_is_said_beside_a_change_must_be_nearly_that():
    """More than a tenth off, and the change is roughly right at best; what is wrong stays wrong."""
    assert with_counts(Finding.HOLDS_UP, {"after": 110, "before": None}, 100, 50) == "Holds up"
    assert with_counts(Finding.HOLDS_UP, {"after": 112, "before": 50}, 100, 50) == "Roughly right"
    assert with_counts(Finding.HOLDS_UP, {"after": 6, "before": 0}, 6, 1) == "Roughly right"
    assert with_counts(Finding.OVERSTATED, {"after": 500, "before": 50}, 100, 50) == "Overstated"
    assert with_counts(Finding.HOLDS_UP, None, 100, 50) == "Holds up"


def test_a_change_whose_counts_are_nearly_those_said_is_roughly_right():
    """Chance alone could have made it, but the counts are what was said; not where they lie the other way round."""
    assert with_counts(Finding.CANNOT_TELL, {"after": 201, "before": 180}, 202, 186) == "Roughly right"
    assert with_counts(Finding.CANNOT_TELL, {"after": 201, "before": 195}, 190, 196) == "Cannot tell"
    assert with_counts(Finding.CANNOT_TELL, {"after": 201, "before": None}, 202, 186) == "Cannot tell"


def test_every_finding_has_a_place_in_the_order():
    """But the one that says nothing."""
    assert set(Finding) - set(SEVERITY) == {Finding.NOT_CHECKABLE}
    steps = [SEVERITY[one] for one in (Finding.HOLDS_UP, Finding.DEPENDS, Finding.LEANS_OVERSTATED, Finding.OVERSTATED)]
    assert all(later > earlier for earlier, later in pairwise(steps))
