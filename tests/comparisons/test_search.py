"""Where a number may come from: every pair of windows in whole months, and of published spans."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from test_series import FIRST, dense, series

from verifier.comparisons.rules import Anchors, later_month
from verifier.comparisons.search import searched
from verifier.comparisons.specifications import SpecificationSet, load_set
from verifier.errors import InputError
from verifier.window import Window

DAYS = np.random.default_rng(3).poisson(1.0, 1200).tolist()
PERIOD = Window(date(2022, 3, 15), date(2023, 2, 20))


def test_windows_of_months_are_those_of_the_obvious_loops():
    """Lengths, ends and distances one by one: the same windows, counts and sensibility."""
    declared = load_set()
    made = dense([*DAYS, 1])
    anchors = Anchors(PERIOD, None, date(2023, 1, 31))
    found = searched(declared, anchors, made)
    got = {
        (found.after.window(row), found.before.window(row)): (
            int(found.after_count[row]),
            int(found.before_count[row]),
            float(found.weight[row]),
        )
        for row in range(len(found))
    }
    search = declared.search
    wanted = {}
    for base in (date(2023, 2, 1), date(2023, 1, 15)):
        for w in {*search["lengths_months"], 11}:
            for t in range(-search["ends_months"], 1):
                for d in range(w, 60):
                    ends = [later_month(base, t), later_month(base, t - d)]
                    starts = [later_month(base, t - w), later_month(base, t - d - w)]
                    if starts[1] < FIRST:
                        continue
                    worth = math.prod(max(v for v, step in search["levels"] if n % step == 0) for n in (w, d))
                    near = ((w - 11) / search["length_width"]) ** 2 + (t / search["end_width"]) ** 2
                    near += ((d - 11) / search["distance_width"]) ** 2
                    pair = tuple(
                        Window(start, end - timedelta(days=1)) for start, end in zip(starts, ends, strict=True)
                    )
                    counts = (made.count(pair[0]).count, made.count(pair[1]).count)
                    wanted[pair] = (*counts, worth * math.exp(-near / 2))
    assert got.keys() == wanted.keys()
    for pair, numbers in wanted.items():
        assert got[pair] == pytest.approx(numbers, rel=1e-9)


def test_published_spans_are_paired():
    """Odd spans that a source gave totals for are tried against each other, the later one first."""
    made = series(
        [("2020-08-15", "2021-08-14", 165), ("2021-08-15", "2022-08-14", 250), ("2022-01-01", "2022-01-20", 9)]
    )
    anchors = Anchors(Window(date(2021, 8, 15), date(2022, 10, 1)), None, date(2022, 10, 1))
    found = searched(load_set(), anchors, made)
    pairs = {(int(found.after_count[row]), int(found.before_count[row])) for row in range(len(found))}
    assert pairs == {(250, 165)}


def test_windows_share_no_day_and_none_reaches_past_the_latest():
    """A later window that started before the earlier one ended would count days twice."""
    found = searched(load_set(), Anchors(PERIOD, None, date(2022, 9, 30)), dense([*DAYS, 1]))
    assert len(found)
    assert (found.before.ends < found.after.starts).all()
    assert found.after.ends.max() <= date(2022, 9, 30).toordinal()


@pytest.mark.parametrize(
    ("field", "value"),
    [("lengths_months", [0]), ("levels", [[1.0]]), ("levels", []), ("end_width", 0), ("distances_months", "many")],
)
def test_a_search_that_cannot_be_read_is_refused_by_name(tmp_path, field, value):
    """A wrong field of [search] is named."""
    text = (load_set.__globals__["SETS"] / "change.toml").read_text(encoding="utf-8")
    lines = [f"{field} = {value!r}" if line.startswith(f"{field} =") else line for line in text.splitlines()]
    (tmp_path / "mine.toml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match=rf"mine\.toml:\d+:\d+: {field}"):
        load_set(tmp_path / "mine.toml")


def test_a_set_without_a_search_uses_the_shipped_one():
    """[search] may be left out."""
    content = {name: value for name, value in load_set().content.items() if name != "search"}
    assert SpecificationSet("mine", content).search == load_set().search
