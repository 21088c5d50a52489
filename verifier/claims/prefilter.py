"""What the words of a sentence tell at a glance: whether a number, a claim or a speaker can be in it at all.

Most sentences of the news hold none of them, and a look into one table of words costs a small part of reading them.
"""

from __future__ import annotations

import re

from verifier.claims.context import speakers
from verifier.claims.numbers import number_search
from verifier.claims.rules import rule_order
from verifier.claims.text.tokens import Sentence

NUMBER, CUE, INCIDENT, SPEAKER = (1 << bit for bit in range(4))

_CLASSES: dict[str, int] = {}
for _words, _class in (
    (number_search.CUES, NUMBER),
    (rule_order.CUES, CUE),
    (rule_order.INCIDENTS, INCIDENT),
    (speakers.CUES, SPEAKER),
):
    for _word in _words:
        _CLASSES[_word] = _CLASSES.get(_word, 0) | _class
_KNOWN = frozenset(_CLASSES)
_FIGURE, _ANY_FIGURE = re.compile(r"[0-9]"), re.compile(r"\d")


def glance(s: Sentence) -> int:
    """What may be in a sentence, as flags: a NUMBER, a CUE of a claim without one, an INCIDENT, a SPEAKER.

    What has no flag is not there; what has one may be.
    """
    figure = _FIGURE if s.simple.isascii() else _ANY_FIGURE
    seen = NUMBER if figure.search(s.simple, s.first, s.last) else 0
    for word in _KNOWN.intersection(s.words):
        seen |= _CLASSES[word]
    return seen


def may_hold(seen: int, *, follows: bool) -> bool:
    """Whether a sentence may hold a claim or a number; `follows` says that the sentence before held a claim."""
    return bool(seen & NUMBER or (seen & CUE and (follows or seen & INCIDENT)))
