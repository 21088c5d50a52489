"""A full disk, a folder that refuses, a file that may not be read: one clear line, and nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import dying
import pytest

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="needs fork, capabilities and /dev/full"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
TEXT = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."
SAID = ("said.txt", "--published", "2019-02-01", "--dataset", "pirates")
IMPORT = ("data", "import", "thefts.csv", "--id", "thefts", "--measure", "thefts", "--map", "date=day")
COMMANDS = {
    "import": (*IMPORT, "--country", "Denmark", "--published", "2023-01-01"),
    "fetch": ("data", "fetch", "ucdp-ged", "--version", "24.1"),
    "report": ("report", *SAID, "-o", "out"),
    "run": ("run", "list.yml", "-o", "out"),
    "check": ("check", *SAID, "--specifications", "out/comparisons.csv"),
    "chart": ("data", "show", "pips", "--chart", "out/chart.png"),
}


@pytest.fixture
def desk(tmp_path, ged, made, server, monkeypatch):
    """A folder with a text, a table and a watchlist, an empty `out`, and a store beside it."""
    folder = tmp_path / "desk"
    (folder / "out").mkdir(parents=True)
    (folder / "said.txt").write_text(TEXT, encoding="utf-8")
    days = [f"2022-{month:02}-{day:02}\n" for month in range(1, 13) for day in range(1, 29)]
    (folder / "thefts.csv").write_text("day\n" + "".join(days), encoding="utf-8")
    (folder / "list.yml").write_text(f"defaults: {{datasets: [pirates]}}\nclaims:\n  - {{id: one, text: '{TEXT}'}}\n")
    ged("24.1", [made(number, "2020-05-05") for number in range(1, 41)], bulk=60_000)
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))
    return folder


def written(folder: Path) -> set[str]:
    """The files there, but locks."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.endswith(("/.lock", "/lock"))}


def is_one_line(ended: dying.Ended, code: int, *words: str) -> None:
    """The command failed with this code, and one line on standard error holds these words."""
    assert (ended.code, ended.out) == (code, ""), ended
    assert ended.error.startswith("verifier: ")
    assert ended.error.count("\n") == 1, ended.error
    assert "unexpectedly" not in ended.error
    for word in words:
        assert word in ended.error


# What may be there after a disk was full: what a fetch goes on from, and what a run says of itself.
LEFT = {
    "fetch": {".cache/ucdp-ged/new/ged241-csv.zip.partial", ".cache/ucdp-ged/new/ged241-csv.zip.partial.json"},
    "run": {"history.json", "changes.json", "feed.xml"},
}


@pytest.mark.parametrize("name", list(COMMANDS))
@pytest.mark.parametrize("size", [0, 200] if os.environ.get("VERIFIER_KILLS") else [0])
def test_a_file_that_may_not_grow(name, size, desk, tmp_path, survived):
    """Where no file may grow beyond a size, the command fails in a line and leaves nothing; then it works."""
    if name in ("report", "run") and size:
        pytest.skip("the notebook runs first: see the next test")
    place = tmp_path / "store" if name in ("import", "fetch") else desk / "out"
    ended = dying.run(dying.bounded(dying.command(*COMMANDS[name]), size), desk)
    is_one_line(ended, 1, "File too large; make room")
    assert written(place) <= LEFT.get(name, set())
    survived["commands on a full disk or with files that may not grow"] += 1
    if name not in ("report", "run"):
        again = dying.run(dying.command(*COMMANDS[name]), desk)
        assert (again.code, again.error) == (0, "")


@pytest.fixture
def small(tmp_path):
    """A disk of a few kilobytes, at a folder."""
    mounted = []

    def mount(folder: Path, kilobytes: int) -> None:
        folder.mkdir(exist_ok=True)
        size = f"size={kilobytes}k"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("disks cannot be mounted here")
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root may mount a disk")
@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_disk_that_is_full(name, desk, tmp_path, small, survived):
    """On a real disk without room the command ends in a line, and what was on the disk stays as it was."""
    place = tmp_path / "store" if name in ("import", "fetch") else desk / "out"
    small(place, 12)
    (place / "kept.txt").write_text("kept", encoding="utf-8")
    ended = dying.run(dying.command(*COMMANDS[name]), desk)
    if name == "run":  # the report of the claim fails, or the index
        assert ended.code in (0, 1)
        assert "No space left on device" in ended.error + ended.out
        assert "unexpectedly" not in ended.error + ended.out
    else:
        is_one_line(ended, 1)
        assert "No space left on device; make room" in ended.error or "left: make room" in ended.error
    assert (place / "kept.txt").read_text(encoding="utf-8") == "kept"
    assert not (place / "one").exists()
    assert written(place) <= {"kept.txt", "index.html"} | LEFT.get(name, set())
    survived["commands on a full disk or with files that may not grow"] += 1


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root may mount a disk")
def test_a_temporary_folder_that_is_full(desk, tmp_path, small, survived):
    """A fetch that has no room to unpack its file fails in a line; no dataset is made."""
    small(tmp_path / "temporary", 16)
    (tmp_path / "temporary" / "filler").write_bytes(b"x" * 4096)
    fetching = dying.command(*COMMANDS["fetch"])

    def work() -> int:
        tempfile.tempdir = None  # look it up again
        return fetching()

    ended = dying.run(work, desk, TMPDIR=str(tmp_path / "temporary"))
    is_one_line(ended, 1, "No space left on device; make room there", "temporary")
    assert not (tmp_path / "store" / "ucdp-ged").exists()
    survived["commands on a full disk or with files that may not grow"] += 1


