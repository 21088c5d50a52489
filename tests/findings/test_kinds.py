"""Every kind of claim against made-up datasets of known truth, and against the shipped ones."""

import json
from dataclasses import replace
from datetime import date

import pytest

from verifier.charts.specification_curve import specification_curve
from verifier.claims.reader import parse
from verifier.findings.check import check
from verifier.incidents.own.importing import import_file
from verifier.reports import blocks, drawings, first_screen, terminal
from verifier.window import Window

SAID = date(2024, 1, 10)


@pytest.fixture
def thefts(tmp_path):
    """Import bicycle thefts in Denmark, so many a month spread over its days, by (year, month) or by year."""

    def make(months, dataset_id="thefts", measure="bicycle thefts", country="DNK", published=date(2024, 1, 5)):
        lines = ["day,number"]
        for (year, month), number in months.items():
            lines += [
                f"{date(year, month, 1 + at)},{number // 28 + (at < number % 28)}" for at in range(min(28, number))
            ]
        path = tmp_path / f"{dataset_id}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        years = sorted({year for year, _ in months})
        import_file(
            path,
            dataset_id=dataset_id,
            measure=measure,
            mapping={"date": "day", "count": "number"},
            country=country,
            published=published,
            coverage=Window.parse(f"{years[0]}..{years[-1]}"),
        )

    return make


def steady(rates):
    """So many a month in each year."""
    return {(year, month): rate for year, rate in rates.items() for month in range(1, 13)}


def checked(text, datasets=("thefts",), said=SAID, **options):
    """The check of the one claim of a text."""
    (claim,) = parse(text, published=said)
    found = check(claim, datasets, said=said, **options)
    json.dumps(found.to_dict(), allow_nan=False)
    return found


def flags(found):
    return {flag.flag for flag in found.flags}


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("At least 110 bicycle thefts were recorded in Denmark in 2023.", "Holds up"),
        ("There were 120 bicycle thefts in Denmark in 2023.", "Holds up"),
        ("There were 300 bicycle thefts in Denmark in 2023.", "Overstated"),
        ("There were 30 bicycle thefts in Denmark in 2023.", "Understated"),
        ("At most 120 bicycle thefts were recorded in Denmark in 2023.", "Holds up"),
        ("More than 140 bicycle thefts were recorded in Denmark in 2023.", "Overstated"),
        ("There were ten bicycle thefts a month in Denmark in 2023.", "Holds up"),
        ("There were three bicycle thefts a day in Denmark in 2023.", "Overstated"),
        ("There was one bicycle theft every three days in Denmark in 2023.", "Holds up"),
        ("There were 60 more bicycle thefts in Denmark in 2023 than in 2022.", "Holds up"),
        ("There were 300 more bicycle thefts in Denmark in 2023 than in 2022.", "Overstated"),
        ("There were 60 fewer bicycle thefts in Denmark in 2023 than in 2022.", "Contradicted"),
        ("Bicycle thefts in Denmark rose for the third year in a row in 2023.", "Holds up"),
        ("Bicycle thefts in Denmark fell for the second year in a row in 2023.", "Contradicted"),
        ("Bicycle thefts in Denmark were the highest since 2019 in 2023.", "Holds up"),
        ("Bicycle thefts in Denmark were the lowest since 2019 in 2023.", "Contradicted"),
    ],
)
def test_the_truth_of_each_kind_is_found(thefts, text, finding):
    """120 thefts in 2023, ten a month, after 60 in 2022, 48, 36 and 240 in the years before."""
    thefts(steady({2019: 20, 2020: 3, 2021: 4, 2022: 5, 2023: 10}))
    found = checked(text)
    assert found.finding == finding
    assert found.sentence.startswith(finding)
    assert found.counter_comparisons or found.supporting_comparisons or found.shares.stronger
    assert bool(found.fair_statement) == (found.effective_comparisons >= 2)


