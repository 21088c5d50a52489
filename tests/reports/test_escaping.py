"""Text from outside stays text: in HTML, JSON in HTML, Markdown, CSV and on the card."""

import csv
import html
import io
import json
import re
from html.parser import HTMLParser

import mistune
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from verifier.reports.blocks import render
from verifier.reports.escaping import csv_cell, csv_text, linked, markdown
from verifier.reports.page import script_json
from verifier.reports.report import write_report
from verifier.unseen_characters import visible

RLO = "\N{RIGHT-TO-LEFT OVERRIDE}"
HOSTILE = f"""---
title: "</script><script>alert(1)</script><img src=x onerror=alert(2)> {RLO}gnp.exe"
publisher: '<b>News & "Views"</b> [here](javascript:alert(5)) **bold**'
url: "javascript:alert(3)"
published: 2019-02-01
place: "<svg onload=alert(8)>"
speaker: '=cmd()|"/c calc"!A1'
sources: ["javascript:alert(6)", "https://example.org/?a=1&b=<i>"]
---

<script>alert(4)</script> **Pirate attacks** off Nigeria rose by 40 percent between 2017 and 2018 `{{{{ 7*7 }}}}` & Co.
[Click](javascript:alert(7)) 'quoted' "double" </script>
"""


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def made(tmp_path_factory, warm):
    """A report of a text that tries everything, with ratings and corrections that try too."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    rating = {"rating": "</p><script>alert(9)</script>", "why": "*x*"}
    ratings = {"publisher": "<i>Desk</i>", "url": "https://example.org/checks", "ratings": {1: rating}}
    corrections = '- {date: 2024-01-02, what: "<script>alert(10)</script> [a](javascript:alert(11))"}\n'
    (folder / "ratings.yml").write_text(yaml.safe_dump(ratings), encoding="utf-8")
    (folder / "corrections.yml").write_text(corrections, encoding="utf-8")
    with warm():
        return write_report(
            folder / "hostile.md",
            folder / "out",
            {"datasets": ["pirates"]},
            ratings=folder / "ratings.yml",
            corrections=folder / "corrections.yml",
        )


def read(made, name):
    """A file of the report."""
    return (made.folder / name).read_text(encoding="utf-8")


def test_no_tag_and_no_link_of_the_text_is_in_the_page(made):
    """The page has the tags of its templates alone, one data script, and links to the web and its own files only."""
    tags = Tags(read(made, "index.html")).found
    assert [attributes for tag, attributes in tags if tag == "script"] == [{"type": "application/ld+json"}]
    assert not {"b", "i", "svg", "iframe", "object"} & {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    assert not [name for _, attributes in tags for name in attributes if name == "style"]
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert all(re.match(r"#|https?://|[\w.-]+$", link) for link in links), links
    assert "https://example.org/?a=1&b=<i>" in links


def test_the_page_shows_what_was_written(made):
    """Nothing is lost by escaping: the title, template signs and corrections read as they were written."""
    text = html.unescape(read(made, "index.html"))
    for words in ("<script>alert(1)</script>", "{{ 7*7 }}", "<script>alert(10)</script>", '<b>News & "Views"</b>'):
        assert words in text


def test_marks_of_direction_are_shown_everywhere(made):
    """A sign that turns the direction of writing is shown by its code point, in every text file but the document."""
    for file in made.folder.iterdir():
        if file.suffix in (".html", ".md", ".csv", ".json") and file.name not in ("document.md", "provenance.json"):
            assert RLO not in file.read_text(encoding="utf-8"), file.name
    assert "⟨U+202E⟩gnp.exe" in read(made, "index.html")
    assert "⟨U+202E⟩" in read(made, "report.md")


def test_the_data_in_the_page_stay_data(made):
    """The JSON in the page parses, has no sign that HTML reads, and links to the web alone."""
    (embedded,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', read(made, "index.html"), re.S)
    assert not set(embedded) & set("<>&")
    (review,) = json.loads(embedded)
    assert [one["url"] for one in review["itemReviewed"]["appearance"]] == ["https://example.org/?a=1&b=<i>"]
    assert json.loads(script_json({"a": "</script><!-- & -->"})) == {"a": "</script><!-- & -->"}


def test_the_markdown_has_no_markup_of_the_text(made):
    """Rendered by a reader that lets HTML through, the Markdown holds no link, script or emphasis of the text."""
    text = read(made, "report.md")
    tags = Tags(str(mistune.create_markdown(escape=False)(text))).found
    assert {tag for tag, _ in tags} <= {"h1", "h2", "h3", "p", "ul", "li", "em", "strong", "pre", "code"}
    emphasised = re.findall(r"<(?:em|strong)>(.*?)</", str(mistune.html(text)))
    assert set(emphasised) - {"Chart."} == {"&lt;/p&gt;&lt;script&gt;alert(9)&lt;/script&gt;"}


def test_the_csv_has_no_formula(made):
    """No cell of text begins as a formula does; the numbers stay numbers."""
    rows = list(csv.DictReader(io.StringIO(read(made, "numbers.csv"))))
    assert rows
    for row in rows:
        for name, value in row.items():
            assert not re.match(r"[=@+\t]", value), name
            assert not value.startswith("-") or float(value) < 0


def test_a_jinja_sign_in_the_text_is_not_run(made):
    """A template expression in the text is text."""
    assert "49" not in re.sub(r"base64,[^\"]+|sha256-[^']+", "", read(made, "index.html")).partition("</header>")[0]


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1+1", "@SUM(A1)", "\t=1", "  =1", "\r=1", "＝1"])
def test_formulas_get_an_apostrophe(text):
    """What a spreadsheet would run begins with an apostrophe; a number does not."""
    assert csv_cell(text).startswith("'")
    assert csv_text(["a"], [[-1.5]]) == "a\n-1.5\n"


@given(st.text(max_size=60))
def test_any_text_as_markdown_is_one_paragraph_of_itself(text):
    """Whatever the text, its Markdown renders to one paragraph without tags, and reads as the text."""
    shown = str(mistune.create_markdown(escape=False)(f"x {markdown(text)}"))
    assert [tag for tag, _ in Tags(shown).found] == ["p"]


@given(st.text(max_size=60))
def test_any_text_at_the_start_of_a_line_is_no_heading_list_or_rule(text):
    """At the start of a line too, a text becomes at most a paragraph."""
    shown = str(mistune.create_markdown(escape=False)(markdown(text)))
    assert [tag for tag, _ in Tags(shown).found] in ([], ["p"])


def test_signs_nobody_sees_are_shown_and_those_of_a_script_stay():
    """Overrides, isolates and control signs get their code points; joiners and accents stay, and so does our HTML."""
    assert visible("a\u202eb\u2066c\x00\x1b") == "a⟨U+202E⟩b⟨U+2066⟩c⟨U+0000⟩⟨U+001B⟩"
    assert visible("می\u200cخواهم é\n") == "می\u200cخواهم é\n"
    assert "⟨U+202E⟩" in render("notes.html.j2", sentences=["\u202e"])
    assert "⟨" not in render("notes.html.j2", sentences=[Markup("\u202e")])


@pytest.mark.parametrize("end", [";", ",", ".", ")", "; licence: CC BY).", "):", "?", "”", ""])
@pytest.mark.parametrize(
    "address", ["https://icc-ccs.org/", "http://a.org/b;c=1,2.html?d=(e)&f#g", "https://a.org/b_(c)"]
)
def test_an_address_in_a_sentence_ends_before_the_punctuation_after_it(address, end):
    """A semicolon, comma, full stop or bracket of the sentence is no part of the link; one inside the address is."""
    text = f"Where it can be had: reports ({address}{end}"
    found = Tags(linked(text)).found
    assert found == [("a", {"href": address, "rel": "noopener noreferrer"})]
    assert html.unescape(re.sub(r"<[^>]+>", "", linked(text))) == text


def test_no_address_that_hides_its_site_becomes_a_link():
    """A name before the site, a scheme that runs something, and signs nobody sees stay text."""
    assert not Tags(linked("https://bbc.com@evil.org/ javascript:alert(1) <b>https://</b>")).found
