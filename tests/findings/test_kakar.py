"""The two claims on Pakistan worked through on all shipped data: what each rests on, read off the engine's output."""

import pytest

from verifier.claims.document import read_document
from verifier.claims.reader import read_claims
from verifier.comparisons.series import Series
from verifier.findings import scores
from verifier.findings.check import check
from verifier.incidents.catalogue import load
from verifier.window import Window

REACHING = ["matches", "stronger"]


@pytest.fixture
def claims(kakar):
    """The checks of “60 percent” and “500 percent”."""
    document = read_document(kakar)
    return [check(claim, said=document.published) for claim in read_claims(document).claims[:2]]


def long_ago(rows):
    """The comparisons with a baseline that ends six years or more before the claim's period begins."""
    return rows[rows["before_end"] < "2015-08-15"]


def test_sixty_percent_lies_inside_one_think_tanks_own_windows(claims):
    """PIPS's first twelve months against the year before and against 2020 give 52 to 72%: the claim is in between."""
    rows = claims[0].table
    own = rows[(rows["dataset"] == "pips") & (rows["after_option"] == "first-12-months")]
    near = own[own["before_option"].isin(["same-length-before", "12-months-before", "year-before"])]["change_percent"]
    assert 51 <= near.min() < 60 < near.max() <= 73


def test_five_hundred_percent_rests_on_a_base_of_four_a_year_in_one_source(claims):
    """Every comparison that reaches “500 percent” is of one dataset, and from at most four attacks a year."""
    found = claims[1]
    reaching = found.table[found.table["outcome"].isin(REACHING)]
    assert set(reaching["dataset"]) == {"picss"}
    assert reaching["before_count"].max() == 4
    assert set((reaching["before_end"] - reaching["before_start"]).dt.days) <= {364, 365}
    assert "small base" in {flag.flag for flag in found.flags}
    assert {"reading", "revised"} <= {flag.flag for flag in found.flags}


def test_longer_histories_turn_both_claims_around(claims):
    """Against the years before 2015 no comparison of either claim reaches it, and most go the other way."""
    for found in claims:
        rows = scores.sufficient(long_ago(found.table))
        assert len(rows) > 1
        assert not rows["outcome"].isin(REACHING).any()
        assert rows["change_percent"].median() < 0
        assert (rows["outcome"] == "opposite").mean() > 0.5


def test_the_baseline_decides_both_claims(claims):
    """The choice that matters most is the baseline: 60 percent is reached against the year before the takeover and
    against 2020, not against 2019; 500 percent is reached against none.
    """
    first, second = (found.decisive_choice for found in claims)
    assert (first.factor, second.factor) == ("before_option", "before_option")
    assert [str(one.choice) for one in first.reaching] == ["2020-08-15..2021-08-14", "2020-01-01..2020-12-31"]
    assert str(first.short[0].choice) == "2019-01-01..2019-12-31"
    assert not second.reaching
    assert sum(one.weight for one in second.options) == pytest.approx(1)


def test_both_are_also_answered_with_what_was_known_on_the_day(claims):
    """PIPS's and PICSS's later reports are left out of the second answer, which uses earlier vintages only."""
    for found in claims:
        out = found.to_dict()["then"]
        assert out["known_on"] == "2023-11-08"
        assert all(one.published <= found.said for one in found.then.sources)
        assert out["vintages"] != {one.dataset.id: one.series.cells.vintage for one in found.sources}


def test_the_months_of_ucdp_lie_on_both_sides_of_the_takeover(claims):
    """The month of the takeover is on neither side: 26 whole months after it against the 26 before it."""
    found = claims[0]
    assert "has 655 from September 2021 to October 2023 and 288 from June 2019 to July 2021" in found.sentence
    rows = found.rows[found.rows["dataset"] == "ucdp-ged-monthly"]
    just_before = rows[rows["before_option"].isin(["same-length-before", "12-months-before"])]
    assert set(just_before["before_end"].astype(str)) == {"2021-07-31"}
    deaths = Series(load("ucdp-ged-monthly").cells("deaths", "PAK"))
    windows = [Window.parse(one) for one in ("2019-06-01..2021-07-31", "2021-09-01..2023-10-31")]
    assert [deaths.count(one).count for one in windows] == [767, 1836]
