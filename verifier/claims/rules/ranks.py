"""Cue rules for ranks: the highest since 2014, the second-most violent city, ranked third in murders, a record."""

from __future__ import annotations

from dataclasses import replace

from verifier.claims.phrases.count_words import RECORDED
from verifier.claims.phrases.incident_phrases import is_counted, is_incident, with_event
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.predicates import event_after
from verifier.claims.phrases.subjects import left_out, subject
from verifier.claims.places.place_words import NATIONWIDE, WORLDWIDE
from verifier.claims.rules.levels import incident_left, turned
from verifier.claims.rules.rank_measures import ranked_measure, ranked_subject, subject_is_incident, with_number
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, key_words, match, phrases

_RANKING = bag("ranked ranks rank is are was came comes number place placed as then")
_OVER = bag("in for out place on of among") | NATIONWIDE | WORLDWIDE
_FIELDS = bag("nation country world state states region league continent nations planet list")

_WORDS = phrases("ranks", "up", "down")
_TOPPING = bag("tops top topped topping heads headed")
_LISTS = bag("list table ranking rankings league chart charts")
_CUES = bag("peaked out no number # lead leads led leading leader low lows high highs peak level levels capital many")
_CUES |= _TOPPING
# "No. 1" and "a 30-year low" need a number, so that these are no cues of ranks without one.
CUES = (_CUES | key_words(_WORDS)) - bag("no out number # low high peak level levels")
# Words that are ranks only as "a record …", "the top …": alone they mean too many other things.
_NEEDS_NOUN = bag("record top leading high low peak least longest maximum minimum")
_CRIME = bag("crime crimes offences offenses")
_FORMERLY = bag("once formerly previously")
# "This is the second lowest annual total on record" is about what the sentence before counts.
_HEADLESS_AFTER = bag("annual monthly total level number figure rate since on in ever toll tally")
_SET_OFF = bag(", ; and was is - — (")
_HEIGHTS = {"high": "up", "highs": "up", "peak": "up", "low": "down", "lows": "down"}
# "a postwar low", "record lows"; "a new high of 1,200" needs its number.
_ALL_TIME = bag("postwar historic historical unprecedented record")
_SETTING = bag("hit hits set sets reached reaches broke breaks broken setting hitting reaching")
_AFTER_HEIGHT = bag(", . ; and for") | {""}
_ENDS = frozenset([".", ",", ";", "", "in", "last", "this", "for", "of"])


def ranks(p: Parsed, taken: list[Match], *, follows: bool = False) -> list[Match]:
    """The superlatives and ranks of a sentence that are about incidents, among the claims with a number."""
    s = p.s
    found: list[Match] = []
    if not p.quantities and CUES.isdisjoint(s.words):
        return found
    end = 0
    for at in [at for at, word in enumerate(s.words) if word in _WORDS or word in _CUES or at in p.quantity_at]:
        if at < end:
            continue
        if s.word(s.back(at - 1, lex.DET)) in _FORMERLY:
            continue  # "Estonia's, once the worst, was 1.9"
        one = _superlative(p, at, follows, taken) or ranked(p, at) or number_one(p, at)
        one = one or tops_the_list(p, at) or leads(p, at) or not_seen_since(p, at) or so_many(p, at) or _turned(p, at)
        if one is not None and not any(
            t.span[0] < one.span[1] and one.span[0] < max(t.span[1], t.measure[1] if _numbered(t) and t.measure else 0)
            for t in found
        ):
            found.append(one)
            end = max(one.span[1], one.ends)
    return found


