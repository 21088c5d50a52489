"""Times of a sentence that are not those of a claim: of another number, place or statement in it."""

from __future__ import annotations

from itertools import pairwise

from verifier.claims.numbers.spelled_numbers import ORDINALS
from verifier.claims.phrases.count_words import SUPERLATIVES
from verifier.claims.phrases.match import Match
from verifier.claims.phrases.noun_phrases import content
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.time_clauses import Clause
from verifier.claims.text.lexicon import AUX, SPEECH, bag
from verifier.claims.text.tokens import Sentence

COMPARED_WITH = ("level:again", "level:compared with", "level:from")
_IN_ORDER = frozenset(ORDINALS) | {"latest"}
_RELATIVE = bag("that which who")
_CLAUSES = bag("which where")
_PARTS = (["among", "them"], ["of", "them"])
_JUDGING = bag("called calls described describes dubbed termed labelled labeled hailed")
_THAT_TIME = (["that", "year"], ["that", "month"], ["that", "quarter"])
_DASHES = ("–", "—", "-")


def of_the_other_number(p: Parsed, found: Match, clause: Clause) -> bool:
    """Whether a year stands right before what another number counts: "…, down from the 2022 offense rate of 377.1"."""
    if clause.lead not in ("", "from") or clause.date is None or clause.last - clause.date.first > 1:
        return False
    end = clause.last
    while content(p, end) or p.s.word(end) == "of":
        end += 1
    of_it = found.span[0] <= end < found.span[1]
    return end in p.quantity_at and not of_it and p.s.word(end - 1) == "of"


def ends_a_change(clause: Clause, all_found: list[Match]) -> bool:
    """Whether a clause stands right behind a change, as what that is compared with."""
    return any(one.kind == "change" and one.span[1] <= clause.first <= one.span[1] + 2 for one in all_found)


def of_another_count(found: Match, clause: Clause, all_found: list[Match]) -> bool:
    """Whether a clause stands right behind another count that a claim's own is compared with."""
    return any(
        one is not found
        and (one.rule in COMPARED_WITH or one.rule.startswith("level:said exceed"))
        and one.span[1] <= clause.first <= one.span[1] + 1
        for one in all_found
    )


def right_behind(p: Parsed, found: Match, clause: Clause) -> bool:
    """Whether a time stands right behind a count: "against 734 in 2022", "compared to 54 attacks reported in July"."""
    gap = p.s.words[found.span[1] : clause.first]
    booked = len(gap) == 1 and gap[0] in ("recorded", "reported", "registered", "logged")
    return clause.first >= found.span[1] and clause.lead != "since" and (not gap or booked)


def apart(p: Parsed, found: Match, clause: Clause, all_found: list[Match]) -> bool:
    """Whether a clause is of another statement: beyond a semicolon or bracket, or in what a claim is compared with."""
    if found.other and found.other[0] <= clause.first and clause.last <= found.other[1]:
        return True
    low, high = sorted((found.span[1], clause.first)) if clause.first >= found.span[1] else (clause.last, found.span[0])
    low += clause.first > low == found.span[1] and p.s.words[low] == ")"  # "33 fewer (5%) than the year before"
    between = p.s.words[low:high]
    if clause.first >= found.span[1] and (_of_the_next(p, clause) or _of_a_further_number(p, found, clause)):
        return True
    if _owns_another_thing(p, clause, found):
        return True  # "Texas, last year's epicentre, has had 186"
    if clause.last <= found.span[0] and "compared" in between[:3] and found.kind == "level":
        return True  # "461 shootings in July 2021, compared to the 402 shootings …"
    if clause.first >= found.span[1] and clause.lead == "since" and _of_a_further_size(p, found, clause, all_found):
        return True
    if clause.first >= found.span[1] and _behind_while(between, low, clause, all_found):
        return True  # "declined by a third, while robberies were down 15 percent since 2019"
    if clause.first >= found.span[1] and any(between[at : at + 2] in _THAT_TIME for at in range(len(between))):
        return True  # "came to 310,000 in that year, and then halved in 2023"
    if clause.first >= found.span[1] and "compared" in between and found.kind == "level":
        compared = low + between.index("compared")
        return any(compared < one.span[0] < high for one in all_found)  # "34 killed, compared to 18 deaths in April"
    if clause.first >= found.span[1] and found.kind in ("level", "rate") and _in_a_judgement(p, found, clause):
        return True  # "came to 779,542, which an aide called “half of what we had four years ago”"
    if clause.first >= found.span[1] and _of_another_place(p, low, high):
        return True  # "rose from 14 to 36, and Peru, which had none in 2015, reported 21"
    if clause.first >= found.span[1] and any(between[at : at + 2] in _PARTS for at in range(len(between))):
        return True  # "there were 35, among them the 22 people murdered in April"; "45,000 of them since May"
    if clause.first >= found.span[1] and "including" in between and not _RELATIVE.isdisjoint(between):
        return True  # "four were hijacked, including a tanker that was recaptured in the last quarter"
    if clause.first >= found.span[1] and any(word in _DASHES for word in between):
        dash = low + next(at for at, word in enumerate(between) if word in _DASHES)
        own = range(*found.numbers.span) if found.numbers else ()
        if any(dash < at < high for at in p.quantity_at if at not in p.date_at and at not in own):
            return True  # "up 12.6% – and thefts from shops had returned to 999,394 in 2022"
    if clause.last <= found.span[0] and _in_an_aside(p, clause, found):
        return True
    return ";" in between or (clause.first >= found.span[1] and ")" in between and "(" not in between)


