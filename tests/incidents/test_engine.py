"""Counting event rows in the database: one pass, places by name, texts and days as text."""

from verifier.incidents import engine
from verifier.incidents.layouts import MOST, Column, Layout
from verifier.incidents.opening import opened
from verifier.incidents.problems import Problems

LAYOUT = Layout(
    id="made-up",
    dataset="made-up",
    words="a made-up file",
    columns=(Column("day", "day"), Column("where"), Column("kind", empty=True), Column("dead", "whole")),
    day="day_day",
    country='"where"',
    keys={"kind": "trim(kind)", "deadly": "CAST(whole_dead > 0 AS INTEGER)"},
    counts={"events": "1", "dead": "whole_dead"},
)
CODES = {"Yemen": "YEM", "Yemen (North Yemen)": "YEM", "Oman": "OMN"}
ROWS = """day,where,kind,dead
2020-02-01,Yemen,b,2
2020-02-01,Yemen (North Yemen),b,3
2020-02-01,Oman,b,1
2020-01-09,Yemen,,0
2020-02-01,Yemen,a,0
"""


def test_two_names_of_one_place_are_added_up(tmp_path):
    """Counts are by place, not by name, in the order of day, place and keys; a missing text stays missing."""
    path = tmp_path / "events.csv"
    path.write_text(ROWS, encoding="utf-8")
    with opened(path) as rows:
        engine.check(rows, LAYOUT, Problems(path))
        table = engine.counted(rows, LAYOUT, lambda names: {name: CODES[name] for name in names})
        again = engine.counted(rows, LAYOUT, lambda names: {name: CODES[name] for name in names})
    found = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    assert found == [
        ["2020-01-09", "YEM", None, 0, 1, 0],
        ["2020-02-01", "OMN", "b", 1, 1, 1],
        ["2020-02-01", "YEM", "a", 0, 1, 0],
        ["2020-02-01", "YEM", "b", 1, 2, 5],
    ]
    assert list(table) == ["date", "place", "kind", "deadly", "events", "dead"]
    assert table.equals(again)


def test_each_name_its_own_place_gives_the_same_counts(tmp_path):
    """Where no two names are one place, nothing is added up twice or lost."""
    path = tmp_path / "events.csv"
    path.write_text(ROWS, encoding="utf-8")
    with opened(path) as rows:
        engine.check(rows, LAYOUT, Problems(path))
        table = engine.counted(rows, LAYOUT, lambda names: {name: name for name in names})
    assert table["events"].sum() == 5
    assert table["dead"].tolist() == [0, 1, 0, 2, 3]


def test_no_number_of_rows_goes_beyond_what_a_sum_can_hold(tmp_path):
    """The largest number that is taken can stand in millions of rows; larger ones are refused, not lost in a sum."""
    rows, path = 10_000, tmp_path / "events.csv"

    def found(dead):
        path.write_text("day,where,kind,dead\n" + f"2020-02-01,Oman,b,{dead}\n" * rows, encoding="utf-8")
        with opened(path) as opened_rows:
            engine.check(opened_rows, LAYOUT, problems := Problems(path))
            table = engine.counted(opened_rows, LAYOUT, lambda names: {name: CODES[name] for name in names})
        return table["dead"].tolist(), problems.sentences[:1]

    assert found(MOST) == ([rows * MOST], [])
    assert 900_000_000 * MOST < 2**63
    assert found(MOST + 1)[1] == [f"row 2, column dead: '{MOST + 1}' is more than {MOST}"]
