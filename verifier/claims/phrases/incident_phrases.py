"""Which noun phrases count incidents, and people or things that incidents befall."""

from __future__ import annotations

from verifier.claims.phrases.count_words import FALLEN, RECORDED
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.noun_phrases import run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match, phrases
from verifier.places.names import demonyms

_BOOKED = RECORDED | bag("suspected probable cumulative new fresh daily active further additional total")
_PEOPLE_ENDINGS = ("men", "women", "ers", "ors", "ists", "ians", "ees", "ants", "kin", "folk", "mates")
_NO_PEOPLE = bag(
    "computers servers papers orders offers letters matters powers towers dollars meters doors floors factors sectors "
    "colors colours numbers quarters rumors rumours errors mirrors motors tractors routers chapters trailers plants "
    "grants covenants restaurants jobs bills posts"
)
_WRONGDOERS = bag(
    "terrorists pirates criminals militants extremists insurgents gangs hackers jihadists offenders hijackers"
)
# People who are incidents by what they are called: "terror suspects", "illegal immigrants"; not "prison guards".
_STATUS = bag(
    "suspect suspects offender offenders criminal criminals alien aliens immigrant immigrants migrants attackers "
    "attacker bombers bomber thieves thief smugglers traffickers dealers gangsters extremists people"
)
# People who are counted as they stand, where nothing is said to have happened to them: "refugees in Pakistan".
STANDING = {
    **dict.fromkeys(("refugees", "refugee", "idps"), ("",)),
    **dict.fromkeys(("seekers", "seeker"), ("asylum",)),
    **dict.fromkeys(("people", "persons"), ("stateless", "internally")),
    "population": ("refugee", "displaced"),
}
_FIGURATIVE = bag("rights liberties liberty freedom freedoms democracy values religion science truth package privacy")


_IDIOMS = phrases("idioms", "after")
_COINS = bag("$ £ € ₹ pounds euros dollars rupees")
_SAID_TO_BE = bag("who reported confirmed presumed believed feared listed")  # "phones reported stolen"
_DONE_TO_PEOPLE = bag("targeted stopped searched frisked charged accused seized captured caught struck hit")
# Heads that are incidents with the word before them.
_WITH_HEAD = {
    "damage": ("criminal", "malicious", "property"),
    "damages": ("property",),
    "driving": ("dangerous", "drunk", "careless", "reckless"),
    "arrivals": ("refugee", "migrant", "asylum", "sea", "irregular", "boat"),
    "admissions": ("hospital", "emergency"),
    "sentences": ("death",),
    "marriages": ("child", "forced", "early"),
    "leaks": ("gas", "oil", "data"),
    "cuts": ("power",),
    "misses": ("near",),
    "ins": ("-",),  # "break-ins"
    "graves": ("mass",),
    "alarms": ("false",),
}
# "Stop and search" is one noun; its words alone are none.
_SEARCHES = bag("search searches searched frisk frisks frisked")


def is_incident(p: Parsed, found: Span | None) -> bool:
    """Whether a noun phrase names incidents by its head: "attacks", "rape cases", "victims of crime"; "rape kits" and
    "fire department" do not.
    """
    if found is None:
        return False
    s = p.s
    head = head_of(p, found)
    if s.word(head + 1) == "on" and any(word in _FIGURATIVE for word in s.words[head + 2 : head + 6]):
        return False  # "attacks on voting rights"
    if s.raw[head].isupper() and 1 < len(s.raw[head]) < 6 and head > found[0] and s.flags[head - 1] & lex.INCIDENT:
        head -= 1  # "assault GBH"
    if s.raw[head] in ("FIR", "FIRs"):
        return True  # the police's first information reports, in India
    if s.words[head] == "harm" and s.words[head - 2 : head] == ["self", "-"]:
        return True
    if any(s.word(at - 1) in _WITH_HEAD.get(s.words[at], ()) for at in (head, found[1] - 1)):
        return True
    if s.words[head - 1 : head + 1] == ["road", "toll"]:
        return not any(flag & lex.MONEY for flag in s.flags) and _COINS.isdisjoint(s.words)  # "a road toll of £6"
    if s.words[head] in _SEARCHES and s.words[head - 2 : head] in (["stop", "and"], ["stops", "and"]):
        return True
    if is_standing(p, head):
        return not any(
            flag & lex.EVENT and not (s.words[at] == "displaced" and s.flag(at + 1) & lex.PEOPLE)  # of the same list
            for at, flag in enumerate(s.flags)
            if not found[0] <= at < found[1]
        )
    if s.flags[head] & lex.INCIDENT and head not in p.place_at:
        return True
    if s.words[head] in ("use", "uses", "complaints") and s.words[found[1] - 1] == "force":
        return True  # "use of deadly force"
    if s.flags[head] & lex.PEOPLE and s.words[head] not in _STATUS:
        return False
    if not s.flags[head] & (lex.GENERIC | lex.PEOPLE):
        return False
    near = head - 1
    while near > found[0] and (s.words[near] in ("-", "'s") or s.words[near].isdecimal()):  # "COVID-19 cases"
        near -= 1
    if s.words[head] == "cases" and near >= found[0] and s.words[near] in _BOOKED:
        return True  # "confirmed cases"
    # "gun ownership rates" are no incidents, "firearm homicide rates" are: the word beside the head tells.
    return any(
        s.flags[at] & (lex.INCIDENT | lex.MODIFIER) and at not in p.place_at
        for at in (near, *range(head + 1, found[1]))
        if found[0] <= at != head
    )


