"""Take out of a notebook what differs from run to run: times of execution, and paths of the machine it ran on."""

from __future__ import annotations

import sys

import nbformat

for name in sys.argv[1:]:
    notebook = nbformat.read(name, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("papermill", None)
    notebook.metadata.pop("papermill", None)
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, name)
