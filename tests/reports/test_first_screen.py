"""The first screen says what was asked, by whom, and what each source has, in words for who reads and prints it."""

import re
from pathlib import Path

import pytest
from matplotlib.colors import to_hex

from verifier.charts.by_dataset import by_dataset_chart
from verifier.charts.specification_curve import specification_curve
from verifier.charts.style import AFTER
from verifier.claims.document import document
from verifier.claims.reader import read_claims
from verifier.findings.check import check
from verifier.reports import asking, blocks, cautions, drawings, first_screen, terminal
from verifier.reports.blocks import comparisons, refused
from verifier.reports.folder import claim_card
from verifier.reports.notebook import Drawn
from verifier.reports.opened import CheckParameters, Opened, open_check
from verifier.reports.report import _title
from verifier.reports.who_said import told_sentence

SEEDS = Path(__file__).parents[2] / "seeds"


def opened(text, published="2024-06-01", country=None, title=None):
    """A text with one claim, read and checked."""
    head = f"---\ntitle: {title}\n---\n" if title else ""
    own = document(f"{head}{text}\n", published=published, country=country)
    read = read_claims(own)
    return Opened(CheckParameters(), own, read, check(read.claims[0]))


@pytest.fixture(scope="module")
def manitoba():
    """A claim that ranks a province, told by somebody without a name."""
    return opened("Manitoba had the highest number of murders of any province in 2022, an MLA said.", country="CAN")


def test_a_rank_among_places_has_no_earlier_count(manitoba):
    """The row gives the count and the rank; the count of another place stands under no “Before”."""
    block = first_screen.by_source(manitoba.check)
    assert "fifth-highest of 10" in block.text
    assert "Before" not in block.html
    assert "288" not in block.html
    assert "To beat" in comparisons(manitoba.check).html


def test_the_question_names_what_a_place_is_ranked_among(manitoba):
    """“Murders of any province” are murders, ranked among provinces."""
    text = first_screen.read_as(manitoba).text
    assert "Read as: murders in Manitoba, ranked among provinces, in 2022." in text


def test_somebody_without_a_name_is_not_asked_by_one(manitoba):
    """“An MLA” is nobody's name; whoever spoke begins with a capital."""
    assert asking.questions(manitoba).heading == "What to ask"
    assert opened("Robberies in France fell by 10 percent in 2020, the minister said.").claim.speaker == "minister"
    assert first_screen.read_as(
        opened("Robberies in France fell by 10 percent in 2020, the minister said.")
    ).text.startswith("Minister, 1 June 2024")


def test_the_question_names_both_sides_of_a_comparison():
    """Two places that are compared are both in what the claim was read as."""
    text = first_screen.read_as(opened("Denmark had a higher burglary rate than Sweden in 2021.")).text
    assert "burglary rate in Denmark and in Sweden in 2021" in text


def test_people_are_read_as_what_happened_to_them():
    """A measure of one word that leaves open what is counted is told as it was understood."""
    text = first_screen.read_as(
        opened("More than 2,500 migrants died or went missing in the Mediterranean in 2023.")
    ).text
    assert "Read as: migrants who died or went missing in the Mediterranean" in text


def test_steps_in_a_row_are_told_by_how_many_went_the_claimed_way():
    """No row says “1 in a row” of one rise in two years."""
    found = opened("Robberies in Germany rose for the second year in a row in 2022.")
    for block in (first_screen.by_source(found.check), comparisons(found.check)):
        assert "up in 1 of 2 years" in block.text
        assert "in a row" not in block.text
    assert cautions.NO_CAUSE in cautions.uncertainty(found.check).text


def test_a_level_is_given_no_warning_about_changes(manitoba):
    """“A change is not a cause” is said of changes, and “the ranges” where there are some."""
    for found in (manitoba, opened("There were 195 pirate attacks worldwide in 2020.")):
        text = cautions.uncertainty(found.check).text
        assert cautions.NO_CAUSE not in text
        assert cautions.UNRECORDED not in text


