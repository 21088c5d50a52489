"""The pieces of the profile notebook: charts, tables and sentences of one dataset, place and vintage."""

from __future__ import annotations

from verifier.charts.profile_charts import coverage_chart, definitions_chart, dispersion_chart, seasonality_chart
from verifier.charts.vintages import vintages_chart
from verifier.findings import wording
from verifier.incidents.cells import Cells
from verifier.incidents.profile import by_year, dispersion, known, seasons, weekdays
from verifier.incidents.restatements import restatements
from verifier.places.names import country_name
from verifier.reports import profile_words
from verifier.reports.blocks import Block, Picture, facts, notes, render
from verifier.reports.dataset_list import fits
from verifier.reports.profiled import Profile
from verifier.reports.restated import lines


def what(profile: Profile) -> Block:
    """What is profiled: dataset, place, definition, vintage, and what the dataset does not count."""
    definition, dataset = profile.cells.definition, profile.dataset
    published = profile.vintage.published
    exact = profile.vintage.published_precision == "day"  # else only the month is
    when = wording.day(published) if exact else f"about {published:%B %Y}"
    told = [
        ("Dataset", f"{dataset.title} ({dataset.id})"),
        ("What is in it", dataset.inclusion_rule),
        ("Where", country_name(profile.cells.place)),
        ("What is counted", f"{definition.label} ({definition.id}), in {definition.unit}"),
        ("Vintage", f"{profile.vintage.id}, published {when}"),
    ]
    return facts(told)


def source(profile: Profile) -> Block:
    """Licence, citation, vintage with the checksum of its input, and where it comes from."""
    dataset = profile.dataset
    told = [
        ("Cite", dataset.citation),
        ("Licence", dataset.licence.name),
        ("Vintage", profile.vintage.id),
        ("Input file, SHA-256", profile.vintage.input_sha256),
        ("Kept", "shipped with the program" if dataset.shipped else "imported or fetched by the user"),
    ]
    return facts(told, [dataset.url, dataset.licence.url])


def coverage(profile: Profile) -> Picture | Block:
    """The strips of known days of every definition."""
    if not known(profile.cells):
        return notes(["Nothing is known, so there is nothing to draw."])
    return Picture.of(coverage_chart(profile.cells, profile.every, profile.dataset.breaks, profile.dataset.title))


def definitions(profile: Profile) -> Block:
    """Every definition with its unit, the phrases it answers exactly, nearly or by proxy, and why."""
    rows = []
    for cells in profile.every:
        one = cells.definition
        rows.append((one.id, one.label, one.unit, " ".join(fits(one)) or "answers no phrase; ask for it by its id"))
    caption = f"The definitions of {profile.dataset.id}, and how they fit what a claim may name"
    html = render("table.html.j2", caption=caption, head=["Definition", "Counts", "Unit", "Fits"], rows=rows)
    return Block(html, "\n".join(" | ".join(row) for row in rows))


def counts(profile: Profile) -> Picture | Block:
    """The counts a year of every definition."""
    if not by_year(profile.cells)["count"].notna().any():
        return notes(["No year is known as a whole, so there is nothing to draw."])
    return Picture.of(definitions_chart(profile.cells, profile.every, profile.dataset.title))


def vintages(profile: Profile) -> Picture | Block:
    """The profiled vintage beside an earlier one."""
    against = _against(profile)
    if against is None:
        return notes(["There are no two vintages for this place to draw side by side."])
    return Picture.of(vintages_chart(against, profile.cells, profile.dataset.title))


def restated(profile: Profile) -> Block:
    """What changed between the two vintages of the chart, row by row; what did not in one line."""
    against = _against(profile)
    if against is None:
        return notes(["Nothing to compare."])
    found = lines(restatements(against, profile.cells), against.vintage, profile.cells.vintage)
    return Block(render("lines.html.j2", lines=found), "\n".join(found))


def seasonality(profile: Profile) -> Picture | Block:
    """Months of the year and weekdays, where days are known."""
    if not profile.cells.dense:
        return notes([profile_words.FROM_TOTALS])
    if seasons(profile.cells).empty or weekdays(profile.cells).empty:
        return notes(["There is no whole calendar year with a count, so there is nothing to draw."])
    return Picture.of(seasonality_chart(profile.cells, profile.dataset.title))


def clustering(profile: Profile) -> Picture | Block:
    """Variance by mean, year by year, where days are known."""
    if not profile.cells.dense:
        return notes([profile_words.FROM_TOTALS])
    if not dispersion(profile.cells)["ratio"].notna().any():
        return notes(["There is no whole calendar year with a count, so there is nothing to draw."])
    return Picture.of(dispersion_chart(profile.cells, profile.dataset.title))


def _against(profile: Profile) -> Cells | None:
    return None if profile.cells.table.empty else profile.against
