"""Work on several threads: kernels without the GIL, one piece after the other, a few pieces ahead."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

Result = TypeVar("Result")


def results_of(
    work: Callable[[int], Result], n: int, threads: int | None = None, *, in_order: bool = False
) -> Iterator[Result]:
    """work(0), work(1), ... work(n - 1), as threads bring them; what a piece raises ends the rest.

    Pieces are begun in their order, and no more than twice as many as there are threads before their results are
    taken, so that little is begun in vain where one stops early.

    Parameters
    ----------
    work : callable
        From the number of a piece to its result. It spends its time in kernels that release the GIL.
    n : int
        How many pieces.
    threads : int, optional
        How many at once; as many as there are processors for us where left out.
    in_order : bool
        Results come in the order of the pieces, in place of the order in which they end.
    """
    threads = len(os.sched_getaffinity(0)) if threads is None else threads
    with ThreadPoolExecutor(max_workers=threads) as pool:
        waiting = iter(range(n))
        running: list[Future[Result]] = [pool.submit(work, k) for k in islice(waiting, 2 * threads)]
        try:
            while running:
                ended = wait(running[:1] if in_order else running, return_when=FIRST_COMPLETED).done
                running = [future for future in running if future not in ended]
                running += [pool.submit(work, k) for k in islice(waiting, len(ended))]
                for future in ended:
                    yield future.result()
        finally:
            for future in running:
                future.cancel()
