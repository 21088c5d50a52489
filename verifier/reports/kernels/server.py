"""The fork server: a process that has imported what a report needs, and forks a fresh kernel for each notebook.

It is started as `python -m verifier.reports.kernels.server FD FOLDER`, with one end of a socket pair as FD. Each line
it is sent is an order in JSON, each line it answers is that order's answer. It has one thread and never opens a ZMQ
context: a forked child holds only the thread that forked, so that a lock held by another would never be released.
When the other end closes, as it does when the process there is killed, it ends its children, removes FOLDER (where the
sockets and connection files lie) and ends.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import Any

INLINE = "module://matplotlib_inline.backend_inline"
PR_SET_PDEATHSIG = 1
NO_HISTORY = "--HistoryManager.enabled=False"  # nobody recalls what a report ran, and its database takes a thread
GARBAGE = 50_000  # objects after which a kernel looks for some: drawing a chart makes thousands, most of them to stay
PRELOADED = (
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "contourpy",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "nbformat",
    "numpy",
    "pandas",
    "pandas.core.methods.to_dict",
    "tornado.platform.asyncio",
    "tornado.queues",
    "verifier.reports.asking",
    "verifier.reports.cautions",
    "verifier.reports.drawings",
    "verifier.reports.first_screen",
    "verifier.reports.reading",
)


def preload() -> None:
    """Import what the report notebook imports, check a claim and draw its largest chart: tables, word lists and fonts
    are then in memory, and a kernel's first chart costs no more than its second.

    matplotlib's inline backend is left out: it looks for a running IPython when it is imported.
    """
    for name in PRELOADED:
        importlib.import_module(name)
    from verifier.charts.specification_curve import specification_curve
    from verifier.errors import VerifierError
    from verifier.incidents.catalogue import datasets
    from verifier.reports.blocks import Picture, load_templates
    from verifier.reports.opened import open_check

    load_templates()
    with contextlib.suppress(VerifierError):
        datasets()
        Picture.of(specification_curve(open_check().check))


def threads() -> int:
    """How many threads this process has, those of libraries too where the system tells (Linux)."""
    import threading

    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()


class Server:
    """Answers orders until the other end of the socket closes."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.running: set[int] = set()
        self.ended: dict[int, int] = {}

    def serve(self) -> dict[str, Any] | None:
        """Answer orders; returns None when all is over, and, in a forked child, the order to become a kernel."""
        held = b""
        while True:
            ready, _, _ = select.select([self.control], [], [], 0.2)
            self._reap()
            if not ready:
                continue
            try:
                received = self.control.recv(65536)
            except ConnectionError:
                received = b""
            if not received:
                return None
            held += received
            while b"\n" in held:
                line, held = held.split(b"\n", 1)
                order = json.loads(line)
                answer = self._answer(order)
                if answer is None:
                    return dict(order)
                try:
                    self.control.sendall(json.dumps(answer).encode() + b"\n")
                except ConnectionError:  # who asked has ended
                    return None

    def end(self) -> None:
        """Kill every child that still runs, with whatever it started."""
        for pid in self.running:
            self._signal(pid, signal.SIGKILL)
        for pid in self.running:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)

    def _answer(self, order: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to an order; None in a child that was just forked."""
        if order["do"] == "hello":
            return {"threads": threads()}
        if order["do"] == "fork":
            try:
                pid = os.fork()
            except OSError as error:  # no memory, or too many processes: this notebook's trouble alone
                return {"why": error.strerror}
            if pid == 0:
                return None
            self.running.add(pid)
            return {"pid": pid}
        pid = order["pid"]
        if order["do"] == "signal" and pid in self.running:
            self._signal(pid, order["signal"])
        self._reap()
        # A child that is neither running nor known to have ended was asked about before: its end is reported once.
        return {"ended": None if pid in self.running else self.ended.pop(pid, 0)}

    def _signal(self, pid: int, number: int) -> None:
        """To the child's whole group; to the child alone in the moment before it has made one."""
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def _reap(self) -> None:
        for pid in list(self.running):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                self.running.discard(pid)
                self.ended[pid] = os.waitstatus_to_exitcode(status)
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)  # what the kernel started and left behind


def die_with(parent: int) -> None:
    """Have the system kill this process when its parent ends (Linux; elsewhere ipykernel looks every second)."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def become_kernel(order: dict[str, Any], parent: int) -> None:
    """In a forked child: take on the order's folder and environment, and be an ordinary IPython kernel."""
    os.setsid()
    die_with(parent)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    gc.set_threshold(GARBAGE)
    gc.enable()
    _renew()
    sys.argv = ["ipykernel_launcher.py", *order["argv"]]
    from ipykernel.kernelapp import IPKernelApp

    application: Any = IPKernelApp.instance(parent_handle=parent)
    application.initialize([*order["argv"], NO_HISTORY])
    application.start()


def _renew() -> None:
    """Reset what a process sets when it starts and a fork would inherit: random numbers, time zone, backend."""
    import random
    import time

    import matplotlib as mpl
    import numpy as np

    random.seed()
    np.random.seed()
    time.tzset()
    mpl.rcParams["backend"] = os.environ.get("MPLBACKEND") or INLINE


def main() -> None:
    """Preload, serve, and clean up; in a child, be its kernel."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    folder = sys.argv[2]
    own = os.getpid()
    server = Server(control)
    gc.disable()  # what is imported stays
    try:
        preload()
        gc.freeze()
        order = server.serve()
    finally:
        if os.getpid() == own:
            server.end()
            shutil.rmtree(folder, ignore_errors=True)
    if order is not None:
        control.close()
        become_kernel(order, own)


if __name__ == "__main__":
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]  # as ipykernel's launcher does; IPython puts the kernel's own folder there
    main()
