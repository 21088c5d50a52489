"""Work in a process of its own that is killed, at a moment or at the N-th thing it does to the file system."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from verifier import parse

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CHANGES = {
    "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate", "os.utime", "os.link", "os.symlink",
    "fcntl.flock", "ctypes.dlsym",
}  # fmt: skip
LONGEST = 120  # seconds after which a process that hangs is killed, and the test fails


LOADED = (
    "verifier.cli", "verifier.incidents.bringing", "verifier.incidents.own.importing", "verifier.reports.report",
    "verifier.reports.terminal", "verifier.reports.watchlists.running",
)  # fmt: skip


@cache
def warm() -> None:
    """Load what the commands load, so that no copy of this process has to."""
    for name in LOADED:
        import_module(name)
    parse("Attacks in Mali rose by 5 percent.")


def kills(usual: int) -> int:
    """How many kills at random moments to survive: few in a quick run, as many as VERIFIER_KILLS says in a long one."""
    return int(os.environ.get("VERIFIER_KILLS", "0")) or usual


def operations(many: int, usual: int = 4) -> list[int]:
    """Before which of so many operations to be killed: a few of them, or each one where VERIFIER_KILLS is set."""
    each = range(1, many + 1)
    return list(each) if os.environ.get("VERIFIER_KILLS") else sorted(set(each[:: -(-many // usual)]) | {many})


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code (negative: the signal), what it printed, and what it did to files."""

    code: int
    out: str
    error: str
    operations: int
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether it was killed, and did not end by itself before that."""
        return self.code == -signal.SIGKILL


def command(*arguments: object) -> Callable[[], int]:
    """The command line as a function that returns its exit code."""

    def call() -> int:
        from verifier import cli

        sys.argv = ["verifier", *map(str, arguments)]
        try:
            cli.main()
        except SystemExit as ending:
            return int(ending.code or 0)
        return 0

    return call


def powerless(work: Callable[[], int]) -> Callable[[], int]:
    """The work without the powers by which root passes over permissions; somebody else has none anyway."""

    def call() -> int:
        nothing = (ctypes.c_uint32 * 6)()
        head = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
        if os.geteuid() == 0 and ctypes.CDLL(None).capset(head, nothing):
            raise OSError("capset is refused")
        return work()

    return call


def bounded(work: Callable[[], int], size: int) -> Callable[[], int]:
    """The work where no file may grow beyond so many bytes."""

    def call() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return work()

    return call


def run(
    work: Callable[[], object], folder: Path, *, at: int | None = None, after: float | None = None, **setting: str
) -> Ended:
    """Do the work in a copy of this process, in a folder. It is killed before the N-th operation on files (`at`) or
    after some seconds (`after`); `setting` are environment variables.
    """
    warm()
    ends = [os.pipe() for _ in range(3)]
    begun = time.monotonic()
    number = os.fork()
    if not number:
        _in_the_copy(work, folder, [write for _, write in ends], at, setting)
    with ThreadPoolExecutor(3) as pool:
        read = [pool.submit(_read, *each) for each in ends]
        if after is not None:
            time.sleep(after)
            os.kill(number, signal.SIGKILL)
        code = _waited(number)
        out, error, done = (each.result() for each in read)
    return Ended(code, out, error, int(done or 0), time.monotonic() - begun)


def _read(read: int, write: int) -> str:
    os.close(write)
    with os.fdopen(read, encoding="utf-8", errors="replace") as pipe:
        return pipe.read()


def _waited(number: int) -> int:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        done, status = os.waitpid(number, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    raise AssertionError("the process hangs")


def _in_the_copy(
    work: Callable[[], object], folder: Path, pipes: list[int], at: int | None, setting: dict[str, str]
) -> None:
    code = 70
    try:
        for number, pipe in ((1, pipes[0]), (2, pipes[1])):
            os.dup2(pipe, number)
            os.close(pipe)
        sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
        os.chdir(folder)
        os.environ.update(setting)
        count = _counted(at)
        code = int(work() or 0)
        os.write(pipes[2], str(count[0]).encode())
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001  (the copy must end here, whatever happens)
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _counted(at: int | None) -> list[int]:
    """Count what is done to files from now on, and end this process before the N-th of it."""
    count = [0]

    def seen(event: str, what: tuple[object, ...]) -> None:
        changes = event in CHANGES or (event == "open" and isinstance(what[2], int) and what[2] & WRITES)
        if not changes or (isinstance(what[0], str) and what[0].startswith(("/dev/", "/proc/"))):
            return
        count[0] += 1
        if count[0] == at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(seen)
    return count
