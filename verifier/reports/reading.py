"""What was read in a text, as blocks: the passage with its claims marked, and all of them in a table."""

from __future__ import annotations

import re

from verifier.claims.claim import Claim
from verifier.claims.document import Document
from verifier.claims.text.clean import Clean
from verifier.places.names import with_country
from verifier.places.tree import joined
from verifier.reports.blocks import Block, render
from verifier.reports.opened import Opened

Marked = list[tuple[str, Claim | None]]

_DIRECTIONS = ("up", "down")


def passage(opened: Opened) -> Block:
    """The text as a reader of it sees it, every mention of a claim marked, the chosen claim more strongly."""
    pieces = passage_pieces(opened.document, opened.read.mentions)
    html = render("passage.html.j2", pieces=pieces, chosen=opened.claim)
    return Block(html, plain(pieces).strip())


def passage_pieces(document: Document, mentions: list[Claim]) -> Marked:
    """The text as a reader of it sees it, cut at the mentions; lines that only wrap are joined."""
    clean = Clean(document.text, document.body)
    pieces = _marked(clean, 0, len(clean.text), mentions)
    return [(re.sub(r"(?<!\n)\n(?!\n)", " ", text), claim) for text, claim in pieces]


def claims_table(opened: Opened) -> Block:
    """Every claim of the text, marked in its sentence; on demand what is said again, and numbers that are no claims."""
    read = opened.read
    clean = Clean(opened.document.text, opened.document.body)
    rows = [_row(claim) for claim in read.claims]
    sentences = [_sentence(claim, clean) for claim in read.claims]
    again = [(name, _sentence(claim, clean)) for name, later in read.repeats.items() for claim in later]
    skipped = [(one.text, _around(clean, one.start, one.end), one.reason) for one in read.skipped]
    html = render(
        "claims.html.j2",
        rows=zip(sentences, rows, strict=True),
        total=len(rows),
        again=again,
        skipped=skipped,
        chosen=opened.claim,
    )
    lines = [
        f"{claim.id}  {plain(sentence)} [{'; '.join(row)}]"
        for claim, sentence, row in zip(read.claims, sentences, rows, strict=True)
    ]
    lines += [f"{name} again: {plain(sentence)}" for name, sentence in again]
    lines += [f"no claim: {' '.join(text.split())} ({reason})" for text, _, reason in skipped]
    return Block(html, "\n".join(lines) or "no claim and no number was found")


def _row(claim: Claim) -> list[str]:
    """Kind, what is counted, where, when and by whom; a field the text lacks says so."""
    kind = [
        claim.kind if claim.direction not in _DIRECTIONS else f"{claim.kind} {claim.direction}",
        *(["denied"] if claim.negated else []),
        *([claim.modality] if claim.modality != "asserted" else []),
    ]
    when = [*([claim.period] if claim.period else []), *([f"baseline: {claim.baseline}"] if claim.baseline else [])]
    fields = [", ".join(kind), claim.measure, where(claim), ", ".join(when), claim.speaker]
    return [field or "not said" for field in fields]


def where(claim: Claim) -> str | None:
    """The place of a claim with how it was found, else the place as the text has it."""
    resolved = claim.resolved
    if resolved.places:
        return f"{with_country(joined(resolved.places))} ({resolved.how.get('place', 'assumed')})"
    return claim.place


def _sentence(claim: Claim, clean: Clean) -> Marked:
    """The sentence of a claim as it is read, with the claim marked."""
    length = len(claim.sentence)
    start = clean.original.find(claim.sentence, max(0, claim.end - length), claim.start + length)
    pieces = _marked(clean, clean.offset(start), clean.offset(start + length - 1) + 1, [claim])
    return [(_unspaced(text), one) for text, one in pieces]


def _around(clean: Clean, start: int, end: int) -> tuple[str, str, str]:
    """A number between a few of the words around it."""
    first, last, width = clean.offset(start), clean.offset(end - 1) + 1, 40
    before, after = clean.text[max(0, first - width) : first], clean.text[last : last + width]
    before = before if first <= width else "…" + before.partition(" ")[2]
    after = after if last + width >= len(clean.text) else after.rpartition(" ")[0] + "…"
    before, number, after = (_unspaced(text) for text in (before, clean.text[first:last], after))
    return before.lstrip(), number, after.rstrip()


def _marked(clean: Clean, start: int, end: int, claims: list[Claim]) -> Marked:
    """A stretch of the clean text cut at the claims in it; of two that overlap, the first is marked."""
    pieces: Marked = []
    at = start
    for claim in claims:
        first, last = clean.offset(claim.start), clean.offset(claim.end - 1) + 1
        if first >= at:
            pieces += [(clean.text[at:first], None), (clean.text[first:last], claim)]
            at = last
    return [*pieces, (clean.text[at:end], None)]


def plain(pieces: Marked) -> str:
    """The pieces as one text, each claim in brackets with its number."""
    return "".join(f"[{text}]({claim.id})" if claim else text for text, claim in pieces)


def _unspaced(text: str) -> str:
    """Runs of spaces and line breaks as one space."""
    return re.sub(r"\s+", " ", text)
