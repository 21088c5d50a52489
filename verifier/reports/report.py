"""From a document to its report: one executed notebook a claim, one page, and the data beside them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from verifier.claims.clean import as_read
from verifier.claims.document import Document, read_document
from verifier.claims.reader import read_claims
from verifier.comparisons.specifications import load_set
from verifier.files import whole_folder, write_whole
from verifier.incidents.catalogue import load
from verifier.reports.blocks import render
from verifier.reports.claimreview import claim_review
from verifier.reports.notebook import result_of, run
from verifier.reports.opened import pick
from verifier.reports.page import claim_section, document_page
from verifier.reports.parameters import CheckParameters
from verifier.reports.provenance import provenance

PROVENANCE = "provenance.json"


@dataclass(frozen=True)
class Report:
    """Where a report was written, and the check of each claim as data."""

    folder: Path
    page: Path
    index: Path
    results: list[dict[str, Any]]


def write_report(
    path: str | Path,
    folder: Path,
    given: dict[str, Any],
    claims: list[int] | None = None,
    tell: Callable[[str], None] = lambda _line: None,
) -> Report:
    """Check the claims of a document and write the report to a folder of its own inside `folder`.

    given are notebook parameters other than document and claim; claims picks some of the claims, counted from 1. The
    report's folder is written whole or not at all, and takes the place of an earlier one of the same name. `tell` is
    called with a line on what is being done. Raises the package's errors; a failing notebook is kept in `folder`.
    """
    document = read_document(path, published=given.get("published") or None, country=given.get("country") or None)
    read = read_claims(document)
    numbers = claims or list(range(1, len(read.claims) + 1))
    for number in numbers:
        pick(read, number)
    for dataset in given.get("datasets", []):
        load(dataset)
    name = _slug(document)
    target = folder / name
    made = datetime.now(UTC)
    with whole_folder(target) as partial:
        copy = partial / ("document.md" if document.body else "document.txt")
        write_whole(copy, document.text)
        parameters = CheckParameters.checked({**given, **_own_set(given, partial), "document": copy.name})
        done = []
        for place, number in enumerate(numbers, start=1):
            tell(f"claim {place} of {len(numbers)}: {read.claims[number - 1].text}")
            done.append(_run_claim(replace(parameters, claim=number), number, partial, folder))
        record = provenance(document, copy, parameters, done, made)
        reviews = [claim_review(document, one["result"], made.date()) for one in done]
        sections = [_section(one) for one in done]
        write_whole(partial / "index.html", document_page(document, sections, reviews, record))
        write_whole(partial / "claimreview.json", _json(reviews))
        write_whole(partial / PROVENANCE, _json(record))
    index = write_index(folder)
    return Report(target, target / "index.html", index, [one["result"] for one in done])


def write_index(folder: Path) -> Path:
    """Write the page that lists every report in a folder, newest first, and return its path."""
    entries = []
    for file in sorted(folder.glob(f"*/{PROVENANCE}")):
        record = json.loads(file.read_text(encoding="utf-8"))
        entries.append({"folder": file.parent.name, **record})
    entries.sort(key=lambda entry: (entry["made"], entry["folder"]), reverse=True)
    write_whole(folder / "index.html", render("index.html.j2", entries=entries))
    return folder / "index.html"


def _run_claim(parameters: CheckParameters, number: int, partial: Path, folder: Path) -> dict[str, Any]:
    notebook_file = partial / f"claim-{number}.ipynb"
    try:
        notebook = run(parameters, notebook_file, partial)
    except Exception:
        if notebook_file.exists():
            shutil.copy(notebook_file, folder / f"failed-claim-{number}.ipynb")
        raise
    result = result_of(notebook)
    write_whole(partial / f"claim-{number}.json", _json(result))
    return {"number": number, "notebook": notebook_file, "result": result, "section": claim_section(notebook)}


def _section(one: dict[str, Any]) -> dict[str, Any]:
    claim = one["result"]["claim"]
    return {
        "id": f"claim-{one['number']}",
        "title": f"{as_read(claim['text'])}: {claim['measure'] or claim['kind']}",
        "finding": one["result"]["finding"],
        "notebook": one["notebook"].name,
        "body": one["section"],
    }


def _own_set(given: dict[str, Any], partial: Path) -> dict[str, str]:
    """A specification set of the user's own is copied beside the report, so that it can be run again from there."""
    name = given.get("specifications", "change")
    load_set(name)
    if not Path(name).is_file():
        return {}
    shutil.copy(name, partial / "specifications.toml")
    return {"specifications": "specifications.toml"}


def _slug(document: Document) -> str:
    name = document.name if document.name != "standard input" else document.title or "document"
    words = re.findall(r"[a-z0-9]+", Path(name).stem.lower())
    return "-".join(words)[:80].strip("-") or "document"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
