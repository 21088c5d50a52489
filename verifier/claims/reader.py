"""The claim reader: a text in, its quantitative claims out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from verifier.claims.claim import Claim, Skipped
from verifier.claims.clauses import Clause, when_clauses
from verifier.claims.clean import Clean
from verifier.claims.dates import dates
from verifier.claims.document import Document, document
from verifier.claims.found import Found, Span
from verifier.claims.gazetteer import places
from verifier.claims.noun_phrases import Parsed
from verifier.claims.numbers import numbers
from verifier.claims.quantities import Quantity, quantities
from verifier.claims.resolve import Facts, note, resolve
from verifier.claims.rules import modality, read
from verifier.claims.speakers import is_pronoun, speaker, voices
from verifier.claims.timing import when_of
from verifier.claims.tokens import Sentence, sentences
from verifier.claims.where import place_of

_REMEMBERED = 50  # mentions of one number that a new one is compared with


@dataclass(frozen=True)
class ClaimsRead:
    """The claims of a document in text order, and the numbers that are none, each with the reason.

    A claim that the document makes again is counted once: `repeats` has the later mentions by the id of the first.
    """

    claims: list[Claim]
    skipped: list[Skipped]
    repeats: dict[str, list[Claim]] = field(default_factory=dict)


def parse(text: str, published: date | str | None = None, country: str | None = None) -> list[Claim]:
    """The quantitative claims of a text, which may have front matter.

    `published` is the day it was said or published and resolves relative dates; `country` is where the text plays if
    it does not say. Raises UsageError for either when it cannot be understood, InputError for unusable front matter.
    """
    return read_claims(document(text, published=published, country=country)).claims


def read_claims(document: Document) -> ClaimsRead:
    """The claims of a document and the numbers that were not turned into claims."""
    clean = Clean(document.text, document.body)
    parsed = [_parsed(sentence, document.published) for sentence in sentences(clean.text)]
    clauses = [when_clauses(p) for p in parsed]
    facts = Facts(document, document.published)
    for p, when in zip(parsed, clauses, strict=True):
        note(facts, p, [(clause.first, clause.last) for clause in when if clause.date is None])
    claims: list[Claim] = []
    skipped: list[Skipped] = []
    voice: str | None = None
    follows = False
    for p, when in zip(parsed, clauses, strict=True):
        found, left = read(p, follows=follows)
        follows = bool(found)
        heard = voices(p)
        for one in found:
            who = speaker(heard, one.span[0])
            named = _text(p, who) if who and not is_pronoun(p, who) else None
            said_by = named or (voice if who else None)
            claims.append(_claim(p, one, when, who, said_by, found, facts, clean))
        voice = next((_text(p, one.name) for one in reversed(heard) if not is_pronoun(p, one.name)), voice)
        skipped.extend(_skipped(p, q, reason, clean) for q, reason in left)
    return _linked(claims, skipped)


def _linked(claims: list[Claim], skipped: list[Skipped]) -> ClaimsRead:
    """Number the claims; a later mention of the same one goes to its first."""
    firsts: list[Claim] = []
    repeats: dict[str, list[Claim]] = {}
    by_number: dict[object, list[Claim]] = {}
    for claim in claims:
        alike = by_number.setdefault((claim.kind, claim.form, claim.direction, claim.value, claim.unit), [])
        first = next((one for one in alike if _same(one, claim)), None)
        if first is None:
            first = replace(claim, id=f"c{len(firsts) + 1}")
            firsts.append(first)
            if len(alike) < _REMEMBERED:
                alike.append(first)
        else:
            repeats.setdefault(first.id, []).append(replace(claim, id=first.id))
    return ClaimsRead(firsts, skipped, repeats)


def _same(one: Claim, other: Claim) -> bool:
    """Whether two claims with the same number in different sentences say the same of the same thing."""
    if one.value is None or one.sentence == other.sentence or one.modality != other.modality:
        return False
    here, there = (set((claim.measure or "").lower().split()) for claim in (one, other))
    if here != there and not (here and there and (here < there or there < here)):
        return False
    places = {claim.resolved.country for claim in (one, other)} - {None}
    periods = {claim.resolved.period for claim in (one, other)} - {None}
    return len(places) <= 1 and len(periods) <= 1 and (here != set() or one.event == other.event)


def _parsed(sentence: Sentence, reference: date | None) -> Parsed:
    found = numbers(sentence)
    spans = dates(sentence, reference, found)
    return Parsed(sentence, quantities(sentence, found, spans), spans, places(sentence))


def _claim(
    p: Parsed,
    one: Found,
    when: list[Clause],
    who: Span | None,
    voice: str | None,
    found: list[Found],
    facts: Facts,
    clean: Clean,
) -> Claim:
    s = p.s
    time = when_of(p, one, when, found)
    where = place_of(p, one, when, who, found)
    start, end = clean.start(s.starts[one.span[0]]), clean.end(s.ends[one.span[1] - 1])
    negated, mode = modality(p, one)
    document = facts.document.text
    return Claim(
        id="",
        text=document[start:end],
        start=start,
        end=end,
        sentence=document[clean.start(s.start) : clean.end(s.end)],
        kind=one.kind,
        form=one.form,
        direction=one.direction,
        value=one.value,
        unit=one.unit,
        comparator=one.comparator,
        measure=_text(p, one.measure),
        event=_text(p, one.event),
        place=_text(p, where),
        period=_text(p, time.period),
        baseline=_text(p, time.baseline or one.other),
        speaker=voice,
        negated=negated,
        modality=mode,
        rule=one.rule,
        resolved=resolve(p, time, where, facts),
    )


def _text(p: Parsed, span: Span | None) -> str | None:
    """The words of a span as in the text, line breaks and runs of spaces as one space."""
    return " ".join(p.s.slice(*span).split()) if span else None


def _skipped(p: Parsed, q: Quantity, reason: str, clean: Clean) -> Skipped:
    start, end = clean.start(p.s.starts[q.core]), clean.end(p.s.ends[max(q.core_end, q.last) - 1])
    return Skipped(clean.original[start:end], start, end, reason)
