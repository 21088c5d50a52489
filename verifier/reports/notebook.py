"""Running the check notebook with papermill and taking its results out of the executed copy."""

from __future__ import annotations

import asyncio
import base64
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import LocalHandler, papermill_io
from traitlets.config import Config

from verifier.errors import VerifierError
from verifier.files import cannot_write, write_whole
from verifier.reports.blocks import CHART_TYPE, RESULT_TYPE, TABLE_TYPE
from verifier.reports.kernels.forked import ForkedKernelManager, PlainKernelManager, current
from verifier.reports.opened import CELL_SECONDS, CheckParameters, check_notebook
from verifier.unseen_characters import unseen_escaped

ENGINE = "verifier"
ERROR_NOTE = "papermill-error-cell-tag"
# What goes between us and the kernel passes a port of this machine: encrypted, where the installed kernel can.
ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})


@dataclass(frozen=True)
class Drawn:
    """A chart of a notebook as files: its name, PNG, SVG, table (CSV, empty where it is too long), and title."""

    name: str
    png: bytes
    svg: str
    csv: str
    title: str


class OwnEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, but papermill writes nothing: `ran` is given the run, whose notebook `run` writes once.

    A report's folder appears only when it is whole, so nobody can see the copy before.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, ran: list[Any], **given: Any) -> None:
        """Run the cells, well or not."""
        ran.append(nb_man)
        _leave_signals_alone()
        with _no_task_left():
            super().execute_managed_notebook(nb_man, kernel_name, **given)


def _leave_signals_alone() -> None:
    """Keep nbclient from taking over the signals of this process: it would kill the kernel, and not give them back."""
    if threading.current_thread() is threading.main_thread():
        loop: Any = ensure_event_loop()
        loop.add_signal_handler = loop.remove_signal_handler = lambda *_: None


@contextmanager
def _no_task_left() -> Iterator[None]:
    """End the tasks that a run leaves in this thread's loop, as after a cell out of time: asyncio would complain."""
    loop = ensure_event_loop()
    before = set() if loop.is_running() else asyncio.all_tasks(loop)
    try:
        yield
    finally:
        if not loop.is_running():  # else, in a notebook, nbclient ran in the loop of another thread
            for task in asyncio.all_tasks(loop) - before:
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    loop.run_until_complete(task)


papermill_engines.register(ENGINE, OwnEngine)
# papermill's handler of local files changes the folder of the whole process while it reads; with an absolute path there
# is no need to, and other threads work meanwhile.
papermill_io.register("/", LocalHandler())


def run(
    parameters: CheckParameters, output: Path, folder: Path, *, watched: bool = False, seconds: int = CELL_SECONDS
) -> nbformat.NotebookNode:
    """Execute the check notebook with these parameters in the given folder, writing the executed copy to `output`.

    Relative paths in the parameters are taken from the folder; watched draws a bar of the cells done; seconds is how
    long a cell may take. Returns the executed notebook. Raises VerifierError, naming the cell, the error and the
    parameters, when a cell fails, runs too long, or its kernel dies; the half-run copy stays at `output`.
    """
    ran: list[Any] = []
    try:
        papermill.execute_notebook(
            str(check_notebook()),
            None,
            parameters=parameters.to_dict(),
            engine_name=ENGINE,
            kernel_name="python3",
            # Not papermill's cwd, which is that of the whole process: other threads run notebooks in other folders.
            resources={"metadata": {"path": str(folder.resolve())}},
            progress_bar={"desc": f"claim {parameters.claim}", "leave": False} if watched else False,
            execution_timeout=seconds,
            shutdown_kernel="immediate",
            ran=ran,
            **kernel_settings(),
        )
    except PapermillExecutionError as error:
        raise VerifierError(_failed(parameters, f"{error.ename}: {error.evalue}", ran)) from error
    except DeadKernelError as error:
        why = "its kernel died, as when the machine runs out of memory"
        raise VerifierError(_failed(parameters, why, ran)) from error
    except CellTimeoutError as error:
        raise VerifierError(_failed(parameters, f"it took longer than {seconds} seconds", ran)) from error
    except OSError as error:
        ran.clear()
        raise cannot_write(output, error) from error
    finally:
        executed = _written(ran, output)
    return executed


