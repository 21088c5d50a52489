"""How much each comparison counts: by dataset, by how natural and near it is, and most where it is the one claimed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from verifier.arrays import Bools, Columns, Floats
from verifier.comparisons.spans import Days

# The comparison that the words name, or that they mean ("in 2018" is on 2017), carries this share of the weight at
# least; all others together carry the rest at most.
LITERAL = 0.8
# Weights that are equal but for the last bits are equal.
ROUNDED = 12


@dataclass(frozen=True, eq=False)
class Weighable(Columns):
    """Comparisons in parallel arrays.

    question says which claim each is for, dataset whose counts it takes; sensibility is naturalness times relevance,
    and instances how many comparisons of its series share that naturalness (see `instances`); votes whether its series
    has a vote, coverage how much of the claim's period that covers; literal whether it is the comparison that the
    claim's words name or mean.
    """

    question: Days
    dataset: Days
    sensibility: Floats
    instances: Floats
    votes: Bools
    coverage: Floats
    literal: Bools


def weights(some: Weighable, size: int) -> tuple[Floats, Floats]:
    """The weight of each comparison, and its weight where all of a dataset's count alike; both sum to 1 for each of the
    `size` questions that have any.

    A dataset weighs as much as its coverage times its most sensible comparison, and its comparisons share that in
    proportion. An option with many instances ("an earlier year") is one way to compare: they share one naturalness.
    """
    group = _small(some.question * (int(some.dataset.max(initial=0)) + 1) + some.dataset)
    own = np.where(some.votes, some.sensibility / some.instances, 0.0)
    total = np.bincount(group, own)
    largest = np.zeros(len(total))
    np.maximum.at(largest, group, np.where(some.votes, some.sensibility * some.coverage, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(own > 0, own / total[group] * largest[group], 0.0)
    weight = _shared(weight, some.question, size)
    weight = _with_literal(weight, some.question, some.literal, size)
    each = some.votes.astype(np.float64)
    alike = np.bincount(group, each)
    with np.errstate(divide="ignore", invalid="ignore"):
        uniform = np.where(some.votes, each / alike[group], 0.0)
    return weight, _shared(uniform, some.question, size)


def effective_number(weight: Floats) -> float:
    """How many comparisons of one weight would say as much as these: 1 / Σw², for weights that sum to 1 (Kish, Survey
    Sampling, 1965).
    """
    squares = float((weight**2).sum())
    return 1 / squares if squares else 0.0


def instances(question: Days, source: Days, options: Days) -> Floats:
    """How many comparisons of its series each shares its pair of options (a number for each pair) with."""
    pairs, sources = int(options.max(initial=0)) + 1, int(source.max(initial=0)) + 1
    key = _small((question * sources + source) * pairs + options)
    return np.bincount(key)[key].astype(np.float64)


def _small(key: Days) -> Days:
    """Numbers that can be counted one by one, the same where the given ones are."""
    if int(key.max(initial=0)) <= 4 * len(key) + 1_000_000:
        return key
    _, ranks = np.unique(key, return_inverse=True)
    return ranks.astype(np.int64)


def _shared(weight: Floats, question: Days, size: int) -> Floats:
    total = np.bincount(question, weight, size)[question]
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(total > 0, weight / total, 0.0)
    return found


def _with_literal(weight: Floats, question: Days, literal: Bools, size: int) -> Floats:
    """The literal comparisons raised to LITERAL of the weight where they have less, the others lowered."""
    own = np.bincount(question, weight * literal, size)
    raised = (own > 0) & (own < LITERAL)
    with np.errstate(divide="ignore", invalid="ignore"):
        up, down = LITERAL / own, (1 - LITERAL) / (1 - own)
    factor = np.where(literal, np.where(raised, up, 1.0)[question], np.where(raised, down, 1.0)[question])
    return weight * factor
