"""An archive that has grown is read where it grew; what is left out of a folder is counted by its kind."""

import pytest
import quick
from quick import article

from verifier.reports.archives import scan
from verifier.reports.archives.claims_table import table_description
from verifier.reports.archives.scan import scan_summary


@pytest.fixture
def read(monkeypatch):
    """The documents that the quick scanner was given, by their names or rows, and that scanner."""
    seen = []

    def scanner(task):
        seen.extend(record.name or record.row for record in task.records)
        return quick.scan(task)

    return seen, scanner


def test_articles_added_at_the_end_are_all_that_is_read(desk, read):
    """The table is, byte for byte, that of a scan of the whole archive; so are the problems."""
    seen, scanner = read
    articles = [article(number) for number in range(6)]
    articles[2]["published"] = "soon"
    desk.write(articles).scan(scanner=scanner)
    assert seen == [1, 2, 3, 4, 5, 6]
    seen.clear()
    desk.write([*articles, article(7), article(8, published="soon"), article(10)])
    done = desk.scan(scanner=scanner)
    assert (seen, done.known, done.documents) == ([7, 8, 9], 6, 9)
    assert scan_summary(done)[0] == "6 documents unchanged since the table before; the others were read."
    grown, problems = desk.table.read_bytes(), desk.problems()
    assert len(problems) == 2
    again = desk.scan(scanner=scanner, again=True)
    assert (again.known, len(seen)) == (0, 12)
    assert (desk.table.read_bytes(), desk.problems()) == (grown, problems)


def test_what_was_edited_is_read_again(desk, read):
    """A part with another text, day or order is another part."""
    seen, scanner = read
    articles = [article(number) for number in range(6)]
    desk.write(articles).scan(scanner=scanner)
    for change in ({"text": "Pirate attacks in Nigeria doubled in 2013."}, {"published": "2020-01-01"}):
        seen.clear()
        articles[3] |= change
        assert desk.write(articles).scan(scanner=scanner).known == 4
        assert seen == [3, 4]


def test_nothing_is_taken_over_where_it_was_made_otherwise(desk, read, monkeypatch):
    """Other parameters, data, files of the package or bounds of the parts, or a table that is cut: all is read."""
    seen, scanner = read
    desk.write([article(number) for number in range(4)]).scan(scanner=scanner)
    assert desk.scan(scanner=scanner, documents=3).known == 0
    assert desk.scan(scanner=scanner, documents=3, given={"place": "Mali"}).known == 0
    monkeypatch.setattr("verifier.reports.archives.settings.package_digest", lambda: "other files")
    assert desk.scan(scanner=scanner, documents=3, given={"place": "Mali"}).known == 0
    seen.clear()
    desk.table.write_bytes(b"PAR1")
    assert desk.scan(scanner=scanner, documents=3, given={"place": "Mali"}).known == 0
    assert len(seen) == 4


@pytest.mark.parametrize("begins", [4, -400, -60])
def test_a_table_that_is_damaged_is_made_again(desk, read, begins):
    """Whether its rows, its schema or its description cannot be read: that says nothing about the archive."""
    _, scanner = read
    desk.write([article(number) for number in range(4)]).scan(scanner=scanner)
    whole = desk.table.read_bytes()
    damaged = bytearray(whole)
    for place in range(begins, begins + 40):
        damaged[place] ^= 255
    desk.table.write_bytes(damaged)
    assert desk.scan(scanner=scanner).documents == 4
    assert desk.table.read_bytes() == whole


def test_ids_that_are_rows_are_not_moved(desk, read):
    """Where a document has no name, its row is its id: articles put in front are all read again."""
    _, scanner = read
    articles = [{key: value for key, value in article(number).items() if key != "id"} for number in (1, 2, 4, 5)]
    desk.write(articles).scan(scanner=scanner)
    first = [article(7), article(8)]
    assert desk.write([*first, *articles]).scan(scanner=scanner).known == 0
    assert desk.rows()[-1]["id"] == "row-6#c1"


def test_a_file_put_into_the_middle_of_a_folder_moves_no_other_part(desk, read, monkeypatch):
    """Parts end by name, so that those after it are known again; their rows are counted on."""
    seen, scanner = read
    monkeypatch.setattr(scan, "CUT", 2)
    folder = desk.folder / "articles"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.md").write_text(article(number)["text"], encoding="utf-8")
    desk.scan(folder, scanner=scanner, documents=100)
    seen.clear()
    (folder / "03-more.md").write_text(article(2)["text"], encoding="utf-8")
    done = desk.scan(folder, scanner=scanner, documents=100)
    assert "03-more.md" in seen
    assert len(seen) < 8
    assert done.known == 13 - len(seen)
    names = sorted(path.name for path in folder.iterdir())
    assert [(row["id"], row["row"]) for row in desk.rows()] == [(f"{name}#c1", at) for at, name in enumerate(names, 1)]


def test_a_scan_that_takes_over_and_is_stopped_goes_on(desk):
    """What was taken from the table before is kept like what was read."""
    articles = [article(number) for number in range(4)]
    desk.write(articles).scan(scanner=quick.scan)
    desk.write([*articles, article(7)])

    def broken(task):
        raise scan.UsageError("no")

    with pytest.raises(scan.UsageError, match="no"):
        desk.scan(scanner=broken)
    done = desk.scan(scanner=quick.scan)
    assert (done.resumed, done.documents) == (4, 5)


def test_files_left_out_of_a_folder_are_counted_by_kind(desk):
    """The summary and the table say how many of each: a folder of PDFs is no archive that was read whole."""
    folder = desk.folder / "articles"
    (folder / ".git").mkdir(parents=True)
    for name in ("a.md", "b.pdf", "c.PDF", "d.docx", "README", ".hidden.md"):
        (folder / name).write_text(article(1)["text"], encoding="utf-8")
    done = desk.scan(folder)
    assert done.left_out == {".pdf": 2, "hidden": 2, ".docx": 1, "without an ending": 1}
    assert "Left out because they are not texts: 2 .pdf, 2 hidden, 1 .docx, 1 without an ending." in scan_summary(done)
    assert table_description(desk.table)["left out"] == done.left_out