def behind_inherited(p: Parsed, found: list[Match]) -> list[Match]:
    """The superlatives right behind a number that takes its measure from another claim: "The year before there were
    266, the most since 2015".
    """
    s = p.s
    ranked = []
    for one in found:
        start = one.ends + 2 if one.ends > one.span[1] else one.span[1] + 2
        led = s.word(start - 1) == "the" and (s.word(start - 2) == "," or bool(s.flag(start - 2) & lex.AUX))
        hit = match(s.words, start, _WORDS) if led else None  # ", the most", "Ontario's 288 were the most"
        if one.measure_of is None or one.kind not in ("level", "rate") or hit is None:
            continue
        end, direction = hit
        if s.word(end) in _HEADLESS_AFTER and not any(each.kind == "rank" and each.span[1] >= end for each in found):
            rule = f"rank:superlative {s.slice(start, end).lower()}"
            made = Match.rank((start - 1, end), direction, 1.0, rule, one.measure, anchor=start)
            made = replace(made, event=one.event, place=one.place, measure_of=one.measure_of, measure_in=one.measure_in)
            ranked.append(made)
    return ranked


def _numbered(one: Match) -> bool:
    """Whether a rank is told by its number: of "the No. 2 kidnapping capital" the capital is no rank of its own."""
    return one.rule == "rank:number one"


def _superlative(p: Parsed, at: int, follows: bool, taken: list[Match]) -> Match | None:
    s = p.s
    hit = match(s.words, at, _WORDS)
    if hit is None or at in p.date_at:
        return None
    end, direction = hit
    if end == at + 2 and s.word(at) == "most" and s.flag(end) & lex.INCIDENT and s.word(end) in _CRIME:
        end -= 1  # "the most | violent crime", where "the most violent attack" is one attack
    word = s.words[end - 1]
    if word == "fastest" and s.words[at - 2 : at] == ["at", "the"] and s.word(end) in ("rate", "pace"):
        return None  # "thefts increased at the fastest rate" tells how they rose
    if s.words[end - 1] == "fastest":
        end += s.word(end) == "-"
        end += bool(s.flag(end) & lex.CHANGE_VERB)  # "fastest growing"
    hyphen = s.word(end) == "-" and s.glued(end) and s.glued(end + 1)
    if hyphen:  # highest-profile, record-breaking, lowest-level
        end += 2
    placed = _which(p, at)
    if placed is None:
        return None
    first, value = placed
    start = s.opening(first, 0, ("the", "its", "their", "our", "'s", "a", "his"))
    if word == "least" and s.word(at - 1) == "at":
        return None
    if word == "most" and not (_most(p, end) or _where_most(p, at)):
        return None
    if word in _HEIGHTS and end == at + 1:
        return _height(p, at) or _apposed_height(p, at, taken)
    counted = end in p.quantity_at and p.quantity_at[end].unit == "count"  # "gun deaths hit record 48,830"
    alone = s.word(at - 1) in ("a", "new", "another") or s.words[max(0, at - 3) : at] == ["all", "-", "time"]
    if word == "record" and ((s.word(end) in _ENDS and alone) or counted):
        return _record(p, at, taken)
    if word in _NEEDS_NOUN and end == at + 1 and not (run_right(p, end) or s.flag(end) & lex.GENERIC):
        return None
    if (
        word == "record"
        and not hyphen
        and s.word(first - 1) not in ("a", "the", "all-time", "to", "at", "on", "in", "by", "set", "hit", "reached")
        and not s.flag(end) & (lex.INCIDENT | lex.GENERIC)
    ):
        return None
    if word == "leading" and not is_incident(p, phrase_right(p, end)):
        return None
    noun = end + (s.word(end) == "ever")  # "the largest ever decrease"
    noun += 3 * (
        s.word(noun) in ("single", "one") and s.word(noun + 1) == "-" and bool(s.flag(noun + 2) & lex.TIME_UNIT)
    )
    changed = s.flag(noun) & lex.CHANGE_NOUN  # "the largest single-year increase"
    if word in ("affected", "hit"):
        measure = _first_incident(p, end + 1)  # "the region most affected by attacks"
    else:
        measure = _change(p, noun, follows or bool(taken)) if changed else ranked_measure(p, first, end)
    if measure is None and s.word(start - 1) in _SET_OFF and s.word(end) in _HEADLESS_AFTER:
        # "caught 851,000 migrants last year, the most since 2007"; "from 220 to 241; …, and the highest number since"
        last = next((one for one in reversed(taken) if one.span[1] < start), None)
        measure = last.measure if last and last.kind in ("level", "rate", "change") and start - last.ends < 20 else None
    fell = next((one for one in reversed(taken) if one.kind == "change" and one.span[1] == start - 1), None)
    if measure is None and s.word(start - 1) == "to" and fell and s.word(end) in _HEADLESS_AFTER:
        measure = fell.measure  # "the number of people who died fell by 279 to the lowest level for five years"
    for one in taken:  # "the rate was 1.56 victims for every 100,000 people, the lowest in four decades"
        if one.kind == "rate" and measure and one.measure and one.span[0] <= measure[0] < one.span[1] < at:
            measure = one.measure
    toll = s.word(end) == "toll" or (s.word(start - 1) == "," and s.word(end) in _HEADLESS_AFTER)
    dead = taken[-1] if taken and toll and taken[-1].kind == "level" else None
    if dead and dead.event and 0 <= start - dead.ends < 8:
        measure = dead.measure  # "killed 568 people, the eighth-highest toll": of the dead, and not of what killed them
    back = measure is None and follows and at < 12 and s.words[0] in ("this", "that", "it")
    back = back and s.word(end) in _HEADLESS_AFTER
    if (measure is None and not back) or (measure and s.words[measure[1] - 1] == "threat"):
        return None
    return Match.rank(
        (first, end),
        direction,
        None if _one_of(p, start) or (word == "leading" and s.word(first - 1) == "a") else value,
        f"rank:superlative {s.slice(at, end).lower()}",
        measure,
        anchor=at,
    )


