"""Whether a claim cannot be checked, and the words for it: why, what would answer it, and what counts other things."""

from __future__ import annotations

from verifier.findings.check import Check
from verifier.findings.sentences import nothing_counted
from verifier.incidents.catalogue import load
from verifier.listing import capital, joined_by_and
from verifier.questions.named_source import publisher_name

# What would answer a claim is said to whoever runs the program as an option; readers of a page have none.
_OPTIONS = {
    "with --period": "It could be checked if the text said when.",
    "with --place": "It could be checked if the text said where.",
    "with --measure": "It could be checked if the text said what is counted.",
}
LISTED = 4  # datasets that count something else, by name; of more the number


def is_refused(check: Check) -> bool:
    """Whether nothing was counted that could be shown: the claim is a paragraph, with no charts or tables."""
    return bool(check.reason) or check.headline is None


def why_refused(check: Check) -> tuple[str, str]:
    """What is missing, and what would answer the claim (empty where nobody can say)."""
    if check.refusal is not None:
        return check.refusal.missing, check.refusal.remedy or ""
    return check.reason or f"{capital(nothing_counted(check))}.", ""


def counting_other_things(check: Check) -> str:
    """One line on the datasets that count something else; empty where there are none."""
    names = list(dict.fromkeys(publisher_name(load(one)) for one in check.elsewhere))
    if not names:
        return ""
    rest = len(names) - LISTED
    named = names if rest <= 1 else [*names[:LISTED], f"{rest} more"]
    return f"{capital(joined_by_and(named))} {'counts' if len(names) == 1 else 'count'} something else."


def in_readers_words(remedy: str, instead: str = "") -> str:
    """What would answer a claim without options and commands; instead takes the place of what an option would do."""
    option = next((words for name, words in _OPTIONS.items() if name in remedy), None)
    if option:
        return instead or option
    command = remedy.find("verifier ")
    return remedy if command < 0 else remedy[: remedy.rfind(". ", 0, command) + 1]
