"""A watchlist on a Dask cluster of one and of two workers, and from what was measured, on a hundred.

Run as `python benchmarks/cluster.py [--reports 8]`. The workers are processes of this machine with one thread each, so
that two are twice as many; the reports of both runs, and of a local run, must be the same. Measured are: processor
seconds of workers (kernels included) and of this process a report, bytes that travel, and what the scheduler takes for
a task that does nothing. The estimate for WORKERS is arithmetic, printed with its terms.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import pickle
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import psutil
from distributed import Client, LocalCluster

from verifier.reports.watchlists import rendering
from verifier.reports.watchlists.rendering import Rendered, ReportTask
from verifier.reports.watchlists.running import run_watchlist
from verifier.reports.watchlists.watchlist import read_watchlist

WORKERS = 100
NETWORK = 117e6  # bytes a second through the parent's gigabit Ethernet
TASKS = 2000  # that do nothing


def watchlist(folder: Path, count: int) -> Path:
    """A list of so many claims of a seed, at different days of knowledge."""
    lines = ["documents: {kakar: {path: kakar-2023-11-08.md}}", "claims:"]
    for place in range(count):
        day = date(2026, 1, 1) + timedelta(days=30 * place)
        lines.append(f"  - {{id: claim-{place}, document: kakar, claim: {place % 2 + 1}, known_on: {day}}}")
    path = folder / f"list-{count}.yml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def results(folder: Path) -> str:
    """What a run found, as text."""
    return json.dumps([json.loads(path.read_text()) for path in sorted(folder.glob("*/claim-*.json"))])


def spent(processes: list[psutil.Process]) -> float:
    """Processor seconds of processes and of those that they waited for."""
    return sum(sum(process.cpu_times()[:4]) for process in processes)


def on_cluster(workers: int, listed: Path, output: Path) -> tuple[float, float, float, int]:
    """Seconds, processor seconds of the run's own process and of the workers, and bytes that came back."""
    quiet = {"dashboard_address": None, "silence_logs": 50}
    with LocalCluster(n_workers=workers, threads_per_worker=1, **quiet) as cluster, Client(cluster) as client:
        client.run(warm)
        held = [psutil.Process(pid) for pid in client.run(os.getpid).values()]
        held += [child for process in held for child in process.children(recursive=True)]
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
            apart.submit(run_timed, watchlist(output.parent, 1), output.parent / "first", None).result()
            before = spent(held)
            seconds, own, size = apart.submit(run_timed, listed, output, cluster.scheduler_address).result()
        return seconds, own, spent(held) - before, size


def run_timed(listed: Path, output: Path, scheduler: str | None) -> tuple[float, float, int]:
    """In a process of its own: seconds and processor seconds of a run, and the bytes that came back to it."""
    arrived = [0]
    keep = rendering.unpacked

    def counted(task: ReportTask, packed: rendering.Packed) -> Rendered:
        arrived[0] += len(pickle.dumps(packed))
        return keep(task, packed)

    rendering.unpacked = counted
    begun, own = time.perf_counter(), time.process_time()
    done = run_watchlist(read_watchlist(listed), output, scheduler=scheduler)
    assert not done.failed, done.failed
    return time.perf_counter() - begun, time.process_time() - own, arrived[0]


def warm() -> None:
    """On a worker: load what reports need, as a worker does that has made one."""
    from verifier.reports.kernels.pool import standing_server

    server = standing_server()
    assert server is not None
    assert server.ready()


def per_task() -> float:
    """Seconds that the scheduler and this process take for a task that does nothing."""
    quiet = {"dashboard_address": None, "silence_logs": 50}
    with LocalCluster(n_workers=1, threads_per_worker=1, **quiet) as cluster, Client(cluster) as client:
        client.gather(client.map(abs, range(10), pure=False))
        begun = time.perf_counter()
        client.gather(client.map(abs, range(TASKS), pure=False))
        return (time.perf_counter() - begun) / TASKS


def main(count: int) -> None:
    """Print the table and the estimate."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = watchlist(folder, count)
        run_watchlist(read_watchlist(listed), folder / "local")
        print(f"{count} reports, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}\n")
        print(
            "| workers | seconds | times one worker | worker's processor s a report | parent's | MB a report | same |"
        )
        print("|--:|--:|--:|--:|--:|--:|---|")
        first = 0.0
        for workers in (1, 2):
            seconds, own, theirs, size = on_cluster(workers, listed, folder / str(workers))
            same = results(folder / str(workers)) == results(folder / "local")
            first = first or seconds
            print(f"| {workers} | {seconds:.1f} | {first / seconds:.2f} | {theirs / count:.2f} | {own / count:.3f} "
                  f"| {size / count / 1e6:.2f} | {'yes' if same else 'NO'} |", flush=True)  # fmt: skip
            assert same
        task = per_task()
    work, serial, moved = theirs / count, own / count, size / count / NETWORK
    bounds = {
        "the workers": WORKERS / work,
        "the parent": 1 / serial,
        "its network": 1 / moved,
        "the scheduler": 1 / task,
    }
    least = min(bounds, key=lambda one: bounds[one])
    print(f"\n{WORKERS} workers with a core each, reports a second that each part could do:")
    print(f"- the workers: {WORKERS} / {work:.2f} s = {bounds['the workers']:.1f}")
    print(f"- the parent, one report after another: 1 / {serial:.3f} s = {bounds['the parent']:.1f}")
    print(f"- its network: {NETWORK / 1e6:.0f} MB/s / {size / count / 1e6:.2f} MB = {bounds['its network']:.0f}")
    print(f"- the scheduler: 1 / {task * 1000:.2f} ms = {bounds['the scheduler']:.0f}")
    print(f"The least is {least}: {60 * bounds[least]:.0f} reports a minute, "
          f"{bounds[least] * work:.0f} workers' worth.")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=8)
    main(parser.parse_args().reports)
