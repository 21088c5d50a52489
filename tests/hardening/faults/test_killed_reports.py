"""A report or a run of a watchlist that is killed: each folder is the old one or the new one; the next call ends it.

For kills before each operation on files the notebook has been run once, and its executed copy stands in for running it;
others are of the command as it is.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dying
import fake
import nbformat
import psutil
import pytest

from verifier.reports.watchlists.output_folder import OutputFolder
from verifier.reports.watchlists.running import run_watchlist
from verifier.reports.watchlists.watchlist import read_watchlist

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a process that is warm"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
TEXT = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.\n"
FILES = {
    "index.html", "report.md", "numbers.csv", "claim-1.ipynb", "claim-1.json", "card-1.png", "claimreview.json",
    "chart-1.png", "chart-1.svg", "chart-1.csv", "charts-1.zip",
    "provenance.json", "ro-crate-metadata.json", "document.txt", "ratings.yml",
}  # fmt: skip
RATINGS = """ratings:
  1:
    rating: Fair
    text: two-thirds
    by: A. Editor
    date: 2026-11-02
"""
ARGUMENTS = ("said.txt", "--dataset", "pirates", "--published", "2019-02-01", "-o", "out")


@pytest.fixture(scope="module")
def executed(pirates_report):
    """The executed notebook of the old text, one as it would be of the new text, and how long a report takes."""
    written = (pirates_report.folder / "claim-1.ipynb").read_text(encoding="utf-8")
    # The code as a word of its own: the same letters stand in pictures, which are written as base64.
    other = re.sub(r"(?<![A-Za-z0-9+/])IDN(?![A-Za-z0-9+/=])", "MYS", written.replace("Indonesia", "Malaysia"))
    both = {"Indonesia": nbformat.reads(written, as_version=4), "Malaysia": nbformat.reads(other, as_version=4)}
    return both | {"seconds": pirates_report.seconds}


@pytest.fixture
def desk(tmp_path, executed, monkeypatch):
    """A report that is there, with the newsroom's rating, and a changed text to make it again from."""
    from verifier.reports import report

    def stand_in(parameters, output, folder, **_):
        text = (folder / parameters.document).read_text(encoding="utf-8")
        notebook = executed["Malaysia" if "Malaysia" in text else "Indonesia"]
        nbformat.write(notebook, output)
        return notebook

    monkeypatch.setattr(report, "run", stand_in)
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "said.txt").write_text(TEXT, encoding="utf-8")
    assert dying.run(dying.command("report", *ARGUMENTS), folder).code == 0
    (folder / "out" / "said" / "ratings.yml").write_text(RATINGS, encoding="utf-8")
    (folder / "said.txt").write_text(TEXT.replace("Indonesia", "Malaysia"), encoding="utf-8")
    shutil.copytree(folder, tmp_path / "before")
    return folder


