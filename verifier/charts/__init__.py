"""One module a chart; each returns a matplotlib Figure."""
