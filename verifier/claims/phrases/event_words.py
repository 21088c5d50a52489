"""Which words are events here, and which events say enough by themselves."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_incident
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.noun_phrases import content, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match, phrases

_IDIOMS = phrases("idioms", "after")
_CRIMINAL = bag(
    "terrorists terrorist militants insurgents criminals suspects gunmen rebels rapists pirates smugglers thieves"
)
_MOURNED = bag(
    "soldiers troops marines americans lives men women officers servicemen servicewomen sailors civilians comrades"
)
_TAKEN = bag("claimed claims claiming claim taken took takes taking lost cost ended end killed")
_STATES = bag("dead wounded injured missing homeless")
_DEAD_THINGS = bag("heat end ends line lock weight zone space wood air cat center centre")  # nobody died
_SUSPICIOUS = bag("border bomb bombs plot plots custody siege war battle invasion fighting conflict")
# What ruins buildings, and buildings: "1,200 homes were destroyed" needs no further word.
_RUINED = bag(
    "destroyed destroying burned burnt damaged collapsed gutted razed levelled leveled flattened flooded submerged "
    "inundated ruined wrecked buried torched incinerated incinerating"
)
_BUILT = bag(
    "homes houses buildings schools hospitals clinics mosques churches temples shops stores villages apartments flats "
    "huts shelters dwellings residences properties structures facilities factories warehouses bridges farms classrooms "
    "businesses restaurants markets"
)
_DRIVEN_OUT = bag("evacuated uprooted stranded displaced")
_COMING = bag("arrived arriving disembarked crossed crossing entered cross")
_AT_SEA = bag("sea mediterranean flood floods floodwaters rubble")
_VOYAGES = bag("journey crossing")  # that migrants made
_ARRIVING = bag("arrived arriving disembarked")
_MIGRANTS = bag("migrants migrant refugees refugee asylum displaced displacement immigrants")
LOSING = bag("lost lose losing loses")
PASSIVE = bag("is are was were be been being")
_PERSONAL = bag(
    "arrested arrest arrests detained detain wounded wounding injured injuring murdered murdering executed executing "
    "died drowned kidnapped deported deport deporting beheaded imprisoned jailed massacred massacring dead abducted "
    "raped beaten tortured hanged lynched shot perished poisoned death evacuate flee homes homeless apprehended "
    "apprehending convicted incarcerated interned prosecuted indicted sentenced stabbed assassinated martyred "
    "hospitalised hospitalized assaulted harassed electrocuted starved trafficked encountered"
)
_NEAR = 16


def befalls_people(p: Parsed, event: Span) -> bool:
    """Whether an event only happens to people, so that whatever is counted are people: "three Sherpas were killed"."""
    words = p.s.words[event[0] : event[1]]
    if "and" in words:
        return False
    return any(word in _PERSONAL for word in words) or ("killed" in words and any(word in PASSIVE for word in words))


def is_predicate(p: Parsed, at: int) -> bool:
    """Whether a word of the event list is a verb or a state here, not a noun: "attacks" after "the" is none."""
    s = p.s
    flag = s.flag(at)
    if not flag & lex.EVENT or at in p.date_at or s.word(at + 1) == "place":
        return False
    if s.words[at] in _STATES:
        return s.words[at] != "dead" or s.word(at + 1) not in _DEAD_THINGS
    before = s.flag(at - 1)
    if flag & lex.INCIDENT:
        if at + 1 in p.quantity_at and at + 1 not in p.date_at and before & lex.ROLE:
            return True  # "Dutch police arrest three suspects"
        noun = before & (lex.DET | lex.PREP) or s.word(at - 1) in ("'s", "such", "-") or s.word(at + 1) == "of"
        modified = content(p, at - 1) and not before & (lex.PEOPLE | lex.THING) and not s.capital(at - 1)
        return not noun and not modified
    return not (s.word(at - 1) == "-" and s.glued(at) and not flag & lex.VERB and content(p, at + 1))


def strong(p: Parsed, event: Span, measure: Span | None) -> bool:
    """Whether an event is enough; a weak one ("claimed", "caught") needs another word of violence or crime."""
    s = p.s
    if s.words[event[1] - 1] in _VOYAGES:
        return not _MIGRANTS.isdisjoint(s.words)
    if not s.flags[event[1] - 1] & lex.WEAK or match(s.words, event[1] - 1, _IDIOMS):
        return True
    if s.words[event[1] - 3 : event[1]] == ["stopped", "and", "searched"]:
        return True
    if measure and s.words[measure[1] - 1] in ("lives", "life"):
        return s.words[event[1] - 1] in _TAKEN
    if measure and s.words[event[1] - 1] in LOSING:
        to = next((at for at in range(measure[1], min(len(s), measure[1] + 5)) if s.words[at] == "to"), None)
        if to is not None:  # "lost 30 people to gun violence", not "lost 30 members to a rival"
            return is_incident(p, phrase_right(p, to + 1)) and s.word(to + 1) != "injury"
    if measure and s.words[event[1] - 1] in LOSING and s.words[measure[1] - 1] in _MOURNED:
        return True
    if measure and of_disaster(p, event, measure):
        return True
    if s.words[event[1] - 1] in _ARRIVING:
        return False
    if measure and any(
        s.words[at] in _CRIMINAL or s.flags[at] & (lex.INCIDENT | lex.MODIFIER) for at in range(*measure)
    ):
        return True
    return any(
        (
            s.flags[at] & (lex.INCIDENT | lex.MODIFIER)
            or s.words[at] in _SUSPICIOUS
            or (s.flags[at] & lex.EVENT and not s.flags[at] & lex.WEAK)
        )
        and not event[0] <= at < event[1]
        and not (measure and measure[0] <= at < measure[1])
        for at in range(max(0, event[0] - _NEAR), min(len(s), event[0] + _NEAR))
    )


def of_disaster(p: Parsed, event: Span, measure: Span) -> bool:
    """Whether an event says enough of these people or buildings: homes are destroyed, people evacuated, migrants
    arrive.
    """
    s = p.s
    word, counted = s.words[event[1] - 1], s.words[measure[0] : measure[1]]
    if word in _RUINED:
        return not _BUILT.isdisjoint(s.words if counted == ["others"] else counted)
    if word in ("rescued", "intercepted"):
        return not (_AT_SEA.isdisjoint(s.words) and _MIGRANTS.isdisjoint(counted))
    if word in _DRIVEN_OUT:
        return any(s.flags[at] & lex.PEOPLE for at in range(*measure)) or counted[-1] in ("families", "others")
    over = word in ("crossed", "fled") and s.word(event[1]) in ("into", "to") and event[1] + 1 in p.place_at
    return (word in _COMING and not _MIGRANTS.isdisjoint(s.words)) or over
