"""Where the shipped datasets, notebooks and seeds are, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The path of a shipped top-level folder: "datasets", "notebooks" or "seeds".

    Inside a wheel they lie in the package; in a checkout, beside it.
    """
    inside = _PACKAGE / "_shipped" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
