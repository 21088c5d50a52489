"""Cue rules: one family of claims a module."""
