"""Gathers what is wrong with a file, so that a user hears all of it (up to a limit) at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from verifier.errors import InputError

LIMIT = 20


@dataclass
class Problems:
    """The problems found in one file."""

    path: Path
    hint: str = ""  # a sentence for the end, where a value is missing
    advice: str = ""  # a sentence for the end: what to do next
    sentences: list[str] = field(default_factory=list)
    unlisted: int = 0

    def add(self, row: str, column: str, value: str, reason: str) -> None:
        """Note that a value is wrong; row names that of the file as a spreadsheet numbers rows: "row 7"."""
        shown = value if len(value) <= 60 else value[:57] + "…"
        self.say(f"{row}, column {column}: {shown!r} {reason}")

    def say(self, sentence: str) -> None:
        """Note something that is wrong with the file as a whole."""
        if len(self.sentences) < LIMIT:
            self.sentences.append(sentence)
        else:
            self.unlisted += 1

    def stop(self) -> None:
        """Raise InputError with everything that was found, if anything was."""
        if not self.sentences:
            return
        more = [f"… and {self.unlisted} more like these"] if self.unlisted else []
        hint = [self.hint] if self.hint and any("is missing" in each for each in self.sentences) else []
        advice = [self.advice] if self.advice else []
        told = [f"{self.path}: nothing was imported:", *self.sentences, *more, *hint, *advice]
        raise InputError("\n  ".join(told))
