"""`verifier run` over a watchlist: claims whose inputs changed are made again and put in place whole; others stay."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

from verifier.errors import VerifierError, in_a_line
from verifier.incidents.fetching.progress import bar
from verifier.incidents.store import user_folder
from verifier.reports.editorial import CORRECTIONS, RATINGS, editorial
from verifier.reports.kernels.pool import ReportPool, usual_workers
from verifier.reports.opened import CELL_SECONDS
from verifier.reports.watchlists.event_writer import EventWriter
from verifier.reports.watchlists.inputs import Inputs, reasons
from verifier.reports.watchlists.output_folder import Manifest, OutputFolder, now, open_output
from verifier.reports.watchlists.planning import PlannedReport, plan_reports
from verifier.reports.watchlists.rendering import (
    ON_CLUSTER,
    Rendered,
    ReportTask,
    make_reports,
    on_cluster,
    render_report,
    render_there,
)
from verifier.reports.watchlists.result import WatchedResult, sentence_of
from verifier.reports.watchlists.run_history import NAME as HISTORY
from verifier.reports.watchlists.run_history import History, Kind, RunRecord
from verifier.reports.watchlists.watch_pages import STATES, feed_id, write_pages
from verifier.reports.watchlists.watchlist import Watchlist, read_watchlist

EVENTS = 12  # how many of its events a report remembers; the history has all that are news
PATIENCE = 2  # seconds before a bar is shown while the claims are looked at
PAGES_EVERY = 5.0  # seconds between two writings of the index during a run
EXIT_FAILED, EXIT_CHANGED = 1, 5  # codes of the command


@dataclass
class Run:
    """What a run did: ids of claims made and failed (with why), left alone, changed, gone from the watchlist."""

    folder: Path
    made: dict[str, list[str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def run_watchlist(
    watchlist: Watchlist,
    folder: Path,
    *,
    workers: int | None = None,
    seconds: int = CELL_SECONDS,
    again: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    pool: Callable[[int], Executor] = ReportPool,
    renderer: Callable[[ReportTask], Rendered] | None = None,
    scheduler: str | None = None,
) -> Run:
    """Make the reports of a watchlist whose inputs changed, in a folder locked against other runs.

    - workers: how many reports are made at a time, by default `usual_workers`.
    - seconds: how long a notebook cell may take.
    - again: make every report from scratch.
    - tell: called with a line on each claim.
    - pool, renderer: make the executor and the reports (default `render_report`).
    - scheduler: the address of a Dask scheduler, whose workers then make the reports.

    A claim that fails is reported, and does not stop the others. Raises BusyError where another run is at work there;
    UsageError where the folder or its index cannot be written, or no scheduler answers.
    """
    with open_output(folder) as kept:
        known = [event for made in kept.manifests().values() for event in made.events]
        history = History.read(folder, known)
        if history.damaged:
            tell(f"{HISTORY} cannot be read, and is kept as {history.damaged}; what the reports know is told again")
        record = history.begin(now())
        history.write(folder)
        work = kept.work_folder()
        try:
            job = _Job(watchlist, kept, history, record, work, tell)
            with bar("looking for changes", None, unit="claim", delay=PATIENCE) as progress:
                planned = list(plan_reports(watchlist, kept, work, progress.update))
            todo = list(job.todo(planned, seconds, again=again))
            job.show(at_once=True)
            if scheduler is None:
                most = workers or usual_workers()
                made = make_reports(todo, most, pool=pool, work=renderer or render_report)
            else:
                most = workers or ON_CLUSTER
                made = on_cluster(todo, most, scheduler=scheduler, renderer=renderer or render_there)
            for task, rendered in made if todo else ():
                job.finish(task, rendered)
            history.end(now())
            job.show(at_once=True)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return job.run


class _Job:
    """A run in progress."""

    def __init__(
        self,
        watchlist: Watchlist,
        kept: OutputFolder,
        history: History,
        record: RunRecord,
        work: Path,
        tell: Callable[[str], None],
    ) -> None:
        self.watchlist, self.kept, self.history, self.record = watchlist, kept, history, record
        self.work, self.tell = work, tell
        self.telling = EventWriter(history, feed_id(watchlist), record.number)
        self.run = Run(kept.folder)
        self.planned: dict[str, PlannedReport] = {}
        self.why: dict[str, list[str]] = {}
        self.next_pages = 0.0

    def todo(self, planned: list[PlannedReport], seconds: int, *, again: bool) -> Iterator[ReportTask]:
        """The reports to make; skipped, failed and dropped claims are recorded with the reason."""
        self.planned = {one.id: one for one in planned}
        self._told_left()
        for one in planned:
            if one.inputs is None:
                self._failed(one, one.problem)
                continue
            made = one.made
            in_this_run = made is not None and made.run == self.record.number and not one.was
            other_claim = made is not None and made.asked != one.watched.asked
            why = reasons(made.inputs if made else None, one.inputs, other_claim=other_claim)
            if one.was:
                why = [f"it was watched as “{one.was}” before", *why]
            elif (self.kept.folder / one.id).exists() and not (made and self.kept.is_whole(one.id, made)):
                why = ["its last report was damaged"]
            elif again and not why and not in_this_run:
                why = ["asked for again"]
            if not why:
                self._skipped(one, in_this_run=in_this_run)
                continue
            self.why[one.id] = why
            folder = self.work / one.id
            yield ReportTask(
                one.id,
                one.document.absolute(),
                one.number,
                one.parameters,
                folder,
                self._newsroom(one),
                seconds,
                one.inputs,
            )

    def finish(self, task: ReportTask, made: Rendered | BaseException) -> None:
        """Put a finished report in its place, or say why there is none."""
        one = self.planned[task.id]
        if isinstance(made, Rendered) and one.inputs is not None:
            try:
                self._commit(one, one.inputs, made)
            except (VerifierError, OSError) as error:
                made = error
        if isinstance(made, BaseException):
            self._failed(one, self._with_notebook(task, in_a_line(made)))
        shutil.rmtree(task.folder, ignore_errors=True)
        self.show()

    def show(self, *, at_once: bool = False) -> None:
        """Write the history, the index, the changes and the feed, now and then or at once."""
        begun = time.monotonic()
        if at_once or begun > self.next_pages:
            self.history.write(self.kept.folder)
            write_pages(self.kept, self.watchlist, list(self.planned.values()), self.history)
            # A long index is written more rarely, so that writing it never takes much of the run.
            self.next_pages = time.monotonic() + max(PAGES_EVERY, 20 * (time.monotonic() - begun))

    def _newsroom(self, one: PlannedReport) -> dict[str, Path]:
        """The newsroom's files for a claim, which may lie beside the report that it had under another id."""
        return {**(self.kept.newsroom(one.was) if one.was else {}), **self.kept.newsroom(one.id)}

    def _commit(self, one: PlannedReport, inputs: Inputs, made: Rendered) -> None:
        before, newsroom = one.made, self._newsroom(one)
        added = editorial(made.folder, newsroom.get(RATINGS), newsroom.get(CORRECTIONS))
        after = WatchedResult.from_check(
            made.result, added.rating_words(one.number), added.correction_words(one.number)
        )
        said = sentence_of(made.result)
        event = self.telling.made(one.id, self.why[one.id], said, after, before)
        manifest = Manifest(
            id=one.id,
            run=self.record.number,
            made=event.at,
            claim=said[0],
            words=said[1],
            about=one.about,
            number=one.number,
            asked=one.watched.asked,
            title=one.title,
            result=after,
            vintages=inputs.vintages,
            events=[event, *(before.events if before else [])][:EVENTS],
            inputs=inputs,
        )
        self.kept.commit(one.id, made.folder, manifest, newsroom)
        self.history.add(event)
        self.run.made[one.id] = self.why[one.id]
        self.run.changed += [one.id] if event.kind == Kind.CHANGED else []
        self.tell(f"{STATES[event.kind]}: {one.id}: {after.finding} ({'; '.join(self.why[one.id])})")

    def _told_left(self) -> None:
        """Record claims that left the watchlist or their text, and texts that can be read again."""
        documents = {one.id for one in self.watchlist.claims if one.claim is None}
        renamed = {one.was: one.id for one in self.planned.values() if one.was}
        for name in self.history.watched():
            if name in self.planned:
                continue
            document = name.rpartition("-")[0]
            if name in documents:
                self.telling.readable_again(name)
                continue
            if document in documents and document in self.planned:  # it cannot be read now
                continue
            self.run.left.append(name)
            why = "it is no longer in its text" if document in documents else "it left the watchlist"
            if name in renamed:
                why = f"it is watched as “{renamed[name]}” from now on"
            self.telling.left(name, why, self.kept.manifest(name))

    def _skipped(self, one: PlannedReport, *, in_this_run: bool) -> None:
        self.run.skipped.append(one.id)
        made = one.made
        if made is None:  # a report that is not there is never skipped
            return
        if made.asked != one.watched.asked:  # so that the claim that is meant now is followed from here on
            self.kept.note(one.id, replace(made, asked=one.watched.asked))
        self.telling.returned(one.id, made)
        if in_this_run and made.events[0].kind == Kind.CHANGED:
            self.run.changed.append(one.id)
        since = f"nothing it depends on changed since {made.made}"
        self.tell(f"skipped: {one.id}: {'made before this run was stopped' if in_this_run else since}")

    def _failed(self, one: PlannedReport, why: str) -> None:
        why = self._without_folders(one, why)
        self.run.failed[one.id] = why
        said = one.said or ((one.made.claim, one.made.words) if one.made else ("", ""))
        self.telling.failed(one.id, why, said)
        self.tell(f"failed: {one.id}: {why}")

    def _without_folders(self, one: PlannedReport, why: str) -> str:
        """A reason without the folders of this machine: it is published, and the same as in the run before."""
        files = [one.document, one.watched.text.path, one.watched.parameters.get("specifications")]
        places = [self.work, self.kept.folder, user_folder(), *(Path(file).parent for file in files if file)]
        named = {str(self.work), *(str(place.absolute()) for place in places if place.absolute() != Path(place.anchor))}
        for place in sorted(named, key=len, reverse=True):
            why = why.replace(f"{place}{os.sep}", "")
        return why

    def _with_notebook(self, task: ReportTask, why: str) -> str:
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


