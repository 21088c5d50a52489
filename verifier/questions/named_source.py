"""Whose counts a claim cites, since a source that the text names is a choice the text has made; and what publishers
are called.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from verifier.claims.claim import Claim
from verifier.incidents.catalogue import datasets
from verifier.incidents.dataset import Dataset

_COUNTED = "counted|logged|recorded|tallied|registered|documented|listed|counts?|logs?|records?|lists?|documents?"
_SAID = "says|said|reports|reported|finds|found"
_NAME = re.compile(r"\b[A-Z][\w’'-]+ (?:of |for |and |on |the )*[A-Z]|\b[A-Z]{3,}\b")  # two capitals, or an acronym
# What points to a source that an earlier sentence names.
_BEFORE = re.compile(
    r"\b(?:the|its|their|this|these) (?:[\w’'-]+ ){0,2}?(?:data|figures|statistics|report|study|survey|database"
    r"|cent(?:er|re)|institute|think[ -]tank|bureau|index|agency|organi[sz]ation|watchdog|monitor|researchers)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
DIGIT = re.compile(r"\d")  # names no publisher and no topic: with one digit for all, many sentences are one
_BODY = re.compile(
    r"\b(?:Bureau|Institute|Survey|Observatory|Index|Database|Project|Network|Cent(?:er|re)|Foundation|Watch|Council"
    r"|Archive|Monitor|Tracker|Programme|Program|Organi[sz]ation|Association|Statistics|Mission|Commission|Agency|Office"
    r"|Ministry|Department)\b|\b[A-Z]{3,}\b"
)
_OFFICE = re.compile(r"[’']s office$|\b(?:Office|Department) of\b")
# Groups that count: what one of them is said to report is its own count.
_GROUP = re.compile(
    r"\b(?:research|monitoring|advocacy|rights|human rights) (?:group|organi[sz]ation|institute|network|body|firm)\b"
    r"|\bthink[ -]tank\b|\bwatchdog\b|\b(?:crime|conflict|war) monitor\b|\bNGO\b|\bnon-?profit\b"
)
_AT = re.compile(r"\b(?:in|at) (?:the )?[A-Z].*$")  # "its centre in Kuala Lumpur" has no name of its own
_KEEPING = frozenset(
    re.findall(
        r"\w+",
        """by for from in of on the to under a an and with agency bureau institute university database project register
        tally ledger books table tables data own mandate best estimate estimates count counts figure figures programme
        program researchers scholars holds hold has had have knows know gathers gathered keeps kept maintains maintained
        compiles compiled takes lists""",
    )
)
_NEAR = 60  # characters: "the research group InSight Crime" up to its end
_CALLED = (
    r"(?<![\w’'-])((?:[A-Z][\w’'-]{0,40}\s+(?:of |for |and |on |the )?(?:the )?){1,7}[A-Z][\w’'-]{0,40})"
    r"(?:\s+\([A-Z]{2,}\))?"
)
# "That the National Insurance Crime Bureau (NICB) has published", "according to the …", "figures from the …".
_COUNTS = re.compile(
    rf"{_CALLED}\s+(?:(?:has|had|have)\s+)?(?:published|says|said|reports|reported|counted|recorded|documented|registered"
    rf"|logged|tallied|found|shows|estimates|data|figures|statistics)\b"
    rf"|\b(?:according to|figures (?:from|of|by)|data (?:from|of|by)|report (?:from|of|by)|published by|released by"
    rf"|compiled by)\s+(?:the\s+)?{_CALLED}"
)


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A publisher that a claim's sentence names: what it is called here, and its datasets by id."""

    name: str
    datasets: tuple[str, ...]


def datasets_of(source: NamedSource) -> list[Dataset]:
    """The datasets of a publisher that are here."""
    return [one for one in datasets() if one.id in source.datasets]


def named_source(claim: Claim) -> NamedSource | None:
    """The publisher that the claim's speaker or sentence names, or that "the report", "the think tank" points back to,
    or, where nobody is said to speak, the one that the sentences before and the title name; None where it is none, or
    several.
    """
    speaker, sentence = claim.speaker or "", claim.sentence
    known = _publishers_in(speaker) or _publishers_in(sentence)
    if not known and claim.context and _BEFORE.search(sentence):
        before = (_publishers_in(text) for how, text in claim.context if how == "document")
        known = next((named for named in before if named), [])
    if not known and not speaker:
        told = dict.fromkeys(one for how, text in claim.context if how != "after" for one in _told_by(text))
        known = [*told] if len(told) == 1 else []
    if known:
        return known[0] if len(known) == 1 else None
    return _unknown(speaker, sentence) if speaker and _NAME.search(_AT.sub("", speaker)) else None


def without_source(claim: Claim, source: NamedSource | None) -> Claim:
    """The claim without the words that only tell whose count it is, which narrow nothing: "UCDP's best estimate is 739
    deaths", "refugees under the agency's own mandate".
    """
    names = _name_words().get(source.name) if source else None
    if source is None or names is None or _counts(source, claim.counted):
        return claim  # "refugees under UNHCR's mandate" are what it counts
    told = [one for one in claim.qualifiers if _tells_who_counts(one.text, names) or _ends_with(source, one.text)]
    phrase = claim.counted or ""
    for one in told:
        phrase = phrase.replace(one.text, " ", 1)
    left = " ".join(without_names(phrase).split()) or None
    if left == claim.counted:
        return claim
    return replace(claim, counted=left, qualifiers=tuple(one for one in claim.qualifiers if one not in told))