def test_a_place_nobody_knows_is_named_and_so_is_who_lacks_it():
    """The text's own word for a place stays in the question, and the refusal has a subject."""
    found = opened("Murders in Wakanda rose by 12 percent in 2022.")
    assert "Read as: murders in Wakanda in 2022" in first_screen.read_as(found).text
    assert "Statistics Canada, Eurostat and the FBI have nothing for Wakanda." in refused(found.check).text


def test_a_refusal_that_knows_a_source_says_it_on_the_page():
    """Where a table can be had is told with a link, and no text is asked for what it says."""
    block = refused(opened("Knife crime in London rose by 20 percent in 2023.").check)
    assert "Where it can be had: Office for National Statistics" in block.text
    assert "if the text said" not in block.text
    assert 'href="https://www.ons.gov.uk' in block.html
    assert "verifier data import" not in block.text


def test_who_cannot_answer_is_named_where_that_tells_something():
    """Who files a place elsewhere says so once, by name; who counts only other countries is left out, and so is a
    publisher that answers by another of its datasets, under “something else” too.
    """
    gaza = "UCDP cannot answer. UCDP files deaths in Gaza and the West Bank under Israel. It has nothing for Gaza."
    there = opened("In 2024, 90 conflict deaths a day were counted in Gaza.", "2025-08-01")
    for text in (terminal.check(there.check), blocks.counted(there.check).text):
        assert " ".join(text.split()).count(gaza) == text.count("UCDP cannot answer") == 1
    for said, others in (
        ("Robberies in France fell by 10 percent in 2020 compared with 2019.", "Eurostat"),
        ("In Ukraine 68,116 people were killed in 2024, UCDP said.", "UCDP"),
        ("In 2024, 2,573 migrants died in the Mediterranean, IOM said.", "IOM"),
    ):
        found = opened(said, "2025-06-01").check
        for text in (terminal.check(found), blocks.counted(found).text):
            assert "cannot answer" not in text
            assert others not in re.sub(r"\s+", " ", text).rsplit(". ", 2)[-1]
            assert "fbi-" not in text


def test_a_source_that_the_text_names_is_told_once():
    """One line in place of one for each dataset that could have been asked; none where nobody else counts there."""
    found = opened("Pakistan suffered 521 terrorist attacks in 2024, PIPS said.", "2025-01-08").check
    for text in (terminal.check(found), blocks.counted(found).text):
        assert text.count("Only PIPS was asked, as the text names it.") == 1
        assert "cannot answer" not in text
    alone = opened("Murders in Louisiana fell by 26 percent in 2024, the FBI said.", "2025-06-01").check
    assert "as the text names it" not in terminal.check(alone)


def test_two_tables_of_one_publisher_are_one_source():
    """UCDP's daily and monthly tables are one source, which ends where the later of them does."""
    found = open_check(document="kakar-2023-11-08.md", claim=1)
    lag = [flag.detail for flag in found.check.flags if flag.flag == "lag"]
    assert not any("UCDP" in detail for detail in lag)
    ethiopia = opened("Ethiopia had 165,000 deaths in organised violence in 2022.", published="2024-09-02")
    assert "single source" in {flag.flag for flag in ethiopia.check.flags}
    assert first_screen.answer(ethiopia.check).text.splitlines()[-1].startswith("1 source,")


def test_the_chart_of_all_sources_has_the_counts_of_the_table():
    """Each panel colours the two counts that the table of sources gives for that source."""
    found = open_check(document="kakar-2023-11-08.md", claim=1)
    chart, table = by_dataset_chart(found.check), first_screen.by_source(found.check).text
    for line in table.splitlines():
        who, after = line.split(" ")[0], line.split(" | ")[1].split(" ")[0]
        assert f"{who} " in chart.alt
        assert after in chart.alt, line


def test_a_claim_the_counts_turn_round_is_answered_by_what_goes_the_other_way():
    """Counts that rose do not “fall short” of a fall."""
    found = opened("Terrorist attacks in Pakistan fell by 20 percent in 2022.", published="2023-02-03")
    block = asking.against(found.check)
    assert block is None or block.heading == "Fair comparisons that go the other way"