def test_a_level_has_no_baseline(thefts):
    """The table keeps the contract's columns, with null where there is no baseline and no ratio."""
    thefts(steady({2022: 5, 2023: 10}))
    found = checked("There were 120 bicycle thefts in Denmark in 2023.")
    row = found.headline
    assert (row["after_count"], row["value"], row["statistic"]) == (120, 120, "count")
    assert found.table["before_start"].isna().all()
    assert found.table["ratio"].isna().all()
    out = found.to_dict()["supporting_comparisons"][0]
    assert out["before_start"] is out["before_count"] is out["ratio"] is out["before_option"] is None
    assert out["after_start"] == "2023-01-01"


def test_a_window_with_part_of_the_period_is_only_a_lower_bound(thefts):
    """Data to the end of 2022 cannot say that a number since 2021 was not reached; they can say that it was. A period
    that is named to its end is not answered by a part of it.
    """
    thefts(steady({2021: 5, 2022: 5}))
    assert checked("There were 150 bicycle thefts in Denmark since 2021.").finding == "Not checkable"
    named = checked("At least 100 bicycle thefts were recorded in Denmark between 2021 and 2023.")
    assert named.finding == "Not checkable"
    assert "has no counts of bicycle thefts for 2021 to 2023" in named.abstained[0].why
    low = checked("At least 100 bicycle thefts were recorded in Denmark since 2021.")
    assert low.finding == "Holds up"
    assert "lower bound" in flags(low)


def test_a_change_since_a_year_compares_the_latest_year_with_it(thefts):
    """ "Have doubled since 2019" compares 2023 with 2019; an end that nobody named is never firm."""
    thefts(steady({2018: 50, 2019: 20, 2020: 90, 2021: 90, 2022: 90, 2023: 40}))
    found = checked("Bicycle thefts in Denmark have doubled since 2019.")
    assert (found.finding, found.headline["after_count"], found.headline["before_count"]) == ("Holds up", 480, 240)
    wrong = checked("Bicycle thefts in Denmark have risen by 400 percent since 2019.")
    assert wrong.finding == "Leans overstated"
    assert "names no year" in wrong.sentence
    (assumed,) = (flag.detail for flag in wrong.flags if flag.flag == "assumed")
    assert "compared with 2019" in assumed


def test_a_change_over_past_years_compares_the_latest_year_with_so_many_before(thefts):
    """ "Over the past four years", said in January 2024: 2023 with 2019, not four years with the four before."""
    thefts(steady({2015: 90, 2019: 20, 2020: 90, 2021: 90, 2022: 90, 2023: 40}))
    found = checked("Bicycle thefts in Denmark have doubled over the past four years.")
    assert (found.finding, found.headline["after_count"], found.headline["before_count"]) == ("Holds up", 480, 240)


def test_a_change_since_a_month_or_a_day_goes_on_from_there(thefts):
    """ "Since March 2021" begins with that month, and the time from it on is compared with the time before."""
    thefts(steady({2019: 20, 2020: 20, 2021: 40, 2022: 40, 2023: 40}))
    found = checked("Bicycle thefts in Denmark have doubled since March 2021.")
    assert found.claim.resolved.period.start == date(2021, 3, 1)
    assert found.headline["before_end"] < date(2021, 3, 1)


def test_a_rank_counts_among_windows_of_its_length(thefts):
    """March 2021 had more than any other month; a rank names how many months it was ranked among."""
    thefts(steady({2019: 5, 2020: 5, 2021: 5, 2022: 5}) | {(2021, 3): 30})
    (claim,) = parse("March 2021 was the month with the highest number of bicycle thefts in Denmark since 2019.",
                     published=SAID)  # fmt: skip
    found = check(claim, ["thefts"], said=SAID)
    assert found.headline["value"] == 1
    assert found.headline["among"] <= 27
    assert found.headline["before_count"] == 5
    assert found.finding == "Holds up"


