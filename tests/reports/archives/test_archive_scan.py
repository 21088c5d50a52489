"""A scan: one table of all claims as `check` finds them, whatever the archive, the parts and the workers."""

import csv
import gzip
import json
import multiprocessing
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date

import duckdb
import filelock
import pytest
import quick
from quick import CLAIM, article

from verifier import parse
from verifier.comparisons.specifications import SETS
from verifier.errors import BusyError, DataError, InputError, UsageError, VerifierError
from verifier.findings.many import Asked, verdicts
from verifier.findings.verdict import Verdict
from verifier.reports.archives import claims_table, scan, scanning
from verifier.reports.archives.claims_table import rows_to_parquet, table_description
from verifier.reports.archives.columns import COLUMNS, MOST_CHARACTERS
from verifier.reports.archives.scanning import scan_part
from verifier.reports.executors import process_pool
from verifier.resources import shipped


def test_a_row_holds_what_parse_and_check_say(desk):
    """Every claim has its row, in the order of the archive, with the fields of the claim and of its verdict."""
    articles = [article(number) for number in range(5)]
    done = desk.write(articles).scan()
    assert (done.documents, done.claims, done.problems, done.problems_file) == (5, 4, 0, None)
    wanted = []
    for number, one in enumerate(articles, start=1):
        for place, claim in enumerate(parse(one["text"], published=one["published"]), start=1):
            (found,) = verdicts([Asked(claim, date(2019, 2, 1))], ["pirates"])
            wanted.append((f"{one['id']}#c{place}", number, claim, found))
    rows = desk.rows()
    assert [(row["id"], row["row"]) for row in rows] == [one[:2] for one in wanted]
    for row, (_, _, claim, verdict) in zip(rows, wanted, strict=True):
        for name, value in verdict._asdict().items():
            assert row[name] == (list(value) if isinstance(value, tuple) else value), name
        said = claim.to_dict()
        for name in ("text", "sentence", "kind", "direction", "unit", "measure", "place", "speaker", "rule", "negated"):
            assert row[name] == said[name], name
        assert (row["text_start"], row["text_end"]) == (claim.start, claim.end)
        assert row["value_low"] == row["value_high"] == claim.value
        assert [str(row["period_start"]), str(row["period_end"])] == said["resolved"]["period"]
        assert (row["country"], row["country_how"]) == (claim.resolved.country, claim.resolved.how["country"])
    assert set(Verdict._fields) <= {column.name for column in COLUMNS}
    assert desk.left() == ["table.parquet"]


def test_the_bytes_do_not_depend_on_workers_and_pools(desk):
    """One thread, three threads and two processes give the same file, byte by byte; so do threads that race."""
    desk.write([article(number) for number in range(12)]).scan(workers=1)
    alone = desk.table.read_bytes()
    for workers, pool in ((3, ThreadPoolExecutor), (2, process_pool)):
        desk.scan(workers=workers, pool=pool, again=True)
        assert desk.table.read_bytes() == alone


def test_the_rows_do_not_depend_on_the_parts(desk):
    """Parts of one document and of a hundred give the same rows."""
    desk.write([article(number) for number in range(7)]).scan(documents=1)
    one = desk.rows()
    desk.scan(documents=100)
    assert desk.rows() == one


def test_a_folder_gives_the_rows_that_a_file_gives(desk):
    """Front matter says in a file what fields say in a table."""
    articles = [article(number, country="Indonesia") for number in range(4)]
    desk.write(articles).scan()
    rows = desk.rows()
    folder = desk.folder / "articles"
    folder.mkdir()
    for one in articles:
        about = "".join(f"{name}: {one[name]}\n" for name in ("title", "published", "publisher", "country"))
        (folder / f"{one['id']}.md").write_text(f"---\n{about}---\n{one['text']}", encoding="utf-8")
    desk.scan(folder, again=True)
    other = ("id", "document", "sha256", "text_start", "text_end")
    assert [{key: row[key] for key in row if key not in other} for row in desk.rows()] == [
        {key: row[key] for key in row if key not in other} for row in rows
    ]
    assert desk.rows()[0]["id"] == "article-1.md#c1"


