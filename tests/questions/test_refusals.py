"""What a refusal says of a claim that no dataset answers."""

from __future__ import annotations

import pytest

from verifier import check, parse


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Tropical cyclones caused 228 deaths in the US in 2024.",
            "counts “deaths” of the kind the text names (“Tropical",
        ),
        ("There were 124 murders of women in Italy in 2022.", "counts “murders of women”."),
        ("Across Mali 436 of the total terrorist attacks in 2022 targeted police.", "not the share that it makes"),
    ],
)
def test_what_no_dataset_counts_is_told_in_words_that_read_on(text: str, told: str) -> None:
    """Words that narrow a count are put behind it only where they read on from it."""
    assert told in check(parse(text, published="2025-06-01")[0]).to_dict()["sentence"]