def _turned(p: Parsed, at: int) -> Match | None:
    """The highest or the lowest that a verb tells of: "murders peaked in 2013"."""
    first, direction = turned(p, at) or (at, "")
    measure = subject(p, first) if direction else None
    if measure is None or not is_counted(p, measure):
        return None
    return Match.rank((first, at + 1), direction, 1.0, f"rank:{p.s.words[first]}", measure)


def _which(p: Parsed, at: int) -> tuple[int, float] | None:
    """Where a superlative with its place in the order begins, and that place: "second-highest" is 2, "highest" 1."""
    s = p.s
    for before in (at - 2, at - 1):
        q = p.quantity_at.get(before)
        if q and q.unit == "ordinal" and (before == at - 1 or (s.word(at - 1) == "-" and s.glued(at))):
            return (at - 2 if before == at - 2 else q.core), q.high
    return None if s.word(at - 1) == "-" and s.glued(at) else (at, 1.0)


def _one_of(p: Parsed, start: int) -> bool:
    """Whether it is one of several: "one of the deadliest", "one of our nation's most dangerous cities"."""
    s = p.s
    owner = start - 1 if s.word(start) == "'s" else start
    while owner > 0 and start - owner < 5 and (content(p, owner - 1) or s.flags[owner - 1] & lex.DET):
        owner -= 1
    among = s.words[start - 2 : start] in (["one", "of"], ["among", "the"]) or s.word(start - 1) == "among"
    led = "with" in s.words[max(0, start - 2) : start] and "among" in s.words[max(0, start - 6) : start]
    return among or led or s.words[owner - 2 : owner] == ["one", "of"]  # "among the countries with the most"


