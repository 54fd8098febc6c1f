"""The work of one sample, in pieces that any process can do: what goes in and comes out can be sent over a wire.

A sample is prepared once (`prepared`), sheared once under each load (`sheared`), and its indicators are computed on the
glass as cast (`fields`): those of one task share one glass, and so its factor, modes and inverse; the order in which
they come is fixed, so that the numbers do not depend on which process had what in store. `record.scored` joins them.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from typing import ParamSpec, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from ..formats.npz import write_npz
from ..indicators import INDICATORS
from ..matter.glass import Glass
from ..matter.load import Load
from ..mechanics.nonaffine import nonaffine_d2min
from ..mechanics.shear import shear
from ..prepare.making import prepare
from ..scores.binned import binned_indicator
from ..scores.moved import moved_ranks
from ..scores.ranks import rank
from ..scores.reversal import shear_back
from ..scores.spots import spots_of
from .states import KeptStates

Given = ParamSpec("Given")
Result = TypeVar("Result")


class TaskFailed(RuntimeError):  # noqa: N818 - what happened to a task, in words that can be sent
    """A task that raised; the message names the error."""


def task(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run a task on one thread, and turn whatever it raises into one kind of error that can be sent.

    Parameters
    ----------
    function : callable
        The task.
    """

    @functools.wraps(function)
    def run(*arguments: Given.args, **keywords: Given.kwargs) -> Result:
        with threadpool_limits(1):
            try:
                return function(*arguments, **keywords)
            except Exception as error:
                raise TaskFailed(in_words(error)) from None

    return run


def in_words(error: Exception) -> str:
    """An error in one line.

    Parameters
    ----------
    error : Exception
        Of any kind; one that came from a task has its words already.
    """
    words = " ".join(str(error).split())
    return words if isinstance(error, TaskFailed) else f"{type(error).__name__}: {words}"


def version_here() -> str:
    """The version of Glasscope in this process."""
    return version("glasscope")


@task
def prepared(arguments: dict, checkpoint: str | None) -> bytes:
    """A glass, as the content of its npz file.

    Parameters
    ----------
    arguments : dict
        Of `prepare`.
    checkpoint : str or None
        File from which a preparation that was stopped goes on.
    """
    return write_npz(prepare(**arguments, checkpoint=checkpoint))


@task
def sheared(glass: bytes, load: Load, limits: dict, leads: list, strains: tuple[float, ...], moved: list) -> dict:
    """Shear a glass and describe its events, what was known before each, and how far it had moved at some strains.

    Parameters
    ----------
    glass : bytes
        Content of its npz file.
    load : Load
        The load.
    limits : dict
        With max_strain, events and reversals.
    leads : list of (Wanted, tuple of float)
        Indicators, each with the strains before events at which it is taken.
    strains : tuple of float
        Where D²_min since the glass was cast is taken.
    moved : list of Wanted
        Indicators that are taken on moved positions before the first event.

    Returns
    -------
    dict
        "events" (a dict of arrays, one value an event), "reached", "error" (in words, where the shear failed on the
        way), "moved_ranks" (indicators, 4), "lead_ranks" (indicators, events, leads), "lead_between" (events, leads),
        "lead_errors" and "d2min" (strains, particles), nan where the strain was not reached.
    """
    cast = Glass.load(io.BytesIO(glass))
    kept = KeptStates(cast, load)
    rows: list[dict] = []
    cores, moved_rows, reached, error = [], [], None, ""
    try:
        with closing(shear(cast, load, max_strain=limits["max_strain"])) as steps:
            for step in steps:
                if leads or strains:
                    kept.keep(step)
                if step.event is not None:
                    rows.append(_row(step.event, load, len(rows) < limits["reversals"]))
                    cores.append(step.event.core)
                    if len(rows) == 1:
                        moved_rows = [moved_ranks(cast, load, step.event, one.indicator()) for one in moved]
                reached = step.strain
                if len(rows) == limits["events"]:
                    break
    except Exception as failure:  # what was found before it remains valid
        error = in_words(failure)
        if reached is None:
            raise
    onsets = [row["strain"] for row in rows]
    lead_strains = leads[0][1] if leads else ()
    ranks, errors = _lead_ranks(kept, load, leads, onsets, cores)
    return {
        "events": {name: np.array([row[name] for row in rows], dtype=float) for name in EVENT_COLUMNS},
        "reached": reached,
        "error": error,
        "moved_ranks": np.array(moved_rows, dtype=float) if moved_rows else np.full((len(moved), 4), np.nan),
        "lead_ranks": ranks,
        "lead_between": _between(onsets, lead_strains),
        "lead_errors": errors,
        "d2min": np.array([_moved(cast, kept, strain, reached) for strain in strains]).reshape(-1, cast.n_particles),
    }