def test_nothing_is_multiplied_or_bounded_from_none(monkeypatch):
    """From none there is no multiple, no percentage and no range by chance; long multiples are written out."""
    own = opened(
        "The number of people killed in conflict in Sudan rose tenfold in April 2023 compared with March 2023."
    )
    words = own.check.sentence
    assert "0 in March 2023: no multiple of zero, against 10 times as many claimed" in words
    monkeypatch.setattr(blocks, "MOST_SENSIBLE", 1000)
    shown = "\n".join([words, comparisons(own.check).text, asking.against(own.check).text])
    assert not re.search(r"\binf\b|\d+e\+|\b0 times as many", shown)
    assert "Allowing for chance" not in words


def test_no_change_is_not_compared_with_falls_elsewhere():
    """What is printed as no change is not called a fall a sentence later."""
    own = opened("Violent crime in California rose by 12 percent in 2020.")
    assert "no change, against a rise of 12% claimed" in own.check.sentence
    assert "the fall was smaller" not in own.check.sentence
    assert "Read as: violent crime in California" in first_screen.read_as(own).text  # the capital was the sentence's


def test_the_table_names_the_counter_that_the_sentence_names():
    """Where others count by the nearest coast, it is their row, and theirs alone is the only source."""
    own = opened("Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.")
    for words in (own.check.sentence, first_screen.by_source(own.check).text, cautions.uncertainty(own.check).text):
        assert "Crime at Sea" in words
        assert not re.search(r"^The IMB|Only the IMB", words, re.MULTILINE)


def test_two_places_are_compared_over_the_same_days_in_every_row():
    """A column headed by a place gives its days, not its name again."""
    own = opened("Twice as many people were killed in conflict in Ethiopia as in Yemen in 2021.")
    assert "2021: 129,516 | 2021: 23,463" in comparisons(own.check).text
    assert "against twice as many claimed" in own.check.sentence


def test_a_ranked_year_is_read_without_a_stretch_that_is_not_the_one_ranked():
    """Among how many it ranks is the answer's; a place that the sentence names is not said to be from elsewhere."""
    own = opened("2010 was the worst year for pirate attacks worldwide since 2000.")
    assert first_screen.read_as(own).text.endswith("Read as: pirate attacks worldwide in 2010.")
    assert "Allowing for chance" not in comparisons(own.check).html


def test_a_stock_is_told_by_its_day_alone():
    """Refugees on 31 December are not “refugees at the end of the year” as well."""
    own = opened("Germany was hosting about 2.5 million refugees at the end of 2023.")
    assert "UNHCR counted 2,593,007 refugees in Germany on 31 December 2023" in own.check.sentence


def test_a_refusal_reads_on_from_who_it_is_about():
    """ "The IMB: It files …" is no sentence, and what nobody counts is asked for as a table."""
    own = opened("Somalia accounted for half of all pirate attacks worldwide in 2011.")
    assert "The IMB files each attack under the nearest coast" in refused(own.check).text
    own = opened("Bicycle thefts in Copenhagen rose by 30 percent in 2022.")
    assert refused(own.check).text.startswith(
        "Not checkable. No dataset here counts “bicycle thefts”. A table of such counts would answer it."
    )
    assert re.search(r"NOAA, .* more count something else\.", terminal.check(own.check).replace("\n    ", " "))


def carded(text):
    """The card of a text with one claim, with its first chart."""
    own = opened(text)
    result, first = blocks.result(own.check).data, drawings.counts(own.check)
    drawn = [Drawn("", b"", "", blocks.table_of(first.chart), "")] if first else []
    return claim_card(own.document, result, drawn)


def test_a_card_says_why_there_is_no_answer_and_who_said_it():
    """A refusal is not told twice over in place of its reason; whoever has no name has an article."""
    card = carded("Bicycle thefts in Copenhagen rose by 30 percent in 2022, an MLA said.")
    assert "Said by an MLA" in card.alt
    assert "on “30 percent” (bicycle thefts): Not checkable. No dataset here counts “bicycle thefts”." in card.alt


