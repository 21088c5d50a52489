"""The command line, run within this process as its entry point does: what a process of its own proves besides is in
tests/hardening/test_processes.py.
"""

import io
import signal
import sys

from verifier import cli, stopping


def run(arguments, stdin=b""):
    """The exit code, and what was written to standard output and standard error."""
    streams = [io.TextIOWrapper(io.BytesIO(content), encoding="utf-8") for content in (stdin, b"", b"")]
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    heard = {number: signal.getsignal(number) for number in stopping.STOPS}
    sys.argv, sys.stdin, sys.stdout, sys.stderr = ["verifier", *arguments], *streams
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = before
        for number, handler in heard.items():
            signal.signal(number, handler)
    told = []
    for stream in streams[1:]:
        stream.flush()
        told.append(stream.buffer.getvalue().decode("utf-8"))
    return code, *told
