"""The predicate that makes counted people or things an incident: "were killed", "killing 12", "the deaths of 30"."""

from __future__ import annotations

from verifier.claims.phrases.event_words import LOSING, PASSIVE, is_predicate, strong
from verifier.claims.phrases.incident_phrases import head_of
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.noun_phrases import content, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match, match_before, phrases

_IDIOMS = phrases("idioms", "after")
_LINKS = frozenset(["and", ",", "or", "including", "among", "them"])
_SELVES = bag("both himself herself themselves")
_LEADS = bag("another up to as many total down off some others the a further so alone only just")
# Verbs of report and of state that may stand between the counted and the event: "are believed to have been killed".
_REPORTED = bag(
    "believed reported feared thought estimated said known confirmed presumed listed declared found left pronounced "
    "remain remained remains considered expected suspected officially get gets getting got gotten deemed certified "
    "become became becomes assumed understood reportedly allegedly ended allowed recorded badly "
    "heavily completely partially"
)
_UNDERGO = bag(
    "had has have suffered suffer suffers sustained sustain committed commit attempted attempt experienced experience "
    "received receive receives"
)
# "a bus carrying 40 people crashed": the counted are only part of what met with the event.
_COMPANY = bag("carrying transporting ferrying with containing employing housing sheltering")
_SUBORDINATE = bag("after before for by without of while against from when if until since because despite in on at")
_THING_EVENTS = bag(
    "compromised poached exploded exploding detonated destroyed destroying burned burnt torched hijacked hijacking "
    "attacked attacking bombed seized seize seizes seizing stolen stole stealing steal robbed looted vandalized "
    "vandalised damaged damaging sunk fired launched downed ambushed boarded crashed capsized derailed raided "
    "evacuated collided collapsed set blown kill killed killing shelled hacked carjacked intercepted recovered hit "
    "struck captured broken burning destroy missing fire smuggled smuggling trafficked holding held hold sabotaged "
    "firebombed flooded gutted razed levelled leveled flattened submerged inundated ruined wrecked buried affected "
    "affecting incinerated incinerating scorched charred burgled burgling burglarized burglarised breached targeted "
    "confiscated impounded snatched abandoned defaced desecrated"
)
_AGES = bag("over under above below aged")
_BOMBS = bag("bomb bombs rocket rockets mortars shells explosives landmines")
_SET_OFF = bag("set setting fired fires firing launched launches launching lobbed planted exploded detonated dropped")
_PRISONS = bag("prison prisons jail jails custody detention")
_BODIES = bag("bodies corpses remains skeletons")
_UNCOVERED = bag("found recovered discovered pulled buried unearthed exhumed retrieved dumped")
# Verbs of what one does to others: "eight women have accused him" counts no accused.
_DONE_TO = bag("accused charged convicted arrested detained jailed sentenced indicted prosecuted boarded hijacked")
_ENDED = bag("claimed claiming claims took taken cost costing loss ended taking")
_OBJECTS = bag("him her them me us a an the his their")
_SEEKING = bag("seeking trying attempting hoping living working")
_CLAUSES = bag("before after until since because despite")
_REACH = 14
_MEMBERS = 4


def event_of(p: Parsed, q: Quantity, measure: Span) -> Span | None:
    """The predicate of counted people or things, or None."""
    bombed = _bombed(p, q.first, measure)
    if bombed:
        return bombed
    lost = p.s.words[max(0, q.first - 2) : q.first] == ["loss", "of"] and p.s.words[measure[1] - 1] == "lives"
    if lost:
        return (q.first - 2, q.first - 1)  # "resulting in the loss of 389 lives"
    if p.s.word(q.first - 1) in ("cost", "costs", "costing") and p.s.words[measure[1] - 1] == "lives":
        return (q.first - 1, q.first)
    before = event_before(p, q.first)
    if p.s.word(q.first - 1) == "and" and befalling(p, p.s.past(measure[1], lex.ADV), things=is_things(p, measure)):
        before = None  # "38 people lost their lives and 104 people injured"
    if before and strong(p, before, measure) and fits(p, before, measure):
        return before
    after = event_after(p, measure[1], q.first)
    if after and not (strong(p, after, measure) and fits(p, after, measure)):
        after = event_after(p, after[1])  # "children taken from their parents were murdered", "phones lost or stolen"
    return after if after and strong(p, after, measure) and fits(p, after, measure) else None


