"""Processes that tests kill: a copy of this one, and the two workers of a cluster."""

import os
from contextlib import contextmanager


def child(work):
    """Run something in a copy of this process; returns its id."""
    number = os.fork()
    if number:
        return number
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001  (the copy must end here, whatever happens)
        os._exit(1)


@contextmanager
def two_workers():
    """A Dask cluster of two worker processes, which it starts anew when they die."""
    import dask
    import distributed

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as made,
    ):
        yield made


def has_both_workers(cluster, seconds=30):
    """Whether both workers of a cluster answer, in time: one that died comes back, unless its machine is too busy."""
    import distributed

    with distributed.Client(cluster, set_as_default=False) as client:
        try:
            client.wait_for_workers(2, timeout=seconds)
        except TimeoutError:
            return False
    return True
