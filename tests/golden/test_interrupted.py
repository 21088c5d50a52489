"""The published interrupted series on Sicily's smoking ban (Bernal et al., 2017): level, interval and dispersion."""

import csv
from pathlib import Path

import pytest
from interrupted import interruption

NAME = "sicily_ace_2002_2006.csv"


@pytest.fixture(scope="module")
def sicily():
    """Admissions for acute coronary events, standard population and the month in which the ban began."""
    places = (folder / "shared" / "golden" / NAME for folder in Path(__file__).parents)
    file = next((place for place in places if place.exists()), None)
    if file is None:
        pytest.skip(f"the Sicily series is not part of the project: put {NAME} into shared/golden beside it")
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    ban = [row["smokban"] for row in rows].index("1")
    return [int(row["aces"]) for row in rows], ban, [float(row["stdpop"]) for row in rows]


def test_a_plain_poisson_model(sicily):
    """Admissions fell by a tenth; the interval takes them as independent."""
    found = interruption(*sicily, quasi=False)
    assert (found.ratio, found.low, found.high) == pytest.approx((0.8944, 0.8647, 0.9251), abs=5e-5)


def test_a_quasi_poisson_model(sicily):
    """The dispersion of 3.6 nearly doubles the interval."""
    found = interruption(*sicily)
    assert (found.ratio, found.low, found.high) == pytest.approx((0.8944, 0.8392, 0.9532), abs=5e-5)
    assert found.dispersion == pytest.approx(3.559, abs=5e-4)


def test_seasons_allowed_for(sicily):
    """With two pairs of harmonics a year."""
    found = interruption(*sicily, harmonics=2)
    assert (found.ratio, found.low, found.high) == pytest.approx((0.8851, 0.8394, 0.9332), abs=5e-5)
