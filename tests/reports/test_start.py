"""start_here: a pasted text gives an answer, or a sentence that says what to do; never a traceback."""

import nbformat
import papermill
import pytest

from verifier.reports import start
from verifier.reports.drawings import Explained
from verifier.reports.opened import open_check
from verifier.resources import shipped

PIRATES = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."
PIECES = [
    start.text, start.claims, start.finding, start.chart, start.holds, start.origins, start.counted, start.next_steps,
]  # fmt: skip


def plain(piece, begun):
    """What a piece says in a terminal."""
    shown = piece(begun)
    if shown is None:
        return ""
    return shown.chart.alt if isinstance(shown, Explained) else shown.text


def test_a_pasted_text_is_answered():
    """The claim is marked, the finding and the chart are about it, and no trouble is told."""
    begun = start.start(PIRATES, "2019-02-01")
    assert begun.trouble == begun.notes == []
    assert "[two-thirds](c1)" in start.text(begun).text
    assert begun.check.sentence.split(":")[0] in start.finding(begun).text
    assert "Indonesia" in plain(start.chart, begun)
    assert "two-thirds (1, chosen)" in start.text(begun).html


def test_it_finds_what_check_claim_finds(kakar):
    """The shipped text pasted into the notebook has the finding that the parameterised notebook has."""
    listed = papermill.inspect_notebook(str(shipped("notebooks") / "start_here.ipynb"))
    assert set(listed) == {"text", "published", "country", "claim"}
    cells = nbformat.read(shipped("notebooks") / "start_here.ipynb", 4).cells
    given = {}
    exec(next(cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])), given)  # noqa: S102
    begun = start.start(given["text"], given["published"], given["country"], 2)
    assert begun.check.sentence == open_check(document=str(kakar), claim=2).check.sentence


def test_a_text_put_in_the_place_of_the_sample_keeps_nothing_of_it():
    """The day and the country of the notebook's own text stand above that text, and go with it."""
    cells = nbformat.read(shipped("notebooks") / "start_here.ipynb", 4).cells
    given = {}
    exec(next(cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])), given)  # noqa: S102
    sample = start.start(given["text"], given["published"], given["country"], 1)
    assert (str(sample.document.published), sample.document.country) == ("2023-11-08", "PAK")
    pasted = start.start("Attacks rose by 60 percent in 2020.", given["published"], given["country"], 1)
    assert (pasted.document.published, pasted.document.country) == (None, None)
    assert "PAK" not in str(pasted.read.claims[0].resolved)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "There is no text"),
        ({"text": "Nothing is counted here."}, "No claim was found in the text. It holds no number"),
        ({"text": PIRATES, "claim": 7}, "There is no claim 7: in this text there is one claim, number 1"),
        ({"text": PIRATES, "claim": "1"}, "without quotation marks"),
        ({"text": PIRATES, "claim": True}, "without quotation marks"),
        ({"text": 60}, "text = must be in quotation marks"),
        ({"text": PIRATES, "published": "1 February"}, "published: '1 February' is not a date"),
        ({"text": PIRATES, "country": "Indonesa"}, "did you mean Indonesia"),
        ({"text": PIRATES}, 'published = "2023-11-08"'),
        ({"text": "---\ntitle: [\n---\n" + PIRATES}, "front matter cannot be read"),
        (
            {"text": "Attacks in Pakistan rose 60 percent since the fall of the fort.", "published": "2023-01-01"},
            "not which days that is",
        ),
    ],
)
def test_trouble_is_told_in_plain_words(given, words):
    """The text's piece says what to do; the other pieces say no other thing, and nothing raises."""
    begun = start.start(**given)
    assert words in start.text(begun).text
    for piece in PIECES:
        said = plain(piece, begun)
        assert "Error" not in said
        assert "--" not in said
        assert "Traceback" not in said
    assert "check_claim.ipynb" in start.next_steps(begun).html


def test_what_was_pasted_stays_text():
    """Markup in a pasted text is shown, not obeyed."""
    begun = start.start(f"<script>alert(1)</script> {PIRATES}", "2019-02-01")
    for piece in PIECES:
        shown = piece(begun)
        assert shown is None or isinstance(shown, Explained) or "<script" not in shown.html


def test_a_claim_that_cannot_be_checked_is_one_paragraph():
    """Why; no chart, no table and no empty heading."""
    begun = start.start("Shark attacks in Australia rose by 40 percent in 2022.", "2023-02-01")
    assert "No dataset here counts “Shark attacks”" in start.finding(begun).text
    assert [piece(begun) for piece in (start.chart, start.holds, start.origins, start.counted)] == [None] * 4


def test_the_next_steps_carry_the_claim_over(tmp_path, monkeypatch):
    """The text is saved as the steps say, and check_claim finds the same in it; no file is written over."""
    monkeypatch.chdir(tmp_path)
    begun = start.start(PIRATES, "2019-02-01", "Indonesia")
    assert 'dataset = "pirates"' in start.next_steps(begun).text
    assert "Saved" in begun.save("my-text.md").text
    assert open_check(document="my-text.md", claim=1).check.sentence == begun.check.sentence
    assert "already" in begun.save("my-text.md").text
    assert "cannot write" in begun.save("nowhere/my-text.md").text