def _record(p: Parsed, at: int, taken: list[Match]) -> Match | None:
    """ "violence has hit a record", "overdoses set a new record last year"."""
    s = p.s
    verb = s.back(at - 1, 0, ("a", "an", "new", "another", "yet", "all", "time") + ("-",) * (s.word(at - 1) == "time"))
    last = next((one for one in reversed(taken) if one.span[1] < at and one.kind in ("level", "rate")), None)
    if last and s.words[verb] in (",", "—") and at - last.ends < 12 and s.word(at + 1) in _AFTER_HEIGHT:
        return Match.rank((at, at + 1), "up", 1.0, "rank:record", last.measure)  # "…, an all-time record."
    if s.words[verb - 1 : verb + 1] in (["which", "was"], ["which", "is"]):
        last = next((one for one in reversed(taken) if one.span[1] < at and one.measure), None)
        return Match.rank((at, at + 1), "up", 1.0, "rank:record", last.measure) if last else None
    measure = subject(p, verb) if s.words[verb] in _SETTING else None
    if s.word(at + 1) == "of" and at + 2 in p.quantity_at:  # "set a new record of 2.3 million arrests"
        measure = phrase_right(p, p.quantity_at[at + 2].last) or measure
    if measure is None or not is_incident(p, measure):
        return None
    return Match.rank((at, at + 1), "up", 1.0, "rank:record", measure)


def _opens_height(p: Parsed, at: int) -> int | None:
    """Where a high or low of a length of time begins, "a 46-year low", "a postwar low", "a new high of 40"."""
    s = p.s
    if s.flag(at - 1) & lex.TIME_UNIT:  # "a 20-year low", "a 20 year low"
        long = at - 2 - (s.word(at - 2) == "-")
        return p.quantity_at[long].core if long in p.quantity_at else long if s.word(long) == "multi" else None
    new = s.word(at - 1) == "new" and s.word(at + 1) == "of" and at + 2 in p.quantity_at
    return at - 1 if new or s.word(at - 1) in _ALL_TIME else None


def _height(p: Parsed, at: int) -> Match | None:
    """A high or a low that the subject of its verb has reached."""
    s = p.s
    first = verb = _opens_height(p, at)
    if first is None or verb is None:
        return None
    while (
        verb > 0
        and first - verb < 6
        and s.words[verb] != "at"
        and not s.flags[verb] & (lex.AUX | lex.VERB | lex.CHANGE_VERB | lex.EVENT)
    ):
        verb -= 1
    of_it = phrase_right(p, at + 2) if s.word(at + 1) in ("in", "for") and at + 2 not in p.date_at else None
    if of_it and is_incident(p, of_it):  # "a 25-year low in crime"
        return Match.rank((first, at + 1), _HEIGHTS[s.words[at]], 1.0, f"rank:year {s.words[at]}", of_it, anchor=at)
    measure = phrase_left(p, verb)  # "theft led to production falling to a 30-year low" is not about theft
    if not is_incident(p, measure):
        measure = subject(p, verb)
    if not is_incident(p, measure):
        measure = left_out(p, s.back(verb - 1, lex.AUX))  # "crime declined again and is at a 50-year low"
    dropping = left_out(p, verb) if s.words[verb].endswith("ing") and s.word(verb - 1) == "," else None
    if dropping and not is_incident(p, measure):  # "crime plummeted, dropping to a 30-year low"
        return Match.rank((first, at + 1), _HEIGHTS[s.words[at]], 1.0, f"rank:year {s.words[at]}", dropping, anchor=at)
    if measure is None or not is_incident(p, measure) or _verb_between(p, measure[1], verb - 1):
        return None
    return Match.rank((first, at + 1), _HEIGHTS[s.words[at]], 1.0, f"rank:year {s.words[at]}", measure, anchor=at)


def _apposed_height(p: Parsed, at: int, taken: list[Match]) -> Match | None:
    """ "There were 340 murders — a new high and 12 more than …": of what is counted right before."""
    s = p.s
    last = next((one for one in reversed(taken) if one.span[1] <= at - 2), None)
    set_off = s.words[at - 2 : at] == ["a", "new"] and s.word(at - 3) in _SET_OFF and s.word(at + 1) in _AFTER_HEIGHT
    if last is None or not set_off or last.kind not in ("level", "rate") or at - last.ends > 12:
        return None
    return Match.rank((at - 1, at + 1), _HEIGHTS[s.words[at]], 1.0, f"rank:new {s.words[at]}", last.measure, anchor=at)


