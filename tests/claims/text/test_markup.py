"""Pasted pages: what of them is read, and that offsets point into the page."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.claims.document import document
from verifier.claims.reader import read_claims
from verifier.claims.text.clean import Clean
from verifier.claims.text.markup import is_page, pieces


def paragraphs(page: str) -> list[str]:
    """The text that is read of a page, a string for each paragraph."""
    return [part for part in (" ".join(part.split()) for part in Clean(page, 0).text.split("\n\n")) if part]


SAVED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Murders up | The Paper</title>
<style>p > b { width: 60% }</style><script>if (a<b && c>d) { write("<p>500 people were killed</p>"); }</script></head>
<body class="x"><header><h2>The Paper</h2></header><nav><ul><li><a href="/a">Arrests up 9 percent</a></ul></nav>
<div role="navigation">More</div><main><article><header><h1>Murders up 60 percent</h1></header>
<!-- <p>5 people were killed</p> -->
<p>Murders rose by <a href="/x?a=1&b=2" title="a > b">60
percent</a> in&nbsp;2019 &mdash; police said.<p>Second<br>line.
<figure><img src="x.png" alt="5 killed"><figcaption>Thirty people were killed.</figcaption></figure>
<ul><li>Outer<ul><li>Inner</ul></ul><table><tr><th>Year<th>Deaths<tr><td>2019<td>12</table>
<div hidden>unseen <div>deeper</div> still</div><span style="display: none">unseen</span><i aria-hidden="true">*</i>
<template><p>unseen</p></template><svg><text>unseen</text></svg><noscript>unseen</noscript><button>Share</button>
<aside>At a glance</aside><footer>By a reporter</footer></article></main>
<aside>Read next</aside><footer><p>12 people work here</p></footer></body></html>"""


def test_of_a_saved_page_the_story_is_read_and_the_page_around_it_is_not() -> None:
    assert paragraphs(SAVED) == [
        "Murders up 60 percent",
        "Murders rose by 60 percent in 2019 — police said.",
        "Second line.",
        "Thirty people were killed.",
        "Outer",
        "Inner",
        "Year",
        "Deaths",
        "2019",
        "12",
        "At a glance",
        "By a reporter",
    ]


def test_offsets_point_into_the_page() -> None:
    read = read_claims(document(SAVED))
    assert [(claim.value, claim.text) for claim in read.claims] == [(60.0, "60 percent"), (30.0, "Thirty people")]
    (again,) = read.repeats["c1"]
    for claim in [*read.claims, again]:
        assert SAVED[claim.start : claim.end] == claim.text
    assert again.text == "60\npercent"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Line\n\nof\n- text</p>", ["Line of - text"]),
        ("<pre>One\n\nTwo</pre>", ["One", "Two"]),
        ("One <b>bold</b> word.\n\nTwo.", ["One bold word.", "Two."]),
        ("<p>One<br>two<br><br>three</p>", ["One two", "three"]),
        ("<p>a<!-- c > d -->b<!---->c<!-->d</p>", ["abcd"]),
        ("<p>a<?php echo 1 ?>b<!DOCTYPE html>c<![if !IE]>d<![endif]>e", ["abcde"]),
        ("<item><title>T</title><description><![CDATA[<p>A&amp;B</p>]]></description></item>", ["A&B"]),
        ("<p>5 < 6 and <3 and a<b</p> c", ["5 < 6 and <3 and a<b", "c"]),
        ("<p>one <b two</p>three", ["one <b two", "three"]),
        ("<p>cut <a href='x", ["cut <a href='x"]),
        ("<P CLASS=x>One</P><DIV>Two</DIV>", ["One", "Two"]),
        ("<p>one</i> two</b></p></div>", ["one two"]),
        ("<nav>never closed<p>text</p>", ["never closed", "text"]),
        ("<div hidden>not closed<main><p>story</p></main></div>", ["story"]),
        ("<ul><li hidden>no</li><li>yes</ul>", ["yes"]),
        ("<p>shown</p><script>var a = '<p>'; // never closed <p>text</p>", ["shown"]),
        ("<p a='" + "x" * 9000 + "'>long</p>", ["long"]),
        ("<p>&lt;b&gt; &#8217; &unknown; &amp;lt; AT&T</p>", ["<b> ’ &unknown; &lt; AT&T"]),
        ("<header><h1>No story element</h1></header><p>text</p>", ["No story element", "text"]),
    ],
)
def test_markup_is_read_as_a_browser_shows_it(page: str, text: list[str]) -> None:
    assert is_page(page)
    assert paragraphs(page) == text


@pytest.mark.parametrize(
    "text", ["a < b", "I <3 it", "5<6", "<5 people", "if a<b then", "x <y> z", "<http://a.b>", "<p"]
)
def test_a_text_that_merely_holds_the_sign_is_no_page(text: str) -> None:
    assert not is_page(text)
    assert Clean(text, 0).text == text


SOUP = [
    "<p>", "</p>", "<div hidden>", "</div>", "<b", "<b ", ">", "<", "</", "</a", "<!--", "-->", "<!-->", "<![CDATA[",
    "]]>", "<![x", "<!x", "<?", "<script>", "</script>", "<style>", "<title>", "<textarea>", "<plaintext>", "<main>",
    "</main>", "<nav>", "</nav>", "<li>", "<br/>", "<svg/>", "=", '"', "'", "&", "&#", "&amp;", "&#x", ";", "\n", "\r",
    " ", "é", "\x00", "\ud800", "60 percent", "murders rose by 5 percent",
]  # fmt: skip


@given(st.lists(st.sampled_from(SOUP), max_size=40).map("".join), st.integers(0, 5))
@settings(max_examples=500)
def test_any_heap_of_markup_is_cut_into_pieces_in_order(soup: str, start: int) -> None:
    at = start
    for piece in pieces(soup, start):
        assert at <= piece.start < piece.end <= len(soup)
        assert piece.before.strip("\n") == ""
        at = piece.end


@pytest.mark.parametrize(
    "unit",
    [
        "<b ", "<", "<!--", "<a b='", '<a b="', "<script>", "<![CDATA[", "&", "&#;", "</", "</a ", "<!", "<?", "<a x",
        '<a b="x" ', "< <b", "<a /", "<a b=", "\n<p\n", "<textarea>", "<style>a", "<plaintext>", "<!DOCTYPE [",
        "</script", "<![if", "<a =\"'", "<a b=\"<a c='\" d=\"'", "<a " + " " * 3000 + "x>", "<a " + "/ " * 1900 + ">",
        "<a " + "='" * 1900 + ">", "<nav>", "<div hidden>", "<div hidden></div>", "<ul><li>", "<p><br>",
    ],
    ids=lambda unit: repr(unit[:16]),
)  # fmt: skip
def test_no_heap_of_markup_makes_it_slow(unit: str) -> None:
    """200,000 characters of anything half open take a fraction of the bound; a parser that rescans takes minutes."""
    page = "<p>" + unit * (200_000 // len(unit))
    start = time.process_time()
    Clean(page, 0)
    assert time.process_time() - start < 5
