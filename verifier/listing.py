"""Names in a sentence, one after the other, and a text at its beginning."""

from __future__ import annotations

from collections.abc import Sequence


def joined_by_and(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def listed(names: Sequence[str], most: int, more: str = "more") -> str:
    """The names with commas between them, and how many more there are than so many: "A, B and 3 more"."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} {more}" if len(names) > most else "")


def capital(text: str) -> str:
    """The text as a sentence begins with it, its first letter a capital."""
    return f"{text[:1].upper()}{text[1:]}"
