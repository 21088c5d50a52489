"""A report is of one document: another document never takes its place, its ratings or its corrections."""

import json
import threading
from pathlib import Path

import pytest

from verifier.claims.document import document, read_document
from verifier.files import whole_folder
from verifier.reports.identity import identity, place_for
from verifier.reports.report import write_report

JANUARY = "Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.\n"
FEBRUARY = "Officials in Jakarta said on Friday that piracy near Indonesia fell by 60 percent from 2016 to 2018.\n"
RATINGS = "url: https://desk.example/january\nratings: {1: {rating: Misleading}}\n"


def text(path, words):
    """Write a text, and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
    return path


def written(folder, path, words=None):
    """As if a report on a text had been written to a folder of reports: its place there."""
    if words is not None:
        text(path, words)
    read = read_document(path)
    own = identity(read, path, folder)
    place = place_for(folder, read, own)
    place.mkdir(parents=True, exist_ok=True)
    (place / "document.md").write_text(read.text, encoding="utf-8")
    said = {"sha256": own.sha256, "url": own.url, "published": own.published, "source": own.source}
    record = {"document": said | {"file": "document.md"}}
    (place / "provenance.json").write_text(json.dumps(record), encoding="utf-8")
    return place.name


def test_an_article_of_the_same_name_gets_a_report_of_its_own(notebooks_run_once, verifier, tmp_path):
    """January's report keeps its page and its rating; February's has neither the rating nor January's address."""
    text(tmp_path / "jan" / "speech.md", JANUARY)
    text(tmp_path / "feb" / "speech.md", FEBRUARY)
    text(tmp_path / "r" / "speech" / "ratings.yml", RATINGS)
    assert verifier("report", "jan/speech.md", "--dataset", "pirates", "-o", "r").returncode == 0
    before = (tmp_path / "r" / "speech" / "index.html").read_bytes()
    assert b"Misleading" in before
    done = verifier("report", "feb/speech.md", "--dataset", "pirates", "-o", "r")
    assert done.returncode == 0
    assert "r/speech-2/index.html" in done.stdout
    assert (tmp_path / "r" / "speech" / "index.html").read_bytes() == before
    february = (tmp_path / "r" / "speech-2" / "index.html").read_text(encoding="utf-8")
    assert "60 percent" in february
    assert "Misleading" not in february
    assert "desk.example" not in february
    assert not (tmp_path / "r" / "speech-2" / "ratings.yml").exists()
    listed = (tmp_path / "r" / "index.html").read_text(encoding="utf-8")
    assert 'href="speech/index.html"' in listed
    assert 'href="speech-2/index.html"' in listed


@pytest.mark.parametrize("url", ["https://", "http:///", "https://example.org", "https://example.org/"])
def test_an_address_that_is_no_article_makes_two_documents_of_one_name_no_one(tmp_path, url):
    """A field that was left to be filled in, and the front page of the paper that both are from."""
    january, february = (f"---\nurl: {url}\n---\n{words}" for words in (JANUARY, FEBRUARY))
    assert written(tmp_path / "r", tmp_path / "jan" / "a.md", january) == "a"
    assert written(tmp_path / "r", tmp_path / "feb" / "a.md", february) == "a-2"
    assert written(tmp_path / "r", tmp_path / "jan" / "a.md", january.replace("40", "45")) == "a"


def test_an_edited_text_keeps_its_report(tmp_path):
    """The same file with a number mended, moved together with its reports, or one of the same address, is the same."""
    assert written(tmp_path / "r", tmp_path / "a.md", JANUARY) == "a"
    assert written(tmp_path / "r", tmp_path / "a.md", JANUARY.replace("40", "45")) == "a"
    assert written(tmp_path / "r", tmp_path / "b" / "a.md", JANUARY.replace("40", "45")) == "a"
    addressed = f"---\nurl: https://example.org/1\n---\n{JANUARY}"
    assert written(tmp_path / "r", tmp_path / "c" / "a.md", addressed) == "a-2"
    assert written(tmp_path / "r", tmp_path / "d" / "a.md", addressed.replace(JANUARY, FEBRUARY)) == "a-2"


@pytest.mark.parametrize(
    "other",
    [
        FEBRUARY,
        f"---\npublished: 2024-02-01\n---\n{JANUARY}",
        f"---\nurl: https://example.org/2\n---\n{JANUARY}",
    ],
)
def test_another_article_saved_under_the_old_name_is_another(tmp_path, other):
    """Other words, another day or another address in the same file: a report of its own, beside the first."""
    first = JANUARY if "url" not in other else f"---\nurl: https://example.org/1\n---\n{JANUARY}"
    assert written(tmp_path / "r", tmp_path / "a.md", first) == "a"
    assert written(tmp_path / "r", tmp_path / "a.md", other) == "a-2"
    assert written(tmp_path / "r", tmp_path / "a.md", first) == "a"


