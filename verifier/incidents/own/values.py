"""Counts, countries and other values out of the texts of a column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from verifier.incidents.layouts import MOST, Reading
from verifier.incidents.own.days import MISSING
from verifier.incidents.problems import Problems
from verifier.incidents.sources import LAYOUTS
from verifier.places import names, tree
from verifier.unseen_characters import two_scripts

_SEPARATED = re.compile(r"(?<=\d)([,.'’ \u00a0\u202f])(?=\d{3}(?!\d))")
_ABBREVIATED = {
    "rep": "republic", "dem": "democratic", "st": "saint", "is": "islands", "fed": "federated", "rb": "", "sar": "",
    "the": "", "isl": "islands",
}  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """Reads whole numbers of 0 or more, grouped in one way; `unknown` are texts (* for any) for one not known."""

    name: str
    unknown: frozenset[str]

    def reader(self, texts: list[str], problems: Problems) -> Reading:
        """The number of each text, NULL for what is not known."""
        marks = {mark for text in texts for mark in _SEPARATED.findall(text)}
        if len(marks) > 1:
            listed = " and ".join(repr(mark) for mark in sorted(marks))
            problems.say(f"column {self.name}: numbers are grouped in more than one way ({listed}): write them plainly")
            return Reading({}, {}, _COUNT)
        dotted = [text for text in texts if "." in text]
        if marks == {"."} and all(text.endswith(".000") for text in dotted):
            problems.say(
                f"column {self.name}: does {dotted[0]!r} mean thousands or a decimal part? Write the counts without "
                "separators"
            )
            return Reading({}, {}, _COUNT)
        mark = re.escape(marks.pop()) if marks else "(?!)"
        pattern = re.compile(rf"\d+(?:\.0{{1,2}})?|(?!0)\d{{1,3}}(?:{mark}\d{{3}})+")
        values: dict[str, tuple[int | None]] = {}
        wrong = {}
        for text in texts:
            if text in self.unknown or any(fnmatchcase(text, each) for each in self.unknown if len(each) > 1):
                values[text] = (None,)
            elif reason := _why_not(text, pattern):
                wrong[text] = reason
            else:
                values[text] = (int(re.sub(r"\.0{1,2}$|\D", "", text)),)
        return Reading(values, wrong, _COUNT)


_COUNT = {"number": "BIGINT"}
NO_COUNTRY = "(no country)"  # among the values to leave out: whatever is no country


def _why_not(text: str, pattern: re.Pattern[str]) -> str:
    if text.casefold() in MISSING:
        said = repr(text) if text else "empty"
        return (
            f"is missing, and a missing count is unknown, not 0: fill it in, or say that it is unknown with "
            f"--unknown {said} (unknown: in a mapping)"
        )
    if two_scripts(text):
        return "has digits of two scripts: write it in those of one"
    if not pattern.fullmatch(text):
        if re.fullmatch(r"-\s?[\d.,]+|\(\d+\)", text):
            return "is not a whole number of 0 or more: a count cannot be negative"
        if re.fullmatch(r"\d+[.,]\d+\s?%?|\d+\s?%", text):
            return (
                "is not a whole number of 0 or more: rates, shares and estimates with a fraction are not counted here"
            )
        if re.fullmatch(r"\d[\d,.' ]*\s?(?:[*†‡§^]+|\[\w{1,3}\]|\(\w{1,3}\)|[a-zA-Z])", text):
            return "is not a whole number of 0 or more: take the mark behind it away, so that the number stands alone"
        return (
            "is not a whole number of 0 or more: write it in digits, as 1200; if it stands for a number that is not "
            f"known, say so with --unknown {text[:20]!r}"
        )
    digits = re.sub(r"\.0{1,2}$|\D", "", text)
    if len(digits) > len(str(MOST)) or int(digits) > MOST:
        return "is too large to be a count: is it the right column?"
    return ""


@dataclass(frozen=True)
class Countries:
    """Reads names and codes of countries; `said` is the mapping's, `others_out` leaves out what is no country."""

    said: Mapping[str, str]
    others_out: bool = False

    def reader(self, texts: list[str], problems: Problems) -> Reading:
        """The code of each text."""
        found: dict[str, tuple[str | None]] = {}
        wrong, parts = {}, []
        for text in texts:
            code = country(self.said.get(text, text))
            if code is not None:
                found[text] = (code,)
            elif self.others_out:
                found[text] = (None,)
            elif text and _wider(text):
                parts.append(text)
            else:
                wrong[text] = _unknown(text)
        strange = [text for text in wrong if text and text.isprintable()]
        if len(strange) > 1:
            problems.say(
                f"{len(strange)} names are no countries known here ({', '.join(map(repr, strange[:12]))}): where they "
                f"are groups of countries or at sea, leave them all out with --leave-out country='{NO_COUNTRY}'"
            )
        if parts:
            listed = ", ".join(map(repr, parts[:8])) + (" …" if len(parts) > 8 else "")
            problems.say(
                f"{listed} {'is a part' if len(parts) == 1 else 'are parts'} of the world that other rows make up: "
                f"leave such rows out with --leave-out country={parts[0]!r}, or all of them with --leave-out "
                f"country='{NO_COUNTRY}' (leave_out: in a mapping)"
            )
        return Reading(found, wrong, {"place": "VARCHAR"})


def country(name: str) -> str | None:
    """The code of a country, by any name that a source known here has for it, or a formal or shortened one."""
    text = " ".join(name.split())
    return names.country_code(text) or _of_sources().get(text) or next(filter(None, map(_named, _turned(text))), None)


def _named(name: str) -> str | None:
    words = [_ABBREVIATED.get(word.casefold().strip("."), word) for word in name.split()]
    return names.country_code(" ".join(filter(None, words)))


def _turned(name: str) -> list[str]:
    """A name, and how it reads without what stands behind a comma or in brackets: "Korea, Dem. People's Rep." """
    base, comma, rest = name.partition(",")
    return (
        [name, f"{rest} of {base}", f"{rest} {base}", base if rest.strip().casefold() in _SMALL else ""]
        if comma
        else [name]
    )


_SMALL = {"the", "rb", "rep.", "islamic rep.", "arab rep.", "islamic republic of", "sar", "china"}


@cache
def _of_sources() -> dict[str, str]:
    found = {name: code for layout in LAYOUTS for name, code in layout.countries.items() if code}
    return found | {"EL": "GRC"}  # as Eurostat has it


def _wider(name: str) -> str | None:
    """The continent or region of the world of a name."""
    found = [code for code in names.places_named(name) if tree.is_code(code)]
    return found[0] if len(found) == 1 and tree.place(found[0]).kind in ("continent", "subregion", "region") else None


def _unknown(text: str) -> str:
    if not text:
        return "is missing: every row needs its country"
    several = [code for code in names.candidates(text) if tree.is_country(code)]
    if len(several) > 1:
        listed = " or ".join(f"{names.country_name(code)} ({code})" for code in sorted(several))
        return f"may be {listed}: say which with --value country:{text!r}={several[0]} (values: in a mapping)"
    near = names.nearest_country(text)
    hint = f" (did you mean {near}?)" if near else ""
    return (
        f"is no country name or ISO 3166 code known here{hint}: say what it means with --value country:{text!r}=CODE, "
        f"or leave it out with --leave-out country={text!r}"
    )
