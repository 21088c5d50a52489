"""The report: one folder with the page, the executed notebooks, the numbers, and where they come from."""

import base64
import json
import re
from html.parser import HTMLParser

import nbformat
import pytest

from verifier.errors import InputError, UsageError, VerifierError
from verifier.files import sha256, whole_folder, write_whole
from verifier.reports import report as report_module
from verifier.reports.page import script_json
from verifier.reports.report import write_index, write_report

HOSTILE = """---
title: "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
publisher: "<b>News & Views</b>"
url: "javascript:alert(3)"
published: 2019-02-01
---

<script>alert(4)</script> **Pirate attacks** off Nigeria rose by 40 percent between 2017 and 2018 `{{ 7*7 }}` & Co.
"""


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.images, self.scripts, self.ids, self.links = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append(tag)
        self.images += [attributes] if tag == "img" else []
        self.scripts += [attributes] if tag == "script" else []
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes.get("href", "")] if tag == "a" else []


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The report of the seed on Pakistan."""
    from pathlib import Path

    seed = Path(__file__).parents[2] / "seeds" / "kakar-2023-11-08.md"
    return write_report(seed, tmp_path_factory.mktemp("reports"), {})


@pytest.fixture(scope="module")
def page(made):
    """Its page."""
    return made.page.read_text(encoding="utf-8")


def test_everything_is_there(made):
    """Page, index, document, and for each claim an executed notebook and its numbers."""
    assert {file.name for file in made.folder.iterdir()} == {
        "index.html", "document.md", "claim-1.ipynb", "claim-1.json", "claim-2.ipynb", "claim-2.json",
        "claimreview.json", "provenance.json",
    }  # fmt: skip
    assert made.index.is_file()
    assert not list(made.folder.parent.glob(".*partial"))


def test_the_page_is_self_contained(page):
    """The page loads nothing: no script runs, every picture is inside, and a content-security policy says so."""
    parsed = Page(page)
    assert all(image["src"].startswith("data:image/png;base64,") for image in parsed.images)
    assert [script["type"] for script in parsed.scripts] == ["application/ld+json"]
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|srcset|action)=[\"']?(?:https?:)?//|@import|url\(", page)
    assert len(page.encode("utf-8")) < 1_500_000


def test_every_picture_has_words(page):
    """Two charts a claim, each described in words with numbers."""
    images = Page(page).images
    assert len(images) == 4
    for image in images:
        assert len(image["alt"]) > 80
        assert re.search(r"\d", image["alt"])
        assert base64.b64decode(image["src"].partition(",")[2])[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_page_says_what_the_check_found(made, page):
    """Finding, counts, abstentions, sources and how to re-run stand on the page."""
    for result in made.results:
        assert result["finding"] in page
    for words in ("250", "165", "PIPS", "abstain", "CC BY 4.0", "verifier report document.md", "Corrections"):
        assert words in page
    parsed = Page(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert parsed.tags.count("h1") == 1


def test_claim_review_leaves_the_rating_to_the_journalist(made, page):
    """One ClaimReview a claim, the same in the page and in the file, with the required fields and no rating."""
    reviews = json.loads((made.folder / "claimreview.json").read_text(encoding="utf-8"))
    embedded = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    assert json.loads(embedded) == reviews
    assert len(reviews) == 2
    for review in reviews:
        assert review["@type"] == "ClaimReview"
        assert set(review) >= {"claimReviewed", "reviewRating", "url", "itemReviewed", "author", "datePublished"}
        assert review["reviewRating"] == {"@type": "Rating", "alternateName": ""}
        assert review["itemReviewed"]["author"]["name"] == "Kakar"


def test_provenance_names_every_input(made):
    """Document, notebooks, specification set and datasets are named with checksums and vintages."""
    record = json.loads((made.folder / "provenance.json").read_text(encoding="utf-8"))
    assert record["document"]["sha256"] == sha256(made.folder / "document.md")
    for claim in record["claims"]:
        assert claim["notebook_sha256"] == sha256(made.folder / claim["notebook"])
        assert re.fullmatch(r"[0-9a-f]{64}", claim["specification_set"]["sha256"])
        assert all(used["vintage"] and used["licence"] and used["citation"] for used in claim["datasets"].values())
    assert record["software"]["verifier"]


def test_the_notebooks_hold_the_numbers_of_the_page(made):
    """The executed notebook was run with the parameters of its claim and ends with the result the report used."""
    notebook = nbformat.read(made.folder / "claim-2.ipynb", as_version=4)
    injected = next(cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", []))
    assert "claim = 2" in injected.source
    assert json.loads((made.folder / "claim-2.json").read_text(encoding="utf-8")) == made.results[1]


def test_no_path_of_the_machine_is_written(made):
    """Nothing in the report names a folder of the machine it was made on."""
    import tempfile
    from pathlib import Path

    for file in made.folder.iterdir():
        text = file.read_text(encoding="utf-8")
        assert str(Path(__file__).parents[2]) not in text, file
        assert tempfile.gettempdir() + "/" not in text, file


def test_the_report_can_be_made_again_from_its_own_folder(made, verifier, tmp_path):
    """The command on the page, run in the report's folder, gives the same findings."""
    import shutil

    shutil.copytree(made.folder, tmp_path / "again-from-here")
    done = verifier("report", "again-from-here/document.md", "-o", "again", "--claim", "1")
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "again" / "document" / "claim-1.json").read_text(encoding="utf-8"))
    assert result == made.results[0]