def kernel_settings() -> dict[str, Any]:
    """What nbclient is told of a kernel: forked from the server in use in this thread, or started as usual."""
    if current():
        return {"kernel_manager_class": ForkedKernelManager}
    return {"kernel_manager_class": PlainKernelManager, "config": ENCRYPTED}


def _written(ran: list[Any], output: Path) -> nbformat.NotebookNode:
    """The notebook as far as it ran, written to `output`; an empty one, and no file, where it did not begin.

    papermill notes where files lay on this machine: that is nobody else's business, and is taken out.
    """
    if not ran:
        empty: nbformat.NotebookNode = nbformat.v4.new_notebook()
        return empty
    notebook = ran[0].nb
    notebook.metadata.papermill.update(input_path=check_notebook().name, output_path=output.name)
    written = unseen_escaped(nbformat.writes(notebook)) + "\n"
    write_whole(output, written)
    executed: nbformat.NotebookNode = nbformat.reads(written, as_version=4)  # as whoever opens it finds it
    return executed


def _failed(parameters: CheckParameters, why: str, ran: list[Any]) -> str:
    """What failed, where, with which parameters, and what to do."""
    given = parameters.to_dict()
    usual = asdict(CheckParameters())
    named = ", ".join(f"{name}={value!r}" for name, value in given.items() if name == "claim" or value != usual[name])
    return f"the notebook failed in {_stopped_in(ran)} on claim {parameters.claim}: {why}. Its parameters: {named}"


def _stopped_in(ran: list[Any]) -> str:
    """The cell at which a half-run notebook stopped, by its number and first line."""
    cells = ran[0].nb.cells if ran else []
    code = [cell for cell in cells if cell.cell_type == "code" and ERROR_NOTE not in cell.metadata.get("tags", [])]
    begun = [(number, cell) for number, cell in enumerate(code, start=1) if _state(cell).get("start_time")]
    for number, cell in [*(one for one in begun if _state(one[1]).get("exception")), *begun[-1:]]:
        first = next((line for line in cell.source.splitlines() if line.strip()), "")
        return f"code cell {number} of {len(code)} ({first.strip()[:60]})"
    return "a cell that cannot be told"


def _state(cell: nbformat.NotebookNode) -> dict[str, Any]:
    """What papermill noted about the run of a cell."""
    return dict(cell.metadata.get("papermill", {}))


def result_of(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """The check as data, from the executed notebook; VerifierError where the notebook does not show it."""
    for data in _shown(notebook):
        if RESULT_TYPE in data:
            return dict(data[RESULT_TYPE])
    raise VerifierError("the executed notebook holds no result: its last cell must show blocks.result(...)")


def table_of(notebook: nbformat.NotebookNode) -> str:
    """Every comparison as CSV, from the executed notebook; empty where it shows none."""
    return next((str(data[TABLE_TYPE]) for data in _shown(notebook) if TABLE_TYPE in data), "")


def text_of(notebook: nbformat.NotebookNode) -> str:
    """The checked text with its claims marked, as HTML, from the executed notebook; empty where it shows none."""
    blocks = (str(data.get("text/html", "")) for data in _shown(notebook))
    return next((html for html in blocks if html.startswith('<blockquote class="passage"')), "")


def charts_of(notebook: nbformat.NotebookNode) -> list[Drawn]:
    """The charts of an executed notebook, in order."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if CHART_TYPE in data:
                name = re.sub(r"[^a-z]+", "-", cell.source.partition("(")[0].rpartition(".")[2].lower()).strip("-")
                more = data[CHART_TYPE]
                svg = more.get("svg") or more["forms"]["wide"]
                found.append(Drawn(name, base64.b64decode(data["image/png"]), svg, more["csv"], more["title"]))
    return found


def _shown(notebook: nbformat.NotebookNode) -> Iterator[dict[str, Any]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield output.get("data", {})
