"""Archives to scan, and a desk to scan them at."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from verifier.reports.archives.columns import COLUMNS
from verifier.reports.archives.scan import Limits, scan_archive
from verifier.reports.archives.settings import settings


class Desk:
    """An archive as JSONL, its table, and the scans of it."""

    def __init__(self, folder):
        self.folder, self.archive, self.table = folder, folder / "articles.jsonl", folder / "table.parquet"
        self.log = folder / "log"
        self.log.write_text("", encoding="utf-8")

    def write(self, articles):
        """Write the archive: articles as dictionaries, or lines as they are to stand there."""
        lines = [one if isinstance(one, str) else json.dumps(one) for one in articles]
        self.archive.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return self

    def scan(self, archive=None, table=None, documents=2, given=None, **options):
        """Scan it in parts of so many documents; given are parameters, options those of the scan."""
        found = settings(**{"datasets": ["pirates"], **(given or {})})
        options = {"pool": ThreadPoolExecutor, "workers": 2, **options}
        return scan_archive(archive or self.archive, table or self.table, found, limits=Limits(documents), **options)

    def rows(self, table=None):
        """The rows of the table, as dictionaries."""
        found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(table or self.table)]).fetchall()
        return [dict(zip((column.name for column in COLUMNS), row, strict=True)) for row in found]

    def problems(self):
        """The lines of the file of problems below its head."""
        return (self.folder / "table.parquet.problems.csv").read_text(encoding="utf-8").splitlines()[1:]

    def finished(self):
        """The numbers of the parts that the quick scanner finished, in the order in which it did."""
        return [int(line) for line in self.log.read_text(encoding="utf-8").split()]

    def left(self):
        """The names of everything beside the archive and the log."""
        return sorted(path.name for path in self.folder.iterdir() if path not in (self.archive, self.log))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty desk."""
    folder = tmp_path / "desk"
    folder.mkdir()
    made = Desk(folder)
    monkeypatch.setenv("QUICK_LOG", str(made.log))
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return made
