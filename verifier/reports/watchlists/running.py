"""A run over a watchlist: what changed is made again, each result is put in place whole, the rest is left alone."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifier.claims.text.clean import as_read
from verifier.errors import VerifierError, in_a_line
from verifier.reports.kernels.pool import ReportPool, usual_workers
from verifier.reports.notebook import CELL_SECONDS
from verifier.reports.watchlists.crew import Crew, make_all
from verifier.reports.watchlists.inputs import reasons, vintages_of
from verifier.reports.watchlists.keeping import Kept, now, opened
from verifier.reports.watchlists.pages import write_pages
from verifier.reports.watchlists.planning import Planned, plan
from verifier.reports.watchlists.remote import ON_CLUSTER, on_cluster, render_there
from verifier.reports.watchlists.rendering import Rendered, Task, render
from verifier.reports.watchlists.watchlist import Watchlist

EVENTS = 50  # how many of its events a claim remembers
PAGES_EVERY = 5.0  # seconds between two writings of the index during a run


@dataclass
class Run:
    """What a run did: ids of claims made (with the reasons), left alone, failed (why), and whose result changed."""

    folder: Path
    made: dict[str, list[str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)


def run_watchlist(
    watchlist: Watchlist,
    folder: Path,
    *,
    workers: int | None = None,
    seconds: int = CELL_SECONDS,
    again: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    pool: Callable[[int], Executor] = ReportPool,
    renderer: Callable[[Task], Rendered] | None = None,
    scheduler: str | None = None,
) -> Run:
    """Make the reports of a watchlist whose inputs changed, in a folder held against other runs.

    workers is how many reports are made at a time, default `usual_workers`; seconds is how long a notebook cell may
    take; again makes everything anew; tell is called with a line on each claim; pool makes the executor, renderer the
    reports (default `render`); scheduler is the address of a Dask scheduler, whose workers then make them instead. A
    claim that fails is told, and the others go on. Raises BusyError where another run is at work there, UsageError
    where the folder or its index cannot be written, or no scheduler answers.
    """
    with opened(folder) as kept:
        record = kept.begin()
        work = kept.work_folder()
        try:
            job = _Job(watchlist, kept, record, work, tell)
            todo = list(job.todo(list(plan(watchlist, kept, work)), seconds, again=again))
            job.show(at_once=True)
            if scheduler is None:
                crew, most = Crew(pool, renderer or render), workers or usual_workers()
            else:
                crew, most = on_cluster(scheduler, renderer or render_there), workers or ON_CLUSTER
            for task, rendered in make_all(todo, crew, most):
                job.finish(task, rendered)
            record["ended"] = now()
            job.show(at_once=True)
            kept.record(record)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return job.run


class _Job:
    """One run while it goes on."""

    def __init__(
        self, watchlist: Watchlist, kept: Kept, record: dict[str, Any], work: Path, tell: Callable[[str], None]
    ) -> None:
        self.watchlist, self.kept, self.record, self.work, self.tell = watchlist, kept, record, work, tell
        self.run = Run(kept.folder)
        self.planned: dict[str, Planned] = {}
        self.why: dict[str, list[str]] = {}
        self.next_pages = 0.0

    def todo(self, planned: list[Planned], seconds: int, *, again: bool) -> Iterator[Task]:
        """The reports to make; the others are told with the reason."""
        self.planned = {one.id: one for one in planned}
        for one in planned:
            if one.inputs is None:
                self._failed(one.id, one.problem)
                continue
            manifest = self.kept.manifest(one.id)
            damaged = manifest is None and (self.kept.folder / one.id).exists()
            in_this_run = manifest is not None and manifest["run"] == self.record["number"]
            why = reasons(manifest["inputs"] if manifest else None, one.inputs)
            if damaged:
                why = ["its last report was damaged"]
            elif again and not why and not in_this_run:
                why = ["asked for again"]
            if not why:
                self._skipped(one.id, manifest or {}, in_this_run=in_this_run)
                continue
            self.why[one.id] = why
            folder = self.work / one.id
            document, newsroom = one.document.absolute(), self.kept.newsroom(one.id)
            yield Task(one.id, document, one.number, one.parameters, folder, newsroom, seconds, one.inputs)

    def finish(self, task: Task, made: Rendered | BaseException) -> None:
        """Put a finished report in its place, or say why there is none."""
        if not isinstance(made, BaseException):
            try:
                self._commit(task, made)
            except (VerifierError, OSError) as error:
                made = error
        if isinstance(made, BaseException):
            self._failed(task.id, self._with_notebook(task, in_a_line(made)))
        shutil.rmtree(task.folder, ignore_errors=True)
        self.show()

    def show(self, *, at_once: bool = False) -> None:
        """Write the index, the changes and the feed, now and then or at once."""
        begun = time.monotonic()
        if at_once or begun > self.next_pages:
            write_pages(self.kept, self.watchlist, list(self.planned.values()), self.record)
            # A long index is written more rarely, so that writing it never takes much of the run.
            self.next_pages = time.monotonic() + max(PAGES_EVERY, 20 * (time.monotonic() - begun))

    def _commit(self, task: Task, made: Rendered) -> None:
        one, result = self.planned[task.id], made.result
        before = self.kept.manifest(task.id)
        after = {
            "finding": result["finding"],
            "flags": sorted({flag["flag"] for flag in result["flags"]}),
            "sentence": result["sentence"],
        }
        old = before["result"] if before else None
        kind = "new" if old is None else "changed" if old != after else "same"
        claim = as_read(result["claim"]["sentence"])
        event = {"at": now(), "run": self.record["number"], "kind": kind, "why": self.why[task.id], "claim": claim}
        event |= {"claim_before": before["claim"] if before else None, "before": old, "after": after}
        manifest = {
            "id": task.id,
            "run": self.record["number"],
            "made": event["at"],
            "claim": claim,
            "words": as_read(result["claim"]["text"]),
            "title": one.title,
            "result": after,
            "vintages": vintages_of(one.inputs or {"datasets": {}}),
            "events": [event, *(before["events"] if before else [])][:EVENTS],
            "inputs": one.inputs,
        }
        self.kept.commit(task.id, made.folder, manifest)
        self.run.made[task.id] = self.why[task.id]
        self.run.changed += [task.id] if kind == "changed" else []
        said = {"new": "new", "changed": "changed", "same": "made again, same result"}[kind]
        self.tell(f"{said}: {task.id}: {after['finding']} ({'; '.join(self.why[task.id])})")

    def _skipped(self, name: str, manifest: dict[str, Any], *, in_this_run: bool) -> None:
        self.kept.forget_failure(name)
        self.run.skipped.append(name)
        if in_this_run and manifest["events"][0]["kind"] == "changed":
            self.run.changed.append(name)
        since = f"nothing it depends on changed since {manifest['made']}"
        made = "made before this run was stopped" if in_this_run else since
        self.tell(f"skipped: {name}: {made}")

    def _failed(self, name: str, why: str) -> None:
        self.run.failed[name] = why
        self.kept.fail(name, {"at": now(), "run": self.record["number"], "why": why})
        self.tell(f"failed: {name}: {why}")

    def _with_notebook(self, task: Task, why: str) -> str:
        """A half-run notebook is kept where the message then says it is."""
        for left in task.folder.glob("failed-claim-*.ipynb") if task.folder.is_dir() else []:
            place = self.kept.own / "failed" / f"{task.id}.ipynb"
            try:
                place.parent.mkdir(exist_ok=True)
                left.replace(place)
            except OSError:
                continue
            why = why.replace(str(left), place.relative_to(self.kept.folder).as_posix())
        return why
