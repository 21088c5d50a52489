"""The claim reader: a text in, its quantitative claims out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from verifier.claims import clauses as cl
from verifier.claims.claim import Claim, Skipped
from verifier.claims.dates import dates
from verifier.claims.document import Document, document
from verifier.claims.found import Found, Span
from verifier.claims.gazetteer import places
from verifier.claims.noun_phrases import Parsed
from verifier.claims.numbers import numbers
from verifier.claims.quantities import Quantity, quantities
from verifier.claims.resolve import Facts, note, resolve
from verifier.claims.rules import modality, read
from verifier.claims.speakers import is_pronoun, speaker
from verifier.claims.tokens import Sentence, sentences


@dataclass(frozen=True)
class ClaimsRead:
    """The claims of a document in text order, and the numbers that are none, each with the reason."""

    claims: list[Claim]
    skipped: list[Skipped]


def parse(text: str, published: date | str | None = None, country: str | None = None) -> list[Claim]:
    """The quantitative claims of a text, which may have front matter.

    `published` is the day it was said or published and resolves relative dates; `country` is where the text plays if
    it does not say. Raises UsageError for either when it cannot be understood, InputError for unusable front matter.
    """
    return read_claims(document(text, published=published, country=country)).claims


def read_claims(document: Document) -> ClaimsRead:
    """The claims of a document and the numbers that were not turned into claims."""
    parsed = [_parsed(sentence, document.published) for sentence in sentences(document.text, document.body)]
    clauses = [cl.when_clauses(p) for p in parsed]
    facts = Facts(document, document.published, "front matter")
    for p, when in zip(parsed, clauses, strict=True):
        note(facts, p, [(clause.first, clause.last) for clause in when if clause.date is None])
    claims: list[Claim] = []
    skipped: list[Skipped] = []
    voice: str | None = None
    for p, when in zip(parsed, clauses, strict=True):
        who = speaker(p)
        named = " ".join(p.s.slice(*who).split()) if who and not is_pronoun(p, who) else None
        voice = named or voice
        found, left = read(p)
        said_by = named or (voice if who else None)
        claims.extend(_claim(p, one, when, who, said_by, found, facts) for one in found)
        skipped.extend(_skipped(p, q, reason) for q, reason in left)
    return ClaimsRead([replace(claim, id=f"c{n}") for n, claim in enumerate(claims, start=1)], skipped)


def _parsed(sentence: Sentence, reference: date | None) -> Parsed:
    found = numbers(sentence)
    spans = dates(sentence, reference, found)
    return Parsed(sentence, quantities(sentence, found, spans), spans, places(sentence))


def _claim(
    p: Parsed, one: Found, when: list[cl.Clause], who: Span | None, voice: str | None, found: list[Found], facts: Facts
) -> Claim:
    s = p.s
    time = cl.when(p, one, when, found)
    where = cl.place(p, one, when, who, found)
    start, end = s.starts[one.span[0]], s.ends[one.span[1] - 1]
    negated, mode = modality(p, one)

    def text(span: Span | None) -> str | None:
        return " ".join(s.slice(*span).split()) if span else None

    return Claim(
        id="",
        text=s.text[start:end],
        start=start,
        end=end,
        sentence=s.text[s.start : s.end],
        kind=one.kind,
        form=one.form,
        direction=one.direction,
        value=one.value,
        unit=one.unit,
        comparator=one.comparator,
        measure=text(one.measure),
        event=text(one.event),
        place=text(where),
        period=text(time.period),
        baseline=text(time.baseline or one.other),
        speaker=voice,
        negated=negated,
        modality=mode,
        rule=one.rule,
        resolved=resolve(p, time, where, facts, one.kind),
    )


def _skipped(p: Parsed, q: Quantity, reason: str) -> Skipped:
    start, end = p.s.starts[q.core], p.s.ends[max(q.core_end, q.last) - 1]
    return Skipped(p.s.text[start:end], start, end, reason)
