"""A file of the user's own with what is said of it: in a mapping file beside it, in options, or in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from verifier.errors import UsageError
from verifier.incidents.dataset import Dataset, suggestion
from verifier.incidents.importing import import_file
from verifier.incidents.mappings import ROLES, TEXTS, FileMapping, beside, read_mapping
from verifier.incidents.proposing import propose_mapping
from verifier.window import Window


def import_own(
    path: Path | str,
    said: Mapping[str, str | None],
    pairs: Iterable[str] = (),
    mapping: Path | str | None = None,
    store: Path | None = None,
) -> Dataset:
    """Import a file by its mapping file and by options, which go before what the mapping file says.

    `said` holds plain keys of a mapping (id, measure, country, coverage …), `pairs` are ROLE=COLUMN, `mapping` names a
    mapping file; without it one that lies beside the file is used. Raises UsageError, with a proposal, where the roles,
    the id or the measure are not said, and what `read_mapping` and `import_file` raise.
    """
    path = Path(path)
    found = Path(mapping) if mapping else beside(path)
    written = read_mapping(found) if found else FileMapping(Path(), {}, {})
    known = {key: written.said.get(key) for key in TEXTS} | {key: value for key, value in said.items() if value}
    given = parse_pairs(pairs)
    roles = dict(written.map) | given
    if "country" in given and not said.get("country"):
        known["country"] = None
    elif said.get("country") and "country" not in given:
        roles.pop("country", None)
    where = found or path
    if not roles:
        proposed = propose_mapping(path, encoding=known["encoding"], sheet=known["sheet"])
        words = " ".join(f"--map {role}={column}" for role, column in proposed.items())
        hint = f"its columns look like: {words}" if words else "none of its columns looks like a date"
        raise UsageError(
            f"{where}: say which column holds what with --map ROLE=COLUMN, or in a mapping file (--propose prints "
            f"one); {hint}"
        )
    if not known["id"]:
        raise UsageError(f"{where}: the id is missing (--id, or id: in a mapping): it says what your dataset is called")
    if not known["measure"] and not written.definitions:
        raise UsageError(
            f"{where}: the measure is missing (--measure, or measure: in a mapping): what does a row count?"
        )
    return import_file(
        path,
        dataset_id=known["id"],
        measure=known["measure"],
        mapping=roles,
        definitions=written.definitions,
        title=known["title"],
        licence=known["licence"],
        citation=known["citation"],
        country=known["country"],
        published=known["published"],
        coverage=Window.parse(known["coverage"]) if known["coverage"] else None,
        encoding=known["encoding"],
        sheet=known["sheet"],
        store=store,
    )


def parse_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """ROLE=COLUMN texts as a mapping. Raises UsageError for a text of another form and for a role given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        role, _, column = (part.strip() for part in pair.partition("="))
        if not role or not column:
            raise UsageError(f"--map {pair!r}: write ROLE=COLUMN, as in --map date=Date")
        if role not in ROLES:
            raise UsageError(f"--map {pair!r}: there is no role {role!r}" + suggestion(role, ROLES))
        if role in found:
            raise UsageError(f"--map {role}= is given twice: keep one")
        found[role] = column
    return found
