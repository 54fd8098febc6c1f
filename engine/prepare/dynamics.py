"""Molecular dynamics at constant volume: how a liquid moves before it becomes a glass.

Velocity Verlet with the stochastic velocity rescaling of Bussi, Donadio and Parrinello (J. Chem. Phys. 126, 014101,
2007): it samples the canonical ensemble, hardly disturbs the dynamics, keeps the total momentum at zero, and needs
two random numbers a step. Without a thermostat the total energy is conserved. Masses and k_B are 1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..errors import GlassError
from ..matter.cell import Box
from ..matter.forces import VerletList
from ..matter.model import Model
from . import motion

PARTICLE_STEPS_AT_ONCE = 200_000
"""Work of one call of the kernel, in particles times steps: 10 to 40 ms, so that progress and cancel stay live."""

LEAST_SKIN = 0.02

RAN_AWAY = "the dynamics ran away: a time step of {:g} is too long at this temperature; take a shorter one"


class Liquid:
    """Particles in motion: positions, velocities and the Verlet list between them.

    Parameters
    ----------
    model : Model
        How the particles interact.
    positions : (N, d) array
        Start positions. They must not overlap so much that the first step blows up: see `push_apart`.
    diameters : (N,) array
        Own interaction diameters.
    species : (N,) int array or None
        Species of the particles.
    box : Box
        The periodic cell.
    temperature : float
        Temperature of the Maxwell distribution that the velocities are drawn from.
    rng : numpy.random.Generator
        Source of all randomness. The trajectory depends on its state alone, not on how calls of `run` divide it.

    Raises
    ------
    GlassError
        Negative temperature, or a cell too small for the range of the interaction.
    """

    def __init__(
        self,
        model: Model,
        positions: np.ndarray,
        diameters: np.ndarray,
        species: np.ndarray | None,
        box: Box,
        temperature: float,
        rng: np.random.Generator,
    ) -> None:
        if not (np.isfinite(temperature) and temperature >= 0.0):
            raise GlassError(f"a temperature is a finite number, zero or positive; got {temperature!r}")
        self.model, self.diameters, self.species, self.box = model, diameters, species, box
        self.n_particles, self.dimension = positions.shape
        self._interaction, self._skins = _interaction(model, diameters, box)
        velocities_from, self._normal_from, self._chi_from = rng.spawn(3)
        self._particles = _particles(positions, diameters, species)
        self._start_velocities(velocities_from, temperature)
        motion.sort(self._particles, self._interaction, self._skins)
        self._lists = motion.find_lists(self._interaction, self._skins, self._particles)
        self.energy = motion.pair_forces(self._interaction, self._lists, self._particles.x, self._particles.forces)

    def _start_velocities(self, rng, temperature):
        velocities = self._particles.velocities
        velocities[:] = rng.standard_normal(velocities.shape)
        velocities -= velocities.mean(axis=0)
        if self.kinetic_energy > 0.0:
            velocities *= np.sqrt(temperature / self.temperature)

    def state(self) -> tuple[dict, dict[str, np.ndarray]]:
        """Numbers and arrays from which `restored` goes on exactly as this liquid would."""
        numbers = {
            "energy": self.energy,
            "normal_from": self._normal_from.bit_generator.state,
            "chi_from": self._chi_from.bit_generator.state,
        }
        return numbers, self._particles._asdict()

    @classmethod
    def restored(cls, model: Model, box: Box, numbers: dict, arrays: dict[str, np.ndarray]) -> Liquid:
        """The liquid that had this state.

        Parameters
        ----------
        model : Model
            How the particles interact.
        box : Box
            The periodic cell.
        numbers, arrays : dict
            What `state` returned.
        """
        species = None if model.polydisperse else _in_own_order(arrays["species"], arrays["order"])
        rng = np.random.default_rng(0)  # its numbers are replaced below
        liquid = cls(
            model, arrays["x"], _in_own_order(arrays["diameters"], arrays["order"]), species, box, 0.0, rng
        )  # fmt: skip
        for name, mine in liquid._particles._asdict().items():
            mine[:] = arrays[name]
        liquid._lists = motion.find_lists(liquid._interaction, liquid._skins, liquid._particles)
        liquid._normal_from.bit_generator.state = numbers["normal_from"]
        liquid._chi_from.bit_generator.state = numbers["chi_from"]
        liquid.energy = numbers["energy"]
        return liquid

    @property
    def freedom(self) -> int:
        """Degrees of freedom, d(N - 1): the centre of mass is at rest."""
        return self.dimension * (self.n_particles - 1)

    @property
    def positions(self) -> np.ndarray:
        """Positions now, (N, d), never wrapped: differences in time are the ways that particles went."""
        return _in_own_order(self._particles.x, self._particles.order)

    @property
    def velocities(self) -> np.ndarray:
        """Velocities now, (N, d)."""
        return _in_own_order(self._particles.velocities, self._particles.order)

    @property
    def forces(self) -> np.ndarray:
        """Forces now, (N, d)."""
        return _in_own_order(self._particles.forces, self._particles.order)

    @property
    def kinetic_energy(self) -> float:
        """Total kinetic energy."""
        velocities = self._particles.velocities
        return 0.5 * float(np.vdot(velocities, velocities))

    @property
    def temperature(self) -> float:
        """Kinetic temperature now, 2 K / (d(N - 1)); it fluctuates by a fraction √(2/(d(N - 1)))."""
        return 2.0 * self.kinetic_energy / self.freedom

    def run(
        self,
        duration: float,
        time_step: float,
        temperatures: tuple[float, float] | None = None,
        relaxation_time: float = 1.0,
        watch: Callable[[float, float], None] | None = None,
    ) -> None:
        """Move on by a time, at constant energy or along a linear ramp of temperature.

        Parameters
        ----------
        duration : float
            Time to simulate; rounded up to whole steps.
        time_step : float
            Step of velocity Verlet.
        temperatures : (float, float), optional
            Temperature of the thermostat at the start and at the end, linear in between; None switches it off.
        relaxation_time : float
            Time in which the thermostat corrects the kinetic energy.
        watch : callable, optional
            Called about every 30 ms with (fraction done, potential energy per particle); what it raises ends the run.

        Raises
        ------
        GlassError
            The step was too long for this temperature and the energy ran away.

        Notes
        -----
        Cost: about 30 to 100 ns per particle and step, by the number of neighbours.
        """
        n_steps = int(np.ceil(duration / time_step - 1e-9))
        ramp = np.zeros(0) if temperatures is None else np.linspace(*temperatures, n_steps + 1)[1:]
        decay = np.exp(-time_step / relaxation_time)
        at_once = max(1, PARTICLE_STEPS_AT_ONCE // self.n_particles)
        done = 0
        while done < n_steps:
            chunk = min(at_once, n_steps - done)
            wanted = 0.5 * self.freedom * ramp[done : done + chunk]
            normal = self._normal_from.standard_normal(wanted.size)
            chi = self._chi_from.chisquare(self.freedom - 1, wanted.size)
            steps, self.energy, self._lists = motion.move(
                self._interaction, self._skins, self._particles, self._lists, chunk, time_step,
                wanted, decay, normal, chi, self.energy,
            )  # fmt: skip
            if steps < chunk or not np.isfinite(self.energy) or not np.isfinite(self.kinetic_energy):
                raise GlassError(RAN_AWAY.format(time_step))
            done += chunk
            if watch is not None:
                watch(done / n_steps, self.energy / self.n_particles)


def _interaction(model, diameters, box):
    """What the kernels read of the model and the cell, and the skins of the two lists that the cell has room for."""
    lengths = np.diagonal(box.cell).copy()
    if not np.array_equal(np.diag(lengths), box.cell):
        raise GlassError("a liquid moves in a rectangular cell; shear it when it is a glass")
    largest = model.largest_range(diameters)
    room = 0.5 * lengths.min() * (1.0 - 1e-12) - largest
    if room < LEAST_SKIN:
        raise GlassError(
            f"the cell is too small for interactions over {largest:.4g}: expected sides of at least "
            f"{2.0 * (largest + LEAST_SKIN):.4g}; take more particles"
        )
    wide = min(motion.WIDE_SKIN, room)
    strengths = np.array([model.strength, model.cross_strength])
    interaction = motion.Interaction(
        model.potential.form, strengths, float(model.cutoff), float(model.nonadditivity), largest, lengths
    )
    return interaction, motion.Skins(wide, min(motion.TIGHT_SKIN, 0.5 * wide))


def _in_own_order(values, order):
    """Values of sorted particles in the caller's order."""
    own = np.empty_like(values)
    own[order] = values
    return own


