"""A run that is killed: every result is whole or absent, nothing is lost, nothing finished is done twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import psutil
import pytest
from processes import child

from verifier import files
from verifier.files import read_json
from verifier.reports.watchlists import output_folder, running
from verifier.reports.watchlists.output_folder import OutputFolder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a run that is warm")
KILLS = int(os.environ.get("VERIFIER_KILLS", "0")) or 6  # at random moments; each operation has its own
IDS = [f"claim-{number}" for number in range(6)]
OLD, NEW = "2022-01-01", "2023-01-01"


def finished(desk):
    """The claims whose new result is in its place, whole."""
    held = {name: OutputFolder(desk.out).manifest(name) for name in IDS}
    return {name for name, one in held.items() if one and one.inputs.parameters["known_on"] == NEW}


def resumed(desk):
    """Run again after a kill, and look at everything."""
    before, rendered = finished(desk), len(desk.rendered())
    stopped = (read_json(desk.out / "history.json") or {"run": {"ended": "never begun"}})["run"]["ended"] is None
    done = desk.run()
    assert not done.failed
    again = {name for name, _ in desk.rendered()[rendered:]}
    assert not again & before, "what was finished was done twice"
    assert again == set(IDS) - before
    for name in IDS:
        manifest = OutputFolder(desk.out).manifest(name)
        assert manifest.result.sentence == f"Holds up: as known on {NEW}."
        assert [event.after.sentence[-11:-1] for event in manifest.events] == [NEW, OLD]
        assert f"{name} {NEW}" in (desk.out / name / "numbers.csv").read_text(encoding="utf-8")
        assert f'href="{name}/index.html"' in desk.page()
    if stopped or again:
        assert [one["id"] for one in desk.changes()["changes"]] == IDS
    assert {path.name for path in (desk.out / ".watch").iterdir()} == {"lock"}
    pages = {"index.html", "changes.json", "feed.xml", "history.json"}
    assert {path.name for path in desk.out.iterdir()} == {*IDS, ".watch", *pages}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_run_killed_at_a_random_moment_goes_on(desk, monkeypatch):
    """Killed again and again with SIGKILL, at moments spread over the whole run, the next run completes it."""
    monkeypatch.setattr(running, "PAGES_EVERY", 0.0)
    desk.write(IDS, known_on=OLD).run()
    begun = time.monotonic()
    desk.write(IDS, known_on=NEW).run()
    long = time.monotonic() - begun
    chance, killed = random.Random(7), 0  # noqa: S311  (the same moments every time)
    while killed < KILLS:
        desk.write(IDS, known_on=OLD).run(again=True)
        for name in IDS:  # a history of one
            path = desk.out / name / output_folder.MANIFEST
            held = json.loads(path.read_text(encoding="utf-8"))
            path.write_text(json.dumps({**held, "events": held["events"][:1]}), encoding="utf-8")
        desk.write(IDS, known_on=NEW)
        number = child(desk.run)
        time.sleep(chance.uniform(0, long))
        os.kill(number, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == -signal.SIGKILL
        resumed(desk)


@pytest.mark.parametrize("step", range(4))
def test_a_run_that_ends_while_it_puts_results_in_place_goes_on(desk, step):
    """Where names cannot be exchanged in one step, the old result or the new one is there in the end."""
    desk.write(IDS, known_on=OLD).run()
    desk.write(IDS, known_on=NEW)
    path_class, at = type(desk.out), []

    def commit_and_end():
        whole = path_class.rename

        def rename(self, target):
            if self.parent == desk.out or target.parent == desk.out:
                at.append(self)
            if len(at) == 2 + step:
                os._exit(9)
            return whole(self, target)

        path_class.rename = rename
        files._exchanged = lambda *_: False
        desk.run()

    number = child(commit_and_end)
    assert os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == 9
    resumed(desk)


@pytest.mark.slow
def test_a_real_run_killed_goes_on_and_leaves_no_process(desk):
    """Twice the command is killed while notebooks run, and all it started ends; each call goes on from there, and the
    last one makes the rest and nothing twice.
    """
    moments = (
        lambda _: len(psutil.Process(run.pid).children(recursive=True)) > 1,  # a kernel is there
        lambda _: any(manifests().values()),
    )
    manifests = lambda: {name: OutputFolder(desk.out).manifest(name) for name in ("one", "two")}  # noqa: E731
    desk.write(["one", "two"], known_on=NEW)
    command = [sys.executable, "-m", "verifier", "run", str(desk.list), "-o", str(desk.out), "--workers", "2"]
    for happens in moments:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        while run.poll() is None and not happens(desk):
            time.sleep(0.1)
        started = psutil.Process(run.pid).children(recursive=True)
        held = [file.path for one in started for file in one.open_files()]
        run.kill()
        run.wait()
        assert not [path for path in held if path.endswith(".watch/lock")], "a process of the run's own holds its lock"
        _, left = psutil.wait_procs(started, 120)
        assert not left, "a process was left"
    before = manifests()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name, now in manifests().items():
        assert now.inputs.parameters["known_on"] == NEW
        assert not before[name] or before[name].made == now.made
