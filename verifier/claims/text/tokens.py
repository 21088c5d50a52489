"""Words, numbers and signs of a text with their offsets, and where its sentences end."""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from verifier.claims.text.lexicon import bag, tags

# Length-preserving, so that offsets stay: typographic quotes, spaces and dashes as their plain forms.
_PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ", "\u3000": " ",
    "–": "-", "‐": "-", "‑": "-", "−": "-", "‒": "-", "％": "%", "﹪": "%", "⁄": "/",
    "٪": "%", "٫": ".", "٬": ",",
}  # fmt: skip

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
# The first sign is looked for alone, which is quick; what has to stand around it is asked then. A run of stops
# that ends no sentence is not looked at again from each of its signs.
_STOP = re.compile(
    r"[.!?…।۔؟。！？,\n](?:(?<=[.!?…।۔؟])(?<![.!?…।۔؟][.!?…।۔؟])[.!?…।۔؟]*+[\"')\]]*+(?=\s)"
    r"|(?<=[。！？])[。！？]*+(?!(?<=\d。)\d)|(?<=,)\"(?=\s)|(?<=\n)\n+)"
)
# What only a decimal has behind it: "2. 25-million", "1. 4 million", "96. 5 percent"; "60. 5 people" are two sentences.
_REST_OF_A_DECIMAL = re.compile(
    r"\d{1,2}(?: ?%|[ -](?:per ?-?cent|pct|pc|hundred|thousand|lakh|crore|million|m|mn|billion|bn|b|trillion|tn|times"
    r"|fold|points?)\b)",
    re.I,
)
_KEPT = 50_000  # words remembered with their tokens
_OPENING = bag("the in he she they it but and since that this we for on")
_LONGEST_KEPT = 40  # characters of one; a longer one is hardly met again
_LONGEST = 200  # tokens; a longer "sentence" is a table or a list, cut so that the reader stays linear
_ABBREVIATIONS = bag(
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt maj st mt no vs etc inc ltd co corp jr sr hon rev pres "
    "dept approx est fig jan feb mar apr jun jul aug sept sep oct nov dec al ft cmdr adm dist atty supt det cpl "
    "pvt ave blvd rd ret calif fla ga ill ind kan ky la md mass mich minn miss mo neb nev okla ore pa tenn tex va "
    "wash wis ala ariz ark colo conn del ont que nos pp ca"
)


class _Tokens(dict[str, tuple[str, ...]]):
    """What stands between two spaces -> its words and signs; the same few are met again and again."""

    def __init__(self, lower: bool) -> None:
        super().__init__()
        self._lower = lower

    def __missing__(self, between: str) -> tuple[str, ...]:
        tokens: tuple[str, ...]
        if between.isalpha():
            tokens = (between,)
        elif between[:-1].isalpha() and between[-1] in ".,;:":
            tokens = (between[:-1], between[-1])
        else:
            tokens = tuple(_TOKEN.findall(between))
        found = tuple([sys.intern(token.lower() if self._lower else token) for token in tokens])
        if len(between) <= _LONGEST_KEPT:
            if len(self) >= _KEPT:
                self.clear()
            self[between] = found
        return found


_RAW, _LOWER = _Tokens(lower=False), _Tokens(lower=True)


def forget() -> None:
    """Forget the words met so far: for measuring what a first meeting costs."""
    _RAW.clear()
    _LOWER.clear()


