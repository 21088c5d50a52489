"""Bringing in whatever a user names: a file of a known source, a table of the user's own, an address of either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from verifier.errors import UsageError
from verifier.incidents.bringing import Imported, UnknownSourceError, bring
from verifier.incidents.fetching.anywhere import fetched, is_address
from verifier.incidents.own.importing import import_own
from verifier.incidents.own.mapping import beside
from verifier.window import Window

OWN = ("id", "measure", "measures", "map", "wide", "place")  # what only a table of the user's own needs


def import_any(
    files: Sequence[str],
    said: Mapping[str, Any],
    mapping: str | None = None,
    *,
    version: str | None = None,
    published: str | None = None,
    encoding: str | None = None,
    coverage: str | None = None,
) -> Imported:
    """Import files, or the one at an address: by what is said or a mapping where there is any, else as a file of a
    known source.

    Raises what `bring`, `import_own` and `fetched` raise.
    """
    if is_address(files[0]):
        if len(files) > 1:
            raise UsageError("one address is fetched at a time: fetch the others by themselves")
        with fetched(files[0]) as file:
            known = {"version": version, "published": published, "encoding": encoding, "coverage": coverage}
            return import_any([str(file)], said, mapping, **known)
    paths = [Path(each) for each in files]
    if not (mapping or said.keys() & set(OWN) or beside(paths[0])):
        window = Window.parse(coverage) if coverage else None
        with suppress(UnknownSourceError):
            return bring(paths, version=version, published=published, encoding=encoding, coverage=window)
    return import_own(paths, said, mapping)