def _of_a_further_size(p: Parsed, found: Match, clause: Clause, all_found: list[Match]) -> bool:
    """Whether "since" is of a further size: "fell by 20 percent in 2024, and by 30 percent since 2015"."""
    return any(
        found.span[1] < one.span[0]
        and one.span[1] <= clause.first
        and p.s.words[one.span[0] - 2 : one.span[0]] == ["and", "by"]
        for one in all_found
    )


def _behind_while(between: list[str], start: int, clause: Clause, all_found: list[Match]) -> bool:
    """Whether a time stands in a further statement with its own claim: ", while robberies were down 15 percent"."""
    if "yet" in between:
        return True  # "rose by 18 per cent, yet stayed below the level of 2019"
    opens = next((start + at for at, word in enumerate(between) if word in ("while", "whereas")), None)
    return opens is not None and any(opens < one.span[0] and one.span[1] <= clause.first for one in all_found)


def _in_a_judgement(p: Parsed, found: Match, clause: Clause) -> bool:
    """Whether a time stands in what somebody says of a number: ", which the minister called …"."""
    s = p.s
    opens = next((at for at in range(found.span[1], clause.first) if s.words[at - 1 : at + 1] == [",", "which"]), None)
    return opens is not None and any(
        s.flags[at] & SPEECH or s.words[at] in _JUDGING for at in range(opens + 1, clause.first)
    )


def _owns_another_thing(p: Parsed, clause: Clause, found: Match) -> bool:
    """Whether a time behind a comma owns what is no part of the claim: ", last year's epicentre,"."""
    s, at = p.s, clause.last + 1
    if s.word(clause.last) != "'s" or s.word(clause.first - 1) != "," or clause.date is None:
        return False
    while content(p, at):
        at += 1
    apart_from_it = found.measure is None or not clause.last <= found.measure[0] <= at
    return s.word(at) == "," and at < found.span[0] and apart_from_it


def _in_an_aside(p: Parsed, clause: Clause, found: Match) -> bool:
    """Whether a time is that of a relative clause which has closed: "murders, which had leapt in 2016, dipped to"."""
    s = p.s
    opens = next((at for at in range(clause.first - 1, 0, -1) if s.words[at] in (",", ";")), 0)
    closes = next((at for at in range(clause.last, found.span[0]) if s.words[at] == ","), 0)
    told = clause.lead == "since" or any(
        at in p.quantity_at and at not in p.date_at for at in range(opens, clause.first)
    )
    opener = opens + 1 + (s.word(opens + 1) == "of")  # ", of which there were 90 in 2019,"
    return bool(opens and closes) and s.words[opener] in _CLAUSES and closes == clause.last and told


def _of_another_place(p: Parsed, low: int, high: int) -> bool:
    """Whether a clause that tells of a place opens between: ", and Peru, which had none in 2015"."""
    return any(
        p.s.words[at] in _CLAUSES and p.s.words[at - 1] == "," and at - 2 in p.place_at and at - 2 >= low
        for at in range(low + 2, high)
    )