def befalling(p: Parsed, at: int, *, things: bool = False) -> bool:
    """Whether a word tells what befell the people or things before it, by itself: "104 people injured"."""
    flag = p.s.flag(at)
    enough = not flag & lex.WEAK or (things and p.s.word(at) in _THING_EVENTS)
    return bool(flag & lex.EVENT) and enough and p.s.word(at)[-2:] in ("ed", "en", "ad", "ot")


def is_things(p: Parsed, measure: Span) -> bool:
    """Whether what is counted are things, to which other events happen than to people."""
    return p.s.flags[head_of(p, measure)] & (lex.THING | lex.PEOPLE) == lex.THING


def fits(p: Parsed, event: Span, measure: Span) -> bool:
    """Whether an event can befall what is counted: things are stolen or destroyed, not injured or arrested."""
    s = p.s
    if s.words[event[1] - 1] in ("attacked", "attack", "attacks") and measure[1] <= event[0] == event[1] - 1:
        aim = [*range(event[1], min(len(s), event[1] + 5))]  # "two ministers attacked the plan" is no attack
        return any(s.flags[at] & (lex.PEOPLE | lex.THING) or at in p.place_at for at in aim)
    doing = measure[1] <= event[0] and s.words[event[1] - 1] in _DONE_TO and s.word(event[1]) in _OBJECTS
    if doing and not any(word in PASSIVE for word in s.words[measure[1] : event[1]]):
        return False
    if not is_things(p, measure):
        return True
    far = event[1] - measure[1]  # past an aside the passive shows whose event it is
    near = far < 7 or (far < 13 and any(s.flag(event[1] - back) & lex.AUX for back in (2, 3)))
    return any(s.words[at] in _THING_EVENTS for at in range(*event)) and near


def _bombed(p: Parsed, end: int, measure: Span) -> Span | None:
    """ "set off seven bombs", "fired 40 rockets": weapons that went off are attacks."""
    s = p.s
    if s.words[head_of(p, measure)] not in _BOMBS:
        return None
    at = end - 1
    while (
        at > 0 and end - at < 5 and (s.flags[at] & (lex.DET | lex.ADV) or s.words[at] in ("off", "total", "of", "up"))
    ):
        at -= 1
    return (at, end) if s.word(at) in _SET_OFF else None


def event_after(p: Parsed, start: int, counted: int | None = None) -> Span | None:
    """The event that what ends at `start` undergoes or does, past who, auxiliaries, places and list members."""
    s = p.s
    first = at = start = _past_some(p, start)
    if counted is not None and _in_company(p, counted):
        at = s.past(at, lex.ADV)
        return (at, at + 1) if s.flag(at) & lex.EVENT and is_predicate(p, at) else None
    opened = False
    members = 0
    while at < len(s) and at - start < _REACH:
        word, flag = s.words[at], s.flags[at]
        idiom = match(s.words, at, _IDIOMS)
        if idiom:
            return (first, idiom[0])
        if word in _PRISONS and _inside(p, at):
            return (first, at + 1)
        if flag & lex.EVENT and is_predicate(p, at):
            if s.words[at] in LOSING and s.word(at + 1) in ("their", "his", "her", "its"):
                return None  # "families lost their homes"
            if s.words[at - 2] in _SEEKING and s.words[at - 1] == "to":
                at += 1
                continue  # "people trying to cross the sea were found dead"
            if s.words[at - 1] == "and" and s.words[at].endswith("ing") and at + 1 in p.quantity_at:
                return None  # "the loss of 389 lives and injuring 656"
            return (first, at + 1) if _own(p, at) else None
        if word in _UNDERGO and _undergone(p, at + 1):
            return (first, _undergone(p, at + 1) or at + 1)
        if word in _REPORTED and (
            s.flag(at - 1) & (lex.AUX | lex.ADV)
            or s.word(at - 1) in _REPORTED
            or at == start
            or s.flag(at + 1) & lex.EVENT
        ):
            at += 1
            continue
        if flag & lex.SPEECH and at not in p.place_at:
            told = told_of_themselves(p, at + 1)
            if told is None:
                return None
            at = told
            continue
        if at in p.quantity_at and p.quantity_at[at].first == start and s.words[start] in _AGES:
            at = p.quantity_at[at].last  # "12 people over 60 died"
            continue
        within = p.quantity_at.get(at) if s.word(at - 1) in ("at", "across", "in") and at - start < 3 else None
        if within and content(p, within.last) and not s.flag(within.last) & lex.PEOPLE and members == 0:
            at = within.last  # "4 million people at 555 companies were affected"
            continue
        if at in p.quantity_at and p.quantity_at[at].not_counting is None:
            if s.word(p.quantity_at[at].first - 1) not in _LINKS or members >= _MEMBERS:
                return None
            members += 1
            at = max(at + 1, p.quantity_at[at].last)
            continue
        if word == "," and (not opened or members) and _only_names(p, at + 1):
            opened = True
        elif word == "," and opened and s.flag(at + 1) & (lex.AUX | lex.EVENT):
            opened = False
        elif word == '"' and at - start < 6:
            pass
        elif _clause_ends(p, at, start):
            return None
        if flag & lex.AUX and first == start:
            first = at
        at += 1
    return None


