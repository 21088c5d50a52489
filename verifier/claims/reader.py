"""The claim reader: a text in, its quantitative claims out."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice

from verifier.claims.claim import Claim, Resolved, Skipped
from verifier.claims.context.claim_place import place_of
from verifier.claims.context.counting_bodies import counting_body, own_counter
from verifier.claims.context.origins import came_from, elsewhere, origin_of, told_by_origin
from verifier.claims.context.qualifiers import Counted, counted
from verifier.claims.context.quotations import Speakers
from verifier.claims.context.resolve import Facts, resolve
from verifier.claims.context.speakers import speaker, voices
from verifier.claims.context.times_told import REACH, points_back
from verifier.claims.context.timing import said_times, when_of
from verifier.claims.document import Document, document
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.time_clauses import Clause, when_clauses
from verifier.claims.prefilter import SPEAKER, glance, may_hold
from verifier.claims.quantities.quantity_search import DATED, Quantity
from verifier.claims.quantities.torn_numbers import torn_date
from verifier.claims.rules.listed import Before
from verifier.claims.rules.rule_order import modality, read
from verifier.claims.text.clean import Clean
from verifier.claims.text.tokens import sentences
from verifier.unseen_characters import disguised, shortened, visible

_SECOND_LOOK = 1000  # sentences kept for one; of a longer text the rest is split again, so that it takes little memory
_BEFORE = 5  # sentences before a claim that may say what it is about
_BELOW_NOTHING = "a number below nothing: words say which way a change goes, and no count is negative"
_REMEMBERED = 50  # mentions of one number that a new one is compared with


@dataclass(frozen=True)
class ClaimsRead:
    """The claims of a document in text order, and the numbers that are none, each with the reason.

    A claim that the document makes again is counted once: `repeats` has the later mentions by the id of the first.
    """

    claims: list[Claim]
    skipped: list[Skipped]
    repeats: dict[str, list[Claim]] = field(default_factory=dict)

    @property
    def mentions(self) -> list[Claim]:
        """Every mention of every claim, in text order; a repeat has the id of the first."""
        again = (claim for later in self.repeats.values() for claim in later)
        return sorted([*self.claims, *again], key=lambda claim: (claim.start, claim.end))


def parse(text: str, published: date | str | None = None, country: str | None = None) -> list[Claim]:
    """Find the quantitative claims in a text.

    - text: plain text or Markdown, with or without front matter.
    - published: the day it was said or published, a date or "2023-11-08". “Last year”
      and “so far this year” depend on it.
    - country: the country the text is about where it does not say, as a name or ISO 3166-1 alpha-3 code.

    Returns the claims in the order of the text. Raises UsageError if the day or the country cannot be understood, and
    InputError if the front matter cannot be used.
    """
    return read_claims(document(text, published=published, country=country)).claims


def read_claims(document: Document) -> ClaimsRead:
    """The claims of a document and the numbers that were not turned into claims."""
    clean = Clean(document.text, document.body)
    early: list[Parsed] = []

    def parsed() -> Iterator[Parsed]:
        """All sentences once more, the first ones with what was found in them."""
        further = islice(sentences(clean.text), len(early), None) if len(early) == _SECOND_LOOK else ()
        return chain(early, (Parsed(s, document.published) for s in further))

    facts = Facts(document, parsed)
    kept: list[_Read] = []  # only sentences with a claim, so that a long text takes little memory
    skipped: list[Skipped] = []
    speakers = Speakers()
    told: Before | None = None  # the claims of the sentence before
    before: deque[str] = deque(maxlen=_BEFORE)
    title = [("title", document.title)] if document.title else []
    prior: deque[Parsed] = deque(maxlen=REACH)
    for s in sentences(clean.text):
        own = s.text[s.first : s.last].strip()
        if kept and kept[-1].next_is(s.first):
            kept[-1].around.append(("after", own))
        seen, p = glance(s), Parsed(s, document.published)
        if len(early) < _SECOND_LOOK:
            early.append(p)
        speakers.follow(s)
        if may_hold(seen, follows=told is not None):
            found, left = read(p, told)
            if (found or left) and (word := disguised(own)):
                reason = f"a word of the sentence is not what a reader sees: {shortened(visible(word), 40)}"
                skipped.extend(_refused(p, one, reason, clean) for one in found)
                found, left = [], [(q, why if why == DATED else reason) for q, why in left]
            elif found and (broken := next(filter(None, (torn_date(s, q) for q, _ in left)), None)):
                reason = f"its date cannot be read: {shortened(visible(broken), 40)}"
                skipped.extend(_refused(p, one, reason, clean) for one in found)
                found = []
            skipped.extend(_refused(p, one, _BELOW_NOTHING, clean) for one in found if _below_nothing(one))
            found = [one for one in found if not _below_nothing(one)]
            told = Before(p, found) if found else _kept_up(told, p)
            if found:
                around = [*(("document", one) for one in reversed(before)), *title]
                kept.append(_Read(p, found, *speakers.sources(p, found), tuple(prior), around))
            skipped.extend(_skipped(p, q, reason, clean) for q, reason in left)
        else:
            told = _kept_up(told, p)
        if seen & SPEAKER:
            speakers.hear(p)
        before.append(own)
        prior.appendleft(p)
    said = [(sentence, claim) for sentence, part in enumerate(kept) for claim in _claims(part, facts, clean)]
    firsts, repeats = _linked(said)
    return ClaimsRead(firsts, skipped, repeats)


def _kept_up(told: Before | None, p: Parsed) -> Before | None:
    """The claims that a sentence may go on from behind one without claims: those before it, if it counts nothing."""
    counts = any(q.not_counting is None and q.unit != "ordinal" for q in p.quantities)
    return None if told is None or told.passed or counts else replace(told, passed=True)


@dataclass(slots=True)
class _Read:
    """A sentence with claims, kept until the whole document has been seen."""

    p: Parsed
    found: list[Match]
    sources: list[Span | None]  # the speaker's tokens, for each claim
    said_by: list[str | None]
    before: Sequence[Parsed] = ()  # the sentences before, the nearest first
    around: list[tuple[str, str]] = field(
        default_factory=list
    )  # where it stands and the words: the sentences before ("document"), the title, the one after

    def next_is(self, start: int) -> bool:
        """Whether the sentence that starts there is the one after this."""
        return self.p.s.last == start


def _below_nothing(one: Match) -> bool:
    low = one.value[0] if isinstance(one.value, tuple) else one.value
    return low is not None and math.copysign(1, low) < 0


def _linked(said: list[tuple[int, Claim]]) -> tuple[list[Claim], dict[str, list[Claim]]]:
    """Number the claims, which come with the number of their sentence; a later mention of one goes to its first."""
    firsts: list[Claim] = []
    repeats: dict[str, list[Claim]] = {}
    by_number: dict[object, list[tuple[int, frozenset[str], Claim]]] = {}
    for sentence, claim in said:
        measure = frozenset((claim.measure or "").lower().split())
        number = (claim.kind, claim.form, claim.direction, claim.value, claim.unit, claim.modality)
        alike = by_number.setdefault(number, []) if claim.value is not None else []
        for place, words, one in alike:
            if place != sentence and _same_measure(words, measure) and _same(one, claim):
                repeats.setdefault(one.id, []).append(replace(claim, id=one.id))
                break
        else:
            first = replace(claim, id=f"c{len(firsts) + 1}")
            firsts.append(first)
            if len(alike) < _REMEMBERED:
                alike.append((sentence, measure, first))
    return firsts, repeats


def _same_measure(one: frozenset[str], other: frozenset[str]) -> bool:
    return one == other or bool(one and other and (one < other or other < one))


def _same(one: Claim, other: Claim) -> bool:
    """Whether two claims with the same number and measure are of the same place and time."""
    here, there = one.resolved, other.resolved
    places_fit = _where(here) == _where(there) or None in (_where(here), _where(there))
    periods_fit = here.period == there.period or None in (here.period, there.period)
    return places_fit and periods_fit and (bool(one.measure) or one.event == other.event)


def _where(resolved: Resolved) -> object:
    """What two claims must have in common to be of one place; None where nothing is known of it."""
    return (resolved.places, resolved.unknown_place) if resolved.places or resolved.unknown_place else None


def _claims(part: _Read, facts: Facts, clean: Clean) -> Iterator[Claim]:
    when = when_clauses(part.p)
    for index in range(len(part.found)):
        yield _claim(part, index, when, facts, clean)


def _claim(part: _Read, index: int, when: list[Clause], facts: Facts, clean: Clean) -> Claim:
    p, one, found = part.p, part.found[index], part.found
    who = part.sources[index]
    s = p.s
    time = when_of(p, one, when, found)
    origin = origin_of(p, one)
    others = elsewhere(p, origin) or p
    listed = origin is not None and others is not p and one.place == (origin.first, origin.last)  # "4,000 from Iraq"
    where = place_of(others, replace(one, place=None) if listed else one, when, who, found)
    start, end = clean.start(s.starts[one.span[0]]), clean.end(s.ends[one.span[1] - 1])
    negated, mode = modality(p, one)
    what = _counted(p, one, found, said_times(when, time), where, who)
    document = facts.document.text
    open_ = time.period is None or points_back(p, time)
    carried = facts.times.carried(p, one, when, time, where, part.before) if open_ else None
    resolved = resolve(others, one, time, where, facts, carried)
    facts.times.note(p, one, time, resolved)
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
        measure=_text(*one.told_in(p)),
        measure_from=(one.measure_in or p).text(one.measure_of.span) if one.measure_of else None,
        event=_text(p, one.event),
        place=_text(p, where),
        period=_text(p, time.period),
        baseline=_text(p, time.baseline or one.other),
        speaker=own_counter(p, one) or part.said_by[index] or counting_body(p, one),
        negated=negated,
        modality=mode,
        rule=one.rule,
        counted=what.phrase,
        qualifiers=what.qualifiers,
        context=tuple(part.around),
        counts=dict(zip(("after", "before"), one.counts, strict=True)) if one.counts else None,
        published=facts.said,
        resolved=resolved,
    )


def _counted(
    p: Parsed, one: Match, found: list[Match], times: list[Clause], where: Span | None, who: Span | None
) -> Counted:
    """What a claim counts, with what narrows it; of a measure in another sentence, as it is said there."""
    own_origin = None
    if one.measure is None and one.measure_of and one.measure_in:
        own_origin = came_from(p, one)
        p, one = one.measure_in, one.measure_of
        when = when_clauses(p)
        found, who = [one], speaker(voices(p), one.span[0])
        time = when_of(p, one, when, found)
        times, where = said_times(when, time), place_of(p, one, when, who, found)
    what, origin = counted(p, one, found, times, where, who), origin_of(p, one)
    if own_origin and what.phrase:
        return replace(what, phrase=f"{what.phrase} {own_origin}")
    if one.measure is None or origin is None or what.phrase is None:
        return what
    return told_by_origin(p, one.measure, origin, what, there=elsewhere(p, origin) is not None)


def _text(p: Parsed, span: Span | None) -> str | None:
    return p.text(span) if span else None


def _refused(p: Parsed, one: Match, reason: str, clean: Clean) -> Skipped:
    start, end = clean.start(p.s.starts[one.span[0]]), clean.end(p.s.ends[one.span[1] - 1])
    return Skipped(clean.original[start:end], start, end, reason)


def _skipped(p: Parsed, q: Quantity, reason: str, clean: Clean) -> Skipped:
    start, end = clean.start(p.s.starts[q.core]), clean.end(p.s.ends[max(q.core_end, q.last) - 1])
    return Skipped(clean.original[start:end], start, end, reason)