def _verb_between(p: Parsed, start: int, end: int) -> bool:
    """Whether another verb stands between a subject and its own verb."""
    return any(
        p.s.flags[at] & (lex.VERB | lex.CHANGE_VERB | lex.EVENT) and not content(p, at) for at in range(start, end)
    )


def _most(p: Parsed, end: int) -> bool:
    """Whether "most" is a superlative here ("the most murders") and not a share ("most people")."""
    s = p.s
    return (
        s.word(end - 2) in ("the", "'s", "-", "its")
        and s.word(end) not in ("of", "recent", "part", "important", "comprehensive", "wanted")
        and (not s.flag(end) & lex.PEOPLE or is_incident(p, run_right(p, end)))
    )


def _where_most(p: Parsed, at: int) -> bool:
    """ "with most cases reported in Ukraine", "the countries where most murders were recorded"."""
    s = p.s
    own = run_right(p, at + 1)
    if own is None or s.word(at - 1) not in ("with", "where") or not s.flags[own[1] - 1] & (lex.INCIDENT | lex.GENERIC):
        return False
    return s.word(own[1] + bool(s.flag(own[1]) & lex.AUX)) in RECORDED


def _change(p: Parsed, end: int, follows: bool) -> Span | None:
    """ "the steepest drop in violent crime"; "that is the largest increase in 25 years" after a claim."""
    s = p.s
    inner = phrase_right(p, end + 2) if s.word(end + 1) in ("in", "of") and end + 2 not in p.quantity_at else None
    if inner and s.words[inner[1] - 1] not in ("history", "memory", "record"):
        return (end, inner[1]) if is_incident(p, inner) else None
    return (end, end + 1) if follows or subject_is_incident(p, end) else None


def ranked(p: Parsed, at: int) -> Match | None:
    """ "ranked 3rd in murders", "is third in homicides", "ranks second for gun deaths", "189th out of 193"."""
    s = p.s
    q = p.quantity_at.get(at)
    if q is None or q.unit != "ordinal" or q.core != at:
        return None
    ranked = s.word(at - 1) in _RANKING
    if not ranked:
        return None
    measure = None
    if s.word(q.last) == "among":  # "ranks 25th among cities with the highest crime rates"
        top = next((i for i in range(q.last, min(len(s), q.last + 9)) if match(s.words, i, _WORDS)), None)
        measure = ranked_measure(p, top, top + 1) if top else None
        if measure and top:
            return Match.rank((at, q.last), "up", q.high, "rank:ranked", measure, ends=top + 1)
    measure = with_number(p, q.last)
    if measure is None and s.word(q.last) not in _OVER:
        return None
    for i in () if measure else range(q.last, min(len(s), q.last + 20)):
        if s.words[i] in (".", ";"):
            break
        if s.words[i] in ("in", "for", "on", "out", "of"):
            start = i + 1
            while s.flag(start) & lex.DET or start in p.date_at:
                start += 1
            inner = phrase_right(p, start)
            if is_counted(p, inner) and start not in p.place_at:
                measure = with_event(p, inner)
                break
    if measure is None:
        if s.word(q.last) != "out" or not any(flag & lex.INCIDENT for flag in s.flags[:at]):
            return None
        measure = ranked_subject(p, at)
    if measure is None:
        return None
    return Match.rank((at, q.last), "up", q.high, "rank:ranked", measure)


def _first_incident(p: Parsed, start: int) -> Span | None:
    """The first incidents of a list: "No. 1 in unemployment, divorce, violent crime"; "the rate of women killed"."""
    s = p.s
    at = start
    while at < min(len(s), start + 16) and s.words[at] not in (".", ";", ":", "?"):
        found = phrase_right(p, at)
        if is_counted(p, found) or (found and s.word(found[0] - 1) == "of" and s.flag(found[1]) & lex.EVENT):
            return with_event(p, found)
        at += 1
    return None


