"""One module a source: the layouts of its files, and what a release of it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from verifier.incidents.layouts import Layout
from verifier.incidents.releases import Release
from verifier.incidents.sources import acled, gtd, hapi, ucdp_candidate, ucdp_ged
from verifier.window import Window

# A file, the version the user named, and the first and last day in the file, to the release that the file is.
ReleaseOf = Callable[[Path, str | None, Window], Release]

SOURCES: dict[str, tuple[tuple[Layout, ...], ReleaseOf]] = {
    "acled": (acled.LAYOUTS, acled.release),
    "acled-monthly": (acled.MONTHLY, acled.totals_release),
    "acled-yearly": (acled.YEARLY, acled.totals_release),
    "gtd": (gtd.LAYOUTS, gtd.release),
    "hdx-hapi-conflict-event": (hapi.LAYOUTS, hapi.release),
    "ucdp-ged": (ucdp_ged.LAYOUTS, ucdp_ged.release),
    "ucdp-candidate": (ucdp_candidate.LAYOUTS, ucdp_candidate.release),
}
LAYOUTS: tuple[Layout, ...] = tuple(layout for layouts, _ in SOURCES.values() for layout in layouts)
