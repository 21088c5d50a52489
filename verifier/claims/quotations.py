"""Who speaks inside quotation marks that go on over several sentences of a paragraph."""

from __future__ import annotations

from verifier.claims.lexicon import bag
from verifier.claims.tokens import Sentence

_OPEN, _CLOSE = bag("“ „ «"), bag("” »")


class Quotations:
    """Follows quotation marks through a document, sentence by sentence.

    What is said inside them without a speaker in its own sentence is said by whoever the paragraph named before, or
    names where the quotation ends. A quotation may go on into a paragraph that opens with another mark.
    """

    def __init__(self) -> None:
        self._block = -1
        self._open = False
        self._began_open = False
        self._marks: list[tuple[int, bool]] = []  # tokens of this sentence where a quotation opens or ends
        self._voice: str | None = None
        self._waiting: list[tuple[list[str | None], int]] = []

    def follow(self, s: Sentence) -> None:
        """Go on to the next sentence."""
        if s.block != self._block:
            goes_on = self._open and s.words[0] == '"'
            if not goes_on:
                self._voice = None
                self._waiting.clear()
            self._block, self._open = s.block, False
        self._began_open, self._marks = self._open, []
        if '"' not in s.words:
            return
        for at, word in enumerate(s.words):
            if word == '"':
                sign = s.text[s.starts[at]]
                self._open = sign in _OPEN or (sign not in _CLOSE and not self._open)
                self._marks.append((at, self._open))

    def speaker(self, at: int, said_by: list[str | None], index: int) -> str | None:
        """Who says what stands at a token of a sentence that names no speaker itself; one named later in the same
        quotation is put into `said_by`.
        """
        inside = self._began_open
        for mark, opens in self._marks:
            if mark > at:
                break
            inside = opens
        if inside and self._voice is None:
            self._waiting.append((said_by, index))
        return self._voice if inside else None

    def heard(self, name: str) -> None:
        """A sentence names a speaker: of what was said before in the same quotation, too."""
        if self._began_open:
            for said_by, index in self._waiting:
                said_by[index] = name
        self._waiting.clear()
        self._voice = name