def is_standing(p: Parsed, head: int) -> bool:
    """Whether a word is people who are counted as they stand: "refugees", "asylum seekers", not "job seekers"."""
    before = STANDING.get(p.s.word(head), ())
    return any(word in ("", p.s.word(head - 1), p.s.word(head - 2)) for word in before)


def is_counted(p: Parsed, found: Span | None) -> bool:
    """Whether a phrase is incidents, or people or things with the event right after it: "people killed by police"."""
    if found is None or is_incident(p, found):
        return found is not None
    s, head = p.s, head_of(p, found)
    if s.words[head] in _WRONGDOERS:
        return True
    if found[1] - found[0] == 1 and befallen_by(p, found[0]) and s.word(found[0] - 1) in ("of", "those"):
        return "number" in s.words[found[0] - 3 : found[0]]  # "the number of those injured"
    if befallen(p, found):
        return True
    rated = s.flags[head] & lex.GENERIC and s.flags[found[1] - 1] & lex.PEOPLE  # "rate of women murdered"
    if not (s.flags[head] & (lex.PEOPLE | lex.THING) or rated or _of_a_people(p, head)):
        return False
    at = found[1]
    if s.words[at - 2 : at] in (["in", "prison"], ["in", "jail"]) or match(s.words, at, _IDIOMS):
        return True  # "the number of people in prison"
    at = s.past(at, lex.AUX | lex.ADV, _SAID_TO_BE)
    if s.words[found[0] - 2 : found[0]] == ["number", "of"] and s.word(at) in _DONE_TO_PEOPLE:
        return True  # "the number of Asians stopped and searched"
    return bool(s.flag(at) & lex.EVENT) and not s.flag(at) & lex.WEAK


def befallen_by(p: Parsed, at: int) -> bool:
    """Whether a word tells by itself what befell people or things: "missing", "abducted", "stolen"."""
    done = p.s.flag(at) & (lex.EVENT | lex.WEAK) == lex.EVENT and p.s.word(at).endswith(("ed", "en"))
    return done or p.s.word(at) in FALLEN


def those(p: Parsed, start: int) -> Span | None:
    """People told only by what befell them: | "the number of those injured"."""
    words, at = p.s.words[start : start + 4], start + 3
    told = words[:3] == ["the", "number", "of"] and words[3:] in (["those"], ["people"]) and befallen_by(p, at + 1)
    return (at, at + 2) if told else None


def befallen(p: Parsed, found: Span) -> Span | None:
    """The participle in a phrase that says what befell the people: "2,672 injured people", "kidnapped girls"."""
    s = p.s
    for at in range(found[0], found[1] - 1):
        if befallen_by(p, at) and s.flags[found[1] - 1] & lex.PEOPLE:
            return (at, at + 1)
    return None


def _of_a_people(p: Parsed, head: int) -> bool:
    """Whether a word is people by where they are from: "the number of Palestinians killed"."""
    return head in p.place_at and p.s.words[head].endswith("s") and p.s.words[head] in demonyms()


def with_event(p: Parsed, found: Span | None) -> Span | None:
    """People or things with the participle that makes them incidents: "women murdered by men"."""
    if found is None or is_incident(p, found) or not p.s.flag(found[1]) & lex.EVENT:
        return found
    last = found[1] + 1
    inner = run_right(p, last + 1) if p.s.word(last) == "by" else None
    return (found[0], inner[1] if inner else last)


def countable(p: Parsed, span: Span) -> bool:
    """Whether a phrase names people or things, or a group called by a name: "six Iraqi national guards"."""
    s = p.s
    head = head_of(p, span)
    return (
        bool(s.flags[head] & (lex.PEOPLE | lex.THING))
        or (s.capital(head) and not s.flags[head] & lex.CLOSED and s.words[head] not in _NO_PEOPLE)
        or (s.words[head].endswith(_PEOPLE_ENDINGS) and s.words[head] not in _NO_PEOPLE)
    )


def head_of(p: Parsed, found: Span) -> int:
    """The head of a noun phrase: its last word, or the last before the first preposition inside."""
    s = p.s
    for at in range(found[0] + 1, found[1]):
        if s.flags[at] & lex.PREP:
            return at - 1
    return found[1] - 1


def is_people(p: Parsed, found: Span | None) -> bool:
    """Whether the head of a noun phrase is people or things that incidents happen to."""
    return found is not None and any(
        p.s.flags[at] & (lex.PEOPLE | lex.THING) for at in range(max(found[0], found[1] - 3), found[1])
    )


def more_or_less(flag: int) -> str | None:
    """ "up" for more, higher; "down" for fewer, lower; else None."""
    return "up" if flag & lex.MORE else "down" if flag & lex.LESS else None
