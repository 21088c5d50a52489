"""An Atom feed (RFC 4287) of what changed: one entry for each new or changed result of a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from verifier.reports.watchlists.watchlist import Watchlist
from verifier.showing import visible

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200  # entries, newest first
TITLE = 160  # signs of a claim in the title of an entry
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(watchlist: Watchlist, identity: str, entries: Sequence[dict[str, Any]], begun: str) -> str:
    """The feed of a watchlist. identity is a URN of its own; begun the day to give where nothing happened yet."""
    Xml.register_namespace("", ATOM)
    told = [(event, one) for one in entries for event in one["events"] if event["kind"] in ("new", "changed")]
    told.sort(key=lambda pair: (pair[0]["at"], pair[1]["id"]), reverse=True)
    root = Xml.Element(f"{{{ATOM}}}feed")
    _add(root, "id", identity)
    _add(root, "title", watchlist.title)
    _add(root, "updated", told[0][0]["at"] if told else begun)
    _add(_add(root, "author"), "name", watchlist.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=_address(watchlist, "feed.xml"))
    _add(root, "link", rel="alternate", type="text/html", href=_address(watchlist, "index.html"))
    _add(root, "generator", "verifier")
    for event, one in told[:MOST]:
        entry = _add(root, "entry")
        _add(entry, "id", uuid5(NAMESPACE_URL, f"{identity}/{one['id']}/{event['run']}/{event['at']}").urn)
        _add(entry, "title", f"{event['after']['finding']}: {_short(event['claim'])}")
        _add(entry, "updated", event["at"])
        _add(entry, "link", rel="alternate", type="text/html", href=_address(watchlist, f"{one['id']}/index.html"))
        _add(entry, "category", term=event["kind"])
        _add(entry, "summary", _words(event))
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _words(event: dict[str, Any]) -> str:
    before, after = event["before"], event["after"]
    parts = [f"Why: {'; '.join(event['why'])}."]
    if event["claim_before"] not in (None, event["claim"]):
        parts.append(f"The claim before: “{event['claim_before']}”")
    if before and before["finding"] != after["finding"]:
        parts.append(f"Before: {before['finding']}. Now: {after['finding']}.")
    if before and before["flags"] != after["flags"]:
        then, now = (", ".join(one["flags"]) or "none" for one in (before, after))
        parts.append(f"Flags before: {then}; now: {now}.")
    return " ".join([*parts, after["sentence"]])


def _short(text: str) -> str:
    return text if len(text) <= TITLE else f"{text[: TITLE - 1].rsplit(' ', 1)[0]}…"


def _address(watchlist: Watchlist, name: str) -> str:
    return f"{watchlist.url}/{name}" if watchlist.url else name


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = None if text is None else _NOT_XML.sub("\ufffd", visible(text))
    return child
