"""Dates and periods: where they stand and which days they mean."""
