"""Every form of claim, one or more sentences each, and sentences that hold none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from verifier.claims.document import document
from verifier.claims.reader import parse, read_claims

# text, then for each claim: form, direction, value, unit, comparator, measure
FORMS = [
    ("Burglaries rose 10-15 percent.", ("pct_change", "up", (10.0, 15.0), "percent", "exact", "Burglaries")),
    ("A 12 percent fall in thefts was recorded.", ("pct_change", "down", 12.0, "percent", "exact", "thefts")),
    ("There was an increase of 7% in stabbings.", ("pct_change", "up", 7.0, "percent", "exact", "stabbings")),
    ("Robberies are up nearly 9 per cent.", ("pct_change", "up", 9.0, "percent", "approx", "Robberies")),
    (
        "Crime fell by 96 percent and arrests by 32 percent.",
        ("pct_change", "down", 96.0, "percent", "exact", "Crime"),
        ("pct_change", "down", 32.0, "percent", "exact", "arrests"),
    ),
    (
        "Violent crime was reduced to 62% of what it was in 1990.",
        ("to_pct_of_base", "down", 62.0, "percent_of_baseline", "exact", "Violent crime"),
    ),
    (
        "The number of burglaries in Leeds is one-half of what it was in 2001.",
        ("to_fraction_of_base", "down", 0.5, "fraction_of_baseline", "exact", "burglaries"),
    ),
    ("Gun deaths have fallen by a fifth.", ("fraction_change", "down", 0.2, "fraction", "exact", "Gun deaths")),
    ("Shootings were cut in half.", ("fraction_change", "down", 0.5, "fraction", "exact", "Shootings")),
    (
        "There were 524 events of one-sided violence in Nepal in 2004.",
        ("level", "none", 524.0, "count", "exact", "events of one-sided violence"),
    ),
    (
        "There were 9 thefts of three-wheeled cars.",
        ("level", "none", 9.0, "count", "exact", "thefts of three-wheeled cars"),
    ),
    ("There were 40 fewer homicides last year.", ("abs_change", "down", 40.0, "count", "exact", "homicides")),
    ("Hijackings more than tripled.", ("multiple", "up", 3.0, "times", "more_than", "Hijackings")),
    ("Knife attacks increased fivefold.", ("multiple", "up", 5.0, "times", "exact", "Knife attacks")),
    (
        "There were 166 more civilian deaths in clashes in the Democratic Republic of the Congo in 2016 than in 2014.",
        ("abs_change", "up", 166.0, "count", "exact", "civilian deaths"),
    ),
    (
        "There were three times more robberies in 2019 than in 2015.",
        ("multiple", "up", 3.0, "times", "exact", "robberies"),
    ),
    (
        "There were three times as many robberies in Lyon as in Nantes.",
        ("multiple_ratio", "up", 3.0, "times", "exact", "robberies"),
    ),
    (
        "Black people are five times as likely to be stopped as white people.",
        ("multiple_ratio", "up", 5.0, "times", "exact", "Black people"),
    ),
    (
        "Deaths of men outnumber those of women by 2½ to 1.",
        ("multiple_ratio", "up", 2.5, "times", "exact", "Deaths of men"),
    ),
    (
        "Arrests went from 3,773 to 3,176 respectively.",
        ("from_to", "down", (3773.0, 3176.0), "count", "exact", "Arrests"),
    ),
    (
        "Police recorded 87 murders, down from 114 the year before.",
        ("from_to", "down", (114.0, 87.0), "count", "exact", "murders"),
    ),
    (
        "The share of suicides rose by 5 percentage points.",
        ("pp_change", "up", 5.0, "percentage_point", "exact", "share of suicides"),
    ),
    ("The murder rate is the same as in 1968.", ("no_change", "none", None, None, "exact", "murder rate")),
    (
        "At least 30 people were killed.",
        ("level", "none", 30.0, "count", "at_least", "people"),
    ),
    (
        "Between 3,000 and 4,500 civilians were killed.",
        ("level", "none", (3000.0, 4500.0), "count", "exact", "civilians"),
    ),
    ("Attackers killed 12 people and injured at least 380.",
     ("level", "none", 12.0, "count", "exact", "people"),
     ("level", "none", 380.0, "count", "at_least", "people")),
    ("The death toll rose to 57.", ("level", "up", 57.0, "count", "exact", "death toll")),
    ("Dozens of soldiers were killed.", ("level_vague", "none", None, "count", "exact", "soldiers")),
    ("There are 10 to 15 attacks a day.", ("rate", "none", (10.0, 15.0), "per_day", "exact", "attacks")),
    (
        "The rate of violent crime fell to 379 per 100,000 people.",
        ("rate", "down", 379.0, "per_100000", "exact", "rate of violent crime"),
    ),
    ("A woman is killed every 36 hours.", ("rate", "none", 1.0, "per_36_hours", "exact", "woman")),
    (
        "More than half of the victims were children.",
        ("share_fraction", "none", 0.5, "fraction", "more_than", "victims"),
    ),
    ("90 percent of fires are set by people.", ("share_percent", "none", 90.0, "percent", "exact", "fires")),
    ("One in five prisoners has been attacked.", ("odds", "none", 0.2, "fraction", "exact", "prisoners")),
    ("Four of the 12 attackers were killed.", ("share_count", "none", 4.0, "count", "exact", "attackers")),
    ("It was the deadliest month in a decade.", ("rank", "up", 1.0, "rank", "exact", "month")),
    ("London had its second-highest number of stabbings.", ("rank", "up", 2.0, "rank", "exact", "stabbings")),
    ("Texas has the lowest crime rate since 1968.", ("rank", "down", 1.0, "rank", "exact", "crime rate")),
    ("Overdose deaths rose for the third year in a row.", ("trend", "up", None, None, "exact", "Overdose deaths")),
    ("The murder rate is on the rise.", ("trend", "up", None, None, "exact", "murder rate")),
    ("Deaths are higher than arrests.", ("qual_compare", "up", None, None, "exact", "Deaths")),
]  # fmt: skip


# One case a line: text, and of each claim form, direction, value, unit, comparator, measure; no claims where none is.
CASES = [json.loads(line) for line in (Path(__file__).parent / "form_cases.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_each_case_is_read(case: dict[str, object]) -> None:
    found = [
        [
            claim.form,
            claim.direction,
            list(claim.value) if isinstance(claim.value, tuple) else claim.value,
            claim.unit,
            claim.comparator,
            claim.measure,
        ]
        for claim in parse(str(case["text"]), published="2024-05-02")
    ]
    assert found == case["claims"]


@pytest.mark.parametrize("case", FORMS, ids=[str(case[0]) for case in FORMS])
def test_each_form_is_read(case: tuple[object, ...]) -> None:
    text, *expected = case
    found = [
        (claim.form, claim.direction, claim.value, claim.unit, claim.comparator, claim.measure)
        for claim in parse(str(text), published="2024-05-02")
    ]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "The 45-year-old was jailed for 12 years.",
        "He spent $3 million on 40 acres in 2019.",
        "Flight 370 left at 10.30 p.m. with 2 tonnes of cargo.",
        "Section 302 of the act and Proposition 47 were passed 52-48.",
        "The 9/11 attacks changed the law.",
        "Call 911 or visit https://example.org/60-percent-of-murders-2019.",
        "COVID-19 spread in 2020.",
        "The city cut taxes by 7 percent.",
        "Inflation rose by 5 percent in May 2022.",
        "The death fell within the convention.",
        "It took place on 11 September 2001.",
    ],
)
def test_numbers_that_count_no_incidents_are_no_claims_and_each_is_explained(text: str) -> None:
    found = read_claims(document(text))
    assert found.claims == []
    assert all(skipped.reason for skipped in found.skipped)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("It is not true that kidnappings rose by 30 percent.", "negated", True),
        ("Murders have not fallen by 20 percent.", "negated", True),
        ("Did violent crime fall by 50 percent?", "modality", "question"),
        ("The city is on track to have twice as many shootings as last year.", "modality", "forecast"),
        ("If nothing is done, overdoses would double within two years.", "modality", "hypothetical"),
        ("Under Mayor Jones, homicides dropped 20 percent.", "period", "Under Mayor Jones"),
        ("Since Florida passed the law, gun deaths have fallen by a fifth.", "baseline", "Florida passed the law"),
        ("Homicides rose year on year by 12 percent in May 2024.", "baseline", "year on year"),
        ("Attacks fell 20% compared with the same period last year.", "baseline", "the same period last year"),
        ("There were 1,200 arrests in the past two years.", "period", "the past two years"),
        ("Arrests rose 5 percent, according to the Home Office.", "speaker", "Home Office"),
        ("Attacks rose 5 percent, said the minister.", "speaker", "minister"),
        ("At least 30 people were killed in northern Nigeria.", "place", "northern Nigeria"),
        ("Iraqi deaths rose by 5 percent.", "place", "Iraqi"),
        ("Israeli troops killed two men.", "place", None),
    ],
)
def test_single_fields(text: str, field: str, value: object) -> None:
    (claim,) = parse(text, published="2024-06-02")
    assert getattr(claim, field) == value


def test_the_two_ends_of_a_change_carry_their_years() -> None:
    claim = parse("Suicide attacks decreased from 47 in 2013 to 15 in 2022.")[0]
    assert (claim.baseline, claim.period) == ("2013", "2022")


def test_a_pronoun_takes_the_last_name_that_spoke() -> None:
    claims = parse("Anna Berg, the minister, said arrests rose 5 percent.\n\nShe said murders fell by 3 percent.")
    assert [claim.speaker for claim in claims] == ["Anna Berg", "Anna Berg"]


@pytest.mark.parametrize(
    ("text", "period", "baseline"),
    [
        (
            "Attacks rose by 60pc since the government came to power in August 2021, he said.",
            "2021-08-01..2023-11-08",
            None,
        ),
        ("Attacks rose by 73 percent after the rebels took over on 15 August 2021.", "2021-08-15..2023-11-08", None),
        (
            "Raids rose by 51 percent in the year from 15 August 2021 to 14 August 2022 compared with a year earlier.",
            "2021-08-15..2022-08-14",
            "2020-08-15..2021-08-14",
        ),
        ("In 2022, Pakistan saw 262 attacks, up from 207 in 2021.", "2022-01-01..2022-12-31", "2021-01-01..2021-12-31"),
        ("Attacks rose by 79% in the first eleven months of 2023.", "2023-01-01..2023-11-30", None),
        ("Attacks rose by 79% last year, police said on Tuesday.", "2022-01-01..2022-12-31", None),
        (
            "Attacks rose by 12% in the first quarter of 2023 from a year earlier.",
            "2023-01-01..2023-03-31",
            "2022-01-01..2022-03-31",
        ),
    ],
)
def test_when_is_resolved_to_days(text: str, period: str, baseline: str | None) -> None:
    resolved = parse(text, published="2023-11-08")[0].resolved
    assert str(resolved.period) == period
    assert (str(resolved.baseline) if resolved.baseline else None) == baseline


def test_a_dateline_gives_the_country_and_the_day() -> None:
    text = """LAGOS, 3 May 2021 - Police met the press.

Kidnappings have risen by 40 percent since 1 January 2020, police said. Ghana and Benin watch closely."""
    (claim,) = parse(text)
    assert (claim.resolved.country, claim.resolved.how["country"]) == ("NGA", "document")
    assert str(claim.resolved.period) == "2020-01-01..2021-05-03"


def test_two_countries_and_nothing_to_choose_by_stay_open() -> None:
    (claim,) = parse("Kidnappings have risen by 40 percent.\n\nGhana met Benin.")
    assert claim.resolved.country is None
