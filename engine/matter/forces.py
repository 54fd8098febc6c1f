"""Energy, forces and stress over a Verlet list: the one kernel that everything waits for.

A pair's vector is F R + u_j - u_i: R is the vector when the list was made, F the homogeneous deformation and u the
further displacements since then. Only small numbers are subtracted, so that forces converge to 1e-13 where wrapped
positions stop at 1e-11; and no image is looked up in the loop, whatever the cell.
"""

from __future__ import annotations

import numpy as np

from .._jit import CONTRACT, njit
from ..errors import GlassError
from .cell import Box
from .neighbours import find_pairs
from .potentials import SMOOTHED_LJ

BLOCK = 512
_LEAST_SKIN = 0.02


class VerletList:
    """Pairs within their range plus a skin, with all that the force kernel reads.

    Parameters
    ----------
    model : Model
        How the particles interact.
    positions : ndarray, shape (n_particles, d)
        Positions when the list is made: the reference of displacements and deformation.
    diameters : ndarray, shape (n_particles,)
        Own interaction diameters, in units of length.
    species : ndarray or None
        Species of the particles.
    box : Box
        The periodic cell.
    skin : float, optional
        How much farther than their range pairs are listed, in units of length; shortened where the cell is small.

    Raises
    ------
    GlassError
        If the cell is too small for the range of the interaction.
    """

    def __init__(self, model, positions, diameters, species, box: Box, skin: float = 0.3):
        self.reach = model.largest_range(diameters)
        room = box.reduced().heights.min() / 2 * (1 - 1e-12) - self.reach
        if room < min(skin, _LEAST_SKIN):
            raise GlassError(
                f"the cell is too small to move particles that interact over {self.reach:.4g}: expected a height of "
                f"at least {2 * (self.reach + _LEAST_SKIN):.4g}; take more particles"
            )
        self.skin = min(skin, room)
        self._order = _along_strips(positions, box, self.reach)
        pairs = find_pairs(
            positions[self._order], box, self.reach + self.skin, diameters[self._order], model, self.skin
        )
        turns = take_turns(pairs.i, len(positions))
        self._first, self._second, self.vectors = (column[turns] for column in pairs)
        self.i, self.j = self._order[self._first], self._order[self._second]
        self.sizes = model.pair_sizes(diameters[self.i], diameters[self.j])
        self._inverse_square_sizes = 1 / (self.sizes * self.sizes)
        self._strengths = np.array([model.strength, model.cross_strength])
        self._unequal = model.unequal(species, self.i, self.j)
        self._potential = model.potential
        self.deform(np.eye(box.dimension))

    def deform(self, deformation) -> None:
        """Set the homogeneous deformation since the list was made.

        Parameters
        ----------
        deformation : ndarray, shape (d, d)
            The deformation gradient F.
        """
        self.deformation = np.array(deformation, dtype=float)
        deformed = self.vectors @ self.deformation.T
        self._x, self._y = deformed[:, 0].copy(), deformed[:, 1].copy()

    @property
    def allowance(self) -> float:
        """How far a particle may move (beyond the mean and F) before an unlisted pair can come within its range."""
        shrink = np.linalg.svd(self.deformation, compute_uv=False).min()
        return float(shrink * (self.reach + self.skin) - self.reach) / 2

    def holds(self, displacements) -> bool:
        """Whether no unlisted pair can have come within its range.

        Parameters
        ----------
        displacements : ndarray, shape (n_particles, d)
            Displacements u from the deformed reference.
        """
        moved = displacements - displacements.mean(axis=0)
        return bool(np.sqrt((moved * moved).sum(axis=1).max()) <= self.allowance)

    def evaluate(self, displacements, forces):
        """Total energy and virial; `forces` is overwritten.

        Parameters
        ----------
        displacements : ndarray, shape (n_particles, d)
            Displacements u from the deformed reference.
        forces : ndarray, shape (n_particles, d)
            Receives the forces, in units of energy / length.

        Returns
        -------
        energy : float
            Total pair energy.
        virial : ndarray, shape (3,)
            Sums of phi' r_a r_b / r over pairs, for (a, b) = xx, xy, yy: the stress times the volume.
            Cost: about 3.5 ns a pair.
        """
        return evaluate(*self.arrays, displacements, forces)

    def stiffness(self, vectors):
        """phi'' and phi'/r of the listed pairs, each of shape (n_pairs,); zero beyond a pair's range.

        Parameters
        ----------
        vectors : ndarray, shape (n_pairs, d)
            The pairs' vectors.
        """
        distances = np.sqrt(np.einsum("pk,pk->p", vectors, vectors))
        strengths = self._strengths[self._unequal.astype(np.int8)]
        slope, radial = (self._potential.derivative(k, distances, self.sizes, strengths) for k in (1, 2))
        return radial, slope / distances

    @property
    def arrays(self):
        """What the kernel `evaluate` takes before the displacements."""
        return (
            self._potential.family, self._potential.array, self._order, self._first, self._second,
            self._x, self._y, self._inverse_square_sizes, self._unequal, self._strengths,
        )  # fmt: skip