def test_ties_are_stated(thefts):
    """Two years with the same count share the first rank, and a flag says so."""
    thefts(steady({2020: 5, 2021: 10, 2022: 3, 2023: 10}))
    found = checked("Bicycle thefts in Denmark were the highest since 2020 in 2023.")
    assert found.headline["value"] == 1
    assert "tie" in flags(found)


def test_a_rank_is_by_counts(thefts):
    """27 in a year against 28 in another is second, whatever chance could have made of it."""
    thefts({(2020, 1): 20, (2021, 1): 27, (2022, 1): 28, (2023, 1): 27})
    found = checked("Bicycle thefts in Denmark were the highest since 2019 in 2023.")
    assert found.headline["value"] == found.headline["interval_low"] == found.headline["interval_high"] == 2
    assert (found.shares.matches, found.shares.compatible) == (0, 0)
    assert "chance" not in found.sentence


def test_a_day_is_ranked_among_days(thefts):
    """The most thefts in a day are looked for on every day since, not on one day of each month."""
    thefts(steady({2019: 5, 2020: 5, 2021: 5, 2022: 5}) | {(2021, 3): 28 * 3, (2021, 6): 28 * 4})
    for text, day, better in (("5 June 2021", date(2021, 6, 5), 0), ("1 February 2021", date(2021, 2, 1), 0),
                              ("5 July 2021", date(2021, 7, 5), 2 * 28)):  # fmt: skip
        found = checked(f"{text} was the day with the most bicycle thefts in Denmark since 2019.")
        assert (found.headline["after_start"], found.headline["after_end"]) == (day, day)
        assert found.headline["among"] == (day - date(2019, 12, 31)).days
        assert found.headline["value"] == 1 + better


def test_a_day_that_is_not_named_is_not_ranked(thefts):
    """ "The day with the most thefts since 2019" does not say which day: no month or year stands in for it."""
    thefts(steady({2019: 5, 2020: 5, 2021: 5, 2022: 5, 2023: 5}))
    found = checked("Denmark had its deadliest day for bicycle thefts since 2019.")
    assert found.headline is None


@pytest.mark.parametrize(
    ("first", "text", "ranked"),
    [
        (2014, "in a decade", 10),
        (2015, "in a decade", None),
        (2019, "in five years", 5),
        (2020, "in five years", None),
        (2019, "since 2018", 5),
        (2020, "since 2018", None),
    ],
)
def test_every_year_of_the_stretch_said_is_counted(thefts, first, text, ranked):
    """A decade is the ten years that end with it, "since 2018" begins after 2018; data that begin later say nothing."""
    thefts(steady(dict.fromkeys(range(first, 2024), 5) | {2023: 9}))
    found = checked(f"Bicycle thefts in Denmark were the highest {text} in 2023.")
    if ranked is None:
        assert found.finding == "Not checkable"
        return
    assert found.headline["among"] == ranked
    assert found.finding == "Holds up"
    said = found.rows["before_option"].isin(["years-named", "after-the-year-named"])
    assert found.rows["weight"][said].sum() >= 0.8


def test_a_share_needs_part_and_whole_of_one_dataset(thefts):
    """Hijackings are 4 of Indonesia's 111 pirate attacks of 2015; a dataset with no such part says so."""
    found = checked("A third of pirate attacks in Indonesia in 2015 were hijackings.", ["pirates"])
    row = found.headline
    assert (row["after_count"], row["before_count"]) == (4, 111)
    assert row["value"] == pytest.approx(4 / 111)
    assert found.finding == "Overstated"
    assert "counted 4 ships hijacked by pirates off Indonesia in 2015" in found.sentence
    assert "of 111 pirate attacks" in found.sentence
    thefts(steady({2023: 10}))
    lacking = checked("A third of bicycle thefts in Denmark in 2023 were burglaries.")
    assert "no part of that" in lacking.abstained[0].why


