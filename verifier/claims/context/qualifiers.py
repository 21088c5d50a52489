"""What narrows the thing a claim counts: by whom, of what, in what, with what, on whom, and what happened to people.

Every content word of the claim's own clause is either accounted for (it is the number, the measure, a date, a place,
the speaker, a word of change or one that narrows nothing) or a qualifier: a word the program does not know is never
passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from verifier.claims.claim import Qualifier
from verifier.claims.context.counting_bodies import (
    BODIES,
    KEEPERS,
    OWNERS,
    RECKONING,
    booked,
    by_the_count,
    end_of_name,
    first_of,
    has_counted,
    is_kept_count,
    is_who_counts,
    named_counter,
)
from verifier.claims.context.narrowing_words import adjusts, befell_in, is_fatal, narrowing
from verifier.claims.phrases.count_words import NEUTRAL
from verifier.claims.phrases.match import LISTED, Match, Span
from verifier.claims.phrases.noun_phrases import content, in_compound, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.place_phrases import LEADS, is_demonym, lead_of, opening_place
from verifier.claims.phrases.time_clauses import Clause
from verifier.claims.places.place_words import AREAS, DIRECTIONS, UNCHANGING
from verifier.claims.text.lexicon import (
    ADV,
    AUX,
    CHANGE_NOUN,
    CHANGE_VERB,
    CLOSED,
    CONJ,
    DET,
    DOWN_WORD,
    EVENT,
    GENERIC,
    INCIDENT,
    LESS,
    MONEY,
    MORE,
    MULTIPLE,
    PEOPLE,
    PREP,
    SPEECH,
    TIME_UNIT,
    UP_WORD,
    bag,
    data,
    match,
    phrases,
)
from verifier.claims.text.tokens import Sentence

_ASIDES: dict[str, list[list[str]]] = {}  # by their first word
for _aside in data("qualifiers")["asides"]["phrases"].strip().splitlines():
    _ASIDES.setdefault(_aside.split()[0], []).append(_aside.split())
_ENDS = bag('; : ( ) [ ] " — -')  # a statement of its own begins; a dash inside a word ends nothing
_TURNS = bag("while whereas although though because but unless when where whether which as")
# They open a clause that narrows nothing.
_APART = bag("owing despite notwithstanding thanks unlike like including compared according than versus as because")
_GOES_ON = bag("mostly mainly largely chiefly most many")  # ", most of them in road accidents"
_POINTING = bag("this these those such")
_SELVES = bag("themselves himself herself itself")
_RELATIVE = bag("who that which")
_ROLES = {"by": "by", "from": "of", "of": "of", "with": "with", "on": "on", "against": "on", "upon": "on"}
# Words that carry the number or its change; what is left of a clause without them narrows what is counted.
_CUES = CHANGE_VERB | CHANGE_NOUN | MORE | LESS | MULTIPLE | UP_WORD | DOWN_WORD | TIME_UNIT | MONEY
_FIELD = bag("members countries states nations provinces cities regions")  # "among the larger members, …"
_POPULATION = bag("inhabitants residents population persons citizens")
_MASS = bag(
    "violence terrorism piracy crime unrest insurgency militancy terror fighting abuse torture trafficking smuggling "
    "arson looting fraud vandalism harassment shelling fire gunfire bloodshed banditry war conflict"
)
_HOLDS = bag(
    "state province territory kingdom republic island enclave strip"
)  # what "the …" may be for a place named before
_LED_TO = bag("resulting resulted leading accompanied killing claiming leaving loss injuring wounding")
_HARMED = bag("deaths death fatalities fatality casualties injuries lives people persons individuals civilians dead")
_SUPERLATIVES = bag("highest lowest largest biggest smallest second-highest second-lowest third-highest")
_RANKED = bag("states countries nations provinces regions territories state country nation province region territory")
_MOSTS = bag("most fewest highest lowest largest")
_BARE = (["attacks"], ["incidents"], ["events"])
_TIMES_OF_DAY = bag("morning noon afternoon evening night")
_PRONOUNS = bag("it they he she")
_INSIDE = bag("inside within in")
_OWN = (["their", "own"], ["its", "own"])
_VERB_PHRASES = phrases("change", "up_verbs", "down_verbs")
_STRICKEN = bag("hit torn stricken ravaged scarred plagued wracked racked battered ridden weary prone era")
_LOSING = bag("lost lose loses losing mourned mourns suffered")
_RANKED_AS = bag("ranking ranked counted classed classified described listed known rated qualifying")
_TELLING_WHEN = bag("after before since until as")
_FARED = bag("lost died perished fell occurred happened came lived stemmed")  # "… of those killed lost their lives in"
_FIGURED = (
    ["figured", "in"],
    ["involved", "in"],
    ["factor", "in"],
    ["contributed", "to"],
    ["part", "in"],
    ["role", "in"],
)
_DEADLY = bag("killed died dead injured wounded")
_ACTING = bag("carried carry launched launch committed commit perpetrated staged mounted conducted waged")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a claim counts, in full, without place and time ("people killed in road accidents"), and what narrows it."""

    phrase: str | None
    qualifiers: tuple[Qualifier, ...]


