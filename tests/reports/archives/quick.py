"""Articles, and scanners that are quick or go wrong on demand, which note in the file QUICK_LOG what they finished."""

import os
import signal
import time
from pathlib import Path

from verifier.errors import InputError
from verifier.reports.archives.claims_table import rows_to_parquet
from verifier.reports.archives.documents import document_of
from verifier.reports.archives.scan_parts import Problem
from verifier.reports.archives.scanning import ScannedPart, scan_part

CLAIM = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."
OTHER = "Piracy in Somalia rose by 40 percent in 2010, and pirate attacks in Nigeria doubled between 2012 and 2013."
SECONDS = 0.005


def article(number, text=None, **more):
    """An article with a claim, two or none."""
    said = text or ["The minister opened a bridge.", CLAIM, OTHER][number % 3]
    about = {
        "id": f"article-{number}",
        "title": f"Article {number}",
        "published": "2019-02-01",
        "publisher": "The Post",
    }
    return {**about, "text": f"{said}\n\nA spokesman declined to comment.", **more}


def scan(task):
    """A row a document, without reading any claim; a bad document is a problem."""
    rows, problems = [], []
    for record in task.records:
        try:
            name, document = document_of(record, task.settings.columns, task.settings.country)
        except InputError as error:
            problems.append(Problem("", record.row, None, str(error)))
            continue
        rows.append({"id": f"{name}#c1", "document": f"{name}-{record.row}", "row": record.row, "text": document.text})
    time.sleep(SECONDS)
    part = ScannedPart(len(task.records), len(rows), rows_to_parquet(rows), problems)
    with Path(os.environ["QUICK_LOG"]).open("a", encoding="utf-8") as log:
        log.write(f"{task.number}\n")
    return part


def slowly(task):
    """The real thing, taking its time."""
    time.sleep(0.3)
    return scan_part(task)


def deadly(task):
    """The real thing, but a document that says so ends its process."""
    if any(b"deadly" in record.content and not record.problem for record in task.records):
        os.kill(os.getpid(), signal.SIGKILL)
    return scan_part(task)


def together(task):
    """Ends its process over more than two documents."""
    if len(task.records) > 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return scan_part(task)
