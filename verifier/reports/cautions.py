"""The choice that decides, and what the numbers are uncertain about, as blocks."""

from __future__ import annotations

from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.sentences import DECIDES, option_words
from verifier.findings.words import words
from verifier.listing import capital
from verifier.reports.blocks import Block, render
from verifier.reports.refused import is_refused

# What a reader calls a flag, in the order in which flags are told; the others are called by their own names.
TITLES = {
    "small base": "Small numbers",
    "lag": "Data end early",
    "fresh": "Newest counts may grow",
    "revised": "Figures since revised",
    "definition": "Not quite the same thing counted",
    "single source": "One source only",
    "unstable": "Borderline",
    "assumed": "Not in the text, so assumed",
    "negated": "The text denies this",
    "reading": "Only under another reading",
    "cherry-picked": "Only rare comparisons reach it",
    "lower bound": "Period not complete",
    "place": "About these places",
    "other question": "Also counted, kept apart",
    "regression": "Unusual starting point",
    "levels": "Quoted totals differ",
    "tie": "Tied",
    "break": "Counted otherwise before",
}
MOST_OPTIONS = 6
NO_CAUSE = "A change is not a cause: nothing here says why the counts moved."
UNRECORDED = "The ranges allow for chance, not for incidents that nobody recorded."


def decides(check: Check) -> Block | None:
    """What matters most, and how often each of its options reaches the claim; None where no choice is told."""
    decisive = check.decisive_choice
    said = check.said_of("decides")
    if not said or is_refused(check):
        return None
    told = " ".join(said)
    options = decisive.options[:MOST_OPTIONS] if decisive and decisive.variance_share >= DECIDES else []
    rows = [
        (option_words(check, one.choice), f"{one.comparisons:,}", wording.in_hundred(one.reached))
        for one in sorted(options, key=lambda one: -one.reached)
    ]
    caption = f"How often the claim is reached, by {words('factors', decisive.factor)}" if decisive else ""
    html = render("decides.html.j2", words=told, rows=rows, caption=caption)
    lines = [
        told,
        *(f"{option}: {number} comparison{'s' * (number != '1')}, {share}" for option, number, share in rows),
    ]
    return Block(html, "\n".join(lines), "What decides")


def uncertainty(check: Check) -> Block | None:
    """What chance may do to the counts, and every caution with a line of its own; None for a claim not checked."""
    if is_refused(check):
        return None
    told = [("How exact it is", chance)] if (chance := " ".join(check.said_of("chance", "trend"))) else []
    told += [("Under other weights", stability)] if (stability := " ".join(check.said_of("stability"))) else []
    flags: dict[str, dict[str, None]] = {name: {} for name in TITLES}
    for flag in check.flags:
        flags.setdefault(flag.flag, {})[flag.detail] = None
    told += [(TITLES.get(name, capital(name)), " ".join(details)) for name, details in flags.items() if details]
    moved = [NO_CAUSE] if check.statistic.kind.is_change or check.statistic == Statistic.RUN else []
    limits = " ".join([*moved, *([UNRECORDED] if chance and moved else [])])
    if not told and not limits:
        return None
    html = render("uncertainty.html.j2", words=told, limits=limits)
    lines = [*(f"{name}: {detail}" for name, detail in told), *([limits] if limits else [])]
    return Block(html, "\n".join(lines), "Read with care")
