"""What a dataset's about.toml says of places: which countries make up a wider one, where all of them are covered (the
Sahel, Africa, two countries together), and what a plain word takes in elsewhere and the dataset leaves out.

`[[place_notes]]` has a place, the country it is filed `within` and `until` when; `unlisted = "none"` says that a state
without a row has none; `by = "coast"` that incidents at sea are filed under the nearest coast, so that a sea with
coasts of its own can be summed; `sums = false` that countries do not add up; `made_of` has by the code of a place the
parts that it is the sum of here. `[[leaves_out]]` has definitions, the phrases that do not tell the two apart, places
(none: all), since and until which day, and words for readers: a publisher's headline number of refugees has more people
in it than its count of refugees. What is filed under other places (elsewhere = true) is in the count of the world.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from verifier.incidents.cells import WORLD
from verifier.incidents.measures import same
from verifier.listing import joined_by_and
from verifier.places import tree
from verifier.window import Window


@dataclass(frozen=True, slots=True)
class Sum:
    """The countries (or parts of one) that are added up for a place: those that have rows, over days all cover.

    needed are those without whose counts there is no sum of a span, with the days they are covered; missing are members
    of which nothing is known; where there are any, or no day in common, there is no sum.
    """

    counted: tuple[str, ...]
    needed: dict[str, Window]
    missing: tuple[str, ...]
    coverage: Window | None


def summed(about: Mapping[str, Any], place: str, covered: Mapping[str, Window]) -> Sum | None:
    """How a dataset that covers these places has one that is not among them; None where that is no sum of countries."""
    if about["kind"] == "figures" or not about.get("sums", True) or place in covered or not tree.is_code(place):
        return None
    whole = tree.place(place)
    made_of = about.get("made_of", {})
    parts = tuple(made_of.get(place, ()))
    members = parts or tuple(part for code in tree.members(place) for part in made_of.get(code, (code,)))
    if not members or (whole.kind == "sea" and about.get("by") != "coast"):
        return None
    notes = {note["place"]: note for note in about.get("place_notes", []) if note.get("within") in members}
    elsewhere = {note["place"] for note in about.get("place_notes", []) if "until" not in note} - set(notes)
    split = {part for several in made_of.values() for part in several}
    # Of a region, a territory may be counted with its state.
    needed = [code for code in members if code in split or tree.is_state(code) or whole.kind == "group"]
    starts, ends, missing = [], [], []
    for code in needed:
        span, note = covered.get(code), notes.get(code)
        if span is None:
            if code in elsewhere or (note is None and about.get("unlisted") != "none"):
                missing.append(code)
            continue
        until = date.fromisoformat(str(note["until"])) if note and "until" in note else None
        earlier = until is not None and until + timedelta(days=1) >= span.start
        if not earlier:
            starts.append(span.start)
        ends.append(span.end)
    # The states that are gone and lay in it, for the parts of the world by the UN.
    former = tree.former_states(members) if whole.kind in ("continent", "subregion") else ()
    counted = [code for code in (*members, *former) if code in covered]
    coverage = None
    if not missing and starts and max(starts) <= min(ends):
        coverage = Window(max(starts), min(ends))
    return Sum(tuple(counted), {code: covered[code] for code in needed if code in covered}, tuple(missing), coverage)


def note_on(about: Mapping[str, Any], place: str) -> str | None:
    """What a dataset says of where it files a place, or the place that this one lies in."""
    for note in about.get("place_notes", []):
        if "until" not in note and tree.is_code(place) and tree.lies_in(place, note["place"]):
            return str(note["words"])
    return None


def says(place: str, counted: tuple[str, ...]) -> str:
    """The note under a sum: of which countries it is one, and where usage differs."""
    whole = tree.place(place)
    names = sorted((tree.in_words(code) for code in counted), key=lambda name: name.removeprefix("the "))
    differs = f" ({whole.differs})" if whole.differs else ""
    each = "countries" if all(tree.is_country(code) for code in counted) else "parts"
    return f"The sum for {whole.name}{differs} is of {len(names)} {each}: {joined_by_and(names)}."


def left_out(
    about: Mapping[str, Any], definition: str, phrase: str, places: Iterable[str], days: tuple[date, date]
) -> str | None:
    """Why a definition does not answer a phrase for a place, which may be the sum of several, from a day to a day."""
    asked = set(places)
    first, last = map(str, days)
    for each in about.get("leaves_out", []):
        whole = WORLD in asked and not each.get("elsewhere", False)
        there = whole or "places" not in each or asked & set(each["places"])
        told = definition in each["definitions"] and any(same(phrase, one) for one in each["phrases"])
        if told and there and str(each.get("since", "")) <= last and first <= str(each.get("until", date.max)):
            return str(each["words"])
    return None
