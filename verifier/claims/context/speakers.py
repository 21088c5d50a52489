"""Who says it: the person, body, study or data a sentence names as the source of its claims."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.dates.calendar import WEEKDAYS
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.noun_phrases import content
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.place_phrases import dateline_end
from verifier.claims.places.place_words import AREAS, DIRECTIONS
from verifier.claims.text.lexicon import (
    ADV,
    AUX,
    CHANGE_VERB,
    CLOSED,
    DET,
    INCIDENT,
    PEOPLE,
    PREP,
    PRON,
    ROLE,
    SPEECH,
    VERB,
    bag,
    words_with,
)
from verifier.places.names import demonyms

_PICTURES = bag(
    "image images photo photos photograph photographs video videos screenshot picture pictures clip footage"
)
_BY = bag(
    "reported recorded compiled published released conducted collected documented provided issued cited kept estimated"
)
_NOMINAL = bag(
    "claims claim reports report estimates estimate records record counts shows show notes states state finds "
    "observed cites put puts asked recorded counted"
)
# Verbs whose object is no statement: "announced a series of measures" says nothing of what stands further on.
_OBJECT = bag("announced describes described blamed posted highlighted rejected denied promised")
_COUNTS = bag("posted reported recorded counted documented tallied records reports")
_OBJECT_REACH = 6
_AFTER = bag("was were is are had has have would will")
_WITHIN = bag("in at from of for on")
# Who else may speak without a capital.
_TELLERS = bag(
    "ad advert advertisement mailer flyer petition "
    "advocates medics relatives neighbours neighbors villagers lawmakers scholars criminologists diplomats "
    "mps company firm email emails meme tweet blog book paper author authors auditors superintendent constable "
    "opponents supporters families eyewitnesses academics historian economist columnist blogger biologist expert"
)
_NAMING = bag("state think")  # verbs elsewhere: "a think tank"
_PRONOUNS = bag("he she it they")
_ISSUED = bag("published released conducted printed carried posted")
_OPENS = frozenset(["that", ":", ",", '"', "there", "in"])
_RULINGS = bag("rating ruling")  # a heading that ran into the sentence: "Our ruling Smith said"
_STOPS = frozenset([",", ";", ":", ".", '"', "(", ")", "-", "—"])
_NAME_JOINS = bag("of the and for al bin ibn de da del von van di le la 's - & . on")
CUES = (
    words_with(SPEECH) | _BY | frozenset(["based", "according", ":", "-", "—"])
)  # without one nobody is named as a source


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who speaks in a sentence: where the verb (or "according to") stands, and the tokens of the name."""

    at: int
    name: Span
    sourced: bool
    reach: int = 0  # how many words after the verb it speaks of; 0: all
    onward: bool = False  # "said that …": it speaks only of what follows
    booked: bool = False  # "recorded by police": who wrote it down, where nobody else says it


def voices(p: Parsed) -> list[Voice]:
    """Everyone a sentence names as a source, left to right; a pronoun where only that is given."""
    s = p.s
    found: list[Voice] = []
    for at, word in enumerate(s.words):
        flag = s.flags[at]
        if word == "based" and s.word(at + 1) == "on":
            name = _name_right(p, at + 2)
            if name and any(s.flags[n] & ROLE for n in range(*name)):
                found.append(Voice(at, name, True))
        elif word == "according" or (word in _BY and s.word(at + 1) == "by" and _issuing(p, at)):
            start = _source_start(p, at)
            name = _name_right(p, start) if start and start not in p.date_at else None
            if name and s.words[name[1] - 1].endswith("ed") and s.word(name[1]) == "by":
                name = _name_right(p, name[1] + 1) or name  # "according to data released by the tracker"
            if name and (word == "according" or _names(p, *name)):
                found.append(Voice(at, name, True, booked=word in ("recorded", "registered", "logged")))
        elif word in (":", "-", "—"):
            name = _label(p, at)
            if name:
                found.append(Voice(at, name, False, onward=name[0] < at))
        elif flag & SPEECH and _is_verb(p, at) and not _cost_lives(p, at):
            meanwhile = word.endswith("ing") and s.words[at - 1] == ","
            name = (_inverted(p, at) or _doer(p, at) if meanwhile else None) or _subject_of(p, at)
            if s.words[at - 1] in _PRONOUNS:
                name = _head_of_sentence(p, at - 1) or name
            if name is None and (word in ("citing", "quoting") or (at and s.words[at - 1] in (",", '"'))):
                name = _inverted(p, at)
            if name and name[0] == 0 and 0 < (sent_from := dateline_end(p)) < name[1] - 1:
                name = (sent_from + 1, name[1])  # "BRUSSELS - Police in the European Union recorded …"
            if name and not (word in _COUNTS and _is_place(p, name)):
                bare = word in _OBJECT and s.word(at + 1) not in ("that", ":", ",", '"', ".", "")
                found.append(Voice(at, name, False, _OBJECT_REACH * bare, s.word(at + 1) == "that"))
    return found