def _past_some(p: Parsed, start: int) -> int:
    """Past an aside on some of those counted: "three people, including a 28-year-old sheikh, | are killed"."""
    s = p.s
    if s.word(start) != "," or s.word(start + 1) not in ("including", "among", "mostly", "most", "many", "some"):
        return start
    closes = next((at for at in range(start + 2, min(len(s), start + 2 + _REACH)) if s.words[at] == ","), None)
    verb = closes is not None and s.flag(closes + 1) & (lex.AUX | lex.EVENT)
    return closes + 1 if closes is not None and verb else start


def told_of_themselves(p: Parsed, at: int) -> int | None:
    """Where the event stands that people say befell themselves: "complained of being", "said they had been"."""
    s = p.s
    at += s.word(at) in ("of", "that", "having")
    if s.word(at) in ("being", "having") or (s.word(at) in ("they", "he", "she") and s.flag(at + 1) & lex.AUX):
        at += 1
        at = s.past(at, lex.AUX | lex.ADV)
        return at if s.flag(at) & lex.EVENT else None
    return None


def _clause_ends(p: Parsed, at: int, start: int) -> bool:
    """Whether a sign, a conjunction or another verb ends what is said of the counted."""
    word, flag = p.s.words[at], p.s.flags[at]
    if word in (";", ":", ".", "(", '"', ",", "?", "!") or (word == "that" and at > start):
        return True
    if word in _CLAUSES and at not in p.date_at:
        return True
    if flag & lex.VERB and not flag & (lex.AUX | lex.PREP | lex.INCIDENT | lex.SPEECH):
        return not _nominal(p, at) and not (at == start and word in _SEEKING)
    return bool(flag & lex.CONJ) and word not in ("and", "or", "&")


def _inside(p: Parsed, at: int) -> bool:
    """ "in our prisons", "in the county jail"."""
    i = at - 1
    while i > 0 and at - i < 5 and (p.s.flags[i] & lex.DET or content(p, i) or p.s.words[i] == "and"):
        i -= 1
    return p.s.words[i] == "in"


def _own(p: Parsed, at: int) -> bool:
    """Whether an event word is the predicate of what stands before it, not of another clause: "after arresting him"."""
    s = p.s
    word, before = s.words[at], s.word(at - 1)
    if word.endswith("ing") and before in _SUBORDINATE:
        return False
    return not (before == "to" and not word.endswith("ed") and s.word(at - 2) not in ("going", "about", "have", "had"))


def _in_company(p: Parsed, at: int) -> bool:
    s = p.s
    i = s.back(at - 1, lex.DET | lex.ADV)
    return s.word(i) in _COMPANY and i not in p.place_at


def _nominal(p: Parsed, at: int) -> bool:
    """Whether a word that may be a verb is a noun or part of a place here: "the lead", "United States"."""
    s = p.s
    return (
        at in p.place_at or at in p.date_at or bool(s.flag(at - 1) & (lex.DET | lex.PREP) and s.words[at - 1] != "to")
    )


def _undergone(p: Parsed, start: int) -> int | None:
    """The end of an incident noun that people had, suffered or committed: "suffered heart attacks"."""
    found = run_right(p, start + (1 if p.s.flag(start) & lex.DET else 0))
    return found[1] if found and p.s.flags[found[1] - 1] & lex.INCIDENT and found[1] - start < 7 else None


