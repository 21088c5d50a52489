"""Watchlists to run, with a renderer that is quick."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fake
import pytest

from verifier.reports.watchlists.output_folder import MANIFEST
from verifier.reports.watchlists.running import run_watchlist
from verifier.reports.watchlists.watchlist import read_watchlist

CLAIM = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."


def written(path, ids, **parameters):
    """A watchlist of claims on piracy with these ids and parameters."""
    lines = ["title: Watched", "defaults:", "  datasets: [pirates]", "  published: 2019-02-01"]
    lines += [f"  {name}: {value}" for name, value in parameters.items()]
    lines += ["claims:", *(f"  - {{id: {name}, text: {CLAIM}}}" for name in ids)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


class Desk:
    """A watchlist, its output folder, and what was rendered for it."""

    def __init__(self, folder):
        self.folder, self.out, self.log = folder, folder / "out", folder / "log"
        self.list = folder / "list.yml"
        self.log.write_text("", encoding="utf-8")
        self.told = []

    def write(self, ids, **parameters):
        """Write the watchlist."""
        written(self.list, ids, **parameters)
        return self

    def run(self, **options):
        """Run it with the quick renderer in threads."""
        self.told.clear()
        options = {"renderer": fake.render, "pool": ThreadPoolExecutor, "workers": 2, **options}
        return run_watchlist(read_watchlist(self.list), self.out, tell=self.told.append, **options)

    def rendered(self):
        """What was rendered up to its end, in order: [id, known_on]."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def manifest(self, name):
        """The manifest of a claim."""
        return json.loads((self.out / name / MANIFEST).read_text(encoding="utf-8"))

    def changes(self):
        """The JSON of changes."""
        return json.loads((self.out / "changes.json").read_text(encoding="utf-8"))

    def page(self):
        """The index."""
        return (self.out / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty desk."""
    made = Desk(tmp_path)
    monkeypatch.setenv("FAKE_LOG", str(made.log))
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return made