def counted(
    p: Parsed, found: Match, all_found: list[Match], clauses: list[Clause], place: Span | None, speaker: Span | None
) -> Counted:
    """What one claim of a sentence counts, with its qualifiers in the order of the text."""
    shared = _same_people(p, found, all_found)
    if shared is not None:
        # "582 people were executed, up 75 percent": the change is of what happened to the people before.
        found = replace(found, event=shared.event)
    cause = _led_to_by(p, shared or found, all_found)
    done = cause is not None and _is_done(p, cause)
    free = _unaccounted(p, found, all_found, clauses, place, speaker, led_to=cause is not None and not done)
    if found.measure and p.s.flags[found.measure[1] - 1] & INCIDENT:
        for one in all_found:  # "852 people were killed in 521 attacks"; but "130 were kidnapped in 22 incidents"
            if one is not found and one.event and not _DEADLY.isdisjoint(p.s.words[slice(*one.event)]):
                _clear(free, one.event)
    region = _region(p, found, all_found, speaker) | {befell_in(p, found) or found.span[0]}
    if found.kind == "share":
        region &= set(range(_predicate(p, found)))  # what follows says which part, not which whole
    runs = _runs(p, [at for at in sorted(region) if free[at]])
    qualifiers = [_qualifier(p, found, run) for run in runs]
    if cause and cause.measure and done:
        qualifiers.append(Qualifier("which", p.text((cause.span[0], cause.measure[1]))))
    elif cause and cause.measure and p.s.words[slice(*cause.measure)] not in _BARE:
        qualifiers.append(Qualifier("in", f"in {_measured(p, cause, place)}"))
    if figured := _figured_in(p, found):
        qualifiers.append(Qualifier("which", p.text(figured)))
    if _missing_apart(p, found):
        qualifiers.append(Qualifier("other", "without the missing"))
    if found.measure and _points_back(p, found.measure):
        qualifiers.append(Qualifier("which", p.text((max(0, found.measure[0] - 1), found.measure[1]))))
    words = [_measured(p, found, place) or _elided(p, found), *_happened(p, found, runs)]
    words += [one.text if one.role != "by" or one.text.startswith("by ") else f"by {one.text}" for one in qualifiers]
    phrase = " ".join(word for word in words if word)
    return Counted(phrase or None, tuple(dict.fromkeys(qualifiers)))


def _elided(p: Parsed, found: Match) -> str:
    """Those a number without a noun is of: "Civilians fared worse: 2,170 were killed"."""
    s = p.s
    named = (at for at in range(found.span[0] - 1, -1, -1) if s.flags[at] & PEOPLE and s.words[at].endswith("s"))
    at = next(named, None) if found.measure is None else None
    return "" if at is None else s.words[at]


def _same_people(p: Parsed, found: Match, all_found: list[Match]) -> Match | None:
    """The claim of the same sentence from which this one takes its measure over, and so what happened to the people."""
    if found.event is not None or found.measure is None or p.s.flags[found.measure[1] - 1] & INCIDENT:
        return None
    return next((one for one in all_found if one is not found and one.measure == found.measure and one.event), None)


