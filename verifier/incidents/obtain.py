"""What is claimed often and is not shipped: which source has it, under which terms, and how to bring it in."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from verifier.files import stamp
from verifier.incidents.measures import normalise
from verifier.places import tree
from verifier.resources import shipped


@dataclass(frozen=True, slots=True)
class Obtain:
    """A topic that is not shipped: the source that has it, its address and licence, and in words how to import it.

    places are the codes of the places that it is for, none for any place.
    """

    topic: str
    source: str
    url: str
    licence: str
    how: str
    words: tuple[frozenset[str], ...] = ()
    places: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Where to get it and how, in two sentences."""
        return f"Where it can be had: {self.source} ({self.url}; licence: {self.licence}). To bring it in: {self.how}."


def obtain(words: str, places: Sequence[str] = ()) -> Obtain | None:
    """The topic that a phrase such as "knife crime" is about, in one of the places (codes) where any are given.

    A phrase of one word must be all that is said ("gun murders" are not murders); a longer one may stand among others.
    Of several the one whose phrase has the most words, and of those one that is for the place, then the first of the
    list. None where no topic is known: without places only those that are for any place.
    """
    asked = normalise(words)
    best: tuple[int, bool] = (0, False)
    found = None
    for topic in topics():
        if topic.places and not any(tree.lies_in(place, whole) for place in places for whole in topic.places):
            continue
        said = (phrase for phrase in topic.words if phrase == asked or (len(phrase) > 1 and phrase <= asked))
        size = max(map(len, said), default=0)
        if size and (size, bool(topic.places)) > best:
            best, found = (size, bool(topic.places)), topic
    return found


def topics() -> list[Obtain]:
    """All topics, in the order of the list."""
    path = shipped("datasets") / "obtain.toml"
    return _read(path, stamp(path))


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: tuple[int, ...]) -> list[Obtain]:
    return [
        Obtain(
            **{name: each[name] for name in ("topic", "source", "url", "licence", "how")},
            words=tuple(dict.fromkeys(normalise(phrase) for phrase in each["words"])),
            places=tuple(each.get("places", ())),
        )
        for each in tomllib.loads(path.read_text(encoding="utf-8"))["topic"]
    ]
