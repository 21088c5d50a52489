"""Years behind an earlier count or a change are what is compared with, never the period of a level."""

import pytest

from verifier import check, parse


@pytest.mark.parametrize(
    ("text", "claim", "period", "baseline"),
    [
        ("PIPS had 521 terrorist attacks in Pakistan in 2024, up 70 percent from 306 in 2023.", "70", "2024", "2023"),
        ("Robberies in Spain reached 63,392, up 19 percent from 2021.", "63,392", None, None),
        ("Pakistan saw 521 terrorist attacks, up 70 percent from 2023, PIPS said of 2024.", "521", "2024", None),
        ("Conflict deaths in Sudan were more than five times as high in 2023 as in 2022.", "five", "2023", "2022"),
        ("In 2024, some 7,100 people were killed in the war in Sudan.", "7,100", "2024", None),
        ("Some 7,100 people were killed in the war in Sudan in 2024.", "7,100", "2024", None),
    ],
)
def test_the_year_that_is_compared_with_is_no_period(text, claim, period, baseline):
    """The change has both years; the level that it stands beside has its own or none."""
    (found,) = [one for one in parse(text, published="2025-03-01") if claim in one.text]
    resolved = found.resolved
    assert (resolved.period and str(resolved.period.start.year)) == period
    assert (resolved.baseline and str(resolved.baseline.start.year)) == baseline


def test_a_later_baseline_is_refused_and_named():
    """No other year stands in for one that the text compares with."""
    (claim,) = parse("Conflict deaths in Iraq were three times as high in 2022 as in 2023.", published="2024-06-01")
    found = check(claim)
    assert found.finding == "Not checkable"
    assert "2023" in found.refusal.missing
