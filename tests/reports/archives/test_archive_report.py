"""A report of one row of the table: its document is found again, and must be the one that was read."""

import json
from datetime import date

import duckdb
import pytest
from quick import CLAIM, article

from verifier.claims.document import read_document
from verifier.claims.reader import read_claims
from verifier.errors import InputError, UsageError
from verifier.reports.archives.ondemand import found_again
from verifier.reports.archives.settings import settings


def again(desk, claim, archive=None):
    """What is found of a claim: its file's name, document, claim and the parameters."""
    with found_again(archive or desk.archive, desk.table, claim) as found:
        document = read_document(found.file, country=found.parameters["country"] or None)
        return found, document, read_claims(document).claims[found.number - 1]


@pytest.fixture
def scanned(desk):
    """A desk with a table."""
    articles = [article(number, url="https://example.org/?a=1") for number in range(3)]
    desk.write(articles).scan(given={"known_on": date(2022, 1, 1), "place": "Indonesia", "country": "Mali"})
    return desk


def test_a_claim_is_found_with_its_document_and_parameters(scanned):
    """Text, title, day and country are those of the scan, and so are the claim and the parameters."""
    found, document, claim = again(scanned, "article-2#c2")
    assert (claim.text, found.number) == ("doubled", 2)
    assert (document.title, str(document.published), document.country) == ("Article 2", "2019-02-01", "MLI")
    assert document.text[document.body :] == article(2)["text"]
    assert (document.publisher, document.url) == ("The Post", "https://example.org/?a=1")
    assert found.parameters == {
        "datasets": ["pirates"], "place": "IDN", "known_on": "2022-01-01", "specifications": "", "country": "MLI",
    }  # fmt: skip
    assert (found.warnings, found.file.exists()) == ([], False)


def test_every_claim_is_read_again_as_the_table_has_it(desk):
    """For odd texts too: three dashes, line ends of Windows, a mark of byte order, front matter that is none."""
    texts = [
        f"---\n{CLAIM}",
        f"--- \r\nfoo: [\r\n---\r\n{CLAIM}",
        f"\ufeff{CLAIM}",
        f"\n\n{CLAIM}\r\n",
        f"{CLAIM}\n---",
    ]
    articles = [article(number, text=text) for number, text in enumerate(texts)]
    articles += [{"text": CLAIM}, {"text": f"---\n{CLAIM}"}, {"text": CLAIM, "title": "a: 'b'\n--- # \u2028"}]
    desk.write(articles).scan()
    rows = desk.rows()
    assert len(rows) == len(articles)
    for row in rows:
        _, document, claim = again(desk, row["id"])
        assert (claim.text, claim.sentence, claim.rule) == (row["text"], row["sentence"], row["rule"])
        assert document.title == row["title"]


def test_a_file_of_a_folder_is_found_by_its_name(desk):
    """Its front matter stays its own, and names that lead out of the folder are refused."""
    folder = desk.folder / "articles"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019" / "a.md").write_text(f"---\npublished: 2019-02-01\ncountry: Mali\n---\n{CLAIM}", encoding="utf-8")
    (desk.folder / "secret.txt").write_text(CLAIM, encoding="utf-8")
    desk.scan(folder)
    found, document, _ = again(desk, "2019/a.md#c1", folder)
    assert document.text == (folder / "2019" / "a.md").read_text(encoding="utf-8")
    assert found.file.name.startswith("2019-a-md-c1-")
    columns = "* REPLACE ('../secret.txt' AS document)"
    table = desk.table.read_bytes()
    about = _about(desk.table)
    duckdb.execute(
        f"COPY (SELECT {columns} FROM read_parquet('{desk.table}')) TO '{desk.folder}/evil.parquet' "  # noqa: S608
        f"(FORMAT parquet, KV_METADATA {{verifier: '{about}'}})"
    )
    desk.table.write_bytes((desk.folder / "evil.parquet").read_bytes())
    with pytest.raises(InputError, match="is not the name of a file in"):
        again(desk, "2019/a.md#c1", folder)
    desk.table.write_bytes(table)
    (folder / "2019" / "a.md").unlink()
    with pytest.raises(InputError, match=r"there is no 2019/a\.md in"):
        again(desk, "2019/a.md#c1", folder)


