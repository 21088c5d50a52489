"""The order in which the cue rules look at a sentence."""

from __future__ import annotations

from bisect import insort
from dataclasses import replace

from verifier.claims.phrases.match import Match
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.quantities.quantity_search import DATED, Quantity
from verifier.claims.quantities.uncounted import LASTING, UNITS
from verifier.claims.rules import multiples, ranks, trends, vague_counts, wordless_comparisons
from verifier.claims.rules.bare_numbers import INHERITED, bare, none_there, two_counts
from verifier.claims.rules.changes import change
from verifier.claims.rules.counts import count
from verifier.claims.rules.from_to import from_to
from verifier.claims.rules.inherited import SIZE_OF_TREND, apposed, governs, inherit, told_apart
from verifier.claims.rules.listed import Before
from verifier.claims.rules.one_change import one_change
from verifier.claims.rules.pointed_back import figures_moved
from verifier.claims.rules.rates import one_every
from verifier.claims.rules.ratios import ratio, to_one
from verifier.claims.rules.shares import in_brackets, odds, share
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match, phrases, words_with

_NEGATION = phrases("modality", "negation")
_FORECAST = phrases("modality", "forecast")
_HYPOTHETICAL = phrases("modality", "hypothetical")

_BASE = "the number a rate is counted on"
_ALL_BUT = "those left out of a count"  # "all but two of them were killed"
_NO_INCIDENT = "no incident is counted by it"
_MAY_BE = "may be a claim: what it counts was not found"
_TELLING = lex.INCIDENT | lex.EVENT | lex.MODIFIER
# Words that tell of incidents without being one.
_TELLING_WORDS = bag(
    "deadliest deadlier bloodiest bloodier safest dangerous terrorists pirates criminals militants extremists "
    "insurgents gangs hackers jihadists offenders hijackers ablaze bars custody toll lives terrorised terrorized bomb "
    "bombs rocket rockets mortars shells explosives landmines lock locks force broken firs search searches frisk fired "
    "cases journey ill sick admissions leaks misses ins graves marriages cuts arrivals alarms sentences "
    "unaccounted positive"
)

# Without a number, a rule starts from one of these; and without one of INCIDENTS no rule finds anything.
CUES = wordless_comparisons.CUES | multiples.CUES | ranks.CUES | trends.CUES | vague_counts.CUES | {"every", "none"}
INCIDENTS = words_with(_TELLING) | _TELLING_WORDS

Left = tuple[Quantity, str]


def read(p: Parsed, before: Before | None = None) -> tuple[list[Match], list[Left]]:
    """What the rules find in a sentence, in text order, and the quantities they leave, each with the reason.

    `before` has the claims of the sentence before, which "that is the largest increase" may point back to.
    """
    follows = before is not None
    if not (follows or _of_incidents(p)):
        return [], [(q, q.not_counting or _NO_INCIDENT) for q in p.quantities]
    found: list[Match] = []
    left: list[Left] = []
    index = 0
    while index < len(p.quantities):
        q = p.quantities[index]
        index += 1
        if p.s.words[q.first : q.first + 2] == ["all", "but"]:
            whole = index < len(p.quantities) and p.s.words[q.last : p.quantities[index].first] in (
                ["of"],
                ["of", "the"],
            )
            left += [(one, _ALL_BUT) for one in p.quantities[index - 1 : index + whole]]
            index += whole
            continue
        q = _with_its_unit(p, q, index)
        after = next((n for n in range(index, len(p.quantities)) if not _passed(p, p.quantities[n])), None)
        pair = None
        if after is not None:
            following = p.quantities[after]
            pair = from_to(p, q, following, follows=follows) or odds(p, q, following) or to_one(p, q, following)
        if pair and after is not None:
            own = count(p, q, None) if pair.rule == "from_to:down from" and pair.event is None else None
            if own and own.kind == "level" and own.event and own.measure == pair.measure:
                pair.event = own.event  # "pirates attacked 195 ships, up from 162"
            found.append(pair)
            left.extend((passed, passed.not_counting or _BASE) for passed in p.quantities[index:after])
            index = after + 1
            continue
        if q.unit == "count" and p.s.word(q.first - 1) == "per" and _passed(p, q):
            left.append((q, _BASE))
            continue
        if q.not_counting:
            left.append((q, q.not_counting))
            continue
        earlier = next((one for one in reversed(found) if governs(p, one, q)), None)
        moved = earlier
        if earlier and earlier.rule.startswith("level:reached"):  # "fell by 14.9% to 16,935, and thefts by 18.6%"
            moved = next((one for one in reversed(found) if one.kind == "change"), earlier)
        one = (
            ratio(p, q, earlier)
            or apposed(p, q, earlier)
            or change(p, q, moved, follows=follows)
            or share(p, q, earlier)
            or count(p, q, earlier)
        )
        one = one or in_brackets(p, q, earlier)
        if one is None:
            left.append((q, _NO_INCIDENT))
        else:
            near = earlier and earlier.kind == "change" and 0 <= q.first - earlier.span[1] <= 7
            if earlier and near and one.form == "level" and one.direction == "none" and _led_to(p, q):
                one.direction = earlier.direction  # "a 26% rise in the murder rate to 723 homicides"
            found.append(one)
    found += one_every(p, found)
    found += vague_counts.vague(p, found)
    found += vague_counts.none_at_all(p)
    found += multiples.multiple_words(p, found)
    superlatives = ranks.ranks(p, found, follows=follows)
    found += superlatives
    found += wordless_comparisons.compared(p, found)
    found += trends.unchanged(p, found)
    found += trends.trends(p, found)
    found += figures_moved(p, found, before)
    found += none_there(p, found, before)
    found.sort(key=lambda one: one.span)
    used = {at for one in superlatives for at in range(*one.span)}
    found = [one for one in found if one.kind == "rank" or one.form != "level" or one.span[0] not in used]
    left = _inherited(p, found, [(q, reason) for q, reason in left if q.core not in used], before)
    for one in ranks.behind_inherited(p, found):
        insort(found, one, key=lambda each: each.span)
    return one_change(p, found), left


