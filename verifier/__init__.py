"""Reads quantitative claims and shows for which datasets, definitions, windows and baselines they hold."""
