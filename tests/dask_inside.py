"""Dask workers that are threads of this process: a test that needs no others is spared their start."""

from contextlib import contextmanager


@contextmanager
def client_inside(scheduler, workers):
    """In place of `client_of`."""
    from distributed import Client

    with Client(
        processes=False,
        n_workers=1,
        threads_per_worker=workers or 1,
        dashboard_address="127.0.0.1:0",
        set_as_default=False,
    ) as client:
        yield client
