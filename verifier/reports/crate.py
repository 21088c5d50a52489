"""The report's folder as an RO-Crate 1.1 (researchobject.org): what each file is, and what it was made from.

The metadata file is small and fixed in shape, so it is written here; the tests read it back with the `rocrate` library.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from verifier.files import sha256
from verifier.unseen_characters import visible

NAME = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/crate/1.1"
_TYPES = {".ipynb": "application/x-ipynb+json", ".yml": "application/yaml", ".md": "text/markdown"}
_TERMS = (
    "The words of the text belong to its publisher, the numbers to the publishers of the datasets, under the licence "
    "given with each; ask the newsroom for the rest."
)


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
