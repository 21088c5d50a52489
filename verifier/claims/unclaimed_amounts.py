"""Amounts in words that became no claim: prices doubled, half of the budget, dozens of cars."""

from __future__ import annotations

from verifier.claims.claim import Skipped
from verifier.claims.document import Document
from verifier.claims.reader import ClaimsRead
from verifier.claims.rules.vague_counts import AMOUNTS, WEAK_WORDS
from verifier.claims.text.clean import Clean
from verifier.claims.text.lexicon import MULTIPLE, match
from verifier.claims.text.tokens import Sentence, sentences

REASONS = {"multiple": "what was multiplied is no incident", "vague": "an amount in words, of no incident"}


def seen_and_left(document: Document, read: ClaimsRead) -> list[Skipped]:
    """Every number that became no claim, in text order: those the reader names, and those said by a word alone.

    The reader passes over sentences in which nothing is counted, so the words are looked for here, when they are asked
    for, and not while an archive is read.
    """
    clean = Clean(document.text, document.body)
    known = sorted([(one.start, one.end) for one in read.mentions] + [(one.start, one.end) for one in read.skipped])
    worded = [
        Skipped(clean.original[start:end], start, end, REASONS[kind])
        for sentence in sentences(clean.text)
        for kind, first, last in _amounts(sentence)
        for start, end in [(clean.start(sentence.starts[first]), clean.end(sentence.ends[last - 1]))]
    ]
    return sorted([*read.skipped, *_outside(worded, known)], key=lambda one: one.start)


def _outside(worded: list[Skipped], known: list[tuple[int, int]]) -> list[Skipped]:
    """Those that no claim and no other number holds; both are in text order."""
    left, at = [], 0
    reached = -1  # the furthest end of the spans that begin before the word ends
    for one in worded:
        while at < len(known) and known[at][0] < one.end:
            reached = max(reached, known[at][1])
            at += 1
        if reached <= one.start:
            left.append(one)
    return left


def _amounts(sentence: Sentence) -> list[tuple[str, int, int]]:
    """The words of a sentence that are an amount by themselves: which kind, the first word, and the one after."""
    found: list[tuple[str, int, int]] = []
    at, words = 0, sentence.words
    while at < len(words):
        hit = match(words, at, AMOUNTS)
        if sentence.flags[at] & MULTIPLE:
            found.append(("multiple", at, at + 1))
        elif hit and " ".join(words[at : hit[0]]) not in WEAK_WORDS:
            found.append(("vague", at, hit[0]))
        at = max(at + 1, hit[0] if hit else 0)
    return found
