"""The shipped seeds, and the same facts told in other words, in other places, about other events."""

from __future__ import annotations

from datetime import date

import pytest

from verifier.claims.claim import Claim
from verifier.claims.document import read_document
from verifier.claims.reader import parse, read_claims
from verifier.resources import shipped
from verifier.window import Window

SINCE_TAKEOVER = Window(date(2021, 8, 15), date(2023, 11, 8))


def core(claim: Claim) -> tuple[object, ...]:
    return claim.kind, claim.form, claim.direction, claim.value, claim.unit, claim.measure


def test_the_seed_holds_two_claims_and_nothing_else() -> None:
    document = read_document(shipped("seeds") / "kakar-2023-11-08.md")
    claims = read_claims(document).claims
    assert [core(claim) for claim in claims] == [
        ("change", "pct_change", "up", 60.0, "percent", "terror attacks"),
        ("change", "pct_change", "up", 500.0, "percent", "suicide bombings"),
    ]
    for number, claim in enumerate(claims, start=1):
        assert claim.id == f"c{number}"
        assert document.text[claim.start : claim.end] == claim.text
        assert claim.speaker
        assert claim.speaker.endswith("Kakar")
        assert claim.baseline == "the Taliban's takeover of Afghanistan"
        assert claim.resolved.country == "PAK"
        assert claim.resolved.period == SINCE_TAKEOVER


def test_the_port_bulletin_holds_its_two_claims() -> None:
    claims = read_claims(read_document(shipped("seeds") / "port-bulletin-example.md")).claims
    assert [(claim.value, claim.direction, claim.measure, claim.resolved.country) for claim in claims] == [
        (40.0, "up", "pirate attacks", "NGA"),
        (pytest.approx(2 / 3), "down", "pirate attacks", "IDN"),
    ]
    assert claims[0].resolved.period == Window(date(2018, 1, 1), date(2018, 12, 31))
    assert claims[0].resolved.baseline == Window(date(2017, 1, 1), date(2017, 12, 31))
    assert claims[1].resolved.period == Window(date(2015, 1, 1), date(2019, 1, 31))


PARAPHRASES = {
    "per cent, verbs, the date before": """On 15 August 2021 the Taliban took Kabul.

Since the Taliban's takeover of Afghanistan, terror attacks in Pakistan have risen by 60 per cent and suicide bombings
by 500 per cent, Kakar said.""",
    "percent signs, the date after": """Kakar said terror attacks in Pakistan were up 60% and suicide bombings were up
500% since the Taliban seized power in Afghanistan.

The Taliban captured Kabul on August 15, 2021.""",
    "nouns with of": """According to Kakar, Pakistan has recorded an increase of 60 percent in terror attacks and a rise
of 500 percent in suicide bombings since the Taliban's return to power.

It was on 15 August 2021 that the Taliban returned to power in neighbouring Afghanistan.""",
    "two sentences": """The Taliban entered Kabul on 15 August 2021, ending twenty years of war.

"Terror attacks in Pakistan have increased by 60 percent since the Taliban's takeover of Afghanistan," Kakar said.
"Suicide bombings have risen by 500 percent since the Taliban's takeover," Kakar added.""",
    "jumped, curly quotes": """The Taliban took over Afghanistan on 15 August 2021.

“Terror attacks jumped 60 percent and suicide bombings 500 percent in Pakistan since the Taliban’s takeover of
Afghanistan,” said Anwaarul Haq Kakar.""",
}


@pytest.mark.parametrize("text", PARAPHRASES.values(), ids=PARAPHRASES.keys())
def test_the_same_facts_in_other_words_give_the_same_claims(text: str) -> None:
    claims = parse(text, published="2023-11-08")
    assert [core(claim) for claim in claims] == [
        ("change", "pct_change", "up", 60.0, "percent", "terror attacks"),
        ("change", "pct_change", "up", 500.0, "percent", "suicide bombings"),
    ] or (
        [core(claim)[:5] for claim in claims]
        == [
            ("change", "pct_change", "up", 60.0, "percent"),
            ("change", "pct_change", "up", 500.0, "percent"),
        ]
        and [(claim.measure or "").lower() for claim in claims] == ["terror attacks", "suicide bombings"]
    )
    for claim in claims:
        assert claim.resolved.period == SINCE_TAKEOVER
        assert claim.resolved.how["period"] == "document"
        assert claim.resolved.country == "PAK"
        assert (claim.speaker or "").endswith("Kakar")


def test_another_country_and_another_event() -> None:
    text = """Burkina Faso's army ousted President Kaboré on 24 January 2022.

Armed attacks in Burkina Faso have fallen by 15 percent since the army ousted Kaboré, the junta's spokesman said."""
    (claim,) = parse(text, published="2022-12-01")
    assert core(claim) == ("change", "pct_change", "down", 15.0, "percent", "Armed attacks")
    assert claim.resolved.country == "BFA"
    assert claim.resolved.period == Window(date(2022, 1, 24), date(2022, 12, 1))


def test_a_law_as_the_event() -> None:
    text = """Homicides in Jamaica dropped by a quarter since the new gun law came into force, police said.

The gun law took effect on 1 November 2022."""
    (claim,) = parse(text, published="2023-11-01")
    assert (claim.value, claim.direction, claim.measure) == (0.25, "down", "Homicides")
    assert claim.resolved.country == "JAM"
    assert claim.resolved.period == Window(date(2022, 11, 1), date(2023, 11, 1))


def test_an_event_of_the_front_matter() -> None:
    text = """---
published: 2020-03-01
events:
  the ceasefire: 2019-09-01
---
Rocket attacks on Israel are down 70 percent since the ceasefire, the army said."""
    (claim,) = parse(text)
    assert claim.resolved.period == Window(date(2019, 9, 1), date(2020, 3, 1))
    assert claim.resolved.how["period"] == "front matter"


def test_an_event_that_nobody_dates_stays_open() -> None:
    (claim,) = parse(
        "Burglaries in Oslo rose 12 percent since the bridge collapsed, police said.", published="2020-01-01"
    )
    assert claim.baseline == "the bridge collapsed"
    assert claim.resolved.period is None
    assert "period" not in claim.resolved.how


def test_two_dates_that_fit_equally_are_not_chosen_between() -> None:
    text = """The army toppled the government on 1 March 2019. The army toppled the government again on 9 July 2020.

Kidnappings in Freedonia rose 30 percent since the army toppled the government."""
    (claim,) = parse(text, published="2021-01-01")
    assert claim.resolved.period is None