def test_percentage_points_are_a_difference_of_two_shares():
    """The share of suicide attacks among PIPS's attacks: part and whole of both windows give the points."""
    text = "The share of suicide attacks rose by 3 percentage points in Pakistan in 2023 compared with 2022."
    found = checked(text, ["pips"])
    assert found.statistic == "points"
    own = found.table.iloc[0]
    source = found.sources[0]
    windows = [Window(own[f"{side}_start"].date(), own[f"{side}_end"].date()) for side in ("after", "before")]
    whole = [source.other.count(window).count for window in windows]
    expected = 100 * (own["after_count"] / whole[0] - own["before_count"] / whole[1])
    assert own["value"] == pytest.approx(expected)


def test_two_places_are_compared_in_the_same_window():
    """Indonesia against Nigeria, by the same definition and window."""
    found = checked("There were twice as many pirate attacks in Indonesia as in Nigeria in 2015.", ["pirates"])
    row = found.headline
    assert found.statistic == "sides"
    assert row["value"] == pytest.approx(row["after_count"] / row["before_count"])
    assert row["before_start"] is None
    assert "Nigeria" in found.sentence


def test_regions_are_told_apart_only_where_the_dataset_does():
    """UCDP GED says in which province an event was; PICSS does not, and abstains with that reason."""
    text = "There were twice as many terror attacks in Balochistan as in Sindh in 2020."
    found = checked(text, ["ucdp-ged", "picss"])
    assert [one.dataset for one in found.abstained] == ["picss"]
    assert "counts Pakistan as a whole, and has nothing for Balochistan." in found.abstained[0].why
    assert (found.headline["after_count"], found.headline["before_count"]) == (35, 4)


def test_a_claim_on_a_region_is_not_checked_against_the_country():
    """Where one dataset has the region, those that count the whole country abstain; where none has, all do."""
    text = "Terror attacks in {} rose by 60 percent in 2020 compared with 2019."
    found = checked(text.format("Balochistan"), ["ucdp-ged", "pips"])
    assert (found.headline["after_count"], found.headline["before_count"]) == (35, 16)
    assert "counts Pakistan as a whole, and has nothing for Balochistan" in found.abstained[0].why
    assert checked(text.format("Balochistan"), ["pips"]).finding == "Not checkable"
    assert checked(text.format("Pakistan"), ["pips"]).sources


def test_a_rate_per_population_is_divided_by_the_people_of_that_year(thefts):
    """120 thefts among the 5.9 million people of Denmark are 2.0 per 100,000; bare deaths still have no cause."""
    thefts(steady({2022: 5, 2023: 10}))
    text = "There were {} bicycle thefts per 100,000 people in Denmark in 2023."
    assert checked(text.format("2.0"), ["thefts"]).finding == "Holds up"
    assert checked(text.format("4.0"), ["thefts"]).finding == "Overstated"
    found = checked("There were 10 deaths per 100,000 people in Pakistan in 2019.", ["ucdp-ged"])
    assert found.finding == "Not checkable"


def test_quoted_levels_are_held_against_the_counts(thefts):
    """From 100 to 200 is a doubling, as was that from 60 to 120: roughly right, and a flag names the counts."""
    thefts(steady({2021: 5, 2022: 5, 2023: 10}))
    text = "Bicycle thefts in Denmark rose from {} in 2022 to {} in 2023."
    (told,) = (flag for flag in checked(text.format(100, 200)).flags if flag.flag == "levels")
    assert "60 and 120" in told.detail
    assert checked(text.format(100, 200)).finding == "Roughly right"
    assert checked(text.format(60, 120)).finding == "Holds up"
    assert "levels" not in flags(checked(text.format(60, 120)))


def test_the_support_of_a_trend_is_the_share_of_pairs_that_bear_it(thefts):
    """2, 5, 4, 6, 10 a month: nine of the ten pairs of years rise, and three of the four steps."""
    thefts(steady({2019: 2, 2020: 5, 2021: 4, 2022: 6, 2023: 10}))
    found = checked("Bicycle thefts in Denmark have risen since 2019.")
    (support,) = found.to_dict()["trend"]
    assert (support["bearing"], support["pairs"], support["support"]) == (9, 10, 0.9)
    assert support["steps"] == [True, False, True, True]
    assert "9 are a rise" in found.sentence