def speaker(found: list[Voice], at: int) -> Span | None:
    """The source of what stands at a token: "according to" before all, else the nearest verb before it, else after."""
    found = [voice for voice in found if not voice.booked] or found
    sourced = [voice for voice in found if voice.sourced]
    if sourced:
        return min(sourced, key=lambda voice: abs(voice.at - at)).name
    before = [voice for voice in found if voice.at < at and (not voice.reach or at - voice.at <= voice.reach)]
    if before:
        return before[-1].name
    return next((voice.name for voice in found if voice.at >= at and not voice.onward and not voice.reach), None)


def _cost_lives(p: Parsed, at: int) -> bool:
    """Whether "claimed" tells what cost lives: "the route has claimed 3,464 lives"."""
    number = next((p.quantity_at[n] for n in range(at + 1, at + 4) if n in p.quantity_at), None)
    return (
        p.s.words[at].startswith("claim") and number is not None and "lives" in p.s.words[number.last : number.last + 3]
    )


def _head_of_sentence(p: Parsed, pronoun: int) -> Span | None:
    """Who opens the sentence, where a pronoun stands for it: "The study … and it found", "Ada Bello …; she said"."""
    s = p.s
    first = last = int(bool(s.flags[0] & DET))
    while last < pronoun and s.words[last].isalpha() and (s.capital(last) or s.flags[last] & ROLE):
        if s.flags[last] & CLOSED or last in p.date_at:
            return None
        last += 1
    body = last > first and bool(s.flags[last - 1] & ROLE) and not s.capital(last - 1)
    person = last - first in (2, 3) and all(n not in p.place_at and s.capital(n) for n in range(first, last))
    told = s.flag(last) & (AUX | VERB) or s.word(last).endswith("ed")
    fits = body if s.words[pronoun] in ("it", "they") else person
    return (first, last) if fits and told and pronoun - last < 20 else None


def _doer(p: Parsed, at: int) -> Span | None:
    """Who opens a sentence that goes on with what was said meanwhile: "Mayor Ann Lee, at a briefing on Monday, blamed
    the gangs, citing a 20 percent rise".
    """
    s = p.s
    first = 0
    if s.flags[0] & PREP and "," in s.words[:at]:  # "In a speech on Friday, the minister …"
        first = s.words.index(",") + 1
    first += bool(s.flag(first) & DET)
    last = first
    while (
        last < at
        and last not in p.date_at
        and (s.capital(last) or s.flags[last] & ROLE or (s.words[last] in _NAME_JOINS and s.capital(last + 1)))
    ):
        last += 1
    name = (first, last)
    if last == first or not _names(p, *name) or _is_place(p, name) or s.flags[first] & PRON:
        return None
    verb = last
    if s.word(verb) == ",":  # an apposition, or where and when it was said
        verb = next((n + 1 for n in range(verb + 1, at) if s.words[n] == ","), at)
    while s.flag(verb) & (AUX | ADV):
        verb += 1
    acts = s.flag(verb) & (VERB | SPEECH) or s.word(verb).endswith("ed") or bool(s.flag(verb - 1) & AUX)
    return name if verb < at and acts else None


