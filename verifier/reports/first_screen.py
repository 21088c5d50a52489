"""What a reader sees first: the claim as it was read, the answer with its counts, and a row for each source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from verifier.charts.best import voices
from verifier.charts.style import OUTCOME_WORDS
from verifier.claims.text.clean import as_read
from verifier.claims.text.lexicon import mid_sentence
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.sentences import gives, per_people
from verifier.findings.sources import Source
from verifier.findings.words import counted, counter, described, figure, publisher, where
from verifier.listing import capital, joined_by_and
from verifier.places.place import WORLD
from verifier.places.tree import country_of, in_words, joined
from verifier.reports.blocks import FIT_WORDS, Block, compared_as, links, render
from verifier.reports.figures import documents, window_of
from verifier.reports.opened import Opened
from verifier.reports.refused import is_refused
from verifier.reports.who_said import full_name, told_sentence

LINKED = 3  # documents of a count that are linked one by one
_PASSIVE = re.compile(r" (?:(?:have|has|had) been|were|was|are) ")  # "civilians were killed": civilians killed
# How a part of the question was found, where that is worth a word to readers.
HOW = {
    "assumed": "assumed",
    "document": "from elsewhere in the text",
    "title": "from the title",
    "front matter": "from the note at the top of the text",
    "given": "chosen by whoever ran the check",
}
OWN_DAY = "the day of the event is the program’s own"  # since the text gives none


def sentence(opened: Opened) -> Block:
    """The sentence that holds the claim, its number marked, and the text that it is from."""
    said, text = told_sentence(opened.claim.sentence), as_read(opened.claim.text)
    source = f"From: {opened.document.title or Path(opened.document.name).name}"
    html = render("claim_sentence.html.j2", pieces=said.partition(text), source=source)
    return Block(html, f"“{said}”\n{source}")


def read_as(opened: Opened) -> Block:
    """Who said it and when, and how the claim was understood where the sentence leaves something open."""
    claim, document = opened.claim, opened.document
    who = full_name(claim.speaker or document.speaker, document) or document.publisher
    day = wording.day(document.published) if document.published else ""
    said = ", ".join(part for part in (who, day) if part)
    read = _read(opened)
    said = capital(said)
    html = render("read_as.html.j2", said=said, read=read, links=links(document))
    return Block(html, "\n".join(part for part in (said, read, *links(document)) if part))


def answer(check: Check) -> Block | None:
    """The finding in plain words, the counts and their source first; None where the claim was not checked."""
    if is_refused(check):
        return None
    denied, (lead, *_) = check.said_of("denied"), check.said_of("lead")
    behind = check.said_of("meaning", "read", "beside")
    if check.then is not None and check.then.finding != check.finding and check.then_sentence:
        behind.append(check.then_sentence)
    sources = len({publisher(one) for one in check.sources})
    every, deciding = len(check.rows), len(check.sufficient)
    decide = "one that counts most nearly what was said decides" if deciding == 1 else (
        f"{deciding:,} that count most nearly what was said decide"
    )  # fmt: skip
    basis = (
        f"{sources} source{'s' * (sources != 1)}, {every:,} comparison{'s' * (every != 1)}"
        f"{f'; the {decide}' * (deciding < every)}. This is the program’s finding; the rating is the newsroom’s."
    )
    finding = check.finding.value if lead.startswith(check.finding.value) else ""
    rest = lead.removeprefix(finding)
    html = render("answer.html.j2", denied=denied, finding=finding, rest=rest, behind=behind, basis=basis)
    return Block(html, "\n".join([*denied, lead, *behind, basis]))


def by_source(check: Check) -> Block | None:
    """A row for each source that answers, with links to where its figures were published; None where none does."""
    if is_refused(check):
        return None
    rows = [_row(check, source, row) for source, row in voices(check).values()]
    heads = compared_as(check)
    if not any(row["before"] for row in rows):
        heads = ("Count", "")
    change = "Change" if check.statistic == Statistic.RATIO else "Gives" * any(row["change"] for row in rows)
    html = render("by_source.html.j2", rows=rows, heads=heads, coloured=heads[0] == "After", change=change)
    return Block(html, "\n".join(_line(row) for row in rows))


def _read(opened: Opened) -> str:
    """The question in words, with what the sentence does not say itself; empty where it says all."""
    resolved, places = opened.claim.resolved, joined(opened.claim.resolved.places)
    notes: dict[str, list[str]] = {}
    for name, part in (("place", "place"), ("period", "period"), ("earlier period", "baseline")):
        if part == "place" and places and in_words(places).removeprefix("the ") in opened.claim.sentence:
            continue
        if (how := resolved.how.get(part, "")) in HOW and (part == "place" or getattr(resolved, part)):
            notes.setdefault(HOW[how], []).append(name)
    told = [f"{joined_by_and(names)} {how}" for how, names in notes.items()]
    told += [OWN_DAY] if "gazetteer" in resolved.how.values() else []
    if resolved.period is None and not told:
        return ""
    when = f" {wording.during(resolved.period)}" if resolved.period else ""
    ranked = opened.check.statistic == Statistic.RANK  # the answer says among how many
    against = f", compared with {wording.span(resolved.baseline)}" if resolved.baseline and not ranked else ""
    if not resolved.baseline and opened.check.statistic.kind.two_counts:
        against = ", compared with an earlier period that the text does not name"
        row = opened.check.headline
        after, before = (window_of(row, side) if row else None for side in ("after", "before"))
        if after and before and before.start == resolved.since:  # "since 2021": the year it names is the earlier one
            when, against = f" {wording.during(after)}", f", compared with {wording.span(before)}"
        elif before and after == resolved.period:
            against = f", compared with {wording.span(before)}, which the text does not say"
    read = f"{_what(opened)}{_where(opened)}{when}{against}".removesuffix(",")
    noted = f" ({'; '.join(told)})" if told else ""
    return f"Read as: {read}{noted}."


def _what(opened: Opened) -> str:
    """What is counted: in the claim's words, or, where those are one word that leaves it open, as it was understood."""
    check, measure = opened.check, mid_sentence(as_read(opened.claim.measure or ""))
    asked = _PASSIVE.sub(" ", (check.question.counted if check.question else None) or "")
    source = check.source_of(check.headline) if check.headline else None
    if _is_of_kinds(source):
        return f"{asked} and {as_read(opened.claim.baseline or '')}"
    if not asked or not measure:
        return _PASSIVE.sub(" ", measure) or asked or "what the claim counts"
    if measure.startswith(f"{asked} of "):  # "murders of any province"
        return asked
    if " " in measure or " " not in asked:
        return _PASSIVE.sub(" ", measure)
    return counted(source) if source and source.match == "exact" else asked


