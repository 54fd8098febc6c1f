"""The stretches that a preparation consists of, each cut into pieces between which it can be stopped and resumed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .dynamics import Liquid
from .equilibrium import Record
from .swap import SwapMonteCarlo

PARTICLE_STEPS_A_PIECE = 2e8
"""Most work between two checkpoints of molecular dynamics, in particles times steps: about 15 s."""

SWEEPS_A_PIECE = 100

_FEWEST_PIECES = 100
_SECONDS_A_STEP, _SECONDS_A_MOVE = 7e-8, 1.2e-7  # of one core, for the progress bar only

Watch = Callable[[float, float], None]


@dataclass(frozen=True)
class Dynamics:
    """Molecular dynamics with the thermostat on.

    Attributes
    ----------
    words : str
        What happens, for the progress line.
    duration, time_step : float
        In units of t0.
    temperatures : (float, float)
        At the start and at the end, linear in between.
    """

    words: str
    duration: float
    time_step: float
    temperatures: tuple[float, float]
    unit = "t0"
    moves = Liquid

    @property
    def n_steps(self) -> int:
        """Number of steps."""
        return math.ceil(self.duration / self.time_step - 1e-9)

    @property
    def cost(self) -> float:
        """Seconds of one core that it takes for each particle, roughly."""
        return self.n_steps * _SECONDS_A_STEP

    def pieces(self, liquid: Liquid, record: Record, done: int, watch: Watch) -> Iterator[float]:
        """Run it from a piece on, yielding the fraction done after each.

        Parameters
        ----------
        liquid : Liquid
            Moved on in place.
        record : Record
            Watches it.
        done : int
            Number of pieces that are done already.
        watch : callable
            Called about every 30 ms with (fraction done, energy per particle).
        """
        n_pieces = min(
            self.n_steps, max(_FEWEST_PIECES, math.ceil(self.n_steps * liquid.n_particles / PARTICLE_STEPS_A_PIECE))
        )
        if done == 0:
            record.watch(0.0, liquid)
        for piece in range(done, n_pieces):
            first, last = (self.n_steps * k // n_pieces for k in (piece, piece + 1))
            liquid.run(
                (last - first) * self.time_step,
                self.time_step,
                (self._temperature(first), self._temperature(last)),
                watch=_share_of(watch, piece, n_pieces),
            )
            record.watch(last * self.time_step, liquid)
            yield (piece + 1) / n_pieces

    def _temperature(self, step):
        start, end = self.temperatures
        return start + (end - start) * step / self.n_steps


@dataclass(frozen=True)
class Swaps:
    """Swap Monte Carlo for so many relaxation times, as they are found on the way.

    A liquid that comes from above ages: its first relaxations are short. So the relaxation time is the mean of the
    later half of them, or the one under way where that is longer, and the end moves away until it has settled.

    Attributes
    ----------
    words : str
        What happens, for the progress line.
    temperature : float
        Of the ensemble.
    relaxation_times : float
        Length of the run, in times that the self-overlap takes to fall below 1/e.
    swap_fraction, swap_reach : float
        As `SwapMonteCarlo.run` takes them.
    glass_temperature : float
        Of the model, for the guess of how long it will take.
    """

    words: str
    temperature: float
    relaxation_times: float
    swap_fraction: float
    swap_reach: float
    glass_temperature: float
    unit = "sweeps"
    moves = SwapMonteCarlo

    @property
    def temperatures(self) -> tuple[float, float]:
        """At the start and at the end."""
        return self.temperature, self.temperature

    @property
    def cost(self) -> float:
        """Seconds of one core that it takes for each particle, by the relaxation times of POLY: a guess."""
        return self._guessed_sweeps * _SECONDS_A_MOVE

    @property
    def _guessed_sweeps(self):
        cold = self.glass_temperature / self.temperature
        return self.relaxation_times * math.exp(5.25 + 3.8 * cold - 0.45 * min(cold, 4.0) ** 2)

    def pieces(self, swapping: SwapMonteCarlo, record: Record, done: int, watch: Watch) -> Iterator[float]:
        """Run it from a piece on, yielding the fraction done after each.

        Parameters
        ----------
        swapping : SwapMonteCarlo
            Moved on in place. Its step is chosen before the first piece.
        record : Record
            Watches it, and says when it is done.
        done : int
            Number of pieces that are done already.
        watch : callable
            Called often with (fraction done, energy per particle).

        Raises
        ------
        GlassError
            Nothing or everything was accepted, or pairs were missed.
        """
        if done == 0:
            swapping.tune(self.swap_fraction, self.swap_reach, watch=_staying_at(watch, 0.0))
            record.watch(0.0, swapping)
        part = 0.0
        while done * SWEEPS_A_PIECE < (wanted := self._wanted_sweeps(record, done)):
            swapping.run(SWEEPS_A_PIECE, self.swap_fraction, self.swap_reach, _staying_at(watch, part))
            done, seen = done + 1, len(record.relaxations)
            record.watch(done * SWEEPS_A_PIECE, swapping)
            if len(record.relaxations) > seen:
                swapping.check()
            part = min(1.0, done * SWEEPS_A_PIECE / (wanted if record.settled else self._guessed_sweeps))
            yield part
        swapping.check()

    def _wanted_sweeps(self, record, done):
        if not record.settled:
            return math.inf
        return self.relaxation_times * record.relaxation_time(done * SWEEPS_A_PIECE)


def _share_of(watch: Watch, piece: int, n_pieces: int) -> Watch:
    """What tells of a piece's progress as that of the whole."""
    return lambda part, energy: watch((piece + part) / n_pieces, energy)


def _staying_at(watch: Watch, part: float) -> Watch:
    return lambda _, energy: watch(part, energy)
