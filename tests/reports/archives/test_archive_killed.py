"""A scan that is killed: no part is lost, none is made twice, and the table is the same, byte by byte."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
import quick
from processes import child
from quick import article

from verifier.reports.archives.scan_parts import Parts

KILLS = int(os.environ.get("VERIFIER_KILLS", "0")) or 6  # at random moments; each operation has its own
DOCUMENTS, PARTS = 16, 8


def there(desk):
    """The numbers of the parts that are there, whole."""
    held = Parts(desk.folder / "table.parquet.parts")
    return {number for number in held.numbers() if held.note(number)} if held.folder.is_dir() else set()


def running(number):
    """Whether a child of this process has not ended; it stays to be waited for."""
    return os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a scan that is warm")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_scan_killed_at_a_random_moment_goes_on(desk):
    """Killed again and again, at moments spread over the whole scan; the table of before stays until the end."""
    desk.write([article(0) if number != 5 else "{broken" for number in range(DOCUMENTS)])
    desk.scan(scanner=quick.scan)
    whole, problems = desk.table.read_bytes(), desk.problems()
    chance, killed, halfway = random.Random(7), 0, 0  # noqa: S311  (the same moments every time)
    while killed < KILLS:
        desk.table.write_bytes(b"the table of before")
        number = child(lambda: desk.scan(scanner=quick.scan))
        reached = chance.randrange(PARTS + 1)  # by what is done, not by the clock of a machine that others use
        while len(there(desk)) < reached and running(number):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 3 * quick.SECONDS))
        os.kill(number, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == -signal.SIGKILL
        assert desk.table.read_bytes() in (b"the table of before", whole)
        before, finished = there(desk), len(desk.finished())
        halfway += 0 < len(before) < PARTS
        done = desk.scan(scanner=quick.scan)
        again = desk.finished()[finished:]
        assert not before & set(again), "a part that was there was made again"
        assert before | set(again) == set(range(1, PARTS + 1))
        assert done.resumed == 2 * len(before)
        assert (desk.table.read_bytes(), desk.problems()) == (whole, problems)
        assert desk.left() == ["table.parquet", "table.parquet.problems.csv"]
    assert halfway > KILLS // 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("step", range(6))
def test_a_scan_that_ends_between_two_renames_goes_on(desk, step):
    """Wherever in putting a part, the problems or the table in place the process ends, the next scan completes it."""
    desk.write([article(0), "{broken", article(0)]).scan(scanner=quick.scan, workers=1)
    whole, path_class, renamed = desk.table.read_bytes(), type(desk.folder), []
    desk.table.write_bytes(b"the table of before")

    def end():
        rename = path_class.replace

        def replace(self, target):
            renamed.append(self)
            if len(renamed) == 1 + step:
                os._exit(9)
            return rename(self, target)

        path_class.replace = replace
        desk.scan(scanner=quick.scan, workers=1)

    number = child(end)
    assert os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == 9
    before = there(desk)
    finished = len(desk.finished())
    desk.scan(scanner=quick.scan, workers=1)
    assert not before & set(desk.finished()[finished:])
    assert desk.table.read_bytes() == whole
    assert desk.left() == ["table.parquet", "table.parquet.problems.csv"]


def test_a_part_that_is_cut_is_made_again(desk):
    """A part whose rows are not all there counts as absent."""
    desk.write([article(0) for _ in range(6)]).scan(scanner=quick.scan, workers=1)
    whole = desk.table.read_bytes()
    desk.table.unlink()  # else nothing is read again of an archive that has not changed

    def stops(task):
        return quick.scan(task) if task.number < 3 else 1 // 0

    with pytest.raises(ZeroDivisionError):
        desk.scan(scanner=stops, workers=1)
    cut = desk.folder / "table.parquet.parts" / "000001.parquet"
    cut.write_bytes(cut.read_bytes()[:-1])
    finished = len(desk.finished())
    assert desk.scan(scanner=quick.scan, workers=1).resumed == 2
    assert desk.finished()[finished:] == [1, 3]
    assert desk.table.read_bytes() == whole


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_the_real_command_killed_goes_on_and_leaves_no_process(desk):
    """The command is killed while its workers read; they end with it; the next call makes the same table."""
    desk.write([article(0 if number % 250 else 1, id=str(number)) for number in range(9_000)])
    command = [sys.executable, "-m", "verifier", "scan", str(desk.archive), "-o", str(desk.table)]
    command += ["--dataset", "pirates", "--workers", "2"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    ended = time.monotonic() + 120
    while time.monotonic() < ended and not there(desk):
        time.sleep(0.05)
    run.kill()
    run.wait()
    assert there(desk)
    ended = time.monotonic() + 120
    while time.monotonic() < ended and subprocess.run(["pgrep", "-g", str(run.pid)], check=False).returncode == 0:
        time.sleep(0.2)
    assert subprocess.run(["pgrep", "-g", str(run.pid)], check=False).returncode == 1, "a process was left"
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Resumed where it was stopped: " in done.stdout
    resumed = desk.table.read_bytes()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert desk.table.read_bytes() == resumed


@pytest.mark.parametrize("note", ["{}", '{"number": "x"}', '{"later": 1}', "[" * 50_000], ids=lambda note: note[:20])
def test_a_part_with_a_note_that_is_not_ours_is_made_again(tmp_path, note):
    """Half written, or of another version; nor is every name of digits the number of a part."""
    (tmp_path / "000001.json").write_text(note, encoding="utf-8")
    (tmp_path / "².json").write_text("{}", encoding="utf-8")
    held = Parts(tmp_path)
    assert held.numbers() == [1]
    assert held.note(1) is None
