"""Names as they are looked up."""

from __future__ import annotations

import unicodedata

_LEFT_OUT = str.maketrans(dict.fromkeys("'’‘ʼ´`.,", ""))
_SPACES = str.maketrans(dict.fromkeys("-‐‑–/_", " "))


def levelled(name: str) -> str:
    """A name as it is looked up: lower case, without accents, apostrophes, full stops and "the"."""
    plain = name if name.isascii() else _without_accents(name)
    spaced = plain.replace("&", " and ").translate(_LEFT_OUT).translate(_SPACES).casefold()
    return " ".join(spaced.split()).removeprefix("the ")


def _without_accents(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Ø", "O").replace("ı", "i"))
    return "".join(char for char in spread if not unicodedata.combining(char))
