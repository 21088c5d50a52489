"""The exhaustive set, and the series that are kept between claims."""

import shutil
from datetime import date

import pandas as pd
import pytest

from verifier.claims.reader import parse
from verifier.comparisons.specifications import load_set
from verifier.findings.check import check
from verifier.findings.sources import series_of
from verifier.incidents import catalogue
from verifier.incidents.catalogue import load

SAID = date(2023, 11, 8)


@pytest.mark.parametrize(
    "text",
    [
        "Terror attacks in Pakistan rose by 60 percent since 15 August 2021.",
        "Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.",
    ],
)
def test_the_exhaustive_set_holds_the_usual_one(text):
    """More than 100,000 comparisons; every usual pair of windows among them, with its counts, ratio and outcome."""
    (claim,) = parse(text, published=str(SAID))
    usual, every = (check(claim, said=SAID, specifications=name).rows for name in ("change", "exhaustive"))
    assert len(every) >= 100_000
    pair = ["dataset", "vintage", "definition", "after_start", "after_end", "before_start", "before_end"]
    assert not every.duplicated(pair).any()
    said = [*pair, "after_count", "before_count", "ratio", "outcome", "compatible", "sensibility"]
    text_columns = dict.fromkeys(("dataset", "vintage", "definition", "outcome"), "str")
    both = usual[said].astype(text_columns).merge(every[said].astype(text_columns), on=pair, validate="1:1")
    assert len(both) == len(usual)
    for name in said[len(pair) :]:
        left, right = both[f"{name}_x"], both[f"{name}_y"]
        if name == "sensibility":
            assert (right >= left).all()
        else:
            pd.testing.assert_series_equal(left, right, check_names=False)


def test_the_grid_is_less_natural_than_every_usual_option():
    """What nobody would choose weighs less than what somebody might."""
    for side, grid in (("after", "any-window"), ("before", "any-offset")):
        naturalness = dict(zip(load_set("exhaustive").ids(side), load_set("exhaustive").naturalness(side), strict=True))
        assert naturalness.pop(grid) < min(naturalness.values())


def test_a_series_is_read_once_and_anew_when_its_table_changes(tmp_path, monkeypatch):
    """The same series is handed out until the file behind it is another one."""
    shutil.copytree(load("pirates").folder, tmp_path / "pirates")
    monkeypatch.setattr(catalogue, "shipped", lambda name: tmp_path)
    dataset = load("pirates")
    vintage = dataset.vintages("IDN")[-1]
    definition = dataset.definitions[0].id
    first = series_of(dataset, definition, "IDN", vintage)
    assert series_of(load("pirates"), definition, "IDN", vintage) is first
    (table,) = (tmp_path / "pirates" / "data").glob("*")
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for number, line in enumerate(lines) if "IDN" not in line or number % 2]
    table.write_text("".join(kept), encoding="utf-8")
    again = series_of(load("pirates"), definition, "IDN", vintage)
    assert again is not first
    assert again.cells.table["count"].sum() < first.cells.table["count"].sum()