def test_the_set_follows_the_kind_and_a_wrong_one_is_refused(thefts):
    """With no set named the claim's kind chooses; a set for another kind gives no finding, and says which would."""
    thefts(steady({2022: 5, 2023: 10}))
    level = "There were 120 bicycle thefts in Denmark in 2023."
    assert checked(level).specifications.name == "level"
    other = checked(level, specifications="change")
    assert other.finding == "Not checkable"
    assert "'level'" in other.sentence
    change = "Bicycle thefts in Denmark rose by 100 percent in 2023 compared with 2022."
    assert checked(change).to_dict() == checked(change, specifications="change").to_dict()


def test_attacks_are_never_averaged_with_deaths():
    """One measure that a dataset answers in two units: the unit the words name is kept, the rest listed."""
    found = checked("At least 100 people were killed in terror attacks in Pakistan in 2020.", None)
    assert {one.definition.unit for one in found.sources} == {"deaths"}
    attacks = checked("There were 100 terror attacks in Pakistan in 2020.", None)
    assert {one.definition.unit for one in attacks.sources} == {"incidents"}


def test_two_units_for_the_same_words_are_two_questions(thefts):
    """Violence counted as events and as deaths: one of them answers, the other is named as another question."""
    thefts(steady({2022: 5, 2023: 10}), dataset_id="by-event", measure="violence", country="DNK")
    from verifier.findings.same_unit import one_question
    from verifier.findings.sources import ask
    from verifier.incidents.catalogue import load
    from verifier.questions.asked_place import asked_place

    (claim,) = parse("Violence in Pakistan rose by 60 percent in 2020.", published=SAID)
    sources, _ = ask(load("ucdp-ged"), claim, asked_place(claim), None)
    deaths, _ = ask(load("ucdp-country-year"), replace(claim, measure="deaths in violence"), asked_place(claim), None)
    kept, others = one_question(sources + deaths, claim)
    assert {one.definition.unit for one in kept} == {"incidents"}
    assert {one.definition.unit for one in others} == {"deaths"}


def test_what_was_known_on_the_day_stands_beside_what_is_known_now():
    """PICSS's 2022 count was restated after the speech: then and now are both given, in every output."""
    found = checked("There were 376 militant attacks in Pakistan in 2022.", ["picss"], said=date(2023, 11, 8))
    assert found.then is not None
    out = found.to_dict()["then"]
    assert out["known_on"] == "2023-11-08"
    assert (found.then.headline["after_count"], found.headline["after_count"]) == (376, 380)
    assert out["finding"] == "Holds up"
    then = "On 8 November 2023, with the figures published by then, the finding was “Holds up”."
    assert then in " ".join(terminal.check(found).split())
    assert then in first_screen.answer(found).html
    asked_then = checked("There were 376 militant attacks in Pakistan in 2022.", ["picss"], said=date(2023, 11, 8),
                         known_on=date(2023, 11, 8))  # fmt: skip
    assert asked_then.then is None
    assert out["shares"] == asked_then.to_dict()["shares"]


def test_no_then_where_nothing_was_published_or_nothing_changed(thefts):
    """A dataset published after the day has no then; one published before it has the same answer."""
    thefts(steady({2022: 5, 2023: 10}))
    text = "There were 120 bicycle thefts in Denmark in 2023."
    assert checked(text, said=date(2024, 1, 4)).to_dict()["then"] is None
    assert checked(text, said=date(2024, 1, 10)).to_dict()["then"] is None


