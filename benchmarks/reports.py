"""Reports a minute: the papermill command one by one, verifier one by one, a pool of processes, forked kernels.

Run as `python benchmarks/reports.py [--reports 24] [--few]`. Every way executes the same notebooks with the same
parameters (claims of a seed, at different days of knowledge), and the result that each notebook shows as data must be
the same in all. A start that a way needs (a pool's processes, the fork server) is counted in its time. Beside the time
stands what the processors did for it: on a machine that others use, the time is theirs too, and only ratios within one
run tell something. --few times one to four notebooks plain and with a fork server of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import nbformat
import yaml
from measuring import Peak, processor_seconds, proportional

from verifier.reports.kernels.forked import can_fork
from verifier.reports.kernels.pool import ReportPool
from verifier.reports.notebook import result_of, run
from verifier.reports.opened import CheckParameters, check_notebook

DOCUMENT = "kakar-2023-11-08.md"
CLAIMS = 2


def work(count: int) -> list[CheckParameters]:
    """So many claims, no two with the same parameters."""
    days = [(date(2026, 1, 1) + timedelta(days=30 * place)).isoformat() for place in range(count)]
    return [CheckParameters(DOCUMENT, place % CLAIMS + 1, known_on=day) for place, day in enumerate(days)]


def make(parameters: CheckParameters, output: str) -> None:
    """One notebook, as verifier runs it."""
    run(parameters, Path(output), Path(output).parent)


def papermill_command(parameters: CheckParameters, output: str) -> None:
    """One notebook, as a scheduled papermill command runs it."""
    command = [
        str(Path(sys.executable).with_name("papermill")),
        "--no-progress-bar",
        "-y",
        yaml.safe_dump(asdict(parameters)),
    ]
    subprocess.run([*command, str(check_notebook()), output], check=True, capture_output=True)  # noqa: S603


def one_by_one(function: Callable[[CheckParameters, str], None]) -> Callable[[list[CheckParameters], list[str]], None]:
    """A way that calls the function for each."""

    def way(todo: list[CheckParameters], outputs: list[str]) -> None:
        for parameters, output in zip(todo, outputs, strict=True):
            function(parameters, output)

    return way


def pooled(workers: int, *, forked: bool) -> Callable[[list[CheckParameters], list[str]], None]:
    """A way that hands all to a ReportPool."""

    def way(todo: list[CheckParameters], outputs: list[str]) -> None:
        with ReportPool(workers, forked=forked) as pool:
            list(pool.map(make, todo, outputs))

    return way


def ways() -> dict[str, Callable[[list[CheckParameters], list[str]], None]]:
    """Every way by its name in the table; the first is what the others are compared with."""
    forked = {f"forked kernels, {count} at a time": pooled(count, forked=True) for count in (1, 2, 4)}
    return {
        "papermill command, one by one": one_by_one(papermill_command),
        "verifier, one by one": one_by_one(make),
        "pool of 2 processes": pooled(2, forked=False),
        **(forked if can_fork() else {}),
    }


def measured(
    way: Callable[[list[CheckParameters], list[str]], None], todo: list[CheckParameters], folder: Path
) -> tuple[float, float, int, str]:
    """Seconds, processor seconds, peak memory and the results as text."""
    outputs = [str(folder / f"{place}.ipynb") for place in range(len(todo))]
    used, begun = processor_seconds(), time.perf_counter()
    with Peak(proportional, every=0.5) as peak:
        way(todo, outputs)
        seconds = time.perf_counter() - begun
    results = [result_of(nbformat.read(output, as_version=4)) for output in outputs]
    return seconds, processor_seconds() - used, peak.bytes, json.dumps(results, sort_keys=True)


def table(count: int) -> bool:
    """Print the table; whether all results are the same."""
    todo = work(count)
    print(f"{count} notebooks, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}\n")
    print("| Way | reports a minute | times papermill | processor seconds a report | peak memory | same numbers |")
    print("|---|--:|--:|--:|--:|---|")
    first: tuple[float, str] | None = None
    same = True
    for name, way in ways().items():
        with tempfile.TemporaryDirectory() as folder:
            seconds, used, peak, results = measured(way, todo, Path(folder))
        first = first or (seconds, results)
        same = same and results == first[1]
        print(
            f"| {name} | {60 * count / seconds:.1f} | {first[0] / seconds:.1f} | {used / count:.2f} "
            f"| {peak / 1e6:.0f} MB | {'yes' if results == first[1] else 'NO'} |",
            flush=True,
        )
    return same


def few() -> None:
    """Print how long one to four notebooks take, plain and with a fork server of their own."""
    print("| notebooks | one by one, s | fork server, s |\n|--:|--:|--:|")
    for count in (1, 2, 3, 4):
        spent = []
        for way in (one_by_one(make), pooled(min(count, 4), forked=True)):
            with tempfile.TemporaryDirectory() as folder:
                spent.append(measured(way, work(count), Path(folder))[0])
        print(f"| {count} | {spent[0]:.1f} | {spent[1]:.1f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=24)
    parser.add_argument("--few", action="store_true")
    given = parser.parse_args()
    if given.few:
        few()
    elif not table(given.reports):
        sys.exit("the results differ")