def _particles(positions, diameters, species):
    """Arrays that the kernel moves and sorts, in the caller's order at first."""
    n = len(positions)
    x = np.array(positions, dtype=np.float64, order="C")
    species = np.zeros(n, np.int64) if species is None else np.array(species, np.int64)
    return motion.Particles(
        x, np.empty_like(x), np.empty_like(x), np.array(diameters, dtype=np.float64), species, np.arange(n),
        np.empty_like(x), np.empty_like(x),
    )  # fmt: skip


def push_apart(
    model: Model,
    positions: np.ndarray,
    diameters: np.ndarray,
    species: np.ndarray | None,
    box: Box,
    n_moves: int = 200,
    longest: float = 0.05,
    watch: Callable[[float], None] | None = None,
) -> np.ndarray:
    """Take the worst overlaps out of a random start by steepest descent with capped steps.

    Parameters
    ----------
    model : Model
        How the particles interact.
    positions : (N, d) array
        Any positions.
    diameters : (N,) array
        Own interaction diameters.
    species : (N,) int array or None
        Species of the particles.
    box : Box
        The periodic cell.
    n_moves : int
        Number of moves.
    longest : float
        Longest way of a particle in one move, in units of length; it shrinks linearly to a tenth.
    watch : callable, optional
        Called after every move with the share of them that is done; what it raises ends the work.

    Returns
    -------
    (N, d) array
        Positions fit to start dynamics from; no minimum of the energy.

    Notes
    -----
    Each particle goes along its own force by min(longest, 0.002 |F|), so that no overlap, however deep, throws a
    particle far. Cost: `n_moves` force evaluations and some twenty lists.
    """
    origin, forces = box.wrap(positions), np.empty_like(positions)
    near = VerletList(model, origin, diameters, species, box)
    moved = np.zeros_like(origin)
    for move, cap in enumerate(np.linspace(longest, 0.1 * longest, n_moves)):
        near.evaluate(moved, forces)
        size = np.sqrt((forces * forces).sum(axis=1, keepdims=True))
        moved += forces * np.minimum(0.002, cap / np.maximum(size, 1e-300))
        if not near.holds(moved):
            origin, moved = box.wrap(origin + moved), np.zeros_like(origin)
            near = VerletList(model, origin, diameters, species, box)
        if watch is not None:
            watch((move + 1) / n_moves)
    return box.wrap(origin + moved)
