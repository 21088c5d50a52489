"""Words, numbers and signs of a text with their offsets, and where its sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.claims.lexicon import bag, tags

# Length-preserving, so that offsets stay: typographic quotes, spaces and dashes as their plain forms.
_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ", "\u3000": " ",
        "–": "-", "‐": "-", "‑": "-", "−": "-", "‒": "-", "％": "%", "⁄": "/",
        "٪": "%", "٫": ".", "٬": ",",
    }
)  # fmt: skip

_TOKEN = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|\d+(?:\.\d+)?[eE][+-]?\d{1,3}(?![\w.])"
    r"|\d{1,3}(?:,\d{2,3}){0,6},\d{3}(?:\.\d+)?(?!\d)"  # 1,234.5 and 1,23,456; "22,24,26" is a list
    r"|\d+(?:\.\d+)?"
    r"|(?<![\w.])\.\d+"
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*"
    r"|'s\b"
    r"|\S"
)

_BLOCK = re.compile(r"\n[ \t]*(?:\n\s*|(?=(?:[-*•‣◦·]|\d{1,2}[.)])[ \t])|(?=[#>|]))|\r\n[ \t]*(?:\r\n\s*)")
_STOP = re.compile(r"[.!?…।۔؟]+[\"')\]]*(?=\s)|[。！？]+|(?<=[\"])(?=\s)(?<=[.!?,]\")|\n{2,}")
_LONGEST = 200  # tokens; a longer "sentence" is a table or a list, cut so that the reader stays linear
_ABBREVIATIONS = bag(
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt maj st mt no vs etc inc ltd co corp jr sr hon rev pres "
    "dept approx est fig jan feb mar apr jun jul aug sept sep oct nov dec al ft cmdr adm dist atty supt det cpl "
    "pvt ave blvd rd ret calif fla ga ill ind kan ky la md mass mich minn miss mo neb nev okla ore pa tenn tex va "
    "wash wis ala ariz ark colo conn del ont que nos pp"
)


@dataclass(slots=True)
class Sentence:
    """The tokens of one sentence in parallel lists.

    words are lower case, with typographic quotes and dashes plain; starts and ends are offsets in the clean text;
    flags are the classes of lexicon.py.
    """

    text: str
    start: int
    end: int
    block: int
    words: list[str]
    raw: list[str]
    starts: list[int]
    ends: list[int]
    flags: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, at: int) -> str:
        """The word at an index; empty outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def flag(self, at: int) -> int:
        """The classes at an index; none outside the sentence."""
        return self.flags[at] if 0 <= at < len(self.flags) else 0

    def glued(self, at: int) -> bool:
        """Whether nothing stands between this token and the one before it."""
        return 0 < at < len(self.words) and self.ends[at - 1] == self.starts[at]

    def capital(self, at: int) -> bool:
        """Whether the token starts with a capital letter."""
        return 0 <= at < len(self.raw) and self.raw[at][0].isupper()

    def slice(self, first: int, last: int) -> str:
        """The text from token `first` up to and without token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""


def words(text: str) -> list[str]:
    """The words and signs of a short text, lower case."""
    return [found.group().lower() for found in _TOKEN.finditer(plain(text))]


def plain(text: str) -> str:
    """The text with typographic quotes, spaces and dashes in their plain form; of the same length."""
    return text if text.isascii() else text.translate(_PLAIN)


def sentences(text: str, start: int = 0) -> Iterator[Sentence]:
    """The sentences of a text from an offset on; paragraphs, list items and headings end a sentence too."""
    simple = plain(text)
    at, block = start, 0
    for gap in _BLOCK.finditer(simple, start):
        yield from _block(text, simple, at, gap.start(), block)
        at, block = gap.end(), block + 1
    yield from _block(text, simple, at, len(text), block)


def _block(text: str, simple: str, start: int, end: int, block: int) -> Iterator[Sentence]:
    at = start
    for stop in _STOP.finditer(simple, start, end):
        if stop.end() > at and _ends(simple, stop.start(), stop.end(), end):
            yield from _sentence(text, simple, at, stop.end(), block)
            at = stop.end()
    yield from _sentence(text, simple, at, end, block)


def _ends(text: str, stop: int, after: int, limit: int) -> bool:
    """Whether a full stop (or ! or ?) ends a sentence here."""
    following = text[after : min(limit, after + 40)].lstrip()
    if not following:
        return True
    first = following[0]
    if text[after - 1] == '"' and stop == after:
        return first == '"' or (first.isupper() and text[after - 2] != ",")
    if first.islower() or first in ",;:)%":
        return False
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    before = stop
    while before > 0 and stop - before < 12 and (text[before - 1].isalpha() or text[before - 1] == "."):
        before -= 1
    word = text[before:stop].lower()
    if word in _ABBREVIATIONS and word not in ("no", "la", "miss", "mass", "wash", "ill", "del", "ore", "co"):
        return word in ("inc", "co", "corp", "ltd", "etc", "jr", "sr") and first.isupper()
    if word == "no":
        return not first.isdecimal()
    if "." in word or (len(word) == 1 and word.isalpha()):  # U.S. or an initial
        opening = following.split(None, 1)[0].strip("\"'").lower()
        return opening in (
            "the",
            "in",
            "he",
            "she",
            "they",
            "it",
            "but",
            "and",
            "since",
            "that",
            "this",
            "we",
            "for",
            "on",
        )
    # "2. 25-million", "1. 4 million": a number that lost its place
    return not (
        first.isdecimal()
        and word == ""
        and text[stop - 1 : stop].isdecimal()
        and stop - 2 >= 0
        and len(following.split(None, 1)[0]) <= 2
    )


def _sentence(text: str, simple: str, start: int, end: int, block: int) -> Iterator[Sentence]:
    known = tags()
    found = _TOKEN.findall(simple, start, end)
    starts: list[int] = []
    at = start
    for token in found:  # nothing but spaces stands between two tokens
        at = simple.index(token, at)
        starts.append(at)
        at += len(token)
    for first in range(0, len(found), _LONGEST):
        raw, places = found[first : first + _LONGEST], starts[first : first + _LONGEST]
        lower = [token.lower() for token in raw]
        ends = [place + len(token) for place, token in zip(places, raw, strict=True)]
        flags = [known.get(word, 0) for word in lower]
        yield Sentence(text, places[0], ends[-1], block, lower, raw, places, ends, flags)
