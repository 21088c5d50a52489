"""Pools of processes for work that is cut into tasks (the reports of a watchlist, the parts of an archive), and
clusters of Dask workers as an executor like any other (the extra `cluster`).

Whatever goes through here is a function of a module with a task that can be pickled, so that any
`concurrent.futures.Executor` will do.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.connection
import os
import re
import socket
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Any, TypeVar

from verifier.console import quiet_libraries
from verifier.errors import UsageError, VerifierError
from verifier.stopping import keep_helpers, leave_to_parent, start_deaf

T = TypeVar("T")
ANSWER_SECONDS = 10
DROPPED = "the cluster dropped it: the scheduler ended, or the connection to it"
MISSING = "--scheduler needs Dask distributed: pip install 'claims-verifier[cluster]'"


def process_pool(workers: int) -> Executor:
    """The usual pool: processes started afresh, which end with the process that started them, however it ends."""
    keep_helpers()
    context = multiprocessing.get_context("spawn")
    return _Pool(workers, mp_context=context, initializer=_end_with_parent)


class _Pool(ProcessPoolExecutor):
    """A pool whose processes, started as work is submitted, hear no interrupt before they can leave it to us."""

    def submit(self, function: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        with start_deaf("SIGINT"):
            return super().submit(function, *args, **kwargs)


def executor_for(workers: int, scheduler: str | None = None) -> Executor:
    """`process_pool` of so many workers; or, with the address of a Dask scheduler, that cluster and all its workers.

    Raises UsageError where Dask is not installed or no scheduler answers.
    """
    return process_pool(workers) if scheduler is None else ClusterExecutor(scheduler)


def _end_with_parent() -> None:
    leave_to_parent()
    quiet_libraries()
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            multiprocessing.connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class LostError(VerifierError):
    """A task whose workers died again and again; it, or another one in their hands at the time, is to blame."""


LOST = (BrokenExecutor, LostError)  # what a worker that dies leaves behind: here, and on a cluster


class ClusterExecutor(Executor):
    """The workers of a Dask scheduler, those that join later included: `Client.get_executor()`, and the client with it.

    What was in the hands of a worker that is lost is given to another; a task that loses its workers again and again
    (`distributed.scheduler.allowed-failures`, by default three times) ends with LostError. What is submitted must
    be a function of a module that the workers have too. Raises UsageError where Dask is not installed or no scheduler
    answers within ANSWER_SECONDS, whatever else does.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError(MISSING) from error
        _reach(address)
        _know(address)
        try:
            self._client: Any = Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"--scheduler {address}: no Dask scheduler answers there ({error})") from error
        self._executor = self._client.get_executor(pure=False)

    def submit(self, function: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run the function on some worker. Raises VerifierError where the scheduler is gone."""
        try:
            theirs: Future[T] = self._executor.submit(function, *args, **kwargs)
        except Exception as error:  # a client that is closed; its class has changed its name over the years
            raise VerifierError(DROPPED) from error
        told: Future[T] = Future()
        told.set_running_or_notify_cancel()
        theirs.add_done_callback(lambda done: _tell(done, told))
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, after what was submitted has ended; with cancel_futures at once, dropping it."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()


def _reach(address: str) -> None:
    """Raise UsageError unless something listens at the address; Dask itself would try for a long time."""
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    if scheme not in ("tcp", "tls") or not host or not re.fullmatch("[0-9]{1,5}", port):
        raise UsageError(f"--scheduler {address!r}: write it as the scheduler prints it, tcp://HOST:8786")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=ANSWER_SECONDS).close()
    except (OSError, OverflowError, UnicodeError) as error:
        raise UsageError(f"--scheduler {address}: no Dask scheduler answers there ({error})") from error


def _know(address: str) -> None:
    """Raise UsageError unless what listens at the address is a Dask scheduler, and not its dashboard or a worker.

    Dask itself waits without end for the first words of whatever it has reached.
    """
    try:
        what = asyncio.run(asyncio.wait_for(_kind(address), ANSWER_SECONDS))
    except TimeoutError as error:
        why = f"what listens there said nothing that a scheduler says in {ANSWER_SECONDS} seconds"
        raise _another(address, why) from error
    except Exception as error:  # what a stranger says may break its reader in any way
        why = f"what listens there does not speak as a scheduler does ({type(error).__name__}: {error})"
        raise _another(address, why) from error
    if what != "Scheduler":
        raise _another(address, f"a Dask {what.lower()} listens there")


async def _kind(address: str) -> str:
    """What the Dask process at an address says it is: Scheduler, Worker or Nanny."""
    from distributed.core import rpc
    from distributed.security import Security

    secured = Security().get_connection_args("client")
    async with rpc(address, timeout=ANSWER_SECONDS, connection_args=secured) as there:
        return str((await there.identity())["type"])


def _another(address: str, why: str) -> UsageError:
    return UsageError(
        f"--scheduler {address}: no Dask scheduler answers there: {why}; write the address that the scheduler prints, "
        "which is not that of its dashboard"
    )


def _tell(done: Future[T], told: Future[T]) -> None:
    """Hand on a result; what Dask alone knows by name becomes an error of ours."""
    from distributed import KilledWorker

    if done.cancelled():
        told.set_exception(VerifierError(DROPPED))
        return
    error = done.exception()
    if isinstance(error, KilledWorker):
        told.set_exception(LostError("its workers died"))
    elif error is not None:
        told.set_exception(error)
    else:
        told.set_result(done.result())
