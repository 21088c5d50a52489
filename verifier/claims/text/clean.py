"""Running text out of what was pasted: markup, Markdown's signs and entities removed, words put together that a line
break cut.

Every character of the clean text knows where it stood, so that offsets can point into the original.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from unicodedata import decimal, normalize

_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)
# Entities that lost their "&", as in agency texts passed from system to system: "the UN #39;s envoy", "quot;Yes".
_LOST = re.compile(r" #39;(?=(?:s|t|re|ve|ll|d|m)\b)|(?<![&\w;])(?:#\d{2,4}|quot|lt|gt|amp);", re.I)
_CUT = re.compile(r"[-\u00ad\u2010](?<=[^\W\d_].)[ \t]*\r?\n[ \t]*(?=[^\W\d_])")
# Without one of these nothing of the three below it is found; one look for all is quick.
_RARE = re.compile(r"[\u00a0\u00ad\u0300-\u036f\u2009\u200b-\u200f\u202a-\u202f\u2060\u2066-\u2069\ufeff]")
# Signs that show nothing: soft hyphens, joiners, marks of writing direction.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_RETURN = re.compile(r"\r\n?|[\u2028\u2029]")
_ACCENTED = re.compile(r"[^\W\d_][\u0300-\u036f]{1,4}")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[\u00a0\u202f\u2009]\d{3}){1,4}(?![\d,])")
# Swiss groups (60'000), and the middle dot of British journals (6·5), but not where it multiplies (6·10⁴).
_SWISS = re.compile(r"(?<![\d.,'’])[1-9]\d{0,2}(['’])\d{3}(?:\1\d{3}){0,3}(?![\d'’]|,\d\d\d)")
_RAISED_POINT = re.compile(r"(?<![\d.,·])\d{1,9}·(?!10[\^⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺])\d{1,3}(?![\d.,]?\d|[·\^⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺])")
# What is written from here on is shown from right to left, figures too.
_REVERSED = re.compile("\u202e[^\n\u202c]*+")
_FIGURES = re.compile(r"\d+")
_LINES = re.compile(r"[\r\n\f]\s*")
# The end of a printed page inside a sentence, with its number, which has a line of its own or is called a page.
_PAGE_END = re.compile(r"(?<=[a-z,])(\s++)(?:([Pp]age |- )?\d{1,4}(?: -| of \d{1,4})?[ \t]*+[\r\n\f]\s*+)?(?=[a-z0-9])")

_LINK = re.compile(r"!?\[(?=[^\[\]]{1,300}\]\()|\]\([^()\s]{0,2000}(?:[ ]\"[^\"\n]{0,200}\")?\)")
# A mark of a footnote in raised figures, behind a word or what ends one; km² is none.
_RAISED_NOTE = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?\"”’)%]))[¹²³⁰⁴-⁹]{1,3}(?!\w)")
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])[^~\n]{1,2000}+~~(?!~)")  # taken back, in Markdown
_NOTE = re.compile(r"(?<=[\w.,;:!?\"”’)%])(?:\[\^?\d{1,3}\]){1,9}")
_STARS = re.compile(r"(?<!\w)\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?!\w)|\*\*(?=\w)")
_LOW_LINES = re.compile(r"(?<!\w)_{1,3}(?=[^\W_])|(?:(?<=[^\W_])|(?<=[.,!?%]))_{1,3}(?!\w)")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_MARKDOWN = (
    ("[", _LINK), ("[", _NOTE), ("~~", _STRUCK), ("*", _STARS), ("_", _LOW_LINES), ("\\", _ESCAPED)
)  # fmt: skip
_HEADING = re.compile(r"^#{1,6}[ \t]+(?=\S)", re.M)
_RULE = re.compile(r"^(?:={3,}|-{3,}|_{3,}|\*{3,})[ \t]*$", re.M)
_RULES = ("===", "---", "___", "***")
_QUOTED = re.compile(r"^[ ]{0,3}(?:>[ ]?){1,5}", re.M)

_SUPERSCRIPTS, _SUBSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
_NOTE_MARK = re.compile(r"\s*\[?\d{1,3}\]?\s*")
_THEN_A_FIGURE = re.compile(r"(?:</[^<>]*+>)+\d")

Edit = tuple[int, int, str]  # from, to, what stands there instead


class Clean:
    """A clean text with its map to the original.

    text is what is read; `start` and `end` turn its offsets into offsets of the original.
    """

    def __init__(self, original: str, body: int) -> None:
        self.original = original
        self._parts: list[str] = []
        self._at = 0
        self._firsts: list[int] = []  # offset of each piece in the clean text
        self._origins: list[int] = []  # its offset in the original
        self._widths: list[int] = []  # how much of the original it stands for; -1: as long as itself
        if original.find("<", body) >= 0:
            from verifier.claims.text.markup import is_page, pieces  # a text without a "<" need not wait for a parser

            if is_page(original, body):
                for piece in pieces(original, body):
                    self.put(piece.before, piece.start, 0)
                    if piece.raised:
                        self._off_the_line(piece.start, piece.end, piece.raised)
                    else:
                        self._stretch(piece.start, piece.end, piece.flows)
            else:
                self._stretch(body, len(original), flows=False)
        else:
            self._stretch(body, len(original), flows=False)
        self.text = "".join(self._parts)

    def put(self, text: str, origin: int, width: int = -1) -> None:
        """Add a piece; `width` is the length of what it replaces."""
        if text:
            self._parts.append(text)
            self._firsts.append(self._at)
            self._origins.append(origin)
            self._widths.append(width)
            self._at += len(text)

    def start(self, offset: int) -> int:
        """Where the character at an offset of the clean text begins in the original."""
        n = bisect_right(self._firsts, offset) - 1
        return self._origins[n] + (offset - self._firsts[n] if self._widths[n] < 0 else 0)

    def end(self, offset: int) -> int:
        """Where the character before an offset of the clean text ends in the original."""
        n = bisect_right(self._firsts, offset - 1) - 1
        return self._origins[n] + (offset - self._firsts[n] if self._widths[n] < 0 else self._widths[n])

    def offset(self, origin: int) -> int:
        """Where in the clean text a character of the original stands, or what follows it if it was left out."""
        n = bisect_right(self._origins, origin) - 1
        if n < 0:
            return 0
        inside, width, length = origin - self._origins[n], self._widths[n], len(self._parts[n])
        if width < 0:
            return self._firsts[n] + min(inside, length)
        return self._firsts[n] + (length if inside >= width else 0)

    def _off_the_line(self, start: int, end: int, raised: str) -> None:
        """A stretch in sup or sub: beside a figure its figures are raised (60², not 602); a footnote's mark goes."""
        text = self.original[start:end]
        before = self._parts[-1][-1] if self._parts else ""
        if before.isdecimal() or _THEN_A_FIGURE.match(self.original, end):
            signs = _SUPERSCRIPTS if raised == "sup" else _SUBSCRIPTS
            for at, sign in enumerate(text, start):
                self.put(signs[decimal(sign)] if sign.isdecimal() else sign, at, 1)
        elif not (raised == "sup" and _NOTE_MARK.fullmatch(text)):
            self._stretch(start, end, flows=True)

    def _stretch(self, start: int, end: int, flows: bool) -> None:
        """A stretch without tags, edited; in one that flows, line breaks are spaces and Markdown has no meaning."""
        text = self.original[start:end]
        edits = [*_signs(text), *(_flow(text) if flows else _lines(text))]
        at = 0
        for first, last, instead in sorted(edits):
            if first < at:
                continue
            self.put(text[at:first], start + at)
            self.put(instead, start + first, last - first)
            at = last
        self.put(text[at:], start + at)


