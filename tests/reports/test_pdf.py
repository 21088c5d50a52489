"""The PDF of a report: made for reading with ears as well as eyes; or a clear word why there is none."""

import re
import tempfile

import pypdf
import pytest

from verifier.errors import VerifierError
from verifier.reports import pdf
from verifier.reports.pdf import MISSING, chromium, print_pdf


@pytest.fixture(scope="module")
def printed(kakar_report):
    """The PDF of the seed on Pakistan, read."""
    if kakar_report.pdf is None:
        pytest.skip("needs chromium (Debian: apt install chromium)")
    return pypdf.PdfReader(kakar_report.pdf)


def elements(node):
    """Every element of the structure tree below a node."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def test_it_is_tagged_with_language_and_title(printed):
    """The catalogue says that the PDF is tagged and in which language; the title is that of the page."""
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert printed.metadata.title.startswith("Kakar on attacks in Pakistan")
    assert root["/Outlines"]


def test_its_structure_has_headings_tables_and_words_for_pictures(printed, kakar_report):
    """The structure tree holds headings, table heads and, for each chart above the fold, its alternative text."""
    found = list(elements(printed.trailer["/Root"]["/StructTreeRoot"]))
    kinds = {element["/S"] for element in found}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure"} <= kinds
    alts = [element["/Alt"] for element in found if "/Alt" in element]
    page = kakar_report.page.read_text(encoding="utf-8")
    open_parts = re.sub(r'<details class="more">.*?</details>', "", page, flags=re.S)
    assert len(alts) == open_parts.count("<figure") >= 2
    assert any("by year" in alt and "1,206" in alt for alt in alts)


def test_its_pages_hold_the_words(printed):
    """The finding and the counts can be read out of the pages, which are A4 and numbered."""
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    for words in ("At least about as much as said", "from 15 August 2021", "Corrections", f"1 / {len(printed.pages)}"):
        assert words in text
    width, height = printed.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)


def test_without_a_chromium_the_report_is_made_and_a_line_says_so(verifier, kakar, monkeypatch, notebooks_run_once):
    """No chromium is no error: everything else is written, and a line says what to install."""
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    done = verifier("report", kakar, "-o", "out", "--claim", "2", "--pdf")
    assert done.returncode == 0
    assert MISSING in done.stderr
    assert "report.pdf" not in done.stdout


@pytest.mark.skipif(chromium() is None, reason="needs chromium (Debian: apt install chromium)")
def test_a_long_temporary_folder_is_no_trouble(tmp_path, monkeypatch):
    """The browser keeps a socket in the temporary folder, for which a long name leaves no room."""
    long = tmp_path / ("x" * 86)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    monkeypatch.setenv("TMPDIR", str(long))
    (tmp_path / "page.html").write_text("<!doctype html><title>A page</title><p>Words.", encoding="utf-8")
    print_pdf(tmp_path / "page.html", tmp_path / "page.pdf", chromium())
    assert "Words." in pypdf.PdfReader(tmp_path / "page.pdf").pages[0].extract_text()
    assert not list(long.iterdir())


def test_the_one_that_is_named_is_taken_before_those_on_the_path(tmp_path, monkeypatch):
    """CHROMIUM wins; without it, the usual names are looked for on the path."""
    for name in ("chromium-browser", "mine"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert chromium() == str(tmp_path / "chromium-browser")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "mine"))
    assert chromium() == str(tmp_path / "mine")


def test_a_browser_that_fails_is_told_with_its_last_words(tmp_path, monkeypatch):
    """A chromium that prints nothing is an error that repeats what it said."""
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'no screen here' >&2\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    page = tmp_path / "page.html"
    page.write_text("<p>hello", encoding="utf-8")
    with pytest.raises(VerifierError, match="no screen here"):
        print_pdf(page, tmp_path / "page.pdf", str(broken))
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    with pytest.raises(VerifierError, match="did not print within"):
        print_pdf(page, tmp_path / "page.pdf", str(slow))
