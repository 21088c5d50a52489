"""Notebook runs, pages, provenance."""
