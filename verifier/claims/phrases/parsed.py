"""A sentence with what is found in it: its numbers, quantities, dates and places."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from verifier.claims.dates.date_search import dates
from verifier.claims.dates.date_spans import DateSpan
from verifier.claims.numbers.number_search import Number, numbers
from verifier.claims.places.gazetteer import PlaceSpan, places
from verifier.claims.quantities.quantity_search import Quantity, quantities
from verifier.claims.text.tokens import Sentence


@dataclass(slots=True)
class Parsed:
    """A sentence with its quantities, dates and places, and which tokens belong to each.

    `reference` is the day it was said, for relative dates. Everything is found when it is first asked for: a rule that
    stops at a sentence's words costs no search for places.
    """

    s: Sentence
    reference: date | None
    numbers: list[Number] = field(init=False)
    quantities: list[Quantity] = field(init=False)
    dates: list[DateSpan] = field(init=False)
    places: list[PlaceSpan] = field(init=False)
    date_at: dict[int, DateSpan] = field(init=False)
    place_at: dict[int, PlaceSpan] = field(init=False)
    quantity_at: dict[int, Quantity] = field(init=False)

    def __getattr__(self, name: str) -> Any:  # of a field that has no value yet
        if name == "numbers":
            self.numbers = numbers(self.s)
        elif name == "dates":
            self.dates = dates(self.s, self.reference, self.numbers)
        elif name == "quantities":
            self.quantities = quantities(self.s, self.numbers, self.dates)
        elif name == "places":
            self.places = places(self.s)
        elif name == "date_at":
            self.date_at = {at: date for date in self.dates for at in range(date.first, date.last)}
        elif name == "place_at":
            self.place_at = {at: place for place in self.places for at in range(place.first, place.last)}
        elif name == "quantity_at":
            self.quantity_at = {
                at: quantity
                for quantity in self.quantities
                for at in range(quantity.core, max(quantity.core_end, quantity.last))
            }
        else:
            raise AttributeError(name)
        return getattr(self, name)

    def text(self, span: tuple[int, int]) -> str:
        """The words of a span as in the text, line breaks and runs of spaces as one space."""
        return " ".join(self.s.slice(*span).split())
