"""Bringing in whatever a user names by options: a file of a known source, their own table, an address of either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from verifier.errors import UsageError
from verifier.incidents.bringing import Imported, UnknownSourceError, bring
from verifier.incidents.fetching.anywhere import fetched, is_address
from verifier.incidents.own.importing import import_own
from verifier.incidents.own.mapping import ROLES, ROWS, beside, pairs
from verifier.incidents.own.proposing import proposal
from verifier.window import Window

OWN = ("id", "measure", "measures", "map", "wide", "place")  # what only a table of the user's own needs
TEXTS = (
    "id", "title", "licence", "citation", "country", "place", "coverage", "published", "encoding", "sheet", "header",
    "dates", "century", "year_begins", "rows", "missing", "identical",
)  # fmt: skip
LISTS = ("gaps", "quiet", "unknown")
_LISTED = (("wide", "--wide"), ("leave_out", "--leave-out"), ("only", "--only"), ("no_totals", "--no-totals"))


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


def propose(file: str, said: Mapping[str, Any]) -> str:
    """A mapping file, guessed for a file or the one at an address. Raises what `proposal` and `fetched` raise."""
    if not is_address(file):
        return proposal(file, said)
    with fetched(file) as path:
        return proposal(path, said, file)


def said_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """What options say, as the keys of a mapping. Raises UsageError for one that cannot be understood."""
    said: dict[str, Any] = {key: given[key] for key in TEXTS if given.get(key)}
    said |= {key: list(given[key]) for key in LISTS if given.get(key)}
    if given.get("roles"):
        said["map"] = pairs(given["roles"], "--map", ROLES)
    if given.get("whole_country"):
        said["whole_country"] = "yes"
    for key, option in _LISTED:
        if given.get(key):
            said[key] = _lists(given[key], option)
    if given.get("values"):
        said["values"] = _values(given["values"])
    return said | _measures(given.get("measures", ()))


def _measures(texts: Sequence[str]) -> dict[str, Any]:
    """One measure for the whole, or several with a column each."""
    plain = [text for text in texts if "=" not in text]
    columned = [text for text in texts if "=" in text]
    if len(texts) <= 1 and not columned:
        return {"measure": plain[0]} if plain else {}
    if len(plain) > 1:
        raise UsageError(
            f"--measure {plain[1]!r}: one measure counts rows; say the column of the others: {plain[1]}=COLUMN"
        )
    return {"measures": dict.fromkeys(plain, ROWS) | pairs(columned, "--measure")}


def _lists(texts: Sequence[str], option: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts:
        for key, value in pairs([text], option).items():
            found.setdefault(key.strip("'\""), []).append(value.strip("'\""))
    return found


def _values(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        role, colon, rest = text.partition(":")
        if not colon:
            raise UsageError(f"--value {text!r}: write ROLE:WRITTEN=MEANT, as in --value country:Congo=COG")
        found.setdefault(role.strip(), {}).update(
            {key.strip("'\""): each.strip("'\"") for key, each in pairs([rest], "--value").items()}
        )
    return found
