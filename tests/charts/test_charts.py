"""Charts: the same picture for the same numbers, words that agree with them, and no text over another."""

from pathlib import Path

import numpy as np
import pytest
from drawn import assert_legible, texts

from verifier.charts.counts import counts_chart
from verifier.charts.specification_curve import specification_curve
from verifier.charts.themed import form
from verifier.claims.document import document, read_document
from verifier.claims.reader import read_claims
from verifier.findings.check import check
from verifier.window import Window

SEEDS = Path(__file__).parents[2] / "seeds"

CASES = [
    ("kakar-2023-11-08.md", 0),
    ("kakar-2023-11-08.md", 1),
    ("port-bulletin-example.md", 0),
    ("port-bulletin-example.md", 1),
]
CHARTS = {"counts": counts_chart, "curve": specification_curve}


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0][:5]}-{case[1] + 1}")
def checked(request):
    """The check of one claim of a seed."""
    document = read_document(SEEDS / request.param[0])
    return check(read_claims(document).claims[request.param[1]], said=document.published)


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_covers_another_or_leaves_the_picture(checked, name):
    """No two texts share more than a hair's breadth, and none is cut off."""
    figure = CHARTS[name](checked).figure
    assert_legible(figure)


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_numbers_give_the_same_bytes(checked, name):
    """PNG and SVG are the same bytes each time, so that notebooks and reports can be compared."""
    once, again = CHARTS[name](checked), CHARTS[name](checked)
    assert once.png() == again.png()
    assert once.svg() == again.svg()


def test_the_counts_start_at_zero_and_say_both_counts(checked):
    """The axis holds zero, and the words give both counts over their stretches."""
    chart = counts_chart(checked)
    assert chart.figure.axes[0].get_ylim()[0] == 0
    words = " ".join(text for text, _ in texts(chart.figure))
    for side in ("after", "before"):
        assert f"{checked.headline[f'{side}_count']:,}" in words


def test_the_bars_hold_the_counts_of_the_series(checked):
    """Each bar is what the series counts in its days; a unit that is not covered has none."""
    series = checked.series_of(checked.headline)
    for bar in counts_chart(checked).data.itertuples():
        window = Window(bar.start, bar.end)
        if series.covers(window):
            assert bar.value == series.count(window).count
        else:
            assert np.isnan(bar.value)


def test_the_curve_is_in_order_and_complete(checked):
    """The curve holds every comparison that has a vote and enough counts, from the lowest ratio to the highest."""
    chart = specification_curve(checked)
    assert np.all(np.diff(chart.data["ratio"]) >= 0)
    assert len(chart.data) == len(checked.sufficient)
    assert checked.finding.value in chart.title


def test_no_name_beside_the_curve_is_cut_on_a_phone():
    """Letters are made smaller before the name of a choice loses its end."""
    text = "Migrant deaths in the Mediterranean fell by a quarter in 2024 from 2023.\n"
    (claim,) = read_claims(document(text, published="2025-01-14")).claims
    drawn = [text for text, _ in texts(form(specification_curve(check(claim)), "narrow"))]
    assert "the same days of the latest year before it" in drawn
    assert not [text for text in drawn if text.endswith("…")]
