"""The place of a claim whose own sentence names none: what the paragraph, the title and the text up to it have told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from verifier.claims.context.meant_places import Meant, by_kind, is_ranked, world_spans
from verifier.claims.document import Document
from verifier.claims.phrases.count_words import FIGURES, HAD
from verifier.claims.phrases.match import Match
from verifier.claims.phrases.noun_phrases import content as in_phrase
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.place_phrases import (
    LEADS,
    dateline_places,
    is_demonym,
    is_epithet,
    lead_of,
    names_a_body,
    sent_abroad,
)
from verifier.claims.phrases.time_clauses import when_clauses
from verifier.claims.places.gazetteer import PlaceSpan
from verifier.claims.places.place_words import MEDIA, NATIONWIDE, OF_PEOPLE
from verifier.claims.text.lexicon import CHANGE_VERB, PEOPLE, bag
from verifier.claims.text.tokens import sentences
from verifier.places.names import likely
from verifier.places.place import COUNTRIES, WORLD
from verifier.places.tree import country_of, in_words, lies_in, place

_SUMMING_UP = bag("overall altogether globally worldwide internationally")
_BOUND_FOR = bag("reach reaching reached enter entering")  # "trying to reach Europe": where they were not
_POINTING_BACK = bag("they those these their")
# Words for a place of a kind, and the kinds of the tree they may mean.
_KINDS = {
    **dict.fromkeys(("city", "town", "village", "capital", "citywide"), ("city",)),
    **dict.fromkeys(("county", "district", "borough", "municipality"), ("part", "city")),
    **dict.fromkeys(("state", "province", "statewide"), ("part", "region")),
    **dict.fromkeys(("country", "nation", "kingdom", "republic"), COUNTRIES),
    **dict.fromkeys((*NATIONWIDE, "national"), COUNTRIES),
}
_WIDELY = NATIONWIDE | bag("statewide citywide")
_OF_WHICH = (["of", "which"], ["of", "whom"])
_OF_THEM = (["of", "them"], ["of", "these"], ["of", "those"])
_OF_THEM_IN = (["of", "them", "in"], ["of", "these", "in"], ["of", "whom", "in"], ["of", "which", "in"])
_WITHIN = bag("in across throughout")
_TELLERS = bag(
    "institute institution bureau agency centre center report organisation organization database programme program "
    "index observatory monitor tracker ministry department"
)


@dataclass(frozen=True, slots=True)
class Told:
    """The place of a claim or scene, with the paragraph and the sentence that tell it."""

    block: int
    sentence: int
    meant: Meant
    listed: int = 0  # 1 for the item of a list; 2 for a rank among places, which is of them all
    part: bool = False  # told as a part of what the text is about: "Texas alone had 803"


@dataclass(slots=True)
class Noted:
    """The places of a document, each with the offset where it is named first; those of each sentence, by where it
    starts; and the scenes, where the sentences with a number or a change say that things happened.
    """

    named: dict[str, int] = field(default_factory=dict)
    by_sentence: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    scenes: list[Told] = field(default_factory=list)


class PlacesTold:
    """The places of a text as far as it has been read; noted gives those of the whole document."""

    def __init__(self, document: Document, noted: Callable[[], Noted]) -> None:
        self._document = document
        self._noted = noted
        self._of_claims: list[Told] = []  # those of the paragraph being read, in order
        self._named: list[str] = []
        self._since = 0  # from where on the text is of one whole again
        self._whole_before = False  # whether a claim before was of the whole that the text does not name

    def note(self, p: Parsed, meant: Meant, *, listed: int = 0) -> None:
        """Take up where a claim was, and whether as one of several."""
        if self._of_claims and self._of_claims[-1].block != p.s.block:
            self._of_claims = []
        self._of_claims.append(Told(p.s.block, p.s.first, meant, listed, _told_as_part(p, meant.codes)))

    def note_whole(self) -> None:
        """Take up that a claim was of the whole that the text is about, which no place of it names."""
        self._whole_before = True

    def named_by(self, end: int) -> list[str]:
        """The places that the text names up to an offset, outside of datelines and of clauses that tell an event."""
        upto = bisect_right(self._firsts, end)
        if upto != len(self._named):
            self._named = list(islice(self._noted().named, upto))
        return self._named

    @cached_property
    def _firsts(self) -> list[int]:
        """Where the places are named first, in the order of the text."""
        return list(self._noted().named.values())

    @cached_property
    def title(self) -> Meant | None:
        """The place that the title names, where it names one."""
        if not self._document.title:
            return None
        noted = Noted()
        for s in sentences(self._document.title):
            note_places(noted, Parsed(s, self._document.published))
        return _topic(list(noted.named))

    def of_kind(self, p: Parsed, word: str) -> tuple[Meant, str]:
        """The place that "the state", "the city" or "nationally" points back to, and where it was found."""
        told = self._in_paragraph(p)
        country = self._document.country
        for codes, how in (
            ([told[-1].meant.codes] if told else [], "document"),
            ([one.meant.codes for one in told], "document"),
            ([self.title.codes] if self.title else [], "title"),
            ([(code,) for code in self.named_by(p.s.end)], "document"),
            ([(country,)] if country else [], "front matter"),
        ):
            fitting = dict.fromkeys(fit for one in codes if len(one) == 1 and (fit := _as_kind(one[0], _KINDS[word])))
            if fitting:
                return _one_of([Meant((code,), country_of(code)) for code in fitting]), how
        if not told or _KINDS[word] == COUNTRIES:
            return Meant(), "document"
        only = told[-1].meant
        words = only.unknown or " and ".join(in_words(code) for code in only.codes)
        held = f" (the text has only {words})" if words else ""
        return Meant((), only.country, f"the {word}{held}"), "document"

    def there(self, p: Parsed) -> Meant:
        """The place that "there" points back to: the one that the nearest sentence before with a place names."""
        told = self._noted().by_sentence
        at = bisect_left(told, p.s.first, key=lambda one: one[0]) - 1
        codes = told[at][1] if at >= 0 else ()
        return Meant(codes, country_of(codes[0])) if len(codes) == 1 else Meant()

    def elsewhere(self, p: Parsed) -> tuple[Meant, str]:
        """The place of a claim that names none, and where it was found: that of the claim before it in its sentence,
        that of its paragraph where this tells of one place alone, else that of the title or of the text.
        """
        if p.s.word(0) in _SUMMING_UP:
            return self.title or Meant(), "title"  # "Overall, …": of more than the place named last
        told = self._in_paragraph(p)
        if told and told[-1].sentence == p.s.first:
            return told[-1].meant, "document"
        items = Counter({one.sentence: one.listed for one in told if one.listed > 1})
        items.update(one.sentence for one in told if one.listed == 1)
        listed = {sentence for sentence, several in items.items() if several > 1}
        apart = [one for one in told if one.sentence not in listed]
        parts = {code for one in told if one.sentence in listed for code in one.meant.codes}
        if listed and (apart or self._whole_before):
            told = apart  # "Texas had 1,845, California 1,929 and Florida 1,066. Burglaries fell by …"
        else:
            parts = set()
        if told and told[0].meant.codes == (WORLD,) and p.s.words[:2] in (["there", "were"], ["in", "all"]):
            return told[0].meant, "document"
        if told:
            last = list(dict.fromkeys(one.meant for one in told if one.sentence == told[-1].sentence))
            if p.s.word(0) in _POINTING_BACK and len(last) == 1:
                return last[0], "document"
            several = list(dict.fromkeys(one.meant for one in told))
            parted = list(dict.fromkeys(one.meant for one in told if not one.part))
            whole = _whole_of(several) if len(several) > 1 and (_counts_itself(p) or len(parted) == 1) else None
            if whole in parted:
                self._since = p.s.first
                self.note(p, whole)
                return whole, "document"
            return _one_of(several), "document"
        if self.title:
            return self.title, "title"
        # "59 conflicts, 28 of them in Africa": the place of a part is not that of the whole.
        parts |= {code for one in p.places for code in _noteworthy(one) if _told_as_part(p, (code,))}
        country, named = self._document.country, [code for code in self.named_by(p.s.end) if code not in parts]
        if country and (not named or country in named):
            return Meant((country,), country), "front matter"
        if country and (len(named) > 1 or country_of(named[0]) != country):
            return Meant(between=(*named, country)), "document"
        if self._whole_before and self.named_by(p.s.first) == []:
            return Meant(), "document"  # only this sentence names a place, which is none of what was counted before
        return _topic(named) or Meant(), "document"

    def _in_paragraph(self, p: Parsed) -> list[Told]:
        """Where the claims and the scenes of a paragraph were up to a sentence, in order."""
        told = [one for one in self._of_claims if one.block == p.s.block]
        held = {one.sentence for one in told}
        scenes = self._noted().scenes
        at = bisect_right(scenes, p.s.block, key=lambda scene: scene.block) - 1
        while at >= 0 and scenes[at].block == p.s.block:
            if scenes[at].sentence < p.s.first and scenes[at].sentence not in held:
                told.append(scenes[at])
            at -= 1
        return sorted((one for one in told if one.sentence >= self._since), key=lambda one: one.sentence)


def pointed_kind(p: Parsed, found: Match) -> str | None:
    """The word by which a claim points to a place of a kind that is named elsewhere: "the state had 573 murders", "the
    national rate", "across the country"; not "the highest in the country", and nothing in what is compared with.
    """
    s = p.s
    if found.rule == "share:part before":
        return None  # "It made up a tenth of the nation's total": the nation is the whole
    for at, word in enumerate(s.words):
        if word not in _KINDS or (found.other and found.other[0] <= at < found.other[1]):
            continue
        if word in _WIDELY:
            if not is_ranked(p, at):
                return word
        elif word == "national":
            figure = s.word(at + 1) in FIGURES and found.measure is None
            if figure or (not s.capital(at) and found.measure and found.measure[0] - 1 <= at < found.measure[1]):
                return word
        elif s.word(the := at - 1 - (s.word(at - 1) in ("whole", "entire"))) == "the" and s.word(at + 1) != "of":
            whole = 3 * (s.words[at + 1 : at + 4] == ["as", "a", "whole"])
            if s.word(at + 1 + whole) in HAD or (s.word(at + 1) == "'s" and not s.capital(at + 2)):
                return word
            if s.word(the - 1) in _WITHIN and not is_ranked(p, the - 1):
                return word
            if the < at - 1 and s.word(the - 1) == "for":
                return word  # "For the whole country the figure was 19,252"
    return None


def _as_kind(code: str, kinds: tuple[str, ...]) -> str | None:
    """The place itself where it is of a kind; for a kind of country the one that it lies in."""
    if kinds == COUNTRIES:
        return country_of(code)
    return code if place(code).kind in kinds else None


def _one_of(several: list[Meant]) -> Meant:
    """The one place that is told; where several are, none of them."""
    if len(several) == 1:
        return several[0]
    return Meant(between=tuple(dict.fromkeys(code for one in several for code in one.codes)))


def _whole_of(several: list[Meant]) -> Meant | None:
    """The one of several places that all others lie in."""
    return next(
        (
            one
            for one in several
            if len(one.codes) == 1
            and all(lies_in(code, one.codes[0]) for other in several if other is not one for code in other.codes)
        ),
        None,
    )


def _counts_itself(p: Parsed) -> bool:
    """Whether a sentence says what a body counted, which counts all of its field: "the institute counted 22"."""
    s = p.s
    for at, word in enumerate(s.words):
        acronym = s.raw[at].isupper() and len(word) > 2 and at not in p.place_at
        verb = s.word(at + 1 + (acronym and s.word(at + 1) == ","))
        if (word in _TELLERS or acronym) and (verb in HAD or verb in ("put", "puts")):
            return True
    return False


def _topic(named: list[str]) -> Meant | None:
    """The one place that a text is about: its one country where that is named, else the only place."""
    countries = {country_of(code) or code for code in named}
    if len(countries) != 1:
        return None
    (whole,) = countries
    code = whole if whole in named else named[0] if len(named) == 1 else None
    return Meant((code,), country_of(code)) if code else None


def note_places(noted: Noted, p: Parsed) -> None:
    """Take up the places of one sentence."""
    s = p.s
    if world_spans(p):
        noted.named.setdefault(WORLD, s.start)
    named = [(codes, one) for one in p.places if (codes := by_kind(p, one, set(), tuple) or _noteworthy(one))]
    if not named:
        return
    events = [(clause.first, clause.last) for clause in when_clauses(p) if clause.date is None]
    sent_from = dateline_places(p)
    scene: list[str] = []
    told: dict[str, None] = {}
    for codes, one in named:
        if (
            not _of_people(p, one)
            and not any(first <= one.first < last for first, last in events)
            and not names_a_body(p, one)
            and not is_epithet(p, one)
            and one.first >= sent_from
            and not sent_abroad(p, one.last)
            and p.s.word(one.first - 1) not in _BOUND_FOR
        ):
            for code in codes:
                noted.named.setdefault(code, s.start)
            told.update(dict.fromkeys(codes))
            if _is_scene(p, one):
                scene += codes
    if told:
        noted.by_sentence.append((s.first, tuple(told)))
    if scene and (p.quantities or any(flag & CHANGE_VERB for flag in s.flags)):
        whole = tuple(dict.fromkeys(scene))
        country = country_of(whole[0]) if len(whole) == 1 else None
        noted.scenes.append(Told(s.block, s.first, Meant(whole, country), part=_told_as_part(p, whole)))


def _told_as_part(p: Parsed, codes: tuple[str, ...]) -> bool:
    """Whether a sentence only tells of a place's part of a whole: "Texas alone had 803", "of which Berlin had 2,428",
    "most of them in Stockholm", "Italy accounted for 322 of them".
    """
    s = p.s
    own = [one for one in p.places if set(one.codes) & set(codes)]
    return bool(own) and all(
        s.word(one.last) in ("alone", "itself")
        or s.words[one.first - 2 : one.first] in _OF_WHICH
        or s.words[max(0, one.first - 3) : one.first] in _OF_THEM_IN
        or any(s.words[at : at + 2] in _OF_THEM for at in range(one.last, min(len(s), one.last + 8)))
        for one in own
    )


def _of_people(p: Parsed, one: PlaceSpan) -> bool:
    """Whether a name says who people are, not where something happened: "two Swedes", "British medicine journal"."""
    s = p.s
    return is_demonym(p, (one.first, one.last)) and (
        not in_phrase(p, one.last)
        or bool(s.flags[one.last] & PEOPLE)
        or s.words[one.last] in OF_PEOPLE
        or any(s.word(at) in MEDIA for at in range(one.last, one.last + 3))
    )


def _is_scene(p: Parsed, one: PlaceSpan) -> bool:
    """Whether things happened in a place: "in France there were 900", "Iran hosted 3.8 million"."""
    return p.s.word(lead_of(p, one.first)) in LEADS or (
        one.first <= 1 and (p.s.word(one.last) in HAD or p.s.word(one.last) == "'s")
    )


def _noteworthy(one: PlaceSpan) -> tuple[str, ...]:
    """The place that a name means, else the country of all that it may mean."""
    codes = likely(one.codes) if one.country else one.codes
    return codes if len(codes) == 1 else (one.country,) if one.country else ()