def test_a_card_colours_the_year_that_a_stock_ends():
    """How many there were on 31 December stands for the year; the release is named by its day in words."""
    card = carded("Germany was hosting about 2.5 million refugees at the end of 2023.")
    assert "(published June 2026)" in card.alt
    (bars,) = (axes.containers[0] for axes in card.figure.axes if axes.containers)
    assert [to_hex(bar.get_facecolor()) for bar in bars].count(AFTER) == 1


def test_a_share_of_the_world_in_points_is_held_against_the_world():
    """ "Nigeria's share … worldwide" has the world for its whole, and the two shares are told, not the counts alone."""
    own = opened("Nigeria's share of pirate attacks worldwide rose by 5 percentage points between 2017 and 2018.")
    assert "in 2018 and 35 in 2017, 23.8% and 18.8% of those in the world: +4.9 percentage points" in own.check.sentence
    chart = drawings.counts(own.check).chart
    assert "as a share of the world" in chart.subtitle
    assert "were lower" in chart.title


def test_the_question_says_what_is_compared_where_since_names_the_year():
    """“Since 2015” is compared with 2015; how two parts were found alike is said once, and off whose coast it is."""
    own = opened("Pirate attacks off Indonesia have halved since 2015.", published="2019-06-01")
    assert first_screen.read_as(own).text.endswith("Read as: pirate attacks off Indonesia in 2018, compared with 2015.")
    assert "down 68%, against a fall by half claimed" in own.check.sentence
    assert (
        "up 29%, as claimed" in opened("Murders in the United States rose by nearly 30 percent in 2020.").check.sentence
    )
    rents = opened("Rents in Cork rose last year. Some 40 percent of tenants fear eviction.", published="2024-03-01")
    assert "(place and period from elsewhere in the text)" in first_screen.read_as(rents).text
    kinds = opened("More robberies than burglaries were recorded in Spain in 2021.")
    assert first_screen.read_as(kinds).text.endswith("Read as: robberies and burglaries in Spain in 2021.")
    assert "Burglaries recorded by the police, as" not in first_screen.by_source(kinds.check).html


def test_an_earlier_period_that_the_text_leaves_out_is_named_as_what_was_compared():
    """“Fell last year” is compared with the year before it, by its name; with none to compare nothing is named."""
    fell = opened("Murders in Louisiana fell by 25 percent in 2024.", "2025-09-15")
    assert ", compared with 2023, which the text does not say." in first_screen.read_as(fell).text
    uncounted = opened("Bicycle thefts in Paris fell by 25 percent in 2024.", "2025-09-15")
    assert ", compared with an earlier period that the text does not name." in first_screen.read_as(uncounted).text


def test_a_day_that_is_not_in_the_text_is_told_as_the_programs_own():
    """Nothing is “from a list of places” that is no place."""
    own = opened(
        "Militant attacks in Pakistan have tripled since the Taliban seized Kabul in August 2021.", "2025-01-08"
    )
    assert first_screen.read_as(own).text.endswith("the day of the event is the program’s own).")


def test_a_rate_per_population_is_in_its_row():
    """The row has the rate that the claim gives, beside the count that it rests on."""
    own = opened("Louisiana's murder rate was 14.5 per 100,000 people in 2023.", published="2025-11-01")
    assert "669 in 2023 | 14.6 per 100,000 people" in first_screen.by_source(own.check).text
    assert "what was claimed (14.5 per 100,000 people, 665 of them)" in drawings.counts(own.check).chart.subtitle


def test_a_rank_in_a_union_names_it():
    """ "The highest of 27 countries" leaves open of which."""
    own = opened("France had the most robberies in the European Union in 2021.")
    assert "the highest of 27 countries of the European Union" in own.check.sentence
    assert "a rate per inhabitant" in own.check.sentence


def test_changes_between_unequal_periods_are_told_per_day():
    """ "Down 17% a day" would be a fall of every day."""
    own = opened("Robberies in France rose from 60,000 in 2020 to 70,000 in 2021.")
    assert "from 2018 to 2020: per day, down 17%." in asking.against(own.check).text


