"""What the command line prints: the same facts as the report, as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from verifier.claims.text.clean import as_read
from verifier.comparisons.compare import Comparison
from verifier.files import write_whole
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.incidents.dataset import LISTED, Dataset
from verifier.incidents.fetching.endpoints import Source
from verifier.listing import listed
from verifier.places.names import country_name
from verifier.reports.dataset_list import fits
from verifier.reports.escaping import csv_cell
from verifier.reports.refused import cannot_answer, counting_other_things, only_asked

WIDTH = 100


def check(checked: Check) -> str:
    """A finding with its flags and the datasets that abstained."""
    parts = [f"{checked.claim.id}  “{as_read(checked.claim.text)}”: {checked.claim.measure or checked.claim.kind}"]
    parts.append(_filled(checked.sentence, "  "))
    parts += [_filled(checked.fair_statement, "  ")] if checked.fair_statement else []
    parts += [_filled(checked.then_sentence, "  ")] if checked.then_sentence else []
    parts += [_filled(f"{flag.flag}: {flag.detail}", "  ! ") for flag in checked.flags]
    told = [counting_other_things(checked)]
    if not checked.refusal:
        told = [*(f"{name} cannot answer. {why}" for name, why in cannot_answer(checked)), only_asked(checked), *told]
    parts += [_filled(one, "  - ") for one in told if one]
    return "\n".join(parts)


def source_list(sources: Mapping[str, Source]) -> str:
    """The sources that can be fetched, below the datasets."""
    lines = [
        f"{one.id}: {one.title}" + (f"; newest release known: {one.releases[0]}" if one.releases else "")
        for one in sources.values()
    ]
    return "\n".join(["", "Can be fetched (verifier data fetch):", *(f"  {line}" for line in lines)])


def comparison(compared: Comparison) -> str:
    """One comparison: both counts with their windows, the change, the interval and the flags."""
    cells = compared.series.cells
    made_by = f"({cells.dataset}, vintage {cells.vintage}, {cells.definition.id}, {compared.match})"
    lines = [f"{cells.definition.label}, {country_name(cells.place)} {made_by}"]
    for name, count in (("after", compared.after), ("before", compared.before)):
        lines.append(f"  {name:<7} {count.window} ({count.window.days:,} days): {count.count:,}")
    lines.append("  change  " + wording.change(compared.after.count, compared.before.count, compared.ratio, digits=1))
    bounds = wording.bounds(compared.interval.low, compared.interval.high)
    lines.append(f"  95% interval: {bounds} ({compared.interval.method})")
    lines += [_filled(flag, "  ! ") for flag in compared.flags]
    return "\n".join(lines)


def write_specifications(checks: Sequence[Check], path: Path) -> None:
    """Write every comparison of the checks to a CSV file, one row each, the claim's id first."""
    tables = [one.table.assign(claim=one.claim.id) for one in checks]
    table = pd.concat(tables) if tables else pd.DataFrame()
    columns = ["claim", *[name for name in table.columns if name != "claim"]]
    written = table.reindex(columns=columns)
    for name in [one for one in columns if written[one].dtype.kind not in "iufbM"]:
        written[name] = written[name].map(csv_cell)
    write_whole(path, written.to_csv(index=False, lineterminator="\n"))


def dataset(one: Dataset) -> str:
    """All that a dataset says about itself."""
    places = one.places()
    lines = [f"{one.id}: {one.title}", f"  licence: {one.licence.name} {one.licence.url}".rstrip()]
    lines += [_filled(f"cite: {one.citation}", "  "), _filled(f"what is in it: {one.inclusion_rule}", "  ")]
    lines += [f"  places: {listed(places, 12)}", f"  reporting lag: {one.reporting_lag_days} days", "  definitions:"]
    for definition in one.definitions[:LISTED]:
        lines.append(_filled(f"{definition.id} ({definition.unit}): {definition.label}", "    "))
        lines += [_filled(words, "      ") for words in fits(definition)]
    further = [each.id for each in one.definitions[LISTED:]]
    lines += [_filled(f"and {len(further)} more: {', '.join(further)}", "    ")] if further else []
    lines += (
        ["  known breaks:", *(_filled(f"{day}: {words}", "    ") for day, words in one.breaks)] if one.breaks else []
    )
    gaps = one.descriptor["verifier"].get("gaps", [])
    lines += ["  nothing known of:"] if gaps else []
    lines += [_filled(f"{each['start']}..{each['end']}: {each['reason']}", "    ") for each in gaps]
    lines.append("  vintages:")
    for vintage in one.vintages():
        about = "about " if vintage.published_precision == "month" else ""
        lines.append(_filled(f"{vintage.id}: published {about}{vintage.published}, {vintage.coverage}", "    "))
    return "\n".join(lines)


def _filled(text: str, mark: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))
