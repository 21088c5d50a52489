"""--explain lists amounts in words that became no claim beside the numbers, and a text without claims says so."""

from verifier.claims.document import document
from verifier.claims.reader import read_claims
from verifier.claims.unclaimed_amounts import seen_and_left

TEXT = (
    "Attacks doubled in 2020. Half of the victims were civilians. Dozens of people protested. "
    "Prices doubled, rents halved, half of the budget went to 12 roads, and tens of thousands of cars were sold."
)


def listed(text):
    """The words of what was left in a text."""
    given = document(text)
    left = seen_and_left(given, read_claims(given))
    assert all(given.text[one.start : one.end] == one.text for one in left)
    assert [one.start for one in left] == sorted({one.start for one in left})
    return [one.text for one in left]


def test_words_of_amount_that_are_no_claims_are_listed():
    """Doubled prices and dozens of protesters are listed; doubled attacks, which are a claim, are not."""
    assert listed(TEXT) == ["2020", "Dozens", "doubled", "halved", "half", "12", "tens of thousands"]
    assert listed("Several cars and many roads.") == []


def test_no_claim_points_to_the_list(verifier, tmp_path):
    """check and report name the command that shows what was seen, and it shows the words."""
    (tmp_path / "my text.md").write_text("Prices doubled.", encoding="utf-8")
    for words in (["check", "my text.md"], ["parse", "my text.md"], ["report", "my text.md", "-o", "out"]):
        done = verifier(*words)
        assert done.returncode == 0
        assert "No quantitative claim was found. `verifier parse 'my text.md' --explain` lists" in done.stdout
    assert "'doubled' at 7: what was multiplied is no incident" in verifier("parse", "my text.md", "--explain").stdout
    (skipped,) = verifier("parse", "my text.md", "--explain", "--json").json()["skipped"]
    assert skipped["text"] == "doubled"
