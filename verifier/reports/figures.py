"""Where the figures behind a count were published: the documents of the cells that make up a window, with addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from verifier.charts.axes import release
from verifier.findings.sources import Source
from verifier.places.names import country_name
from verifier.unseen_characters import web_address
from verifier.window import Window

COLUMNS = ("dataset_title", "place_name", "after_document", "after_url", "before_document", "before_url")
JOINT = "; "  # between the documents of a window that several figures make up


def documents(source: Source, window: Window) -> list[tuple[str, str]]:
    """Document and address of each figure of a window, earliest first; of a table of events the dataset itself."""
    series, dataset = source.series, source.dataset
    own = [(f"{dataset.title} ({release(source)})", web_address(dataset.url))]
    if series.dense or not series.covers(window):
        return own
    named, table = series.count(window).documents, series.cells.table
    first, last = np.datetime64(window.start), np.datetime64(window.end)
    inside = np.flatnonzero((table["end"].to_numpy() >= first) & (table["start"].to_numpy() <= last))
    published = table["document"].iloc[inside].astype(str)
    addresses = table["url"].iloc[inside].fillna("").astype(str) if "url" in table else [""] * len(inside)
    pairs = [pair for pair in zip(published, addresses, strict=True) if any(pair) and pair[0] in named]
    return list(dict.fromkeys((document, web_address(url)) for document, url in pairs)) or own


def of_row(source: Source, row: Mapping[str, Any], known: dict[Any, list[tuple[str, str]]]) -> dict[str, str]:
    """The title of a row's dataset, and the documents and addresses of its two counts, by the names in COLUMNS; known
    are those of the windows that other rows share.
    """
    told = {"dataset_title": source.dataset.title, "place_name": country_name(source.series.cells.place)}
    for side in ("after", "before"):
        window = window_of(row, side)
        if window and (source.key, window) not in known:
            known[source.key, window] = documents(source, window)
        found = known[source.key, window] if window else []
        told[f"{side}_document"] = JOINT.join(document for document, _ in found)
        told[f"{side}_url"] = JOINT.join(dict.fromkeys(url for _, url in found if url))
    return told


def window_of(row: Mapping[str, Any], side: str) -> Window | None:
    """The window of one side of a row, None where it has none."""
    start, end = (row[f"{side}_{edge}"] for edge in ("start", "end"))
    if start is None or pd.isna(start):
        return None
    return Window(_day(start), _day(end))


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when