def _is_place(p: Parsed, name: Span) -> bool:
    """Whether a subject is a place and nothing else: "Kerala reported 2,400 cases" says where, not who."""
    place = p.place_at.get(name[1] - 1)
    if place is None or place.last != name[1]:
        return False
    first = name[0]
    while first in p.place_at or p.s.words[first] in ("and", ","):
        first += 1  # "Sudan and Chad counted 40 raids"
    before = p.s.words[first : place.first]
    return all(word == "of" or word in AREAS or word in demonyms() or word in DIRECTIONS for word in before)


def _issuing(p: Parsed, at: int) -> bool:
    """Whether what is "conducted by" someone is a source: a survey is, an operation is not."""
    return p.s.words[at] != "conducted" or bool(p.s.flag(at - 1) & ROLE)


def _source_start(p: Parsed, at: int) -> int:
    """Where the name after "according to" or "reported by" starts; 0 where none does."""
    if p.s.word(at + 1) in ("to", "by"):
        return at + 2
    glued = p.s.raw[at + 1] if at + 1 < len(p.s) else ""
    return at + 1 if glued.startswith("to") and glued[2:3].isupper() else 0  # "according toThe …", a lost space


def _label(p: Parsed, at: int) -> Span | None:
    """A source set off by a colon or dash: "Police: two killed", "Six die in fire: officials", 'the report: "…"'."""
    s = p.s
    if s.glued(at) and s.glued(at + 1):
        return None
    if s.words[at] == ":" and s.word(at + 1) == '"' and s.flag(at - 1) & ROLE:
        return _name_left(p, at)
    if s.words[at] == ":" and 0 < at < 4 and s.flags[at - 1] & ROLE and all(s.capital(n) for n in range(at)):
        return (0, at)
    rest = len(s) - at - 1 - (s.words[-1] == ".")
    named = s.words[at] == ":" and all(s.capital(n) and n not in p.place_at for n in range(at + 1, at + 1 + rest))
    if 0 < rest < 4 and at > 3 and (named or s.flag(at + rest) & ROLE):
        return (at + 1, at + 1 + rest)
    return None


def is_pronoun(p: Parsed, found: Span) -> bool:
    """Whether the speaker is only "he", "she", "they"."""
    return found[1] == found[0] + 1 and bool(p.s.flags[found[0]] & PRON) and not _acronym(p, found[0])


def _inverted(p: Parsed, at: int) -> Span | None:
    """ "…," said the minister; citing police."""
    name = _name_right(p, at + 1)
    if name and (_names(p, *name) or (name[1] - name[0] == 1 and p.s.word(at - 1) == '"')):
        return name
    return None


def _is_verb(p: Parsed, at: int) -> bool:
    """Whether a word of speech is a verb with a speaker here, not a noun ("the report for 2016") nor passive."""
    s = p.s
    word = s.words[at]
    if at == 0 or (s.capital(at) and word not in ("say", "says", "said", "reports", "finds", "shows")):
        return False
    if s.word(at - 1) in ("was", "were", "been", "be", "are", "is", "being") and not word.endswith("ing"):
        return False
    if s.word(at + 1) in _AFTER and s.word(at - 1) not in (",", "which", "who"):
        return False  # "a warehouse the army said was empty"
    after_quote = s.word(at - 1) in (",", '"')
    if word in ("state", "states", "stated") and not after_quote and s.word(at + 1) not in _OPENS:
        return False
    if word in ("blamed", "responded") and s.word(at + 1) in ("on", "by", "with"):
        return False
    if word in ("put", "puts") and "at" not in s.words[at + 1 : at + 9]:
        return False
    if word.endswith("ing") and s.word(at - 1) != "," and content(p, at + 1) and not s.capital(at + 1):
        return False  # "crime reporting statistics"
    if word in _NOMINAL and s.word(at + 1) in ("for", "of", "on", "by", "from", "in", "about", "to", "card"):
        return word in ("reported", "recorded", "counted", "observed", "asked") and s.word(at + 1) != "by"
    ends = s.word(at + 1) in ("", ".", ",", ";", ")")
    named = s.capital(at - 1) or s.flag(at - 1) & ROLE or s.words[at - 1] in _TELLERS
    if ends and named and "," in s.words[max(0, at - 6) : at]:
        return True  # "…, studies show.", "…, the research group InSight Crime reports."
    return not (word in _NOMINAL and not word.endswith("ed") and ends)


