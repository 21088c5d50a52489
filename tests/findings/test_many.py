"""The verdict on a claim does not hang on what else is asked with it."""

import gc
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from anchored import at_once
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier import parse
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.rules import AFTER_RULES, BEFORE_RULES, Anchors
from verifier.comparisons.specifications import SETS, load_set
from verifier.errors import DataError, InputError
from verifier.findings import many
from verifier.findings.check import check
from verifier.findings.many import Asked, verdicts
from verifier.findings.outcome_shares import BEHIND
from verifier.findings.position import AGAINST
from verifier.findings.sentences import sentences
from verifier.window import Window

PLACES = ("Pakistan", "Myanmar", "Afghanistan", "Nigeria", "Indonesia", "Balochistan", "Denmark", "Atlantis")
GIVEN = ("PAK", "MLI", "WLD", "SMR", "the Sahel", "Texas")
MEASURES = (
    "terror attacks",
    "conflict deaths",
    "suicide attacks",
    "pirate attacks",
    "civilian deaths",
    "burglaries",
    "people injured",
)
SENTENCES = (
    "The number of {m} in {p} rose by 47 percent.",
    "The number of {m} in {p} fell by 47 percent.",
    "The number of {m} in {p} did not rise by more than 47 percent.",
    "The number of {m} in {p} rose by 470 percent.",
    "The number of {m} in {p} fell from 470 to 250.",
    "The number of {m} in {p} has been rising.",
    "The number of {m} in {p} was unchanged.",
    "The number of {m} in {p} fell for the third year in a row.",
    "There were nearly 47 {m} in {p} in 2016.",
    "More than 47 {m} happened in {p} in 2016.",
    "There were 47 {m} a month in {p} in 2015.",
    "There were 47 more {m} in {p}.",
    "In 2016, 47 percent of all {m} in the world were in {p}.",
    "The share of suicide attacks in {m} in {p} rose by 47 percentage points.",
    "There were twice as many {m} in {p} as in Afghanistan in 2016.",
    "It was the highest number of {m} in {p} on record.",
)
SAID = st.none() | st.dates(date(2009, 1, 1), date(2026, 6, 1))


@cache
def read(sentence, place, measure):
    """The claims of one sentence."""
    return parse(sentence.format(p=place, m=measure), published="2024-01-01")


@st.composite
def windows(draw):
    """A year, a half-year or any span."""
    year = draw(st.integers(1995, 2024))
    if draw(st.booleans()):
        return Window.parse(draw(st.sampled_from([f"{year}", f"{year}-01-01..{year}-06-30", f"{year}-03"])))
    start = draw(st.dates(date(1995, 1, 1), date(2024, 12, 31)))
    return Window(start, start + timedelta(days=draw(st.integers(0, 1500))))


@st.composite
def asked(draw):
    """Claims about one place and measure, said on other days of other periods, with other numbers."""
    place, measure = draw(st.sampled_from(PLACES)), draw(st.sampled_from(MEASURES))
    sentences = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5))
    found = []
    for claim in (claim for sentence in sentences for claim in read(sentence, place, measure)):
        period, baseline = draw(st.none() | windows()), draw(st.none() | st.none() | windows())
        value = draw(st.sampled_from([3.0, 12.0, 60.0, 99.0])) if claim.value == 47.0 else claim.value
        resolved = replace(claim.resolved, period=period, baseline=baseline)
        said = draw(SAID)
        found += [Asked(replace(claim, value=value, resolved=resolved), said)]
        if draw(st.booleans()):
            comparator = draw(st.sampled_from(["exact", "approx", "at_least", "at_most"]))
            found += [Asked(replace(claim, comparator=comparator, resolved=resolved, negated=True), said)]
    return draw(st.permutations(found))


def one_by_one(claims, datasets=None, **more):
    """The verdicts without any sharing of work."""
    return [one for claim in claims for one in verdicts([claim], datasets, **more)]


@settings(max_examples=60, deadline=None)
@given(asked())
def test_together_is_as_one_by_one(claims):
    """Every field of every verdict, in the order asked."""
    assert verdicts(claims) == one_by_one(claims)