def _predicate(p: Parsed, found: Match) -> int:
    """Where the verb after the whole of a share stands: "two thirds of those killed … | were civilians"."""
    start = found.measure[1] if found.measure else found.span[1]
    return next((at for at in range(start, len(p.s)) if p.s.flags[at] & AUX or p.s.words[at] in _FARED), len(p.s))


def _happened(p: Parsed, found: Match, runs: list[Span]) -> list[str]:
    event = found.event
    if event is None or any(first <= event[0] < last for first, last in runs):
        return []
    first = event[0] + (p.s.words[event[0]] == "been" and event[1] - event[0] > 1)  # "have been killed"
    if p.s.words[event[1] - 1] == "displaced" and p.s.word(event[1]) in ("inside", "within"):
        return ["internally displaced"]  # "were displaced within Sudan"
    at_home = p.s.word(event[1]) in _INSIDE and p.s.words[event[1] + 1 : event[1] + 3] in _OWN
    return [p.text((first, event[1] + 4 * at_home))]  # "displaced inside their own countries"


def _measured(p: Parsed, found: Match, place: Span | None) -> str:
    """The words of the measure without the place and the dates in it."""
    if found.measure is None:
        return ""
    s = p.s
    kept: list[str] = []
    for at in range(*found.measure):
        if _ranks_it(p, at, found.measure):
            continue  # "the nation's highest homicide rate": what is ranked is the homicide rate
        ours = place is not None and place[0] <= at < place[1]
        if at in p.date_at or ours or (at in p.place_at and not _kept_demonym(p, at, place)):
            while kept and kept[-1] in ("in", "of", "on", "off", "at", "the", "across", "from", "'s", *UNCHANGING):
                kept.pop()
            continue
        if s.words[at] == "'s" and not kept:
            continue
        if kept and s.glued(at) and "-" in (s.words[at], s.words[at - 1]):
            kept[-1] += s.raw[at]
        else:
            kept.append(s.raw[at])
    return " ".join(kept)


def _ranks_it(p: Parsed, at: int, measure: Span) -> bool:
    """Whether a word of a measure only says that it is the highest, and of what."""
    s = p.s
    if s.words[at] in _SUPERLATIVES and at + 1 < measure[1]:
        return True
    owner = at + (s.words[at] != "'s")
    return s.word(owner) == "'s" and s.word(owner - 1) in OWNERS and owner < measure[1]


def _kept_demonym(p: Parsed, at: int, place: Span | None) -> bool:
    """ "American deaths in Iraq": whose deaths, not where."""
    named = p.place_at[at]
    return place is not None and is_demonym(p, (named.first, named.last))