def _led_to(p: Parsed, q: Quantity) -> bool:
    """Whether a number is where a change led, and not what it is compared to."""
    return p.s.word(q.first - 1) == "to" and p.s.word(q.first - 2) not in ("compared", "relative")


def _with_its_unit(p: Parsed, q: Quantity, following: int) -> Quantity:
    """The number with a unit that does not stand beside it: "fell by 34 and 60 per cent", "multiplied by 38"."""
    if q.unit == "count" and p.s.words[q.first - 2 : q.first] == ["multiplied", "by"]:
        return replace(q, unit="times")
    after = p.quantities[following] if following < len(p.quantities) else None
    shared = after is not None and after.unit == "percent" and after.first == q.last + 1 and p.s.word(q.last) == "and"
    if after is None or not shared or q.unit != "count" or p.s.word(q.first - 1) != "by":
        return q
    return replace(q, unit="percent")


def _inherited(p: Parsed, found: list[Match], left: list[Left], before: Before | None) -> list[Left]:
    """Take the numbers that go on from another claim out of those left over, into the claims found."""
    source = before.governor() if before else None
    if before and source:
        for one in found:
            if one.kind in ("change", "rank", "trend") and not (one.measure or one.event or one.measure_of):
                one.measure_of, one.measure_in = source.measure_of or source, source.measure_in or before.p
    kept: list[Left] = []
    for q, reason in left:
        if any(one.rule.startswith(INHERITED) and one.span[0] <= q.core < one.span[1] for one in found):
            continue  # "it was 1,901, down from 2,118" is one change
        taken = None if reason != _NO_INCIDENT else inherit(p, q, found, before) or bare(p, q, found, before)
        if taken is None:
            kept.append((q, _MAY_BE if reason == _NO_INCIDENT and _may_be(p, q, found, before) else reason))
        else:
            taken = two_counts(p, q, taken) or taken
            if taken.rule == SIZE_OF_TREND and taken.measure_of in found:
                found.remove(taken.measure_of)  # told with its size, it is no claim of its own
                taken.measure_of = None
            insort(found, taken, key=lambda one: one.span)
    told_apart(p, found)
    return kept


def _may_be(p: Parsed, q: Quantity, found: list[Match], before: Before | None) -> bool:
    """Whether a number that no rule reads is likely one of incidents: it stands beside a claim, or is the size of a
    change in a sentence about incidents or after one.
    """
    if q.unit == "count":
        return (
            bool(found) and not (q.value == 1 and q.spelled) and not p.s.flag(q.last) & (UNITS | lex.CLOSED & ~lex.PREP)
        )
    sized = any(
        flag
        & (
            lex.UP_VERB
            | lex.DOWN_VERB
            | lex.UP_NOUN
            | lex.DOWN_NOUN
            | lex.MORE
            | lex.LESS
            | lex.UP_WORD
            | lex.DOWN_WORD
        )
        for flag in p.s.flags[max(0, q.first - 4) : q.last + 4]
    )
    return bool(found) or (sized and (before is not None or any(flag & lex.INCIDENT for flag in p.s.flags)))


def _passed(p: Parsed, q: Quantity) -> bool:
    """Whether a number only stands between two others: a time, or the 100,000 of a rate."""
    return q.not_counting in (DATED, LASTING) or (
        p.s.word(q.first - 1) == "per" and q.unit == "count" and q.high >= 100
    )


def _of_incidents(p: Parsed) -> bool:
    """Whether any word of a sentence is about incidents; no rule finds anything without one."""
    return not INCIDENTS.isdisjoint(p.s.words) or any(flag & _TELLING for flag in p.s.flags)


def modality(p: Parsed, one: Match) -> tuple[bool, str]:
    """Whether a claim is denied, and whether it is asserted, asked, forecast or supposed."""
    s = p.s
    start = one.anchor
    lowest = max(0, min(start, one.span[0]) - 9)
    negated = hypothetical = forecast = False
    for at in range(min(start, one.span[0]) - 1, lowest - 1, -1):
        word = s.words[at]
        if word in (";", ":", '"', "despite") or (word in ("and", "but", ",") and at < one.span[0] - 1 and not negated):
            break
        hit = match(s.words, at, _NEGATION)
        if word == "without" and at + 1 < one.span[0]:
            hit = None  # "crime without weapons rose by 12 percent"
        if (hit and hit[0] <= one.span[0]) or word.endswith("n't"):
            negated = negated or s.word(at + 1) not in ("only", "just", "fewer", "less", "more")
        if match(s.words, at, _FORECAST) and at not in p.date_at:
            forecast = True
        if match(s.words, at, _HYPOTHETICAL) and at not in p.date_at:  # "the graphic of 8 May"
            hypothetical = True
    if s.words[:5] == ["it", "is", "not", "true", "that"] or s.words[:5] == ["it", "'s", "not", "true", "that"]:
        negated = True
    if s.words[-1] == "?" or s.words[-2:] == ["?", '"']:
        return negated, "question"
    return negated, "forecast" if forecast else "hypothetical" if hypothetical else "asserted"
