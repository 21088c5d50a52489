"""What may change in data or claim without changing a finding, and what may change it by a step."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from verifier.claims.reader import parse
from verifier.findings.check import check
from verifier.findings.position import SEVERITY, Finding
from verifier.incidents.own.importing import import_file

SAID = date(2024, 1, 10)
CLAIM = "Bicycle thefts in Denmark {} by {} percent in 2023 compared with 2022."


@pytest.fixture
def yearly(tmp_path):
    """A function that imports totals of years as a dataset."""

    def make(totals, dataset_id="thefts", measure="bicycle thefts", published=SAID):
        path = tmp_path / f"{dataset_id}.csv"
        rows = "".join(f"{year}-01-01,{year}-12-31,{count}\n" for year, count in totals.items())
        path.write_text(f"start,end,number\n{rows}", "utf-8")
        mapping = {"start": "start", "end": "end", "count": "number"}
        import_file(path, dataset_id=dataset_id, measure=measure, mapping=mapping, country="DNK", published=published)
        return dataset_id

    return make


def found(text, datasets):
    """The check of the one claim of a text."""
    (claim,) = parse(text, published=SAID)
    return check(claim, datasets, said=SAID)


TOTALS = {2019: 90, 2020: 110, 2021: 95, 2022: 100, 2023: 160}


@pytest.mark.parametrize("text", [CLAIM.format("rose", 60), "Bicycle thefts in Denmark rose by 40 percent since 2021."])
def test_the_same_file_imported_twice_changes_nothing(yearly, text):
    """Two tables with the same cells are one family, with one vote."""
    one = found(text, [yearly(TOTALS)])
    both = found(text, [yearly(TOTALS), yearly(TOTALS, "thefts-again")])
    assert both.finding == one.finding
    assert both.shares == one.shares
    assert sum(answer.votes for answer in both.answers) == 1


@pytest.mark.parametrize("percent", [20, 55, 60, 65, 75, 80, 120])
@pytest.mark.parametrize("more", [-1, 1])
def test_a_leap_year_is_as_long_as_any(yearly, percent, more):
    """2023 on 2022 and 2024 on 2023 are compared alike: by their totals."""
    yearly({2022: 100, 2023: 160 + more})
    plain = found(CLAIM.format("rose", percent), ["thefts"])
    text = "Bicycle thefts in Denmark rose by {} percent in 2024 compared with 2023."
    yearly({2023: 100, 2024: 160 + more}, "leap", published=date(2025, 1, 10))
    (claim,) = parse(text.format(percent), published="2025-01-10")
    assert check(claim, ["leap"], said=date(2025, 1, 10)).finding == plain.finding


@pytest.mark.parametrize("percent", [5, 20, 38, 44, 50, 60, 70, 90, 150])
def test_one_incident_more_moves_a_finding_by_a_few_steps_at_most(yearly, percent):
    """From right to bare there is always a count that leans, where both counts are small."""
    steps = []
    for after in range(28, 44):
        yearly({2022: 20, 2023: after}, f"of-{after}")
        finding = found(CLAIM.format("rose", percent), [f"of-{after}"]).finding
        assert finding != Finding.NOT_CHECKABLE
        steps.append(SEVERITY[finding])
    assert all(abs(later - earlier) <= 2 for earlier, later in pairwise(steps)), steps