def _is_of_kinds(source: Source | None) -> bool:
    """Whether two things counted in one place are compared."""
    return source is not None and source.own_label == described(source.definition)


def _where(opened: Opened) -> str:
    """Where, with the other side of a comparison of places, or what a place is ranked among."""
    check, places = opened.check, joined(opened.claim.resolved.places)
    source = check.source_of(check.headline) if check.headline else None
    if source and not _is_of_kinds(source) and check.statistic == Statistic.SIDES:
        apart = source.other is not None and source.other.cells.place != source.series.cells.place
        return f" in {source.own_label} and in {source.other_label}" if source.own_label and apart else ""
    among = f", ranked among {source.other_label}," if source and check.statistic == Statistic.PLACE_RANK else ""
    if places == WORLD:
        return " worldwide"
    if places and in_words(places) in (opened.claim.measure or ""):  # "Ecuador's murder rate"
        return ""
    if not places:
        return f" in {as_read(opened.claim.place)}" if opened.claim.place else ""
    country = country_of(places)
    inside = f", {in_words(country)}," if country and country != places else ""
    own = where(source) if source and source.series.cells.place == places else f" in {in_words(places)}"
    return f"{own}{among or inside}"


def _row(check: Check, source: Source, row: dict[str, Any]) -> dict[str, Any]:
    """A source's line: what it counts, its counts, and how far they are from the claim."""
    windows = {side: window_of(row, side) for side in ("after", "before")}
    found = [pair for window in windows.values() if window for pair in documents(source, window)]
    found = [pair for pair in dict.fromkeys(found) if pair[1]]
    other = row["before_count"]
    before = figure((source.other or source.series).cells.definition, other)
    beside = source.other_label if not windows["before"] else ""
    if check.statistic == Statistic.SIDES and windows["after"]:
        beside = wording.span(windows["after"])  # the other side is named over its column
    if check.statistic in (Statistic.RANK, Statistic.PLACE_RANK):
        before = beside = ""
    return {
        "who": capital(counter(source)),
        "what": counted(source),
        "fit": FIT_WORDS[source.match],
        "after": figure(source.series.cells.definition, row["after_count"]),
        "after_when": wording.span(windows["after"]) if windows["after"] else "",
        "before": before,
        "before_when": (wording.span(windows["before"]) if windows["before"] else beside) if before else "",
        "change": per_people(row, check.targets[0]) if check.statistic == Statistic.COUNT else gives(check, row),
        "outcome": OUTCOME_WORDS[row["outcome"]],
        "links": found[:LINKED],
        "more": max(0, len(found) - LINKED),
    }


def _line(row: dict[str, Any]) -> str:
    counts = [f"{row[side]} in {row[f'{side}_when']}" for side in ("after", "before") if row[side]]
    named = f"{row['who']}: {row['what']} ({row['fit']})"
    parts = [named, *counts, row["change"], row["outcome"], *(url for _, url in row["links"])]
    return " | ".join(part for part in parts if part)
