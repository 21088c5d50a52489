"""From bytes to hostile texts: a good text with edits, drawn so that the same bytes always give the same text.

A fuzzer that changes the bytes changes single edits, so that it can keep what led it somewhere new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
TRIED: Counter[str] = Counter()  # what was tried inside the executions: files, records, mutated records
MOST = 20_000  # characters of a text
# What breaks readers of anything: ends of strings, markup, numbers beyond every type, signs that are not seen.
NASTY = (
    "", " ", "\n", "\r\n", "\t", "\0", "\x1b[2J", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ud800", "é", "٣",
    "²", "½", "Ⅻ", "零", "😀", "'", '"', "\\", "`", "$", "%", "&", "#", "*", "-", "--", "---", ":", ": ", ",", ";", "|",
    "<", ">", "{", "}", "[", "]", "(", ")", "=", "+", "@", "~", "!", "/", "../", "</script>", "{{7*7}}", "${x}", "%s",
    "0", "-1", "1", "00", "1.5", ".5", "1e5", "1e999", "-0", "nan", "inf", "null", "true", "false", "no", "0x1f", "1_0",
    "9223372036854775808", "99999999999999999999999999999999", "0.0000000000000000001", "1,000", "1.000,5", "1/0",
    "2023-02-29", "0000-00-00", "9999-12-31", "10000-01-01", "0001-01-01", "2023-11-08", "2024-02-29", "2020-01-01",
    "January", "1970", "PAK", "XXX", "WLD", "Pakistan", "Côte d'Ivoire", "=cmd()", "&a [*a]", "*a", "!!python/name:x ",
)  # fmt: skip


class Choices:
    """Whole numbers drawn from bytes, one after another; zeros when there are no more."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    @property
    def left(self) -> int:
        """How many bytes have not been drawn."""
        return len(self.data) - self.at

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1; one byte up to 256, two above."""
        size = 1 if limit <= 256 else 2
        drawn = int.from_bytes(self.data[self.at : self.at + size], "little")
        self.at += size
        return drawn % max(limit, 1)

    def one_of(self, several: Sequence[T]) -> T:
        """One of several."""
        return several[self.below(len(several))]

    def rest(self) -> str:
        """Everything that is left, as text."""
        self.at, rest = len(self.data), self.data[self.at :]
        return rest.decode("utf-8", "surrogateescape")


def hostile(choices: Choices, good: Sequence[str], words: Sequence[str]) -> str:
    """One of the good texts with edits, as many as there are bytes for (at most 12); now and then nothing but bytes.

    words are those of the format (names of fields, of columns), put in and exchanged beside NASTY ones.
    """
    if choices.below(16) == 15:
        return choices.rest()
    text = choices.one_of(good)
    known = (*words, *NASTY)
    for _ in range(12):
        if choices.left <= 0:
            break
        text = _edited(choices, text, known)[:MOST]
    return text


def _edited(choices: Choices, text: str, words: Sequence[str]) -> str:
    at = choices.below(len(text) + 1)
    kind = choices.below(10)
    if kind < 3:
        return text[:at] + choices.one_of(words) + text[at:]
    if kind < 5:
        # A word, number or name as a whole, the most telling thing to exchange.
        start, end = _word_at(text, at)
        return text[:start] + choices.one_of(words) + text[end:]
    length = 1 + choices.below(40)
    if kind == 5:
        return text[:at] + text[at + length :]
    if kind == 6:
        return text[: at + length] + text[at : at + length] * (1 + choices.below(30)) + text[at + length :]
    if kind == 7:
        lines = text.splitlines(keepends=True) or [text]
        one, other = choices.below(len(lines)), choices.below(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        return "".join(lines)
    if kind == 8:
        return text[:at] + chr(choices.below(0x10000)) + text[at:]
    return text[:at] + choices.one_of(words) * (1 + choices.below(200)) + text[at:]


def _word_at(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
