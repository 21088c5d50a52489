"""The running text of a pasted page: what a reader of it sees as sentences, by the standard library's parser.

Chosen over other parsers because it needs nothing compiled and says where each piece of text stood, so that offsets
point into the page. Navigation, scripts and what is not shown are left out; blocks become paragraphs.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from verifier.claims.text.lexicon import bag

_BLOCKS = bag(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre search section summary "
    "table tbody td tfoot th thead title tr ul"
)
_INLINE = bag(
    "a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd mark q rp rt ruby s samp small span strike "
    "strong sub sup time tt u var wbr"
)
_STRUCK = bag("del s strike")  # shown, and taken back: "rose by <del>60</del> <ins>50</ins> percent"
_RAISED = bag("sub sup")
# Inside these a line break of the source is a space; elsewhere it may part paragraphs, as in Markdown with some tags.
_FLOWING = bag("p h1 h2 h3 h4 h5 h6 li td th dd dt caption figcaption summary")
_NEVER_READ = bag(
    "audio bdo button canvas datalist dialog head iframe math nav noscript object rp rt script search select style svg "
    "template textarea title video"
)
_ONLY_INSIDE = bag("header footer aside")  # of the story; those of the page around it are not read
_STORY = bag("main article")
_ROLES = {"navigation": "nav", "search": "nav", "dialog": "nav", "menu": "nav", "banner": "header",
          "contentinfo": "footer", "complementary": "aside"}  # fmt: skip
_VOID = bag("area base br col embed hr img input link meta source track wbr")
# What ends where such an element starts, closed or not: a story is never inside a menu.
_ENDED_BY: dict[str, tuple[str, ...]] = {tag: (tag,) for tag in ("p", "li", "td", "th", "tr", "dd", "dt")}
_ENDED_BY |= dict.fromkeys(("main", "article"), ("aside", "div", "footer", "header", "nav", "section"))
_ENDED_BY["h1"] = ("header",)
# What a style hides, or shows in another order than it is written in.
_UNSHOWN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|(?:opacity|font-size):0(?:\.0*)?(?![\d.])|bidi-override"
    r"|(?:left|right|top|bottom|text-indent|margin-left):-\d{3}"
)
_IN_STYLES = re.compile(r"/\*[^*]*+\*/|\s+")
_LONG = 4000  # characters; of a longer tag only the name is kept, so that no pattern in it can take long

_IS_PAGE = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS | _INLINE | _NEVER_READ))})(?:\s[^<>]*)?/?>", re.I)
_HAS_STORY = re.compile(r"<(?:main|article)[\s>]", re.I)
_OPENED = re.compile(r"<(?=[a-z/!?])", re.I)
_START = re.compile(r"""<([a-z][^\s/<>]*+)(?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+""", re.I)
_OTHER = re.compile(r"<(?:/[a-z]|[!?])[^<>]*>", re.I)


class Piece(NamedTuple):
    """A stretch of running text: its offsets, the line breaks that part it from the one before, and whether it flows
    (line breaks of the source are no more than spaces). raised is the element, sup or sub, that sets it off the line.
    """

    start: int
    end: int
    before: str
    flows: bool
    raised: str = ""


def is_page(text: str, start: int = 0) -> bool:
    """Whether a text holds markup: a whole tag of a known name, not only a sign "<"."""
    return _IS_PAGE.search(text, start) is not None


def pieces(text: str, start: int = 0) -> list[Piece]:
    """The stretches of a page that are read, in order, with offsets in the page."""
    page = _calm(text[start:])
    reader = _Reader(page, start)
    reader.feed(page)
    reader.close()
    reader.cut(len(text))
    return reader.pieces


def _calm(page: str) -> str:
    """The page, of the same length, without what makes one version or another of the parser slow, raise, or give up.

    Every "<" that opens nothing whole becomes a letter; character references are decoded elsewhere; marked sections,
    as feeds have them, become tags.
    """
    page = page.replace("&", ".")
    if "<![" in page:
        page = page.replace("<![CDATA[", "<cdata  >").replace("]]>", "<i>").replace("<![", "<!x")
    page = page.replace("<!-->", "<!xx>").replace("<!--->", "<!xxx>")
    last_comment = page.rfind("-->")
    parts, at = [], 0
    for opened in _OPENED.finditer(page):
        here = opened.start()
        if here < at:
            continue
        parts.append(page[at:here])
        tag = _START.match(page, here)
        if tag and page[tag.end() : tag.end() + 1] == ">":
            at = tag.end()
            parts.append(f"<{tag[1]}".ljust(at - here) if at - here > _LONG else tag[0])
        elif tag:
            at = tag.end()
            parts.append(tag[0].replace("<", "x"))
        else:
            whole = here < last_comment if page.startswith("<!--", here) else _OTHER.match(page, here)
            at = here + 1
            parts.append("<" if whole else "x")
    parts.append(page[at:])
    return "".join(parts)


class _Reader(HTMLParser):
    """Cuts a page at its tags; what stands between two of them is a piece unless it is hidden."""

    def __init__(self, page: str, start: int) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[Piece] = []
        self._offset = start
        self._lines = [0, *(found.end() for found in re.finditer("\n", page))]
        self._last_end = {found[1].lower(): found.start() for found in re.finditer(r"</([a-z][a-z0-9]*)", page, re.I)}
        self._has_story = _HAS_STORY.search(page) is not None
        self._stories = 0  # open main and article elements
        self._open: int | None = None  # where the text that is being read began
        self._before = ""
        self._flows = False
        self._hidden: str | None = None  # the element that hides what is inside it
        self._depth = 0  # how many of its name are open
        self._raised = ""

    def cut(self, at: int) -> None:
        """End the piece that is being read."""
        if self._open is not None and self._hidden is None and self._open < at:
            self.pieces.append(Piece(self._open, at, self._before, self._flows, self._raised))
            self._before = ""
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is None:
            self._open = self._here()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag, opens=True)
        if tag in _STORY:
            self._stories += 1
        if tag in _RAISED:
            self._raised = tag
        if self._hidden in _ENDED_BY.get(tag, ()):
            self._hidden = None  # it was not closed, or its end may be left out
        if self._hidden is not None:
            self._depth += tag == self._hidden
        elif self._hides(tag, dict(attrs)):
            self._hidden, self._depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in _STORY:
            self._stories = max(0, self._stories - 1)
        if tag in _RAISED or tag in _BLOCKS:
            self._raised = ""
        if tag == self._hidden:
            self._depth -= 1
            if self._depth == 0:
                self._hidden = None
                if tag in _STRUCK:
                    self._before = self._before or " "
        elif tag == "body":
            self._hidden = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)

    def handle_comment(self, data: str) -> None:
        self.cut(self._here())

    def handle_decl(self, decl: str) -> None:
        self.cut(self._here())

    def handle_pi(self, data: str) -> None:
        self.cut(self._here())

    def unknown_decl(self, data: str) -> None:
        self.cut(self._here())

    def _here(self) -> int:
        line, column = self.getpos()
        return self._offset + self._lines[line - 1] + column

    def _part(self, tag: str, *, opens: bool = False) -> None:
        """End the piece before a tag, and remember the break the tag makes."""
        self.cut(self._here())
        if tag in _BLOCKS:
            self._before = "\n\n"
            self._flows = opens and tag in _FLOWING
        elif tag == "br" and self._hidden is None:
            self._before += "\n"

    def _hides(self, tag: str, attrs: dict[str, str | None]) -> bool:
        """Whether an element is not shown, or is not a part of the story; one that is never closed hides nothing."""
        if tag in _VOID or self._last_end.get(tag, -1) < self._here() - self._offset:
            return False
        role = _ROLES.get((attrs.get("role") or "").lower(), tag)
        if role in _NEVER_READ or tag in _STRUCK:
            return True
        if "hidden" in attrs or (attrs.get("aria-hidden") or "").lower() == "true":
            return True
        if _UNSHOWN.search(_IN_STYLES.sub("", (attrs.get("style") or "").lower())):
            return True
        return role in _ONLY_INSIDE and self._has_story and not self._stories