def _subject_of(p: Parsed, verb: int) -> Span | None:
    """The subject left of a verb of speech; an apposition between commas is passed."""
    s = p.s
    end = verb
    while end > 0 and (s.flags[end - 1] & (AUX | ADV) or _adverb(p, end - 1)) and s.words[end - 1] not in _STOPS:
        end -= 1
    if end == 0:
        return None
    if s.words[end - 1] in (")", "]"):  # "(A recent study) said"
        opened = max(end - 8, 0)
        acronym = s.words[end - 3] == "(" and end > 4 and s.raw[end - 2].isupper() and s.capital(end - 4)
        if acronym:  # "the Piracy Reporting Centre (PRC) recorded"
            named = _name_left(p, end - 3)
            return (named[0], end) if named else None
        return _name_left(p, end - 1) if any(sign in ("(", "[") for sign in s.words[opened : end - 1]) else None
    if s.words[end - 1] in ("who", "which") and not _acronym(p, end - 1):  # "the agency, which counted"
        end -= 1
        return _name_left(p, end - (s.word(end - 1) == ",")) if end > 1 else None
    if s.words[end - 1] == ",":
        back = end - 2
        while back > 0 and s.words[back] not in (",", ";", '"'):
            back -= 1
        if s.words[back] != "," or back == 0:
            return None
        end = back
    inner = p.date_at.get(end - 1)
    if inner and s.word(inner.first - 1) in ("for", "of", "in", "from", "on", "to"):  # "the report for 2016 shows"
        end = inner.first - 1
    elif inner and s.words[inner.first] in WEEKDAYS:  # "officials Tuesday said"
        end = inner.first
    found = _name_left(p, end) if end else None
    if found is None:
        return None
    first = found[0]
    titled = s.capital(first) or s.capital(found[1] - 1)
    if s.words[verb] in _NOMINAL and not titled and not s.flags[found[1] - 1] & (ROLE | PRON):
        return None
    last = s.words[found[1] - 1]
    if s.words[verb] in _NOMINAL and last.endswith("ed") and not s.capital(found[1] - 1):
        return None  # "the embassy dismissed claims"
    return _person(p, found)


def _adverb(p: Parsed, at: int) -> bool:
    """Whether a word is an adverb by its ending: "historians widely cite"."""
    word = p.s.words[at]
    return word.endswith("ly") and len(word) > 5 and not p.s.capital(at) and not p.s.flags[at]


def _person(p: Parsed, name: Span) -> Span:
    """The person alone of a description in common words with a name: "survivor Ann Lee" -> "Ann Lee"."""
    s = p.s
    first = name[1]
    while first > name[0] and s.capital(first - 1) and s.words[first - 1].isalpha():
        first -= 1
    common = first > name[0] and s.words[first - 1].isalpha() and not s.flags[first - 1] & (CLOSED | SPEECH)
    return (first, name[1]) if common and name[1] - first in (2, 3) else name


def _name_left(p: Parsed, end: int) -> Span | None:
    s = p.s
    if end < 1:
        return None
    if s.flags[end - 1] & PRON and s.words[end - 1] in ("he", "she", "they", "we", "i"):
        return (end - 1, end)
    first = end
    while first > 0:
        if _in_name(p, first - 1):
            first -= 1
            if not s.flags[first] & DET:
                continue
        before = first - 1
        while s.flag(before) & DET:
            before -= 1
        if s.word(before) in _WITHIN and s.flag(before - 1) & ROLE:
            first = before  # "officials in Lagos", "a spokesman for the ministry"
            continue
        if s.word(before) in _WITHIN and s.word(before - 1) in _ISSUED and s.flag(before - 2) & ROLE:
            first = before - 1  # "a study published in the Lancet"
            continue
        break
    first = next((at + 1 for at in range(first, end - 1) if s.words[at] in _RULINGS), first)
    while first < end and (
        (s.words[first] in _NAME_JOINS and s.words[first] != "the") or s.flags[first] & (ADV | PREP)
    ):
        first += 1
    while (
        first < end and s.flags[first] & (DET | SPEECH) and not s.flags[first] & ROLE and s.words[first] not in _NAMING
    ):
        first += 1
    return (first, end) if first < end and _names(p, first, end) else None


