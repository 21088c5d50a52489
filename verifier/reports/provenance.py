"""Where every number of a report comes from, and how to make it again."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Collection
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from verifier import __version__
from verifier.claims.document import Document
from verifier.files import sha256
from verifier.reports.parameters import CheckParameters
from verifier.resources import package_digest
from verifier.unseen_characters import web_address

LIBRARIES = ("numpy", "pandas", "scipy", "matplotlib", "papermill", "nbconvert")


def software() -> dict[str, str]:
    """The versions on which numbers and pictures depend."""
    return {
        "python": platform.python_version(),
        "verifier": __version__,
        **{name: version(name) for name in LIBRARIES},
    }


def provenance(
    document: Document,
    document_file: Path,
    parameters: CheckParameters,
    claims: list[dict[str, Any]],
    made: datetime,
    newsroom: Collection[str] = (),
    *,
    source: str = "",
) -> dict[str, Any]:
    """The record of a report: software, document, parameters, and for each claim its notebook, data and finding.

    claims have the keys number, notebook (the executed file) and result (the check as data). made is in UTC. newsroom
    are the names of the newsroom's files (ratings, corrections) beside the report. source identifies the file that the
    document came from.
    """
    return {
        "made": made.isoformat(timespec="seconds"),
        "software": software(),
        "package_sha256": package_digest(),  # an upgrade may keep its version number
        "document": {
            "title": document.title,
            "url": web_address(document.url) or None,
            "published": str(document.published) if document.published else None,
            "file": document_file.name,
            "sha256": sha256(document_file),
            "source": source,
        },
        "parameters": {name: value for name, value in parameters.to_dict().items() if name != "claim"},
        "rerun": rerun(document_file.name, parameters, newsroom),
        "claims": [
            {
                "claim": one["number"],
                "text": one["result"]["claim"]["text"],
                "notebook": one["notebook"].name,
                "notebook_sha256": sha256(one["notebook"]),
                "finding": one["result"]["finding"],
                "sentence": one["result"]["sentence"],
                "specifications": one["result"]["specifications"],
                "specification_set": one["result"]["specification_set"],
                "datasets": one["result"]["datasets"],
                "abstained": one["result"]["abstained"],
            }
            for one in claims
        ],
    }


def rerun(file: str, parameters: CheckParameters, newsroom: Collection[str] = ()) -> str:
    """The command that makes the report again, from the report's own folder."""
    words = ["verifier", "report", file]
    for name in ("published", "country", "place", "known_on"):
        value = getattr(parameters, name)
        words += [f"--{name.replace('_', '-')}", value] if value else []
    for dataset in parameters.datasets:
        words += ["--dataset", dataset]
    words += ["--set", parameters.specifications] if parameters.specifications else []
    for name in newsroom:
        words += [f"--{Path(name).stem}", name]
    return shlex.join([*words, "-o", "again"])
