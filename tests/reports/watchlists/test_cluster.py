"""Runs on a Dask cluster: as if at home, though workers die, join late or differ, and the run itself is killed."""

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import fake
import nbformat
import pytest
from processes import has_both_workers, two_workers

from verifier.errors import UsageError, VerifierError
from verifier.incidents.dataset import Dataset
from verifier.reports.executors import executor_for
from verifier.reports.kernels.pool import ReportPool
from verifier.reports.watchlists import inputs, rendering
from verifier.reports.watchlists.output_folder import OutputFolder
from verifier.reports.watchlists.rendering import Packed, ReportTask, unpacked

distributed = pytest.importorskip("distributed")
IDS = [f"claim-{number}" for number in range(8)]
RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
import fake
from verifier.reports.watchlists.running import run_watchlist
from verifier.reports.watchlists.watchlist import read_watchlist
if __name__ == "__main__":
    run_watchlist(read_watchlist(Path(sys.argv[1])), Path(sys.argv[2]), scheduler=sys.argv[3],
                  renderer=fake.render_slowly, tell=lambda line: print(line, flush=True))
"""


@pytest.fixture(scope="module")
def clusters(tmp_path_factory):
    """The cluster in use, alone in a list, and what closes it."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as opened:
        patch.setenv("FAKE_LOG", str(tmp_path_factory.mktemp("cluster") / "log"))
        patch.setenv("FAKE_MARKS", str(tmp_path_factory.mktemp("marks")))
        patch.syspath_prepend(str(Path(__file__).parent))
        yield [opened.enter_context(two_workers())], opened


@pytest.fixture
def cluster(clusters):
    """Two worker processes, which the cluster starts anew when they die; another cluster where they did not come back
    after the test before.
    """
    made, opened = clusters
    if not has_both_workers(made[0]):
        made[0] = opened.enter_context(two_workers())
    return made[0]


def pids(cluster):
    """The process of each worker, by its address."""
    with distributed.Client(cluster, set_as_default=False) as client:
        return client.run(os.getpid)


def worker_of(desk, name):
    """The process that made a report."""
    return int((desk.out / name / "worker.txt").read_text(encoding="ascii"))


