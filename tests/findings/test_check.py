"""Checking claims end to end: against made-up datasets with a known truth, and against the shipped ones."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from verifier.claims.reader import parse
from verifier.errors import DataError
from verifier.findings.check import check
from verifier.incidents.catalogue import datasets
from verifier.incidents.own.importing import import_file
from verifier.window import Window

SAID = date(2024, 1, 10)
CONTRACT = [
    "claim",
    "readings",
    "finding",
    "sentence",
    "flags",
    "decisive_choice",
    "shares",
    "robustness",
    "fairness",
    "uniqueness",
    "effect_share",
    "placebo_percentile",
    "fair_statement",
    "counter_comparisons",
    "supporting_comparisons",
    "specifications",
    "abstained",
]


@pytest.fixture
def thefts(tmp_path):
    """Import day-by-day bicycle thefts in Denmark with a rate a day for each year."""

    def make(rates, seed=1):
        generator = np.random.default_rng(seed)
        lines = ["day,number"]
        for year, rate in rates.items():
            for offset in range((date(year, 12, 31) - date(year, 1, 1)).days + 1):
                number = generator.poisson(rate)
                lines += [f"{date(year, 1, 1) + timedelta(days=offset)},{number}"] if number else []
        path = tmp_path / "thefts.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        years = sorted(rates)
        import_file(
            path,
            dataset_id="thefts",
            measure="bicycle thefts",
            mapping={"date": "day", "count": "number"},
            country="DNK",
            published=date(2024, 1, 5),
            coverage=Window.parse(f"{years[0]}..{years[-1]}"),
        )

    return make


def checked(text, datasets=("thefts",), said=SAID, **options):
    """The check of the one claim of a text."""
    (claim,) = parse(text, published=said)
    return check(claim, datasets, said=said, **options)


CLAIM = "Bicycle thefts in Denmark rose by 60 percent in 2023 compared with 2022."


def test_a_true_claim_holds_up(thefts):
    """Thefts rose by 60%, as claimed, in a long and steady series."""
    thefts({2018: 20, 2019: 20, 2020: 20, 2021: 20, 2022: 20, 2023: 32})
    found = checked(CLAIM)
    assert found.finding == "Holds up"
    assert found.headline["after_start"] == date(2023, 1, 1)


def test_a_claim_of_a_rise_is_contradicted_by_a_fall(thefts):
    """Thefts halved."""
    thefts({2018: 20, 2019: 20, 2020: 20, 2021: 20, 2022: 20, 2023: 10})
    assert checked(CLAIM).finding == "Contradicted"


def test_a_small_rise_makes_the_claim_overstated(thefts):
    """Thefts rose by a fifth."""
    thefts({2018: 20, 2019: 20, 2020: 20, 2021: 20, 2022: 20, 2023: 24})
    found = checked(CLAIM)
    assert found.finding == "Overstated"
    assert found.counter_comparisons
    assert not found.supporting_comparisons


def test_a_larger_rise_makes_the_claim_understated(thefts):
    """Thefts tripled."""
    thefts({2018: 20, 2019: 20, 2020: 20, 2021: 20, 2022: 20, 2023: 60})
    assert checked(CLAIM).finding == "Understated"


def test_too_few_incidents_are_not_checkable(thefts):
    """One theft in two years says nothing."""
    thefts({2022: 0.005, 2023: 0.0})
    assert checked(CLAIM).finding == "Not checkable"


def test_a_small_base_is_flagged_and_counts_come_first(thefts):
    """Few thefts: flagged, with the counts before any percentage."""
    thefts({2022: 0.02, 2023: 0.06}, seed=3)
    found = checked(CLAIM)
    assert "small base" in {flag.flag for flag in found.flags}


def test_only_one_dataset_is_flagged(thefts):
    """A single source is said to be one."""
    thefts({2022: 20, 2023: 32})
    assert "single source" in {flag.flag for flag in checked(CLAIM).flags}


def test_a_denied_claim_is_flagged(thefts):
    """Where the text denies the number, the finding is about what is denied, and says so."""
    thefts({2022: 20, 2023: 32})
    found = checked("It is not true that bicycle thefts in Denmark rose by 60 percent in 2023 compared with 2022.")
    assert "negated" in {flag.flag for flag in found.flags}


def test_a_claim_without_a_period_says_what_was_assumed(thefts):
    """A change is taken for that of the latest whole year on the year before, and said to be."""
    thefts({2018: 20, 2019: 20, 2020: 20, 2021: 20, 2022: 20, 2023: 32})
    found = checked("Bicycle thefts in Denmark rose by 60 percent.", said=date(2023, 12, 31))
    assert any("latest whole year" in flag.detail for flag in found.flags if flag.flag == "assumed")


def test_no_window_reaches_past_the_day_it_was_said(thefts):
    """What happened later is not held against a speaker."""
    thefts({2021: 20, 2022: 20, 2023: 60})
    found = checked("Bicycle thefts in Denmark rose by 60 percent since 2021.", said=date(2023, 3, 1))
    assert found.table["after_end"].max().date() <= date(2023, 3, 1)


def test_abstentions_say_why(thefts):
    """Another measure, another place: the dataset abstains with the reason, and the claim is not checkable."""
    thefts({2022: 20, 2023: 32})
    other = checked("Burglaries in Denmark rose by 60 percent in 2023 compared with 2022.")
    assert other.finding == "Not checkable"
    assert "bicycle thefts" in other.abstained[0].why
    elsewhere = checked("Bicycle thefts in Sweden rose by 60 percent in 2023 compared with 2022.")
    assert "It has nothing for Sweden" in elsewhere.abstained[0].why


def test_nothing_known_by_a_day_abstains(thefts):
    """Asked for what was known before the first vintage, the dataset abstains."""
    thefts({2022: 20, 2023: 32})
    assert "had been published" in checked(CLAIM, known_on=date(2023, 6, 1)).abstained[0].why


def test_an_unknown_dataset_is_an_error(thefts):
    """A dataset that is not there is no abstention."""
    thefts({2022: 20, 2023: 32})
    with pytest.raises(DataError, match="theft"):
        checked(CLAIM, datasets=("theft",))


def test_claims_without_a_number_say_so():
    """A vague level is read, and said to have no number to hold counts against."""
    (claim,) = parse("Thousands of people were killed in Pakistan in 2022.", published="2023-01-01")
    found = check(claim, said=date(2023, 1, 1))
    assert found.finding == "Not checkable"
    assert "no number" in found.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Terror attacks in Pakistan rose by 60 percent since 15 August 2021.",
        "Suicide bombings in Pakistan rose by 500 percent since 15 August 2021.",
        "Pirate attacks in Indonesia fell by two-thirds since 2015.",
        "Deaths in armed conflict in Myanmar doubled between 2012 and 2013.",
        "Terror attacks in Pakistan were unchanged in 2022 compared with 2021.",
        "Elephant attacks in Norway rose by 60 percent in 2022.",
    ],
)
def test_the_json_keeps_the_contract_and_repeats(text):
    """Every field of the contract, valid JSON without infinities, the same twice; weights add up to one."""
    (claim,) = parse(text, published="2023-11-08")
    found = check(claim, said=date(2023, 11, 8))
    out = found.to_dict()
    assert set(CONTRACT) <= set(out)
    assert json.loads(json.dumps(out, allow_nan=False)) == out
    assert check(claim, said=date(2023, 11, 8)).to_dict() == out
    if len(found.table):
        assert found.table["weight"].sum() == pytest.approx(1)
        assert out["answers"][0]["dataset"] == out["headline"]["dataset"]
        assert sum(one["vote"] for one in out["answers"]) == pytest.approx(1, abs=1e-3)
        parts = [out["shares"][name] for name in ("matches", "close", "stronger", "weaker", "opposite")]
        assert sum(parts) == pytest.approx(1, abs=1e-3)
    assert len(out["abstained"]) + found.table["dataset"].nunique() == (len(datasets()) if found.targets else 0)


def test_restated_counts_are_flagged():
    """PICSS's suicide attacks of 2019 were ten in one report and three in a later one: both are told."""
    (claim,) = parse("Suicide bombings in Pakistan rose by 500 percent since 15 August 2021.", published="2023-11-08")
    (revised,) = (flag for flag in check(claim, ["picss"], said=date(2023, 11, 8)).flags if flag.flag == "revised")
    assert "2019" in revised.detail
    assert "10" in revised.detail
    assert "now 3" in revised.detail


