"""Who says the claims of a document, sentence by sentence: also a pronoun's name, and the speaker of a quotation that
goes on over several sentences of a paragraph.
"""

from __future__ import annotations

from verifier.claims.context.speakers import Voice, is_pronoun, speaker, voices
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text.lexicon import bag
from verifier.claims.text.tokens import Sentence

_OPEN, _CLOSE = bag("“ „ «"), bag("” »")
_UNHEARD = 100  # sentences kept before they are looked at for speakers

SaidBy = list[str | None]


class Speakers:
    """Follows speakers and quotation marks through a document.

    What is said inside quotation marks without a speaker in its own sentence is said by whoever the paragraph named
    before, or names where the quotation ends. A quotation may go on into a paragraph that opens with another mark.
    Sentences are looked at for speakers when a claim asks, from the last one back to the first that names somebody.
    """

    def __init__(self) -> None:
        self._number = -1  # of this sentence
        self._block = -1
        self._from = 0  # the sentence from which on a speaker speaks in the quotations of this paragraph
        self._open = False
        self._began_open = False
        self._marks: list[tuple[int, bool]] = []  # tokens of this sentence where a quotation opens or ends
        self._voice: str | None = None  # who was named last
        self._spoke = -1  # the last sentence in which anybody speaks, a pronoun or a name
        self._unheard: list[tuple[int, Parsed]] = []
        self._waiting: list[tuple[SaidBy, int]] = []

    def follow(self, s: Sentence) -> None:
        """Go on to the next sentence."""
        self._number += 1
        if s.block != self._block:
            if not (self._open and s.words[0] == '"'):
                self._from = self._number
                self._waiting.clear()
            self._block, self._open = s.block, False
        self._began_open = self._open
        if self._marks:
            self._marks = []
        if s.simple.find('"', s.first, s.last) < 0:
            return
        for at, word in enumerate(s.words):
            if word == '"':
                sign = s.text[s.starts[at]]
                self._open = sign in _OPEN or (sign not in _CLOSE and not self._open)
                self._marks.append((at, self._open))

    def sources(self, p: Parsed, found: list[Match]) -> tuple[list[Span | None], SaidBy]:
        """For each claim of this sentence the tokens that name its source, and who that is.

        Where a quotation has no speaker yet, one that is named later in it is put into the second list.
        """
        heard = voices(p)
        spans = [speaker(heard, one.span[0]) for one in found]
        said_by: SaidBy = []
        for index, (one, who) in enumerate(zip(found, spans, strict=True)):
            if who is None:
                said_by.append(self._quoted(one.span[0], said_by, index))
            elif is_pronoun(p, who):
                self._look_back()
                said_by.append(self._voice)
            else:
                said_by.append(p.text(who))
        return spans, said_by

    def hear(self, p: Parsed) -> None:
        """Take up who speaks in this sentence, after its claims."""
        self._unheard.append((self._number, p))
        if self._waiting:
            self._look_back()
            if self._spoke == self._number and self._voice:
                for said_by, index in self._waiting if self._began_open else ():
                    said_by[index] = self._voice
                self._waiting.clear()
        elif len(self._unheard) >= _UNHEARD:
            self._look_back()

    def _quoted(self, at: int, said_by: SaidBy, index: int) -> str | None:
        """Who says what stands at a token of a sentence that names no speaker of it."""
        inside = self._began_open
        for mark, opens in self._marks:
            if mark > at:
                break
            inside = opens
        if not inside:
            return None
        self._look_back()
        if self._voice and self._spoke >= self._from:
            return self._voice
        self._waiting.append((said_by, index))
        return None

    def _look_back(self) -> None:
        """Find who was named last; what lies before that cannot matter any more."""
        spoke = -1
        for number, p in reversed(self._unheard):
            heard = voices(p)
            if heard:
                spoke = max(spoke, number)
                named = _named(p, heard)
                if named:
                    self._voice = named
                    break
        self._spoke = max(self._spoke, spoke)
        self._unheard.clear()


def _named(p: Parsed, heard: list[Voice]) -> str | None:
    """The last of the speakers with a name."""
    return next((p.text(one.name) for one in reversed(heard) if not is_pronoun(p, one.name)), None)