@settings(max_examples=30, deadline=None)
@given(asked())
def test_a_verdict_is_the_row_of_a_check(claims):
    """Finding, shares, cautions and headline are those that a check of the claim has."""
    for one, verdict in zip(claims, verdicts(claims), strict=True):
        found = check(one.claim, said=one.said)
        row = found.headline if found.says_something else None
        assert (verdict.finding, verdict.reason, verdict.statistic) == (found.finding, found.reason, found.statistic)
        assert verdict.specifications == len(found.rows)
        for name in ("sufficient", "matches", "stronger", "weaker", "opposite", "compatible"):
            assert getattr(verdict, name) == getattr(found.shares, name)
        assert set(verdict.flags) == {flag.flag for flag in found.flags}
        assert verdict.datasets == tuple(sorted({source.dataset.id for source in found.sources}))
        for name in ("dataset", "definition", "after_start", "before_end", "after_count") if row else ():
            assert (getattr(verdict, name) or None) == (row[name] or None)


@settings(max_examples=30, deadline=None)
@given(asked())
def test_a_finding_is_told_by_counts_that_lie_on_its_side(claims):
    """“Overstated: … as claimed” and “Holds up: … against 47% claimed” are never said."""
    for one in claims:
        found = check(one.claim, said=one.said)
        if found.headline is None:
            continue
        outcome, said = found.headline["outcome"], sentences(found)
        lead = next(each.words for each in said if each.words.startswith(found.finding.value))
        if found.position in AGAINST:
            assert outcome in BEHIND[found.position]
            assert not lead.endswith("as claimed.")
        elif found.finding == "Holds up":
            assert outcome == "matches"


def test_a_finding_is_not_told_by_the_comparison_that_gives_the_number():
    """The comparison with the most weight gives more than three times as many, most of the others do not."""
    sentence = "Militant attacks in Pakistan have more than tripled since the Taliban seized Kabul in August 2021."
    (claim,) = parse(sentence, published="2025-01-08")
    found = check(claim, ["pips"])
    assert (found.finding, found.headline["outcome"]) == ("Overstated", "weaker")
    assert found.rows["outcome"].iloc[0] == "matches"


@settings(max_examples=15, deadline=None)
@given(
    asked(),
    st.sampled_from(GIVEN),
    st.none() | st.dates(date(2014, 1, 1), date(2025, 1, 1)),
)
def test_a_place_and_a_day_for_all(claims, place, known_on):
    """What is given for the whole call goes to every claim; a place that no dataset has is no error."""
    given = {"place": place, "known_on": known_on}
    assert verdicts(claims, ["ucdp-ged", "pips", "ucdp-country-year"], **given) == one_by_one(
        claims, ["ucdp-ged", "pips", "ucdp-country-year"], **given
    )


@settings(max_examples=10, deadline=None)
@given(asked(), st.sampled_from(sorted(path.stem for path in SETS.glob("*.toml"))))
def test_a_set_for_all(claims, name):
    """Under one set, of which most claims are not what it is for; one of them has very many comparisons."""
    assert verdicts(claims[:4], specifications=name) == one_by_one(claims[:4], specifications=name)


def test_many_of_one_question(monkeypatch):
    """Numbers of one question, more than are looked at in one go, each with its own verdict in the order asked."""
    monkeypatch.setattr("verifier.findings.outcome_shares.MOST_ROWS", 100)
    monkeypatch.setattr(many, "MOST_CLAIMS", 7)
    claim = replace(read(SENTENCES[0], "Pakistan", "terror attacks")[0])
    resolved = replace(claim.resolved, period=Window.parse("2022"))
    several = [
        Asked(replace(claim, value=float(value), resolved=resolved), date(2023, 1, 1) + timedelta(days=value))
        for value in range(5, 35)
    ]
    found = verdicts(several)
    assert found == one_by_one(several)
    assert len({one.finding for one in found}) > 1
    assert all(one.specifications for one in found)


def test_days_part_claims_only_where_they_decide_what_answers(monkeypatch):
    """Piracy off Somalia until 2014 is counted otherwise: claims of these years, and those of later ones, ask once."""
    asked, answers = [], many.answers
    monkeypatch.setattr(many, "answers", lambda *given: asked.append(given) or answers(*given))
    claim = read(SENTENCES[0], "Somalia", "pirate attacks")[0]
    windows = [Window.parse(str(year)) for year in (2009, 2012, 2016, 2018, 2019)]
    several = [Asked(replace(claim, resolved=replace(claim.resolved, period=one)), date(2021, 1, 1)) for one in windows]
    found = verdicts(several)
    assert len(asked) == 2
    assert [one.specifications > 0 for one in found] == [False, False, True, True, True]
    assert found == one_by_one(several)


