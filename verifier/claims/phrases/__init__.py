"""Stretches of a sentence: noun phrases, incidents, predicates, subjects, places and times."""
