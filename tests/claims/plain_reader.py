"""The claim reader without its shortcuts: every sentence is searched for everything, in order."""

from __future__ import annotations

from verifier.claims import reader
from verifier.claims.context.places_told import Noted, note_places
from verifier.claims.context.resolve import Facts, note_days, sent_on
from verifier.claims.context.speakers import is_pronoun, speaker, voices
from verifier.claims.document import Document
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.time_clauses import when_clauses
from verifier.claims.reader import ClaimsRead
from verifier.claims.rules.listed import Before
from verifier.claims.rules.rule_order import read
from verifier.claims.text.clean import Clean
from verifier.claims.text.tokens import sentences

FIELDS = ("numbers", "dates", "quantities", "places", "date_at", "place_at", "quantity_at")


class PlainFacts(Facts):
    """What the document says, taken up while it is read."""

    def __init__(self, document: Document) -> None:
        super().__init__(document, list)
        self._dated = {}
        self._noted = Noted()
        self._sent = None

    def take_up(self, p: Parsed) -> None:
        note_days(self._dated, p)
        note_places(self._noted, p)
        self._sent = self._sent or sent_on(p)


class PlainQuotations:
    """Who speaks inside quotation marks; every sentence tells it who was heard in it."""

    def __init__(self) -> None:
        self.block, self.open, self.began_open = -1, False, False
        self.marks: list[tuple[int, bool]] = []
        self.voice: str | None = None
        self.waiting: list[tuple[list[str | None], int]] = []

    def follow(self, p: Parsed) -> None:
        s = p.s
        if s.block != self.block:
            if not (self.open and s.words[0] == '"'):
                self.voice, self.waiting = None, []
            self.block, self.open = s.block, False
        self.began_open, self.marks = self.open, []
        for at, word in enumerate(s.words):
            if word == '"':
                sign = s.text[s.starts[at]]
                self.open = sign in "“„«" or (sign not in "”»" and not self.open)
                self.marks.append((at, self.open))

    def speaker(self, at: int, said_by: list[str | None], index: int) -> str | None:
        inside = [self.began_open, *(opens for mark, opens in self.marks if mark <= at)][-1]
        if inside and self.voice is None:
            self.waiting.append((said_by, index))
        return self.voice if inside else None

    def heard(self, name: str) -> None:
        if self.began_open:
            for said_by, index in self.waiting:
                said_by[index] = name
        self.voice, self.waiting = name, []


def read_plainly(document: Document) -> ClaimsRead:
    """What `read_claims` has to give."""
    clean = Clean(document.text, document.body)
    facts, quoted = PlainFacts(document), PlainQuotations()
    kept, skipped = [], []
    voice: str | None = None
    told: Before | None = None
    before: list[Parsed] = []
    for s in sentences(clean.text):
        p = Parsed(s, document.published)
        for name in FIELDS:
            getattr(p, name)
        when_clauses(p)
        facts.take_up(p)
        found, left = read(p, told)
        told = Before(p, found) if found else reader._kept_up(told, p)
        heard = voices(p)
        quoted.follow(p)
        named = [p.text(one.name) for one in heard if not is_pronoun(p, one.name)]
        sources = [speaker(heard, one.span[0]) for one in found]
        said_by: list[str | None] = []
        for index, (one, who) in enumerate(zip(found, sources, strict=True)):
            if who is None:
                said_by.append(quoted.speaker(one.span[0], said_by, index))
            else:
                said_by.append(voice if is_pronoun(p, who) else p.text(who))
        if found:
            kept.append(reader._Read(p, found, sources, said_by, tuple(before[::-1][: reader.REACH])))
        before.append(p)
        voice = named[-1] if named else voice
        if heard and voice:
            quoted.heard(voice)
        skipped.extend(reader._skipped(p, q, reason, clean) for q, reason in left)
    said = [(n, claim) for n, part in enumerate(kept) for claim in reader._claims(part, facts, clean)]
    firsts, repeats = reader._linked(said)
    return ClaimsRead(firsts, skipped, repeats)
