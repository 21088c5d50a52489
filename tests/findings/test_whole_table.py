"""The whole table of specifications against a slow one of another build: dates one by one, sums by day, fractions."""

import copy
import math
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from anchored import at_once
from hypothesis import given, settings
from hypothesis import strategies as st
from test_series import FIRST, dense

from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.rules import Anchors
from verifier.comparisons.series import Series
from verifier.comparisons.specifications import SpecificationSet, load_set
from verifier.findings.batch import batch
from verifier.findings.comparison_table import comparison_table
from verifier.findings.outcome_shares import judged
from verifier.findings.outcomes import Targets
from verifier.findings.panel import Panel
from verifier.findings.sources import Source
from verifier.findings.standing import Asks
from verifier.window import Window

DAY = timedelta(days=1)
AFTER = {"stated", "first-12-months", "any-window"}
BEFORE = {"stated", "same-length-before", "year-before", "year-on-year", "any-offset"}
TARGETS = [(Fraction(31, 20), Fraction(33, 20)), (Fraction(1, 4), Fraction(1, 2)), (Fraction(19, 20), Fraction(21, 20))]


def small_set():
    """The exhaustive set with a few of its options, and a grid that is quick to go through by hand."""
    content = copy.deepcopy(load_set("exhaustive").content)
    content["after"] = [option for option in content["after"] if option["id"] in AFTER]
    content["before"] = [option for option in content["before"] if option["id"] in BEFORE]
    content["after"][-1] |= {"days": [9, 30], "step_days": 11, "most": 7, "beyond_days": 20}
    content["before"][-1] |= {"from_days": 5, "to_days": 150, "step_days": 29}
    return SpecificationSet("small", content)


def after_windows(anchors, option):
    """The after-windows of an option, by its rule in words."""
    first, last = anchors.period.start, anchors.period.end
    if option["rule"] == "stated":
        yield first, last
    elif option["rule"] == "first_months":
        end = date(first.year + 1, first.month, min(first.day, 28 if first.month == 2 else 31)) - DAY
        if end < last:
            yield first, end
    else:
        first, last = first - option["beyond_days"] * DAY, min(last + option["beyond_days"] * DAY, anchors.latest)
        for length in option["days"]:
            starts = [first + n * DAY for n in range((last - first).days - length + 2)]
            step = max(option["step_days"], math.ceil(len(starts) / option["most"]))
            yield from ((start, start + (length - 1) * DAY) for start in starts[::step])


