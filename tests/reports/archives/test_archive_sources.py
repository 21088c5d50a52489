"""Archives of every kind: their documents in order, rows that people find again, and nothing that takes all down."""

import csv
import gzip
import json
import os

import duckdb
import pytest

from verifier.errors import InputError
from verifier.reports.archives import folders
from verifier.reports.archives import open_archive as opening
from verifier.reports.archives.documents import document_of
from verifier.reports.archives.open_archive import open_archive


def records(path, columns=()):
    """All records of an archive."""
    with open_archive(path, columns) as source:
        return list(iter(source.read, None))


def texts(path):
    """The id and text of each document, and the row it stands in."""
    found = [(record.row, *document_of(record, (), None)) for record in records(path)]
    return [(row, name, document.text) for row, name, document in found]


def jsonl(path, articles):
    """An archive as JSONL."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in articles), encoding="utf-8")
    return path


ARTICLES = [
    {"id": f"a{number}", "text": f"Words {number},\n“quoted”.", "published": "2020-01-02"} for number in range(9)
]


@pytest.fixture
def archives(tmp_path):
    """The same documents as JSONL, packed JSONL, CSV, Parquet and a folder."""
    plain = jsonl(tmp_path / "a.jsonl", ARTICLES)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    with (tmp_path / "c.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(ARTICLES[0]))
        writer.writeheader()
        writer.writerows(ARTICLES)
    duckdb.from_query("SELECT * FROM read_json(?)", params=[str(plain)]).write_parquet(str(tmp_path / "d[1].parquet"))
    (tmp_path / "e").mkdir()
    for one in ARTICLES:
        (tmp_path / "e" / f"{one['id']}.txt").write_bytes(one["text"].encode())
    return [tmp_path / name for name in ("a.jsonl", "b.jsonl.gz", "c.csv", "d[1].parquet", "e")]


def test_every_kind_of_archive_gives_the_same_documents(archives):
    """Ids and texts are alike; rows count from 1, in a CSV from 2, as a spreadsheet shows them."""
    for archive in archives:
        ids = [f"a{number}{'.txt' if archive.is_dir() else ''}" for number in range(9)]
        first = 2 if archive.suffix == ".csv" else 1
        wanted = [(first + number, ids[number], ARTICLES[number]["text"]) for number in range(9)]
        assert texts(archive) == wanted


def test_skipping_is_as_good_as_reading(archives):
    """After a skip the next document is the one that reading up to there would give, and all is passed in the end."""
    for archive in archives:
        every = records(archive)
        with open_archive(archive) as source:
            source.skip_to(every[3].row)
            assert source.at == every[3].row
            assert source.read() == every[4]
            source.skip_to(every[-2].row)
            assert [source.read(), source.read()] == [every[-1], None]
            assert source.passed() == source.extent()


def test_a_stamp_changes_with_the_archive(archives):
    """An archive that is touched has another stamp; one that is not has the same."""
    for archive in archives:
        with open_archive(archive) as one, open_archive(archive) as two:
            before = one.stamp()
            assert before == two.stamp()
        os.utime(archive / "a3.txt" if archive.is_dir() else archive, ns=(1, 1))
        with open_archive(archive) as now:
            assert now.stamp() != before


def test_a_folder_is_read_in_order_without_what_is_hidden_or_other(tmp_path):
    """Texts of folders in folders, by name; hidden ones and pictures are left alone."""
    for name in ("b/2.md", "b/1.TXT", "a.txt", "c/d/e.txt", ".hidden.txt", ".git/x.txt", "picture.png", "b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert [name for _, name, _ in texts(tmp_path)] == ["a.txt", "b/1.TXT", "b/2.md", "b.txt", "c/d/e.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links, pipes and names in bytes are for POSIX")
def test_links_pipes_and_odd_names_in_a_folder_are_problems(tmp_path, monkeypatch):
    """None is followed, none hangs, none takes the others down."""
    archive = tmp_path / "archive"
    archive.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (archive / "a.txt").symlink_to(tmp_path / "secret.txt")
    (archive / "b").symlink_to(".")
    os.mkfifo(archive / "c.txt")
    (archive / "d.txt").write_text("Words.", encoding="utf-8")
    (archive / "e.txt").write_text("x" * 100, encoding="utf-8")
    with open(os.fsencode(archive) + b"/f\xff.txt", "wb") as file:  # noqa: PTH123  (a path of bytes)
        file.write(b"Words.")
    monkeypatch.setattr(folders, "MOST_BYTES", 50)
    found = [(record.name, record.problem[:16]) for record in records(archive)]
    assert found == [
        ("a.txt", "it is a link, an"),
        ("b", "it is a link, an"),
        ("c.txt", "it is not a file"),
        ("d.txt", ""),
        ("e.txt", "it is longer tha"),
        ("f\\xff.txt", "its name is not "),
    ]


def test_folders_may_lie_deep(tmp_path):
    """Five hundred folders in one another are no deeper than the archive can be read."""
    deep = tmp_path
    for _ in range(500):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("Words.", encoding="utf-8")
    assert len(records(tmp_path)) == 1


def test_lines_are_counted_as_an_editor_counts_them(tmp_path, monkeypatch):
    """Empty lines are passed over and counted; one that is too long is a problem and the next is read."""
    monkeypatch.setattr(opening, "MOST_BYTES", 30)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\n{"text": "a"}\n\r\n' + b"x" * 200 + b'\n{"text": "b"}')
    found = [(record.row, record.content, record.problem[:14]) for record in records(path)]
    assert found == [(2, b'{"text": "a"}\n', ""), (4, b"", "it is longer t"), (5, b'{"text": "b"}', "")]
    with open_archive(path) as source:
        source.skip_to(4)
        assert source.read().row == 5


def test_bad_rows_of_a_csv_are_problems_of_their_own(tmp_path):
    """Too many values, too few, and letters that are not UTF-8."""
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,"two\nlines"\n2,a,b\n3\n4,caf\xe9\n\n5,last\n')
    found = [(record.row, dict(record.content), record.problem[:24]) for record in records(path)]
    assert found == [
        (2, {"id": "1", "text": "two\nlines"}, ""),
        (3, {}, "the row has 3 values whe"),
        (4, {}, "the row has 1 values whe"),
        (5, {}, "the row is not UTF-8: sa"),
        (7, {"id": "5", "text": "last"}, ""),
    ]


def test_parquet_gives_days_and_numbers_as_texts(tmp_path):
    """Days, moments with a time zone and whole numbers; only the columns that are needed."""
    path = tmp_path / "it's.parquet"
    day = "TIMESTAMPTZ '2023-11-08 10:00:00+00' AS date, NULL AS country"
    duckdb.sql(f"SELECT 5 AS id, 'Words.' AS body, 'x' AS \"odd \"\"name\", {day}").write_parquet(str(path))
    (record,) = records(path)
    name, document = document_of(record, (), None)
    assert (name, document.text, str(document.published)) == ("5", "Words.", "2023-11-08")
    (record,) = records(path, (("text", 'odd "name'),))
    assert record.content["text"] == "x"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.jsonl", None, "there is no archive"),
        ("a.docx", b"x", "is not an archive: name a folder"),
        ("a.parquet", b"PAR1 no", "cannot be read as Parquet"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"who,what\n1,2\n", "--column text=NAME which to take of who, what"),
        ("a.jsonl.gz", b"not packed", "breaks off after row 0"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path, name, content, words):
    """One sentence with the path and what is wrong."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as told:
        records(path)
    assert words in str(told.value)
    assert str(path) in str(told.value)


def test_a_packed_file_that_is_cut_off_says_where(tmp_path):
    """What is whole in it can be read; then it says after which row it breaks off."""
    whole = gzip.compress("".join(f"{json.dumps(one)}\n" for one in ARTICLES * 200).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole[:-20])
    with pytest.raises(InputError, match=r"breaks off after row \d+: .*is the file whole\?"):
        records(path)
