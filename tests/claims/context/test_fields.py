"""Place, period, baseline and speaker of a claim, word for word, on sentences of our own."""

from __future__ import annotations

import pytest

from verifier.claims.claim import Claim
from verifier.claims.reader import parse


def first(text: str) -> Claim:
    found = parse(text)
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # All that belongs to the name, and nothing else.
        ("Nine people were killed outside a crowded Lima bus station.", "Lima bus station"),
        ("Four miners were killed in Yanga province on Friday.", "Yanga province"),
        ("Burglaries rose by 7 percent in the city of Marseille.", "city of Marseille"),
        ("Two guards were killed in the northern Peruvian province of Tumbes.", "northern Peruvian province of Tumbes"),
        ("Six people died at Orly Airport.", "Orly Airport"),
        ("Six people died in a fire at the Bonga refugee camp in Sudan.", "Bonga refugee camp in Sudan"),
        (
            "Eight people were killed in an attack on the Cedar of Hope church in Leeds.",
            "Cedar of Hope church in Leeds",
        ),
        ("Five men were shot near the old Bridge over the River Oru.", "Bridge over the River Oru"),
        ("Thefts doubled in Lund, Ystad, Eslov and Hoor.", "Lund, Ystad, Eslov and Hoor"),
        ("Nine people were killed along the Sudan-Chad border.", "Sudan-Chad border"),
        ("Ten students were killed at a Knoxville, Tennessee, school.", "Knoxville, Tennessee"),
        ("Five people were killed in (St. Petersburg) last year.", "St. Petersburg"),
        # Names that no list holds, said to have had what is counted; no sector, no body.
        ("Inaduma had 278 rape cases in 2014.", "Inaduma"),
        ("Surkhel is the worst hit district with 28 deaths.", "Surkhel"),
        ("Worldwide in 2016, 150 vessels were boarded.", "Worldwide"),
        ("New York City posted 225 homicides.", "New York City"),
        # Adjectives and states as modifiers.
        ("The death toll in the Turkish quake rose to 300.", "Turkish"),
        ("Twelve people died in a Siberian fishing village.", "Siberian fishing village"),
        ("Homicides in U.S. prisons rose by 12 percent.", "U.S. prisons"),
        ("Oakland homicides fell by 12 percent.", "Oakland"),
        ("Murders in NY fell by 12 percent.", "NY"),
        # The place where it happened, not that of those it happened to or who did it.
        ("Nine U.S. soldiers were killed in Yemen.", "Yemen"),
        ("Three French hostages were killed in Mali.", "Mali"),
        ("Two Swedes were shot in Greece.", "Greece"),
        ("OSLO, NORWAY - A fire at the Malmo school left 12 people dead.", "Malmo school"),
        ("Harlan police said a man had shot two neighbours.", "Harlan"),
        ("The Dunmore shooting killed four people.", "Dunmore"),
        ("The Taliban attack killed four people.", None),
        ("South Carolina's murder rate fell by 12 percent.", "South Carolina"),
        ("NATO-led and US-backed troops killed 12 people in Libya.", "Libya"),
        ("Ten Spaniards were shot.", None),
        ("More than 40 Canadian casualties were counted.", None),
        ("A Belgian court jailed 12 people.", None),
        ("Anti-French violence left 12 people dead.", None),
        ("The Brazilian president said 12 people were killed.", None),
        ("Twelve people were killed in Turkish airstrikes.", None),
        ("Bombs killed 12 people in Peru's capital Lima.", "Peru's capital Lima"),
        ("Assam reported 240 murders in 2020, survey data showed.", "Assam"),
        ("Officials in Nairobi said 12 people were killed.", "Nairobi"),
        ("The outbreak in Guinea, Liberia and Sierra Leone has killed 900 people.", "Guinea, Liberia and Sierra Leone"),
        ("Holbrook, Mass., had 67 murders.", "Holbrook, Mass."),
        ("The Oakland Marathon bombing killed three people.", "Oakland"),
        ("Three hikers died in Sarek National Park.", "Sarek National Park"),
        ("The canton of Geneva recorded 12 suicides.", "canton of Geneva"),
        ("Drones killed six people in Narvik, Sweden said.", "Narvik"),
        ("Two men from Leeds and a woman from Hull were arrested in London.", "London"),
        ("In Wales and the Midlands, car thefts fell by 9%.", "Wales and the Midlands"),
        ("One in five women at Canadian universities is assaulted.", "Canadian universities"),
        ("Chicago is safer than Detroit, where 300 people were murdered.", "Detroit"),
        # Ranks: the place that ranks, not those it is ranked among.
        ("The city of Tulsa ranks 25th among U.S. cities for murders.", "city of Tulsa"),
        ("In New England, Maine has the second highest murder rate.", "Maine"),
        # Persons, companies and languages with the name of a place.
        ("Jim Jordan said that 12 people were killed in Ohio.", "Ohio"),
        ("Paris Hill said 12 people were killed.", None),
        ("Warnings in English did not stop 12 deaths.", None),
        ("Twelve people were killed, the Tulsa Tribune said.", None),
        # Headlines, where capitals say nothing.
        ("Nine Killed in Bank Robbery in Kabul", "Kabul"),
        # Places without a name; those that only point back are none.
        ("Every year 200 students are assaulted on college campuses.", "college campuses"),
        ("Homicides rose by 30 percent nationwide.", "nationwide"),
        ("Homicides rose by 30 percent in the country.", None),
        ("Crime fell in Leeds; robberies rose by 12 percent nationwide.", "nationwide"),
        # A dateline counts only where no other place is named.
        ("HARBIN, China - Nine people were killed on Monday in Korea.", "Korea"),
        ("LAGOS (Reuters) - Nine people were killed on Monday.", "LAGOS"),
    ],
)
def test_place(text: str, place: str | None) -> None:
    assert parse(text)[-1].place == place


