"""Words that stand around counts, one set each for all rules."""

from __future__ import annotations

from verifier.claims.text.lexicon import bag, data

RECORDED = bag("recorded reported registered logged documented counted confirmed detected committed")
# Who or what has a count: "Leeds saw 40 attacks", "Kenya hosts 500,000 refugees".
HAD = bag(
    "had has have saw sees posted recorded reported registered logged counted tallied suffered experienced witnessed "
    "showed hosts hosted"
)
CASES = bag("cases instances reports complaints incidents offences offenses")
POINTERS = bag("it they that this these those")
FIGURES = bag("figure figures number numbers total totals toll tally count rate level average")
FALLEN = bag("injured wounded dead killed missing arrested detained hurt hospitalised hospitalized displaced")
SUPERLATIVES = bag("highest lowest worst deadliest most fewest largest biggest smallest")
# Words that do not narrow what is counted: that it happened, was counted, or how much.
NEUTRAL = frozenset(" ".join(data("qualifiers")["neutral"].values()).split())