def test_the_table_says_what_it_was_made_of(desk):
    """Archive, parameters, datasets with their vintages, and how many documents and claims."""
    desk.write([article(1)]).scan(given={"known_on": date(2022, 1, 1), "country": "Mali"})
    about = table_description(desk.table)
    assert (about["archive"], about["kind"], about["documents"], about["claims"]) == ("articles.jsonl", "JSONL", 1, 1)
    assert about["parameters"]["known_on"] == "2022-01-01"
    assert about["parameters"]["country"] == "MLI"
    assert about["datasets"]["pirates"]["vintages"] == ["2021"]
    assert desk.rows()[0]["published_in"] == "MLI"
    with pytest.raises(InputError, match="no Parquet table that verifier scan wrote"):
        table_description(desk.archive)


def test_bad_documents_are_told_and_the_others_go_on(desk):
    """A broken line, a day that is none and an empty text each have a line with where and what."""
    done = desk.write(
        [article(1), "{broken", article(4, published="soon"), article(7) | {"text": " "}, article(10)]
    ).scan()
    assert (done.documents, done.claims, done.problems) == (5, 2, 3)
    assert desk.problems() == [
        ",2,,the line is not JSON (column 2: Expecting property name enclosed in double quotes)",
        "article-4,3,,published: 'soon' is not a day that can be used: write it as 2023-11-08",
        "article-7,4,,its text is empty",
    ]
    desk.write([article(1)]).scan()
    assert desk.left() == ["table.parquet"], "a file of problems of an earlier scan stays"


def test_a_document_that_takes_too_long_is_a_problem_of_its_own(desk, monkeypatch):
    """It has its row among the problems, with the reason, and the documents after it are read."""
    real = scanning.read_claims
    parse(CLAIM)  # the first one loads the word lists

    def slow(document):
        while "stuck" in document.text:
            pass
        return real(document)

    monkeypatch.setattr(scanning, "read_claims", slow)
    monkeypatch.setattr(scanning, "seconds_for", lambda size: 3)
    done = desk.write([article(1), article(2, "It is stuck."), article(4)]).scan(workers=1)
    assert (done.documents, done.claims, done.problems) == (3, 2, 1)
    assert desk.problems() == ["article-2,2,,reading it took longer than 3 seconds and was given up"]


