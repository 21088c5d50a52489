"""The report: one folder with the page, the executed notebooks, the numbers, and where they come from."""

import base64
import json
import re
import zipfile
from html.parser import HTMLParser

import nbformat
import pytest

from verifier.errors import InputError, UsageError
from verifier.files import sha256, whole_folder, write_whole
from verifier.reports import report as report_module
from verifier.reports.page import script_json
from verifier.reports.report import write_index, write_report
from verifier.resources import package_digest


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
def made(kakar_report):
    """The report of the seed on Pakistan."""
    return kakar_report


@pytest.fixture(scope="module")
def page(made):
    """Its page."""
    return made.page.read_text(encoding="utf-8")


def numbers(file):
    """The check that a file holds, without the words for its card."""
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data.pop("card_alt")
    return data


def test_everything_is_there(made, page):
    """Every file that the page names lies beside it, and nothing else."""
    named = set(re.findall(r'<li><a href="([^"]+)">', page.partition('id="again"')[2]))
    assert {file.name for file in made.folder.iterdir()} == named
    assert named >= {
        "index.html", "document.md", "claim-1.ipynb", "claim-1.json", "card-1.png", "claim-2.ipynb", "claim-2.json",
        "card-2.png", "chart-1.png", "chart-1.svg", "chart-1.csv", "charts-1.zip", "chart-2.svg",
        "claimreview.json", "provenance.json", "ro-crate-metadata.json", "report.md", "numbers.csv",
    }  # fmt: skip
    assert made.index.is_file()
    assert not list(made.folder.parent.glob(".*partial"))


def test_each_chart_is_a_file_too(made, page):
    """Under the first chart are links to it as PNG, SVG and CSV; the archive has every chart of the claim."""
    for number in (1, 2):
        for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("csv", b"series,start,end,value")):
            assert f'href="chart-{number}.{kind}"' in page
            assert (made.folder / f"chart-{number}.{kind}").read_bytes().startswith(start)
        with zipfile.ZipFile(made.folder / f"charts-{number}.zip") as archive:
            names = archive.namelist()
        assert {"counts.png", "counts.svg", "counts.csv", "curve.png", "curve.svg", "curve.csv"} <= set(names)
        assert all(info.date_time[0] == 1980 for info in archive.infolist())


def test_the_page_is_self_contained(page):
    """The page loads nothing: no script runs, every picture is inside, and a content-security policy says so."""
    parsed = Page(page)
    inside = ("data:image/png;base64,", "data:image/svg+xml;base64,")
    assert all(image["src"].startswith(inside) for image in parsed.images)
    assert not parsed.scripts  # but the data of a review, where there is one
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|srcset|action)=[\"']?(?:https?:)?//|@import|url\(", page)
    assert len(page.encode("utf-8")) < 600_000
    assert "unsafe-inline" not in page


def test_every_picture_has_words(page):
    """Several charts a claim, each described in words with numbers."""
    images = Page(page).images
    assert len(images) >= 8
    for image in images:
        assert len(image["alt"]) > 80
        assert re.search(r"\d", image["alt"])
        assert base64.b64decode(image["src"].partition(",")[2]).startswith((b"\x89PNG\r\n\x1a\n", b"<svg "))


def test_the_page_says_what_the_check_found(made, page):
    """Finding, counts, abstentions, sources and how to re-run stand on the page."""
    for result in made.results:
        assert result["finding"] in page
    for words in ("250", "165", "PIPS", "abstain", "CC BY 4.0", "verifier report document.md", "Corrections"):
        assert words in page
    parsed = Page(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert parsed.tags.count("h1") == 1


def test_provenance_names_every_input(made):
    """Document, notebooks, specification set and datasets are named with checksums and vintages."""
    record = json.loads((made.folder / "provenance.json").read_text(encoding="utf-8"))
    assert record["document"]["sha256"] == sha256(made.folder / "document.md")
    for claim in record["claims"]:
        assert claim["notebook_sha256"] == sha256(made.folder / claim["notebook"])
        assert re.fullmatch(r"[0-9a-f]{64}", claim["specification_set"]["sha256"])
        assert all(used["vintage"] and used["licence"] and used["citation"] for used in claim["datasets"].values())
    assert record["software"]["verifier"]
    assert record["package_sha256"] == package_digest()


def test_the_notebooks_hold_the_numbers_of_the_page(made):
    """The executed notebook was run with the parameters of its claim and ends with the result the report used."""
    notebook = nbformat.read(made.folder / "claim-2.ipynb", as_version=4)
    injected = next(cell for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", []))
    assert "claim = 2" in injected.source
    assert numbers(made.folder / "claim-2.json") == made.results[1]


def test_no_path_of_the_machine_is_written(made):
    """Nothing in the report names a folder of the machine it was made on."""
    import tempfile
    from pathlib import Path

    for file in made.folder.iterdir():
        content = file.read_bytes()
        assert str(Path(__file__).parents[2]).encode() not in content, file
        assert (tempfile.gettempdir() + "/").encode() not in content, file


def test_the_report_can_be_made_again_from_its_own_folder(made, verifier, tmp_path, warm_kernels):
    """The command on the page, run in the report's folder, gives the same findings."""
    import shutil

    shutil.copytree(made.folder, tmp_path / "again-from-here")
    done = verifier("report", "again-from-here/document.md", "-o", "again", "--claim", "1")
    assert done.returncode == 0, done.stderr
    assert numbers(tmp_path / "again" / "document" / "claim-1.json") == made.results[0]


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
    """The index is made from the provenance of each report in the folder, and escapes what they say.

    A record that is damaged, or of another program, is no report, and costs none.
    """
    for name, made in (("older", "2024-01-01T00:00:00+00:00"), ("newer", "2025-01-01T00:00:00+00:00")):
        record = {
            "made": made,
            "document": {"title": f"<{name}>"},
            "claims": [{"text": "60 percent", "finding": "Holds up"}],
        }
        (tmp_path / name).mkdir()
        (tmp_path / name / report_module.PROVENANCE).write_text(json.dumps(record), encoding="utf-8")
    damaged = {"cut": "{", "list": "[]", "other": '{"made": 3}', "dayless": json.dumps({**record, "made": "soon"})}
    for name, content in damaged.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / report_module.PROVENANCE).write_text(content, encoding="utf-8")
    text = write_index(tmp_path).read_text(encoding="utf-8")
    assert text.index("&lt;newer&gt;") < text.index("&lt;older&gt;")
    assert text.count("<h2>") == 2


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


def test_a_rank_among_places_makes_a_whole_report(tmp_path, warm_kernels):
    """A picture of places has no days: page, card and files are written all the same, the picture's own table too."""
    file = tmp_path / "provinces.md"
    file.write_text("Manitoba had the highest number of murders of any province in 2022.\n", encoding="utf-8")
    made = write_report(file, tmp_path / "out", {"country": "CAN", "published": "2023-12-01"})
    assert "fifth-highest of 10 provinces" in made.page.read_text(encoding="utf-8")
    table = (made.folder / "chart-1.csv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "rank,place,value"
    assert len(table) == 11
    assert (made.folder / "card-1.png").is_file()
