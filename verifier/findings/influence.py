"""How much each choice matters: its share of the spread between comparisons, and the middle of each of its options."""

from __future__ import annotations

import numpy as np
import pandas as pd

from verifier.findings import scores
from verifier.findings.decisive import FACTORS

COLUMNS = ["factor", "variance_share", "option", "comparisons", "weight", "low", "middle", "high"]


def influence(table: pd.DataFrame) -> pd.DataFrame:
    """A row an option of every factor that has more than one among the comparisons with enough counts.

    variance_share is the first-order share of the factor in the variance of the log ratio (Sobol 2001), as
    `decisive_choice` has it, 0 where all ratios agree; low, middle and high are the weighted quartiles of the option's
    ratios, weight its share of the weight. A vintage or definition that the dataset settles is no choice of its own and
    is left out. Factors with the largest share come first, options with the largest ratio.
    """
    enough = scores.sufficient(table)
    rows = []
    logs = scores.log_ratios(enough)
    weight = enough["weight"].to_numpy(dtype=np.float64)
    weight = weight / weight.sum() if len(weight) else weight
    ratios = enough["ratio"].to_numpy(dtype=np.float64)
    mean = float((logs * weight).sum())
    spread = float((weight * (logs - mean) ** 2).sum())
    per_dataset = enough.groupby("dataset", observed=True)[["vintage", "definition"]].nunique()
    for factor in FACTORS:
        codes, options = pd.factorize(enough[factor].astype(str))
        settled = factor in ("vintage", "definition") and not (per_dataset[factor] > 1).any()
        if len(options) < 2 or settled:
            continue
        groups = np.bincount(codes, weight)
        means = np.bincount(codes, weight * logs) / groups
        share = float((groups * (means - mean) ** 2).sum()) / spread if spread > 1e-12 else 0.0
        for at, option in enumerate(options):
            chosen = codes == at
            quartiles = [scores.weighted_quantile(ratios[chosen], weight[chosen], part) for part in (0.25, 0.5, 0.75)]
            rows.append((factor, share, option, int(chosen.sum()), float(groups[at]), *quartiles))
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(
        ["variance_share", "factor", "middle", "option"], ascending=[False, True, False, True], ignore_index=True
    )
