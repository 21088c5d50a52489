"""Names of places and what they may mean."""