def state(out):
    """Which report stands there, whole: that of the old text or of the new one."""
    place = out / "said"
    text = (place / "document.txt").read_text(encoding="utf-8")
    country = "MYS" if "Malaysia" in text else "IDN"
    assert {path.name for path in place.iterdir()} in (FILES, FILES - {"ratings.yml"})
    assert json.loads((place / "claim-1.json").read_text(encoding="utf-8"))["claim"]["resolved"]["country"] == country
    assert f",{country}," in (place / "numbers.csv").read_text(encoding="utf-8")
    for entry in json.loads((place / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]:
        if "contentSize" in entry and (place / entry["@id"]).is_file():
            assert (place / entry["@id"]).stat().st_size == int(entry["contentSize"])
    assert (place / "ratings.yml").read_text(encoding="utf-8") == RATINGS
    return country


def killed_and_made_again(desk, **when):
    """Kill the report once and look; then make it again. Whether it was killed before it ended."""
    shutil.rmtree(desk)
    shutil.copytree(desk.parent / "before", desk)
    ended = dying.run(dying.command("report", *ARGUMENTS), desk, **when)
    assert ended.killed or ended.code == 0, ended.error
    assert state(desk / "out") in ("IDN", "MYS")
    again = dying.run(dying.command("report", *ARGUMENTS), desk)
    assert again.code == 0, again.error
    assert state(desk / "out") == "MYS"
    assert {path.name for path in (desk / "out").iterdir()} == {"index.html", "said"}, "something was left behind"
    assert 'href="said/index.html"' in (desk / "out" / "index.html").read_text(encoding="utf-8")
    return ended.killed


def test_a_report_killed_before_an_operation_on_files(desk, survived):
    """Wherever it ends, the place holds the old report or the new one; the next call leaves nothing else."""
    whole = dying.run(dying.command("report", *ARGUMENTS), desk)
    assert whole.code == 0, whole.error
    for number in dying.operations(whole.operations):
        assert killed_and_made_again(desk, at=number), number
        survived["kills of report, each before another operation on files"] += 1


def test_a_report_killed_where_names_cannot_be_exchanged(desk, survived, monkeypatch):
    """On a system without an exchange of names in one step, what was moved aside is put back by the next call."""
    from verifier import files

    monkeypatch.setattr(files, "_exchanged", lambda *_: False)
    whole = dying.run(dying.command("report", *ARGUMENTS), desk)
    for number in dying.operations(whole.operations, 12)[-4:]:
        shutil.rmtree(desk)
        shutil.copytree(desk.parent / "before", desk)
        assert dying.run(dying.command("report", *ARGUMENTS), desk, at=number).killed
        again = dying.run(dying.command("report", *ARGUMENTS), desk)
        assert again.code == 0, again.error
        assert state(desk / "out") == "MYS"
        assert {path.name for path in (desk / "out").iterdir()} == {"index.html", "said"}
        survived["kills of report without an exchange of names"] += 1


@pytest.mark.slow
def test_a_report_killed_at_any_moment_leaves_no_process(tmp_path, executed, survived):
    """The command as it is, with kernels: the folder is whole or absent, and no kernel goes on."""
    chance = random.Random(9)  # noqa: S311  (the same moments every time)
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "said.txt").write_text(TEXT, encoding="utf-8")
    seconds = executed["seconds"]
    for _ in range(max(1, dying.kills(1) // 10)):
        shutil.rmtree(desk / "out", ignore_errors=True)
        ended = dying.run(dying.command("report", *ARGUMENTS), desk, after=chance.uniform(0.1 * seconds, seconds))
        place = desk / "out" / "said"
        assert not place.exists() or {path.name for path in place.iterdir()} == FILES - {"ratings.yml"}
        end = time.monotonic() + 120
        while left := [one for one in psutil.process_iter(["cwd"]) if str(desk) in (one.info["cwd"] or "")]:
            assert time.monotonic() < end, left
            time.sleep(0.2)
        survived["kills of report with its kernel, at random moments"] += ended.killed
    again = dying.run(dying.command("report", *ARGUMENTS), desk)
    assert again.code == 0, again.error
    assert {path.name for path in (desk / "out").iterdir()} == {"index.html", "said"}


@pytest.fixture
def watching(tmp_path, monkeypatch):
    """A watchlist that was run once and then changed, and the work of running it with a renderer that is quick."""
    monkeypatch.setenv("FAKE_LOG", str(tmp_path / "log"))
    monkeypatch.setattr(fake, "SECONDS", 0.0)
    folder = tmp_path / "watch"
    folder.mkdir()
    lists = folder / "list.yml"

    def work():
        run_watchlist(read_watchlist(lists), folder / "out", renderer=fake.render, pool=ThreadPoolExecutor, workers=2)

    def write(day):
        lists.write_text(
            f"defaults: {{datasets: [pirates], known_on: {day}}}\nclaims:\n"
            + "".join(f"  - {{id: {name}, text: {TEXT.strip()!r}}}\n" for name in ("one", "two", "three")),
            encoding="utf-8",
        )

    write("2022-01-01")
    work()
    write("2023-01-01")
    shutil.copytree(folder, tmp_path / "before")
    return folder, work


def result(folder, name):
    """What a claim's folder says, which is whole."""
    manifest = OutputFolder(folder / "out").manifest(name)
    assert manifest is not None
    said = manifest.result.sentence[-11:-1]
    for file in fake.FILES:
        assert f"{name} {said}" in (folder / "out" / name / file).read_text(encoding="utf-8")
    return said


def test_a_run_killed_before_an_operation_on_files(watching, survived):
    """Wherever a run ends, each claim has its old result or its new one once the next run has begun; that one makes the
    rest, and leaves what a run that was never stopped leaves.
    """
    folder, work = watching
    whole = dying.run(work, folder)
    assert whole.code == 0, whole.error
    left = {path.relative_to(folder) for path in folder.rglob("*")}
    for number in dying.operations(whole.operations, 8):
        shutil.rmtree(folder)
        shutil.copytree(folder.parent / "before", folder)
        ended = dying.run(work, folder, at=number)
        # Threads share the work, so that the number of operations differs from run to run by a few.
        assert ended.killed or ended.code == 0, ended.error
        again = dying.run(work, folder)
        assert again.code == 0, again.error
        assert [result(folder, name) for name in ("one", "two", "three")] == ["2023-01-01"] * 3
        assert {path.relative_to(folder) for path in folder.rglob("*")} - left <= {Path("out/.watch/failed")}
        survived["kills of run, each before another operation on files"] += ended.killed