def so_many(p: Parsed, at: int) -> Match | None:
    """ "Never before have so many people been killed", "not since 1994 had so many died": a record."""
    s = p.s
    if s.words[at] != "many" or s.word(at - 1) != "so":
        return None
    first = next((n for n in range(at - 2, max(-1, at - 16), -1) if s.words[n] in ("never", "not")), None)
    if first is None or (s.words[first] == "not" and s.word(first + 1) != "since"):
        return None
    measure = phrase_right(p, at + 1)
    counted = measure is not None and (is_counted(p, measure) or event_after(p, measure[1]) is not None)
    return Match.rank((at - 1, at + 1), "up", 1.0, "rank:so many", measure, anchor=at) if counted else None


def tops_the_list(p: Parsed, at: int) -> Match | None:
    """ "Tops the list of cities for burglaries", "is the burglary capital of Kenya"."""
    s = p.s
    if s.words[at] == "capital" and s.flag(at - 1) & lex.INCIDENT and not s.capital(at):
        return Match.rank((at - 1, at + 1), "up", 1.0, "rank:capital", (at - 1, at))
    listed = next((n for n in range(at + 1, at + 4) if s.word(n) in _LISTS), None) if s.words[at] in _TOPPING else None
    measure = _first_incident(p, listed + 1) if listed else None
    if listed is None or measure is None:
        return None
    return Match.rank((at + 1, listed + 1), "up", 1.0, "rank:tops the list", measure)


def leads(p: Parsed, at: int) -> Match | None:
    """ "leads the nation in murders", "the world leader in executions"."""
    s = p.s
    end = at + 1
    if s.words[at] in ("lead", "leads", "led", "leading") and s.word(at + 1) != "to":
        while end < len(s) and end - at < 5 and s.words[end] != "in":
            end += 1
        first = s.words[at] in ("leads", "led") and at - 1 in p.place_at and s.words[at + 1 : at + 3] == ["in", "the"]
        if not first and not any(s.words[i] in _FIELDS or i in p.place_at for i in range(at + 1, end)):
            return None
    elif s.words[at] != "leader":
        return None
    if s.word(end) != "in" or end + 1 in p.date_at:
        return None
    measure = _first_incident(p, end + 1)
    counted = end > at + 1 or s.words[end + 2 : end + 4] == ["number", "of"]
    if measure is None or measure[0] - end > 8 * counted:
        return None
    return Match.rank((at, at + 1), "up", 1.0, f"rank:{s.words[at]}", measure)


def not_seen_since(p: Parsed, at: int) -> Match | None:
    """ "Violence at levels not recorded since the late 1990s": the highest since then."""
    s = p.s
    if s.words[at] not in ("level", "levels") or s.word(at + 1) not in ("not", "never", "last", "unseen"):
        return None
    end = at + 2 + (s.word(at + 2) in ("seen", "recorded", "reached", "experienced", "witnessed"))
    measure = incident_left(p, at) if s.word(end) in ("since", "in", "for") else None
    return Match.rank((at, end), "up", 1.0, "rank:not seen since", measure) if measure else None


def number_one(p: Parsed, at: int) -> Match | None:
    """ "the No. 1 cause of childhood deaths", "number one killer"."""
    s = p.s
    if s.words[at] not in ("no", "number", "#"):
        return None
    i = at + 2 if s.word(at + 1) == "." else at + 1
    q = p.quantity_at.get(i)
    if q is None or q.core != i or isinstance(q.value, tuple) or q.value > 200 or q.core_end != i + 1:
        return None
    value = q.value
    measure = phrase_right(p, i + 1)
    if not is_incident(p, measure):
        field = i + 1  # "No. 1 nationwide in car thefts"
        field = s.past(field, 0, NATIONWIDE | WORLDWIDE)
        measure = _first_incident(p, field + 1) if s.word(field) in ("in", "for") else None
    if measure is None:
        return None
    return Match.rank((at, i + 1), "up", float(value), "rank:number one", measure)
