"""The words the reader knows, from the data files: one table of flags, and tables of phrases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from verifier.places.tree import peoples

# One bit a class; a word may be in several ("rise" is a verb and a noun).
DET, PREP, CONJ, PRON, AUX, ADV, VERB, ADJ_PARTICIPLE = (1 << bit for bit in range(8))
UP_VERB, DOWN_VERB, UP_NOUN, DOWN_NOUN = (1 << bit for bit in range(8, 12))
INCIDENT, MODIFIER, GENERIC, PEOPLE, THING, EVENT, WEAK = (1 << bit for bit in range(12, 19))
MEASURE_UNIT, MONEY, TIME_UNIT, SPEECH, ROLE = (1 << bit for bit in range(19, 24))
UP_WORD, DOWN_WORD, MORE, LESS, MULTIPLE = (1 << bit for bit in range(24, 29))

CHANGE_VERB = UP_VERB | DOWN_VERB
CHANGE_NOUN = UP_NOUN | DOWN_NOUN
CLOSED = DET | PREP | CONJ | PRON | AUX | ADV

Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


_VOWELS = "aeiou"
_SHORTEST, _LONGEST_FIRST = 6, 9  # letters of the last part of a compound; and at most so many before it
_OTHERWISE = ("anti", "counter", "non", "conspir")  # "counterterrorism" is no terrorism


def bag(words: str) -> frozenset[str]:
    """A set of words written as one line."""
    return frozenset(words.split())


@cache
def data(name: str) -> dict[str, Any]:
    """One data file of the reader as a mapping."""
    return tomllib.loads(files("verifier.claims").joinpath(f"data/{name}.toml").read_text("utf-8"))


def mid_sentence(words: str) -> str:
    """The words as inside a sentence: "Bicycle thefts" begins with a capital only where the sentence begins with it."""
    first = words.partition(" ")[0].lower()
    return first + words[len(first) :] if tags()[first] & (INCIDENT | MODIFIER | GENERIC | PEOPLE | THING) else words


class Classes(dict[str, int]):
    """Word -> its classes, as flags. A compound that is not listed is an incident if its last part is: "cyberthefts",
    "firebombings"; and hatred of a group tells of incidents: "transphobic cases".
    """

    def __missing__(self, word: str) -> int:
        if word.endswith("phobic"):
            return MODIFIER
        parts = range(2, min(len(word) - _SHORTEST + 1, _LONGEST_FIRST))
        told = any(self.get(word[start:], 0) & INCIDENT for start in parts) and not word.startswith(_OTHERWISE)
        return INCIDENT if told else 0


@cache
def tags() -> Classes:
    """Lower-case word -> its classes, as flags."""
    table = Classes()

    def put(words: Iterable[str], flag: int) -> None:
        for word in words:
            table[word] = table.get(word, 0) | flag

    words, cues, incidents = data("words"), data("cues"), data("incidents")
    for key, flag in (
        ("determiners", DET),
        ("prepositions", PREP),
        ("conjunctions", CONJ),
        ("pronouns", PRON),
        ("auxiliaries", AUX),
        ("adverbs", ADV),
        ("verbs", VERB),
        ("adjective_participles", ADJ_PARTICIPLE),
        ("measure_units", MEASURE_UNIT),
        ("money_words", MONEY),
    ):
        put(words[key].split(), flag)
    put((entry.split("=")[0] for entry in words["time_units"].split()), TIME_UNIT)
    change = cues["change"]
    for key, flag in (
        ("up_verbs", UP_VERB),
        ("down_verbs", DOWN_VERB),
        ("up_nouns", UP_NOUN),
        ("down_nouns", DOWN_NOUN),
        ("up_words", UP_WORD),
        ("down_words", DOWN_WORD),
        ("more", MORE),
        ("less", LESS),
    ):
        put(change[key].split("|"), flag)
    for key in ("up", "down"):
        put((entry.split("=")[0] for entry in cues["multiples"][key].split("|")), MULTIPLE)
    put(cues["speech"]["verbs"].split("|"), SPEECH)
    put(cues["speech"]["role_words"].split("|"), ROLE)
    for key, flag in (
        ("incidents", INCIDENT),
        ("modifiers", MODIFIER),
        ("generic_heads", GENERIC),
        ("people", PEOPLE),
        ("things", THING),
    ):
        singular = incidents[key].lower().split("|")
        put(singular, flag)
        put((plural(word) for word in singular), flag)
    for names in peoples().values():
        several = [name.lower() for name in names]
        put((name for name in several if name.endswith("s") and name[:-1] in several), PEOPLE)
    verbs = incidents["event_verbs"].split("|")
    put({form for verb in verbs for form in inflected(verb)} | set(incidents["events"].split("|")), EVENT)
    put(incidents["weak_events"].split("|"), WEAK)
    gerunds = ((verb, inflected(verb)[3] + "s") for verb in verbs)  # "stabbings", "maulings"
    put((several for verb, several in gerunds if not table[verb] & WEAK), INCIDENT)
    return table


def words_with(classes: int) -> frozenset[str]:
    """The words of any of these classes."""
    return frozenset(word for word, flag in tags().items() if flag & classes)


@cache
def phrases(section: str, *keys: str) -> Phrases:
    """First word -> [(words, label)], longest first, of the phrases under cues[section]; the label is the key."""
    table: Phrases = {}
    for key in keys:
        for phrase in data("cues")[section][key].split("|"):
            words = tuple(phrase.replace("-", " - ").split())
            table.setdefault(words[0], []).append((words, key))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def key_words(table: Phrases) -> frozenset[str]:
    """One word of each phrase, its last longest: without it in a sentence, the phrase is not there either."""
    return frozenset(max(reversed(phrase), key=len) for entries in table.values() for phrase, _ in entries)


@cache
def multiples() -> dict[str, tuple[float, str]]:
    """Word -> (factor, direction): "tripled" -> (3, "up"), "halved" -> (0.5, "down")."""
    table = {}
    for direction in ("up", "down"):
        for entry in data("cues")["multiples"][direction].split("|"):
            word, factor = entry.split("=")
            table[word] = (float(factor), direction)
    return table


@cache
def time_units() -> dict[str, int]:
    """Time unit -> its length in days (0: shorter than a day)."""
    pairs = (entry.split("=") for entry in data("words")["time_units"].split())
    return {word: int(days) for word, days in pairs}


def plural(word: str) -> str:
    """The regular English plural."""
    if word.endswith(("s", "x", "ch", "sh", "z", "ado", "ano")):  # tornadoes, volcanoes
        return word + "es"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def inflected(verb: str) -> tuple[str, str, str, str]:
    """The forms of a regular English verb: kill, kills, killed, killing; stab, stabbed; die, dying."""
    if verb.endswith("ie"):
        return verb, verb + "s", verb + "d", verb[:-2] + "ying"
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb, plural(verb), verb[:-1] + "ied", verb + "ing"
    doubled = verb[-1] in "bglmnp" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
    stem = verb + verb[-1] if doubled and not verb.endswith(("on", "en")) else verb
    return verb, plural(verb), stem + "ed", stem + "ing"


def match(words: list[str], at: int, table: Phrases) -> tuple[int, str] | None:
    """The longest phrase of the table that starts at this word: (index after it, label), or None."""
    for phrase, label in table.get(words[at], ()) if at < len(words) else ():
        end = at + len(phrase)
        if end <= len(words) and tuple(words[at:end]) == phrase:
            return end, label
    return None


def match_before(words: list[str], end: int, table: Phrases, longest: int = 5) -> tuple[int, str] | None:
    """The longest phrase of the table that ends just before index `end`: (index of its first word, label), or None."""
    for start in range(max(0, end - longest), end):
        for phrase, label in table.get(words[start], ()):
            if start + len(phrase) == end and tuple(words[start:end]) == phrase:
                return start, label
    return None