def run_and_tell(
    watchlist: Path,
    output: Path,
    *,
    workers: int | None,
    scheduler: str | None = None,
    fail_on: Sequence[str],
    time_limit: int,
    again: bool,
    tell: Callable[[str], None],
) -> int:
    """Run a watchlist, tell a line on each claim and a summary, and return the exit code.

    0 done; 1 every claim failed, or one, with fail_on error; 5 a result changed, with fail_on changed. Raises
    InputError for a watchlist with mistakes, and as run_watchlist does.
    """
    read = read_watchlist(watchlist)
    done = run_watchlist(read, output, workers=workers, seconds=time_limit, again=again, tell=tell, scheduler=scheduler)
    tell(run_summary(done))
    nothing = not done.made and not done.skipped
    if done.failed and (nothing or "error" in fail_on):
        return EXIT_FAILED
    return EXIT_CHANGED if "changed" in fail_on and done.changed else 0


def run_summary(done: Run) -> str:
    """What a run did, in numbers, and where to look."""
    left = f", {len(done.left)} no longer watched" if done.left else ""
    return (
        f"{len(done.made)} made, {len(done.changed)} changed, {len(done.skipped)} skipped, {len(done.failed)} failed"
        f"{left}. The index: {done.folder / 'index.html'}"
    )
