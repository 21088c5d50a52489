"""From a document to its report: one executed notebook a claim, one page, and the data beside them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import shorten
from typing import Any

from verifier.claims.document import read_document
from verifier.claims.reader import read_claims
from verifier.claims.text.clean import as_read
from verifier.comparisons.specifications import load_set
from verifier.deadline import seconds_for, within
from verifier.errors import VerifierError
from verifier.files import MISSHAPEN, is_file, read_json, whole_folder, write_whole
from verifier.findings import wording
from verifier.incidents.catalogue import load
from verifier.listing import capital
from verifier.reports.blocks import render
from verifier.reports.editorial import editorial, fits
from verifier.reports.folder import PAGE, PDF, PROVENANCE, write_files
from verifier.reports.identity import identity, place_for
from verifier.reports.kernels.pool import each, together
from verifier.reports.notebook import result_of, run, table_of
from verifier.reports.opened import CELL_SECONDS, CheckParameters, pick
from verifier.reports.page import style
from verifier.reports.pdf import chromium
from verifier.reports.provenance import provenance
from verifier.reports.who_said import told_sentence

LONGEST_TITLE = 90


@dataclass(frozen=True)
class Report:
    """Where a report was written, and the check of each claim as data; pdf is None where none was printed."""

    folder: Path
    page: Path
    index: Path
    results: list[dict[str, Any]]
    pdf: Path | None = None


def write_report(
    path: str | Path,
    folder: Path,
    given: dict[str, Any],
    claims: list[int] | None = None,
    tell: Callable[[str], None] | None = None,
    *,
    pdf: bool = False,
    ratings: Path | None = None,
    corrections: Path | None = None,
    seconds: int = CELL_SECONDS,
) -> Report:
    """Check the claims of a document and write the report to a folder of its own inside `folder`.

    given are notebook parameters other than document and claim; claims picks some of the claims, counted from 1. The
    report's folder is written whole or not at all, and takes the place of an earlier one of the same document (see
    reports/identity.py), whose ratings and corrections it keeps unless other files are named. `tell`, where somebody
    watches, is called with a line on what is being done. pdf prints the page, where there is a chromium. seconds is how
    long a notebook cell may take. Raises the package's errors; a failing notebook is kept in `folder`.
    """
    document = read_document(path, published=given.get("published") or None, country=given.get("country") or None)
    document = replace(document, name=Path(document.name).name)  # where a text lies is nobody else's business
    read = within(seconds_for(len(document.text)), f"reading {document.name}", lambda: read_claims(document))
    numbers = claims or list(range(1, len(read.claims) + 1))
    for number in numbers:
        pick(read, number)
    for dataset in CheckParameters.checked(given).datasets:
        load(dataset)
    own = identity(document, path, folder)
    target = place_for(folder, document, own)
    newsroom = editorial(target, ratings, corrections)
    fits(newsroom, {number: claim.text for number, claim in enumerate(read.claims, start=1)})
    browser = chromium() if pdf else None
    made = datetime.now(UTC)
    placed = [target]

    def place() -> Path:
        placed.append(place_for(folder, document, own))
        return placed[-1]

    with whole_folder(target, place) as partial:
        copy = partial / ("document.md" if document.body else "document.txt")
        write_whole(copy, document.text)
        parameters = CheckParameters.checked({**given, **_own_set(given, partial), "document": copy.name})
        watched = bool(tell) and not together(len(numbers))

        def run_claim(number: int) -> dict[str, Any]:
            if tell:
                tell(f"claim {numbers.index(number) + 1} of {len(numbers)}: {read.claims[number - 1].text}")
            asked = replace(parameters, claim=number)
            return _run_claim(asked, number, partial, folder, watched=watched, seconds=seconds)

        done = each(run_claim, numbers)
        record = provenance(document, copy, parameters, done, made, newsroom.files, source=own.source)
        write_files(partial, document, done, record, newsroom, browser, tell)
    target = placed[-1]
    index = write_index(folder)
    printed = target / PDF if browser else None
    return Report(target, target / PAGE, index, [one["result"] for one in done], printed)


def write_index(folder: Path) -> Path:
    """Write the page that lists every report in a folder, newest first, and return its path.

    Folders with another program's record, or a damaged one, are left out.
    """
    entries: list[dict[str, Any]] = []
    for file in sorted(folder.glob(f"*/{PROVENANCE}")):
        with suppress(*MISSHAPEN):
            entries.append(_entry(file.parent.name, read_json(file) or {}))
    entries.sort(key=lambda entry: (entry["made"], entry["folder"]), reverse=True)
    write_whole(folder / "index.html", render("index.html.j2", entries=entries, **style()))
    return folder / "index.html"


def _entry(folder: str, record: dict[str, Any]) -> dict[str, Any]:
    """A line of the index, of the record of a report. Raises MISSHAPEN where it is none."""
    return {
        "folder": folder,
        "title": record["document"]["title"] or folder,
        "made": record["made"],
        "made_on": wording.day(date.fromisoformat(record["made"][:10])),
        "claims": [{"text": one["text"], "finding": one["finding"]} for one in record["claims"]],
    }


def _run_claim(
    parameters: CheckParameters, number: int, partial: Path, folder: Path, *, watched: bool, seconds: int
) -> dict[str, Any]:
    """Run the notebook of one claim; where it fails, the half-run copy is kept and the error says where."""
    notebook_file = partial / f"claim-{number}.ipynb"
    try:
        executed = run(parameters, notebook_file, partial, watched=watched, seconds=seconds)
        result = result_of(executed)
    except VerifierError as error:
        if not notebook_file.exists():
            raise
        kept = folder / f"failed-claim-{number}.ipynb"
        shutil.copy(notebook_file, kept)
        raise VerifierError(
            f"{error}. No report was written. The notebook as far as it ran: {kept}. Open it in JupyterLab (make lab), "
            "change what is wrong in its first code cells and run all"
        ) from error
    claim = result["claim"]
    return {
        "number": number,
        "notebook": notebook_file,
        "executed": executed,
        "result": result,
        "table": table_of(executed),
        "title": _title(claim),
        "pieces": told_sentence(claim["sentence"]).partition(as_read(claim["text"])),
    }


def _title(claim: dict[str, Any]) -> str:
    """The name of a claim in a list: the words of its number with what is counted, else its sentence, or the part of it
    from the number on.
    """
    text, measure, said = as_read(claim["text"]), as_read(claim["measure"] or ""), told_sentence(claim["sentence"])
    numbered = any(map(str.isdigit, text))  # “more” says nothing
    if numbered and measure:
        return f"“{text}”" if measure in text else f"{capital(measure)}: “{text}”"
    at = said.find(text) if numbered or len(said) > LONGEST_TITLE else 0
    return "… " * (at > 0) + shorten(said[max(0, at) :].rstrip("."), LONGEST_TITLE, placeholder=" …")


def _own_set(given: dict[str, Any], partial: Path) -> dict[str, str]:
    """A specification set of the user's own is copied beside the report, so that it can be run again from there."""
    name = given.get("specifications", "")
    if not name:
        return {}
    load_set(name)
    if not is_file(Path(name)):
        return {}
    shutil.copy(name, partial / "specifications.toml")
    return {"specifications": "specifications.toml"}
