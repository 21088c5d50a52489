"""The pages of a run: an index that sorts and filters, the changes as JSON, and an Atom feed.

All three are made from the claims' own manifests alone, so that they agree with what lies in the folder.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from markupsafe import Markup

from verifier.claims.text.clean import as_read
from verifier.files import write_json, write_whole
from verifier.reports.blocks import TEMPLATES, render
from verifier.reports.watchlists.feed import feed
from verifier.reports.watchlists.keeping import Kept
from verifier.reports.watchlists.planning import Planned
from verifier.reports.watchlists.watchlist import Watchlist

INDEX, CHANGES, FEED = "index.html", "changes.json", "feed.xml"
STATES = {
    "changed": "changed",
    "new": "new",
    "same": "made again, same result",
    "unchanged": "unchanged",
    "failed": "failed",
    "waiting": "not made yet",
}


def write_pages(kept: Kept, watchlist: Watchlist, planned: Sequence[Planned], record: dict[str, Any]) -> None:
    """Write the index, the changes and the feed, each whole."""
    entries = [_entry(kept, one, record) for one in planned]
    write_json(kept.folder / CHANGES, _changes(watchlist, entries, record))
    write_whole(kept.folder / FEED, feed(watchlist, kept.identity(), entries, record["begun"]))
    index = render(
        "watchlist.html.j2",
        watchlist=watchlist,
        entries=entries,
        run=record,
        states=STATES,
        findings=sorted({one["finding"] for one in entries if one["finding"]}),
        flags=sorted({flag for one in entries for flag in one["flags"]}),
        **_assets(),
    )
    write_whole(kept.folder / INDEX, index)


def _entry(kept: Kept, one: Planned, record: dict[str, Any]) -> dict[str, Any]:
    manifest, failure = kept.manifest(one.id), kept.failure(one.id)
    # An event noted before claims were is of the claim as it is now.
    events = (
        [{"claim": manifest["claim"], "claim_before": None, **one} for one in manifest["events"]] if manifest else []
    )
    latest = events[0] if events and events[0]["run"] == record["number"] else None
    state = "failed" if failure else latest["kind"] if latest else "unchanged" if manifest else "waiting"
    result = manifest["result"] if manifest else {"finding": "", "flags": [], "sentence": ""}
    return {
        "id": one.id,
        "claim": manifest["claim"] if manifest else as_read(one.claim),
        "words": manifest["words"] if manifest else "",
        "title": one.title,
        "schedule": one.watched.schedule,
        "note": one.watched.note,
        "state": state,
        "why": [failure["why"]] if failure else latest["why"] if latest else [],
        "before": latest["before"] if latest else None,
        "claim_before": latest["claim_before"] if latest else None,
        **result,
        "made": manifest["made"] if manifest else "",
        "vintages": manifest["vintages"] if manifest else {},
        "report": f"{one.id}/index.html" if manifest else None,
        "events": events,
    }


def _changes(watchlist: Watchlist, entries: list[dict[str, Any]], record: dict[str, Any]) -> dict[str, Any]:
    fields = ["id", "claim", "words", "state", "why", "claim_before", "before"]
    fields += ["finding", "flags", "sentence", "made", "vintages", "report"]
    told = [{key: one[key] for key in fields} for one in entries if one["state"] in ("new", "changed", "same")]
    return {
        "watchlist": watchlist.title,
        "run": {key: record.get(key) for key in ("number", "begun", "ended")},
        "since": record.get("last"),
        "changes": told,
        "failed": [{"id": one["id"], "why": one["why"][0]} for one in entries if one["state"] == "failed"],
        "unchanged": [one["id"] for one in entries if one["state"] == "unchanged"],
        "not_made_yet": [one["id"] for one in entries if one["state"] == "waiting"],
    }


@cache
def _assets() -> dict[str, Any]:
    """Style and script, and the content-security policy that lets in these two alone."""
    sheet = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", "watchlist.css"))
    script = (TEMPLATES / "watchlist.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src {_digest(sheet)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"css": Markup(sheet), "script": Markup(script), "policy": Markup(policy)}  # noqa: S704  (our own files)


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
