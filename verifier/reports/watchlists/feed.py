"""An Atom feed (RFC 4287) of what happened to the claims: each entry as it was told when it happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from verifier.reports.watchlists.event import QUIET, Event
from verifier.reports.watchlists.watchlist import Watchlist
from verifier.unseen_characters import visible

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200  # entries, newest first
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_id(watchlist: Watchlist) -> str:
    """A name for the feed of a watchlist: that of its address or, where it is published nowhere, of its title."""
    return uuid5(NAMESPACE_URL, watchlist.url or f"verifier watchlist {watchlist.name} {watchlist.title}").urn


def feed(watchlist: Watchlist, events: Sequence[Event], begun: str) -> str:
    """The feed of a watchlist, of its events with the newest first; begun is the day to give where there are none."""
    Xml.register_namespace("", ATOM)
    told = list(islice((one for one in events if one.kind not in QUIET), MOST))
    root = Xml.Element(f"{{{ATOM}}}feed")
    _add(root, "id", feed_id(watchlist))
    _add(root, "title", watchlist.title)
    _add(root, "updated", max((one.at for one in told), default=begun))
    _add(_add(root, "author"), "name", watchlist.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=_address(watchlist, "feed.xml"))
    _add(root, "link", rel="alternate", type="text/html", href=_address(watchlist, "index.html"))
    _add(root, "generator", "verifier")
    for event in told:
        entry = _add(root, "entry")
        _add(entry, "id", event.id)
        _add(entry, "title", event.title)
        _add(entry, "updated", event.at)
        _add(entry, "link", rel="alternate", type="text/html", href=_address(watchlist, f"{event.about}/index.html"))
        _add(entry, "category", term=event.kind)
        _add(entry, "summary", event.words)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _address(watchlist: Watchlist, name: str) -> str:
    return f"{watchlist.url}/{name}" if watchlist.url else name


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = None if text is None else _NOT_XML.sub("\ufffd", visible(text))
    return child
