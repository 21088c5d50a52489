"""Several processes at once in one store and one folder: each sees the old state or the new one, and none fails."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import dying
import pytest
from playing import event, ged_zip

from verifier import files
from verifier.files import whole_folder, write_whole
from verifier.incidents.bringing import bring_file
from verifier.incidents.catalogue import load
from verifier.incidents.own.importing import import_file

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
SECONDS = 60.0 if os.environ.get("VERIFIER_KILLS") else 3.0
FORK = multiprocessing.get_context("fork") if hasattr(os, "fork") else multiprocessing.get_context()


class Together:
    """Works in processes of their own, which end when `over` is set; `failed` holds what went wrong in them."""

    def __init__(self) -> None:
        self.over, self.failed = FORK.Event(), FORK.SimpleQueue()
        self.done = FORK.Value("i", 0)
        self.running: list[multiprocessing.Process] = []

    def start(self, work: Callable[[], None], *, times: int | None = None) -> None:
        """Do the work again and again, or so many times."""

        def repeat() -> None:
            count = 0
            try:
                while (not self.over.is_set()) if times is None else (count < times):
                    work()
                    count += 1
                    with self.done.get_lock():
                        self.done.value += 1
            except BaseException as error:  # noqa: BLE001  (told to the test, which fails)
                self.failed.put(f"{type(error).__name__}: {error}")
            os._exit(0)

        self.running.append(FORK.Process(target=repeat))
        self.running[-1].start()

    def finish(self, writers: int, seconds: float = 0.0) -> int:
        """Wait for the first processes, which write, then let the others end; how often anything was done."""
        time.sleep(seconds)
        for each in self.running[:writers]:
            each.join(120)
        self.over.set()
        for each in self.running:
            each.join(60)
            if each.is_alive():
                each.kill()
                self.failed.put("a process hangs")
        wrong = []
        while not self.failed.empty():
            wrong.append(self.failed.get())
        assert wrong == []
        return self.done.value


def imports(table: Path, dataset: str, rows: int, published: str) -> None:
    """Import a table of so many thefts a day in ten days."""
    days = [f"2022-01-{day:02}\n" for day in range(1, 11) for _ in range(rows)]
    table.write_text("day\n" + "".join(days), encoding="utf-8")
    import_file(
        table, dataset_id=dataset, measure="thefts", mapping={"date": "day"}, country="DNK", published=published
    )


def test_imports_while_others_read(tmp_path, own_data, survived):
    """Two processes import vintages, into one dataset and into datasets of their own; three read, list and validate."""
    together = Together()
    imports(tmp_path / "first.csv", "thefts", 1, "2022-02-01")
    numbers = [FORK.Value("i", 0), FORK.Value("i", 0)]
    each = 4

    def writer(which: int) -> Callable[[], None]:
        def work() -> None:
            number = numbers[which].value = numbers[which].value + 1
            table = tmp_path / f"{which}-{number}.csv"
            imports(table, "thefts", number + 1, f"20{23 + which}-01-{number:02}")
            imports(table, f"thefts-{which}", number, f"2023-01-{number:02}")

        return work

    def whole(dataset: str) -> None:
        for vintage in load(dataset).vintages("DNK"):
            table = load(dataset).cells("thefts", "DNK", vintage=vintage.id).table
            assert len(table) == 10, vintage.id
            assert table["count"].nunique() == 1, vintage.id

    def command(*arguments: str) -> Callable[[], None]:
        def work() -> None:
            ended = dying.run(dying.command(*arguments), tmp_path)
            assert (ended.code, ended.error) == (0, "")

        return work

    for which in (0, 1):
        together.start(writer(which), times=each)
    together.start(lambda: whole("thefts"))
    together.start(command("data", "list", "--json"))
    together.start(command("data", "validate", "thefts"))
    survived["reads and writes of one store at once"] += together.finish(2)
    assert len(load("thefts").vintages("DNK")) == 1 + 2 * each
    assert len(load("thefts-0").vintages("DNK")) == len(load("thefts-1").vintages("DNK")) == each


def test_a_release_that_is_mended_while_others_read(tmp_path, own_data, survived):
    """A vintage whose tables are replaced again and again is read whole, the old one or the new one."""
    together = Together()
    files = []
    for many in (2, 5):
        files.append(tmp_path / f"{many}.zip")
        files[-1].write_bytes(ged_zip([event(number, "2020-05-05") for number in range(many)]))
    bring_file(files[0], version="24.1")
    turn = FORK.Value("i", 0)

    def mend() -> None:
        turn.value = 1 - turn.value
        bring_file(files[turn.value], version="24.1")
        time.sleep(0.5)

    def look() -> None:
        table = load("ucdp-ged").cells("violent-events", "PAK", vintage="24.1").table
        assert int(table["count"].sum()) in (2, 5)

    together.start(mend, times=max(4, int(SECONDS)))
    together.start(look)
    together.start(look)
    survived["reads and writes of one store at once"] += together.finish(1)


def test_reports_into_one_folder_at_once(tmp_path, survived):
    """Two writers of one folder and a reader: the folder is always whole, and nothing stays beside it."""
    together = Together()
    target = tmp_path / "out" / "report"
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    if not files._exchanged(tmp_path / "one", tmp_path / "other"):
        pytest.skip("names cannot be exchanged in one step here")
    with whole_folder(target) as partial:
        for name in ("a", "b", "c"):
            write_whole(partial / name, "0")

    def write(who: str) -> Callable[[], None]:
        def work() -> None:
            with whole_folder(target) as partial:
                for name in ("a", "b", "c"):
                    write_whole(partial / name, who)
            write_whole(target.parent / "index.html", who * 5000)

        return work

    def look() -> None:
        assert {(target / name).read_text() for name in ("a", "b", "c")} <= {"0", "1", "2"}
        with suppress(FileNotFoundError):
            assert len(set((target.parent / "index.html").read_text())) == 1

    together.start(write("1"), times=150)
    together.start(write("2"), times=150)
    together.start(look)
    survived["reads and writes of one report's folder at once"] += together.finish(2)
    assert {path.name for path in target.parent.iterdir()} == {"report", "index.html"}
    assert len({(target / name).read_text() for name in ("a", "b", "c")}) == 1


@pytest.mark.parametrize("exchange", [True, False])
def test_two_reports_of_one_text_at_once(tmp_path, monkeypatch, survived, exchange):
    """Whoever ends last stays, on a system that exchanges names in one step and on one that does not."""
    if not exchange:
        monkeypatch.setattr(files, "_exchanged", lambda *_: False)
    together, target = Together(), tmp_path / "out" / "report"

    def work() -> None:
        with whole_folder(target) as partial:
            write_whole(partial / "a", "x")

    for _ in range(3):
        together.start(work, times=60)
    survived["reads and writes of one report's folder at once"] += together.finish(3)
    assert [path.name for path in target.parent.iterdir()] == ["report"]
    assert (target / "a").read_text() == "x"


def test_a_check_while_its_own_dataset_is_replaced(tmp_path, own_data, survived):
    """The folder of a newsroom's dataset is replaced under a process that goes on checking: one state, the other, or a
    line that says what is missing.
    """
    (tmp_path / "said.txt").write_text("Thefts in Denmark rose by 60 percent in the second week of January 2022.\n")
    imports(tmp_path / "t.csv", "thefts", 1, "2022-02-01")
    shutil.copytree(own_data / "thefts", tmp_path / "one")
    imports(tmp_path / "t.csv", "thefts", 4, "2022-02-01")
    together = Together()

    def replace() -> None:
        for kind in ("one", "four"):
            with whole_folder(own_data / "thefts") as partial:
                source = tmp_path / "one" if kind == "one" else tmp_path / "four"
                shutil.copytree(source, partial, dirs_exist_ok=True)
            time.sleep(0.1)

    shutil.copytree(own_data / "thefts", tmp_path / "four")

    windows = ("--after", "2022-01-06..2022-01-10", "--before", "2022-01-01..2022-01-05")

    def check() -> None:
        asked = dying.command("compare", "thefts", "--measure", "thefts", "--place", "DNK", "--json", *windows)
        for _ in range(8):
            ended = dying.run(asked, tmp_path)
            if ended.code != 3:
                break
            # The folder was exchanged between reading its descriptor and reading its table: asking again helps.
            assert re.fullmatch(r"verifier: .*thefts.*\n", ended.error), ended.error
        assert ended.code == 0, ended.error
        found = json.loads(ended.out)
        assert (found["after"]["count"], found["before"]["count"]) in ((5, 5), (20, 20))

    together.start(replace, times=int(5 * SECONDS))
    together.start(check)
    survived["reads and writes of one store at once"] += together.finish(1)
