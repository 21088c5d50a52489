"""Counts without a number: dozens killed, thousands of arrests, tens of thousands of people deported."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.claims.phrases.event_words import befalls_people, strong
from verifier.claims.phrases.incident_phrases import is_incident
from verifier.claims.phrases.match import Match
from verifier.claims.phrases.noun_phrases import phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.predicates import event_after, event_of
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.rules.rates import rate_unit
from verifier.claims.text.lexicon import AUX, EVENT, INCIDENT, PEOPLE, THING, WEAK, bag, key_words, match, phrases

AMOUNTS = phrases("vague", "words")
_NOTED = frozenset(
    [
        "reported",
        "recorded",
        "registered",
        "documented",
        "occurred",
        "confirmed",
        "linked",
        "noted",
        "logged",
        "counted",
    ]
)
# "No casualty figures were reported" says nothing of how many there were.
_TOLD = bag("figures statistics details reports numbers estimates claims records totals warnings")
WEAK_WORDS = frozenset(["several", "many", "few", "a few", "multiple", "numerous", "a number", "tens", "countless"])
CUES = key_words(AMOUNTS) - WEAK_WORDS | {"no", "zero", "nobody", "single"}
_SINGULAR = bag("was has is")
_NOUGHT = bag("no zero nobody none")
_FEARED = bag("if unless hope hopes hoping ensure ensuring")
_WITHOUT = (("without", "a", "single"), ("without", "any"), ("not", "a", "single"), ("not", "one"), ("without", "one"))
_HAVING = bag("had made suffered reported recorded registered seen saw experienced caused counted logged")
_SPENT = bag("passed went gone ended spent remained saw seen had")  # "the year passed without …"


def none_at_all(p: Parsed) -> list[Match]:
    """ "no deaths were reported", "there were no attacks": a count of zero."""
    s = p.s
    found: list[Match] = [*_without(p)] if "without" in s.words or "not" in s.words else []
    if _NOUGHT.isdisjoint(s.words):
        return found
    for at, word in enumerate(s.words):
        if word not in _NOUGHT or at in p.date_at or (word == "zero" and at in p.quantity_at):
            continue
        if word == "none":
            found += _none_of(p, at)
            continue
        befell = _none_befell(p, at, at + 1)
        if befell:
            found.append(befell)
            continue
        if word == "nobody" or s.word(at + 1) == "one":
            end = at + 1 + (word != "nobody")
            event = event_after(p, end)  # "no one was killed"
            if event and event[1] - at < 6 and befalls_people(p, event) and s.word(at - 1) not in _FEARED:
                found.append(
                    Match(
                        (at, end), "level", "level", "none", 0.0, "count", "exact", "level:no one", None, event, at,
                        ends=event[1]
                    )
                )  # fmt: skip
            continue
        measure = phrase_right(p, at + 1)
        if (
            measure is None
            or measure[0] != at + 1
            or not is_incident(p, measure)
            or not (s.words[measure[1] - 1].endswith("s") or s.word(measure[1]) in _SINGULAR)
            or s.words[measure[1] - 1] in _TOLD
        ):
            continue
        after = s.past(measure[1], AUX)
        had = s.word(at - 1) in _HAVING
        if had or s.word(after) in _NOTED or (s.flag(at - 1) & AUX and _declared(p, at)):
            found.append(
                Match(
                    (at, measure[1]), "level", "level", "none", 0.0, "count", "exact", "level:no", measure, None, at,
                    ends=measure[1]
                )
            )  # fmt: skip
    return found


def _none_befell(p: Parsed, at: int, start: int) -> Match | None:
    """ "No ships were hijacked off Somalia", "not a single vessel was attacked": a count of zero."""
    s = p.s
    measure = phrase_right(p, start)
    if measure is None or measure[0] != start or not any(s.flags[n] & (PEOPLE | THING) for n in range(*measure)):
        return None
    event = event_after(p, measure[1]) if s.flag(measure[1]) & AUX and s.word(at - 1) not in _FEARED else None
    if event is None or event[1] - measure[1] > 4 or not strong(p, event, measure) or is_incident(p, measure):
        return None
    return Match(
        (at, measure[1]), "level", "level", "none", 0.0, "count", "exact", "level:none befell", measure, event, at,
        ends=event[1],
    )  # fmt: skip


def _none_of(p: Parsed, at: int) -> Iterator[Match]:
    """ "None of the passengers were killed": a count of zero."""
    people = phrase_right(p, at + 2) if p.s.word(at + 1) == "of" else None
    event = event_after(p, people[1]) if people else None
    if event and event[1] - at < 9:
        yield Match((at, at + 1), "level", "level", "none", 0.0, "count", "exact", "level:none of", people, event, at)


def _without(p: Parsed) -> Iterator[Match]:
    """ "The year passed without a single attack", "saw not a single murder": a count of zero."""
    s = p.s
    for words in _WITHOUT:
        for at in range(len(s) - len(words)):
            end = at + len(words)
            verb = next((before for before in range(at - 1, max(-1, at - 9), -1) if s.words[before] in _SPENT), None)
            if tuple(s.words[at:end]) != words:
                continue
            befell = _none_befell(p, at, end) if words[0] == "not" else None
            if befell:
                yield befell
            measure = phrase_right(p, end)
            booked = measure and words[0] == "not" and s.flag(measure[1]) & AUX and s.word(measure[1] + 1) in _NOTED
            if verb is None and (booked or s.words[at - 2 : at] in (["there", "was"], ["there", "were"])):
                verb = at  # "Not one attack was recorded off Somalia"
            if verb is not None and measure is not None and measure[0] == end and is_incident(p, measure):
                yield Match(
                    (at, measure[1]), "level", "level", "none", 0.0, "count", "exact", f"level:{words[0]}", measure,
                    None, verb, ends=measure[1],
                )  # fmt: skip


def _declared(p: Parsed, at: int) -> bool:
    """Whether "there are no" says a fact, not a wish: not "to make sure that there were no"."""
    s = p.s
    there = next((i for i in range(at - 1, max(-1, at - 5), -1) if s.words[i] == "there"), None)
    past = there is not None and any(word in ("was", "were", "been") for word in s.words[there:at])
    return past and there is not None and "sure" not in s.words[max(0, there - 3) : there]


def vague(p: Parsed, taken: list[Match]) -> list[Match]:
    """The vague counts of incidents in a sentence."""
    s = p.s
    found: list[Match] = []
    at = 0
    words, length = s.words, len(s)
    if CUES.isdisjoint(words):
        return found
    while at < length:
        if words[at] not in AMOUNTS:
            at += 1
            continue
        hit = match(words, at, AMOUNTS)
        if hit is None or at in p.date_at or any(one.span[0] <= at < one.span[1] for one in taken):
            at += 1
            continue
        end = hit[0]
        said = " ".join(words[at:end])
        q = Quantity(at, at, end, end, 0.0, "count", spelled=True)
        at = end
        if said in WEAK_WORDS or end - 1 in p.quantity_at:
            continue
        start = end + 1 if s.word(end) in ("of", "more") else end
        measure = phrase_right(p, start)
        event = None
        if measure and measure[0] <= start + 2:
            if not is_incident(p, measure):
                if not any(s.flags[i] & (PEOPLE | THING) for i in range(*measure)):
                    continue
                event = event_of(p, q, measure)
                if event is None:
                    continue
        else:
            measure = None
            i = s.past(start, AUX)
            before = s.flag(q.first - 1)
            told = event_after(p, start)
            if s.flag(i) & EVENT and not s.flag(i) & WEAK:
                event = (end, i + 1)
            elif told and told[1] - start < 5 and befalls_people(p, told) and strong(p, told, None):
                event = told
            elif before & EVENT and not before & (WEAK | INCIDENT):
                event = (q.first - 1, q.first)
            else:
                continue
        every = rate_unit(p, q, end, event)
        kind = "rate" if every else "level"
        found.append(
            Match(
                (q.first, end), kind, "rate" if every else "level_vague", "none", None, every or "count", "exact",
                f"{kind}:vague {said}", measure, event, q.first, ends=end
            )
        )  # fmt: skip
    return found