EVENT_COLUMNS = {
    "strain": "strain of each event's onset: the lower end of its bracket",
    "strain_above": "upper end of the bracket",
    "stress_before": "sigma : A at the onset, tension positive, energy / length^d",
    "stress_drop": "sigma : A released, positive for a drop",
    "energy_drop": "energy dissipated, positive",
    "core": "particle with the largest critical mode",
    "core_displacement": "particle that moved farthest",
    "core_d2min": "particle with the largest D2min",
    "reversible": "1 where the event undoes itself when sheared back, 0 where not",
    "recovery_strain": "strain where it does",
}
"""What is told of each event, and in words; the last two are nan where nobody looked."""


def _row(event, load, look_back):
    reversal = shear_back(event, load) if look_back else None
    return {
        "strain": event.strain,
        "strain_above": event.bracket[1],
        "stress_before": event.stress_before,
        "stress_drop": event.stress_drop,
        "energy_drop": event.energy_drop,
        "core": event.core,
        "core_displacement": event.core_displacement,
        "core_d2min": event.core_d2min,
        "reversible": np.nan if reversal is None else float(reversal.reversible),
        "recovery_strain": np.nan if reversal is None else reversal.strain,
    }


def _lead_ranks(kept, load, leads, onsets, cores):
    """Ranks of cores in fields taken before the events; nan where that is before the glass was sheared at all."""
    strains = leads[0][1] if leads else ()
    ranks, errors = np.full((len(leads), len(onsets), len(strains)), np.nan), {}
    for e, (onset, core) in enumerate(zip(onsets, cores, strict=True)):
        for s, lead in enumerate(strains):
            if onset < lead:
                continue
            state = kept.at(onset - lead)
            for k, (wanted, _) in enumerate(leads):
                if wanted.name not in errors:
                    try:
                        indicator = wanted.indicator()
                        ranks[k, e, s] = rank(indicator(state, load), core, indicator.soft)
                    except Exception as error:
                        errors[wanted.name] = f"{lead:g} before event {e + 1}: {in_words(error)}"
    return ranks, errors


def _between(onsets, leads):
    """How many other events lie between field and event."""
    onsets, leads = np.array(onsets, dtype=float), np.array(leads, dtype=float)
    starts = np.searchsorted(onsets, onsets[:, None] - leads, side="left")
    return np.arange(len(onsets))[:, None] - starts


def _moved(cast, kept, strain, reached):
    if strain > reached:
        return np.full(cast.n_particles, np.nan)
    return nonaffine_d2min(cast, kept.at(strain))


@task
def fields(glass: bytes, loads: tuple, wanted: list, bins: list, spots: list) -> dict:
    """Indicators of a glass as cast, for each load where they depend on it, and what bins and spots say of them.

    Parameters
    ----------
    glass : bytes
        Content of its npz file.
    loads : tuple of Load
        Those that the glass is sheared under.
    wanted : list of Wanted
        The indicators, computed in this order.
    bins : list of Binned
        Indicators and parts that are binned.
    spots : list of str
        Indicators whose soft spots are found.

    Returns
    -------
    dict
        "values": per name (loads or 1, particles); "bins": per `Binned` a list of `BinnedField`; "spots": per
        name a list of `SoftSpots`; "errors": in words, per name of an indicator that failed.
    """
    state = Glass.load(io.BytesIO(glass))
    found: dict[str, dict] = {"values": {}, "bins": {}, "spots": {}, "errors": {}}
    for one in wanted:
        try:  # one indicator that fails leaves the others, and what is known of it before
            indicator = one.indicator()
            under = loads if depends_on_load(one.key) else loads[:1]
            found["values"][one.name] = np.array([indicator(state, load) for load in under])
            for binned in bins:
                if binned.name == one.name:
                    grids = [binned_indicator(state, indicator, load, binned.part, binned.size) for load in under]
                    found["bins"][binned] = grids
            if one.name in spots:
                found["spots"][one.name] = [spots_of(state, indicator, load) for load in under]
        except Exception as error:
            found["errors"][one.name] = in_words(error)
    return found


def depends_on_load(key: str) -> bool:
    """Whether an indicator is computed again for each load.

    Parameters
    ----------
    key : str
        Of `INDICATORS`.
    """
    kind = INDICATORS[key]
    return kind.directional or "load" in kind.requires
