"""A scan by a Dask cluster: the same bytes as at home, though a worker dies and another takes its place."""

import os
import signal
import threading
from functools import partial
from pathlib import Path

import pytest
import quick
from processes import two_workers
from quick import article

from verifier.reports.executors import executor_for

distributed = pytest.importorskip("distributed")
DOCUMENTS = 12


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes, which the cluster starts anew when they die."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        with two_workers() as made:
            yield made


@pytest.fixture
def by_cluster(cluster, desk):
    """Scan the desk's archive by the cluster."""
    return partial(desk.scan, pool=partial(executor_for, scheduler=cluster.scheduler_address))


def test_a_cluster_gives_the_same_bytes(desk, by_cluster):
    """The table and the problems are those of a scan at home."""
    desk.write([article(number) if number != 5 else "{broken" for number in range(DOCUMENTS)])
    desk.scan()
    whole, problems = desk.table.read_bytes(), desk.problems()
    desk.table.unlink()
    by_cluster()
    assert (desk.table.read_bytes(), desk.problems()) == (whole, problems)
    assert len(desk.rows()) > DOCUMENTS // 2


def test_a_worker_that_dies_and_the_one_in_its_place_change_nothing(desk, by_cluster, cluster):
    """One worker is killed in the middle, and the cluster starts another: nothing is lost or stands there twice."""
    desk.write([article(number) for number in range(DOCUMENTS)])
    desk.scan(documents=1)
    whole = desk.table.read_bytes()
    desk.table.unlink()
    with distributed.Client(cluster, set_as_default=False) as client:
        first = next(iter(client.run(os.getpid).values()))

    killing = threading.Timer(0.2, os.kill, (first, signal.SIGKILL))
    killing.start()
    done = by_cluster(documents=1, scanner=quick.slowly)
    killing.join()
    assert (done.documents, done.problems) == (DOCUMENTS, 0)
    assert desk.table.read_bytes() == whole