@dataclass(slots=True)
class Sentence:
    """The tokens of one sentence in parallel lists.

    words are lower case, with typographic quotes and dashes plain; raw are as written; starts and ends are offsets in
    the clean text; flags are the classes of lexicon.py. All but the words are made when they are first asked for:
    most sentences hold no number and no claim, and their words say so.
    """

    text: str
    simple: str  # the text with plain quotes, dashes and spaces
    first: int  # where in it the sentence is looked for
    last: int
    block: int
    words: list[str]
    raw: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)
    flags: list[int] = field(init=False)

    def __getattr__(self, name: str) -> Any:  # of a field that has no value yet
        if name == "raw":
            self.raw = list(chain.from_iterable(map(_RAW.__getitem__, self.simple[self.first : self.last].split())))
        elif name == "flags":
            self.flags = list(map(tags().__getitem__, self.words))
        elif name in ("starts", "ends"):
            self.starts, self.ends = _places(self.simple, self.first, self.raw)
        else:
            raise AttributeError(name)
        return getattr(self, name)

    @property
    def start(self) -> int:
        """Where the first token starts in the clean text."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """Where the last token ends in the clean text."""
        return self.ends[-1]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, at: int) -> str:
        """The word at an index; empty outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def flag(self, at: int) -> int:
        """The classes at an index; none outside the sentence."""
        return self.flags[at] if 0 <= at < len(self.flags) else 0

    def past(self, at: int, classes: int, words: Container[str] = ()) -> int:
        """The first token from `at` on that is of none of these classes and none of these words."""
        while at < len(self.words) and (self.flag(at) & classes or self.word(at) in words):
            at += 1
        return at

    def back(self, at: int, classes: int, words: Container[str] = ()) -> int:
        """The last token up to `at` that is of none of these classes and none of these words; the first, if none is."""
        while at > 0 and (self.flags[at] & classes or self.words[at] in words):
            at -= 1
        return at

    def opening(self, end: int, classes: int, words: Container[str] = ()) -> int:
        """Where the run of tokens of these classes or words begins that ends before `end`; `end`, if there is none."""
        while end > 0 and (self.flags[end - 1] & classes or self.words[end - 1] in words):
            end -= 1
        return end

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
    return list(chain.from_iterable(map(_LOWER.__getitem__, plain(text).split())))


def plain(text: str) -> str:
    """The text with typographic quotes, spaces and dashes in their plain form; of the same length."""
    if not text.isascii():
        for sign, instead in _PLAIN.items():
            text = text.replace(sign, instead)
    return text


def sentences(text: str, start: int = 0) -> Iterator[Sentence]:
    """The sentences of a text from an offset on; paragraphs, list items and headings end a sentence too."""
    simple = plain(text)
    at = start
    for block, gap in enumerate(chain(_BLOCK.finditer(simple, start), (None,))):
        end = gap.start() if gap else len(text)
        for last in _stops(simple, at, end):
            words = list(chain.from_iterable(map(_LOWER.__getitem__, simple[at:last].split())))
            if 0 < len(words) <= _LONGEST:
                yield Sentence(text, simple, at, last, block, words)
            elif words:
                yield from _parts(text, simple, at, last, block)
            at = last
        at = gap.end() if gap else end


def _stops(simple: str, start: int, end: int) -> list[int]:
    """Where the sentences of a paragraph end."""
    stops, at = [], start
    for stop in _STOP.finditer(simple, start, end):
        first, last = stop.span()
        if last <= at:
            continue
        ends = simple[first] != "," and _ends(simple, first, last, end)
        if not ends and simple[last - 1] == '"' and simple[last - 2] in ".!?,":
            ends = _ends(simple, last, last, end)  # a quotation ends here, whatever stood before it
        if ends:
            stops.append(last)
            at = last
    stops.append(end)
    return stops


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
        return opening in _OPENING
    return not (word == "" and text[stop - 1 : stop].isdecimal() and stop - 2 >= 0 and lost_its_place(following))


def lost_its_place(rest: str) -> bool:
    """Whether what stands behind a number, a point and a space is the rest of its decimals."""
    return _REST_OF_A_DECIMAL.match(rest) is not None


def _parts(text: str, simple: str, start: int, end: int, block: int) -> Iterator[Sentence]:
    """A table or a list, cut into pieces."""
    raw = _TOKEN.findall(simple, start, end)
    starts, ends = _places(simple, start, raw)
    for first in range(0, len(raw), _LONGEST):
        last = min(first + _LONGEST, len(raw))
        part = Sentence(
            text, simple, starts[first], ends[last - 1], block, [token.lower() for token in raw[first:last]]
        )
        part.raw, part.starts, part.ends = raw[first:last], starts[first:last], ends[first:last]
        yield part


def _places(simple: str, at: int, raw: list[str]) -> tuple[list[int], list[int]]:
    """Where the tokens start and end; nothing but spaces stands between two of them."""
    starts, ends = [], []
    for token in raw:
        at = simple.index(token, at)
        starts.append(at)
        at += len(token)
        ends.append(at)
    return starts, ends
