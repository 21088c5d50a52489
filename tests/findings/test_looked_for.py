"""What a check looks for beside the finding: the front, where a number comes from, what could be said instead."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.claims.reader import parse
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.spans import Spans
from verifier.findings import scores
from verifier.findings.check import check
from verifier.findings.search import FRONT, found_as_often, instead, pareto
from verifier.findings.sentences import as_often
from verifier.window import Window

SAID = date(2023, 11, 8)
ROW = {
    "after_start": date(2022, 1, 1),
    "after_end": date(2022, 12, 31),
    "before_start": date(2021, 1, 1),
    "before_end": date(2021, 12, 31),
    "after_count": 1500,
    "before_count": 1000,
    "ratio": 1.5,
}


def checked(text, datasets=None, **options):
    """The check of the one claim of a text."""
    (claim,) = parse(text, published=SAID)
    return check(claim, datasets, said=SAID, **options)


SUICIDE = "Suicide bombings in Pakistan rose by 500 percent since 15 August 2021."
TERROR = "Terror attacks in Pakistan rose by 60 percent since 15 August 2021."


RATIOS = st.floats(0.2, 3).map(lambda ratio: round(ratio, 3))  # two that differ in their last bit alone are one


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), RATIOS), max_size=12))
def test_no_comparison_beats_one_on_the_front(points):
    """The front is every comparison short of the claim that none other beats; the most sensible comes first."""
    target = TargetReading("60 percent", 1.55, 1.65, "60 percent")
    rows = pd.DataFrame(points, columns=["sensibility", "ratio"], dtype=float)
    rows["weight"] = 1.0
    rows["outcome"] = np.where(rows["ratio"] < 1, "opposite", np.where(rows["ratio"] < 1.55, "weaker", "stronger"))
    front = pareto(rows, target)
    short = [(sensible, ratio) for sensible, ratio in points if ratio < 1.55]
    wanted = {
        point
        for point in short
        if not any(other != point and other[0] >= point[0] and other[1] <= point[1] for other in short)
    }
    assert set(zip(front["sensibility"], front["ratio"], strict=True)) == wanted
    assert len(front) <= FRONT
    assert front["sensibility"].is_monotonic_decreasing
    assert (np.diff(scores.strengths(front, target)) < 0).all()


def test_five_hundred_percent_of_what_since_when():
    """It takes one source's three attacks of 2019, of which its 15 in 2022 are 500 percent: not a rise of 500."""
    first = checked(SUICIDE).reverse_engineered[0]
    assert (first["dataset"], first["after_count"], first["before_count"]) == ("picss", 15, 3)
    assert (first["after_start"], first["before_start"]) == (date(2022, 1, 1), date(2019, 1, 1))
    assert first["ratio"] == pytest.approx(5, rel=0.01)
    assert first["reading"] != checked(SUICIDE).target.label
    assert checked(SUICIDE).to_dict()["reverse_engineered"][0]["words"] == (
        "PICSS counted 15 suicide attacks in Pakistan in 2022 and 3 in 2019: 5 times as many."
    )


def test_every_window_found_gives_the_number():
    """Counts and ratio of each are those of the series, in the reading named; the most sensible come first."""
    found = checked(TERROR)
    assert found.reverse_engineered
    targets = {target.label: target for target in found.targets}
    for row in found.reverse_engineered:
        assert targets[row["reading"]].low <= row["ratio"] < targets[row["reading"]].high
        assert row["before_end"] < row["after_start"]
        assert row["after_end"] <= SAID
        days = [row[f"{side}_end"] - row[f"{side}_start"] for side in ("after", "before")]
        if abs((days[0] - days[1]).days) <= 3:  # two years, or two months: by their totals
            days = [days[0], days[0]]
        rates = [
            row[f"{side}_count"] / (length.days + 1) for side, length in zip(("after", "before"), days, strict=True)
        ]
        assert row["ratio"] == pytest.approx(rates[0] / rates[1])
    order = [row["sensibility"] for row in found.reverse_engineered]
    assert order == sorted(order, reverse=True)


TRIED = {  # a reading, and the other numbers that could have been said instead, as the intervals of their ratios
    "60%": (TargetReading("rise of 60%", 1.55, 1.65, "60%", number=1.6),
            [(1 + c * 0.55 / 0.6, 1 + c * 0.65 / 0.6) for c in np.arange(1, 21) * 0.05 if round(c, 6) != 0.6]),
    "more than 20%": (TargetReading("rise of 20%", 1.2, float("inf"), "20%", number=1.2),
                      [(1 + c, float("inf")) for c in np.arange(1, 21) * 0.05 if round(c, 6) != 0.2]),
    "down 30%": (TargetReading("fall of 30%", 0.67, 0.73, "30%", number=0.7),
                 [(1 - c * 1.1, 1 - c * 0.9) for c in np.arange(1, 20) * 0.05 if round(c, 6) != 0.3]),
    "500%": (TargetReading("rise of 500%", 5.5, 6.5, "500%", number=6.0),
             [(1 + c * 0.9, 1 + c * 1.1) for c in np.arange(1, 21) * 0.5 if round(c, 6) != 5]),
    "three times": (TargetReading("3 times", 2.7, 3.3, "three times", number=3.0, factor=True),
                    [(c * 0.9, c * 1.1) for c in np.arange(3, 23) * 0.5 if c != 3]),
}  # fmt: skip