def _of_a_further_number(p: Parsed, found: Match, clause: Clause) -> bool:
    """Whether a time is that of a further number: "down 20 per cent from the year before, and over 8,000 in 2016"."""
    q = p.quantity_at.get(clause.first - 1)
    if q is None or q.last != clause.first or q.first < found.span[1] or clause.lead not in ("in", "during"):
        return False
    return p.s.word(q.first - 1) == "and" and p.s.word(q.first - 2) == ","


def of_its_own_number(p: Parsed, found: Match, clause: Clause) -> bool:
    """Whether a time stands right behind a number that is not the claim's: "… 97%, from 120,000 in 2021"."""
    q = p.quantity_at.get(clause.first - 1)
    own = [span for span in (found.span, found.numbers and found.numbers.span) if span]
    before = q is not None and (
        clause.lead == "of" or p.s.word(q.first - 1) == "from"
    )  # "76% more than the 980 of 2022"
    return (
        q is not None
        and q.last == clause.first
        and (q.first >= found.span[1] or before)
        and clause.first - 1 not in p.date_at
        and clause.lead in ("", "in", "during", "of")
        and not any(first <= q.first < last for first, last in own)
    )


def led_by_from(p: Parsed, clause: Clause) -> bool:
    """Whether a time stands behind the number that a change starts from: "from 310,000 in 2022"."""
    q = p.quantity_at.get(clause.first - 1)
    return q is not None and q.first not in p.date_at and p.s.word(q.first - 1) == "from"


def _of_the_next(p: Parsed, clause: Clause) -> bool:
    """Whether a time opens another statement: "174 deaths, and in May the number …", "…, while in 2020, 59 were"."""
    s = p.s
    before, after = s.word(clause.first - 1), s.word(clause.last)
    if clause.lead not in ("in", "during", "on", "by", "for", "since") or clause.date is None:
        return False
    opened = clause.last
    while s.word(opened) in ("and", ",") and opened + 1 in p.date_at:
        opened = p.date_at[opened + 1].last
    if before == "," and s.word(opened) in ("there", "it", "they") and s.flag(opened + 1) & AUX:
        return True  # "59 conflicts, in 2020 and 2022 there had been 46 each"
    if s.word(opened) in ("it", "they", "there") and s.flag(opened + 1) & AUX and _joins(s, clause.first):
        return True  # "it was 25.9, and at its peak in 2018 it had been 35"
    if before in ("and", "but") and s.word(clause.first - 2) == "," == after:
        return True  # "in 2016 there had been 8,000, and in 2017, according to the minister, 4,100"
    return before == "while" or (before in ("and", "but") and after not in ("", ".", ",", ";", "and", ")"))


def _joins(s: Sentence, at: int) -> bool:
    """Whether a comma and a conjunction open the statement that a time stands in, with few words between."""
    return any(
        s.words[n - 1 : n + 1] in ([",", "and"], [",", "but"], [",", "while"]) for n in range(max(1, at - 5), at)
    )


def of_a_rank(p: Parsed, clause: Clause, all_found: list[Match]) -> bool:
    """Whether a length of time is what a superlative looks back on: "the worst fire in nine years killed 24"."""
    s = p.s
    looked_back = s.words[max(0, clause.first - 9) : clause.first]
    ordinal = any(
        before in ("the", "'s")
        and (word in _IN_ORDER or word in SUPERLATIVES or (word.endswith("est") and len(word) > 5))
        for before, word in pairwise(looked_back)
    )
    if s.word(clause.first - 1) == "time" or s.words[clause.last - 1] in ("history", "memory") or ordinal:
        return True
    ranks = [one for one in all_found if one.kind == "rank" and one.span[1] <= clause.first <= one.span[1] + 8]
    return any(not change_between(one, clause, all_found) for one in ranks)


def change_between(found: Match, clause: Clause, all_found: list[Match]) -> bool:
    """Whether a change stands between a claim and a time: "a new high and an increase of 8.7 million since 2018"."""
    return any(one.kind == "change" and found.span[1] <= one.span[0] < clause.first for one in all_found)
