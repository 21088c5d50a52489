"""Specification sets: which comparisons are admissible, what they weigh, and what a broken file is told."""

import copy
import math
import tomllib
from collections import namedtuple
from datetime import date, timedelta

import pytest
from anchored import at_once
from hypothesis import given, settings
from hypothesis import strategies as st
from test_series import dense, series

from verifier import checked
from verifier.comparisons import specifications
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.pairs import many_pairs
from verifier.comparisons.rules import Anchors, later_month
from verifier.comparisons.specifications import SETS, load_set
from verifier.errors import InputError
from verifier.window import Window

TEN_YEARS = dense([1] * 3653)
TEXT = (SETS / "change.toml").read_text(encoding="utf-8")


def anchors(period, baseline=None, latest="2029-12-31"):
    """Anchors from ISO text."""
    return Anchors(Window.parse(period), Window.parse(baseline) if baseline else None, date.fromisoformat(latest))


Made = namedtuple("Made", "after_option before_option after before weight")


def made(declared, anchors, series):
    """The admissible pairs as a list of records, the options by their ids."""
    _, found = many_pairs(declared, at_once([anchors]), ManySeries([series]))
    names = [
        [declared.ids(side)[at] for at in codes]
        for side, codes in (("after", found.after_option), ("before", found.before_option))
    ]
    return [Made(*row) for row in zip(*names, found.after.windows(), found.before.windows(), found.weight, strict=True)]


@settings(deadline=None, max_examples=60)
@given(start=st.dates(date(2020, 6, 1), date(2028, 1, 1)), length=st.integers(2, 1500), slack=st.integers(-400, 400))
def test_every_pair_is_admissible(start, length, slack):
    """No shared day, the baseline first, nothing past the latest day, everything covered, weights above zero."""
    period = Window(start, start + timedelta(days=length))
    latest = period.end + timedelta(days=slack)
    for pair in made(load_set(), Anchors(period, None, latest), TEN_YEARS):
        assert pair.before.end < pair.after.start
        assert pair.after.end <= latest
        assert TEN_YEARS.covers(pair.after)
        assert TEN_YEARS.covers(pair.before)
        assert 1e-6 <= pair.weight <= 1


def test_no_pair_stands_twice():
    """Two options that give the same windows are one comparison, with the heavier one's weight."""
    pairs = made(load_set(), anchors("2024", "2023"), TEN_YEARS)
    assert len({(pair.after, pair.before) for pair in pairs}) == len(pairs)
    assert pairs[0].after_option == pairs[0].before_option == "stated"


def test_the_claims_own_comparison_weighs_most():
    """Where a claim names both windows, its own comparison outweighs every other by far."""
    own, second = made(load_set(), anchors("2024", "2023"), TEN_YEARS)[:2]
    assert (own.after, own.before) == (Window.parse("2024"), Window.parse("2023"))
    assert own.weight == pytest.approx(1, abs=1e-4)  # 2024 is a day longer
    assert second.weight < 0.25


def test_since_an_event_compares_the_days_after_with_as_many_before():
    """“Since” a day: the whole period against as many days before it is among the heaviest."""
    pairs = made(load_set(), anchors("2024-08-15..2026-11-08"), TEN_YEARS)
    assert pairs[0].after == Window.parse("2024-08-15..2026-11-08")
    assert pairs[0].before == Window.parse("2024-08-15..2026-11-08").before()


def test_since_a_year_compares_the_latest_twelve_months_with_that_year():
    """“Since 2022” compares with 2022 first of all."""
    best = made(load_set(), anchors("2022-01-01..2026-06-30"), TEN_YEARS)[0]
    assert (best.after_option, best.before_option) == ("last-12-months", "year-named")
    assert best.before == Window.parse("2022")


def test_published_totals_are_compared_where_they_tile():
    """A series of yearly totals answers with its years only."""
    years = series([(f"{year}-01-01", f"{year}-12-31", 10) for year in range(2020, 2026)])
    pairs = made(load_set(), anchors("2023-08-15..2025-11-08"), years)
    assert {pair.after for pair in pairs} == {Window.parse("2024")}
    assert {pair.before for pair in pairs} >= {Window.parse("2022"), Window.parse("2020..2022")}


def test_the_digest_is_of_the_content_not_the_layout(tmp_path):
    """Comments and blank lines do not change the hash; a number does."""
    same = tmp_path / "same.toml"
    same.write_text("# another comment\n\n" + TEXT, encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(TEXT.replace("gap_years = 3.0", "gap_years = 2.0"), encoding="utf-8")
    assert load_set(same).digest == load_set().digest
    assert load_set(other).digest != load_set().digest


def fields(content):
    """Every place in a set that may be broken: its path, and a value it must not have."""
    for table in ("relevance", "definition", "outcome", "finding"):
        for name, value in content[table].items():
            for wrong in (0, -1, "much", math.inf, True) if not isinstance(value, list) else ("much", [0]):
                yield (table, name), wrong
    for side in ("after", "before"):
        for name in ("id", "label", "rule", "naturalness"):
            yield (side, 0, name), None
        yield (side, 0, "naturalness"), 1.5
        yield (side, 0, "rule"), "no-such-rule"
        yield (side, 1, "id"), content[side][0]["id"]
    yield ("after", 2, "months"), "12"
    yield ("before", 3, "years"), 1
    yield ("factors", "after"), "whatever"
    for name in ("name", "factors", "relevance", "after", "before", "finding"):
        yield (name,), None


@pytest.mark.parametrize(("path", "wrong"), list(fields(tomllib.loads(TEXT))), ids=str)
def test_a_broken_set_names_the_file_and_the_field(monkeypatch, tmp_path, path, wrong):
    """Each wrong value is refused with the file and the field."""
    content = copy.deepcopy(tomllib.loads(TEXT))
    place = content
    for step in path[:-1]:
        place = place[step]
    if wrong is None:
        del place[path[-1]]
    else:
        place[path[-1]] = wrong
    own = tmp_path / "own.toml"
    own.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(checked.tomllib, "loads", lambda _text: content)
    with pytest.raises(InputError, match=r"own\.toml:\d+:\d+: ") as caught:
        load_set(own)
    assert str(path[-1]) in str(caught.value)


def test_a_broken_number_is_told_with_its_line(tmp_path):
    """The line and the column of the value are those of the file."""
    own = tmp_path / "own.toml"
    own.write_text(TEXT.replace("near = 0.7", "near = 0"), encoding="utf-8")
    line = own.read_text(encoding="utf-8").splitlines().index("near = 0") + 1
    with pytest.raises(InputError, match=rf"own\.toml:{line}:8: near: 0 is not a number above zero"):
        load_set(own)


@pytest.mark.parametrize("path", sorted(specifications.SETS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_shipped_sets_have_no_faults(path):
    """They are not validated when they are loaded: here they are."""
    assert not specifications.faults(checked.load_marked_toml(path, "specification set"))


def test_a_set_that_is_no_toml_or_not_there(tmp_path):
    """A missing file lists the shipped sets; one that is no TOML says so."""
    with pytest.raises(InputError, match="the shipped sets are: change"):
        load_set(tmp_path / "nowhere.toml")
    (tmp_path / "bad.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.toml"):
        load_set(tmp_path / "bad.toml")


@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)), months=st.integers(-500, 500))
def test_months_are_added_within_the_calendar(day, months):
    """The month moves by that many, the day stays or becomes the month's last."""
    moved = later_month(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