def contents(folder):
    """The files of a report, without what tells the time of its making."""
    made = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "watch.json"}
    notebook = nbformat.reads(made.pop("claim-1.ipynb").decode(), as_version=4)
    made["outputs"] = [
        {key: value for key, value in output.items() if key != "execution_count"}
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
    provenance = json.loads(made.pop("provenance.json"))
    provenance.pop("made")
    provenance["document"].pop("source")  # the way from the folder to the text, which is another one
    for claim in provenance["claims"]:
        claim.pop("notebook_sha256")
    made["provenance"] = provenance
    del made["ro-crate-metadata.json"]  # sizes, checksums and the time again
    for name in ("index.html", "report.md"):
        # The moment, and the day that stands behind it: midnight may lie between two reports.
        made[name] = re.sub(rb"20\d\d-\d\d-\d\dT[\d:+]+(\">\d+ \w+ 20\d\d)?", b"", made[name])
    return made


def test_a_report_from_the_cluster_is_the_one_made_here(desk, cluster):
    """Page, notebook, pictures, tables and data are byte for byte those of a local run."""
    at_home = desk.write(["one"]).run(renderer=None, pool=ReportPool)
    home, desk.out = desk.out, desk.folder / "far"
    afar = desk.run(renderer=None, scheduler=cluster.scheduler_address)
    assert list(at_home.made) == list(afar.made) == ["one"], desk.told
    assert contents(home / "one") == contents(desk.out / "one")
    assert desk.manifest("one")["result"] == json.loads((home / "one" / "watch.json").read_text())["result"]


def test_a_worker_killed_and_one_joining_late_change_nothing(desk, cluster):
    """One of two workers is killed in the middle of its reports: all are made, some by the one that came instead."""
    victim = next(iter(pids(cluster).values()))
    threading.Timer(1.2, os.kill, (victim, signal.SIGKILL)).start()
    done = desk.write(IDS).run(renderer=fake.render_slowly, scheduler=cluster.scheduler_address)
    assert sorted(done.made) == IDS, desk.told
    assert done.failed == {}
    cluster.scale(1)
    while len(before := set(pids(cluster).values())) != 1:
        time.sleep(0.05)
    threading.Timer(0.5, cluster.scale, (2,)).start()
    desk.run(renderer=fake.render_together, scheduler=cluster.scheduler_address, again=True)
    assert {worker_of(desk, name) for name in IDS} - before, "the late worker made nothing"


def test_a_claim_that_kills_its_workers_is_a_line(desk, cluster):
    """It is given up after some workers; one that fails is told in its own words; the others are made."""
    done = desk.write(["a", "dies", "refused", "b"]).run(renderer=fake.render, scheduler=cluster.scheduler_address)
    assert sorted(done.made) == ["a", "b"]
    assert done.failed == {
        "dies": "its worker process died, as when the machine runs out of memory",
        "refused": "the notebook failed in code cell 3 of 5",
    }


def test_a_run_that_is_killed_goes_on(desk, cluster):
    """The cluster drops the work of a run that has gone; the next run makes what is missing, and nothing twice."""
    desk.write(IDS)
    asked = [str(desk.list), str(desk.out), cluster.scheduler_address, str(Path(__file__).parent)]
    with subprocess.Popen([sys.executable, "-c", RUN, *asked], stdout=subprocess.PIPE, text=True) as run:
        late = threading.Timer(120, run.kill)  # a run that makes nothing fails here, and does not wait for ever
        late.start()
        assert run.stdout.readline(), "the run made no report"
        late.cancel()
        run.kill()
    before = {name: one.made for name in IDS if (one := OutputFolder(desk.out).manifest(name))}
    assert 0 < len(before) < len(IDS)
    time.sleep(1.1)  # times are kept to the second
    done = desk.run(renderer=fake.render_slowly, scheduler=cluster.scheduler_address)
    assert sorted([*done.made, *before]) == IDS
    assert before == {name: desk.manifest(name)["made"] for name in before}


def test_a_worker_with_other_data_or_software_refuses(desk, cluster, monkeypatch):
    """Other library versions and other counts are told, each by name."""
    given = {"renderer": fake.render, "scheduler": cluster.scheduler_address}
    monkeypatch.setattr(rendering, "software", lambda: {"numpy": "0.1"})
    (why,) = desk.write(["a"]).run(**given).failed.values()
    assert "has other software or data than this machine: numpy " in why
    assert ", not 0.1; install the same there" in why
    monkeypatch.undo()
    cells = Dataset.cells

    def restated(self, *asked, **more):
        found = cells(self, *asked, **more)
        found.table.loc[0, "count"] += 1
        return found

    monkeypatch.setattr(Dataset, "cells", restated)
    inputs._counts_digest.cache_clear()
    (why,) = desk.run(**given).failed.values()
    inputs._counts_digest.cache_clear()
    assert "than this machine: restated count: pirates" in why


def test_what_cannot_be_reached_or_is_not_installed_is_one_line(desk, monkeypatch):
    """No scheduler at the address, no address, no Dask: usage errors that say what to do."""
    monkeypatch.setattr("verifier.reports.executors.ANSWER_SECONDS", 1)
    for address, words in (
        ("tcp://127.0.0.1:9", "no Dask scheduler answers there"),
        ("nonsense://x", "tcp://HOST:8786"),
    ):
        with pytest.raises(UsageError, match=words):
            desk.write(["a"]).run(scheduler=address)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'claims-verifier\[cluster\]'"):
        executor_for(1, "tcp://127.0.0.1:9")


@contextmanager
def listening(first):
    """The address of a server that is none of Dask's: it says `first` to whoever connects, and then only listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            with suppress(OSError), ExitStack() as held:
                while True:
                    connection = held.enter_context(server.accept()[0])
                    connection.sendall(first)

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("first", "words"),
    [(b"", "said nothing that a scheduler says in 1 seconds"), (b"HTTP/1.1 400 Bad Request\r\n", "does not speak as")],
    ids=["silent", "another protocol"],
)
def test_a_port_that_is_no_scheduler_is_one_line(desk, monkeypatch, first, words):
    """A server that waits for its client to speak, as Dask's dashboard, does not hold a run up; one that says
    something else is told too.
    """
    monkeypatch.setattr("verifier.reports.executors.ANSWER_SECONDS", 1)
    with listening(first) as address, pytest.raises(UsageError, match=words) as caught:
        desk.write(["a"]).run(scheduler=address)
    assert "which is not that of its dashboard" in str(caught.value)


def test_the_address_of_a_worker_is_told_from_the_scheduler_s(desk, cluster):
    """A Dask process of another kind is named."""
    with distributed.Client(cluster, set_as_default=False) as client:
        worker = next(iter(client.run(os.getpid)))
    with pytest.raises(UsageError, match="a Dask worker listens there"):
        desk.write(["a"]).run(scheduler=worker)


@contextmanager
def ended(*command, **options):
    """A process that has ended when the test has, however that ends."""
    with subprocess.Popen(*command, **options) as made:
        try:
            yield made
        finally:
            made.kill()


def test_a_scheduler_that_is_killed_in_a_run_is_a_line_a_claim(desk):
    """Every claim is told to have been dropped, the exit code is 1, nothing of Dask is printed."""
    desk.write(["a", "b"])
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
             "--no-dashboard", "--no-show"]  # fmt: skip
    with ended(start, stderr=subprocess.PIPE, text=True) as scheduler:
        address = next(found[0] for line in scheduler.stderr if (found := re.search(r"tcp://127.0.0.1:\d+", line)))
        run = [sys.executable, "-m", "verifier", "run", desk.list, "-o", desk.out, "--scheduler", address]
        with ended(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            with distributed.Client(address, set_as_default=False) as client:
                handed_over = lambda dask_scheduler: len(dask_scheduler.tasks) == 2  # noqa: E731  (it travels by value)
                while running.poll() is None and not client.run_on_scheduler(handed_over):
                    time.sleep(0.1)
            scheduler.kill()
            out, err = running.communicate()
    assert err == ""
    assert out.count("the cluster dropped it: the scheduler ended, or the connection to it") == 2
    assert running.returncode == 1


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/b.txt", "a\\b.txt", ".."])
def test_what_a_worker_sends_stays_in_its_folder(tmp_path, name):
    """A name that leads out of the report's folder is refused."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    task = ReportTask("a", Path("a.md"), 1, {}, tmp_path / "made", {})
    with pytest.raises(VerifierError, match="not a file of a report"):
        unpacked(task, Packed(buffer.getvalue(), {"finding": "Holds up"}))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []
