"""How much each choice matters: its share of the spread between comparisons, and the middle of each of its options."""

from __future__ import annotations

import numpy as np
import pandas as pd

from verifier.findings import decisive, scores

COLUMNS = ["factor", "variance_share", "option", "comparisons", "weight", "low", "middle", "high"]


def influence(table: pd.DataFrame) -> pd.DataFrame:
    """A row an option of every choice that has more than one among the comparisons with enough counts.

    variance_share is the share of the choice in the variance of the log ratio (its Shapley effect, see `decisive`), 0
    where all ratios agree; low, middle and high are the weighted quartiles of the option's ratios, weight its share of
    the weight. Choices with the largest share come first, options with the largest ratio.
    """
    enough = decisive.heaviest(table)
    weight = enough["weight"].to_numpy(dtype=np.float64)
    weight = weight / weight.sum() if len(weight) else weight
    ratios = enough["ratio"].to_numpy(dtype=np.float64)
    several = [decisive.codes_of_choice(enough, factor) for factor in decisive.FACTORS]
    (shares,) = decisive.shares_of_choices(scores.log_ratios(enough)[None, :], weight, several)
    rows = []
    for factor, codes, share in zip(decisive.FACTORS, several, shares.tolist(), strict=True):
        options = decisive.options(enough, factor, codes, weight)
        for at, option in enumerate(options if len(options) > 1 else []):
            chosen = codes == at
            quartiles = [scores.weighted_quantile(ratios[chosen], weight[chosen], part) for part in (0.25, 0.5, 0.75)]
            rows.append((factor, share, option.choice, option.comparisons, option.weight, *quartiles))
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(
        ["variance_share", "factor", "middle"], ascending=[False, True, False], kind="stable", ignore_index=True
    )