def test_a_bulletin_from_elsewhere_with_the_same_words_is_another(tmp_path):
    """Two texts that differ in their numbers alone, from two files: two reports, however alike."""
    assert written(tmp_path / "r", tmp_path / "jan" / "bulletin.md", JANUARY) == "bulletin"
    assert written(tmp_path / "r", tmp_path / "feb" / "bulletin.md", JANUARY.replace("40", "45")) == "bulletin-2"


def test_names_keep_their_letters_in_any_script(tmp_path):
    """Each of these was called `document`; names that become one folder's are told apart."""
    names = ["Пакистан.md", "記事.md", "é.md", "पाकिस्तान.md", "a b.md", "a-b.md", "!!.md", "con.md", "記" * 70 + ".md"]
    places = [written(tmp_path / "r", tmp_path / name, f"Text {at}.") for at, name in enumerate(names)]
    assert places[:8] == ["пакистан", "記事", "é", "पाकिस्तान", "a-b", "a-b-2", "document", "con-text"]
    assert places[8] == "記" * 53
    assert places == [written(tmp_path / "r", tmp_path / name) for name in names]
    assert written(tmp_path / "s", tmp_path / "e\u0301\u202e\ufe0f.md", "x") == "é"


def test_texts_from_standard_input_do_not_take_each_others_place(tmp_path):
    """The same text is known again; another one of the same title is not taken for it."""
    taken = []
    for words in (JANUARY, FEBRUARY, JANUARY):
        read = document(words, name="standard input")
        own = identity(read, "-", tmp_path)
        place = place_for(tmp_path, read, own)
        place.mkdir(exist_ok=True)
        said = {"sha256": own.sha256, "source": own.source, "file": "document.txt"}
        (place / "provenance.json").write_text(json.dumps({"document": said}), encoding="utf-8")
        taken.append(place.name)
    assert taken == ["document", "document-2", "document"]


def test_a_folder_that_is_no_report_is_left_alone(tmp_path):
    """Somebody's own folder of the name of the text is not replaced; one with a rating laid ready is used."""
    text(tmp_path / "r" / "a" / "notes.txt", "mine")
    assert written(tmp_path / "r", tmp_path / "a.md", JANUARY) == "a-2"
    assert (tmp_path / "r" / "a" / "notes.txt").read_text(encoding="utf-8") == "mine"
    text(tmp_path / "r" / "b" / "ratings.yml", RATINGS)
    assert written(tmp_path / "r", tmp_path / "b.md", JANUARY) == "b"


def test_two_at_once_get_two_folders(tmp_path):
    """Both find the name free as they begin; the second to end takes another, and each is whole."""
    begun = threading.Barrier(2)

    def make(name, words):
        source = text(tmp_path / name / "speech.md", words)
        read = read_document(source)
        own = identity(read, source, tmp_path / "r")
        with whole_folder(tmp_path / "r" / "speech", lambda: place_for(tmp_path / "r", read, own)) as partial:
            (partial / "document.md").write_text(read.text, encoding="utf-8")
            record = {"document": {"sha256": own.sha256}}
            (partial / "provenance.json").write_text(json.dumps(record), encoding="utf-8")
            begun.wait(120)

    threads = [threading.Thread(target=make, args=one) for one in (("jan", JANUARY), ("feb", FEBRUARY))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = {(tmp_path / "r" / name / "document.md").read_text(encoding="utf-8") for name in ("speech", "speech-2")}
    assert texts == {JANUARY, FEBRUARY}
    assert sorted(path.name for path in Path(tmp_path / "r").iterdir()) == ["speech", "speech-2"]


def test_a_report_made_again_keeps_its_place(notebooks_run_once, tmp_path):
    """Twice the same text: one folder, and the identity stands in the provenance without any name of a folder."""
    source = text(tmp_path / "some folder" / "a.md", JANUARY)
    made = [write_report(source, tmp_path / "r", {"datasets": ["pirates"]}) for _ in range(2)]
    assert made[0].folder == made[1].folder == tmp_path / "r" / "a"
    record = (made[0].folder / "provenance.json").read_text(encoding="utf-8")
    assert "some folder" not in record
    assert len(json.loads(record)["document"]["source"]) == 32
