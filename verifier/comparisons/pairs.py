"""Every admissible pair of windows of a series under a specification set, and how sensible each is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from verifier.arrays import Bools, Columns, Floats
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.rules import BEFORE_RULES, ManyAnchors
from verifier.comparisons.singles import countable
from verifier.comparisons.spans import Days, Spans, first_days, join, key_of
from verifier.comparisons.specifications import SpecificationSet
from verifier.window import Window

YEAR = 365.25


@dataclass(frozen=True, eq=False)
class Pairs(Columns):
    """Pairs of windows in parallel arrays, the most sensible first.

    after_option and before_option are indices into the options of the set; weight is how sensible the pair is, not
    normalised; the counts are those of the series.
    """

    after: Spans
    before: Spans
    after_count: Days
    before_count: Days
    after_option: Days
    before_option: Days
    weight: Floats

    @classmethod
    def one(cls, after: Window, before: Window, after_count: int, before_count: int) -> Pairs:
        """One pair by itself, which no option made."""
        later, earlier, none = (np.array([each], dtype=np.int64) for each in (after_count, before_count, -1))
        return cls(Spans.of([after]), Spans.of([before]), later, earlier, none, none, np.ones(1))

    def __len__(self) -> int:
        return len(self.weight)


def many_pairs(declared: SpecificationSet, anchors: ManyAnchors, several: ManySeries) -> tuple[Days, Pairs]:
    """Every admissible pair of windows that the series of each claim can count, beside the index of the claim, upwards;
    of two options that give one pair, the more sensible.

    A pair is admissible when its windows share no day, the baseline comes first, neither reaches past the latest day,
    and it weighs something. Weight is naturalness times relevance (Wu et al., PVLDB 7(7), 2014, section 2).
    """
    owner, found = _candidates(declared, anchors, several)
    weight = declared.naturalness("after")[found.after_option] * declared.naturalness("before")[found.before_option]
    relevance = _relevance(declared.content["relevance"], anchors, owner, found.after, found.before)
    weight = _rounded(weight * relevance)
    kept = np.flatnonzero(weight >= declared.content["relevance"]["least"])
    key, own, heavy = key_of(found.after.take(kept), found.before.take(kept)), owner[kept], weight[kept]
    by_key = np.argsort(key, kind="stable") if len(anchors) == 1 else np.lexsort((key, own))
    once = kept[by_key[_heaviest_of_equal(key[by_key], own[by_key], heavy[by_key])]]
    weight, owner = weight[once], owner[once]
    order = np.lexsort((-weight, owner))
    return owner[order], replace(found.take(once[order]), weight=weight[order])


def _heaviest_of_equal(key: Days, owner: Days, weight: Floats) -> Days:
    """The index of the heaviest of each run of equal keys of one claim (which are sorted), the first on a tie."""
    new = np.concatenate([[True], (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])])[: len(key)]
    if new.all():
        return np.arange(len(key), dtype=np.int64)
    run = np.cumsum(new) - 1
    best = np.flatnonzero(weight == np.maximum.reduceat(weight, np.flatnonzero(new))[run])
    return best[np.concatenate([[True], run[best][1:] != run[best][:-1]])]


def _candidates(declared: SpecificationSet, anchors: ManyAnchors, several: ManySeries) -> tuple[Days, Pairs]:
    later = countable(declared, anchors, several)
    # In the order of their days, so that most pairs come out in the order in which they are compared.
    later = later.take(np.lexsort((later.after.ends, later.after.starts, later.owner)))
    owner, after, after_option, after_count = later.owner, later.after, later.after_option, later.after_count
    index, spans, options = [], [], []
    for number, option in enumerate(declared.content["before"]):
        rows, made = BEFORE_RULES[option["rule"]](anchors, owner, after, option)
        earlier = made.ends < after.starts[rows]
        index.append(rows[earlier])
        spans.append(made.take(earlier))
        options.append(np.full(int(earlier.sum()), number, dtype=np.int64))
    rows, before, before_option = np.concatenate(index), join(spans), np.concatenate(options)
    before_count, known = several.counts(anchors.series[owner[rows]], before)
    rows = rows[known]
    return owner[rows], Pairs(
        after.take(rows),
        before.take(known),
        after_count[rows],
        before_count[known],
        after_option[rows],
        before_option[known],
        np.zeros(len(rows)),
    )


def _relevance(widths: dict[str, float], anchors: ManyAnchors, owner: Days, after: Spans, before: Spans) -> Floats:
    """How near each pair is to what its claim says: a bell curve over the distances in time and in length."""
    start, end, stated = anchors.start[owner], anchors.end[owner], anchors.stated[owner]
    year = first_days(anchors.year), first_days(anchors.year + 1) - 1
    named = anchors.named[owner] & _equal(before, *(day[owner] for day in year))
    reference = np.where(stated, anchors.base_end[owner], start - 1)
    gap = np.where(named, 0.0, (reference - before.ends) / YEAR)
    # "Since 2015" compares the end of the period with that year; any other baseline, the period as a whole.
    days = end - start + 1
    shared = np.minimum(after.ends, end) - np.maximum(after.starts, start) + 1
    left_out = np.where(named, end - after.ends, days - np.maximum(shared, 0))
    width = np.where(stated, widths["stated_gap_years"], widths["gap_years"])
    distance = (
        (gap / width) ** 2
        + (left_out / days / widths["uncovered"]) ** 2
        + (np.log(after.days / before.days) / widths["length_log"]) ** 2
    )
    relevance: Floats = np.exp(-0.5 * distance)
    relevance *= np.where((before.ends >= start) & ~named, widths["inside_period"], 1.0)
    relevance *= np.where(anchors.named[owner] & ~named, widths["beside_named_year"], 1.0)
    if stated.any():
        own = _equal(before, anchors.base_start[owner], anchors.base_end[owner])
        others = (~own).astype(np.int64) + ~_equal(after, start, end)
        relevance *= np.where(stated, widths["beside_stated"] ** others, 1.0)
    return relevance


def _equal(spans: Spans, starts: Days, ends: Days) -> Bools:
    return (spans.starts == starts) & (spans.ends == ends)


def _rounded(weights: Floats) -> Floats:
    """Twelve significant digits, so that equal weights stay equal whatever the machine's last bits."""
    safe = np.where(weights > 0, weights, 1.0)
    exponent = np.floor(np.log10(safe)).astype(np.int64)
    lowest = int(exponent.min(initial=0))
    scale = (10.0 ** (11.0 - np.arange(lowest, exponent.max(initial=0) + 1)))[exponent - lowest]
    return np.where(weights > 0, np.round(weights * scale) / scale, 0.0)
