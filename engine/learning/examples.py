"""Labelled surroundings of one glass: shear it, label its particles, keep the states in which they were labelled.

States are kept, not structure functions: other functions can be tried on them without shearing again.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import GlassError, GlassFileError, NotConvergedError
from ..formats.npz import write_npz
from ..matter.cell import Box
from ..matter.glass import Glass
from ..matter.load import Load
from ..mechanics.nonaffine import nonaffine_d2min
from ..mechanics.shear import shear
from ..quarantine.readers.stored_arrays import stored_in_file
from ..whole_files import write_whole
from .labels import RADIUS, critical_d2min, extremum_labels, mobile_labels
from .structure import Structure

LABELS = ("critical", "mobile")
"""How particles are labelled, see `gather`."""


@dataclass(frozen=True, eq=False)
class Labelled:
    """One state of a glass with the particles that are labelled in it.

    Attributes
    ----------
    positions : ndarray, shape (N, 2)
        Of all particles, in units of length.
    cell : ndarray, shape (2, 2)
        Lattice vectors as rows.
    who, labels : ndarray of int, shape (n,)
        Labelled particles, and 1 (soft) or 0 (stiff).
    load : int
        Which of the loads it was.
    strain : float
        At which the particles were labelled: of the onset, or of the state that the glass as cast is compared with.
    """

    positions: np.ndarray
    cell: np.ndarray
    who: np.ndarray
    labels: np.ndarray
    load: int
    strain: float


@dataclass(frozen=True, eq=False)
class Examples:
    """All labelled states of one glass.

    Attributes
    ----------
    glass : Glass
        As cast.
    states : list of Labelled
        In the order of the loads and strains.
    about : dict
        What decides them, as JSON can hold it; "errors" names the runs that ended early.
    """

    glass: Glass
    states: list[Labelled]
    about: dict = field(default_factory=dict)

    @property
    def labels(self) -> np.ndarray:
        """Labels of all states, one after the other."""
        return np.concatenate([state.labels for state in self.states] or [np.zeros(0, dtype=np.int64)])

    def functions(self, structure: Structure) -> np.ndarray:
        """Structure functions of the labelled particles, in the order of `labels`, shape (n, number of functions).

        Parameters
        ----------
        structure : Structure
            Which functions.
        """
        found = [
            structure.compute(self.glass.moved(state.positions, Box(state.cell)), state.who) for state in self.states
        ]
        return np.concatenate(found) if found else np.zeros((0, len(structure.names)))

    def save(self, path: str | Path) -> None:
        """Write a compressed npz file, whole or not at all.

        Parameters
        ----------
        path : str or path
            Where.
        """
        content, states = io.BytesIO(), self.states
        np.savez_compressed(
            content,
            about=np.array(json.dumps(self.about)),
            glass=np.frombuffer(write_npz(self.glass), dtype=np.uint8),
            positions=np.array([state.positions for state in states]).reshape(len(states), self.glass.n_particles, 2),
            cells=np.array([state.cell for state in states]).reshape(-1, 2, 2),
            counts=np.array([len(state.who) for state in states], dtype=np.int64),
            who=np.concatenate([state.who for state in states] or [np.empty(0)]).astype(np.int32),
            labels=self.labels.astype(np.int8),
            loads=np.array([state.load for state in states], dtype=np.int64),
            strains=np.array([state.strain for state in states], dtype=float),
        )
        write_whole(Path(path), content.getvalue())

    @classmethod
    def load(cls, path: str | Path) -> Examples:
        """Read what `save` wrote.

        Parameters
        ----------
        path : str or path
            The file.

        Raises
        ------
        GlassFileError
            There is none, or it is damaged.
        """
        try:
            held = stored_in_file(path)
            glass = Glass.load(io.BytesIO(held["glass"].tobytes()))
            ends = np.cumsum(held["counts"])[:-1]
            rows = zip(
                held["positions"], held["cells"],
                np.split(held["who"].astype(np.int64), ends), np.split(held["labels"].astype(np.int64), ends),
                held["loads"].tolist(), held["strains"].tolist(), strict=True,
            )  # fmt: skip
            states = [Labelled(*row) for row in rows] if len(held["counts"]) else []
            return cls(glass, states, json.loads(str(held["about"])))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise GlassFileError(f"{path} holds no labelled states: {error}; remove it to have it made") from None


def gather(
    glass: Glass,
    loads: Iterable[Load],
    labels: str = "critical",
    *,
    max_strain: float = 0.1,
    events: int = 10,
    radius: float = RADIUS,
    share: float = 0.005,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Examples:
    """Shear a glass under some loads and label its particles.

    Parameters
    ----------
    glass : Glass
        As cast, a minimum.
    loads : iterable of Load
        Each run starts from the glass as cast.
    labels : str
        "critical" (R20): at each onset, local maxima and minima of D²min of the critical mode, in the state at that
        onset *(ours: the paper does not say in which state it takes the structure; with the glass as cast, machines are
        right for 80 % in place of 92 %)*. "mobile" (FM21): in the glass as
        cast, the `share` of the particles with the largest D²min at `max_strain`, and as many others by chance.
    max_strain : float
        Where a run ends.
    events : int
        A run ends after so many events ("critical").
    radius : float
        Of D²min of the critical modes, in mean spacings ("critical"); see `critical_d2min`.
    share : float
        Of the particles that are labelled soft ("mobile"), 0.5 % in FM21.
    seed : int
        Of the random choice of others ("mobile").
    progress : callable, optional
        Called with the share of the work that is done.

    Returns
    -------
    found : Examples
        A run whose relaxation fails keeps what it found before; the error is in ``about["errors"]``.

    Raises
    ------
    GlassError
        If `labels` is unknown, or a number makes no sense.
    NotAMinimumError
        If the glass is none.

    Notes
    -----
    Cost: that of the shear, 1 to 10 s a load at N = 1,024; an event gives about N/30 labelled particles.
    """
    loads = list(loads)
    if labels not in LABELS:
        raise GlassError(f"unknown labels {labels!r}; known are {', '.join(LABELS)}")
    if not (max_strain > 0 and events >= 1 and radius > 0):
        raise GlassError(
            "a run goes to a strain above 0 and over at least one event, D²min has a radius above 0; got "
            f"{max_strain}, {events} and {radius}"
        )
    rng, states, errors = np.random.default_rng(seed), [], []
    report = progress or (lambda fraction: None)
    for index, load in enumerate(loads):

        def tell(fraction, index=index):
            report((index + min(fraction, 1.0)) / len(loads))

        try:
            if labels == "critical":
                states.extend(_at_onsets(glass, load, index, max_strain, events, radius, tell))
            else:
                states.append(_as_cast(glass, load, index, max_strain, share, rng, tell))
        except NotConvergedError as error:
            errors.append(f"load {index}: {error}")
        tell(1.0)
    return Examples(glass, states, {"errors": errors})


def _at_onsets(glass, load, index, max_strain, events, radius, tell):
    found = 0
    with closing(shear(glass, load, max_strain)) as steps:
        for step in steps:
            tell(max(step.strain / max_strain, found / events))
            if step.event is not None:
                before = step.event.before
                who, labels = extremum_labels(before.tessellation, critical_d2min(step.event, radius))
                yield Labelled(before.positions, before.box.cell, who, labels, index, step.event.strain)
                found += 1
                if found == events:
                    return


def _as_cast(glass, load, index, max_strain, share, rng, tell):
    stops = np.linspace(0.0, max_strain, 21)[1:]
    with closing(shear(glass, load, max_strain, at=stops)) as steps:
        for step in steps:
            tell(step.strain / max_strain)
    who, labels = mobile_labels(nonaffine_d2min(glass, step.glass), share, rng)
    return Labelled(glass.positions, glass.box.cell, who, labels, index, step.strain)
