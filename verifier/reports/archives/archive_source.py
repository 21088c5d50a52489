"""What every kind of archive can do: give its documents one after the other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from verifier.reports.archives.documents import MOST_BYTES, Columns, Record

TOO_LONG = f"it is longer than the {MOST_BYTES:,} bytes that are read of one document"


class ArchiveSource(ABC):
    """The documents of an archive in their order.

    kind is what it is; unit is what `extent` and `passed` count (B for bytes). at is the row of the last record read,
    counted from 1; 0 before the first.
    """

    kind: str
    unit = "B"

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path, self.columns, self.at = path, columns, 0

    @abstractmethod
    def extent(self) -> int:
        """How much there is to pass, in `unit`."""

    @abstractmethod
    def passed(self) -> int:
        """How much of it has been passed."""

    @abstractmethod
    def read(self) -> Record | None:
        """The next document, None after the last. A bad one comes with its problem; an archive that breaks off raises
        InputError.
        """

    @abstractmethod
    def skip_to(self, row: int) -> None:
        """Pass everything up to that row, which is then `at`."""

    def stamp(self) -> str:
        """What changes when the archive does: size and time of change."""
        found = self.path.stat()
        return f"{found.st_size} bytes, changed {found.st_mtime_ns}"

    def left_out(self) -> dict[str, int]:
        """How many files were skipped because they are not documents, by kind."""
        return {}

    def close(self) -> None:  # noqa: B027  (most have something open, a folder has not)
        """Let go of what is open."""
