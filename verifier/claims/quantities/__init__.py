"""Numbers with unit and comparator, and the numbers that count nothing."""