def test_wide_ranges_are_told_as_multiples():
    """Nobody reads +8,181%; both ends are on one scale."""
    text = (SEEDS / "kakar-2023-11-08.md").read_text(encoding="utf-8")
    read = read_claims(document(text))
    found = check(read.claims[1])
    assert "there could be anywhere from 0.5 times to 83 times as many" in found.sentence
    assert "PIPS has 14 in 2022 and 4 in 2019: up 250%" in found.sentence  # not "has 14 and 4 in 2019"
    assert "2 sources, 41 comparisons. This" in first_screen.answer(found).text
    assert "<strong>Leans overstated</strong>: PICSS counted 15" in first_screen.answer(found).html


def test_a_vague_number_is_named_by_its_sentence():
    """“Pirate attacks: “more”” twice in a list tells nobody which claim is which."""
    claim = opened("Nigeria saw more pirate attacks than any other country in 2018.").claim
    assert _title({**claim.to_dict()}) == "Nigeria saw more pirate attacks than any other country in 2018"
    claim = opened("Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.").claim
    assert _title({**claim.to_dict()}) == "Pirate attacks: “40 percent”"


@pytest.mark.parametrize(("sentence", "text", "measure", "title"), [
    ("A further 146,000 have been wounded.", "146,000", None, "… 146,000 have been wounded"),
    ("146,000 have been wounded.", "146,000", None, "146,000 have been wounded"),
    ("Nearly 9,000 people were killed.", "9,000 people", "people", "“9,000 people”"),
    (f"KAMPALA — Uganda hosted {'very ' * 20}many, more than any other.", "more", None, "… more than any other"),
    ("— Murders fell by a third.", "a third", "Murders", "Murders fell by a third"),
])  # fmt: skip
def test_a_claim_in_a_list_is_named_by_what_it_says(sentence, text, measure, title):
    """No bare number; of a long sentence the part from the claim's own number on; no dateline."""
    assert _title({"sentence": sentence, "text": text, "measure": measure}) == title


def test_a_dateline_is_no_part_of_a_sentence():
    """The place that an article was sent from goes; a dash that sets words apart stays."""
    assert told_sentence("BATON ROUGE, La. — Murders fell.") == "Murders fell."
    assert told_sentence("— Murders fell.") == "Murders fell."
    for whole in ("UNHCR — the UN’s agency — counted 1.9 million.", "Murders fell — by a third.", "Murders fell."):
        assert told_sentence(whole) == whole


def test_a_range_is_told_for_what_it_allows_for():
    """What a source gives as low and high is not chance, neither in the table nor in the curve; on a narrow page every
    cell of the table has its head.
    """
    told = opened("Ukraine had 68,116 deaths in organised violence in 2024.", "2025-06-01").check
    html = comparisons(told).html
    assert "By the source’s low and high estimates</th>" in html
    assert "llowing for chance" not in html + specification_curve(told).subtitle
    stolen = opened("Robberies in France fell by 10 percent in 2020 compared with 2019.").check
    assert "Allowing for chance</th>" in comparisons(stolen).html
    for each in (html, comparisons(stolen).html):
        assert "stacked" in each
        assert each.count("<td") == each.count("<td data-head=")


@pytest.mark.parametrize("text", [
    "Off Somalia pirates seized dozens of vessels in 2011.",
    "Of 61 conflicts in 2024, 11 of them reached the level of war.",
    "Murders in Wakanda rose by 12 percent in 2022.",
])  # fmt: skip
def test_a_printed_reason_is_a_sentence(text):
    """Why a claim cannot be checked begins with a capital or a quotation and ends with one full stop."""
    reasons = [block.text for one in opened(text).read.claims if (block := refused(check(one)))]
    assert reasons
    assert all(re.fullmatch(r"Not checkable\. [A-Z“].*[^.]\.", one) for one in reasons)


def test_whose_definitions_differ_is_named_once():
    """Two counts of one publisher follow its name, which is not said before each."""
    found = opened("In 2024, 2,573 migrants died in the Mediterranean, IOM said.", "2025-06-01").check
    (detail,) = (flag.detail for flag in found.flags if flag.flag == "definition")
    assert detail.count("IOM:") == 1