@pytest.mark.parametrize("name", TRIED)
def test_how_many_other_numbers_would_have_been_found_as_often(name):
    """Of the other numbers, said as precisely, those that as many pairs of windows give, counted one by one."""
    target, others = TRIED[name]
    ratios = np.round(np.exp(np.random.default_rng(5).normal(0.1, 0.5, 3000)), 6)
    spans = Spans.of([Window.parse("2020")] * len(ratios))
    counts = np.round(1_000_000 * ratios).astype(np.int64)
    base, none = np.full(len(ratios), 1_000_000), np.zeros(len(ratios), dtype=np.int64)
    pairs = Pairs(spans, spans, counts, base, none, none, np.ones(len(ratios)))
    found = found_as_often([pairs.take(np.arange(1000)), pairs.take(np.arange(1000, 3000))], target)

    def giving(low, high):
        return sum(low <= ratio < high for ratio in ratios)

    own = giving(target.low, target.high)
    assert (found.pairs, found.giving, found.numbers) == (3000, own, len(others))
    assert found.as_often == sum(giving(low, high) >= own for low, high in others)


def test_a_number_that_no_window_gives_is_not_held_against_others():
    """Nothing is said where the number is not found, or none was said."""
    assert found_as_often([], TRIED["60%"][0]) is None
    found = checked("Terror attacks in Pakistan rose since 15 August 2021.")
    assert found.found_as_often is None


def test_the_numbers_found_as_often_are_told():
    """The JSON and the page's sentence say how many pairs were tried, and how many other numbers as many give."""
    found = checked(TERROR)
    told = found.to_dict()["found_as_often"]
    assert 0 < told["giving"] < told["pairs"]
    assert (told["numbers"], told["first"], told["last"]) == (19, 0.05, 1.0)
    assert f"{told['as_often']} would have been found as often" in as_often(found)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Thefts numbered 1,500 in 2022, against 1,000 in 2021, 50 percent more"),
        ({"ratio": 0.5}, "Thefts numbered 1,500 in 2022, against 1,000 in 2021, 50 percent fewer"),
        ({"ratio": 1.001}, "Thefts numbered 1,500 in 2022, against 1,000 in 2021, the same"),
        ({"after_count": 15, "before_count": 4}, "Thefts numbered 15 in 2022, against 4 in 2021, too few"),
        ({"before_end": date(2021, 6, 30)}, "50 percent more a day"),
    ],
)
def test_what_could_be_said_instead(changes, sentence):
    """Both counts in one sentence; no percentage on a small base; rates a day where windows differ."""
    said = instead({**ROW, **changes}, "thefts", None)
    assert sentence in said
    assert said.endswith(".")
    assert said.count(".") == 1


def test_instead_tells_what_most_comparisons_give():
    """The range is added, without a word on chance."""
    said = instead(ROW, "pirate attacks, attempted ones included", (0.8, 1.5))
    assert said == (
        "Pirate attacks, attempted ones included, numbered 1,500 in 2022, against 1,000 in 2021, 50 percent more; "
        "most sensible comparisons give between −20% and +50%."
    )


def test_a_check_offers_them_all():
    """The JSON has the front, the windows found, the sentence and the diagnostics; chance is for incidents only."""
    out = checked(TERROR).to_dict()
    assert out["pareto"][0] == out["counter_comparisons"][0]
    assert "250" in out["instead"]
    assert "165" in out["instead"]
    assert out["diagnostics"]["chance"]["before_interval_95"] == [140.78, 192.19]
    assert 0 <= out["diagnostics"]["shared_with_counter"]["days"] < 1
    deaths = checked("Deaths in armed conflict in Myanmar doubled between 2012 and 2013.").to_dict()
    assert deaths["diagnostics"]["chance"] is None


def test_a_difference_holds_two_counts_against_each_other_too():
    """“20 fewer” gets the sentence and the diagnostics, but no windows; a comparison of groups gets neither."""
    found = checked("There were 20 fewer pirate attacks in Indonesia in 2017 than in 2016.", ["pirates"])
    assert found.statistic == "difference"
    assert found.instead.endswith("numbered 47 in 2017, against 48 in 2016, 2 percent fewer.")
    assert found.diagnostics["baseline"]["windows"] > 1000
    assert found.reverse_engineered == []
    groups = checked("Pirate attacks in Indonesia were twice as high as in Malaysia in 2016.", ["pirates"])
    assert groups.statistic == "sides"
    assert (groups.instead, groups.diagnostics, groups.reverse_engineered) == (None, None, [])


def test_nothing_is_offered_where_nothing_is_checked():
    """A claim that no dataset can check has no sentence instead and no windows."""
    (claim,) = parse("At least 250 people were killed in Pakistan in 2022.", published="2023-01-01")
    found = check(claim, ["crss"], said=date(2023, 1, 1), place="DNK")
    assert (found.reverse_engineered, found.pareto, found.instead, found.diagnostics) == ([], [], None, None)


def test_an_unusual_baseline_is_flagged(tmp_path):
    """Ten thefts a month for years, then hardly any: a return to the usual is part of any rise since."""
    from verifier.incidents.own.importing import import_file
    from verifier.window import Window

    days = pd.date_range("2018-01-01", "2023-12-31")
    number = np.where((days >= "2022-01-01") & (days < "2023-01-01"), 0, 1) + (days.day == 1)
    path = tmp_path / "thefts.csv"
    pd.DataFrame({"day": days.date, "number": number}).query("number > 0").to_csv(path, index=False)
    import_file(
        path,
        dataset_id="thefts",
        measure="bicycle thefts",
        mapping={"date": "day", "count": "number"},
        country="DNK",
        published=date(2024, 1, 5),
        coverage=Window.parse("2018..2023"),
    )
    (claim,) = parse("Bicycle thefts in Denmark tripled in 2023 compared with 2022.", published="2024-01-10")
    found = check(claim, ["thefts"], said=date(2024, 1, 10))
    (flag,) = (flag for flag in found.flags if flag.flag == "regression")
    assert "lowest tenth" in flag.detail
    assert "the usual count is 377" in flag.detail
