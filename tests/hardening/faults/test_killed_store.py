"""An import or a fetch that is killed, before each thing it does to files and at any moment: the store is valid.

Every table that a descriptor names is there and whole, the counts are those of before or of after, and the same command
again ends as one that was never stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import dying
import pytest

from verifier.incidents.bringing import bring_file
from verifier.incidents.catalogue import read

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a process that is warm"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


COMMANDS = {"importing": "import (own)", "bringing": "import (a known source)", "fetching": "fetch"}


def counts(store: Path) -> dict[str, int]:
    """Incidents by dataset and vintage, after every table of the user's own was held against its checksum."""
    found = {}
    for descriptor in sorted(store.glob("*/datapackage.json")):
        folder = descriptor.parent
        for resource in json.loads(descriptor.read_text(encoding="utf-8"))["resources"]:
            content = (folder / resource["path"]).read_bytes()
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["bytes"] == len(content)
        dataset = read(folder, shipped=False)
        for place in dataset.places():
            for vintage in dataset.vintages(place):
                table = dataset.cells(dataset.definitions[0].id, place, vintage=vintage.id).table
                found[f"{dataset.id} {vintage.id} {place}"] = int(table["count"].sum())
    return found


def tree(store: Path) -> dict[str, bytes]:
    """Every file of the store by its path, but locks and tables that the latest write replaced."""
    named = {
        str(descriptor.parent / each["path"])
        for descriptor in store.glob("*/datapackage.json")
        for each in json.loads(descriptor.read_text(encoding="utf-8"))["resources"]
    }
    files = [path for path in store.rglob("*") if path.is_file() and path.name != ".lock"]
    kept = [path for path in files if path.parent.name != "data" or str(path) in named]
    return {str(path.relative_to(store)): path.read_bytes() for path in kept}


def unnamed(store: Path) -> set[str]:
    """The tables that no descriptor names."""
    held = tree(store)
    every = (path for path in store.glob("*/data/*") if path.is_file())
    return {str(path.relative_to(store)) for path in every} - set(held)


class Killing:
    """Kills a command again and again, and looks at the store after each."""

    def __init__(self, store: Path, aside: Path, work: Callable[[], int]) -> None:
        self.store, self.aside, self.work = store, aside, work
        shutil.copytree(store, aside / "before")
        self.old = counts(store)
        whole = dying.run(work, aside)
        assert whole.code == 0, whole.error
        self.new, self.after, self.replaced = counts(store), tree(store), unnamed(store)
        self.said = whole.error  # of a release that the source changed
        self.operations, self.seconds = whole.operations, whole.seconds
        assert self.old != self.new

    def reset(self) -> None:
        """The store as it was before."""
        shutil.rmtree(self.store)
        shutil.copytree(self.aside / "before", self.store)

    def once(self, **when: float) -> bool:
        """Kill the command once, look, and run it to its end; whether it was killed before that."""
        self.reset()
        ended = dying.run(self.work, self.aside, **when)
        assert ended.killed or ended.code == 0, ended.error
        assert counts(self.store) in (self.old, self.new)
        again = dying.run(self.work, self.aside)
        assert again.code == 0
        assert again.error in ("", self.said)
        assert counts(self.store) == self.new
        assert tree(self.store) == self.after
        assert unnamed(self.store) <= self.replaced
        return ended.killed

    def everywhere(self) -> int:
        """Kill it before its operations on files; returns how often."""
        numbers = dying.operations(self.operations)
        assert all(self.once(at=number) for number in numbers)
        return len(numbers)

    def anywhere(self, times: int) -> int:
        """Kill it so many times at moments spread over its length; returns how many."""
        chance, killed = random.Random(8), 0  # noqa: S311  (the same moments every time)
        while killed < times:
            killed += self.once(after=chance.uniform(0, self.seconds))
        return killed


@pytest.fixture
def aside(tmp_path):
    """A folder for what is none of the store."""
    (tmp_path / "aside").mkdir()
    return tmp_path / "aside"


@pytest.fixture
def importing(own_data, aside):
    """A dataset with one vintage, and the command that brings the next."""
    table = aside / "thefts.csv"

    def work(rows: int, published: str) -> Callable[[], int]:
        table.write_text("day\n" + "".join(f"2022-01-{1 + row % 28:02}\n" for row in range(rows)), encoding="utf-8")
        about = ["--id", "thefts", "--measure", "bicycle thefts", "--map", "date=day", "--country", "Denmark"]
        return dying.command(
            "data", "import", table, *about, "--coverage", "2022-01-01..2022-01-31", "--published", published
        )

    assert dying.run(work(50, "2023-01-01"), aside).code == 0
    return Killing(own_data, aside, work(80, "2023-02-02"))


@pytest.fixture
def bringing(own_data, aside, ged, made, server):
    """A release of a known source, and the command that brings it in again after the source mended it."""
    for name, events in (
        ("old", [made(1, "2020-05-05"), made(2, "2020-05-05", country="India")]),
        ("new", [made(number, "2020-05-05", country=("India", "Mali", "Pakistan")[number % 3]) for number in range(9)]),
    ):
        (aside / f"{name}.zip").write_bytes(ged("24.1", events))
    bring_file(aside / "old.zip", version="24.1")
    return Killing(own_data, aside, dying.command("data", "import", aside / "new.zip", "--release", "24.1"))


@pytest.fixture
def fetching(own_data, aside, ged, made, server):
    """A release that was fetched, and the command that fetches it again after the source changed it in place."""
    work = dying.command("data", "fetch", "ucdp-ged", "--version", "24.1")
    ged("24.1", [made(1, "2020-05-05")])
    assert dying.run(work, aside).code == 0
    ged("24.1", [made(number, "2020-05-05") for number in range(1, 41)], bulk=60_000)
    return Killing(own_data, aside, work)


@pytest.mark.parametrize("name", ["importing", "bringing", "fetching"])
def test_killed_before_an_operation_on_files(name, request, survived):
    """Before any of its operations on files, an import or a fetch may end."""
    times = request.getfixturevalue(name).everywhere()
    survived[f"kills of data {COMMANDS[name]}, each before another operation on files"] += times


@pytest.mark.parametrize("name", ["importing", "bringing", "fetching"])
def test_killed_at_any_moment(name, request, survived):
    """At moments drawn over its whole length, an import or a fetch may end."""
    times = request.getfixturevalue(name).anywhere(dying.kills(2))
    survived[f"kills of data {COMMANDS[name]}, at random moments"] += times
