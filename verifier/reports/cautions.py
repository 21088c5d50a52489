"""The choice that decides, and what the numbers are uncertain about, as blocks."""

from __future__ import annotations

import pandas as pd

from verifier.findings import scores, wording
from verifier.findings.check import Check
from verifier.findings.outcomes import Outcome
from verifier.reports.blocks import Block, render

# Flags by the question they answer; what stands there when none was raised.
TOPICS = {
    "Small base": (("small base",), "No comparison starts from a count too small for a percentage."),
    "Reporting lag": (("lag",), "Every dataset that answers reaches as far as the claim."),
    "Revisions": (("revised",), "No count used here was restated between the vintages that are at hand."),
    "Definitions": (("definition", "single source"), "At least one dataset counts exactly what the claim names."),
    "Hangs on a setting": (("unstable",), "Other cut-offs and equal weights give the same finding."),
}
# How the sentences of a finding begin that have a place of their own in a report.
CHOICE, HEADLINE = "The choice that matters most", "The most sensible comparison"


def decides(check: Check) -> Block:
    """The choice that explains most of the spread, and for each of its options how often the claim is reached."""
    decisive = check.decisive_choice
    if decisive is None:
        words = "No choice decides: there are not enough comparisons that differ in one."
        return Block(render("decides.html.j2", words=words, rows=[], caption=""), words)
    said = [sentence for sentence in check.sentences[1:] if sentence.startswith(CHOICE)]
    explained = f"It explains {100 * decisive.variance_share:.0f} percent of the spread between the comparisons."
    words = " ".join([*said, explained])
    labels = check.labels.get(decisive.factor, {})
    rows = _options(scores.sufficient(check.rows), decisive.factor, labels)
    caption = f"How often the claim is reached, by {wording.FACTOR_WORDS[decisive.factor]}"
    html = render("decides.html.j2", words=words, rows=rows, caption=caption)
    return Block(
        html, "\n".join([words, *(f"{option}: {number} comparisons, {share}" for option, number, share in rows)])
    )


def uncertainty(check: Check) -> Block:
    """Chance, small bases, lag, revisions and every other caution, each with a line; what was found clear is said."""
    if check.headline is None:
        words = [("No count", "No comparison has enough counts, so there is nothing to be more or less sure of.")]
    else:
        words = [("By chance", _chance(check)), *_topics(check)]
    words += [(_title(flag.flag), flag.detail) for flag in check.flags if flag.flag not in _known()]
    html = render("uncertainty.html.j2", words=words)
    return Block(html, "\n".join(f"{name}: {detail}" for name, detail in words))


def _chance(check: Check) -> str:
    said = [one for one in check.sentences[1:] if not one.startswith((CHOICE, HEADLINE))]
    return " ".join(said) or "No interval can be given for these counts."


def _topics(check: Check) -> list[tuple[str, str]]:
    found = []
    for title, (names, otherwise) in TOPICS.items():
        details = [flag.detail for flag in check.flags if flag.flag in names]
        found.append((title, " ".join(details) or otherwise))
    return found


def _known() -> set[str]:
    return {name for names, _ in TOPICS.values() for name in names}


def _title(flag: str) -> str:
    return flag[:1].upper() + flag[1:]


def _options(rows: pd.DataFrame, factor: str, labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """For each option: its words, its comparisons, and how many of 100 by weight reach the claim, most first."""
    made: list[tuple[float, tuple[str, str, str]]] = []
    for option, part in rows.groupby(factor, sort=True):
        reached = part["outcome"].isin([Outcome.MATCHES, Outcome.STRONGER])
        total = float(part["weight"].sum())
        share = float(part.loc[reached, "weight"].sum()) / total if total > 0 else 0.0
        made.append((share, (labels.get(str(option), str(option)), f"{len(part):,}", wording.in_hundred(share))))
    return [row for _, row in sorted(made, key=lambda one: -one[0])]
