"""Running the check notebook with papermill and taking its results out of the executed copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from verifier.errors import VerifierError
from verifier.reports.blocks import RESULT_TYPE
from verifier.reports.parameters import CheckParameters
from verifier.resources import shipped

CELL_SECONDS = 300
# What goes between us and the kernel passes a port of this machine: encrypted, where the installed kernel can.
ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})


def check_notebook() -> Path:
    """The shipped notebook that checks one claim."""
    return shipped("notebooks") / "check_claim.ipynb"


def run(parameters: CheckParameters, output: Path, folder: Path) -> nbformat.NotebookNode:
    """Execute the check notebook with these parameters in the given folder, writing the executed copy to `output`.

    Relative paths in the parameters are taken from the folder. Returns the executed notebook. Raises VerifierError,
    naming the cell and the error, when a cell fails; the half-run copy stays at `output`.
    """
    try:
        executed: nbformat.NotebookNode = papermill.execute_notebook(
            str(check_notebook()),
            str(output),
            parameters=parameters.to_dict(),
            kernel_name="python3",
            cwd=str(folder),
            progress_bar=False,
            execution_timeout=CELL_SECONDS,
            shutdown_kernel="immediate",
            config=ENCRYPTED,
        )
    except PapermillExecutionError as error:
        raise VerifierError(
            f"the notebook failed in cell {error.exec_count} on claim {parameters.claim}: {error.ename}: {error.evalue}"
        ) from error
    # papermill notes where files lay on this machine: that is nobody else's business.
    executed.metadata.papermill.update(input_path=check_notebook().name, output_path=output.name)
    nbformat.write(executed, output)
    return executed


def result_of(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """The check as data, from the executed notebook; VerifierError where the notebook does not show it."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if RESULT_TYPE in data:
                return dict(data[RESULT_TYPE])
    raise VerifierError("the executed notebook holds no result: its last cell must show blocks.result(...)")
