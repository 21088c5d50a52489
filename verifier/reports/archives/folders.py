"""A folder of texts as an archive."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from verifier.errors import InputError
from verifier.reports.archives.documents import MOST_BYTES, TOO_LONG, ArchiveSource, Columns, Record
from verifier.unseen_characters import visible

TEXTS = (".txt", ".md")
NO_ENDING, HIDDEN = "without an ending", "hidden"


class Folder(ArchiveSource):
    """The .txt and .md files of a folder and the folders in it, in the order of their names.

    Hidden ones and others are left out, and counted. A link is a problem: it could lead out of the archive, or round.
    """

    kind, unit = "folder", " documents"

    def __init__(self, path: Path, columns: Columns) -> None:
        super().__init__(path, columns)
        self._files = _texts(path, Counter())
        self._extent, self._stamp = 0, ""
        self._left_out: Counter[str] = Counter()

    def extent(self) -> int:
        self._look()
        return self._extent

    def stamp(self) -> str:
        """A hash of the names, sizes and times of change of the files."""
        self._look()
        return self._stamp

    def left_out(self) -> dict[str, int]:
        """The other files by the ends of their names, the most frequent first, and the hidden files and folders."""
        self._look()
        return dict(sorted(self._left_out.items(), key=lambda kind: (-kind[1], kind[0])))

    def read(self) -> Record | None:
        entry = next(self._files, None)
        if entry is None:
            return None
        self.at += 1
        return self._record(*entry)

    def skip_to(self, row: int) -> None:
        """Pass files without opening them."""
        while self.at < row and next(self._files, None):
            self.at += 1

    def named(self, name: str) -> Record:
        """The file with that id. Raises InputError where there is none in the folder."""
        place = self.path
        for part in name.split("/"):
            place = place / part
            if part in ("", ".", "..") or place.is_symlink():
                raise InputError(f"{name!r} is not the name of a file in {self.path}")
        if not place.is_file():
            raise InputError(
                f"there is no {name} in {self.path}: name the archive that the table was made from, or scan it again"
            )
        return self._record(name, place)

    def _record(self, name: str, file: Path) -> Record:
        try:
            shown = name.encode("utf-8").decode()
        except UnicodeEncodeError:
            shown = os.fsencode(name).decode("utf-8", "backslashreplace")
            return Record(self.at, shown, b"", "its name is not UTF-8: rename it")
        try:
            found = file.lstat()
            if stat.S_ISLNK(found.st_mode):
                return Record(
                    self.at, shown, b"", "it is a link, and links are not followed: put the file in its place"
                )
            if not stat.S_ISREG(found.st_mode):
                return Record(self.at, shown, b"", "it is not a file that can be read")
            if found.st_size > MOST_BYTES:
                return Record(self.at, shown, b"", TOO_LONG)
            return Record(self.at, shown, file.read_bytes())
        except OSError as error:
            return Record(self.at, shown, b"", f"it cannot be read: {error.strerror}")

    def _look(self) -> None:
        """Go through the folder once, for how much there is and what would change."""
        if self._stamp:
            return
        digest, count = hashlib.sha256(), 0
        for name, file in _texts(self.path, self._left_out):
            try:
                found = file.lstat()
            except OSError:
                found = None  # `read` says what is wrong with it
            about = (name, found.st_size, found.st_mtime_ns) if found else (name,)
            digest.update(repr(about).encode())
            count += 1
        self._extent, self._stamp = count, f"{count} files, {digest.hexdigest()}"


def _texts(folder: Path, left_out: Counter[str]) -> Iterator[tuple[str, Path]]:
    """The texts and links of a folder and those in it, each with its path there; what is left out is counted."""
    ways = [_sorted(folder, left_out)]  # a list instead of recursion: folders may lie deeper than Python nests
    above = [""]
    while ways:
        entry = next(ways[-1], None)
        if entry is None:
            ways.pop()
            above.pop()
            continue
        name = f"{above[-1]}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            ways.append(_sorted(Path(entry.path), left_out))
            above.append(f"{name}/")
        elif entry.name.lower().endswith(TEXTS) or (entry.is_symlink() and entry.is_dir()):
            yield name, Path(entry.path)
        else:
            left_out[visible(Path(entry.name).suffix.lower()) or NO_ENDING] += 1


def _sorted(folder: Path, left_out: Counter[str]) -> Iterator[os.DirEntry[str]]:
    """What is in a folder and not hidden, in the order of the names."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {error.strerror}") from error
    shown = [one for one in entries if not one.name.startswith(".")]
    if len(shown) < len(entries):
        left_out[HIDDEN] += len(entries) - len(shown)
    return iter(shown)
