"""An archive of articles as one table: every claim in it, read and checked, a row each."""
