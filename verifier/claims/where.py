"""Where the incidents of a claim happened, among the places a sentence names."""

from __future__ import annotations

from verifier.claims.clauses import Clause
from verifier.claims.found import Found, Span
from verifier.claims.lexicon import GENERIC, INCIDENT, PEOPLE, ROLE, SPEECH, THING, bag
from verifier.claims.noun_phrases import Parsed, content, run_right
from verifier.claims.places import demonyms

_PLACE_LEADS = bag("in across inside within throughout off near around at outside")
_DIRECTIONS = bag(
    "north south east west northern southern eastern western central northeast northwest southeast southwest"
)
_PLAIN_NAMES = bag("us u.s. uk u.k. usa")


def place_of(
    p: Parsed, found: Found, clauses: list[Clause], speaker: Span | None, all_found: list[Found]
) -> Span | None:
    """Where the incidents of a claim happened, as tokens; None where the sentence names no place for them."""
    events = [(c.first, c.last) for c in clauses if c.date is None and c.lead == "since"]
    best: tuple[int, Span] | None = None
    for named in p.places:
        span = (named.first, named.last)
        if any(first <= named.first < last for first, last in events):
            continue
        if speaker and speaker[0] <= named.first < speaker[1]:
            continue
        cost = _place_cost(p, found, span, all_found)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, span)
    return _whole_place(p, best[1]) if best else None


def _place_cost(p: Parsed, found: Found, span: Span, all_found: list[Found]) -> int | None:
    """How unlikely a place is the one of the claim; None where it is of people ("Israeli troops") or of the speaker."""
    s = p.s
    first, last = span
    at = first - 1
    while at > 0 and (s.words[at] in ("the", "of") or s.words[at] in _DIRECTIONS):
        at -= 1
    before, after = s.word(at), s.word(last)
    cost = _span_distance(found, span, all_found)
    inside = found.measure is not None and found.measure[0] - 1 <= first < found.measure[1]
    if before in _PLACE_LEADS:
        return cost - 12
    adjective = content(p, last) and after != "'s" and s.words[last - 1] not in _PLAIN_NAMES
    if adjective and _is_demonym(p, span):
        run = run_right(p, last)
        head = s.flags[run[1] - 1] if run else 0
        if (
            head & (ROLE | SPEECH)
            or (head & (PEOPLE | THING) and not head & INCIDENT)
            or not head & (INCIDENT | GENERIC)
        ):
            return None
    follower = last + (after == "'s")
    if s.flag(follower) & ROLE and not inside:
        cost += 20  # "Pakistan's prime minister", "US officials": the speaker's place
    if first == 0 and after in ("-", "—", ",", "(", ":") and len(p.places) > 1:
        return cost + 30  # a dateline
    if inside:
        return cost - 15
    if after == "'s" or before == "of":
        return cost - 4
    return cost


def _is_demonym(p: Parsed, span: Span) -> bool:
    """Whether a place is an adjective or people ("Iraqi"), not a country, region or city."""
    named = p.place_at[span[0]]
    return named.country is not None and span[1] == span[0] + 1 and p.s.words[span[0]] in demonyms()


def _whole_place(p: Parsed, span: Span) -> Span:
    """The place with the compass point before it and further places joined to it: "Nagaland and Assam"."""
    s = p.s
    first, last = span
    while s.word(first - 1) in _DIRECTIONS or (s.word(first - 1) == "of" and s.word(first - 2) in _DIRECTIONS):
        first -= 1
    if _is_demonym(p, span):
        return (first, last)
    while s.word(last) in (",", "and") and (
        last + 1 in p.place_at or (s.word(last + 1) == "and" and last + 2 in p.place_at)
    ):
        further = p.place_at[last + 1] if last + 1 in p.place_at else p.place_at[last + 2]
        if s.word(further.last) == "'s" or _is_demonym(p, (further.first, further.last)):
            break
        last = further.last
    while first > 1 and s.words[first - 1] in (",", "and") and first - 2 in p.place_at:
        earlier = p.place_at[first - 2]
        if _is_demonym(p, (earlier.first, earlier.last)):
            break
        first = earlier.first
    return (first, last)


def _span_distance(found: Found, span: Span, all_found: list[Found]) -> int:
    start = min(found.span[0], found.measure[0] if found.measure else found.span[0])
    end = max(found.span[1], found.measure[1] if found.measure else found.span[1])
    gap = span[0] - end if span[0] >= end else start - span[1]
    between = sum(
        1 for other in all_found if other is not found and min(end, span[0]) <= other.span[0] < max(start, span[0])
    )
    return max(gap, 0) + 15 * between
