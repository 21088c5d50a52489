"""The pages of a run: an index that sorts and filters, the changes as JSON, and an Atom feed.

All three are made from the claims' own manifests and the history, so that they agree with what lies in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from verifier.files import write_json, write_whole
from verifier.reports.blocks import render
from verifier.reports.page import style
from verifier.reports.watchlists.output_folder import OutputFolder
from verifier.reports.watchlists.planning import PlannedReport
from verifier.reports.watchlists.result import WatchedResult, differences
from verifier.reports.watchlists.run_history import Event, History, Kind, RunRecord
from verifier.reports.watchlists.watchlist import Watchlist
from verifier.unseen_characters import visible

INDEX, CHANGES, FEED = "index.html", "changes.json", "feed.xml"
UNCHANGED, WAITING = "unchanged", "waiting"
MADE = [kind for kind in Kind if kind not in (Kind.FAILED, Kind.LEFT)]
STATES: dict[str, str] = {str(state): str(state) for state in (*MADE, UNCHANGED, Kind.FAILED, WAITING)} | {
    Kind.REMADE: "made again, same result",
    WAITING: "not made yet",
}
ATOM = "http://www.w3.org/2005/Atom"
MOST = 200  # entries, newest first
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_pages(kept: OutputFolder, watchlist: Watchlist, planned: Sequence[PlannedReport], history: History) -> None:
    """Write the index, the changes and the feed, each whole."""
    run = history.run or RunRecord(0, "")
    entries = [_entry(kept, one, history, run) for one in planned]
    write_json(kept.folder / CHANGES, _changes(watchlist, entries, history, run))
    write_whole(kept.folder / FEED, feed(watchlist, list(history.newest()), run.begun))
    index = render(
        "watchlist.html.j2",
        watchlist=watchlist,
        entries=entries,
        run=run,
        states=STATES,
        findings=sorted({one["finding"] for one in entries if one["finding"]}),
        flags=sorted({flag for one in entries for flag in one["flags"]}),
        **style("watchlist.css", script="watchlist.js"),
    )
    write_whole(kept.folder / INDEX, index)


def _entry(kept: OutputFolder, one: PlannedReport, history: History, run: RunRecord) -> dict[str, Any]:
    made, failure, latest = kept.manifest(one.id), history.failing(one.id), history.latest(one.id)
    if made and not kept.is_whole(one.id, made):
        made = None
    in_this_run = latest if latest and latest.run == run.number else None
    state = Kind.FAILED if failure else in_this_run.kind if in_this_run else UNCHANGED if made else WAITING
    result = made.result if made else WatchedResult("", [], "")
    before = in_this_run.before if in_this_run else None
    return {
        "id": one.id,
        "claim": made.claim if made else one.said[0] if one.said else "",
        "words": made.words if made else one.said[1] if one.said else "",
        "title": one.title,
        "schedule": one.watched.schedule,
        "note": one.watched.note,
        "state": state,
        "why": failure.why if failure else in_this_run.why if in_this_run else [],
        "other": list(differences(before, result)) if before and made else [],
        "before": asdict(before) if before else None,
        "claim_before": in_this_run.claim_before if in_this_run else None,
        **asdict(result),
        "made": made.made if made else "",
        "vintages": made.vintages if made else {},
        "report": f"{one.id}/index.html" if made else None,
    }


def _changes(watchlist: Watchlist, entries: list[dict[str, Any]], history: History, run: RunRecord) -> dict[str, Any]:
    fields = ["id", "claim", "words", "state", "why", "other", "claim_before", "before"]
    fields += ["finding", "flags", "sentence", "counted", "rating", "corrections", "made", "vintages", "report"]
    left = [one for one in history.newest() if one.kind == Kind.LEFT and one.run == run.number]
    return {
        "watchlist": watchlist.title,
        "run": {"number": run.number, "begun": run.begun, "ended": run.ended},
        "since": run.last,
        "changes": [{key: one[key] for key in fields} for one in entries if one["state"] in MADE],
        "failed": [{"id": one["id"], "why": one["why"][0]} for one in entries if one["state"] == Kind.FAILED],
        "left": [{"id": one.about, "claim": one.claim, "why": one.why[0]} for one in reversed(left)],
        "unchanged": [one["id"] for one in entries if one["state"] == UNCHANGED],
        "not_made_yet": [one["id"] for one in entries if one["state"] == WAITING],
    }


def feed_id(watchlist: Watchlist) -> str:
    """A name for the feed of a watchlist: that of its address or, where it is published nowhere, of its title."""
    return uuid5(NAMESPACE_URL, watchlist.url or f"verifier watchlist {watchlist.name} {watchlist.title}").urn


def feed(watchlist: Watchlist, events: Sequence[Event], begun: str) -> str:
    """The feed of a watchlist, of its events with the newest first; begun is the day to give where there are none."""
    Xml.register_namespace("", ATOM)
    told = list(islice((one for one in events if one.kind != Kind.REMADE), MOST))
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
