"""Swap Monte Carlo: a liquid whose particles may exchange their sizes, in equilibrium where dynamics has stopped.

Of all attempts a fifth exchange the sizes of two particles, the others displace one (Richard et al. 2020, App. A;
2024, App. A; the method of Grigera and Parisi, Phys. Rev. E 63, 045102, 2001, and of Ninarello, Berthier and
Coslovich, Phys. Rev. X 7, 021039, 2017). Each is accepted with probability min(1, exp(-ΔE / T)), where ΔE is that of
the particles concerned alone.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..errors import GlassError
from ..matter.cell import Box
from ..matter.glass import Glass
from ..matter.model import Model
from ..matter.models import MODELS
from . import monte_carlo, neighbour_rows
from .dynamics import Liquid

MOVES_AT_ONCE = 300_000
"""Attempts in one call of the kernel: some 20 ms, so that progress and cancel stay live."""

ENERGY_TOLERANCE = 1e-8
"""Largest difference between an energy that was kept and the one of all pairs, as a share of it."""

ACCEPTED = 0.25

TOO_MANY = "too many particles in one place: the start is no liquid of this density"


class SwapMonteCarlo:
    """Particles that are displaced and exchange sizes at one temperature.

    Parameters
    ----------
    model : Model
        One of continuous sizes whose particles only repel.
    positions : (N, d) array
        Start positions.
    diameters : (N,) array
        Own interaction diameters at the start.
    box : Box
        The periodic cell, a rectangle.
    temperature : float
        Of the canonical ensemble, above zero.
    rng : numpy.random.Generator
        Seeds the generator of the kernel. What follows depends on it alone, not on how calls of `run` divide it.
    step : float
        Longest displacement along each axis, in units of length, at most 0.14; `tune` finds a good one.

    Raises
    ------
    GlassError
        Another model, a temperature that is not positive, a step that is too long, or a cell too small for the range
        of the interaction.

    Notes
    -----
    Cost: about 100 ns an attempt, whatever N.
    """

    def __init__(
        self,
        model: Model,
        positions: np.ndarray,
        diameters: np.ndarray,
        box: Box,
        temperature: float,
        rng: np.random.Generator,
        step: float = 0.1,
    ) -> None:
        if not can_exchange(model):
            raise GlassError(
                f"sizes are exchanged in models of continuous sizes ({exchanging_models()}), not in {model.key}"
            )
        if not (np.isfinite(temperature) and temperature > 0.0):
            raise GlassError(f"Monte Carlo needs a finite temperature above zero; got {temperature!r}")
        if not 0.0 <= step <= neighbour_rows.MOST_STEP:
            raise GlassError(f"a step lies between 0 and {neighbour_rows.MOST_STEP:g}; got {step!r}")
        self.model, self.box, self.temperature, self.step = model, box, float(temperature), float(step)
        self.species, self.n_particles = None, len(positions)
        self._interaction = _interaction(model, diameters, box)
        self._particles = neighbour_rows.new(
            np.asarray(positions, float), diameters, self._interaction.lengths, model.largest_range(diameters)
        )
        if neighbour_rows.fill(self._interaction, self._particles):
            raise GlassError(TOO_MANY)
        self._random = rng.integers(1, 2**64, 4, dtype=np.uint64)
        self._counts = np.zeros(5, np.int64)
        self._running = np.array([self.energy])

    @classmethod
    def from_liquid(cls, liquid: Liquid, temperature: float, rng: np.random.Generator) -> SwapMonteCarlo:
        """Go on from where molecular dynamics has left a liquid.

        Parameters
        ----------
        liquid : Liquid
            Its positions and diameters are taken.
        temperature : float
            Of the ensemble.
        rng : numpy.random.Generator
            Seeds the generator.
        """
        return cls(liquid.model, liquid.positions, liquid.diameters, liquid.box, temperature, rng)

    @property
    def positions(self) -> np.ndarray:
        """Positions now, (N, d), never wrapped."""
        return self._particles.state[:-1, :2].copy()

    @property
    def diameters(self) -> np.ndarray:
        """Diameters that the particles have now, (N,)."""
        return self._particles.state[:-1, 2].copy()

    @property
    def energy(self) -> float:
        """Total potential energy now."""
        return monte_carlo.total_energy(self._interaction, self._particles)

    @property
    def acceptance(self) -> tuple[float, float]:
        """Accepted shares of displacements and of swaps since the last `tune`."""
        of, moved, tried, swapped, _ = self._counts.tolist()
        return moved / max(of, 1), swapped / max(tried, 1)

    def run(
        self,
        sweeps: float,
        swap_fraction: float = 0.2,
        swap_reach: float = 0.25,
        watch: Callable[[float, float], None] | None = None,
    ) -> None:
        """Attempt N moves in each sweep.

        Parameters
        ----------
        sweeps : float
            Number of sweeps.
        swap_fraction : float
            Share of the attempts that exchange sizes.
        swap_reach : float
            How far a partner may be in rank of size, as a share of all ranks; 1 draws from all.
        watch : callable, optional
            Called about every 20 ms with (fraction done, potential energy per particle); what it raises ends the run.

        Raises
        ------
        GlassError
            More particles came to one place than the rows hold.
        """
        n_moves, done = round(sweeps * self.n_particles), 0
        reach = max(1, min(self.n_particles - 1, round(swap_reach * self.n_particles)))
        while done < n_moves:
            chunk = min(MOVES_AT_ONCE, n_moves - done)
            monte_carlo.run(
                self._interaction, self._particles, self._random, self._counts, self._running, chunk,
                self.temperature, self.step, swap_fraction, reach,
            )  # fmt: skip
            done += chunk
            if self._counts[monte_carlo.LOST]:
                raise GlassError(TOO_MANY)
            if watch is not None:
                watch(done / n_moves, self.energy / self.n_particles)

    def tune(
        self,
        swap_fraction: float = 0.2,
        swap_reach: float = 0.25,
        n_rounds: int = 12,
        watch: Callable[[float, float], None] | None = None,
    ) -> None:
        """Choose the step: a quarter of the displacements shall be accepted, more where the longest step is too short.

        Production keeps it fixed, for changing it would break detailed balance. What this moves does not count.

        Parameters
        ----------
        swap_fraction, swap_reach : float
            As in `run`.
        n_rounds : int
            Rounds of 20 sweeps, after each of which the step grows or shrinks by at most 1.5 times.
        watch : callable, optional
            As in `run`.
        """
        for _ in range(n_rounds):
            self._counts[:] = 0
            self.run(20.0, swap_fraction, swap_reach, watch)
            self.step = min(
                neighbour_rows.MOST_STEP, self.step * float(np.clip(self.acceptance[0] / ACCEPTED, 1 / 1.5, 1.5))
            )
        self._counts[:] = 0

    def check(self) -> None:
        """Raise unless both kinds of moves are accepted sometimes and refused sometimes, and the energies are right.

        Raises
        ------
        GlassError
            An acceptance is 0 or 1; or the start's energy plus all accepted changes, or the energy by the rows, differs
            from that of all pairs within their range.
        """
        for kind, share in zip(("displacements", "swaps"), self.acceptance, strict=True):
            if not 0.0 < share < 1.0:
                raise GlassError(f"{share:.0%} of the {kind} were accepted: nothing can be sampled that way")
        glass = Glass(self.model, self.box.wrap(self.positions), diameters=self.diameters, cell=self.box)
        for energy in (self.energy, float(self._running[0])):
            if not abs(energy - glass.energy) < ENERGY_TOLERANCE * abs(glass.energy):
                raise GlassError(f"the energy {energy:.10g} has left that of all pairs, {glass.energy:.10g}")

    def state(self) -> tuple[dict, dict[str, np.ndarray]]:
        """Numbers and arrays from which `restored` goes on exactly as this would."""
        numbers = {"temperature": self.temperature, "step": self.step}
        arrays = {name: values.copy() for name, values in self._particles._asdict().items()}
        return numbers, arrays | {
            "random": self._random.copy(),
            "accepted": self._counts.copy(),
            "running": self._running.copy(),
        }

    @classmethod
    def restored(cls, model: Model, box: Box, numbers: dict, arrays: dict[str, np.ndarray]) -> SwapMonteCarlo:
        """The state as it was.

        Parameters
        ----------
        model : Model
            How the particles interact.
        box : Box
            The periodic cell.
        numbers, arrays : dict
            What `state` returned.
        """
        places, sizes = arrays["state"][:-1, :2], arrays["state"][:-1, 2]
        again = cls(model, places, sizes, box, numbers["temperature"], np.random.default_rng(0), numbers["step"])
        again._particles = neighbour_rows.Particles(**{name: arrays[name] for name in again._particles._fields})
        again._random, again._counts, again._running = (arrays[name] for name in ("random", "accepted", "running"))
        return again


def can_exchange(model: Model) -> bool:
    """Whether the kernels exchange sizes in a model: they are continuous, and its particles only repel.

    Parameters
    ----------
    model : Model
        Any.
    """
    return model.polydisperse and model.potential.repulsive


def exchanging_models() -> str:
    """The keys of the models whose sizes can be exchanged, for messages."""
    return ", ".join(key for key, model in MODELS.items() if can_exchange(model))


def _interaction(model, diameters, box):
    """What the kernels read of the model and the cell."""
    lengths = np.diagonal(box.cell).copy()
    if not np.array_equal(np.diag(lengths), box.cell):
        raise GlassError("Monte Carlo moves in a rectangular cell; shear it when it is a glass")
    needed = 2.5 * (model.largest_range(diameters) + neighbour_rows.SKIN)
    if lengths.min() < needed:
        raise GlassError(
            f"the cell is too small to list neighbours: expected sides of at least {needed:.4g}; take more particles"
        )
    nonadditivity = float(model.nonadditivity)
    stretch = model.cutoff * (0.5 + nonadditivity * float(np.max(diameters)))  # how fast ranges grow with a size
    return neighbour_rows.Interaction(model.potential.form, float(model.cutoff), nonadditivity, stretch, lengths)
