"""Source files to cells: datasets, vintages, definitions."""