@pytest.mark.parametrize(
    ("text", "period", "baseline"),
    [
        ("More than 900 people were killed during the Lebanon war.", "the Lebanon war", None),
        ("There were 40 attacks during the Anna Lind era.", "the Anna Lind era", None),
        (
            "There were 40 attacks in the two years since the floods in Bihar.",
            "the two years since the floods in Bihar",
            None,
        ),
        ("Thefts went up 20 percent in the decade after the ban expired.", "the decade after the ban expired", None),
        ("There were 40 deaths in the first two weeks of the rollout.", "the first two weeks of the rollout", None),
        ("As mayor of Leeds, Ms Lee saw 12 murders.", "As mayor of Leeds", None),
        ("As the mayor spoke, 12 people were killed.", None, None),
        ("Some 400 suspects were killed from July 2016 to June 2019.", "July 2016 to June 2019", None),
        ("Twelve people were killed in the Crimean War.", "the Crimean War", None),
        ("As of Tuesday, 300 people had died.", "As of Tuesday", None),
        ("After the storm, thefts rose 30 percent in Dover.", "After the storm", None),
        ("Before the ban, there were 300 accidents a year.", "Before the ban", None),
        ("During Ramadan, 40 people were killed.", "Ramadan", None),
        ("Stabbings are up 30 percent from this time last year.", None, "this time last year"),
        ("Executions fell in 2016 to the fewest since 1991.", "2016", "1991"),
        ("When I was living in Leeds, 12 people were killed.", "When I was living in Leeds", None),
        ("Just weeks ago, 12 people were killed.", "Just weeks ago", None),
        ("In the past, 400 prisoners were released.", "the past", None),
        ("In the second attack, 12 people were killed.", None, None),
        ("Twelve people were killed in the third attack in a week.", None, None),
        ("The worst fire in nine years killed 24 people.", None, "nine years"),
        ("The deadliest attack in Spanish history was in Madrid.", None, "Spanish history"),
        ("Mr Lee resigned in 2009; 12 people were killed.", None, None),
        ("The 2009 farm bill led to 40 deaths.", None, None),
        ("The highest number of murders in the last decade was in Leeds.", None, "the last decade"),
        ("Thefts fell by 33 (5 percent) compared with the previous year.", None, "the previous year"),
        ("The 2009 murder rate was the highest ever.", "2009", None),
        ("Officials said on Monday that 12 people had been killed.", None, None),
    ],
)
def test_period_and_baseline(text: str, period: str | None, baseline: str | None) -> None:
    found = parse(text)
    assert {claim.period for claim in found} | {None} == {period, None}
    assert {claim.baseline for claim in found} | {None} == {baseline, None}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The spokesman for the southern state of Kano said 12 people were killed.",
            "spokesman for the southern state of Kano",
        ),
        ("Officials in Nairobi said 12 people were killed.", "Officials in Nairobi"),
        ("Police: 12 people killed in market fire", "Police"),
        ("Twelve people killed in market fire: officials", "officials"),
        ('Here is a line from the survey: "One in four women was attacked."', "survey"),
        ("(A new study) said 12 people were killed.", "new study"),
        ("A rebel group which said it killed 12 people is in the hills.", "rebel group"),
        ("Tens of thousands die, according toThe Daily Post, of whom 12 were killed.", "toThe Daily Post"),
        ("WHO said 12 people were killed.", "WHO"),
        ("Mass shooting survivor Ann Lee said 12 people were killed.", "Ann Lee"),
        ("Historians widely say that 12,000 people were killed.", "Historians"),
        ("Our ruling Weston said 12 people were killed.", "Weston"),
        ("A Kansas man confessed to killing 12 people.", "Kansas man"),
        ("Police and hospital sources said 12 people were killed.", "Police and hospital sources"),
        ("More than 12,000 people are killed each year, studies show.", "studies"),
        ("More than 12,000 people are killed each year, road safety advocates say.", "road safety advocates"),
        ("A Danish think tank said 12 people were killed.", "Danish think tank"),
        # None of these verbs says anything of the claim.
        ("Bombs killed 12 people as the minister declared that the war was over.", None),
        ("Ms Lee announced a series of new measures after a siege in which 12 people were killed.", None),
        ("Nine rockets hit a depot the army said was empty, and 12 people were killed.", None),
        ("The embassy dismissed claims that 12 people were killed.", None),
        ("Three state senators backed a bill after 12 people were killed.", None),
        ("A photo of a man in red shows the shooter who killed 12 people.", None),
        # A pronoun stands for who opens the sentence.
        ("The survey looked at fraud and it found that thefts rose by 4 percent.", "survey"),
        ("Ada Bello spoke to reporters; she said 40 people were killed.", "Ada Bello"),
        ("A study published in the Lancet found 900 deaths.", "study published in the Lancet"),
        ("Thefts rose by 4 percent, based on police data.", "police data"),
        ("Three soldiers died on Monday, the army announced.", "army"),
        ("Thefts rose by 4 percent, according to a monthly assessment by Crimewatch.", "assessment by Crimewatch"),
        ("Thefts rose 4 percent, according to new data from the Bureau of Crime.", "new data from the Bureau of Crime"),
        ("The Harbour Watch Centre (HWC) recorded 21 attacks.", "Harbour Watch Centre (HWC)"),
        ("Numbers from the Center on Terror show that 21 people were killed.", "Numbers from the Center on Terror"),
        ("There were 55 deaths in raids conducted by the army.", None),
        ("The authority recorded 300 deaths.", "authority"),
    ],
)
def test_speaker(text: str, speaker: str | None) -> None:
    assert parse(text)[-1].speaker == speaker