def _about(table):
    (value,) = duckdb.execute(
        "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'verifier'", [str(table)]
    ).fetchone()
    return bytes(value).decode().replace("'", "''")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": CLAIM.replace("Indonesia", "Malaysia")}, "'article-1' in .* is not what the table was made from"),
        ({"published": "2019-02-02"}, r"gives 'article-1' another day \(2019-02-02\) than the table \(2019-02-01\)"),
        ({"country": "Iran"}, r"another country \(IRN\) than the table \(MLI\)"),
        ({"id": "article-9"}, "has 'article-9' in row 2 now, not 'article-1'"),
        ({"published": "soon"}, "cannot be read any more: published: 'soon'"),
    ],
)
def test_an_archive_that_has_changed_is_refused(scanned, change, words):
    """Another text, day, country or document than the table was made of: the error names which, and says what to do."""
    one = article(1, url="https://example.org/?a=1") | change
    scanned.write([article(0), one])
    with pytest.raises(InputError, match=words) as told:
        again(scanned, "article-1#c1")
    assert "scan" in str(told.value)


def test_a_row_that_is_gone_or_was_never_there(scanned):
    """A shorter archive, an unknown id, a file that is no table."""
    scanned.write([article(0)])
    with pytest.raises(InputError, match="it is not there; scan again"):
        again(scanned, "article-2#c1")
    with pytest.raises(UsageError, match="has no claim 'article-2#c9'"):
        again(scanned, "article-2#c9")
    scanned.table.write_bytes(b"no table")
    with pytest.raises(InputError, match="is no Parquet table"):
        again(scanned, "article-2#c1")


def test_an_id_that_several_documents_share_is_refused(desk):
    """Which of them is meant cannot be told."""
    desk.write([article(1), article(1)]).scan()
    with pytest.raises(UsageError, match="more than once: several documents have the id 'article-1'"):
        again(desk, "article-1#c1")


def test_what_has_changed_beside_the_archive_is_told(scanned, monkeypatch):
    """Other data and another version of the package are warnings; a version that reads otherwise is refused."""
    from verifier.reports.archives import ondemand

    monkeypatch.setattr(ondemand, "data_hash", lambda _: "other")
    monkeypatch.setattr(ondemand, "package_hash", lambda: "other")
    found, _, _ = again(scanned, "article-1#c1")
    assert ["datasets have changed" in one or "another version" in one for one in found.warnings] == [True, True]
    monkeypatch.setattr(ondemand, "read_claims", lambda document: type("Read", (), {"claims": []}))
    with pytest.raises(InputError, match="this version reads 'article-1' otherwise"):
        again(scanned, "article-1#c1")


def test_a_specification_set_of_ones_own_travels_in_the_table(desk, tmp_path):
    """The report needs no file beside the table."""
    from verifier.comparisons.specifications import SETS, load_set

    own = tmp_path / "mine.toml"
    text = (SETS / "change.toml").read_text(encoding="utf-8").replace('name = "change"', 'name = "it\'s mine"')
    own.write_text(text, encoding="utf-8")
    desk.write([article(1)]).scan(given={"specifications": str(own)})
    own.unlink()
    with found_again(desk.archive, desk.table, "article-1#c1") as found:
        assert load_set(found.parameters["specifications"]).name == "it's mine"


@pytest.mark.slow
def test_the_command_makes_the_report(verifier, desk, warm_kernels):
    """`scan`, then `report` with --table and --id: the report's finding is the table's."""
    desk.write([article(1), article(2)])
    done = verifier("scan", desk.archive, "-o", desk.table, "--dataset", "pirates", "--workers", "1")
    assert done.stdout == f"2 documents, 3 claims. The table: {desk.table}\n", done.stderr
    out = desk.folder / "reports"
    done = verifier("report", desk.archive, "--table", desk.table, "--id", "article-2#c2", "-o", out)
    assert done.returncode == 0, done.stderr
    (folder,) = out.glob("article-2-c2-*")
    result = json.loads((folder / "claim-2.json").read_text(encoding="utf-8"))
    (row,) = [row for row in desk.rows() if row["id"] == "article-2#c2"]
    assert (result["finding"], result["specifications"]) == (row["finding"], row["specifications"])
    assert result["shares"]["weaker"] == pytest.approx(row["weaker"], abs=1e-4)
    for given, words in [
        (["--table", desk.table, "--id", "article-2#c1", "--place", "Mali"], "the parameters are those of the scan"),
        (["--table", desk.table, "--id", "nothing#c1"], "has no claim 'nothing#c1'"),
    ]:
        done = verifier("report", desk.archive, "-o", out, *given)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_settings_that_are_pickled_are_the_same():
    """Parts are made in other processes and on other machines."""
    import pickle

    given = settings(datasets=["pirates"], place="Mali", columns=["text=story"])
    assert pickle.loads(pickle.dumps(given)) == given  # noqa: S301  (our own)
