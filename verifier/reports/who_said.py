"""Who made a claim, by full name, and the claim as one statement: what pages, cards and ClaimReview data call them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from verifier.claims.document import Document
from verifier.claims.text.clean import as_read
from verifier.findings import wording
from verifier.listing import capital
from verifier.places.names import with_country
from verifier.places.place import WORLD
from verifier.window import Window

# "KAMPALA — ", "BATON ROUGE, La. — ", or the dash that is left of it; not "UNHCR — the agency — counted".
_DATELINE = re.compile(r"(?:[A-Z][A-Z .,’'-]+(?:, [A-Z][a-z]+\.?)? (?![—–] .* [—–] ))?[—–] +(?=\S)")
_BEFORE = r"(?:[^\W\d_][\w’'.-]* ){1,3}"  # the words of a name before the last one


def full_name(speaker: str | None, document: Document) -> str:
    """A speaker's name as the document has it in full: "Kakar" is Anwaarul Haq Kakar; empty where nobody is named."""
    name = as_read(speaker or "").strip()
    known = document.speaker or ""
    if not name or known.split()[-1:] == name.split()[-1:]:
        return known or name
    if " " in name or not name[:1].isupper():
        return name
    for found in re.finditer(rf"({_BEFORE}){re.escape(name)}\b", document.text):
        words = found[1].split()
        first = next((at for at in range(len(words)) if all(word[:1].isupper() for word in words[at:])), None)
        if first is not None:
            return as_read(" ".join([*words[first:], name]))
    return name


def with_article(speaker: str, sentence: str) -> str:
    """A speaker as the sentence calls it: the FBI, an MLA, the interior minister, Kakar."""
    article = re.search(rf"\b(an?|the) {re.escape(speaker)}\b", as_read(sentence), re.IGNORECASE)
    return f"{article[1].lower()} {speaker}" if article else speaker


def is_organisation(name: str) -> bool:
    """Whether a name is that of a body and not of a person, as far as its letters tell: UNHCR, FBI."""
    return bool(re.fullmatch(r"(?:the )?[A-Z]{2,}s?", name))


def told_sentence(sentence: str) -> str:
    """The sentence of a claim as it is read, without the dateline of its article."""
    read = as_read(sentence)
    dateline = _DATELINE.match(read)
    return read[dateline.end() :] if dateline else read


def statement(claim: Mapping[str, Any], alone: bool) -> str:
    """A claim (as data) as one statement: its sentence where it is alone in it, else its own part of it in words.

    What a text denies is put as what was denied.
    """
    text, sentence = as_read(claim["text"]), told_sentence(claim["sentence"])
    measure = as_read(claim["measure"] or "")
    if alone and not claim["negated"]:
        return sentence
    resolved = claim["resolved"]
    place = resolved.get("place") or ""
    where = " worldwide" if place == WORLD else f" in {with_country(place)}" if place else ""
    days = resolved.get("period")
    when = f" {wording.during(Window(*map(date.fromisoformat, days)))}" if days else ""
    subject = f"{capital(measure)}{where}" if measure else ""
    if subject and claim["kind"] == "change" and claim["direction"] in _WAYS and re.match(r"[\d.,]+", text):
        return f"{subject} {_WAYS[claim['direction']]} by {text}{when}."
    named = f"{subject}: “{text}”" if subject and measure not in text else f"“{text}”"
    return f"{named}, in: {sentence}"


_WAYS = {"up": "rose", "down": "fell", "rise": "rose", "fall": "fell", "increase": "rose", "decrease": "fell"}
