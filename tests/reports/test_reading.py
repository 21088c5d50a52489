"""What the notebook shows of a text: its claims marked, a table of them, and what was left out."""

from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from verifier.claims.document import document
from verifier.claims.reader import read_claims
from verifier.reports.claims_text import claims
from verifier.reports.reading import claims_table, passage

TEXT = """Murders in Lagos rose by 60 percent in 2019, said Ada <script>alert(1)</script> Bello.

Nothing else happened on 3 May 2019. Robberies did not fall by 10 percent.

Murders in Lagos rose by 60 percent in 2019.
"""


def opened(text, chosen=0):
    """A text and its claims, as the two functions take them."""
    doc = document(text)
    read = read_claims(doc)
    return SimpleNamespace(document=doc, read=read, claim=read.claims[chosen])


class Outline(HTMLParser):
    """The text of HTML, and the texts of its elements by name."""

    def __init__(self, html):
        super().__init__()
        self.open, self.texts, self.classes, self.text = [], {}, [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.texts.setdefault(tag, []).append("")
        self.classes += [dict(attrs).get("class")] if tag == "mark" else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        for tag in self.open:
            self.texts[tag][-1] += data


def test_every_mention_is_marked_and_the_chosen_claim_stands_out():
    """Both mentions of the chosen claim have its class, the other claim the plain one."""
    shown = Outline(passage(opened(TEXT)).html)
    assert shown.texts["mark"] == ["60 percent", "10 percent", "60 percent"]
    assert shown.classes == ["claim chosen", "claim", "claim chosen"]


def test_the_table_has_a_row_for_each_claim_with_the_claim_marked_in_its_sentence():
    """One row a claim; the fields it lacks say so."""
    block = claims_table(opened(TEXT, chosen=1))
    shown = Outline(block.html)
    assert shown.texts["mark"][:2] == ["60 percent", "10 percent"]
    assert shown.classes[:2] == ["claim", "claim chosen"]
    rows = shown.texts["tr"]
    assert len(rows) == 3
    assert "Lagos in Nigeria (stated)" in rows[1]
    assert "change down, denied" in rows[2]
    assert rows[2].endswith("not said")
    assert "Robberies did not fall by [10 percent](c2)." in block.text


def test_repeats_and_numbers_left_out_are_there_on_demand():
    """Both stand in closed details, each with what a journalist needs to judge them."""
    shown = Outline(claims_table(opened(TEXT)).html)
    assert shown.texts["summary"] == ["Said again: 1", "Numbers that are no claims: 4"]
    assert "Claim 1: Murders in Lagos rose by 60 percent in 2019." in shown.texts["details"][0]
    assert "Nothing else happened on 3 May 2019. Robberies did not" in shown.texts["details"][1]
    assert "open" not in claims_table(opened(TEXT)).html.partition("<details")[2].partition(">")[0]


def test_the_text_cannot_bring_markup_into_the_page():
    """A text that looks like markup but is not stays text in both blocks."""
    text = "Murders rose by 60 percent in 2019, police said of <x onload=alert(1)> & “co”."
    for block in (passage(opened(text)), claims_table(opened(text))):
        assert "<x" not in block.html
        assert "<x onload=alert(1)> & “co”" in Outline(block.html).text


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("<nav>Up 5 percent</nav><h1>News</h1><p>Murders rose by <b>60</b>&nbsp;percent.</p>", ["60\u00a0percent"]),
        (
            "# News\n**Murders** rose by **60 percent**\n\nRobberies fell by 10 per-\ncent.",
            ["60 percent", "10 percent"],
        ),
        ("Mur\u200bders rose by 60 per\u00adcent&#33;", ["60 percent"]),
        ("---\ntitle: x\n---\nMurders rose by 60 percent.", ["60 percent"]),
    ],
)
def test_a_pasted_text_is_shown_as_it_reads(text, marks):
    """Tags, signs and front matter are not shown, and the marks still stand on the claims."""
    shown = Outline(passage(opened(text)).html)
    assert shown.texts["mark"] == marks
    assert not {"<b>", "**", "Up 5", "title"} & {part for part in ("<b>", "**", "Up 5", "title") if part in shown.text}
    table = Outline(claims_table(opened(text)).html)
    assert [mark.replace("\u00a0", " ") for mark in table.texts["mark"]] == [
        mark.replace("\u00a0", " ") for mark in marks
    ]


def test_a_text_without_numbers_left_out_has_no_empty_heading():
    """Where nothing was left out, nothing says so."""
    assert "<details" not in claims_table(opened("Murders rose by 60 percent.")).html


def test_the_command_line_shows_a_claim_of_a_page_without_its_tags():
    """The offsets are those of the page, the words those that are seen."""
    page = "<p>Murders rose by <b>60</b>&nbsp;percent in 2019.</p>"
    read = read_claims(document(page))
    assert read.claims[0].text == "60</b>&nbsp;percent"
    assert "“60 percent” (change, up)" in claims(read, "page.html")