def symmetric(virial) -> np.ndarray:
    """The symmetric matrix of the components (xx, xy, yy), shape (2, 2).

    Parameters
    ----------
    virial : ndarray, shape (3,)
        As `VerletList.evaluate` returns it.
    """
    return np.array([[virial[0], virial[1]], [virial[1], virial[2]]])


def _along_strips(positions, box, width):
    """Particles in the order of strips across the cell: near ones are near in memory."""
    reduced = box.reduced()
    fractional = reduced.fractional(positions)
    fractional -= np.floor(fractional)
    strips = np.floor(fractional[:, 1] * max(1, int(reduced.heights[1] / width)))
    return np.lexsort((fractional[:, 0], strips))


@njit
def take_turns(first, n_particles):
    """An order of pairs in which neighbouring pairs have different first ends: no store waits for the one before.

    `first` rises. Some hundred pairs at a time, first every particle's first pair, then its second, and so on.
    """
    starts = np.zeros(n_particles + 1, dtype=np.int64)
    for p in range(first.size):
        starts[first[p] + 1] += 1
    for v in range(n_particles):
        starts[v + 1] += starts[v]
    order = np.empty(first.size, dtype=np.int64)
    n, lo = 0, 0
    while lo < n_particles:
        hi = lo + 1
        while hi < n_particles and starts[hi + 1] - starts[lo] <= BLOCK // 2:
            hi += 1
        turn, done = 0, n + starts[hi] - starts[lo]
        while n < done:
            for v in range(lo, hi):
                if starts[v] + turn < starts[v + 1]:
                    order[n] = starts[v] + turn
                    n += 1
            turn += 1
        lo = hi
    return order


_SUMS = CONTRACT | {"reassoc"}  # lets the sums of one block run in vector lanes: a fixed order, on one machine


@njit
def evaluate(family, c, order, first, second, x, y, inverse_square_sizes, unequal, strengths, u, forces):
    """The force kernel: blocks of pairs are gathered, computed in vector registers, and scattered."""
    sorted_u, sorted_forces = np.empty_like(u), np.zeros_like(u)
    for p in range(order.size):
        sorted_u[p, 0], sorted_u[p, 1] = u[order[p], 0], u[order[p], 1]
    dx, dy, slope = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    energy, virial = 0.0, np.zeros(3)
    for lo in range(0, first.size, BLOCK):
        hi = min(lo + BLOCK, first.size)
        i, j, s, cross = first[lo:hi], second[lo:hi], inverse_square_sizes[lo:hi], unequal[lo:hi]
        _gather(i, j, x[lo:hi], y[lo:hi], sorted_u, dx, dy)
        if family == SMOOTHED_LJ:
            energy += smoothed_lj_block(c, dx, dy, s, cross, strengths, slope)
        else:
            energy += inverse_power_block(c, dx, dy, s, cross, strengths, slope)
        _virial_block(dx, dy, slope, hi - lo, virial)
        scatter(i, j, dx, dy, sorted_forces)
    for p in range(order.size):
        forces[order[p], 0], forces[order[p], 1] = sorted_forces[p, 0], sorted_forces[p, 1]
    return energy, virial


