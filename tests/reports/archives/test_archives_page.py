"""docs/how-to/scan-an-archive.md names what the code has, and what it shows runs."""

import re
from pathlib import Path

import duckdb
import pytest
from quick import CLAIM, article

from verifier.reports.archives.columns import COLUMNS
from verifier.reports.archives.documents import NAMES

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "scan-an-archive.md").read_text(encoding="utf-8")


def rows(head):
    """The cells of the table below a head."""
    body = PAGE.partition(f"{head}\n")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in body.splitlines()[1:]]


def test_every_column_is_in_the_table():
    """The page lists the columns in their order, with type and meaning."""
    told = [[cell.strip("`") for cell in row[:2]] + row[2:] for row in rows("| column | type | what it holds |")]
    assert told == [[column.name, column.type, column.words] for column in COLUMNS]


def test_every_usual_name_is_in_the_table():
    """The page lists the names that fields are known by, in the order in which they are tried."""
    told = {
        role: tuple(re.findall(r"`([a-z_]+)`", names))
        for role, names in rows("| role | names, the first that is there |")
    }
    assert told == NAMES


@pytest.fixture
def table(desk, monkeypatch):
    """A table called claims.parquet in the folder that is worked in."""
    high = "Pirate attacks in Indonesia rose by 300 percent between 2010 and 2013."
    said = [
        article(number, text=[CLAIM, high][number % 2], publisher=["Post", "Herald"][number % 2])
        for number in range(10)
    ]
    desk.write(said).scan(table=desk.folder / "claims.parquet", documents=10)
    monkeypatch.chdir(desk.folder)


def test_the_queries_run_and_say_something(table):
    """Each gives at least one row, and the first the claim that strays."""
    queries = re.findall(r"^```sql\n(.*?)^```", PAGE, re.S | re.M)
    found = [duckdb.execute(query).fetchall() for query in queries]
    assert len(found) == 4
    assert all(found)
    assert '"archive": "articles.jsonl"' in found[0][0][0]
    assert "300 percent" in found[1][0]
    assert [row[0] for row in found[2]] == ["Herald", "Post"] or [row[0] for row in found[2]] == ["Post", "Herald"]
    assert found[3][0][5] == 5


def test_the_python_runs(table, capsys):
    """pandas sees years, findings and flags."""
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.S | re.M)
    exec(compile(block, "archives.md", "exec"), {})  # noqa: S102  (our own page)
    assert "2019" in capsys.readouterr().out