def test_few_questions_at_a_time(monkeypatch):
    """A batch of one question each gives the same as one of all."""
    claim = read(SENTENCES[0], "Pakistan", "terror attacks")[0]
    several = [Asked(claim, date(2015, 1, 1) + timedelta(days=31 * month)) for month in range(40)]
    together = verdicts(several)
    monkeypatch.setattr("verifier.findings.many_questions.FIRST_QUESTIONS", 1)
    monkeypatch.setattr("verifier.findings.many_questions.WANTED_ROWS", 1)
    assert verdicts(several) == together
    assert len({one.after_start for one in together}) > 3


def test_few_series_at_a_time(monkeypatch):
    """Claims about many places, each place looked at by itself, give the same as all places together."""
    several = [
        Asked(claim, date(2016, 5, 1) + timedelta(days=100 * at))
        for sentence in (SENTENCES[0], SENTENCES[7], SENTENCES[8], SENTENCES[12], SENTENCES[15])
        for at, place in enumerate(PLACES)
        for claim in read(sentence, place, "conflict deaths")
    ]
    together = verdicts(several)
    monkeypatch.setattr(many, "MOST_DAYS", 1)
    monkeypatch.setattr("verifier.comparisons.ranking.AT_ONCE", 50)
    assert verdicts(several) == together
    assert len({one.counted_place for one in together}) > 4
    assert {one.statistic for one in together if one.specifications} == {"ratio", "run", "count", "share", "rank"}


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_collected_afterwards_as_before(collecting):
    """Also where something went wrong."""
    claims = [Asked(one, date(2024, 1, 1)) for one in read(SENTENCES[0], "Pakistan", "terror attacks")]
    try:
        (gc.enable if collecting else gc.disable)()
        verdicts(claims)
        assert gc.isenabled() == collecting
        with pytest.raises(AttributeError):
            verdicts([Asked(None, None)])
        assert gc.isenabled() == collecting
    finally:
        gc.enable()


def test_no_claims_and_what_is_wrong_for_all():
    """Nothing asked is nothing found; an unknown dataset or set is an error, as it is for one claim."""
    assert verdicts([]) == []
    with pytest.raises(DataError, match="no dataset 'nowhere'"):
        verdicts([], ["nowhere"])
    with pytest.raises(InputError, match="nowhere"):
        verdicts([], specifications="nowhere")


def test_an_error_names_its_claim(monkeypatch):
    """What goes wrong with one of many claims says with which."""
    claims = [Asked(one, date(2024, 1, 1)) for one in read(SENTENCES[0], "Pakistan", "terror attacks")]
    bad = replace(claims[0].claim, id="the-bad-one", counted="conflict deaths")

    def failing(plan, *given):
        if plan.claim.measure == "conflict deaths":
            raise ZeroDivisionError("made up")
        return answers(plan, *given)

    answers = many.answers
    monkeypatch.setattr(many, "answers", failing)
    with pytest.raises(ZeroDivisionError, match="made up") as caught:
        verdicts([*claims, Asked(bad, None)])
    assert any("the-bad-one" in note for note in caught.value.__notes__)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(windows(), st.none() | windows(), st.dates(date(1990, 1, 1), date(2026, 1, 1))), min_size=1))
def test_windows_of_many_claims_are_those_of_each(several):
    """Every rule of every shipped set gives a claim the windows that it gives it alone, in the same order."""
    each = [Anchors(period, baseline, latest) for period, baseline, latest in several]
    together = at_once(each)
    series = ManySeries([made_up()])
    content = load_set("change").content
    for option in content["after"]:
        owner, spans = AFTER_RULES[option["rule"]](together, series, option)
        assert (np.diff(owner) >= 0).all()
        alone = [AFTER_RULES[option["rule"]](at_once([one]), series, option)[1].windows() for one in each]
        assert [spans.take(owner == at).windows() for at in range(len(each))] == alone
        for rule in content["before"]:
            rows, before = BEFORE_RULES[rule["rule"]](together, owner, spans, rule)
            for at, one in enumerate(each):
                mine = spans.take(owner == at)
                zeros = np.zeros(len(mine), dtype=np.int64)
                _, wanted = BEFORE_RULES[rule["rule"]](at_once([one]), zeros, mine, rule)
                chosen = before.take(owner[rows] == at)
                assert (chosen.starts.tolist(), chosen.ends.tolist()) == (wanted.starts.tolist(), wanted.ends.tolist())


@cache
def made_up():
    """A series with coverage of its own."""
    claim = read(SENTENCES[0], "Pakistan", "terror attacks")[0]
    return check(claim, ["ucdp-ged"], said=date(2022, 1, 1)).sources[0].series
