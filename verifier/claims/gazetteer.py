"""Places named in a sentence, and the country of each where the name leaves no doubt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from verifier.claims.places import usual_names
from verifier.claims.tokens import Sentence, sentences

Trie = dict[str, list[tuple[tuple[str, ...], str | None]]]


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place at tokens [first, last); country is alpha-3, None where the name is shared by several countries."""

    first: int
    last: int
    country: str | None


def places(sentence: Sentence) -> list[PlaceSpan]:
    """The places of a sentence, left to right: capitalised names of the gazetteer, the longest first."""
    table = _names()
    words, found, at = sentence.words, [], 0
    while at < len(words):
        entries = table.get(words[at]) if sentence.raw[at][0].isupper() else None
        span = None
        for phrase, country in entries or ():
            last = at + len(phrase)
            if last <= len(words) and tuple(words[at:last]) == phrase and _written(sentence, at, last):
                span = PlaceSpan(at, last, country)
                break
        if span is None:
            at += 1
        else:
            found.append(span)
            at = span.last
    return found


def _written(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the letters fit a name: "US" is one, "us" and "Us" are not."""
    return not (
        last == first + 1
        and len(sentence.raw[first]) <= 3
        and not sentence.raw[first].isupper()
        and sentence.words[first] in ("us", "uk", "uae", "drc", "la")
    )


@cache
def _names() -> Trie:
    table: Trie = {}
    for code, names in usual_names().items():
        for name in names:
            phrase = tuple(next(iter(sentences(name.removeprefix("the ")))).words)
            table.setdefault(phrase[0], []).append((phrase, code))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table
