"""Where the shipped datasets, notebooks and seeds are, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The path of a shipped top-level folder: "datasets", "notebooks" or "seeds".

    Inside a wheel they lie in the package; in a checkout, beside it.
    """
    inside = _PACKAGE / "_shipped" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


@cache
def package_digest() -> str:
    """A hash of the package's own files (code, words, templates), which may differ between two of the same version.

    It is worked out once a process: what is loaded by then is what a result is made with.
    """
    digest = hashlib.sha256()
    for file in sorted(_PACKAGE.rglob("*")):
        inside = file.relative_to(_PACKAGE)
        if not {"__pycache__", "_shipped"} & set(inside.parts) and file.is_file():
            content = file.read_bytes()
            digest.update(f"{inside.as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()
