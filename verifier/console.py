"""The standard streams, made fit for whatever they are joined to: closed, full, not UTF-8, or a terminal."""

from __future__ import annotations

import io
import logging
import os
import re
import sys

import click

from verifier.unseen_characters import visible

STREAMS = ("stdin", "stdout", "stderr")


def prepare() -> None:
    """Put the null device where a standard stream is closed, and let no character be too much for an encoding.

    A closed stream's number would otherwise go to the next file opened, and what is printed would be written into it.
    """
    missing = [number for number, name in enumerate(STREAMS) if getattr(sys, name) is None]
    for number in missing:
        try:
            os.fstat(number)
        except OSError:
            while os.open(os.devnull, os.O_RDWR) < number:  # a lower number that is closed too
                pass
            os.set_inheritable(number, True)  # child processes, kernels among them, need it as much
    for number in missing:
        # Standard output refuses to be written to: what cannot be shown is told, as where a disk is full.
        path = os.open(os.devnull, os.O_RDONLY) if number == 1 else os.devnull
        setattr(sys, STREAMS[number], open(path, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115, PTH123  (until the process ends)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    quiet_libraries()


def quiet_libraries() -> None:
    """Keep the logs of libraries (Dask, asyncio, papermill and others) off the terminal; VERIFIER_DEBUG=1 shows them.

    What matters in them is reported in our own words.

    Dask adds handlers of its own only where the root logger has none.
    """
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler() if os.environ.get("VERIFIER_DEBUG") else logging.NullHandler())


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text, with invisible characters and those that command a terminal shown by their code points.

    A carriage return inside a line is one of them: what follows would overwrite the line. Where standard error is full
    or its reader went away, the command continues without it; its exit code says how it ended.
    """
    words = re.sub(r"\r(?!\n)", "⟨U+000D⟩", visible(text))
    try:
        click.echo(words, err=err, nl=nl)
    except OSError:
        if not err:
            raise
        give_up_errors()


def give_up_output() -> None:
    """Discard further output: its reader went away, or its disk is full."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  (until the process ends)


def give_up_errors() -> None:
    """Discard further messages on standard error.

    What could not be written stays in the stream's buffer; Python tries again as it ends, and where that fails too it
    puts a code of its own (120) in the place of ours.
    """
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  (until the process ends)


def settle_errors() -> None:
    """Flush standard error, or give it up: the last thing before the process ends."""
    try:
        sys.stderr.flush()
    except OSError:
        give_up_errors()
