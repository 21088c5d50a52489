"""Text from a document, a dataset or a parameter, made safe for where it is written: HTML, Markdown, CSV.

Marks that turn the direction of writing, and other signs that nobody sees, can make a text read as what it is not; they
are shown by their code points.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from markupsafe import Markup

from verifier.unseen_characters import is_formula, visible, web_address

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LINE_START = re.compile(r"^(\s*)([-+=:]|\d+[.)])")
# An address in a sentence: the punctuation after it, and a bracket that it did not open, are the sentence's.
_ADDRESS = re.compile(r"(https?://(?:[^\s<>()\"“”]|\([^\s<>()]*\))+(?<![.,;:!?'’\]]))")
_LINK = Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>')


def finalized(value: Any) -> Any:
    """What a template writes for a value: signs that nobody sees are shown, HTML of our own stays as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def linked(text: str) -> Markup:
    """A text as HTML, the web addresses in it as links."""
    pieces = _ADDRESS.split(visible(text))
    return Markup("").join(_LINK.format(one) if at % 2 and web_address(one) else one for at, one in enumerate(pieces))


def markdown(value: Any) -> str:
    """A value as one line of Markdown that reads as it stands: no link, emphasis, HTML, heading or list comes of it."""
    text = " ".join(visible(str(value)).split())
    text = _MARKDOWN.sub(r"\\\1", text)
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if not found[2][0].isdigit()
                           else f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", text)  # fmt: skip


def csv_cell(value: Any) -> Any:
    """A value for a CSV file: a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if is_formula(text) else text


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV: comma, line feed, quotes where needed, no formula."""
    buffer = io.StringIO()
    write_csv(buffer, head, rows)
    return buffer.getvalue()


def write_csv(file: TextIO, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """`csv_text` row by row into a file that was opened with newline=""."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([csv_cell(name) for name in head])
    writer.writerows([csv_cell(value) for value in row] for row in rows)
