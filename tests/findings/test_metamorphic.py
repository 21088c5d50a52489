"""What may change in data or claim without changing a finding, and what may change it by a step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from said import SEVERITY

from verifier.claims.reader import parse
from verifier.claims.readings.targets import TargetReading
from verifier.comparisons.series import Series
from verifier.findings.check import check
from verifier.findings.doubts import with_doubts
from verifier.findings.many_questions import answered_alone
from verifier.findings.plan import plan
from verifier.findings.position import FINDINGS, Finding, position_of
from verifier.findings.sources import Source
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.dataset import Dataset, Licence
from verifier.incidents.own.importing import import_file
from verifier.window import Window

SAID = date(2024, 1, 10)
YEAR_END = date(2023, 12, 31)
THEFTS = Definition("thefts", "bicycle thefts", "incidents", "count")
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


SIZES = st.integers(10, 400)
PERCENT = st.sampled_from([1, 2, 3, 5, 8, 12, 15, 25, 33, 40, 50, 60, 66, 75, 80, 90])
TEXTS = st.one_of(
    PERCENT.map(lambda number: CLAIM.format("rose", number)),
    PERCENT.map(lambda number: CLAIM.format("fell", number)),
    st.sampled_from([100, 120, 150, 200, 300]).map(lambda number: CLAIM.format("rose", number)),
    st.builds(
        "There were {} {} bicycle thefts in Denmark in 2023 than in 2022.".format,
        st.integers(1, 60),
        st.sampled_from(["more", "fewer"]),
    ),
    st.builds("Bicycle thefts in Denmark rose from {} in 2022 to {} in 2023.".format, SIZES, SIZES),
    st.sampled_from(
        [
            "Bicycle thefts in Denmark doubled in 2023 compared with 2022.",
            "Bicycle thefts in Denmark more than doubled in 2023 compared with 2022.",
            "Bicycle thefts in Denmark fell by two-thirds in 2023 compared with 2022.",
            "Bicycle thefts in Denmark rose by almost 50 percent in 2023 compared with 2022.",
            "Bicycle thefts in Denmark were unchanged in 2023 compared with 2022.",
        ]
    ),
)
OFTEN = settings(derandomize=True, database=None, max_examples=40, deadline=None)


def totals(counts, dataset_id="thefts", fit="exact"):
    """A source of yearly totals, the last of 2023."""
    starts = [f"{year}-01-01" for year in range(2024 - len(counts), 2024)]
    ends = [f"{year}-12-31" for year in range(2024 - len(counts), 2024)]
    table = pd.DataFrame(
        {"start": pd.to_datetime(starts), "end": pd.to_datetime(ends), "count": counts, "published": date(2024, 1, 2)}
    ).assign(document="", url="")
    cells = Cells(dataset_id, "1", THEFTS, "DNK", table, Window(date.fromisoformat(starts[0]), YEAR_END), dense=False)
    made = Dataset(
        dataset_id, dataset_id, Licence("CC0", ""), "", "", "", 0, [], True, Path(), {"verifier": {}}, [THEFTS]
    )
    return Source(made, THEFTS, fit, "", Series(cells), SAID)


def finding_of(planned, sources):
    """The finding of a plan on some sources."""
    held = answered_alone(planned, with_doubts(sources), SAID, dated=False).held
    return FINDINGS[held.findings[0]] if held else Finding.NOT_CHECKABLE


@OFTEN
@given(text=TEXTS, before=SIZES, times=st.floats(0.4, 2.5), more=st.sampled_from([(1, 0), (0, 1)]))
def test_one_incident_more_moves_a_finding_by_one_step_at_most(text, before, times, more):
    """Right, unsure, leaning, bare: where both counts are ten or more, no single incident skips one of them."""
    (claim,) = parse(text, published=SAID)
    planned = plan(claim, "")
    assume(planned.targets)
    after = max(10, round(before * times))
    first = finding_of(planned, [totals([before, after])])
    second = finding_of(planned, [totals([before + more[0], after + more[1]])])
    assert abs(SEVERITY[first] - SEVERITY[second]) <= 1, (first, second)


@OFTEN
@given(
    counts=st.lists(st.integers(0, 300), min_size=2, max_size=9),
    wide=st.sampled_from([0.01, 0.05, 0.1]),
    changes=st.lists(st.floats(0.05, 4), min_size=2, max_size=8, unique=True),
    text=st.sampled_from(["in 2023 compared with 2022", "in 2023", "since 2021"]),
    rising=st.booleans(),
)
def test_of_two_numbers_the_larger_never_gets_the_milder_finding(counts, wide, changes, text, rising):
    """Of numbers said equally precisely, once one is more than was counted, whatever is compared."""
    (claim,) = parse(f"Bicycle thefts in Denmark rose by 60 percent {text}.", published=SAID)
    planned, worst = plan(claim, ""), 0
    assume(sum(counts[-2:]) >= 5)
    for change in sorted(changes):
        low, high = (change * (1 + each) for each in (-wide, wide))
        target = TargetReading("a rise", 1 + low, 1 + high, "a rise", number=1 + change)
        if not rising:
            assume(high < 1)
            target = TargetReading("a fall", 1 - high, 1 - low, "a fall", number=1 - change)
        found = finding_of(planned._replace(targets=[target]), [totals(counts)])
        if found != Finding.NOT_CHECKABLE:
            assert SEVERITY[found] >= worst, (change, found)
            worst = SEVERITY[found] if found.value.lower().endswith(("overstated", "contradicted")) else worst


@OFTEN
@given(text=TEXTS, counts=st.lists(SIZES, min_size=2, max_size=6), others=st.lists(SIZES, min_size=2, max_size=6))
def test_a_near_dataset_changes_no_finding_that_an_exact_one_gives(text, counts, others):
    """It may make it less firm, and nothing else."""
    (claim,) = parse(text, published=SAID)
    planned = plan(claim, "")
    assume(planned.targets)
    alone = finding_of(planned, [totals(counts)])
    for fit in ("near", "proxy"):
        beside = finding_of(planned, [totals(counts), totals(others, "other", fit)])
        assert position_of(beside) == position_of(alone)
        assert SEVERITY.get(beside, 0) <= SEVERITY.get(alone, 0)
