"""The words of findings (wording.toml), and who counts what as a reader would call them."""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache
from pathlib import Path

from verifier.comparisons.series import Series
from verifier.findings import wording
from verifier.findings.position import Shares
from verifier.findings.sources import Source
from verifier.incidents.cells import WORLD, Definition
from verifier.incidents.measures import singular
from verifier.places.tree import in_words, is_country
from verifier.questions.named_source import publisher_name
from verifier.window import Window

FILE = Path(__file__).with_name("wording.toml")
VAGUE = {"people", "persons", "deaths", "cases"}  # words that name nothing to be counted in this way or that
_FIRST_PLURAL = re.compile(r"\b[a-z]+s\b")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_AS_COUNTED = re.compile(r" as (?:the )?[\w-]+(?: [\w-]+){0,4}? counts? them\b")

_ORIGIN = " by country of origin"  # the place says it
_YEAR_END = " at the end of the year"  # so does the day


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
    return publisher_name(source.dataset)


def counter(source: Source) -> str:
    """Who counts in the place of a source, where a dataset has the counts of several."""
    by = source.dataset.descriptor["verifier"].get("counted_by", {})
    return str(by.get(source.series.cells.place) or by.get("*") or publisher(source))


def counted(source: Source) -> str:
    """What a source counts, in a few words: its label without who counts it and what it leaves out."""
    return described(source.series.cells.definition)


def counted_one(source: Source) -> str:
    """What a source counts, of one: "pirate attack on ships"; a label of two kinds stays as it is."""
    label = counted(source)
    plural = _FIRST_PLURAL.search(label)
    if " and " in label or plural is None:
        return label
    return label[: plural.start()] + singular(plural[0]) + label[plural.end() :]


def described(definition: Definition) -> str:
    """What a definition counts, in a few words."""
    label = _BRACKETS.sub("", definition.shown_label).partition(", ")[0]
    return _AS_COUNTED.sub("", label.replace(_ORIGIN, "").replace(_YEAR_END, ""))


def figure(definition: Definition, number: float | None) -> str:
    """A count as a reader would write it: 1,234; a rate per 100,000 people: 5.76. Empty where there is none."""
    if number is None or math.isnan(number):
        return ""
    if not definition.is_rate:
        return f"{number:,.0f}"
    return wording.rate(number)


def counted_when(definition: Definition, window: Window) -> str:
    """When a window was counted: in 2022, from … to …; a stock at the end of a year on its last day."""
    return wording.during(Window(window.end, window.end) if _YEAR_END in definition.label else window)


def where(source: Source, series: Series | None = None) -> str:
    """ " in Pakistan", " in the United States", " off Nigeria", " from Syria", " worldwide"; of another series."""
    place = (series or source.series).cells.place
    if place == WORLD:
        return " worldwide"
    by_coast = source.dataset.descriptor["verifier"].get("by") == "coast" and is_country(place)
    how = source.series.cells.definition.preposition or (
        "off" if by_coast else "on" if place.startswith("route:") else "in"
    )
    return f" {how} {in_words(place)}"


def rounded(shares: list[float]) -> list[int]:
    """Shares as whole percentages that add up as the shares do (the largest remainders are rounded up)."""
    whole = [int(100 * share + 1e-9) for share in shares]
    left = round(100 * sum(shares)) - sum(whole)
    order = sorted(range(len(shares)), key=lambda at: whole[at] - 100 * shares[at])
    for at in order[: max(0, left)]:
        whole[at] += 1
    return whole


def reach(shares: Shares[float]) -> str:
    """How much of the weight gives about as much as was said, or more, of 100, rounded as in the sentence."""
    whole = rounded([shares.reached, shares.weaker, shares.opposite])[0]
    return f"{whole} of 100" if 0 < whole < 100 else wording.in_hundred(shares.reached)