def as_read(passage: str) -> str:
    """A passage of a document on one line, as its reader sees it: without markup, line breaks as spaces."""
    return " ".join(Clean(passage, 0).text.split())


def _signs(text: str) -> Iterator[Edit]:
    """Entities become their sign, a letter and its accent become one, unseen signs go, cut words are joined."""
    for found in _CUT.finditer(text):
        if text[found.end()].islower() and text[found.start() - 1].islower():
            yield found.start(), found.end(), ""
    if "&" in text:
        for found in _ENTITY.finditer(text):
            yield found.start(), found.end(), unescape(found[0])
    if ";" in text:
        for found in _LOST.finditer(text):
            yield found.start(), found.end(), unescape("&" + found[0].lstrip())
    if "<!--" in text:
        yield from _comments(text)
    if "'" in text or "’" in text:
        for found in _SWISS.finditer(text):
            yield found.start(), found.end(), re.sub(r"\D", ",", found[0])
    if "·" in text:
        for found in _RAISED_POINT.finditer(text):
            yield found.start(), found.end(), found[0].replace("·", ".")
    if not text.isascii():
        for found in _RAISED_NOTE.finditer(text):
            yield found.start(), found.end(), ""
        if "\u202e" in text:
            yield from _reversed_figures(text)
    if not text.isascii() and _RARE.search(text):
        for found in _UNSEEN.finditer(text):
            yield found.start(), found.end(), ""
        for found in _ACCENTED.finditer(text):
            yield found.start(), found.end(), normalize("NFC", found[0])
        for found in _THOUSANDS.finditer(text):
            yield found.start(), found.end(), re.sub(r"\D", ",", found[0])


def _comments(text: str) -> Iterator[Edit]:
    """Comments of HTML, which no page shows: 6<!-- -->0 is 60 there."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield start, end + 3, ""
        start = text.find("<!--", end + 3)


def _reversed_figures(text: str) -> Iterator[Edit]:
    """Figures that are shown in another order keep a mark that says so, which makes them no number."""
    for stretch in _REVERSED.finditer(text):
        for found in _FIGURES.finditer(stretch[0]):
            at = stretch.start() + found.end()
            yield at, at, "\u202e"


def _flow(text: str) -> Iterator[Edit]:
    for found in _LINES.finditer(text):
        yield found.start(), found.end(), " "


def _lines(text: str) -> Iterator[Edit]:
    """Line ends are made the same, sentences cut by a page are joined, and Markdown's signs go."""
    if "\r" in text or "\u2028" in text or "\u2029" in text:
        for found in _RETURN.finditer(text):
            yield found.start(), found.end(), "\n"
    if "\f" in text:
        for found in _PAGE_END.finditer(text):
            alone = found[2] or not found[0].strip() or any(sign in found[1] for sign in "\r\n\f")
            if alone and "\f" in found[0]:
                yield found.start(), found.end(), " "
    for sign, pattern in _MARKDOWN:
        if sign in text:
            for found in pattern.finditer(text):
                yield found.start(), found.end(), ""
    yield from _line_starts(text)


def _line_starts(text: str) -> Iterator[Edit]:
    """A heading and a rule part paragraphs; a quotation goes on from line to line."""
    if any(sign in text for sign in _RULES):
        for found in _RULE.finditer(text):
            yield found.start(), found.end(), "\n"
    if "#" in text:
        for found in _HEADING.finditer(text):
            yield found.start(), found.end(), "\n" if found.start() else ""
            end = text.find("\n", found.end())
            if end >= 0:
                yield end, end, "\n"
    if ">" in text:
        last_line = -1
        for found in _QUOTED.finditer(text):
            yield found.start(), found.end(), "" if last_line == found.start() or not found.start() else "\n"
            last_line = text.find("\n", found.end()) + 1
