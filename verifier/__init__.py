"""Reads quantitative claims and shows for which datasets, definitions, windows and baselines they hold.

    from verifier import parse, check, compare, load

The four names are loaded when first used, so that reading claims does not wait for pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.claims.reader import parse
    from verifier.comparisons.compare import compare
    from verifier.findings.check import check
    from verifier.incidents.catalogue import load

__all__ = ["check", "compare", "load", "parse"]
__version__ = "0.1.0"

_ROOMS = {
    "check": "verifier.findings.check",
    "compare": "verifier.comparisons.compare",
    "load": "verifier.incidents.catalogue",
    "parse": "verifier.claims.reader",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module 'verifier' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_ROOMS[name]), name)
