"""Outcomes of one comparison, and the finding from all of them: every rule and its edge."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from said import find, outcomes

from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.specifications import load_set
from verifier.findings.outcomes import Counted, Targets, claimed_direction, claimed_ratio, same_direction
from verifier.findings.position import Finding, Shares

RISE = TargetReading("rise of 60%", 1.55, 1.65, "60 percent")
FALL = TargetReading("fall of 40%", 0.55, 0.65, "40 percent")
SAME = TargetReading("no change", 0.95, 1.05, "unchanged")
SMALL = TargetReading("rise of 0.1%", 1.0005, 1.0015, "0.1 percent", number=1.001)
ANY = TargetReading("a rise of any size", 1.0, math.inf, "rose")
NONE_LEFT = TargetReading("from 5 to 0", 0.0, 1e-9, "5 to 0", number=0.0)
MORE = TargetReading("rise of more than 60%", 1.6, math.inf, "more than 60 percent")
CUT_OFFS = load_set().cut_offs


def outcome(ratio, target, *, enough):
    """The outcome of one ratio by itself."""
    return outcomes(np.array([ratio]), target, np.array([enough]))[0]


@pytest.mark.parametrize(
    ("ratio", "target", "wanted"),
    [
        (1.55, RISE, "matches"),
        (1.6, RISE, "matches"),
        (1.65, RISE, "close above"),
        (1.81, RISE, "close above"),
        (1.82, RISE, "stronger"),
        (math.inf, RISE, "stronger"),
        (1.441, RISE, "close below"),
        (1.43, RISE, "weaker"),
        (1.2, RISE, "weaker"),
        (1.0, RISE, "opposite"),
        (1.004, RISE, "opposite"),
        (0.9, RISE, "opposite"),
        (0.55, FALL, "matches"),
        (0.51, FALL, "close above"),
        (0.3, FALL, "stronger"),
        (0.0, FALL, "stronger"),
        (0.67, FALL, "close below"),
        (0.8, FALL, "weaker"),
        (1.0, FALL, "opposite"),
        (1.2, FALL, "opposite"),
        (1.001, SMALL, "matches"),
        (1.0, ANY, "opposite"),
        (1.0, SAME, "matches"),
        (1.2, SAME, "opposite"),
        (0.5, SAME, "opposite"),
        (9.0, MORE, "matches"),
        (1.5, MORE, "close below"),
        (1.4, MORE, "weaker"),
        (math.nan, RISE, "insufficient"),
    ],
)
def test_an_outcome_on_either_side_of_the_claim(ratio, target, wanted):
    """The target is closed below and open above, and close is from 80 to 125 percent of the change; no change, or one
    that prints as 0 percent, is the opposite of a rise and of a fall.
    """
    assert outcome(ratio, target, enough=True) == wanted
    assert outcome(ratio, target, enough=False) == "insufficient"


@pytest.mark.parametrize(
    ("after", "before", "target", "wanted"),
    [
        (7, 5, RISE, "close below"),  # one more makes 60 percent
        (9, 5, RISE, "close above"),
        (16, 11, RISE, "close below"),  # one fewer before makes 60 percent
        (8, 6, RISE, "weaker"),  # so it does here, but a third is not near to 60 percent
        (6, 5, RISE, "weaker"),
        (5, 5, RISE, "opposite"),  # equal counts are no rise, however near
        (1, 5, NONE_LEFT, "weaker"),  # a nought that was said
        (5, 4, ANY, "matches"),
        (4, 5, ANY, "opposite"),
    ],
)
def test_one_incident_more_or_less_is_close(after, before, target, wanted):
    """What one incident in either count would make match is close, but for a nought that was said, and for a change of
    which the claimed one is half as much again.
    """
    counted = Counted(np.array([float(after)]), np.array([float(before)]), np.ones(1))
    found = outcomes(np.array([after / before]), target, np.ones(1, dtype=bool), counted)
    assert found[0] == wanted


@given(ratio=st.floats(0.01, 100), low=st.floats(0.01, 50), width=st.floats(0.01, 20))
def test_every_ratio_has_one_outcome_and_agrees_with_its_direction(ratio, low, width):
    """Matching and stronger ratios lie on the claimed side, opposite ones on the other."""
    target = TargetReading("made up", low, low + width, "")
    found = outcome(ratio, target, enough=True)
    if claimed_direction(target):
        if found in {"stronger", "weaker", "close above", "close below"}:
            assert same_direction(ratio, Targets.of([target]))
        if found == "opposite":
            assert not same_direction(ratio, Targets.of([target])) or abs(ratio - 1) <= 0.005
    if abs(ratio - 1) > 0.005:
        assert (found == "matches") == (target.low <= ratio < target.high)


def test_one_number_for_a_target():
    """The geometric middle of a closed target, the finite bound of an open one."""
    assert claimed_ratio(RISE) == pytest.approx(math.sqrt(1.55 * 1.65))
    assert claimed_ratio(MORE) == 1.6
    assert claimed_ratio(TargetReading("less than half", 0.0, 0.5, "")) == 0.5


def shares(matches=0.0, stronger=0.0, weaker=0.0, opposite=0.0, compatible=0.0, direction=None, sufficient=1.0):
    """Shares with a direction that follows from the outcomes where none is given."""
    way = matches + stronger + weaker if direction is None else direction
    return Shares(
        sufficient, matches, stronger=stronger, weaker=weaker, opposite=opposite, compatible=compatible, direction=way,
        firm_stronger=1.0, firm_opposite=1.0, firm_short=1.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("share", "wanted"),
    [
        (shares(matches=1.0, sufficient=0.49), Finding.NOT_CHECKABLE),
        (shares(matches=0.6667, weaker=0.3333), Finding.HOLDS_UP),
        (shares(matches=0.66, weaker=0.34), Finding.DEPENDS),
        (shares(stronger=0.7, matches=0.3), Finding.UNDERSTATED),
        (shares(opposite=0.7, weaker=0.3), Finding.CONTRADICTED),
        (shares(opposite=0.55, weaker=0.45), Finding.OVERSTATED),
        (shares(opposite=0.45, weaker=0.55), Finding.OVERSTATED),
        (shares(opposite=0.55, weaker=0.4, matches=0.05), Finding.OVERSTATED),
        (shares(weaker=0.7, matches=0.3), Finding.OVERSTATED),
        (shares(weaker=0.7, matches=0.3, compatible=1.0), Finding.OVERSTATED),
        (shares(weaker=0.3, matches=0.3, stronger=0.4), Finding.AT_LEAST),
        (shares(weaker=0.4, matches=0.3, stronger=0.3, compatible=0.8), Finding.CANNOT_TELL),
        (shares(weaker=0.4, matches=0.3, stronger=0.3, compatible=0.6), Finding.DEPENDS),
    ],
)
def test_the_first_finding_that_applies(share, wanted):
    """Each rule in its order, at its cut-off."""
    assert find(share, CUT_OFFS) == wanted


def test_another_cut_off_can_change_the_finding():
    """The cut-off may be given, which is how an unstable finding is noticed."""
    assert find(shares(matches=0.62, weaker=0.38), CUT_OFFS, 0.6) == Finding.HOLDS_UP
