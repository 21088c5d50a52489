"""Who counted: "PICSS logged 905 attacks", "the institute's number of attacks", "by NOAA's reckoning"."""

from __future__ import annotations

from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, run_left
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text.lexicon import ADV, AUX, DET, EVENT, PREP, PRON, SPEECH, bag

_COUNTING = bag(
    "logged recorded counted registered tallied documented reported listed put puts noted dealt handled received "
    "confirmed verified identified added"
)
KEEPERS = bag("police authorities officials officers prosecutors ministry hospitals authority")
RECKONING = bag(
    "reckoning count counting tally estimate estimates figures database table tables series list books catalog "
    "catalogue files file account data records statistics survey report archive definition definitions criteria "
    "standards"
)
BODIES = bag(
    "agency archive bureau center centre institute monitor observatory office organisation organization programme"
)
_JOINS = bag("and while whereas but")
OWNERS = bag("nation country world state city region continent")
_KEPT = bag("compiles compiled publishes published keeps kept maintains maintained collects collected runs gathers")


def counting_body(p: Parsed, found: Match) -> str | None:
    """The body with a name of its own that is said to have counted: "PICSS logged 905 militant attacks"."""
    verbs = (at for at in range(first_of(found) - 1, 0, -1) if p.s.words[at] in _COUNTING)
    run = run_left(p, next(verbs, 0))
    return p.text(run) if run and has_counted(p, run, found) and _is_named(p, run) else None


def own_counter(p: Parsed, found: Match) -> str | None:
    """The body that a further statement of a sentence names as the one who counted: "…, according to PIPS; PICSS, which
    counts differently, put the number at 905", "…, and PICSS 905".
    """
    s, first = p.s, found.span[0]
    opens = [at for at in range(1, first) if s.words[at] == ";" or (s.words[at] in _JOINS and s.words[at - 1] == ",")]
    start = end = s.past(opens[-1] + 1, DET) if opens else first
    while end < first and (s.capital(end) or s.words[end] in ("of", "for")):
        end += 1
    if end == start or not _is_named(p, (start, end)):
        return None
    behind = s.words.index(",", end + 1) + 1 if s.words[end] == "," and "," in s.words[end + 1 : first] else end
    verb, number = s.past(behind, AUX | ADV), p.quantity_at.get(behind)
    counted = s.word(verb) in _COUNTING or verb > behind or (number is not None and number.first <= first)
    return p.text((start, end)) if counted else None


def booked(p: Parsed, at: int) -> bool:
    """Whether those who keep the books stand after "registered by": they count, and did not do it."""
    return any(p.s.words[before] in _COUNTING for before in range(max(0, at - 4), at))


def by_the_count(p: Parsed, at: int) -> int:
    """Where "by" or "in" stands in "by NOAA's reckoning", "in the series that …", "to its list"; else the token
    itself.
    """
    s, by = p.s, at - 1
    while by > 0 and at - by < 7 and (content(p, by) or s.words[by] in ("the", "its", "their", "'s", "of")):
        by -= 1
    return by if s.word(by) in ("by", "in", "on", "to") and (s.word(by) == "by" or _is_kept(p, by, at)) else at


def _is_kept(p: Parsed, first: int, at: int) -> bool:
    """Whether a list is said to be somebody's: "in Eurostat's table", "in the series that the UN compiles"."""
    return "'s" in p.s.words[first:at] or p.s.word(first + 1) in ("its", "their") or end_of_name(p, at + 1) > at + 1


def is_who_counts(p: Parsed, at: int) -> bool:
    """Whether "the institute" owns, has or is told a number, and is not what was attacked."""
    s = p.s
    if s.word(at - 1) not in ("the", "its", "their"):
        return False
    told = bool(s.flag(at - 2) & SPEECH) or s.word(at - 2) in ("informed", "notified")
    owns = s.word(at + 1) == "'s" or s.flag(at + 1) & AUX or s.word(at + 1) in _COUNTING
    return told or (bool(owns) and not s.flag(at - 2) & PREP) or (s.word(at - 2) == "by" and is_kept_count(p, at + 2))


def is_kept_count(p: Parsed, at: int) -> bool:
    """Whether what a body owns is its count: "latest full-year estimate", "list", "figures"."""
    end = at
    while content(p, end) or p.s.word(end) == "-":
        end += 1
    return any(p.s.words[n] in RECKONING | {"figure"} for n in range(at, end))


def end_of_name(p: Parsed, at: int) -> int:
    """The end of "of the Uppsala Conflict Data Program" behind a word; the token itself where no such name stands."""
    s, end = p.s, at
    if s.word(end) in ("that", "which"):
        kept = [n for n in range(end, min(len(s), end + 16)) if s.words[n] in _KEPT]
        return kept[-1] + 1 if kept else at
    if s.word(end) != "of":
        return at
    end += 1 + bool(s.flag(end + 1) & DET)
    while s.capital(end):
        end += 1
    return end


def named_counter(p: Parsed, found: Match) -> Span | None:
    """The whole name of a body that counted, with its short form: "the Uppsala Conflict Data Program (UCDP) registered
    61 active conflicts".
    """
    s = p.s
    verb = next((at for at in range(first_of(found) - 1, 1, -1) if s.words[at] in _COUNTING), 0)
    last = verb - bool(verb and s.flag(verb - 1) & AUX)
    first = last - 3 if last > 3 and s.words[last - 1] == ")" and s.words[last - 3] == "(" else last
    while first > 0 and (s.capital(first - 1) or s.words[first - 1] in ("of", "for", "and", "on", "the", "data")):
        first -= 1
    return (first, last) if sum(s.capital(at) for at in range(first, last)) > 1 and first not in p.place_at else None


def has_counted(p: Parsed, run: Span, found: Match) -> bool:
    """Whether a run is the body that counted: "PICSS logged 905 …", "Police there recorded 322 …"."""
    s, at = p.s, run[1]
    passed = OWNERS | {"in", "across", "the", "member", "states", "countries"}
    while at < run[1] + 7 and (
        s.flag(at) & (AUX | ADV | PRON) or at in p.place_at or at in p.quantity_at or s.word(at) in passed
    ):
        at += 1  # "Police in Finland registered …"
    if _has(p, run, at):
        return True
    led = s.word(at - 1) in ("has", "have", "had") or not s.flag(at - 1) & (EVENT | AUX)
    return s.word(at) in _COUNTING and at < first_of(found) and led


def _has(p: Parsed, run: Span, at: int) -> bool:
    """Whether a body with a short name has a number on its books: "UCDP has 6,122 conflict deaths"."""
    name = p.s.raw[run[1] - 1]
    return name.isupper() and len(name) > 2 and p.s.word(at - 1) in ("has", "had", "gives", "gave", "finds", "lists")


def first_of(found: Match, *more: Span | None) -> int:
    """Where the number or its measure begins, or another span if that is before."""
    return min(span[0] for span in (found.span, found.measure, *more) if span)


def _is_named(p: Parsed, run: Span) -> bool:
    """Whether a body has a name of its own: whose counts they are then is a choice that the text has made."""
    if all(at in p.place_at for at in range(*run)) or p.s.words[run[0]] in KEEPERS:
        return False  # "South Africa recorded 27,494 murders", "Police in the European Union recorded …"
    return sum(p.s.capital(at) for at in range(*run)) >= 2 or any(
        p.s.raw[at].isupper() and len(p.s.raw[at]) > 2 for at in range(*run)
    )