def _counts(source: NamedSource, phrase: str | None) -> bool:
    """Whether a dataset of a publisher names a phrase as it stands."""
    return bool(phrase) and any(one.answers(phrase or "") for one in datasets_of(source))


def _ends_with(source: NamedSource, text: str) -> bool:
    """Whether a qualifier is a publisher with what it is: "the Swedish conflict programme UCDP"."""
    pattern = next((pattern for each, pattern in _publishers() if each == source), None)
    return pattern is not None and any(found.end() == len(text) for found in pattern.finditer(text))


def _tells_who_counts(text: str, names: frozenset[str]) -> bool:
    """Whether a qualifier has nothing but words of a publisher's name and of keeping a count."""
    words = _WORD.findall(re.sub(r"['’]s?\b", "", text))
    return all(word.casefold() in _KEEPING or (word[0].isupper() and word.casefold() in names) for word in words)


def without_names(text: str) -> str:
    """A text without the names of publishers, which do not say what is counted ("Institute for Conflict Studies")."""
    named = _publishers_in(text)
    for each, pattern in _publishers() if named else ():
        text = pattern.sub(" ", text) if each in named else text
    return text


@lru_cache(maxsize=4096)
def _told_by(text: str) -> list[NamedSource]:
    """The publishers that a sentence names, else the body with a name of its own that it says has counted."""
    known = _publishers_in(text)
    if known:
        return known
    named = [next(name for name in found if name).removeprefix("The ") for found in _COUNTS.findall(text)]
    return [NamedSource(f"the {name}", ()) for name in named if _BODY.search(name) and "Health" not in name]


def _unknown(speaker: str, sentence: str) -> NamedSource | None:
    """A named body that the text credits with a count, and whose counts are not known here."""
    body = re.escape(speaker)
    counted = re.search(rf"{body}(?:,[^,]{{,60}},)?\s+(?:has\s+|had\s+|have\s+)?(?:{_COUNTED})\b", sentence)
    cited = re.search(rf"\baccording to (?:the |a |an )?{body}", sentence) and _BODY.search(speaker)
    ends = sentence.find(speaker) + len(speaker)
    beside = _OFFICE.search(speaker) or _GROUP.search(sentence[max(0, ends - _NEAR) : ends])
    apposed = re.match(r",[^,]{,60},", sentence[ends:])
    beside = beside or (apposed and _GROUP.search(apposed[0]))
    cited = cited or (
        beside and re.search(rf"(?:{_SAID})\s+(?:\w+ )*{body}|{body}(?:,[^,]{{,60}},)?\s+(?:{_SAID})\b", sentence)
    )
    return NamedSource(_GROUP.split(speaker)[-1].strip() or speaker, ()) if counted or cited else None


def publisher_name(dataset: Dataset) -> str:
    """The short name of whoever publishes a dataset, as sentences call it: "the IMB"."""
    return _name_of(dataset.id, dataset.title.partition(":")[0].strip())


@cache
def _name_of(dataset: str, title: str) -> str:
    """The name of the publisher that a dataset's title names, else of the first one that it is filed under."""
    filed = [each for each in _table()["publisher"] if dataset in each["datasets"]]
    found = next((each for each in filed if title in each["names"]), filed[0] if filed else None)
    return found["name"] if found else title or dataset


def names_apart(groups: Sequence[Sequence[Dataset]]) -> list[list[str]]:
    """The publishers' names for groups of datasets; a publisher of two groups is named with what each counts."""
    often = Counter(name for group in groups for name in {publisher_name(one) for one in group})
    return [list(dict.fromkeys(_with_what(one, often) for one in group)) for group in groups]


def _with_what(dataset: Dataset, often: Mapping[str, int]) -> str:
    name = publisher_name(dataset)
    if often[name] == 1:
        return name
    return f"{name} ({dataset.title.partition(': ')[2] or dataset.title.removeprefix(name).strip()})"


def _publishers_in(text: str) -> list[NamedSource]:
    return _publishers_named(DIGIT.sub("0", text)) if text else []


@lru_cache(maxsize=4096)
def _publishers_named(text: str) -> list[NamedSource]:
    # Most sentences name none, and a search for all is slow.
    words = _first_words().keys() & _WORD.findall(text.lower())
    if not words:
        return []
    begun = set[int]().union(*(_first_words()[word] for word in words))
    return [each for at, (each, pattern) in enumerate(_publishers()) if at in begun and pattern.search(text)]


@cache
def _first_words() -> dict[str, set[int]]:
    """The words that names begin with, and the places of the publishers that have such a name."""
    found: dict[str, set[int]] = {}
    for at, each in enumerate(_table()["publisher"]):
        for name in each["names"]:
            found.setdefault(_WORD.findall(name.lower())[0], set()).add(at)
    return found


@cache
def _name_words() -> dict[str, frozenset[str]]:
    """The words of all names of each publisher, by what sentences call it."""
    return {
        each["name"]: frozenset(word for name in each["names"] for word in _WORD.findall(name.casefold()))
        for each in _table()["publisher"]
    }


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("verifier.questions").joinpath("publishers.toml").read_text(encoding="utf-8"))


@cache
def _publishers() -> list[tuple[NamedSource, re.Pattern[str]]]:
    return [
        (
            NamedSource(each["name"], tuple(each["datasets"])),
            re.compile("|".join(_pattern(name) for name in sorted(each["names"], key=len, reverse=True))),
        )
        for each in _table()["publisher"]
    ]


def _pattern(name: str) -> str:
    words = r"\s+".join(map(re.escape, name.split()))
    return rf"\b{words}\b" if name.isupper() else rf"(?i:\b{words}\b)"
