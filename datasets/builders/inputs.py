"""The source files that a build reads: found by name, held against the checksum that is known for their release."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from verifier.errors import InputError


class Inputs:
    """Files and folders given for a build.

    A file is looked for by its name: among the files given, then in the folders and below them. A single file may have
    any name where a dataset has but one. With checked=False (tests on made-up files) checksums are not compared.
    """

    def __init__(self, given: Sequence[Path], *, checked: bool = True) -> None:
        self.given = list(given)
        self.checked = checked

    def file(self, name: str, sha256: str, *, only: bool = False) -> Path:
        """The path of a source file. Raises InputError where it is missing or its checksum is another."""
        path = self._found(name, only=only)
        if path is None:
            listed = ", ".join(map(str, self.given)) or "nothing"
            raise InputError(
                f"{name} is missing in {listed}: give the file with --input (one dataset), or the folder of the source "
                "files with --source (all of them)"
            )
        found = digest(path)
        if self.checked and found != sha256:
            raise InputError(
                f"{path}: its SHA-256 is {found}, and that of the release is {sha256}: get that release, or add yours "
                "to about.toml as a release of its own"
            )
        return path

    def _found(self, name: str, *, only: bool) -> Path | None:
        files = [path for path in self.given if path.is_file()]
        if only and len(files) == 1:
            return files[0]
        held = [path for path in files if path.name == name]
        folders = [path for path in self.given if path.is_dir()]
        return next(iter([*held, *(path for folder in folders for path in sorted(folder.rglob(name)))]), None)


def digest(path: Path) -> str:
    """The SHA-256 checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(path: Path, *, separator: str = ",", skip: int = 0) -> pd.DataFrame:
    """A source file as text columns, nothing interpreted."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=separator, skiprows=skip)
