"""Which file was fetched when, with its checksum: a release that changes in place is noticed the next time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from verifier.files import write_whole

NAME = "fetched.json"


def noticed(folder: Path, name: str, checksum: str, known: str = "") -> str:
    """What a reader must know about a file's checksum, in a sentence; empty when it is the one seen before.

    The first fetch of a release is trusted, unless `known` is the checksum the registry has for it. A file that differs
    from the last one fetched under its name, or from the known one, is a new state of the release.
    """
    last = next(iter(fetched(folder, name)[-1:]), None)
    old, seen = (
        (last["sha256"], f"the one fetched on {last['day']}") if last else (known, "the one known to this program")
    )
    if not old or old == checksum:
        return ""
    return (
        f"The source changed this release in place: the file fetched on {_today()} has the SHA-256 {checksum}, "
        f"{seen} has {old}."
    )


def remember(folder: Path, name: str, checksum: str, url: str, size: int, coverage: str = "") -> None:
    """Write down that a file was fetched and kept, and the days it was asked for; the same file again adds nothing."""
    record = _read(folder)
    if record.get(name) and record[name][-1]["sha256"] == checksum:
        return
    state = {"day": _today(), "sha256": checksum, "bytes": size, "url": url}
    record.setdefault(name, []).append(state | ({"coverage": coverage} if coverage else {}))
    write_whole(folder / NAME, json.dumps(record, indent=1, sort_keys=True) + "\n")


def fetched(folder: Path, name: str) -> list[dict[str, Any]]:
    """The states of a file that were fetched, the oldest first."""
    return _read(folder).get(name, [])


def names(folder: Path) -> list[str]:
    """The files that were fetched into a folder and are still there."""
    return [name for name in _read(folder) if (folder / name).is_file()]


def _read(folder: Path) -> dict[str, list[dict[str, Any]]]:
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or damaged: everything is then seen for the first time
        return {}
    return content if isinstance(content, dict) else {}


def _today() -> str:
    return str(datetime.now(tz=UTC).date())
