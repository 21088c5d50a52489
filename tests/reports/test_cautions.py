"""What decides, and what to read with care, as the page shows them."""

from pathlib import Path

import pytest

from verifier.claims.document import read_document
from verifier.claims.reader import read_claims
from verifier.findings.check import check
from verifier.findings.sentences import option_words
from verifier.reports import cautions

SEED = Path(__file__).parents[2] / "seeds" / "kakar-2023-11-08.md"


@pytest.fixture(scope="module")
def found():
    """The check of the seed's claim of a rise by 60 percent."""
    return check(read_claims(read_document(SEED)).claims[0])


def test_the_table_of_options_says_what_the_sentence_says(found):
    """Options that the sentence says reach the claim, or do not, do so in the table too."""
    block = cautions.decides(found)
    sentence, *rows = block.text.splitlines()
    reached = {row.partition(": ")[0]: float(row.rpartition(", ")[2].removesuffix(" of 100")) for row in rows}
    choice = found.decisive_choice
    assert set(reached) == {option_words(found, one.choice) for one in choice.options}
    for one in choice.options:
        assert (reached[option_words(found, one.choice)] >= 50) == one.reaches
    assert f"Against {option_words(found, choice.reaching[0].choice)}, most comparisons show about as much" in sentence
    assert f"against {option_words(found, choice.short[0].choice)} they do not" in sentence


def test_other_weights_stand_among_the_doubts(found):
    """How many of the weightings give the finding is on the page once, apart from chance."""
    block = cautions.uncertainty(found)
    (line,) = [line for line in block.text.splitlines() if line.startswith("Under other weights: ")]
    assert "2,000 other weightings" in line
    assert line.removeprefix("Under other weights: ") == found.said_of("stability")[0]