def _name_right(p: Parsed, start: int) -> Span | None:
    s = p.s
    at = start
    while s.flag(at) & DET or s.word(at) in ("daily", "weekly", "monthly", "yearly"):
        at += 1
    last = _end_of_name(p, at)
    if last > at and s.flags[last - 1] & ROLE and s.word(last) in ("by", "from"):
        body = last + 1 + bool(s.flag(last + 1) & DET)
        end = _end_of_name(p, body, capitals=True)
        last = end if end > body else last  # "an assessment by Airwars", "data from the Bureau of Statistics"
    return (at, last) if last > at else None


def _end_of_name(p: Parsed, start: int, *, capitals: bool = False) -> int:
    """Where a name that begins at this token ends; capitals: only of words with a capital, and what joins them."""
    s, end = p.s, start
    while end < len(s) and _in_name(p, end) and (not capitals or s.capital(end) or s.words[end] in _NAME_JOINS):
        end += 1
    while end > start and s.words[end - 1] in _NAME_JOINS:
        end -= 1
    return end


def _in_name(p: Parsed, at: int) -> bool:
    s = p.s
    word = s.words[at]
    if at in p.date_at:
        return False
    if _acronym(p, at):
        return True
    if word in _NAME_JOINS:
        both = bool(s.flag(at - 1) & ROLE and s.flag(at + 1) & ROLE)  # "police and hospital sources"
        return word != "and" or both or (s.capital(at + 1) and s.capital(at - 1))
    if word in _STOPS or not word[0].isalnum():
        return False
    if word in ("state", "report", "study", "estimate", "estimates") and s.flag(at - 1) & DET:
        return True
    if word == "state" and (s.word(at + 1) == "of" or s.flag(at + 1) & ROLE):
        return True
    if word == "think" and s.word(at + 1) in ("tank", "-"):
        return True
    return bool(s.flags[at] & ROLE) or s.capital(at) or not s.flags[at] & (CLOSED | SPEECH | CHANGE_VERB)


def _names(p: Parsed, first: int, last: int) -> bool:
    """Whether the phrase can speak: it holds a capitalised name or a role ("police", "officials", "the study")."""
    s = p.s
    if any(s.words[at] in _PICTURES for at in range(first, min(last, first + 3))):
        return False
    titled = last - first > 1 and s.capital(last - 1)  # "the Center on Extremism"
    titled = titled and (s.capital(last - 2) or s.words[last - 2] in _NAME_JOINS)
    if s.flags[last - 1] & INCIDENT and not s.flags[last - 1] & (ROLE | PEOPLE) and not titled:
        return False  # "Violence claimed 1,300 lives", "Arson recorded the highest increase"
    return any(
        s.flags[at] & ROLE
        or s.words[at] in _TELLERS
        or s.words[max(0, at - 1) : at + 1] == ["think", "tank"]
        or (s.capital(at) and at > 0)
        or (s.capital(at) and last - first > 1)
        for at in range(first, last)
    ) or (first == 0 and s.capital(first) and (not s.flags[first] & CLOSED or _acronym(p, first)))


def _acronym(p: Parsed, at: int) -> bool:
    """Whether a closed-class word is written as an acronym: "WHO", "US"."""
    return len(p.s.raw[at]) > 1 and p.s.raw[at].isupper() and p.s.raw[at].isalpha() and not titled_all(p)


def titled_all(p: Parsed) -> bool:
    """Whether the whole sentence is in capitals."""
    return p.s.text[p.s.start : p.s.end].isupper()
