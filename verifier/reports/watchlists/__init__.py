"""Watchlists: many claims checked on a schedule, each result whole or absent, and what changed between runs."""
