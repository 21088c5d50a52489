"""Cells to comparisons: windows, intervals, specifications."""
