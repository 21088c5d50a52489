"""Our end of the fork server, and the parts by which jupyter_client starts its kernels there."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any
from uuid import uuid4

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from verifier.child_environment import without_secrets
from verifier.errors import VerifierError
from verifier.files import place_for_sockets

NAME = "verifier-forked"
PREFIX = "verifier-kernels-"
# One thread each in the numeric libraries: a report's sums are small, and a process must fork before it has threads.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
THAWED = "-Xfrozen_modules=off"  # as ipykernel starts kernels, whose debugger warns of frozen modules

_current: ContextVar[ForkServer | None] = ContextVar("fork_server", default=None)


def can_fork() -> bool:
    """Whether kernels can be forked here: Linux and the other POSIX systems, but not macOS and Windows.

    macOS has fork, but its system libraries may not be used in a forked child that starts no new program.
    """
    return hasattr(os, "fork") and os.name == "posix" and sys.platform != "darwin" and _place() is not None


def _place() -> str | None:
    return place_for_sockets(f"{PREFIX}12345678/tmp12345678/s-5")


def kernel_errors() -> int | None:
    """Where standard error of kernels goes: nowhere, or to ours with VERIFIER_DEBUG=1.

    What matters of it is in the notebook, and a kernel that ends as its report is given up would speak beside our line.
    """
    return None if os.environ.get("VERIFIER_DEBUG") else subprocess.DEVNULL


class ForkServer:
    """A running fork server; close it, or use it as a context manager. Threads may share it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_place()))  # readable by its owner alone
        self._lock = threading.Lock()
        self.has_served = False  # whether it was ever ready
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [
                    sys.executable,
                    THAWED,
                    "-m",
                    "verifier.reports.kernels.server",
                    str(theirs.fileno()),
                    str(self.folder),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=kernel_errors(),
                env={**without_secrets(), **ONE_THREAD},
                start_new_session=True,
            )
        self._answers = self._control.makefile("rb")

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the server's process has ended."""
        return self._process.poll() is not None

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server and every kernel it still runs, and remove its folder."""
        self._answers.close()
        self._control.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, **order: Any) -> dict[str, Any]:
        """Send an order and return the answer; ConnectionError where the server has ended."""
        with self._lock:
            try:
                self._control.sendall(json.dumps(order).encode() + b"\n")
                line = self._answers.readline()
            except (OSError, ValueError) as error:
                raise ConnectionError("the process that forks kernels has ended") from error
        if not line:
            raise ConnectionError("the process that forks kernels has ended")
        return dict(json.loads(line))

    def ready(self) -> bool:
        """Wait until it has loaded; whether it can fork, which it cannot where a library started threads in it."""
        try:
            ready = bool(self.ask(do="hello")["threads"] == 1)
        except ConnectionError:
            return False
        self.has_served = self.has_served or ready
        return ready

    @contextmanager
    def used(self) -> Iterator[None]:
        """Within, and in this thread alone, notebooks are run on kernels of this server."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)


def current() -> ForkServer | None:
    """The server whose kernels this thread's notebooks are to run on; None for kernels started as usual."""
    return _current.get()


class ForkedProcess:
    """A forked kernel with those parts of subprocess.Popen that jupyter_client's LocalProvisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, server: ForkServer, argv: list[str], cwd: str, env: dict[str, str]) -> None:
        self._server = server
        self.returncode: int | None = None
        answer = server.ask(do="fork", argv=argv, cwd=cwd, env=env)
        if "why" in answer:
            raise VerifierError(f"no kernel can be forked: {answer['why']}")
        self.pid: int = answer["pid"]

    def poll(self) -> int | None:
        """The exit code, None while it runs; a kernel whose server has ended has ended with it."""
        if self.returncode is None:
            self._note(do="poll", pid=self.pid)
        return self.returncode

    def wait(self) -> int | None:
        """The exit code of a kernel that has ended, as LocalProvisioner asks only then."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and what it started, unless it has ended."""
        if self.returncode is None:
            self._note(do="signal", pid=self.pid, signal=int(number))

    def _note(self, **order: Any) -> None:
        try:
            self.returncode = self._server.ask(**order)["ended"]
        except ConnectionError:
            self.returncode = -9


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by an order to the fork server instead of a new program."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel for the connection file that was written before."""
        manager: Any = self.parent
        argv = cmd[cmd.index("-f") :]
        cwd = os.path.abspath(kwargs.get("cwd") or os.getcwd())  # noqa: PTH100, PTH109
        self.process = ForkedProcess(manager.server, argv, cwd, kwargs["env"])
        self.pid = self.process.pid
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """By the server, which knows whether the process is still the kernel."""
        if self.process:
            self.process.send_signal(signum)

    async def wait(self) -> int | None:
        """Wait for the kernel's end, looking often: it was killed, and somebody waits for the next."""
        code: int | None = 0
        if self.process:
            while (code := self.process.poll()) is None:
                await asyncio.sleep(0.005)
            self.process = None
        return code

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the sockets and the connection file of a kernel that is done."""
        await super().cleanup(restart)
        if not restart and isinstance(self.parent, ForkedKernelManager):
            shutil.rmtree(self.parent.place, ignore_errors=True)


class PlainKernelManager(AsyncKernelManager):
    """Manages a kernel that is started as usual, but knows no tokens and passwords and keeps off the terminal."""

    async def _async_pre_start_kernel(self, **given: Any) -> Any:
        given["env"] = without_secrets(given.get("env"))
        given.setdefault("stderr", kernel_errors())
        return await super()._async_pre_start_kernel(**given)

    def write_connection_file(self, **given: Any) -> None:
        """Write the kernel's key where it looks for it; it goes with this manager, though a signal ends the run."""
        self.connection_file = self.connection_file or str(Path(tempfile.gettempdir()) / f"kernel-{uuid4()}.json")
        weakref.finalize(self, Path(self.connection_file).unlink, missing_ok=True)
        super().write_connection_file(**given)


class ForkedKernelManager(PlainKernelManager):
    """Manages a kernel of the server that was current when it was made, over sockets in the server's own folder."""

    def __init__(self, **kwargs: Any) -> None:
        server = current()
        if server is None:
            raise RuntimeError("there is no fork server in use here")
        self.server = server
        KernelProvisionerFactory.instance().provisioners.setdefault(
            NAME, EntryPoint(NAME, f"{__name__}:ForkedProvisioner", KernelProvisionerFactory.GROUP_NAME)
        )
        self.place = Path(tempfile.mkdtemp(dir=server.folder))
        super().__init__(
            **kwargs, transport="ipc", ip=str(self.place / "s"), connection_file=str(self.place / "kernel.json")
        )
        self._kernel_spec = KernelSpec(**get_kernel_dict())
        self._kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": NAME}
