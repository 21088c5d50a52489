"""Phrases that name what is counted: "terror attacks", "acts of terrorism" and "terrorist attacks" are one measure."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

# Prepositions that give the words after them a role, up to the next preposition.
_ROLES = {
    **dict.fromkeys(("on", "against", "upon"), "on:"),
    "by": "by:",
    **dict.fromkeys(("in", "of", "from", "at", "with", "for", "during", "across", "to", "and", "or"), ""),
}

UNITS = {"death": "deaths", "injury": "people injured"}


@lru_cache(maxsize=4096)
def normalise(phrase: str | None) -> frozenset[str]:
    """The words of a phrase that say what is counted, as a set, so that order, number and articles do not matter.

    What something was done to or by whom keeps that role ("on:civilian", "by:wolf"), so that attacks on militants are
    not attacks by them. The synonyms are in measures.toml. Two phrases name the same measure when their sets are equal.
    A phrase that names nothing that is counted gives the empty set.
    """
    text = re.sub(r"['’]s?\b", "", (phrase or "").casefold())
    text = re.sub(r"\b[^\W\d_]+ and other ", "", text)  # "strikes and other work stoppages"
    words = _joined(" ".join(map(_word, re.findall(r"[^\W\d_]+", text)))).split()
    dropped: frozenset[str] = _table()["drop"]
    role, found = "", set()
    for word in words:
        if word in _ROLES:
            role = _ROLES[word]
        elif word not in dropped:
            found.add(role + word)
    return frozenset(found)


def same(phrase: str | None, other: str | None) -> bool:
    """Whether two phrases name the same measure. A phrase that names nothing is the same as no other."""
    words = normalise(phrase)
    return bool(words) and words == normalise(other)


def unit_of(phrase: str) -> str:
    """What a count of it counts: deaths, people injured, or incidents for everything else."""
    return next((unit for word, unit in UNITS.items() if word in normalise(phrase)), "incidents")


@lru_cache(maxsize=16384)
def _word(word: str) -> str:
    one = _table()["plurals"].get(word) or singular(word)
    return str(_table()["words"].get(one, one))


def singular(word: str) -> str:
    """The singular of a regular English plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _joined(text: str) -> str:
    """The text with its turns of phrase replaced, until none is left."""
    pattern: re.Pattern[str] | None = _table()["pattern"]
    phrases: dict[str, str] = _table()["phrases"]
    before = ""
    while pattern and text != before:
        before, text = text, pattern.sub(lambda match: phrases[match[0]], text)
    return text


@cache
def _table() -> dict[str, Any]:
    table = tomllib.loads(files("verifier.incidents").joinpath("measures.toml").read_text(encoding="utf-8"))
    longest_first = sorted(table["phrases"], key=len, reverse=True)
    table["pattern"] = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")
    table["drop"] = frozenset(table["drop"])
    return table