def _only_names(p: Parsed, start: int) -> bool:
    """Whether a comma opens a list or an aside ("five soldiers, two police officers and a child were killed")."""
    s = p.s
    return (
        any(at in p.quantity_at for at in range(start, start + 3))
        or s.word(start) in ("including", "mostly", "most", "all", "among", "many", "at", "some", "both", "who")
        or start in p.place_at
        or start in p.date_at
        or (bool(s.flag(start) & lex.EVENT) and s.words[start].endswith(("ed", "en")))
        or (s.word(start) in ("a", "an") and any(s.flag(at) & lex.PEOPLE for at in range(start + 1, start + 4)))
    )


def event_before(p: Parsed, end: int) -> Span | None:
    """The event that stands before a count: "killed 12", "the deaths of 30", "the arrest in London of eight"."""
    s = p.s
    at = end - 1
    if s.words[max(0, end - 2) : end] == ["total", "of"]:
        at -= 2  # "arrested a total of 58 people"
    steps = 0
    taken = match_before(s.words, end, _IDIOMS) if s.word(at) in ("up", "death", "hostage") else None
    if taken:
        return (taken[0], end)  # "lock up 2.2 million people"
    while at >= 0 and steps < 4 and (s.flags[at] & (lex.ADV | lex.DET) or s.words[at] in _LEADS):
        if s.flags[at] & lex.EVENT and is_predicate(p, at):
            break
        at -= 1
        steps += 1
    if at < 0:
        return None
    if s.words[at + 1 : end] == ["that"] and s.words[at].startswith("claim"):
        return None  # "rejected claims that 40 people had been killed"
    if s.flags[at] & lex.EVENT and (is_predicate(p, at) or (s.words[at].endswith("ing") and at == end - 1)):
        return (at, at + 1)
    if s.words[at] == "with" and s.word(at - 1) in ("along", "together"):
        verb = at - 2 - (s.word(at - 2) == ",")  # "arrested along with 10 others"
        return (verb, verb + 1) if s.flag(verb) & lex.EVENT and is_predicate(p, verb) else None
    if s.words[at] in ("and", "plus"):
        shared = _verb_of_list(p, at)
        if shared:
            return shared
    if s.words[at] == "of" or (s.words[at] == "to" and s.word(at - 1) in ("injuries", "injury")):
        i = at - 1
        if s.words[i - 2 : i + 1] == ["the", "lives"] or s.word(i) == "lives":
            return _lives(p, i, at)
        for _ in range(2):  # "the arrest in the past two days of eight", "the killing in Gaza of three"
            span = p.date_at.get(i) or p.place_at.get(i)
            if span is None:
                break
            i = s.back(span.first - 1, lex.DET | lex.PREP)
        cause = next((n for n in (i - 1, i - 2, i - 3) if s.word(n) in ("from", "by")), None)
        if cause and s.flag(cause - 1) & lex.INCIDENT and all(content(p, n) for n in range(cause + 1, i + 1)):
            i = cause - 1  # "the deaths from influenza of eight people"
        if s.word(i) in _BODIES and any(word in _UNCOVERED for word in s.words[max(0, i - 8) : i + 12]):
            return (i, at)
        doing = s.words[i].endswith("ing") and s.word(i - 1) == "the"  # "the wounding of 40 others"
        if s.flag(i) & (lex.INCIDENT | lex.EVENT) and not s.flag(i) & lex.GENERIC and (content(p, i) or doing):
            return (i, at)
    return None


def _verb_of_list(p: Parsed, at: int) -> Span | None:
    """The verb of an object before "and": "killed both pilots and 71 passengers", "killing a guard and two …"."""
    s = p.s
    i = at - 1
    while (
        i > 0
        and at - i < 6
        and not s.flags[i] & lex.EVENT
        and (content(p, i) or s.flags[i] & lex.DET or s.words[i] in _SELVES)
    ):
        i -= 1
    verb = s.flag(i) & lex.EVENT and i < at - 1 and (is_predicate(p, i) or s.words[i].endswith("ing"))
    return (i, i + 1) if verb and not s.flag(i - 1) & lex.AUX else None


def _lives(p: Parsed, at: int, end: int) -> Span | None:
    """ "claimed the lives of", "the loss of lives of"; not "saved the lives of"."""
    s = p.s
    for i in range(at - 1, max(-1, at - 5), -1):
        if s.words[i] in _ENDED:
            return (i, end)
    return None
