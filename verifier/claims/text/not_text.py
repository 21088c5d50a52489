"""Files and words given for a text that are none: an address, a PDF, a Word file, the text itself; and what to do."""

from __future__ import annotations

import io
import os
import re
import zipfile

_ADDRESS = re.compile(r"(?:https?|ftp)://\S|www\.\w", re.I)
_NAME = re.compile(r"[^\s/\\]+\.\w{1,5}\Z")  # "Speech of the prime minister.md"

_WORD, _OFFICE = "a Word document", "a LibreOffice document"
_COPY = "save it as plain text (Save As, .txt) or copy the text into a file, and name that file"


def instead_of_a_file(name: str) -> str | None:
    """What to do where the name of a file is an address or the text itself; None where it may be a file's name."""
    words = name.strip()
    if _ADDRESS.match(words):
        return (
            f"{_short(words)} is an address, and no page is fetched: copy the article's text into a file (article.md), "
            "add `url: …` and `published: …` above it between two lines of three dashes, and name the file"
        )
    if "\n" in words or (len(words.split()) > 3 and not _NAME.search(words) and not _in_a_folder(words)):
        return (
            f"“{_short(words)}” is the text itself, not the name of a file: put it into a file and name that, or give "
            "it as standard input: echo 'TEXT' | verifier check -"
        )
    return None


def _in_a_folder(words: str) -> bool:
    """Whether words begin with the name of a folder that is here: a slip in the name of a file, then."""
    folder = os.path.dirname(words)  # noqa: PTH120  (of a Path with a zero byte in it, is_dir would fail)
    return bool(folder) and "\0" not in folder and os.path.isdir(folder)  # noqa: PTH112


def kind_of_file(content: bytes) -> str | None:
    """What a file is that holds a text in another form, and what to do; None where it may be a plain text."""
    head = content[:1024].lstrip()
    if head.startswith(b"%PDF-"):
        return "a PDF: copy its text into a file, or run pdftotext FILE.pdf article.txt, and name that file"
    if head.startswith(b"{\\rtf"):
        return f"an RTF document: {_COPY}"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return f"{_WORD} of the old kind (.doc) or another Office file: {_COPY}"
    if head.startswith(b"PK\x03\x04"):
        return f"{_packed(content)}: {_COPY}"
    return None


def _packed(content: bytes) -> str:
    """What a zip is; only its list of names is read, and its first bytes, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        names = set()
    if "word/document.xml" in names:
        return f"{_WORD} (.docx)"
    if b"application/vnd.oasis.opendocument.text" in content[:200]:
        return f"{_OFFICE} (.odt)"
    if b"application/epub+zip" in content[:200]:
        return "an e-book (.epub)"
    return "a zip file"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:59].rstrip()}…"
