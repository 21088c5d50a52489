"""The windows of a row of the table, in words."""

import pandas as pd

from verifier.findings import wording


def test_a_year_is_a_year_whatever_holds_its_days():
    """A row taken from the table, with timestamps, reads as one of plain dates does: 2022."""
    days = {"after_start": "2022-01-01", "after_end": "2022-12-31", "before_start": "2020-03-01"}
    stamps = {name: pd.Timestamp(day) for name, day in (days | {"before_end": "2020-03-31"}).items()}
    dates = {name: stamp.date() for name, stamp in stamps.items()}
    for row in (stamps, dates):
        assert [wording.span(window) for window in wording.row_windows(row)] == ["2022", "March 2020"]