def test_what_breaks_us_is_a_problem_of_its_document_or_claim(desk, monkeypatch):
    """A fault in reading costs the document, a fault in checking the verdict; the rest of the part is there."""
    whole_read, whole_check = scanning.read_claims, scanning.verdicts

    def read(document):
        return 1 // 0 if document.title == "Article 4" else whole_read(document)

    def verdicts(asked, datasets, **more):
        return whole_check([1 // 0 if "Nigeria" in one.claim.sentence else one for one in asked], datasets, **more)

    monkeypatch.setattr(scanning, "read_claims", read)
    monkeypatch.setattr(scanning, "verdicts", verdicts)
    done = desk.write([article(number) for number in (1, 2, 4)]).scan(documents=10)
    assert (done.claims, done.problems) == (3, 3)
    assert desk.problems()[0].startswith("article-4,3,,failed unexpectedly: ZeroDivisionError")
    assert desk.problems()[1].startswith("article-2,2,1,failed unexpectedly: ZeroDivisionError")
    assert [row["finding"] is None for row in desk.rows()] == [False, True, True]
    assert desk.rows()[1]["measure"] == "Piracy"


def test_documents_that_share_an_id_are_told(desk):
    """Their rows stay; the list of problems says where they are."""
    done = desk.write([article(1), article(2), article(1), article(1)]).scan()
    assert (done.claims, done.problems) == (5, 1)
    assert desk.problems() == ['article-1,1,,"3 documents have this id, the last of them in row 4"']


def test_an_archive_without_claims_or_documents(desk):
    """No claims make a table without rows; no documents are an error that leaves nothing."""
    assert desk.write([article(0)]).scan().claims == 0
    assert desk.rows() == []
    desk.table.unlink()
    desk.archive.write_text("\n\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no document"):
        desk.scan()
    assert not desk.table.exists()


def test_a_csv_runs_no_formula_and_hides_no_sign(desk):
    """Texts that a spreadsheet would run get an apostrophe; marks of direction are shown; lists are joined."""
    small = "Pirate attacks off Nigeria rose by 37 percent in 2018 compared with 2017."
    evil = article(1, id="=1+1", title="@SUM(A1)\u202e", publisher="-2+3", text=small)
    desk.write([evil]).scan(table=desk.folder / "table.csv")
    (row,) = csv.DictReader((desk.folder / "table.csv").open(encoding="utf-8", newline=""))
    assert (row["id"], row["document"], row["title"]) == ("'=1+1#c1", "'=1+1", "'@SUM(A1)⟨U+202E⟩")
    assert (row["publisher"], row["datasets"]) == ("'-2+3", "pirates")
    assert ";" in row["flags"]
    assert list(row) == [column.name for column in COLUMNS]
    bad = {"id": "=cmd|' /C calc'!A0", "text": " "}
    desk.write([evil, bad]).scan()
    assert desk.problems()[0].startswith("'=cmd")


def test_a_text_without_a_full_stop_does_not_stand_in_every_row(desk):
    """Of a very long sentence the part around the claim is kept."""
    long = "and so on " * 2000
    desk.write([article(1, text=f"{long}{CLAIM} {long}"), article(4, title="T" * 9000)]).scan()
    first, second = desk.rows()
    assert "two-thirds" in first["sentence"]
    assert len(first["sentence"]) <= MOST_CHARACTERS + 2
    assert len(second["title"]) == MOST_CHARACTERS + 1


def test_parameters_reach_the_check(desk, tmp_path):
    """A place, a day of knowledge and a specification set of one's own."""
    own = tmp_path / "mine.toml"
    text = (SETS / "change.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('name = "change"', 'name = "mine"'), encoding="utf-8")
    desk.write([article(1)]).scan(given={"place": "Malaysia", "specifications": str(own)})
    assert (desk.rows()[0]["counted_place"], desk.rows()[0]["specification_set"]) == ("MYS", "mine")
    desk.scan(given={"known_on": date(1990, 1, 1)})
    assert desk.rows()[0]["finding"] == "Not checkable"


def test_parameters_that_are_none_are_refused_before_anything_is_read(desk):
    """An unknown dataset, place, set or country; nothing is left behind."""
    desk.write([article(1)])
    for given, error in [
        ({"datasets": ["pirats"]}, DataError),
        ({"place": "Atlantis"}, UsageError),
        ({"country": "Atlantis"}, UsageError),
        ({"specifications": "nothing.toml"}, InputError),
    ]:
        with pytest.raises(error):
            desk.scan(given=given)
    for table in (desk.folder / "table.xlsx", desk.folder / "nowhere" / "table.parquet"):
        with pytest.raises(UsageError):
            desk.scan(table=table)
    for name in ("table.csv", "table.csv.problems.csv"):
        archive = desk.folder / name
        archive.write_text("id,text\n1,Words.\n", encoding="utf-8")
        with pytest.raises(UsageError, match="is the archive: write the table to another place"):
            desk.scan(archive, table=desk.folder / "table.csv")
        archive.unlink()
    assert desk.left() == []


def test_the_table_of_another_archive_is_not_replaced_unasked(desk):
    """It says whose claims the table holds; --again replaces it, and an archive's own table is made anew unasked."""
    desk.write([article(1)]).scan()
    before = desk.table.read_bytes()
    other = desk.folder / "other.jsonl"
    other.write_text(json.dumps(article(2)) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"holds the 1 claims of another archive, articles\.jsonl"):
        desk.scan(other)
    assert desk.table.read_bytes() == before
    desk.write([article(1), article(2)]).scan()
    assert {row["document"] for row in desk.rows()} == {"article-1", "article-2"}
    desk.scan(other, again=True)
    assert {row["document"] for row in desk.rows()} == {"article-2"}


def test_tables_of_two_kinds_keep_their_own_problems(desk):
    """A CSV and a Parquet table of one name lie side by side."""
    desk.write([article(1), {"id": "bad"}]).scan(table=desk.folder / "table.csv")
    desk.write([article(1)]).scan()
    assert desk.left() == ["table.csv", "table.csv.problems.csv", "table.parquet"]


def test_a_full_disk_is_told_in_a_line(desk, monkeypatch):
    """Where the rows of a part find no room, the scan ends with that, and goes on when there is some."""
    desk.write([article(1)])

    def full(*_):
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(claims_table, "json_line", full)
        with pytest.raises(VerifierError, match=r"^a table cannot be written or read: .*No space left"):
            desk.scan()
    assert desk.scan().claims == 1


def stopped(task):
    """A scanner that makes the first part and then fails, as a full disk does."""
    if task.number > 1:
        raise VerifierError("cannot write: no space left")
    return quick.scan(task)


def test_parts_of_another_scan_are_refused_or_made_again(desk):
    """The error names what differs; with `again` everything is made anew; the same scan goes on."""
    desk.write([article(number) for number in range(6)])
    with pytest.raises(VerifierError, match="no space left"):
        desk.scan(scanner=stopped, workers=1)
    assert desk.finished() == [1]
    for change, name in [
        ({"given": {"place": "Mali"}}, "place"),
        ({"given": {"datasets": []}}, "datasets, data"),
        ({"given": {"columns": ["title="]}}, "columns"),
        ({"documents": 3}, "parts"),
    ]:
        with pytest.raises(UsageError, match=f"made with other {name}: end it with .* --again"):
            desk.scan(**{"scanner": quick.scan, **change})
    assert desk.finished() == [1]
    done = desk.scan(scanner=quick.scan, workers=1)
    assert (done.resumed, desk.finished()) == (2, [1, 2, 3])
    with pytest.raises(VerifierError, match="no space left"):
        desk.scan(scanner=stopped, workers=1, again=True)
    desk.write([article(number) for number in range(4)])
    with pytest.raises(UsageError, match="made with other archive"):
        desk.scan(scanner=quick.scan)
    assert desk.scan(scanner=quick.scan, workers=1, again=True).resumed == 0
    assert desk.finished() == [1, 2, 3, 1, 1, 2]
    assert desk.left() == ["table.parquet"]


def test_an_archive_or_data_that_change_during_the_scan_are_told(desk, own_data):
    """The table is not made of two states of the archive, nor of two states of the data."""
    desk.write([article(number) for number in range(4)])

    def touched(task):
        desk.archive.write_text(desk.archive.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        return quick.scan(task)

    with pytest.raises(InputError, match="was changed while it was read"):
        desk.scan(scanner=touched)
    assert not desk.table.exists()

    def fetched(task):
        done = scan_part(task)
        shutil.copytree(shipped("datasets") / "pips", own_data / "pips", dirs_exist_ok=True)
        descriptor = own_data / "pips" / "datapackage.json"
        told = json.loads(descriptor.read_text(encoding="utf-8"))
        told["verifier"]["vintages"][-1]["id"] = "newer"
        descriptor.write_text(json.dumps(told), encoding="utf-8")
        return done

    with pytest.raises(VerifierError, match="the datasets changed during the scan"):
        desk.scan(scanner=fetched, again=True, workers=1, given={"datasets": ["pips"]})
    assert not desk.table.exists()


def test_what_is_in_hand_is_kept_when_an_archive_breaks_off(desk):
    """A packed file that is cut off is an error; the parts before the cut are there for the next scan."""
    packed = gzip.compress("".join(f"{json.dumps(article(number))}\n" for number in range(900)).encode())
    cut = desk.folder / "articles.jsonl.gz"
    cut.write_bytes(packed[:-30])
    with pytest.raises(InputError, match="breaks off after row"):
        desk.scan(cut, documents=100, scanner=quick.scan)
    kept = sorted(desk.finished())
    assert kept == list(range(1, len(kept) + 1))
    assert len(kept) >= 5
    assert [path.stem for path in sorted((desk.folder / "table.parquet.parts").glob("0*.json"))] == [
        f"{number:06}" for number in kept
    ]


def test_two_scans_exclude_each_other(desk):
    """The second ends at once with one line; the first is not disturbed, and leaves nothing."""
    desk.write([article(number) for number in range(4)])
    told = []

    def meanwhile(task):
        if task.number == 1:
            with pytest.raises(BusyError, match="another scan is at work on") as error:
                desk.scan(scanner=quick.scan)
            told.append(error.value.exit_code)
        return quick.scan(task)

    desk.scan(scanner=meanwhile, workers=1)
    assert told == [6]
    assert desk.left() == ["table.parquet"]


def test_a_lock_is_not_shared_with_the_scan_that_is_ending(desk, monkeypatch):
    """Where the folder of parts vanishes between opening its lock and holding it, the scan is refused."""

    class Late(filelock.FileLock):
        def acquire(self, *given, **more):
            held = super().acquire(*given, **more)
            shutil.rmtree(desk.folder / "table.parquet.parts")
            return held

    monkeypatch.setattr(filelock, "FileLock", Late)
    with pytest.raises(BusyError):
        desk.write([article(1)]).scan()


def forked(workers):
    """Processes that need not import everything first."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_document_that_ends_its_process_is_left_out(desk):
    """Of nine documents in three parts, the deadly one is found and told; the others are in the table."""
    articles = [article(number) for number in range(9)]
    articles[4]["text"] += " This one is deadly."
    done = desk.write(articles).scan(documents=3, scanner=quick.deadly, pool=forked)
    assert (done.documents, done.claims, done.problems) == (9, 8, 1)
    assert desk.problems() == [',5,,"the process that read it died, as when the machine runs out of memory"']


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_documents_that_end_their_process_only_together_are_told(desk):
    """The error says between which rows, and what to do."""
    desk.write([article(0)] * 4)
    with pytest.raises(VerifierError, match="after row 0 up to row 4, and none of them does it alone"):
        desk.scan(documents=4, scanner=quick.together, pool=forked, workers=1)


def test_no_more_parts_are_in_hand_than_agreed(desk):
    """Documents are read from the archive only when there is room: two parts for each worker."""
    desk.write([article(0) for _ in range(40)])
    drawn, most = [], []
    whole = scan._tasks

    def watched(*given):
        for task in whole(*given):
            drawn.append(task.number)
            most.append(len(drawn) - len(desk.finished()))
            yield task

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_tasks", watched)
        desk.scan(scanner=quick.scan, workers=2)
    assert len(drawn) == 20
    assert max(most) <= 5


def test_duckdb_reads_the_table_and_lists_are_lists(desk):
    """What other programs see: types as declared."""
    desk.write([article(1)]).scan()
    described_types = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(desk.table)]).fetchall()
    assert [(row[0], row[1]) for row in described_types] == [(column.name, column.type) for column in COLUMNS]


def test_a_number_that_does_not_exist_is_empty_in_the_table(tmp_path):
    """Infinite and undefined numbers, of which JSON knows nothing; days are days."""
    part = tmp_path / "part.parquet"
    rows = [{"value_low": float("inf"), "value_high": float("nan"), "weaker": 0.1, "published": date(2020, 1, 2)}]
    part.write_bytes(rows_to_parquet(rows))
    found = duckdb.execute(
        "SELECT value_low, value_high, weaker, published FROM read_parquet(?)", [str(part)]
    ).fetchall()
    assert found == [(None, None, 0.1, date(2020, 1, 2))]
