"""A claim's number as the intervals that would make it true."""
