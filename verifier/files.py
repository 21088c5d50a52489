"""Writing files and folders whole or not at all: to a temporary name beside the place, then renamed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from verifier.errors import UsageError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Raises UsageError, naming the path, where it cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose a place you may write to") from error


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A temporary folder that takes the target's place when the block ends well, and vanishes when it does not.

    What stood at the target before is replaced only then. Raises UsageError where the place cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
    except OSError as error:
        raise UsageError(
            f"cannot write to {target.parent}: {error.strerror}; choose a place you may write to"
        ) from error
    try:
        partial.chmod(0o755)
        yield partial
        _swap(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _swap(partial: Path, target: Path) -> None:
    if not target.exists():
        partial.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
    target.rename(old / target.name)
    try:
        partial.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal; of a folder, of those of its files in the order of their names."""
    digest = hashlib.sha256()
    for each in sorted(path.glob("[!.]*")) if path.is_dir() else [path]:
        with each.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