def year_earlier(day):
    """The same day a year earlier; the 28th for the 29th of February."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def baselines(anchors, start, end, option):
    """The baselines of an option for one after-window."""
    length = (end - start).days + 1
    if option["rule"] == "stated":
        if anchors.baseline:
            yield anchors.baseline.start, anchors.baseline.end
    elif option["rule"] == "same_length_before":
        yield anchors.period.start - length * DAY, anchors.period.start - DAY
    elif option["rule"] == "calendar_years_before":
        for years in option["years"]:
            yield date(anchors.period.start.year - years, 1, 1), date(anchors.period.start.year - years, 12, 31)
    elif option["rule"] == "year_on_year":
        yield year_earlier(start), year_earlier(end)
    else:
        for offset in range(option["from_days"], option["to_days"] + 1, option["step_days"]):
            yield start - offset * DAY, end - offset * DAY


def slow_rows(counts, anchors, declared, target, match):
    """The rows of one series by (after, before): counts, exact ratio, outcome and weight."""
    by_day = {FIRST + n * DAY: count for n, count in enumerate(counts)}
    widths, found = declared.content["relevance"], {}

    def count(start, end):
        days = [by_day.get(start + n * DAY) for n in range((end - start).days + 1)]
        return None if None in days else sum(days)

    for one in declared.content["after"]:
        for after in after_windows(anchors, one):
            for other in declared.content["before"]:
                for before in baselines(anchors, *after, other):
                    a, b = count(*after), count(*before)
                    if a is None or b is None or before[1] >= after[0] or after[1] > anchors.latest:
                        continue
                    weight = one["naturalness"] * other["naturalness"] * relevance(widths, anchors, after, before)
                    if weight >= widths["least"]:
                        least = found.get((after, before), (0, 0, 0, "", 0.0))[4]
                        lengths = [(end - start).days + 1 for start, end in (after, before)]
                        ratio = Fraction(a * lengths[1], b * lengths[0]) if b else None
                        if b and abs(lengths[0] - lengths[1]) <= 3:
                            ratio = Fraction(a, b)
                        said = outcome_of(a, b, target, declared.smallest_total, lengths)
                        worth = max(weight * declared.content["definition"][match], least)
                        found[after, before] = (a, b, ratio, said, worth)
    return found


def relevance(widths, anchors, after, before):
    """How near a pair is to what the claim says, from the definition of the weights."""
    period, stated = anchors.period, anchors.baseline
    reference = stated.end if stated else period.start - DAY
    days, earlier = ((end - start).days + 1 for start, end in (after, before))
    gap = (reference - before[1]).days / 365.25 / widths["stated_gap_years" if stated else "gap_years"]
    shared = sum(period.start <= after[0] + n * DAY <= period.end for n in range(days))
    left_out = (period.days - shared) / period.days / widths["uncovered"]
    length = math.log(days / earlier) / widths["length_log"]
    found = math.exp(-(gap**2 + left_out**2 + length**2) / 2)
    if before[1] >= period.start:
        found *= widths["inside_period"]
    if stated:
        found *= widths["beside_stated"] ** (
            (before != (stated.start, stated.end)) + (after != (period.start, period.end))
        )
    return found


def within(ratio, target, way, least, most):
    """Whether a change lies between so much and so much of the claimed one; a fall by more than half is held by what is
    left.
    """
    low, high = target
    if way > 0:
        return 1 + (low - 1) * least <= ratio <= 1 + (high - 1) * most
    bottom = low * least if low < Fraction(1, 2) else 1 - (1 - low) * most
    top = high * most if high < Fraction(1, 2) else 1 - (1 - high) * least
    return bottom <= ratio <= top


def outcome_of(after, before, target, smallest, lengths):
    """The outcome, in fractions."""
    low, high = target
    if after + before < smallest:
        return "insufficient"
    scale = Fraction(1) if abs(lengths[0] - lengths[1]) <= 3 else Fraction(lengths[1], lengths[0])

    def of(after, before):
        return None if before <= 0 else Fraction(max(after, 0), before) * scale

    ratio, way = of(after, before), 1 if low >= 1 else -1 if high <= 1 else 0
    if way and ratio is not None and (abs(ratio - 1) <= Fraction(1, 200) or (ratio - 1) * way < 0):
        return "opposite"
    if ratio is None and way < 0:
        return "opposite"
    if ratio is not None and low <= ratio < high:
        return "matches"
    beyond = ratio is None or ratio >= high if way > 0 else ratio is not None and ratio < low
    moved = [of(after + one, before + other) for one, other in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    known = [one for one in moved if one is not None]
    # What one incident would make match, or take past it, is close up to half as much again as was claimed.
    near = bool(known) and min(known) <= high and (None in moved or max(known) >= low)
    if way:
        near = near and ratio is not None and within(ratio, target, way, Fraction(2, 3), Fraction(3, 2))
        near = near or (ratio is not None and within(ratio, target, way, Fraction(4, 5), Fraction(5, 4)))
    if near:
        return "close above" if beyond else "close below"
    if way == 0:
        return "opposite"
    return "stronger" if beyond else "weaker"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(300, 1100), st.sampled_from([0.02, 0.3, 4])), min_size=1, max_size=3),
    st.integers(0, 2**32 - 1),
    st.integers(60, 900),
    st.integers(1, 500),
    st.booleans(),
    st.sampled_from(TARGETS),
)
def test_the_whole_table_equals_a_slow_one(shapes, seed, start, length, stated, target):
    """Windows, counts, ratios, outcomes and sensibility of every specification; the exact series alone has weight."""
    declared = small_set()
    random = np.random.default_rng(seed)
    several = [random.poisson(rate * random.gamma(1, 1, days)).tolist() for days, rate in shapes]
    period = Window(FIRST + start * DAY, FIRST + (start + length) * DAY)
    anchors = Anchors(period, Window.parse("2020-02") if stated else None, FIRST + 1000 * DAY)
    reading = TargetReading("made up", float(target[0]), float(target[1]), "made up")
    sources, expected = [], {}
    for number, counts in enumerate(several):
        # The second and the third series are two definitions of one dataset.
        dataset, definition = f"d{min(number, 1)}", SimpleNamespace(id=f"x{number}", column="best")
        made = Series(replace(dense(counts).cells, dataset=dataset))
        match = ("exact", "near", "proxy")[number]
        sources.append(Source(SimpleNamespace(id=dataset), definition, match, "", made, period.end))
        for windows, row in slow_rows(counts, anchors, declared, target, match).items():
            expected[(dataset, definition.id, *windows)] = row
    which = np.arange(len(sources), dtype=np.int64)
    asked = Asks(0 * which, which, replace(at_once([anchors] * len(sources)), series=which))
    rows = batch(Panel(sources, estimated=False, dated=False), asked, declared, [reading])
    table = comparison_table(rows, judged(rows, np.zeros(1, dtype=np.int64), Targets.of([reading])))
    assert len(table) == len(expected)
    known = {key[0:2]: max(0, min((period.end - FIRST).days, len(counts) - 1) - start + 1)
             for key, counts in zip([("d0", "x0"), ("d1", "x1"), ("d1", "x2")], several, strict=False)}  # fmt: skip
    made = [key for key in known if any(row[0:2] == key for row in expected)]
    present = [key for key in made if key != ("d1", "x2") or ("d1", "x1") not in made]  # the best fit of each dataset
    voter = next((key for key in present if 2 * known[key] >= period.days), present[0] if present else None)
    rows = sum(key[0:2] == voter for key in expected)
    total = 0.0
    for row in table.to_dict("records"):
        days = [row[name].date() for name in ("after_start", "after_end", "before_start", "before_end")]
        key = (row["dataset"], row["definition"], tuple(days[:2]), tuple(days[2:]))
        after, before, ratio, said, weight = expected.pop(key)
        assert (row["after_count"], row["before_count"], row["outcome"]) == (after, before, said)
        if ratio is not None:
            assert row["ratio"] == pytest.approx(float(ratio), rel=1e-12)
        else:
            assert math.isnan(row["ratio"]) if after == 0 else math.isinf(row["ratio"])
        assert row["sensibility"] == pytest.approx(weight, rel=1e-9)
        assert (row["weight"] > 0) == (key[0:2] == voter)
        assert row["uniform_weight"] == pytest.approx((key[0:2] == voter) / rows, rel=1e-9)
        total += row["weight"]
    assert not expected
    assert not len(table) or total == pytest.approx(1)
