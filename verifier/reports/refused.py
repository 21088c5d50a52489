"""Whether a claim cannot be checked, and the words for it: why, what would answer it, and what counts other things."""

from __future__ import annotations

from verifier.findings.check import Check
from verifier.findings.sentences import nothing_counted
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import Dataset
from verifier.listing import capital, joined_by_and
from verifier.questions.asked_place import asked_place, counted_place
from verifier.questions.named_source import named_source, names_apart, publisher_name

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
    """What is missing, as a sentence, and what would answer the claim (empty where nobody can say)."""
    missing, remedy = (check.refusal.missing, check.refusal.remedy) if check.refusal else (check.reason, None)
    return f"{capital(missing or nothing_counted(check)).removesuffix('.')}.", remedy or ""


def cannot_answer(check: Check) -> list[tuple[str, str]]:
    """Who was asked, counts there what is asked and cannot answer, each with the reason: publishers, or their datasets
    where these have different reasons; none of a publisher that answers by another dataset.
    """
    answering, left = {publisher_name(one.dataset) for one in check.sources}, _left_out(check)
    asked: dict[tuple[str, str], list[Dataset]] = {}
    for one, why in _abstained(check):
        if one not in left and publisher_name(one) not in answering:
            asked.setdefault((publisher_name(one), why), []).append(one)
    named = zip(names_apart(list(asked.values())), asked, strict=True)
    return [(capital(name), why) for names, (_, why) in named for name in names]


def only_asked(check: Check) -> str:
    """That the text names its source, where others count there what is asked; else empty."""
    source = check.question.source if check.question else None
    return f"Only {source} was asked, as the text names it." if source and _left_out(check) else ""


def _left_out(check: Check) -> list[Dataset]:
    """The datasets that were not asked, since the text names another source."""
    source = named_source(check.claim) if check.question and check.question.source else None
    return [one for one, _ in _abstained(check) if source and one.id not in source.datasets]


def _abstained(check: Check) -> list[tuple[Dataset, str]]:
    """The datasets that do not answer although they count what is asked, and count or file it at the place."""
    where = asked_place(check.claim, check.question.place if check.question else None)
    told = [(load(one.dataset), one.why) for one in check.abstained if one.dataset not in check.elsewhere]
    return [(one, why) for one, why in told if not where.code or counted_place(one, where) or one.note_on(where.code)]


def counting_other_things(check: Check) -> str:
    """One line on the publishers whose datasets all count something else; empty where there are none."""
    able = [one.dataset for one in check.sources]
    able += [load(one.dataset) for one in check.abstained if one.dataset not in check.elsewhere]
    apart = dict.fromkeys(publisher_name(load(one)) for one in check.elsewhere)
    names = [one for one in apart if one not in {publisher_name(each) for each in able}]
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