@njit
def _gather(i, j, x, y, u, dx, dy):
    """Vectors of a block's pairs."""
    for k in range(i.size):
        p, q = np.uintp(i[k]), np.uintp(j[k])  # unsigned: no check for negative indices
        dx[k] = x[k] + (u[q, 0] - u[p, 0])
        dy[k] = y[k] + (u[q, 1] - u[p, 1])


@njit
def scatter(i, j, fx, fy, forces):
    """Add a block's pair forces to both ends."""
    for k in range(i.size):
        p, q = np.uintp(i[k]), np.uintp(j[k])
        a, b = fx[k], fy[k]
        old_x, old_y = forces[p, 0], forces[p, 1]  # both loads before the stores: they may alias
        forces[p, 0] = old_x + a
        forces[p, 1] = old_y + b
        old_x, old_y = forces[q, 0], forces[q, 1]
        forces[q, 0] = old_x - a
        forces[q, 1] = old_y - b


@njit(fastmath=_SUMS)
def _virial_block(dx, dy, slope, m, virial):
    """Add the sums of phi'/r r_a r_b; (dx, dy) become the force on the first particle."""
    xx, xy, yy = 0.0, 0.0, 0.0
    for k in range(m):
        fx, fy = slope[k] * dx[k], slope[k] * dy[k]
        xx += fx * dx[k]
        xy += fx * dy[k]
        yy += fy * dy[k]
        dx[k], dy[k] = fx, fy
    virial[0] += xx
    virial[1] += xy
    virial[2] += yy


@njit(fastmath=_SUMS)
def smoothed_lj_block(c, dx, dy, s, unequal, strengths, slope):
    """phi'/r of each pair into `slope`; returns the sum of energies.

    Both branches are computed and one is selected: the loop then runs in vector registers.
    """
    inner, cutoff, shift, c0, c1, c2, c3, c4 = c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
    equal, cross, energy = strengths[0], strengths[1], 0.0
    for k in range(s.size):
        square = (dx[k] * dx[k] + dy[k] * dy[k]) * s[k]
        inverse = 1 / square
        six = inverse * inverse * inverse
        r = np.sqrt(square)
        t = r - inner
        near_energy = 4 * six * (six - 1) + shift
        near_slope = 24 * six * (1 - 2 * six) * inverse
        far_energy = c0 + t * (c1 + t * (c2 + t * (c3 + t * c4)))
        far_slope = (c1 + t * (2 * c2 + t * (3 * c3 + t * 4 * c4))) * r * inverse
        f = near_energy if square < inner * inner else far_energy
        g = near_slope if square < inner * inner else far_slope
        e = cross if unequal[k] else equal
        f *= e
        g *= e * s[k]
        energy += f if square < cutoff * cutoff else 0.0
        slope[k] = g if square < cutoff * cutoff else 0.0
    return energy


@njit(fastmath=_SUMS)
def inverse_power_block(c, dx, dy, s, unequal, strengths, slope):
    """phi'/r of each pair into `slope`; returns the sum of energies. Exponent 10 or 12, polynomial of degree <= 4."""
    half, square_cutoff = c[0] / 2, c[1] * c[1]
    c0, c1, c2 = c[2], c[3], c[4]
    c3, c4 = c[5] if c.size > 5 else 0.0, c[6] if c.size > 6 else 0.0
    twelve = c[0] == 12.0
    equal, cross, energy = strengths[0], strengths[1], 0.0
    for k in range(s.size):
        q = (dx[k] * dx[k] + dy[k] * dy[k]) * s[k]
        inverse = 1 / q
        fourth = inverse * inverse
        power = fourth * fourth * inverse
        power *= inverse if twelve else 1.0
        f = power + c0 + q * (c1 + q * (c2 + q * (c3 + q * c4)))
        g = c1 + q * (2 * c2 + q * (3 * c3 + q * 4 * c4)) - half * power * inverse
        e = cross if unequal[k] else equal
        f *= e
        g *= 2 * e * s[k]
        energy += f if q < square_cutoff else 0.0
        slope[k] = g if q < square_cutoff else 0.0
    return energy
