"""Whose counts a claim cites: a source that the text names is a choice the text has made."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from verifier.claims.claim import Claim

_COUNTED = "counted|logged|recorded|tallied|registered|documented|listed"
_NAME = re.compile(r"\b[A-Z][\w’'-]+ (?:of |for |and |on |the )*[A-Z]|\b[A-Z]{3,}\b")  # two capitals, or an acronym
_BODY = re.compile(
    r"\b(?:Bureau|Institute|Survey|Observatory|Index|Database|Project|Network|Cent(?:er|re)|Foundation|Watch|Council"
    r"|Archive|Monitor|Tracker|Programme|Program|Organi[sz]ation|Association|Statistics)\b|\b[A-Z]{3,}\b"
)


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A publisher that a claim's sentence names: what it is called here, and its datasets by id."""

    name: str
    datasets: tuple[str, ...]


def named_source(claim: Claim) -> NamedSource | None:
    """The publisher that the claim's sentence or its speaker names; None where it names none, or several."""
    known = _named_in(claim.speaker or "", claim.sentence)
    return known or _unknown(claim.speaker or "", claim.sentence)


def _unknown(speaker: str, sentence: str) -> NamedSource | None:
    """A body with a name of its own that is said to have counted, and whose counts are not known here."""
    if not _NAME.search(speaker) or _any_publisher().search(f"{speaker} {sentence}"):
        return None
    body = re.escape(speaker)
    counted = re.search(rf"{body}\s+(?:has\s+|had\s+|have\s+)?(?:{_COUNTED})\b", sentence)
    cited = re.search(rf"\baccording to (?:the |a |an )?{body}", sentence) and _BODY.search(speaker)
    return NamedSource(speaker, ()) if counted or cited else None


@lru_cache(maxsize=4096)
def _named_in(*texts: str) -> NamedSource | None:
    for text in texts:
        if not text or not _any_publisher().search(text):
            continue
        found = [publisher for publisher, pattern in _publishers() if pattern.search(text)]
        if found:
            return NamedSource(*found[0]) if len(found) == 1 else None
    return None


@cache
def _any_publisher() -> re.Pattern[str]:
    """One pattern for all: most sentences name none."""
    return re.compile("|".join(pattern.pattern for _, pattern in _publishers()))


@cache
def _publishers() -> list[tuple[tuple[str, tuple[str, ...]], re.Pattern[str]]]:
    table = tomllib.loads(files("verifier.questions").joinpath("publishers.toml").read_text(encoding="utf-8"))
    return [
        (
            (each["name"], tuple(each["datasets"])),
            re.compile("|".join(_pattern(name) for name in sorted(each["names"], key=len, reverse=True))),
        )
        for each in table["publisher"]
    ]


def _pattern(name: str) -> str:
    words = r"\s+".join(map(re.escape, name.split()))
    return rf"\b{words}\b" if name.isupper() else rf"(?i:\b{words}\b)"
