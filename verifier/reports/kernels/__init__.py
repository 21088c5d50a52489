"""Kernels forked from a preloaded process, so that a notebook costs its own work and not a start and its imports."""