@pytest.mark.parametrize("arguments", [("--help",), ("parse", "said.txt"), IMPORT])
def test_an_output_that_is_full(arguments, desk, survived):
    """What cannot be printed is said in one line, exit code 1, and Python adds nothing as it ends."""
    arguments = COMMANDS["import"] if arguments == IMPORT else arguments
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "verifier", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=desk,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("verifier: cannot write: No space left on device; make room where standard output")
    assert done.stderr.count("\n") == 1
    survived["outputs that are full"] += 1


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_folder_that_may_not_be_written(name, desk, tmp_path, survived):
    """A folder without the right to write: exit code 2, the folder named."""
    place = tmp_path / "store" if name in ("import", "fetch") else desk / "out"
    place.chmod(0o555)
    is_one_line(dying.run(dying.powerless(dying.command(*COMMANDS[name])), desk), 2, "Permission denied", place.name)
    assert written(place) == set()
    survived["folders and files without permission"] += 1


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root may give folders to others")
@pytest.mark.parametrize("name", ["import", "report", "check"])
def test_a_folder_of_somebody_else(name, desk, tmp_path, survived):
    """A folder that others own and let nobody else use: refused in a line."""
    place = tmp_path / "store" if name == "import" else desk / "out"
    os.chown(place, 65534, 65534)
    place.chmod(0o700)
    ended = dying.run(dying.powerless(dying.command(*COMMANDS[name])), desk)
    is_one_line(ended, 3 if name == "import" else 2, "Permission denied", place.name)
    survived["folders and files without permission"] += 1


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root may mount a disk")
@pytest.mark.parametrize("name", ["import", "fetch", "report", "run", "check", "chart"])
def test_a_disk_that_is_read_only(name, desk, tmp_path, small, survived):
    """A disk that was mounted to be read: exit code 2, in a line."""
    place = tmp_path / "store" if name in ("import", "fetch") else desk / "out"
    small(place, 64)
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    is_one_line(dying.run(dying.command(*COMMANDS[name]), desk), 2, "Read-only file system", place.name)
    survived["folders and files without permission"] += 1


@pytest.mark.parametrize("name", ["import", "fetch"])
def test_a_home_that_is_not_there(name, desk, survived):
    """Without a home folder there is no place for datasets, and that is said; what needs none works."""
    nowhere = {"VERIFIER_DATA": "", "XDG_DATA_HOME": "", "HOME": "/proc/nowhere"}
    is_one_line(dying.run(dying.command(*COMMANDS[name]), desk, **nowhere), 2, "/proc/nowhere")
    assert dying.run(dying.command("check", *SAID), desk, **nowhere).code == 0
    survived["folders and files without permission"] += 1


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("thefts/data/*.csv", "set its permissions right"),
        ("thefts/datapackage.json", "not a data package this program can read"),
        ("thefts", "set its permissions right, or name another folder of datasets (VERIFIER_DATA)"),
        ("", "set its permissions right, or name another folder of datasets (VERIFIER_DATA)"),
    ],
)
def test_a_dataset_that_may_not_be_read(what, words, desk, tmp_path, survived):
    """A table, a data package, a folder or a whole store that may not be read is no dataset left out in silence."""
    assert dying.run(dying.command(*COMMANDS["import"]), desk).code == 0
    (held,) = (tmp_path / "store").glob(what) if "*" in what else [tmp_path / "store" / what]
    held.chmod(0)
    ended = dying.run(
        dying.powerless(dying.command("check", "said.txt", "--dataset", "thefts", "--place", "DNK")), desk
    )
    if what.endswith(".csv"):  # the claim is of piracy, so that the table is not asked
        ended = dying.run(dying.powerless(dying.command("data", "validate", "thefts")), desk)
    is_one_line(ended, 3, "Permission denied", words)
    survived["folders and files without permission"] += 1


@pytest.mark.parametrize(
    "arguments", [COMMANDS["import"], ("parse", "said.txt"), COMMANDS["check"], COMMANDS["report"], COMMANDS["run"]]
)
def test_an_input_that_may_not_be_read(arguments, desk, survived):
    """A text, a table or a watchlist without the right to read it: exit code 3, the file named."""
    name = next(each for each in arguments if each in ("said.txt", "thefts.csv", "list.yml"))
    (desk / name).chmod(0)
    is_one_line(dying.run(dying.powerless(dying.command(*arguments)), desk), 3, "Permission denied", name)
    survived["folders and files without permission"] += 1