def _unaccounted(
    p: Parsed,
    found: Match,
    all_found: list[Match],
    clauses: list[Clause],
    place: Span | None,
    speaker: Span | None,
    *,
    led_to: bool,
) -> list[bool]:
    """For each token, whether nothing explains why it is there; led_to: words lead from attacks to the dead."""
    s = p.s
    free = [
        s.words[at][0].isalpha()
        and (not s.flags[at] & (CLOSED | _CUES) or in_compound(p, at))
        and s.words[at] not in NEUTRAL
        and at not in p.date_at
        for at in range(len(s))
    ]
    for at in p.quantity_at:
        free[at] = False
    for at, word in enumerate(s.words):
        for aside in _ASIDES.get(word, ()):
            if s.words[at : at + len(aside)] == aside:
                _clear(free, (at, at + len(aside)))
        free[at] |= word == "claimed" and s.word(at + 1) == "by"  # "of which 17% were claimed by the TTP"
        free[at] |= (word in _SELVES and at - 1 not in p.place_at) or (
            word in _POINTING and s.flag(at + 1) & INCIDENT != 0
        )
    for number in p.numbers:
        _clear(free, (number.first, number.last))
    for at in range(*place) if place else ():  # "on German roads": what is not its name is a kind of place
        free[at] = free[at] and s.words[at] not in AREAS | DIRECTIONS | UNCHANGING
    for at, named in p.place_at.items():
        free[at] = _does_it(p, found, (named.first, named.last), place)
    for clause in clauses:
        _clear(free, (clause.first, clause.last))
    # "419 people killed in attacks in 2022, up from 335" holds what narrows the count between its two numbers.
    between = found.measure is not None and found.span[0] <= found.measure[0] and found.measure[1] < found.span[1]
    for span in (None if between else found.span, found.measure, found.event, found.other):
        _clear(free, span)
    free[found.anchor] = False
    if speaker:
        _clear(free, speaker)
        for at in (speaker[0] - 1, speaker[1]):
            if 0 <= at < len(s) and s.flags[at] & SPEECH:
                free[at] = False
    for at, word in enumerate(s.words):  # verbs of speech report the claim; they do not narrow it
        noun = in_compound(p, at) or (at > 0 and bool(s.flags[at - 1] & (PREP | DET)))  # "between states"
        if s.flags[at] & SPEECH and free[at] and not noun and not s.flags[at] & (INCIDENT | EVENT):
            free[at] = False
        if word in _PRONOUNS and _pronoun_acts(p, at):
            free[at] = True  # "It carried out 482 attacks"
        if word in _RELATIVE or (word == "time" and s.words[at - 2 : at] == ["all", "-"]):
            free[at] = False
        if word in _HOLDS and s.word(at - 1) in ("the", "that") and not content(p, at + 1) and s.word(at + 1) != "of":
            free[at] = False  # "The state had 495 murders": the place named before
        if found.kind in ("rank", "rate", "level") and word in OWNERS and s.word(at - 1) in ("any", "other", "all"):
            free[at] = False  # "the highest of any state"
        if word in _RANKED and s.word(at + 1) == "with" and not _MOSTS.isdisjoint(s.words[at + 2 : at + 4]):
            free[at] = False  # "the states with the most murders were California (1,929) and Texas (1,845)"
        if word in _RANKED and s.word(at - 1) == "the" and s.word(at - 2) in ("led", "leads", "topped", "tops"):
            free[at] = False  # "Ontario led the provinces with 288 homicides"
        if word in _POPULATION and at - 1 in p.quantity_at:
            free[at] = False  # "10.5 per 100,000 residents"
        if word == "living" and s.word(at - 1) in ("people", "persons") and s.word(at - 3) in ("per", "every", "each"):
            free[at] = False  # "359 for every 100,000 people living in the country"
        if word in KEEPERS and s.word(at - 1 - bool(s.flag(at - 1) & DET)) in ("by", "to") and booked(p, at):
            free[at] = False  # "rapes registered by the police"
        if word in RECKONING and (by := by_the_count(p, at)) < at:
            _clear(free, (by, end_of_name(p, at + 1)))  # "by NOAA's reckoning", "in Eurostat's table"
        if word == "'s" and s.raw[at - 1].isupper() and len(s.raw[at - 1]) > 2 and is_kept_count(p, at + 1):
            free[at - 1] = False  # "the FBI's latest estimate is 15,696 murders"
        if word in BODIES and is_who_counts(p, at):
            free[at] = False  # "the institute's number of attacks is 380", "told the agency of 3.7 million"
        if word == "among" and (field := next((n for n in range(at + 2, at + 5) if s.word(n) in _FIELD), 0)):
            _clear(free, (at, field + 1))
        if word == "with" and s.word(at + 2) == "of" and any(s.flag(n) & MONEY for n in (at + 3, at + 4, at + 5)):
            free[at + 1] = False  # "27 disasters …, with losses of $182.7 billion"
        if word == "dollar" and s.word(at - 1) == "-" and s.word(at - 2) == "billion":
            free[at] = free[at - 2]  # joins "billion" and what it tells of
        if (
            word in _VERB_PHRASES
            and (ends := match(s.words, at, _VERB_PHRASES))
            and (at < found.anchor < ends[0] or 0 <= found.span[0] - ends[0] <= 1)
        ):
            _clear(free, (at, ends[0]))  # "murders shot up"
        if word in _STRICKEN and _is_epithet(p, at):
            _clear(free, (at - 2, at + 1))
        if word == "'s" and place and at + 1 == place[0]:
            first = at
            while s.capital(first - 1) and first - 1 not in p.place_at and content(p, first - 1):
                first -= 1  # "Gavin Newsom's California"
            _clear(free, (first, at))
        if word in _TIMES_OF_DAY and at - 1 in p.date_at:
            free[at] = False  # "between October 7 and Saturday evening"
        if word == "abroad" and s.word(at - 1) in ("refugee", "refugees"):
            free[at] = False
        if word in _LED_TO and led_to:
            free[at] = False
    for run in _runs(p, [at for at in range(len(s)) if free[at]]):
        if has_counted(p, run, found):
            _clear(free, run)
    _clear(free, named_counter(p, found))
    for other in all_found:
        if other is not found and not _causes(p, found, other):
            # "Crashes | involving motorcycles", read whole by another claim, is no measure of its own.
            longer = found.measure and other.measure and other.measure[0] <= found.measure[0] < other.measure[1]
            for span in (other.span, None if longer else other.measure, other.event):
                _clear(free, span)
    for one in all_found:
        if one.rule in (*LISTED, "level:again", "rate:again"):
            _clear(free, (_item_start(p, one, found), one.span[0]))
    for at in narrowing(p, found):
        free[at] = True
    if s.word(found.span[0] - 1) == "in" and is_fatal(p, found):
        free[found.span[0] - 2] = False  # "They died in 39,508 fatal crashes"
    return free


