"""Running text out of what was pasted: markup and entities removed, words put together that a line break cut.

Every character of the clean text knows where it stood, so that offsets can point into the original.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape

_MARKUP = re.compile(
    r"<(?:/?(?:p|div|br|span|a|li|ul|ol|td|tr|table|h[1-6]|html|body|article|section|em|strong|b|i)\b)", re.I
)
# No "<" inside, so that a heap of opened and never closed tags stays linear; the standard library's parser, which is
# not, and others, which keep no offsets, will not do here.
_TAG = re.compile(r"<(?P<close>/)?(?P<name>[a-z][a-z0-9]*)[^<>]*>|<!--[^<>]*-->|<![^<>]*>", re.I)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)
# A word cut at the end of a line ("at-\ntacks"), and signs that show nothing.
_CUT = re.compile(r"(?<=[a-z])-[ \t]*\r?\n[ \t]*(?=[a-z])|[\u00ad\u200b-\u200d\u2060\ufeff]")
_BLOCKS = frozenset(
    ["p", "div", "br", "li", "ul", "ol", "tr", "td", "th", "table", "article", "section", "header", "footer", "body",
     "html", "blockquote", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "title", "hr", "pre", "dd", "dt"]
)  # fmt: skip
_HIDDEN = frozenset(["script", "style", "noscript", "template", "svg"])


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
        if _MARKUP.search(original, body):
            self._page(original, body)
        else:
            self._plain(original, body, len(original))
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

    def _plain(self, original: str, start: int, end: int) -> None:
        """A stretch without markup: entities become signs, cut words are joined."""
        at = start
        for found in sorted(
            [*_ENTITY.finditer(original, start, end), *_CUT.finditer(original, start, end)],
            key=lambda match: match.start(),
        ):
            if found.start() < at:
                continue
            self.put(original[at : found.start()], at)
            sign = unescape(found.group()) if found.group()[0] == "&" else ""
            self.put(sign, found.start(), found.end() - found.start())
            at = found.end()
        self.put(original[at:end], at)

    def _page(self, original: str, body: int) -> None:
        """A page: tags go, blocks part, and what is not shown is left out."""
        at, hidden = body, None
        for tag in _TAG.finditer(original, body):
            name = (tag["name"] or "").lower()
            if hidden is None:
                self._plain(original, at, tag.start())
                if name in _BLOCKS:
                    self.put("\n\n", tag.start(), 0)
                if name in _HIDDEN and not tag["close"] and not tag.group().endswith("/>"):
                    hidden = name
            elif name == hidden and tag["close"]:
                hidden = None
            at = tag.end()
        if hidden is None:
            self._plain(original, at, len(original))
