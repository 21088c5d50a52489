"""Two vintages side by side: what was restated, added and dropped, by year, month, day and span."""

from datetime import date

import pandas as pd
import pytest

from verifier.errors import DataError
from verifier.incidents.catalogue import load
from verifier.incidents.cells import Cells, Definition
from verifier.incidents.own.importing import import_file
from verifier.incidents.restatements import days_changed, headline, pair, period, restatements
from verifier.window import Window


def series(counts, coverage=None, vintage="1", dense=True, **more):
    """Cells from {day or span: count}; a dense series covers what `coverage` says."""
    spans = [Window.parse(text) for text in counts]
    table = pd.DataFrame(
        {
            "start": pd.to_datetime([span.start for span in spans]),
            "end": pd.to_datetime([span.end for span in spans]),
            "count": list(counts.values()),
        }
    ).sort_values(["start", "end"], ignore_index=True)
    known = {"dataset": "thefts", "place": "DNK", "definition": Definition("thefts", "thefts", "incidents", "count")}
    covered = Window.parse(coverage) if coverage else None
    return Cells(**{**known, **more}, vintage=vintage, table=table, coverage=covered, dense=dense)


def rows(table, by):
    """Period, old, new and change of the rows of one kind."""
    kept = table[table["by"] == by].to_dict("records")
    return [
        (period(row), *(None if pd.isna(row[side]) else row[side] for side in ("old", "new")), row["change"])
        for row in kept
    ]


def test_days_are_counted_by_year_and_month_and_the_changed_days_are_named():
    """A day that got one more and a day that lost its only one change their year and months, nothing else does."""
    old = series({"2020-01-05": 2, "2020-03-01": 1, "2021-07-07": 4}, "2020..2021")
    new = series({"2020-01-05": 3, "2021-07-07": 4}, "2020..2021", "2")
    table = restatements(old, new)
    assert rows(table, "year") == [("2020", 3, 3, "unchanged"), ("2021", 4, 4, "unchanged")]
    changed = [row for row in rows(table, "month") if row[-1] != "unchanged"]
    assert changed == [("2020-01", 2, 3, "restated"), ("2020-03", 1, 0, "restated")]
    assert rows(table, "day") == [("2020-01-05", 2, 3, "restated"), ("2020-03-01", 1, 0, "restated")]
    assert "2 days that both cover have another count: 1 more (0 had none before), 1 fewer (1 have none now)" in (
        days_changed(table)
    )


def test_a_year_that_one_vintage_covers_in_part_is_cut_so_that_both_counts_are_of_the_same_days():
    """The half year that only the newer one covers is added, not called a restatement; unknown is not zero."""
    old = series({"2020-02-01": 5}, "2020-01-01..2020-06-30")
    new = series({"2020-02-01": 5, "2020-09-01": 7}, "2020..2020", "2")
    assert rows(restatements(old, new), "year") == [
        ("2020-01-01..2020-06-30", 5, 5, "unchanged"),
        ("2020-07-01..2020-12-31", None, 7, "added"),
    ]
    assert rows(restatements(new, old), "year")[1] == ("2020-07-01..2020-12-31", 7, None, "dropped")
    assert not rows(restatements(old, new), "day")


def test_coverages_that_do_not_meet_share_nothing():
    """All of the one is dropped and all of the other added; the years between stand nowhere."""
    table = restatements(series({"2018-01-01": 1}, "2018"), series({"2021-01-01": 2}, "2021", "2"))
    assert rows(table, "year") == [("2018", 1, None, "dropped"), ("2021", None, 2, "added")]
    assert headline(table).startswith("No year is in both releases")


def test_totals_are_compared_span_by_span():
    """A total that changed, one that came, one that went, one that stayed; odd spans stay whole."""
    old = series({"2020": 10, "2021": 20, "2019-08-15..2020-08-14": 9}, dense=False)
    new = series({"2020": 12, "2021": 20, "2022": 30}, dense=False, vintage="2")
    table = restatements(old, new)
    assert rows(table, "span") == [
        ("2019-08-15..2020-08-14", 9, None, "dropped"),
        ("2020", 10, 12, "restated"),
        ("2021", 20, 20, "unchanged"),
        ("2022", None, 30, "added"),
    ]
    assert headline(table) == "1 of 2 totals in both releases restated; 1 added; 1 dropped"
    assert table["difference"].isna().tolist() == [True, False, False, True]


def test_the_sum_of_the_months_is_that_of_the_years():
    """Years and months are cut from the same days."""
    old = series({f"2020-{month:02d}-11": month for month in range(1, 13)}, "2019-03-07..2020-12-31")
    new = series({f"2020-{month:02d}-12": month + 1 for month in range(1, 13)}, "2019-05-01..2021-02-03", "2")
    table = restatements(old, new)
    for side in ("old", "new"):
        sums = table[table["by"] != "day"].groupby("by")[side].sum()
        assert sums["year"] == sums["month"]


@pytest.mark.parametrize("other", [{"place": "SWE"}, {"dataset": "fires"}])
def test_series_of_different_things_are_not_compared(other):
    """Another place or dataset is refused by name."""
    with pytest.raises(DataError, match=next(iter(other))):
        restatements(series({}, "2020"), series({}, "2020", **other))


@pytest.fixture
def two_vintages(tmp_path):
    """Thefts in Denmark and Sweden in a first vintage, in Denmark alone in a second and third."""
    for published, lines in (
        (date(2022, 1, 5), ["2020-05-05,DNK,3", "2020-05-06,SWE,1"]),
        (date(2023, 1, 5), ["2020-05-05,DNK,4"]),
        (date(2024, 1, 5), ["2020-05-05,DNK,6"]),
    ):
        path = tmp_path / "thefts.csv"
        path.write_text("\n".join(["day,where,number", *lines]) + "\n", encoding="utf-8")
        import_file(
            path,
            dataset_id="thefts",
            measure="bicycle thefts",
            mapping={"date": "day", "country": "where", "count": "number"},
            published=published,
            coverage=Window.parse("2020"),
        )
    return load("thefts")


def test_the_latest_two_vintages_of_a_shared_place_are_compared(two_vintages):
    """Without a choice the last two; a place that only an older vintage has gives none; a choice is put in order."""
    first, second, third = (vintage.id for vintage in two_vintages.vintages())
    assert pair(two_vintages) == ("DNK", second, third)
    assert pair(two_vintages, "SWE") is None
    assert pair(two_vintages, "DNK", (third, first)) == ("DNK", first, third)


def test_wrong_choices_are_named(two_vintages):
    """An unknown vintage or place, and vintages without a shared place."""
    first, second, _third = (vintage.id for vintage in two_vintages.vintages())
    with pytest.raises(DataError, match="no such vintage"):
        pair(two_vintages, None, ("1999-01-01", second))
    with pytest.raises(DataError, match="does not cover 'NOR'"):
        pair(two_vintages, "NOR")
    with pytest.raises(DataError, match=f"for SWE: '{second}'"):
        pair(two_vintages, "SWE", (first, second))


def test_a_published_restatement_is_found():
    """PICSS gave 376 militant attacks for 2022 and 380 later."""
    dataset = load("picss")
    old, new = (dataset.cells("militant-attacks", "PAK", vintage=one) for one in ("2023-01-02", "2025-01-31"))
    assert ("2022", 376, 380, "restated") in rows(restatements(old, new), "span")
