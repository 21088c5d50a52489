"""Which document a report is of, so that no other document takes its place, its ratings or its corrections.

A report is of the same document where the text is the same byte for byte, or has the same address (`url`). An edited
text is recognised by the file it came from, if its day is the same and most of its words are still in the same order.
A new article saved under the name of an old one is another document.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from verifier.claims.document import Document
from verifier.files import is_device, read_json
from verifier.reports.editorial import CORRECTIONS, RATINGS
from verifier.unseen_characters import is_seen, web_address

RECORD = "provenance.json"
_MOST_SIGNS, _MOST_BYTES = 80, 160  # of a folder's name: a file system's name has 255 bytes, and ours adds to it
_SAME_WORDS = 0.5  # share of the pairs of neighbouring words that an edited text has in common with the one before


@dataclass(frozen=True)
class Identity:
    """What tells a document from others: the hash of its text, its address, its day, and the file it came from."""

    sha256: str
    url: str
    published: str
    source: str
    text: str

    def owns(self, report: Path) -> bool:
        """Whether the report in a folder is of this document."""
        said = (read_json(report / RECORD) or {}).get("document")
        if not isinstance(said, dict):
            return False
        if said.get("sha256") == self.sha256:
            return True
        ours, theirs = _article(self.url), _article(said.get("url") or "")
        if ours or theirs:
            return ours == theirs
        same_day = (said.get("published") or "") == self.published
        return bool(self.source) and said.get("source") == self.source and same_day and self._edited(report, said)

    def _edited(self, report: Path, said: dict[str, Any]) -> bool:
        """Whether this text is the report's own with changes, not another one under its name."""
        with suppress(OSError, ValueError, TypeError):
            before = word_pairs((report / said["file"]).read_text(encoding="utf-8"))
            now = word_pairs(self.text)
            return (before & now).total() >= _SAME_WORDS * min(before.total(), now.total())
        return False


def _article(url: str) -> str:
    """The address, unless it is that of a whole site, which many documents share."""
    return "" if re.fullmatch(r"https?://[^/?#]*/?", url) else url


def identity(document: Document, path: str | Path, folder: Path) -> Identity:
    """The identity of a document whose reports go to a folder.

    The file it came from is kept as a hash of its path from the folder: paths are private, checkouts may move.
    """
    source = ""
    if str(path) != "-":
        with suppress(OSError, ValueError):  # another drive on Windows; a folder that has gone
            way = Path(os.path.relpath(Path(path).resolve(), folder.resolve())).as_posix()
            source = hashlib.sha256(f"source:{way}".encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return Identity(
        sha256=hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        url=web_address(document.url),
        published=str(document.published or ""),
        source=source,
        text=document.text,
    )


def place_for(folder: Path, document: Document, own: Identity) -> Path:
    """The folder of this document's report: the one it has, else the first whose name no other document's report has.

    The newsroom's files in a folder that holds nothing else were laid there for the report to come.
    """
    return next(place for place in _places(folder, _name(document)) if own.owns(place) or _is_free(place))


def _places(folder: Path, name: str) -> Iterator[Path]:
    """Every folder that a document of this name may have; where one was removed, those after it are still looked at."""
    there = {entry.name for entry in folder.glob(f"{name}*")} if folder.is_dir() else set()
    last = max((int(number) for one in there if (number := one.removeprefix(f"{name}-")).isdecimal()), default=1)
    numbered = [folder / name, *(folder / f"{name}-{number}" for number in range(2, last + 1) if number <= 10_000)]
    yield from (place for place in numbered if (place / RECORD).is_file())
    yield from (folder / (name if number == 1 else f"{name}-{number}") for number in count(1))


def _is_free(place: Path) -> bool:
    try:
        return all(entry.name in (RATINGS, CORRECTIONS) for entry in place.iterdir())
    except FileNotFoundError:
        return True
    except OSError:  # a file, or a folder that may not be read; where there is none, writing says what is wrong
        return not os.path.lexists(place)


def _name(document: Document) -> str:
    """The file's name without its ending, or the title of a text from standard input, as a name for a folder.

    Letters and digits of any script are kept; anything between them becomes a hyphen.
    """
    said = document.name if document.name != "standard input" else document.title or "document"
    words = unicodedata.normalize("NFC", Path(said).stem.lower())
    kept = [one.isalnum() or (unicodedata.category(one)[0] == "M" and is_seen(one)) for one in words]
    name = "".join(one if keep else "-" for one, keep in zip(words, kept, strict=True))
    name = re.sub(r"-+", "-", name)[:_MOST_SIGNS]
    name = name.encode("utf-8")[:_MOST_BYTES].decode("utf-8", "ignore").strip("-") or "document"
    return f"{name}-text" if is_device(name) else name


def word_pairs(text: str) -> Counter[tuple[str, str]]:
    """The pairs of neighbouring words of a text, each with how often it occurs."""
    words = re.findall(r"\w+", text.lower())
    return Counter(pairwise(words))
