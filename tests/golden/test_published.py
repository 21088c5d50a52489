"""Published comparisons: our change and interval are those of the publication."""

import json
from pathlib import Path

import numpy as np
import pytest
from one_interval import rate_ratio

from verifier.comparisons.compare import compare
from verifier.comparisons.intervals import exact_bounds

CASES = json.loads((Path(__file__).parent / "published.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_change_and_interval(case):
    """Change and exact interval agree to the digits published."""
    days = case.get("days", [365, 365])
    counts = (case["after"], case["before"], *days)
    assert 100 * (rate_ratio(*counts) - 1) == pytest.approx(case["change_percent"], abs=0.06)
    if "interval" in case:
        bounds = exact_bounds(*(np.array([each]) for each in counts))
        assert np.concatenate(bounds).tolist() == pytest.approx(case["interval"], rel=1e-3)


def test_the_shipped_figures_give_the_published_comparison():
    """PIPS's own two windows, from the shipped dataset, give its own figures."""
    found = compare("pips", "terror attacks", "PAK", "2021-08-15..2022-08-14", "2020-08-15..2021-08-14")
    assert (found.after.count, found.before.count) == (250, 165)
    assert found.change_percent == pytest.approx(51.5, abs=0.1)
    assert (found.interval.low, found.interval.high) == pytest.approx((1.24, 1.856), abs=1e-3)


def test_deaths_are_flagged_as_not_independent():
    """UCDP's deaths of 2022 and 2020 have the published counts, and a word on deaths that come together."""
    found = compare("ucdp-country-year", "deaths", "PAK", "2022", "2020")
    assert (found.after.count, found.before.count) == (719, 409)
    assert any("several in one attack" in flag for flag in found.flags)


def test_the_shipped_suicide_attacks_are_those_in_print():
    """PICSS's yearly figures; its "93 percent" holds 2023 up to 25 December against all of 2022, so 97 a day."""
    years = {"2013": 47, "2014": 30, "2018": 18, "2019": 3, "2020": 4, "2021": 4}
    for year, count in years.items():
        assert compare("picss", "suicide attacks", "PAK", "2022", year).before.count == count
    found = compare("picss", "suicide attacks", "PAK", "2023-01-01..2023-12-25", "2022")
    assert (found.after.count, found.before.count) == (29, 15)
    assert 100 * (found.after.count / found.before.count - 1) == pytest.approx(93.3, abs=0.05)
    assert found.change_percent == pytest.approx(96.6, abs=0.05)
    assert "unequal windows: rates a day are compared" in found.flags
    every = compare("picss", "militant attacks", "PAK", "2023-01-01..2023-12-25", "2022")
    assert (every.after.count, every.before.count) == (623, 380)
    assert compare("picss", "militant attacks", "PAK", "2022", "2018").before.count == 229
