"""Comparisons to the finding: outcomes, scores, the choice that decides, wording."""
