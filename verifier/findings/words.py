"""The words of findings (wording.toml), and who counts what as a reader would call them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from verifier.findings.sources import Source
from verifier.incidents.cells import WORLD
from verifier.places.tree import place_name

FILE = Path(__file__).with_name("wording.toml")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
# Names that a sentence puts "the" before.
_WITH_ARTICLE = re.compile(
    r"^(?!the )(?:United |Netherlands|Philippines|Maldives|Bahamas|Gambia|Comoros|Seychelles|Solomon |Marshall "
    r"|Czech R|Central African R|Dominican R|Democratic R|DR Congo|Gulf |Strait |Mediterranean|Red Sea|Sahel|West Bank"
    r"|Gaza Strip|European Union|Soviet Union|Middle East|English Channel|Horn of"
    r"|.* (?:Islands|Republic|Sea|Ocean|Channel)$)"
)
_AS_COUNTED = re.compile(r" as (?:the )?[\w-]+(?: [\w-]+){0,4}? counts? them\b")


@cache
def _all() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def words(table: str, name: str, **filled: object) -> str:
    """A sentence of wording.toml with its names filled in."""
    return _all()[table][name].format(**filled)


def known(table: str, name: str) -> str | None:
    """The words of a name, None where the table has none."""
    return _all()[table].get(name)


def publisher(source: Source) -> str:
    """The short name of whoever counts."""
    return _all()["publishers"].get(source.dataset.id) or source.dataset.title.partition(":")[0] or source.dataset.id


def counted(source: Source) -> str:
    """What a source counts, in a few words: its label without who counts it and what it leaves out."""
    label = _BRACKETS.sub("", source.series.cells.definition.label).partition(", ")[0]
    return _AS_COUNTED.sub("", label)


def where(source: Source) -> str:
    """ " in Pakistan", " in the United States", " off Nigeria", " worldwide"."""
    place = source.series.cells.place
    lead = "off" if source.dataset.descriptor["verifier"].get("by") == "coast" and place.isalpha() else "in"
    if place == WORLD:
        return " worldwide"
    name = place_name(place)
    return f" {lead} the {name}" if _WITH_ARTICLE.search(name) else f" {lead} {name}"


def rounded(shares: list[float]) -> list[int]:
    """Shares as whole percentages that add up as the shares do (the largest remainders are rounded up)."""
    whole = [int(100 * share + 1e-9) for share in shares]
    left = round(100 * sum(shares)) - sum(whole)
    order = sorted(range(len(shares)), key=lambda at: whole[at] - 100 * shares[at])
    for at in order[: max(0, left)]:
        whole[at] += 1
    return whole
