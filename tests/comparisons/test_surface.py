"""The surface of all window pairs against slow look-ups of each pair, with numpy and with numba."""

import math
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_series import FIRST, dense, series

from verifier.claims.readings import TargetReading
from verifier.comparisons.surface import OUTCOMES, has_numba, surface
from verifier.comparisons.surface_best import best_pairs
from verifier.comparisons.verdict_map import verdict_map
from verifier.errors import NotCoveredError, UsageError
from verifier.findings.outcomes import outcome

counts = st.lists(st.sampled_from([0, 0, 0, 1, 2, 7, 40]), min_size=2, max_size=45)
targets = st.sampled_from(
    [(1.55, 1.65), (0.25, 0.5), (0.95, 1.05), (1.5, math.inf), (2.0, 3.0), (0.0, 0.5), (1.0, 1.1), (1 / 3, 1.0)]
)
ENGINES = [False, True] if has_numba() else [False]


def slow(days, lengths, offsets, target, smallest=5):
    """Every pair, one by one: (length, offset, first day before, after, before, outcome)."""
    for length in lengths:
        for offset in (each for each in offsets if each >= length):
            for first in range(len(days) - length - offset + 1):
                before, after = (sum(days[at : at + length]) for at in (first, first + offset))
                ratio = after / before if before else math.inf if after else math.nan
                said = outcome(ratio, target, enough=after + before >= smallest)
                yield length, offset, first, after, before, str(said)


@pytest.mark.parametrize("fast", ENGINES)
@settings(deadline=None, max_examples=60)
@given(counts, targets, st.sets(st.integers(1, 20), min_size=1), st.sets(st.integers(1, 40), min_size=1))
def test_a_surface_is_what_its_pairs_are(fast, days, bounds, lengths, offsets):
    """Outcomes, histogram, zero counts and cell means equal those of all pairs looked up one by one."""
    target = TargetReading("made up", *bounds, "made up")
    lengths, offsets = sorted(lengths), sorted(offsets)
    found = surface(dense(days), lengths, offsets, target, fast=fast)
    pairs = list(slow(days, lengths, offsets, target))
    assert found.outcomes == {name: sum(pair[5] == name for pair in pairs) for name in OUTCOMES}
    assert found.total == len(pairs)
    enough = [pair for pair in pairs if pair[5] != "insufficient"]
    assert found.from_none == sum(before == 0 for *_, before, _ in enough)
    assert found.to_none == sum(after == 0 for *_, after, _, _ in enough)
    finite = [pair for pair in enough if pair[3] and pair[4]]
    assert found.histogram.sum() == len(finite)
    for row, length in enumerate(lengths):
        for column, offset in enumerate(offsets):
            logs = [math.log(Fraction(a, b)) for one, two, _, a, b, _ in finite if (one, two) == (length, offset)]
            assert found.pairs[row, column] == len(logs)
            mean = sum(logs) / len(logs) if logs else math.nan
            assert found.mean_log[row, column] == pytest.approx(mean, abs=2e-6, nan_ok=True)
    for low, high, number in zip(found.edges[:-1], found.edges[1:], found.histogram, strict=True):
        inside = sum(low + 2e-6 <= math.log(Fraction(a, b)) < high - 2e-6 for _, _, _, a, b, _ in finite)
        near = sum(low - 2e-6 <= math.log(Fraction(a, b)) < high + 2e-6 for _, _, _, a, b, _ in finite)
        assert inside <= number <= near


@pytest.mark.skipif(not has_numba(), reason="the extra `fast` is not installed")
@settings(deadline=None, max_examples=30)
@given(counts, targets)
def test_numba_gives_the_same_as_numpy(days, bounds):
    """Not one pair, and not one bit of a mean, differs."""
    target = TargetReading("made up", *bounds, "made up")
    one, two = (surface(dense(days), [1, 2, 7], [1, 2, 5, 8, 20], target, fast=fast) for fast in (False, True))
    assert (one.engine, two.engine) == ("numpy", "numba")
    assert (one.outcomes, one.from_none, one.to_none) == (two.outcomes, two.from_none, two.to_none)
    for name in ("histogram", "mean_log", "pairs"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


@settings(deadline=None, max_examples=60)
@given(counts, targets, st.data())
def test_the_best_pair_of_each_outcome_is_the_heaviest(days, bounds, data):
    """No pair of the same outcome weighs more than the one found, and none is missed."""
    target = TargetReading("made up", *bounds, "made up")
    lengths, offsets = [1, 3, 6], [1, 3, 4, 9, 17]
    sizes = (len(lengths), len(offsets), len(days))
    weights = tuple(np.array(data.draw(st.lists(st.floats(0, 1), min_size=size, max_size=size))) for size in sizes)
    heaviest = {}
    for length, offset, first, *_, said in slow(days, lengths, offsets, target):
        weight = weights[0][lengths.index(length)] * weights[1][offsets.index(offset)]
        weight *= weights[2][first + offset + length - 1]
        heaviest[said] = max(weight, heaviest.get(said, 0.0))
    found = best_pairs(dense(days), lengths, offsets, target, weights)
    assert {name: one.weight for name, one in found.items()} == pytest.approx(heaviest)
    for one in found.values():
        assert one.after_count == sum(days[(one.after.start - FIRST).days : (one.after.end - FIRST).days + 1])
        assert one.before_count == sum(days[(one.before.start - FIRST).days : (one.before.end - FIRST).days + 1])


@given(counts, st.data())
def test_a_verdict_map_is_the_pairs_that_end_on_a_day(days, data):
    """Each cell is the pair of that length and offset; what leaves the coverage or shares days is not known."""
    last = data.draw(st.integers(0, len(days) - 1))
    lengths, offsets = [1, 2, 5, 30], [1, 2, 5, 9, 40]
    found = verdict_map(dense(days), FIRST + timedelta(days=last), lengths, offsets)
    for row, length in enumerate(lengths):
        for column, offset in enumerate(offsets):
            start = last - length + 1 - offset
            assert found.known[row, column] == (start >= 0 and offset >= length)
            if found.known[row, column]:
                before, after = (sum(days[at : at + length]) for at in (start, start + offset))
                assert (found.after[row, column], found.before[row, column]) == (after, before)
                assert found.small_base[row, column] == (before < 10)
                expected = after / before if before else math.inf if after else math.nan
                assert found.ratio[row, column] == pytest.approx(expected, nan_ok=True)
            else:
                assert math.isnan(found.ratio[row, column])


def test_what_has_no_surface_is_refused():
    """Published figures have no days; lengths start at one; a map needs a day that is covered."""
    target = TargetReading("made up", 1.5, 2.0, "made up")
    with pytest.raises(TypeError):
        surface(series([(FIRST, FIRST, 3)]), [1], [1], target)
    with pytest.raises(UsageError):
        surface(dense([1, 2, 3]), [0], [1], target)
    with pytest.raises(NotCoveredError):
        verdict_map(dense([1, 2, 3]), FIRST - timedelta(days=1), [1], [1])


def test_without_numba_its_use_is_refused_and_numpy_taken(monkeypatch):
    """numba is never needed."""
    monkeypatch.setattr("verifier.comparisons.surface.find_spec", lambda _name: None)
    target = TargetReading("made up", 1.5, 2.0, "made up")
    assert surface(dense([1, 2, 3]), [1], [1], target).engine == "numpy"
    with pytest.raises(UsageError, match="fast"):
        surface(dense([1, 2, 3]), [1], [1], target, fast=True)
