"""Run an ensemble: samples x loads x indicators as Dask tasks, on this machine or on a cluster."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import GlassError
from ..one_run import only_run_in
from . import record, tasks
from .cluster import client_of, finished
from .dataset import assemble, save_dataset
from .identity import arguments, identity, limits
from .spec import Ensemble, Sample
from .store import DATASET, ResultFolder

if TYPE_CHECKING:
    import xarray

@dataclass(frozen=True)
class EnsembleProgress:
    """How far an ensemble has come.

    Attributes
    ----------
    n_done, n_failed, n_samples : int
        Samples that are finished (before this run too), that failed, and all of them.
    fraction : float
        Of all tasks, from 0 to 1.
    seconds_left : float or None
        At the pace of this run so far; None while no sample is through.
    """

    n_done: int
    n_failed: int
    n_samples: int
    fraction: float
    seconds_left: float | None


def run_ensemble(
    spec: Ensemble,
    folder: str | Path,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    progress: Callable[[EnsembleProgress], None] | None = None,
) -> xarray.Dataset:
    """Run what is missing of an ensemble and write its dataset.

    Each sample is written as soon as it is done; a run that was stopped or killed goes on with what is missing when it
    is started again with the same folder, and ends with the same dataset. More samples may be asked for later. A sample
    that fails is listed in the dataset with its error, and tried again by the next run.

    Parameters
    ----------
    spec : Ensemble
        From `read_spec`.
    folder : str or path
        Where results go.
    scheduler : str, optional
        Address of a Dask scheduler, such as "tcp://node1:8786", whose workers have the same version of Glasscope
        installed; they need no common disk, and keep no checkpoints of preparations. Workers on this machine where
        left out, one thread each.
    workers : int, optional
        How many of these; as many as there are processors for us where left out.
    progress : callable, optional
        Called with an `EnsembleProgress` after each task.

    Returns
    -------
    xarray.Dataset
        What was written to FOLDER/ensemble.nc.

    Raises
    ------
    GlassError
        The folder holds another ensemble, cannot be written, or another run is at work in it; a scheduler and workers
        are given.
    ConnectionError
        The scheduler does not answer, or was lost on the way.

    Notes
    -----
    Workers are processes that import the main script anew: in a script, call this below ``if __name__ == "__main__":``.
    """
    if scheduler is not None and workers is not None:
        raise GlassError("workers are started on this machine only: give either workers or a scheduler")
    if workers is not None and workers < 1:
        raise GlassError(f"the number of workers is 1 or more; got {workers}")
    with only_run_in(Path(folder)):
        results = ResultFolder(folder)
        results.open_for(spec)
        missing = [sample for sample in spec.samples if not results.is_done(sample)]
        if missing:
            workers = min(workers or len(os.sched_getaffinity(0)), _most_tasks(spec) * len(missing))
            with client_of(scheduler, workers) as client:
                _Run(client, spec, results, missing, progress, keeps_checkpoints=scheduler is None).go()
        data = assemble(spec, results)
        save_dataset(data, results.path / DATASET)
        return data


def _most_tasks(spec):
    return len(spec.loads) + sum(wanted.samples is not None for wanted in spec.indicators) + 1


@dataclass(eq=False)
class _Job:
    """One sample under way."""

    sample: Sample
    n_tasks: int = 0


class _Run:
    """Samples handed to Dask, a few more at a time than there are workers, and their results written as they come."""

    def __init__(self, client, spec, folder, missing, progress, keeps_checkpoints):
        self.client, self.spec, self.folder, self.progress = client, spec, folder, progress
        self.waiting, self.keeps_checkpoints = missing[::-1], keeps_checkpoints
        self.n_done, self.n_failed = len(spec.samples) - len(missing), 0
        self.n_missing, self.began, self.owners = len(missing), time.monotonic(), {}

    def go(self):
        for _ in range(2 * max(1, sum(self.client.nthreads().values()))):
            self._start_next()
        self._report()
        while self.owners:
            for future in finished(self.client, self.owners):
                job, kind = self.owners.pop(future)
                if kind == "glass" and future.status == "finished":
                    self.folder.keep_glass(job.sample, future.result())
                if kind == "record":
                    self._keep(job, future)
                    self._start_next()
                self._report()

    def _start_next(self):
        if not self.waiting:
            return
        sample = self.waiting.pop()
        job = _Job(sample)
        for future, kind in self._submitted(sample, self._submitter(sample)):
            job.n_tasks += 1
            self.owners[future] = job, kind

    def _submitter(self, sample):
        """Earlier samples go first, so that they are finished rather than all begun."""

        def submit(name, function, *arguments):
            key = f"{name}-{sample.label}-{time.monotonic_ns()}"
            return self.client.submit(function, *arguments, key=key, priority=-sample.index, pure=False)

        return submit

    def _submitted(self, sample, submit):
        """The tasks of a sample, and what each is; all but the last give what the last joins."""
        spec, futures = self.spec, []
        glass = self.folder.glass(sample)
        if glass is None:
            checkpoint = self.folder.checkpoint(sample) if self.keeps_checkpoints else None
            glass = submit("prepare", tasks.prepared, arguments(spec, sample), checkpoint)
            futures.append((glass, "glass"))
        wanted, leads = spec.wanted_of(sample), spec.leads_of(sample)
        names = {one.name for one in wanted}
        bins = [one for one in spec.bins if one.name in names]
        spots = [name for name in spec.spots if name in names]
        runs = [
            submit(
                f"shear{k}", tasks.sheared, glass, load, limits(spec),
                [(one, spec.leads) for one in leads], spec.d2min_strains,
                [one for one in wanted if one.name in spec.moved],
            )
            for k, load in enumerate(spec.loads)
        ]  # fmt: skip
        found = [
            submit(f"fields{k}", tasks.fields, glass, spec.loads, group, bins, spots)
            for k, group in enumerate(_groups(wanted))
        ]
        about = identity(spec, sample)
        last = submit("score", record.scored, glass, about, wanted, leads, bins, spots, found, runs)
        return futures + [(future, "part") for future in runs + found] + [(last, "record")]

    def _keep(self, job, future):
        if future.status == "finished":
            self.folder.keep(job.sample, *future.result())
            self.n_done += 1
        else:
            self.folder.fail(job.sample, tasks.in_words(future.exception()))
            self.n_failed += 1

    def _report(self):
        if self.progress is None:
            return
        through = self.n_done + self.n_failed - (len(self.spec.samples) - self.n_missing)
        begun = {id(job): job for job, _ in self.owners.values()}.values()
        open_tasks = {id(job): sum(owner is job for owner, _ in self.owners.values()) for job in begun}
        partly = sum(1 - open_tasks[id(job)] / job.n_tasks for job in begun)
        gone = (through + partly) / self.n_missing
        elapsed = time.monotonic() - self.began
        left = elapsed * (1 - gone) / gone if through else None
        n = len(self.spec.samples)
        fraction = (n - self.n_missing + through + partly) / n
        self.progress(EnsembleProgress(self.n_done, self.n_failed, n, fraction, left))


def _groups(wanted):
    """Indicators that are computed together; one that is wanted on fewer samples is dear, and goes by itself."""
    together = [one for one in wanted if one.samples is None]
    return [group for group in [together, *([one] for one in wanted if one.samples is not None)] if group]