KINDS = [
    "There were 120 bicycle thefts in Denmark in 2023.",
    "There were ten bicycle thefts a month in Denmark in 2023.",
    "There were 60 more bicycle thefts in Denmark in 2023 than in 2022.",
    "Bicycle thefts in Denmark rose for the third year in a row in 2023.",
    "Bicycle thefts in Denmark were the highest since 2019 in 2023.",
    "Bicycle thefts in Denmark have been rising since 2020.",
]


@pytest.mark.parametrize("text", KINDS)
def test_every_kind_can_be_shown(thefts, text):
    """Charts, tables and text of each kind are made without an error, and name the finding."""
    thefts(steady({2019: 20, 2020: 3, 2021: 4, 2022: 5, 2023: 10}))
    found = checked(text)
    assert specification_curve(found).png()
    assert drawings.counts(found).chart.png()
    assert found.finding.value in specification_curve(found).title
    assert "nan" not in blocks.comparisons(found).html.lower()
    assert found.finding.value in terminal.check(found)


@pytest.mark.parametrize(
    "text",
    [
        "A third of pirate attacks in Indonesia in 2015 were hijackings.",
        "There were twice as many pirate attacks in Indonesia as in Nigeria in 2015.",
    ],
)
def test_shares_and_groups_can_be_shown(text):
    """A second series in place of a baseline does not break a chart or a table."""
    found = checked(text, ["pirates"])
    assert specification_curve(found).png()
    assert drawings.counts(found).chart.png()
    assert "nan" not in blocks.comparisons(found).html.lower()


def test_an_imported_dataset_gives_as_full_an_answer(thefts):
    """The same fields are filled for a file of the user's as for the shipped data."""
    thefts(steady(dict.fromkeys(range(2008, 2023), 5) | {2023: 8}))
    own = checked("Bicycle thefts in Denmark rose by 60 percent in 2023 compared with 2022.").to_dict()
    pirates = checked(
        "Pirate attacks in Indonesia rose by 60 percent in 2013 compared with 2012.", ["pirates"], said=date(2014, 2, 1)
    ).to_dict()
    for name, value in own.items():
        if name not in ("then", "decisive_choice", "trend", "other_questions", "abstained", "flags"):
            assert value not in (None, [], {}) or pirates[name] == value, name
            assert (pirates[name] is None) == (value is None), name


def test_a_year_without_counts_is_not_ranked_by_another(thefts):
    """Data to the end of 2022 say nothing of the rank of 2023."""
    thefts(steady({2019: 5, 2020: 5, 2021: 5, 2022: 10}))
    found = checked("Bicycle thefts in Denmark were the highest since 2019 in 2023.")
    assert found.finding == "Not checkable"


@pytest.mark.parametrize(
    "text",
    [
        "Attacks in Pakistan fell by 500 percent in 2022.",
        "In 2022 3,500% of attacks in Pakistan were suicide bombings.",
    ],
)
def test_what_no_counts_can_give_is_not_checkable(text):
    """Nothing is held against an interval that is empty; the reason says so."""
    (claim, *_) = parse(text, "2023-02-01")
    found = check(claim, ["pips"])
    assert found.finding == "Not checkable"
    assert "no counts can give" in found.reason


def test_since_a_year_is_asked_of_the_newest_release():
    """The FBI's release of 2024 takes the years that it does not restate from the one before."""
    found = checked("Violent crime in the United States has fallen since 1991.", ["fbi-estimated-crimes"])
    assert found.finding != "Not checkable"
    assert {row["vintage"] for row in found.table.to_dict("records")} == {"2024"}


def test_a_rate_is_told_as_readers_know_it():
    """Tables of rates hold whole numbers per 100 million people; every sentence gives them per 100,000."""
    text = "El Salvador's homicide rate was 103 per 100,000 in 2015."
    (claim,) = parse(text, published=date(2025, 3, 12))
    found = check(claim, ["homicide-rates"])
    assert "107.6 intentional homicides per 100,000 people" in found.sentence
    assert "against 103 per 100,000 people claimed" in found.sentence
    assert "million" not in found.sentence