def _item_start(p: Parsed, one: Match, found: Match) -> int:
    """Where the item of a list begins whose number this is: ", followed by California with 1,780"."""
    at = one.span[0]
    held = {n for span in (found.measure, found.event, one.measure) if span for n in range(*span)}
    while at > 0 and at - 1 not in held | p.quantity_at.keys() and p.s.words[at - 1] not in (",", ";", ":", "and"):
        at -= 1
    return at


def _led_to_by(p: Parsed, found: Match, all_found: list[Match]) -> Match | None:
    """The incidents before a claim of the dead or injured that these came of: "228 attacks, resulting in 246 deaths",
    "271 militant attacks, with the loss of 389 lives", "482 attacks, which killed 558 people".
    """
    s = p.s
    before = [one for one in all_found if one.measure and one.span[1] <= found.span[0] and one.event is None]
    cause = next((one for one in before if any(s.flags[at] & INCIDENT for at in range(*(one.measure or (0, 0))))), None)
    if cause is None or not _of_harm(p, found):
        return None
    first = max(cause.span[1], (cause.measure or (0, 0))[1])
    between = s.words[first : found.span[0]]
    while first in p.place_at or first in p.date_at or (s.flag(first) & PREP and _dated_or_placed(p, first + 1)):
        first += 1  # "15 suicide attacks in Pakistan, in which 201 people were killed"
    told = s.words[first : found.span[0]]
    told = told[told[:1] == [","] :]
    told = told[told[:1] == ["in"] :]  # ", in which 558 people died"
    return cause if told[:1] in (["which"], ["that"]) or not _LED_TO.isdisjoint(between) else None


def _dated_or_placed(p: Parsed, at: int) -> bool:
    at += bool(p.s.flag(at) & DET)
    return at in p.place_at or at in p.date_at


def _figured_in(p: Parsed, found: Match) -> Span | None:
    """What a pronoun had to do with the incidents: "Speed remains a killer: it figured in 10,541 fatal crashes"."""
    s, at = p.s, found.span[0] - 2
    if found.kind != "level" or s.words[max(0, at) : at + 2] not in _FIGURED:
        return None
    first = at
    while first > 0 and (s.flags[first - 1] & (AUX | DET | ADV) or s.words[first - 1] in ("a", "been")):
        first -= 1
    return (first - 1, found.span[1]) if s.word(first - 1) in ("it", "this", "that", "they") else None


def _is_done(p: Parsed, cause: Match) -> bool:
    """Whether somebody is said to have done the incidents of a claim: "the group carried out 482 attacks"."""
    before = p.s.words[: cause.span[0]]
    return not _ACTING.isdisjoint(before) or "responsible" in before


