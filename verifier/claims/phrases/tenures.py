"""Times told by who held an office: "during his tenure as mayor", "under President Obama", "while I was mayor"."""

from __future__ import annotations

from verifier.claims.phrases.event_ends import STOPS, event_end
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text.lexicon import PRON, bag

_HELD = bag("was were took served left became")
TENURE_LEADS = bag("during under on in while when as")
_WHICH_ONE = bag("previous last current former new old present military interim")
_OFFICES = bag("mayor governor president senator sheriff secretary chancellor premier minister")
_OWNERS = bag("my his her their our your its the this bush's")
_TENURES = bag(
    "tenure administration presidency watch term terms leadership mayoralty reign premiership governorship time "
    "years rule period era"
)
_CARE = bag("mandate protection care auspices responsibility supervision definition definitions law rules act")


def tenure(p: Parsed, at: int) -> Span | None:
    """ "during his tenure as mayor", "under President Obama", "while I was mayor", "when he took office"."""
    s = p.s
    word, following = s.words[at], s.word(at + 1)
    if word in ("during", "under", "on", "in"):
        i = at + 1
        owner = s.word(i) in _OWNERS or s.capital(i)
        while i < min(len(s), at + 7) and s.words[i] not in _TENURES:
            if not (
                s.words[i] in _OWNERS
                or s.capital(i)
                or s.words[i]
                in ("'s", "first", "second", "last", "obama", "-", "'", "the", "two", "four", "eight", "years", "year")
            ):
                break
            i += 1
        if owner and s.word(i) in _TENURES:
            end = i + 1
            if s.word(end) in ("as", "in", "of"):
                end = event_end(p, end)
            return (at, end)
        if (
            word == "under"
            and (s.capital(at + 1) or following in ("the", "this", "my"))
            and at + 1 not in p.quantity_at
        ):
            end = at + 1 + (following in ("the", "this"))
            while end < len(s) and (
                s.capital(end)
                or s.words[end]
                in ("administration", "government", "-", "regime", "rule", "president", "governor", "mayor", "'s")
                or s.words[end] in _WHICH_ONE
            ):
                end += 1
            if s.words[end - 1] in _WHICH_ONE or s.word(end) in _CARE:
                return None  # "under the new law", "under UNHCR's mandate"
            if end > at + 2 or (end == at + 2 and following not in ("the", "this")):
                return (at, end)
        return None
    held = 1 if s.word(1) in _OFFICES else 2
    office = word == "as" and s.word(held) in _OFFICES and s.word(held + 1) in (",", "of", "for", "in")
    if at == 0 and (office or (word != "as" and s.flag(1) & PRON and s.word(2) in ("was", "were"))):
        comma = s.words.index(",") if "," in s.words else 0
        if 1 < comma < 20:  # "When I was growing up, …", "As mayor, …"
            return (at, comma)
    if (
        word in ("while", "when")
        and s.flag(at + 1) & PRON
        and s.word(at + 1) != "there"
        and s.word(at + 2) in _HELD
        and not s.word(at + 3).endswith("ing")
        and at + 3 not in p.quantity_at  # "when it was 7,301"
    ):
        end = next((i for i in range(at + 3, len(s)) if s.flags[i] & PRON or s.words[i] in STOPS), len(s))
        return (at, end)
    return None
