"""Molecular dynamics at constant volume: how a liquid moves before it becomes a glass.

Velocity Verlet with the stochastic velocity rescaling of Bussi, Donadio and Parrinello (J. Chem. Phys. 126, 014101,
2007): it samples the canonical ensemble, hardly disturbs the dynamics, keeps the total momentum at zero, and needs
two random numbers a step. Without a thermostat the total energy is conserved. Masses and k_B are 1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .._jit import njit
from ..errors import GlassError
from ..matter.cell import Box
from ..matter.forces import VerletList, evaluate
from .lists import TwoLists, cut, pick

PARTICLE_STEPS_AT_ONCE = 200_000
"""Work of one call of the kernel, in particles times steps: 10 to 40 ms, so that progress and cancel stay live."""

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
        model,
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
        velocities_from, self._normal_from, self._chi_from = rng.spawn(3)
        self.velocities = velocities_from.standard_normal(positions.shape)
        self.velocities -= self.velocities.mean(axis=0)
        if self.kinetic_energy > 0.0:
            self.velocities *= np.sqrt(temperature / self.temperature)
        self._forces = np.empty_like(positions)
        self._refresh(np.array(positions, dtype=np.float64))

    @property
    def freedom(self) -> int:
        """Degrees of freedom, d(N - 1): the centre of mass is at rest."""
        return self.dimension * (self.n_particles - 1)

    @property
    def positions(self) -> np.ndarray:
        """Positions now, (N, d), unwrapped since the last list."""
        return self._origin + self._moved

    @property
    def kinetic_energy(self) -> float:
        """Total kinetic energy."""
        return 0.5 * float(np.vdot(self.velocities, self.velocities))

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
            self._advance(chunk, time_step, wanted, decay, normal, chi)
            done += chunk
            if not np.isfinite(self.energy) or not np.isfinite(self.velocities).all():
                raise GlassError(RAN_AWAY.format(time_step))
            if watch is not None:
                watch(done / n_steps, self.energy / self.n_particles)

    def _advance(self, n_steps, time_step, wanted, decay, normal, chi):
        """So many steps, with fresh lists whenever a particle has left the wide one."""
        done, steps = 0, 1
        while done < n_steps:
            fresh, near = steps == 0, self._near
            steps, self.energy = _move(
                near.wide, near.tight, near.reach_squared, near.picked, near.picked_at, near.leash, near.wide_leash,
                self._moved, self.velocities, self._forces, n_steps - done, time_step,
                wanted[done:], decay, normal[done:], chi[done:], self.energy,
            )  # fmt: skip
            done += steps
            if fresh and steps == 0:
                raise GlassError(RAN_AWAY.format(time_step))
            if done < n_steps:
                self._refresh(self.positions)

    def _refresh(self, positions):
        self._origin, self._moved = self.box.wrap(positions), np.zeros_like(positions)
        self._near = TwoLists(self.model, self._origin, self.diameters, self.species, self.box)
        self.energy, _ = evaluate(*self._near.wide, self._moved, self._forces)


def push_apart(
    model,
    positions: np.ndarray,
    diameters: np.ndarray,
    species: np.ndarray | None,
    box: Box,
    n_moves: int = 200,
    longest: float = 0.05,
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
    for cap in np.linspace(longest, 0.1 * longest, n_moves):
        near.evaluate(moved, forces)
        size = np.sqrt((forces * forces).sum(axis=1, keepdims=True))
        moved += forces * np.minimum(0.002, cap / np.maximum(size, 1e-300))
        if not near.holds(moved):
            origin, moved = box.wrap(origin + moved), np.zeros_like(origin)
            near = VerletList(model, origin, diameters, species, box)
    return box.wrap(origin + moved)


@njit
def _move(
    wide, tight, reach_squared, picked, picked_at, leash, wide_leash,
    moved, velocities, forces, n_steps, dt, wanted, decay, normal, chi, energy,
):  # fmt: skip
    """Velocity Verlet until `n_steps` are done or the wide list no longer holds; returns the steps done."""
    n, d = moved.shape
    freedom = d * (n - 1)
    near = cut(tight, picked[0])
    for step in range(n_steps):
        held, within = True, True
        for p in range(n):
            far, square = 0.0, 0.0
            for a in range(d):
                velocities[p, a] += 0.5 * dt * forces[p, a]
                moved[p, a] += dt * velocities[p, a]
                far += moved[p, a] ** 2
                square += (moved[p, a] - picked_at[p, a]) ** 2
            held &= square <= leash * leash
            within &= far <= wide_leash * wide_leash  # false for NaN too
        if not held and not within:  # undo this half step: it is made again with a fresh list
            for p in range(n):
                for a in range(d):
                    moved[p, a] -= dt * velocities[p, a]
                    velocities[p, a] -= 0.5 * dt * forces[p, a]
            return step, energy
        if not held:
            picked[0] = pick(wide, tight, reach_squared, moved)
            near = cut(tight, picked[0])
            picked_at[:] = moved
        energy, _ = evaluate(*near, moved, forces)
        kinetic = 0.0
        for p in range(n):
            for a in range(d):
                velocities[p, a] += 0.5 * dt * forces[p, a]
                kinetic += 0.5 * velocities[p, a] ** 2
        if wanted.size > 0:
            factor = _rescaling(kinetic, wanted[step], freedom, decay, normal[step], chi[step])
            for p in range(n):
                for a in range(d):
                    velocities[p, a] *= factor
    return n_steps, energy


@njit
def _rescaling(kinetic, wanted, freedom, decay, normal, chi):
    """Factor on all velocities (Bussi et al. 2007, eq. A7); `chi` is the sum of freedom - 1 squared normals."""
    if kinetic == 0.0:
        return 1.0
    share = wanted / (freedom * kinetic) * (1.0 - decay)
    square = decay + share * (normal**2 + chi) + 2.0 * normal * np.sqrt(decay * share)
    sign = 1.0 if normal + np.sqrt(decay / max(share, 1e-300)) >= 0.0 else -1.0
    return sign * np.sqrt(max(square, 0.0))