def _missing_apart(p: Parsed, found: Match) -> bool:
    """Whether the dead are told without the missing, who have a number of their own: "974 died, 1,372 went missing"."""
    if found.event is None or "missing" not in p.s.words:
        return False
    told = p.s.words[found.event[0] : found.event[1] + 2]
    if not {"missing", "disappeared", "vanished"}.isdisjoint(told):
        return False
    at = p.s.words.index("missing")
    own = {*range(*found.span), *(range(*found.measure_of.span) if found.measure_of else ())}
    joins = [n for n in range(max(0, at - 4), at) if p.s.words[n] in ("or", "and")]  # "850 died or went missing"
    return any(before in p.quantity_at and before not in own for before in range(max([0, at - 6, *joins]), at))


def _of_harm(p: Parsed, found: Match) -> bool:
    """Whether a claim counts people by what happened to them: deaths, injuries, the wounded."""
    return found.measure is None or bool(_HARMED & set(p.s.words[slice(*found.measure)]))


def _clear(free: list[bool], span: Span | None) -> None:
    if span:
        for at in range(*span):
            free[at] = False


def _is_epithet(p: Parsed, at: int) -> bool:
    """Whether a compound only tells of a place or a time: "insurgency-hit Mozambique", "pandemic-hit 2020"."""
    s = p.s
    if s.word(at - 1) != "-" or not s.glued(at):
        return False
    end = s.past(at + 1, DET, ("nation", "country", "state", "province", "region", "of", "west", "african"))
    return end in p.place_at or end in p.date_at or at + 1 in p.place_at


def _pronoun_acts(p: Parsed, at: int) -> bool:
    """Whether a pronoun stands for those who did it."""
    end = at + 1
    while p.s.flag(end) & (AUX | ADV):
        end += 1
    return p.s.word(end) in _ACTING


def _does_it(p: Parsed, found: Match, named: Span, place: Span | None) -> bool:
    """Whether a place is the doer, or says whose ("Israel killed …", "killed by Israel", "American deaths in Iraq")."""
    if _acts(p, found, named):
        return True
    ours = place is not None and place[0] <= named[0] < place[1]
    inside = found.measure is not None and found.measure[0] <= named[0] < found.measure[1]
    return is_demonym(p, named) and place is not None and not ours and not inside


def _acts(p: Parsed, found: Match, named: Span | None) -> bool:
    if named is None:
        return False
    s = p.s
    if s.word(named[0] - 1) == "by" or (s.word(named[0] - 1) == "the" and s.word(named[0] - 2) == "by"):
        return True
    if s.word(lead_of(p, named[0])) in LEADS:
        return False  # "The war in Sudan killed 13,000 people"
    at = named[1]
    while is_demonym(p, named) and content(p, at) and not (found.event and at == found.event[0]):
        at += 1  # "Somali pirates hijacked 14 ships"
    while s.flag(at) & AUX and s.word(at) in ("has", "have", "had"):
        at += 1
    active = found.event is not None and at == found.event[0] and not s.flag(found.event[0]) & AUX
    active = active and s.words[at] not in _LOSING  # "Pakistan lost 379 security personnel"
    return active or s.word(at) in _ACTING


def _causes(p: Parsed, found: Match, other: Match) -> bool:
    """Whether another claim's incidents are what the people of this one died in: "killed in 6,749 road accidents"."""
    if found.event is None or other.measure is None or other.event is not None:
        return False
    if not any(p.s.flags[at] & INCIDENT for at in range(*other.measure)):
        return False
    low, high = sorted((found.span[0], other.span[0]))
    return "," not in p.s.words[low:high] and "and" not in p.s.words[low:high]


