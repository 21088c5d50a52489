"""The finding of a check in words."""

from __future__ import annotations

from typing import Any

from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import kind_words, scores, wording
from verifier.findings.checked import Checked
from verifier.findings.outcomes import Finding, claimed_direction


def sentences(check: Checked) -> list[str]:
    """First what the comparisons give, then what decides, then the most sensible one and what chance may do to it."""
    return [*_own_sentences(check), *_of_others(check)]


def _of_others(check: Checked) -> list[str]:
    """Whether the datasets agree whose publisher the text does not name."""
    others = check.unnamed
    if others is None or others.reason is not None:
        return []
    same = others.finding == check.finding
    return [f"The other datasets {'give the same finding' if same else 'say: ' + sentences(others)[0]}"
            + ("." if same else "")]  # fmt: skip


def _own_sentences(check: Checked) -> list[str]:
    if check.reason or check.target is None or not check.says_something:
        why = (check.reason or "no comparison has enough counts to say anything").rstrip(".")
        remedy = check.refusal.remedy if check.refusal else None
        return [f"{Finding.NOT_CHECKABLE.value}. {why[:1].upper()}{why[1:]}.", *([remedy] if remedy else [])]
    ratio = check.statistic == Statistic.RATIO
    parts = [
        wording.lead(check.finding, check.shares, check.target.label, rising=claimed_direction(check.target) >= 0)
        if ratio
        else kind_words.lead(check.finding, check.shares, check.target, check.statistic)
    ]
    if check.decisive_choice and check.finding != Finding.NOT_CHECKABLE:
        factor = check.decisive_choice.factor
        name = kind_words.choice_words(factor, check.statistic)
        parts.append(wording.choice(check.decisive_choice, check.labels.get(factor, {}), name))
    if check.headline:
        parts.append(f"The most sensible comparison: {words_of(check, check.headline)}.")
        fit = wording.bounds(check.headline["interval_low"], check.headline["interval_high"])
        chance = f"Allowing for chance, these two counts fit {fit}."
        parts.append(chance if ratio else kind_words.doubt(check.headline, check.target))
        own = check.source_of(check.headline)
        parts += [one.sentence() for one in check.supports if one.source.key == own.key]
    return parts


def then_sentence(check: Checked) -> str | None:
    """One line on what the data of the day it was said gave, where they were others than now."""
    if check.then is None or check.said is None:
        return None
    same = check.then.finding == check.finding
    found = "the same finding" if same else "another finding than with what is known now"
    return f"With what had been published on {wording.day(check.said)}, {found}. {sentences(check.then)[0]}"


def fair_statement(check: Checked) -> str | None:
    """The narrowest statement that SUPPORT of the weighted comparisons back."""
    if check.target is None or not check.says_something:
        return None
    found = scores.fair_range(check.sufficient, order=check.by_value, target=check.target)
    if found is None:
        return None
    if check.statistic != Statistic.RATIO:
        return kind_words.fair(*found, scores.SUPPORT, check.target)
    low, high = (wording.percent(ratio) for ratio in found)
    said = f"of about {low}" if low == high else f"between {low} and {high}"
    return f"{round(100 * scores.SUPPORT)} of 100 weighted comparisons show a change {said}."


def words_of(check: Checked, row: dict[str, Any]) -> str:
    """A row of the table as a clause: what was counted, by whom, in which windows, and the change or the value."""
    source = check.source_of(row)
    if check.target is not None and check.statistic != Statistic.RATIO:
        return kind_words.comparison(row, source, check.target)
    return wording.comparison(row, source.series.cells.definition.label)
