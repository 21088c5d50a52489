"""What the newsroom adds: ratings and corrections, kept from one making of a report to the next."""

import json

import pytest

from verifier.errors import InputError
from verifier.reports.editorial import Editorial, editorial
from verifier.reports.report import write_report

TEXT = "Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.\n"
RATINGS = """publisher: The Example Desk
publisher_url: https://desk.example
url: https://desk.example/checks/pirates
ratings:
  1:
    rating: Misleading
    text: 40 percent
    value: 2
    best: 5
    worst: 1
    by: A. Journalist
    date: 2024-03-01
    why: True of one pair of years.
"""
CORRECTIONS = """- date: 2024-03-05
  claim: 1
  what: The date of the speech was wrong.
- {date: 2024-04-01, what: A link was mended.}
"""


def put(folder, **files):
    """Write the newsroom's files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_report_made_again_keeps_ratings_and_corrections(notebooks_run_once, tmp_path):
    """Files in the report's folder are on the page and in the data, and are there after the report was made again."""
    source = tmp_path / "text.md"
    source.write_text(TEXT, encoding="utf-8")
    put(tmp_path / "out" / "text", ratings=RATINGS, corrections=CORRECTIONS)
    made = write_report(source, tmp_path / "out", {"datasets": ["pirates"]})
    page = made.page.read_text(encoding="utf-8")
    for words in ("Misleading", "2 on a scale from 1 to 5", "True of one pair of years.", "A. Journalist",
                  "1 March 2024", "The Example Desk", "5 March 2024",
                  ", claim 1: The date of the speech was wrong."):  # fmt: skip
        assert words in page
    assert page.index("A link was mended.") < page.index("The date of the speech was wrong.")
    assert "Corrected on 1 April 2024" in page
    assert "No rating has been set" not in page
    (review,) = json.loads((made.folder / "claimreview.json").read_text(encoding="utf-8"))
    assert review["reviewRating"] == {
        "@type": "Rating", "alternateName": "Misleading", "ratingValue": 2, "bestRating": 5, "worstRating": 1,
        "ratingExplanation": "True of one pair of years.", "author": {"@type": "Person", "name": "A. Journalist"},
    }  # fmt: skip
    assert review["url"] == "https://desk.example/checks/pirates#claim-1"
    assert review["datePublished"] == "2024-03-01"
    assert (made.folder / "ratings.yml").read_text(encoding="utf-8") == RATINGS
    assert (made.folder / "corrections.yml").read_text(encoding="utf-8") == CORRECTIONS
    record = json.loads((made.folder / "provenance.json").read_text(encoding="utf-8"))
    assert "--ratings ratings.yml --corrections corrections.yml" in record["rerun"]


def test_without_files_the_page_shows_no_empty_rating(kakar_report):
    """A rating that nobody set is not shown to readers; that nothing was corrected is said."""
    page = kakar_report.page.read_text(encoding="utf-8")
    assert "No rating has been set" not in page
    assert "None so far." in page


def test_no_file_is_no_error(tmp_path):
    """A folder without the files, or no folder, gives the empty newsroom; so do empty files."""
    assert editorial(tmp_path / "nowhere") == Editorial()
    found = editorial(put(tmp_path, ratings="", corrections=""))
    assert (found.ratings, found.corrections) == ({}, [])


def test_a_rating_of_other_words_is_refused(tmp_path):
    """A rating that names the words it is for does not slide to another claim when the text changes."""
    source = tmp_path / "text.md"
    source.write_text(TEXT.replace("40", "45"), encoding="utf-8")
    put(tmp_path / "out" / "text", ratings=RATINGS)
    with pytest.raises(InputError, match="for '40 percent', but that claim now reads '45 percent'"):
        write_report(source, tmp_path / "out", {"datasets": ["pirates"]})
    assert [file.name for file in (tmp_path / "out" / "text").iterdir()] == ["ratings.yml"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("ratings", "ratings: {1: {}}", r"ratings.yml:1:14: rating is missing"),
        ("ratings", "ratings: {one: {rating: x}}", r"ratings.yml:1:11: name: .one. is not the number of a claim"),
        ("ratings", "ratings: {1: {rating: x, stars: 3}}", "unknown field .stars.; it takes rating, text"),
        ("ratings", "ratings: {1: {rating: x, value: 3}}", "value needs best and worst"),
        ("ratings", "ratings: {1: {rating: 3}}", "is not a text"),
        ("ratings", "url: javascript:alert(1)", "is not an address"),
        ("ratings", "ratings: [", r"ratings.yml:\d+:\d+: "),
        ("ratings", "a: !!python/object/apply:os.system [id]", "tags .* are not taken"),
        ("corrections", "date: 2024-01-01", "is not a list"),
        ("corrections", "- {what: x}", "1:3: date is missing"),
        ("corrections", "- {date: yesterday, what: x}", "1:10: date: .yesterday. is not a day"),
        ("corrections", "- {date: 2024-01-01, what: x, claim: two}", "is not a whole number"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, name, text, words):
    """A file that cannot be used is refused with its name, the entry and what it takes."""
    with pytest.raises(InputError, match=words):
        editorial(put(tmp_path, **{name: text}))


def test_the_command_line_takes_both_files(verifier, tmp_path):
    """--ratings and --corrections name files elsewhere; a claim that is not there is refused with exit code 3."""
    (tmp_path / "text.md").write_text(TEXT, encoding="utf-8")
    put(tmp_path, ratings=RATINGS.replace("  1:", "  7:"), corrections=CORRECTIONS)
    done = verifier("report", "text.md", "--ratings", "ratings.yml", "--corrections", "corrections.yml")
    assert done.returncode == 3
    assert "rating of claim 7: the text has 1 claim" in done.stderr