def _region(p: Parsed, found: Match, all_found: list[Match], speaker: Span | None) -> set[int]:
    """The tokens of the clauses that hold the number, the measure and the event, with what hangs on them."""
    parts = _clauses(p, found, speaker)
    cores = [found.span, found.measure, found.event]
    held = [at for at, (first, last) in enumerate(parts)
            if any(core and core[0] < last and first < core[1] for core in cores)]  # fmt: skip
    if not held:
        return set(range(*found.span))
    chosen = set(held)
    opens = parts[held[0]][0]
    verb = p.s.flags[opens] & (AUX | EVENT | CHANGE_VERB) and not content(p, opens)
    verb = verb or (found.event is not None and found.event[0] == opens)
    if held[0] > 1 and verb and p.s.word(opens - 1) == ",":
        chosen.add(held[0] - 2)  # "One-sided violence, the killing of civilians, cost 14,347 lives"
    for at, (first, last) in enumerate(parts):
        if at in chosen or first >= last:
            continue
        led = bool(p.s.flags[first] & PREP) or p.s.words[first] in _GOES_ON
        opener = first + (p.s.words[first] == "and")  # "and in Israel's war UCDP recorded 22,000"
        before = at == held[0] - 1 and (bool(p.s.flag(opener) & PREP) or adjusts(p, first, last))
        told = p.s.word(last) == ":" and p.s.words[first] in _TELLING_WHEN  # "After the peace came a war: deaths …"
        before = before and not told and not _of_the_place(p, first, last)
        after = at == held[-1] + 1 and p.s.word(first - 1) != ";" and (led or bool(p.s.flags[first] & EVENT))
        if (
            (before or after)
            and p.s.words[first] not in _APART
            and not _tells_another(p, found, all_found, (first, last))
        ):
            chosen.add(at)
    return {token for at in chosen for token in range(*parts[at])}


def _of_the_place(p: Parsed, first: int, last: int) -> bool:
    """Whether a part only tells of the place that opens its sentence: "Chad, among the poorest countries, …"."""
    s = p.s
    opening = opening_place(p)
    beside = opening is not None and first == opening.last + 1 and s.word(first - 1) == "," == s.word(last)
    return beside and s.words[first] in ("among", "like", "for", "as", "with", "still", "once")


def _tells_another(p: Parsed, found: Match, all_found: list[Match], part: Span) -> bool:
    """Whether a part opened by "with" is another statement: "crime fell 3 percent, with murder down 12 percent"."""
    return p.s.words[part[0]] == "with" and any(
        one is not found and one.measure != found.measure and part[0] < one.span[0] < part[1] for one in all_found
    )


def _clauses(p: Parsed, found: Match, speaker: Span | None) -> list[Span]:
    """The sentence cut at commas, brackets, dashes, quotation marks, openings of clauses, and after "… said that"."""
    s, parts, first = p.s, [], 0
    told = _reported_from(p, found, speaker)
    for at, word in enumerate(s.words):
        if at == told and at > first:
            parts.append((first, at))
            first = at
        spaced = word != "-" or not (s.glued(at) and s.glued(at + 1))
        ends = word in _ENDS and spaced and not _short_form(s, at)
        cut = ends or (word == "," and at not in p.quantity_at and at not in p.date_at)
        turned = word in _TURNS and at > first and not (word == "as" and _comparing_as(p, at))
        turned = turned or (word == "and" and at >= found.span[1] and _new_subject(p, at + 1))
        turned = turned or s.words[at : at + 3] in (["and", "more", "than"], ["and", "fewer", "than"])
        if cut or turned:
            parts.append((first, at))
            first = at + 1 if cut else at
    parts.append((first, len(s)))
    return [(first, last) for first, last in parts if last > first]


def _short_form(s: Sentence, at: int) -> bool:
    """Whether a bracket only holds the short form of the name before it: "the Tehreek-e-Taliban (TTP) did …"."""
    inside = {"(": at + 1, ")": at - 1}.get(s.words[at])
    return inside is not None and s.word(inside + 1) == ")" and s.word(inside - 1) == "(" and s.raw[inside].isupper()


def _new_subject(p: Parsed, at: int) -> bool:
    """Whether the subject of another statement begins: "… and car thefts, which had surged, slid by a fifth"."""
    s = p.s
    run = run_right(p, at)
    if run is None or not s.flag(run[1] - 1) & INCIDENT:
        return False
    end = run[1] + (s.word(run[1]) == ",")
    return s.word(end) in _RELATIVE or bool(s.flag(end) & (AUX | CHANGE_VERB))


def _reported_from(p: Parsed, found: Match, speaker: Span | None) -> int:
    """Where what is said begins: after "told reporters that", or after the verb of speech of a named speaker."""
    s = p.s
    for at in range(first_of(found, found.event) - 1, 0, -1):
        if s.words[at] == "that" and any(s.flags[n] & SPEECH for n in range(max(0, at - 8), at)):
            return at + 1
        if s.flags[at] & SPEECH and speaker is not None and speaker[1] == at and not s.flags[at] & EVENT:
            return at + 1
    return -1