def test_what_was_known_then_can_be_asked():
    """On the day it was said, PICSS's count for 2022 was 376, not the 380 of later."""
    (claim,) = parse("Terror attacks in Pakistan rose by 60 percent since 15 August 2021.", published="2023-11-08")
    for known_on, count in ((date(2023, 11, 8), 376), (None, 380)):
        rows = check(claim, ["picss"], said=date(2023, 11, 8), known_on=known_on).table
        whole = rows[(rows["after_start"] == "2022-01-01") & (rows["after_end"] == "2022-12-31")]
        assert set(whole["after_count"]) == {count}


def test_restated_counts_are_flagged_with_both_vintages(tmp_path):
    """The later vintage is counted and the flag gives the earlier count; on an earlier day that one is counted."""
    for published, number in ((date(2024, 1, 5), 120), (date(2024, 6, 5), 160)):
        path = tmp_path / "thefts.csv"
        path.write_text(f"start,end,number\n2022-01-01,2022-12-31,100\n2023-01-01,2023-12-31,{number}\n", "utf-8")
        import_file(
            path,
            dataset_id="thefts",
            measure="bicycle thefts",
            mapping={"start": "start", "end": "end", "count": "number"},
            country="DNK",
            published=published,
        )
    now = checked(CLAIM, said=date(2024, 7, 1))
    assert now.headline["after_count"] == 160
    (flag,) = [flag for flag in now.flags if flag.flag == "revised"]
    assert "120 (as published by 5 January 2024), now 160" in flag.detail
    then = checked(CLAIM, said=date(2024, 7, 1), known_on=date(2024, 2, 1))
    assert then.headline["after_count"] == 120
    assert "revised" not in {flag.flag for flag in then.flags}
