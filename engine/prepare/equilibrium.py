"""Evidence that a liquid is in equilibrium: its energy, and how it forgets where its particles were.

The energy reaches its plateau long before the structure has moved, so it is a weak sign by itself. The strong one is
the self-overlap Q, the share of particles that are still within 0.3 of where they started: each time it falls below
1/e one relaxation time has passed and a new start is marked. In equilibrium these times stop growing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .dynamics import Liquid
    from .swap import SwapMonteCarlo

NEAR = 0.3
"""A particle counts as still there within this many mean spacings."""

MOST_POINTS = 120
FEWEST_RELAXATIONS = 4


class Record:
    """What was seen while a liquid was kept at one temperature, or cooled.

    Parameters
    ----------
    words : str
        What was being done.
    unit : str
        Of the time: "t0" or "sweeps".
    temperatures : (float, float)
        At the start and at the end.

    Attributes
    ----------
    times, energies, overlaps, diameter_overlaps : list of float
        Time since the stage began, potential energy per particle, self-overlap and diameter autocorrelation since the
        last start. At most `MOST_POINTS`: when full, every other one is dropped.
    relaxations : list of float
        Times at which the self-overlap had fallen below 1/e.
    """

    def __init__(self, words: str, unit: str, temperatures: tuple[float, float]) -> None:
        self.words, self.unit, self.temperatures = words, unit, temperatures
        self.times: list[float] = []
        self.energies: list[float] = []
        self.overlaps: list[float] = []
        self.diameter_overlaps: list[float] = []
        self.relaxations: list[float] = []
        self.seen, self._stride = 0, 1
        self.start_positions: np.ndarray | None = None
        self.start_diameters: np.ndarray | None = None

    def watch(self, time: float, moving: Liquid | SwapMonteCarlo) -> float:
        """Look at a liquid; returns its self-overlap since the last start.

        Parameters
        ----------
        time : float
            Since the stage began.
        moving : Liquid or SwapMonteCarlo
            With positions (not wrapped), diameters and energy.
        """
        positions, diameters = moving.positions, moving.diameters
        if self.start_positions is None or self.start_diameters is None:
            self.start_positions, self.start_diameters = positions, np.array(diameters)
        near = NEAR * math.sqrt(moving.box.volume / moving.n_particles)
        overlap = self_overlap(self.start_positions, positions, near)
        likeness = autocorrelation(self.start_diameters, diameters)
        if self.seen % self._stride == 0:
            self._note(time, moving.energy / moving.n_particles, overlap, likeness)
        self.seen += 1
        if overlap < math.exp(-1.0):
            self.relaxations.append(time)
            self.start_positions, self.start_diameters = positions, np.array(diameters)
        return overlap

    def _note(self, *values):
        series = (self.times, self.energies, self.overlaps, self.diameter_overlaps)
        for points, value in zip(series, values, strict=True):
            points.append(value)
        if len(self.times) > MOST_POINTS:
            self._stride *= 2
            for points in series:
                del points[1::2]

    @property
    def settled(self) -> bool:
        """Whether enough relaxations were seen to tell how long one takes."""
        return len(self.relaxations) >= FEWEST_RELAXATIONS

    def relaxation_time(self, now: float | None = None) -> float | None:
        """Mean time of the later half of the relaxations, None where there was none.

        Parameters
        ----------
        now : float, optional
            Time since the stage began; the relaxation under way counts where it lasts longer already.
        """
        mean = mean_relaxation_time(self.relaxations)
        return mean if mean is None or now is None else max(mean, now - self.relaxations[-1])

    def report(self) -> dict:
        """All of it, rounded, as plain lists and numbers."""
        return {
            "stage": self.words,
            "unit": self.unit,
            "temperatures": list(self.temperatures),
            "times": [_rounded(value, 6) for value in self.times],
            "energies": [_rounded(value, 6) for value in self.energies],
            "overlaps": [_rounded(value, 3) for value in self.overlaps],
            "diameter_overlaps": [_rounded(value, 3) for value in self.diameter_overlaps],
            "relaxations": [_rounded(value, 6) for value in self.relaxations],
        }

    def state(self) -> tuple[dict, dict[str, np.ndarray]]:
        """Numbers and arrays that `restored` takes."""
        numbers = {name: value for name, value in vars(self).items() if not name.startswith("start_")}
        arrays = {name: getattr(self, name) for name in ("start_positions", "start_diameters")}
        return numbers, {} if self.start_positions is None else arrays

    @classmethod
    def restored(cls, numbers: dict, arrays: dict[str, np.ndarray]) -> Record:
        """The record that had this state.

        Parameters
        ----------
        numbers, arrays : dict
            What `state` returned.
        """
        record = cls(numbers["words"], numbers["unit"], tuple(numbers["temperatures"]))
        vars(record).update(numbers, temperatures=record.temperatures, **arrays)
        return record


def mean_relaxation_time(relaxations: Sequence[float]) -> float | None:
    """Mean time between relaxations over the later half of them, None where there was none.

    Parameters
    ----------
    relaxations : sequence of float
        Times at which the self-overlap had fallen, since the stage began.
    """
    gaps = np.diff([0.0, *relaxations])
    return float(gaps[len(gaps) // 2 :].mean()) if gaps.size else None


def self_overlap(before: np.ndarray, after: np.ndarray, near: float) -> float:
    """Share of particles that are within a distance of where they were; a drift of all together does not count.

    Parameters
    ----------
    before, after : ndarray, shape (n_particles, d)
        Positions that were never wrapped, in units of length.
    near : float
        The distance.
    """
    moved = after - before
    moved -= moved.mean(axis=0)
    return float(np.mean((moved * moved).sum(axis=1) < near * near))


def autocorrelation(before: np.ndarray, after: np.ndarray) -> float:
    """Pearson correlation of particles' diameters at two times: 1 where nobody has swapped.

    Parameters
    ----------
    before, after : ndarray, shape (n_particles,)
        Diameters, particle by particle.
    """
    deviation = before - before.mean()
    return float(deviation @ (after - after.mean()) / (deviation @ deviation))


def _rounded(value, digits):
    return float(f"{value:.{digits}g}")


def evidence(stage: dict) -> dict[str, float | None]:
    """The numbers that tell whether a stage at one temperature was in equilibrium at its end.

    Parameters
    ----------
    stage : dict
        One of a glass's ``provenance["stages"]``.

    Returns
    -------
    dict
        ``length`` (of the stage, in its own unit of time); ``relaxation_time`` (mean of the later half, None where
        there was none) and ``relaxations`` (number of them); ``energy`` and ``energy_before`` (per particle, means of
        the last and of the third quarter) with the ``error`` of their difference, from five blocks each.
    """
    energies = np.array(stage["energies"])
    third, last = np.array_split(energies[len(energies) // 2 :], 2)
    return {
        "length": stage["times"][-1],
        "relaxations": len(stage["relaxations"]),
        "relaxation_time": mean_relaxation_time(stage["relaxations"]),
        "energy": float(last.mean()),
        "energy_before": float(third.mean()),
        "error": math.hypot(_error(third), _error(last)),
    }


def _error(values, n_blocks=5):
    blocks = [block.mean() for block in np.array_split(values, n_blocks) if block.size]
    return float(np.std(blocks, ddof=1) / math.sqrt(len(blocks))) if len(blocks) > 1 else math.nan
