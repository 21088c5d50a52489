"""One claim of a table found again in its archive, as a document that `verifier report` takes."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from verifier.claims.document import Document, read_document
from verifier.claims.reader import read_claims
from verifier.errors import InputError, UsageError
from verifier.files import write_whole
from verifier.reports.archives.claims_table import rows_of_claim, table_description
from verifier.reports.archives.columns import text_hash
from verifier.reports.archives.documents import Record, document_of
from verifier.reports.archives.folders import Folder
from verifier.reports.archives.open_archive import open_archive
from verifier.reports.archives.settings import data_hash, package_hash


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """The document of a claim as a file, the claim's number in it, and the scan's parameters as those of a report.

    warnings say why the report may differ from the table.
    """

    file: Path
    number: int
    parameters: dict[str, Any]
    warnings: list[str] = field(default_factory=list)


@contextmanager
def found_again(archive: Path, table: Path, claim: str) -> Iterator[FoundAgain]:
    """Find a claim of a table in its archive; the document is a file as long as the block lasts.

    Raises UsageError where the table does not have the claim; InputError where the file is not a table, or where the
    archive now has another text, day or country for the document.
    """
    about = table_description(table)
    rows = rows_of_claim(table, claim)
    if not rows:
        raise UsageError(f"{table} has no claim {claim!r}: its column id lists them")
    if len(rows) > 1:
        raise UsageError(f"{table} has {claim!r} more than once: several documents have the id {rows[0]['document']!r}")
    row, given = rows[0], about["parameters"]
    document = _document(archive, row, given)
    parameters = {name: given[name] or "" for name in ("place", "known_on", "specifications")}
    parameters |= {"datasets": given["datasets"], "country": document.country or ""}
    with tempfile.TemporaryDirectory(prefix="verifier-") as folder:
        file, own = Path(folder) / f"{_file_name(claim)}.md", Path(folder) / "specifications.toml"
        write_whole(file, document.text if about["kind"] == Folder.kind else _with_front_matter(document))
        _reads_the_same(file, row, document, table)
        if about["own specification set"]:
            write_whole(own, about["own specification set"])
            parameters["specifications"] = str(own)
        warnings = []
        if about["package"] != package_hash():
            warnings.append("the table was made with another version of verifier: the report may find something else")
        if about["data"] != data_hash(about["parameters"]["datasets"]):
            warnings.append("the datasets have changed since the table was made: the report may find something else")
        yield FoundAgain(file, row["claim"], parameters, warnings)


def _document(archive: Path, row: dict[str, Any], given: dict[str, Any]) -> Document:
    """The document of a row, as it is in the archive now."""
    columns = tuple(sorted(given["columns"].items()))
    with open_archive(archive, columns) as source:
        record: Record | None
        if isinstance(source, Folder):
            record = source.named(row["document"])
        else:
            source.skip_to(row["row"] - 1)
            record = source.read()
    try:
        name, document = document_of(record or Record(0, "", b"", "it is not there"), columns, given["country"])
    except InputError as error:
        raise InputError(f"{archive}: {row['document']!r} cannot be read any more: {error}; scan again") from error
    if name != row["document"]:
        raise InputError(f"{archive} has {name!r} in row {row['row']} now, not {row['document']!r}: scan it again")
    if text_hash(document.text) != row["sha256"]:
        raise InputError(
            f"the text of {name!r} in {archive} is not what the table was made from: scan {archive} again, or name the "
            "archive of the table"
        )
    said = ("day", document.published, row["published"]), ("country", document.country, row["published_in"])
    for what, now, then in said:
        if now != then:
            raise InputError(f"{archive} gives {name!r} another {what} ({now}) than the table ({then}): scan it again")
    return document


def _reads_the_same(file: Path, row: dict[str, Any], document: Document, table: Path) -> None:
    """Raise where this version of the package reads another claim under the number."""
    claims = read_claims(read_document(file, country=document.country)).claims
    number = row["claim"]
    if len(claims) < number or claims[number - 1].text != row["text"]:
        raise InputError(
            f"{table} was made with verifier {row['package']}, and this version reads {row['document']!r} otherwise: "
            "scan the archive again"
        )


def _with_front_matter(document: Document) -> str:
    """The text of a document of a table, with what is known of it as front matter."""
    names = ("title", "url", "publisher", "published")
    said = {name: value for name in names if (value := getattr(document, name)) is not None}
    return f"---\n{yaml.safe_dump(said, allow_unicode=True, sort_keys=False)}---\n{document.text}"


def _file_name(claim: str) -> str:
    """A name for the report that is safe on every system, and no other claim's."""
    words = "-".join(re.findall(r"[a-z0-9]+", claim.lower()))[-60:].strip("-")
    return f"{words}-{hashlib.sha256(claim.encode()).hexdigest()[:8]}".lstrip("-")