def test_hostile_text_stays_text(tmp_path):
    """Markup in a title, a publisher, a link or the text is shown, not run."""
    source = tmp_path / "hostile.md"
    source.write_text(HOSTILE, encoding="utf-8")
    page = write_report(source, tmp_path / "out", {"datasets": ["pirates"]}).page.read_text(encoding="utf-8")
    parsed = Page(page)
    assert len(parsed.scripts) == 1
    assert all("onerror" not in image for image in parsed.images)
    assert "b" not in parsed.tags
    assert not any(link.startswith("javascript:") for link in parsed.links)
    assert "{{ 7*7 }}" in page
    assert json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


def test_json_cannot_close_its_script():
    """No character that HTML reads stands in the JSON of a page."""
    text = script_json({"a": "</script><!-- & -->"})
    assert not set(text) & set("<>&")
    assert json.loads(text) == {"a": "</script><!-- & -->"}


def test_a_text_without_claims_gives_a_page_that_says_so(tmp_path):
    """No claim is no error: the page says that none was found."""
    source = tmp_path / "quiet.txt"
    source.write_text("The minister opened a bridge.\n", encoding="utf-8")
    made = write_report(source, tmp_path / "out", {})
    assert "No quantitative claim" in made.page.read_text(encoding="utf-8")
    assert made.results == []


def test_a_failing_notebook_keeps_the_old_report_and_the_half_run_copy(tmp_path, monkeypatch):
    """When a notebook fails, the error names the cell, the half-run notebook is kept, the report before it stays."""
    source = tmp_path / "text.md"
    source.write_text("Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.\n", encoding="utf-8")
    out = tmp_path / "out"
    (out / "text").mkdir(parents=True)
    (out / "text" / "index.html").write_text("the old page", encoding="utf-8")
    broken = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("claim = 1", metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell("raise ValueError('a made-up failure')"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(broken, tmp_path / "broken.ipynb")
    monkeypatch.setattr("verifier.reports.notebook.check_notebook", lambda: tmp_path / "broken.ipynb")
    with pytest.raises(VerifierError, match=r"cell .* on claim 1: ValueError: a made-up failure"):
        write_report(source, out, {"datasets": ["pirates"]})
    assert (out / "text" / "index.html").read_text(encoding="utf-8") == "the old page"
    assert sorted(file.name for file in out.iterdir()) == ["failed-claim-1.ipynb", "text"]


def test_a_wrong_document_writes_nothing(tmp_path):
    """A document that cannot be read, or a claim that is not there, leaves the output folder unmade."""
    with pytest.raises(InputError):
        write_report(tmp_path / "nowhere.md", tmp_path / "out", {})
    source = tmp_path / "one.md"
    source.write_text("Attacks in Pakistan rose by 60 percent in 2022.\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no claim 5"):
        write_report(source, tmp_path / "out", {}, claims=[5])
    assert not (tmp_path / "out").exists()


def test_the_index_lists_the_newest_first(tmp_path):
    """The index is made from the provenance of each report in the folder, and escapes what they say."""
    for name, made in (("older", "2024-01-01T00:00:00+00:00"), ("newer", "2025-01-01T00:00:00+00:00")):
        record = {
            "made": made,
            "document": {"title": f"<{name}>"},
            "claims": [{"text": "60 percent", "finding": "Holds up"}],
        }
        (tmp_path / name).mkdir()
        (tmp_path / name / report_module.PROVENANCE).write_text(json.dumps(record), encoding="utf-8")
    text = write_index(tmp_path).read_text(encoding="utf-8")
    assert text.index("&lt;newer&gt;") < text.index("&lt;older&gt;")


def test_a_folder_is_written_whole_or_not_at_all(tmp_path):
    """An error inside leaves what stood there before, and no leftovers."""
    target = tmp_path / "target"
    with whole_folder(target) as partial:
        write_whole(partial / "a.txt", "first")

    def fail_half_way():
        with whole_folder(target) as partial:
            write_whole(partial / "a.txt", "second")
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        fail_half_way()
    assert (target / "a.txt").read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [target]