def test_the_place_of_a_speaker_is_not_that_of_the_claim() -> None:
    assert first("Kenya's interior minister said 12 people were killed.").place is None
    assert first("U.S. Covid adviser Ann Lee said 12 people were killed.").place is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("There were 20 attacks in March, 12 in Kano and eight in Jos.", [None, "Kano", "Jos"]),
        ("Rapes fell 5 percent in Kent, but 9 in Surrey.", ["Kent", "Surrey"]),
        (
            "Kenya saw nine raids, killing 18 people, and Sudan and Chad counted 40 raids.",
            ["Kenya", "Kenya", "Sudan and Chad"],
        ),
        ("Nine soldiers, including one man from a post in Lima, lost their lives.", [None]),
    ],
)
def test_each_count_has_the_place_beside_it(text: str, places: list[str | None]) -> None:
    """The place of one count of a sentence is never given to another."""
    assert [claim.place for claim in parse(text)] == places


def test_incidents_say_nothing() -> None:
    """What happened is no source, though the verb may be one of speech."""
    assert first("Violence claimed 40 lives.").speaker is None
    assert first("Arson recorded a 12 percent rise.").speaker is None


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Police counted 60 thefts, compared to 65 in the same period in 2019.", [None, "the same period in 2019"]),
        ("There were 40 raids in May 2019, compared to the 30 raids in June 2018.", ["May 2019", "June 2018"]),
        ("Some 15 people were killed, as compared to 18 deaths in May.", [None, "May"]),
        ("There were 12 fires in May, while there were 30 in June.", ["May", "June"]),
    ],
)
def test_each_count_has_the_time_beside_it(text: str, periods: list[str | None]) -> None:
    """The time of what a count is compared with is not the time of the count."""
    assert [claim.period for claim in parse(text)] == periods


def test_a_count_since_a_year_is_of_all_the_time_since() -> None:
    """The year right behind a count is its period, but after "since" only the beginning of it."""
    claim = parse("There have been 40 murders since 2002.", published="2020-01-31")[0]
    assert (claim.period, str(claim.resolved.period)) == ("since 2002", "2002-01-01..2020-01-31")
    assert parse("Police counted 40 murders, against 30 murders recorded in 2002.")[-1].period == "2002"
