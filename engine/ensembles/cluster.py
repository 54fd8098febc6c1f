"""Dask for whoever has many tasks: workers on this machine or a cluster's, and results as they come."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import GlassError
from . import tasks

if TYPE_CHECKING:
    from distributed import Client, Future

_ANSWER = 20.0  # seconds in which a scheduler answers and has workers
_LOOK_EVERY = 5.0  # seconds without a result after which somebody looks whether there are workers still
_PATIENCE = 60.0  # seconds for workers to come back


@contextmanager
def client_of(scheduler: str | None, workers: int) -> Iterator[Client]:
    """A client of a scheduler, or of one with workers of our own.

    Parameters
    ----------
    scheduler : str or None
        Its address.
    workers : int
        How many of our own, one thread each, where there is none.

    Raises
    ------
    ConnectionError
        It does not answer, has no workers, or none could be started.
    GlassError
        Its workers cannot load Glasscope, or another version.
    """
    from distributed import Client, LocalCluster
    from distributed.utils import silence_logging_cmgr

    if scheduler is not None:
        with silence_logging_cmgr(logging.CRITICAL):  # what is lost is said here, in one sentence
            try:
                client = Client(scheduler, timeout=_ANSWER, set_as_default=False)
            except (OSError, ValueError) as error:
                raise ConnectionError(f"no Dask scheduler answers at {scheduler}: {error}") from error
            with client:
                _check_workers(client, scheduler)
                yield client
        return
    # one thread each: a glass is worked on serially; no page of its own, which would load Bokeh
    quiet: dict[str, Any] = {"dashboard_address": None, "silence_logs": logging.CRITICAL, "memory_limit": 0}
    quiet |= {"scheduler_kwargs": {"dashboard_address": "127.0.0.1:0"}}  # any free port: the usual one may be taken
    try:
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", **quiet)
    except (RuntimeError, TimeoutError) as error:
        raise ConnectionError(f"workers could not be started on this machine: {error}") from error
    with cluster, Client(cluster, set_as_default=False) as client:
        client.run(tasks.version_here)  # all of them load the engine now, and what follows is work
        yield client


def _check_workers(client, scheduler):
    """A cluster of others has workers, and Glasscope of our version on each."""
    try:
        client.wait_for_workers(1, timeout=_ANSWER)
    except TimeoutError:
        raise ConnectionError(f"the Dask scheduler at {scheduler} has no workers") from None
    answers = client.run(tasks.version_here, on_error="return").values()
    if strange := next((answer for answer in answers if isinstance(answer, Exception)), None):
        raise GlassError(f"the workers of {scheduler} cannot load Glasscope: {strange}") from strange
    found = set(answers)
    if found != {tasks.version_here()}:
        raise GlassError(
            f"the workers of {scheduler} have Glasscope {', '.join(sorted(found))}; it is {tasks.version_here()} here"
        )


def finished(client: Client, futures: Collection[Future]) -> set[Future]:
    """Futures that are done, one at least.

    Parameters
    ----------
    client : Client
        Who waits.
    futures : collection of Future
        One at least.

    Raises
    ------
    ConnectionError
        Nobody is left to do them.
    """
    from distributed import wait

    seen = time.monotonic()
    while True:
        try:
            with client.as_current():
                done: set[Future] = wait(list(futures), timeout=_LOOK_EVERY, return_when="FIRST_COMPLETED").done
                return done
        except CancelledError as error:
            raise ConnectionError("the Dask scheduler was lost; what is done is kept") from error
        except TimeoutError:
            pass  # nothing yet
        if client.nthreads():
            seen = time.monotonic()
        elif time.monotonic() - seen > _PATIENCE:
            raise ConnectionError("all Dask workers were lost")
