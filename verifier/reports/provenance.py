"""Where every number of a report comes from, how to make it again, and its folder as an RO-Crate (researchobject.org).

The crate's file is small and fixed in shape, so it is written here; the tests read it back with the `rocrate` library.
"""

from __future__ import annotations

import mimetypes
import platform
import shlex
from collections.abc import Collection, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from verifier import __version__
from verifier.claims.document import Document
from verifier.files import sha256
from verifier.reports.opened import CheckParameters
from verifier.resources import package_digest
from verifier.unseen_characters import visible, web_address

# What is recorded of the check of a claim.
RECORDED = ("finding", "sentence", "specifications", "specification_set", "datasets", "abstained")
LIBRARIES = ("numpy", "pandas", "scipy", "matplotlib", "papermill", "nbconvert")
NAME = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/crate/1.1"
_TYPES = {".ipynb": "application/x-ipynb+json", ".yml": "application/yaml", ".md": "text/markdown"}
_TERMS = (
    "The words of the text belong to its publisher, the numbers to the publishers of the datasets, under the licence "
    "given with each; ask the newsroom for the rest."
)


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
                **{name: one["result"][name] for name in RECORDED},
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


def crate(folder: Path, files: Mapping[str, str], record: Mapping[str, Any]) -> dict[str, Any]:
    """The RO-Crate metadata of a report: the files in its folder with what each is, the datasets, the software.

    record is the report's provenance.
    """
    title = visible(record["document"]["title"] or record["document"]["file"])
    parts = [_file(folder / name, words) for name, words in sorted(files.items()) if (folder / name).is_file()]
    datasets: dict[str, dict[str, Any]] = {}
    for claim in record["claims"]:
        datasets |= {name: _dataset(name, one) for name, one in claim["datasets"].items()}
    software = {
        "@id": "#verifier",
        "@type": "SoftwareApplication",
        "name": "verifier",
        "version": record["software"]["verifier"],
        "softwareRequirements": ", ".join(f"{name} {version}" for name, version in record["software"].items()),
    }
    made = {
        "@id": "#check",
        "@type": "CreateAction",
        "name": "Checking the claims of the text",
        "description": record["rerun"],
        "endTime": record["made"],
        "instrument": {"@id": "#verifier"},
        "object": [{"@id": quote(record["document"]["file"])}, *({"@id": one["@id"]} for one in datasets.values())],
        "result": [{"@id": "index.html"}],
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{title}: what the data say",
        "description": "; ".join(f"{visible(one['text'])}: {one['finding']}" for one in record["claims"])
        or "No claim was found.",
        "datePublished": record["made"],
        "license": {"@id": "#terms"},
        "hasPart": [{"@id": part["@id"]} for part in parts],
        "mentions": [{"@id": "#check"}],
        "mainEntity": {"@id": "index.html"},
    }
    descriptor = {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _PROFILE},
        "about": {"@id": "./"},
    }
    terms = {"@id": "#terms", "@type": "CreativeWork", "name": "Terms of use", "description": _TERMS}
    graph = [descriptor, root, *parts, *datasets.values(), software, made, terms]
    return {"@context": f"{_PROFILE}/context", "@graph": graph}


def _file(path: Path, words: str) -> dict[str, Any]:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return {
        "@id": quote(path.name),
        "@type": "File",
        "name": path.name,
        "description": words,
        "encodingFormat": kind,
        "contentSize": str(path.stat().st_size),
        "sha256": sha256(path),
    }


def _dataset(name: str, one: Mapping[str, str]) -> dict[str, Any]:
    made = {
        "@id": f"#dataset-{quote(name)}",
        "@type": "CreativeWork",
        "name": one["title"],
        "version": one["vintage"],
        "creditText": one["citation"],
        "license": one["licence"],
    }
    return made | ({"url": one["url"]} if one.get("url", "").startswith(("https://", "http://")) else {})
