"""Make invisible and look-alike characters visible: direction marks, control characters, letters that pass for others.

Such characters can make a text read as something else, and some of them command a terminal. The rules are those of
Unicode Technical Report 36 (visual spoofing) and Technical Standard 39 (confusables), cut down to letters that pass for
ASCII.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_FILLERS = "\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\u2800"
_FILLERS += "\U0001d159\U00013441\U00013442\U00016fe4"  # a blank note, blanks of hieroglyphs, a filler of Khitan
# Letters that look like one of ASCII: Cyrillic, Greek and Armenian, then single ones of Hebrew, Arabic, Burmese,
# Georgian and of phonetics (small capitals).
_LETTERS = "аеорсухіјѕһԁԛԝѵӏӀАВЕКМНОРСТУХЅІЈԌԜҮοανρικυχγτϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϴօսհոցզՕՍ"
_LETTERS += "סוןاهဝჿɩɪʙɢʜɴʀʏʟ"
# Scripts that no language mixes with Latin letters inside a word, and that have letters alike: small capitals and other
# letters of phonetics, Cherokee, Canadian syllabics, Roman numerals, Coptic, Tifinagh, Lisu, Vai, Lycian and Carian,
# Old Italic, Gothic, Deseret, Osage, mathematical letters, those with a meaning of their own (ℂ), and wide ones.
_SCRIPTS = (
    "ɑɡ\u1d00-\u1d2b\u13a0-\u13ff\uab70-\uabbf\u1400-\u167f\u2160-\u217f\u2c80-\u2cff\u2d30-\u2d7f\ua4d0-\ua63f"
    "\U00010280-\U000102df\U00010300-\U0001034f\U00010400-\U0001044f\U000104b0-\U000104ff\U0001d400-\U0001d7cb"
    "\u2102\u210a-\u2112\u2115\u2119-\u211d\u2124\u2128\u212a\u212c\u212d\u212f-\u2131\u2133\u2134\u2139"
    "\u213c-\u213f\u2145-\u2149\uff21-\uff3a\uff41-\uff5a"
)
_ALIKE = re.compile(f"[{_LETTERS}{_SCRIPTS}]")
# Default-ignorable characters that no Unicode category covers: joiners of accents, unwritten vowels, and variation
# selectors, which in a row can hide a whole sentence.
_IGNORED = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\u2065\ufe00-\ufe0f\ufff0-\ufff8\U000e0000-\U000e0fff]")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"-?[\d.,]*(?:[eE][-+]?\d+)?|-+")  # and hyphens for "nothing"
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Zl", "Zp"})

_ADDRESS = re.compile(r"https?://[^\s/?#\\@]+(?:[/?#]|\Z)")


def visible(text: str) -> str:
    """The text with invisible characters shown as ⟨U+202E⟩, except those that a script is written with.

    Line breaks, tabs and soft hyphens stay; so do joiners after a letter of a script that needs them and in pictures,
    and a variation selector after a character with several forms. In a word that mixes Latin letters with look-alike
    letters of another alphabet, those are shown too (p⟨U+0430⟩ypal).
    """
    if text.isascii() and text.isprintable():
        return text
    if _ALIKE.search(text):
        text = _WORD.sub(lambda found: _without_alike(found[0]), text)
    return "".join(map(_shown, text, " " + text))


def disguised(text: str) -> str | None:
    """The first word that a reader takes for another one: with letters of another alphabet that pass for Latin ones,
    with invisible characters inside, or shown from right to left.
    """
    if text.isascii() and text.isprintable():
        return None
    return next((w for w in text.split() if not (w.isascii() and w.isprintable()) and _is_disguised(w)), None)


def _is_disguised(word: str) -> bool:
    if any(_LATIN.search(part) and _ALIKE.search(part) for part in _WORD.findall(word)):
        return True
    if not _LATIN.search(word):
        return "\N{RIGHT-TO-LEFT OVERRIDE}" in word
    return any(
        (sign in _FILLERS or _IGNORED.match(sign) or ((before + after).isalpha() and not is_seen(sign)))
        and not _selects(sign, before)
        for sign, before, after in zip(word, " " + word, word[1:] + " ", strict=False)
    )


def shortened(text: str, most: int = 80) -> str:
    """The text, or its beginning and an ellipsis where it is longer than a message can hold."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that opens a CSV file would run the text: a sign of a formula, then more than a number."""
    start = unicodedata.normalize("NFKC", text.lstrip(" ")[:1])
    return start in _FORMULA and not _NUMBER.fullmatch(text.strip())


def web_address(text: str | None) -> str:
    """The text where it is an address of the web, else nothing: no javascript:, no data:, no file of the reader's.

    Nor one without a site (http:///), or with a name before it that reads like another site (https://bbc.com@evil.org).
    """
    return text if text and _ADDRESS.match(text) and text.isprintable() else ""


def two_scripts(written: str) -> bool:
    """Whether figures count from different zeros: ٦0."""
    if written.isascii():
        return False
    return len({ord(sign) - unicodedata.decimal(sign) for sign in written if sign.isdecimal()}) > 1


def json_text(value: Any) -> str:
    """JSON with invisible characters as escapes: the same data, with nothing hidden from a reader."""
    return unseen_escaped(json.dumps(value, ensure_ascii=False, indent=1))


def unseen_escaped(text: str) -> str:
    """A JSON text with invisible characters as escapes; JSON allows them inside strings only."""
    unseen = [one for one in set(text) if one != "\n" and not is_seen(one)]
    return text.translate({ord(one): _escaped(one) for one in unseen}) if unseen else text


def _without_alike(word: str) -> str:
    return _ALIKE.sub(lambda found: _code(found[0]), word) if _LATIN.search(word) else word


def _shown(character: str, before: str) -> str:
    if character in "\n\r\t\N{SOFT HYPHEN}" or is_seen(character):
        return character
    if character in _JOINERS and (not before.isascii()) and unicodedata.category(before)[0] in "LMS":
        return character
    if _IGNORED.match(character) and _selects(character, before):
        return character
    return _code(character)


def _selects(character: str, before: str) -> bool:
    """Whether a selector is where a text needs one: once, after a picture, an ideograph or a Mongolian letter."""
    if character in "\ufe0e\ufe0f":
        return unicodedata.category(before) in ("So", "Sm", "Sk")
    if "\u180b" <= character <= "\u180f":
        return "\u1820" <= before <= "\u18aa"
    return unicodedata.category(character) == "Mn" and bool(_IDEOGRAPH.match(before)) and character != "\u034f"


def is_seen(character: str) -> bool:
    """Whether a sign is one that a reader of the text can see, or the space between words."""
    return not (unicodedata.category(character) in _UNSEEN or character in _FILLERS or _IGNORED.match(character))


def _code(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"


def _escaped(character: str) -> str:
    raw = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{raw[at : at + 4]}" for at in range(0, len(raw), 4))