def _comparing_as(p: Parsed, at: int) -> bool:
    """Whether "as" belongs to a comparison: "twice as many … as in 2021"."""
    s = p.s
    if s.word(at - 1) in _RANKED_AS:
        return True  # "Wildfires ranking as billion-dollar disasters killed 100"
    return s.word(at + 1) in ("many", "much", "high", "low", "in", "a", "of") or s.word(at - 1) in ("such", "same")


def _runs(p: Parsed, tokens: Iterable[int]) -> list[Span]:
    """Neighbouring tokens as one run; a hyphen, "of" or a possessive between two joins them."""
    runs: list[Span] = []
    for at in tokens:
        if runs:
            first, last = runs[-1]
            between = p.s.words[last:at]
            if not between or between in (["-"], ["'s"], ["of"], ["&"]):
                runs[-1] = (first, at + 1)
                continue
        runs.append((at, at + 1))
    return runs


def _qualifier(p: Parsed, found: Match, run: Span) -> Qualifier:
    s = p.s
    before = run[0] - 1
    while before >= 0 and s.flags[before] & DET and before >= run[0] - 2:
        before -= 1
    lead = s.word(before)
    if s.flag(before) & PREP:
        if _single(p, run) or s.words[run[0]] in _POINTING:
            return Qualifier("which", p.text((before, run[1])))
        role = _ROLES.get(lead, "in")
        led = {"on": "on", "by": "by"}.get(role, lead)
        return Qualifier(role, f"{led} {p.text(run)}")
    head = s.flags[run[1] - 1]
    if _is_subject(p, found, run):
        said = p.text(run)
        mass = s.words[run[1] - 1] in _MASS
        if run[0] == 0 and 0 not in p.place_at and (mass or s.flags[0] & (INCIDENT | GENERIC | PEOPLE)):
            said = f"{said[:1].lower()}{said[1:]}"  # the capital is the sentence's, not the word's
        if (mass or head & INCIDENT) and not head & PEOPLE:
            pointing = s.word(run[0] - 1) in _POINTING or s.words[run[0]] in _POINTING
            return Qualifier("which" if pointing or _single(p, run) else "in", f"in {said}")
        return Qualifier("by", said)
    if s.flags[run[0]] & EVENT:
        return Qualifier("happened", p.text(run))
    return Qualifier("other", p.text(run))


def _is_subject(p: Parsed, found: Match, run: Span) -> bool:
    """Whether a run stands right before the active verb of the event: "Road accidents killed …"."""
    s, at = p.s, run[1]
    while at < len(s) and (s.flags[at] & (AUX | DET) or at in p.place_at or s.words[at] in ("in", "at", "across", "on")
                           or at in p.date_at):  # fmt: skip
        at += 1
    if s.word(at) in _ACTING:
        return True
    if found.event is not None:
        return at == found.event[0] and not s.flag(found.event[0]) & AUX
    active = bool(s.flag(at) & EVENT) and not s.flag(at - 1) & AUX
    return active and found.measure is not None and at < found.measure[0]


def _single(p: Parsed, run: Span) -> bool:
    """Whether a run names one incident ("in the blast", "the attack killed 40"); "violence" is no single one."""
    s = p.s
    head = run[1] - 1
    singular = bool(s.flags[head] & INCIDENT) and not s.words[head].endswith("s") and s.words[head] not in _MASS
    return (
        singular and bool(s.flag(run[0] - 1) & DET) and s.word(run[0] - 1) not in ("no", "any", "all", "each", "every")
    )


def _points_back(p: Parsed, measure: Span) -> bool:
    """ "These attacks", "of those 201 attacks": incidents that were named before, not all of their kind."""
    number = p.quantity_at.get(measure[0] - 1)
    if number is not None:
        return p.s.word(number.first - 1) in _POINTING
    return p.s.word(measure[0] - 1) in _POINTING and not p.s.flag(measure[0]) & (CONJ | GENERIC)
