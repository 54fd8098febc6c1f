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
        self.i, self.j, self.vectors = find_pairs(positions, box, self.reach + self.skin, diameters, model, self.skin)
        self.n_particles = len(positions)
        self._starts = np.searchsorted(self.i, np.arange(self.n_particles + 1)).astype(np.int64)
        self._blocks = _cut_blocks(self._starts)
        self._sizes = model.pair_sizes(diameters[self.i], diameters[self.j])
        self._inverse_square_sizes = self._sizes**-2
        self._strengths = model.pair_strengths(species, self.i, self.j)
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
        slope, radial = (self._potential.derivative(k, distances, self._sizes, self._strengths) for k in (1, 2))
        return radial, slope / distances

    @property
    def arrays(self):
        """What the kernel `evaluate` takes before the displacements."""
        return (
            self._potential.family, self._potential.array, self._starts, self._blocks, self.j, self._x, self._y,
            self._inverse_square_sizes, self._strengths,
        )  # fmt: skip


def symmetric(virial) -> np.ndarray:
    """The symmetric matrix of the components (xx, xy, yy), shape (2, 2).

    Parameters
    ----------
    virial : ndarray, shape (3,)
        As `VerletList.evaluate` returns it.
    """
    return np.array([[virial[0], virial[1]], [virial[1], virial[2]]])


def _cut_blocks(starts):
    """Ranges of particles whose pairs fit one block of the kernel."""
    cuts = [0]
    while cuts[-1] < len(starts) - 1:
        fits = int(np.searchsorted(starts, starts[cuts[-1]] + BLOCK, side="right")) - 1
        cuts.append(max(fits, cuts[-1] + 1))
    return np.array(cuts, dtype=np.int64)


_SUMS = CONTRACT | {"reassoc"}  # lets the sums of one block run in vector lanes: a fixed order, on one machine


@njit
def evaluate(family, c, starts, blocks, j, x, y, inverse_square_sizes, strengths, u, forces):
    """The force kernel: blocks of pairs are gathered, computed in vector registers, and scattered."""
    forces[:] = 0.0
    room = (starts[blocks[1:]] - starts[blocks[:-1]]).max()
    dx, dy, slope = np.empty(room), np.empty(room), np.empty(room)
    energy, virial = 0.0, np.zeros(3)
    for b in range(blocks.size - 1):
        lo, hi = starts[blocks[b]], starts[blocks[b + 1]]
        _gather(blocks[b], blocks[b + 1], starts, j, x, y, u, dx, dy)
        s, e = inverse_square_sizes[lo:hi], strengths[lo:hi]
        if family == SMOOTHED_LJ:
            energy += _smoothed_lj_block(c, dx, dy, s, e, slope)
        else:
            energy += _inverse_power_block(c, dx, dy, s, e, slope)
        _virial_block(dx, dy, slope, hi - lo, virial)
        _scatter(blocks[b], blocks[b + 1], starts, j, dx, dy, forces)
    return energy, virial


@njit
def _gather(first, last, starts, j, x, y, u, dx, dy):
    """Pair vectors of the particles from first to last."""
    base = starts[first]
    for p in range(first, last):
        lo, m = starts[p], starts[p + 1] - starts[p]
        ends, rx, ry = j[lo : lo + m], x[lo : lo + m], y[lo : lo + m]
        to_x, to_y = dx[lo - base : lo - base + m], dy[lo - base : lo - base + m]
        ux, uy = u[p, 0], u[p, 1]
        for k in range(m):
            q = np.uintp(ends[k])  # unsigned: no check for negative indices
            vx, vy = u[q, 0], u[q, 1]
            to_x[k] = rx[k] + (vx - ux)
            to_y[k] = ry[k] + (vy - uy)


@njit
def _scatter(first, last, starts, j, fx, fy, forces):
    """Add the pairs' forces to their ends, one store for all pairs of the first end."""
    base = starts[first]
    for p in range(first, last):
        lo, m = starts[p], starts[p + 1] - starts[p]
        ends, gx, gy = j[lo : lo + m], fx[lo - base : lo - base + m], fy[lo - base : lo - base + m]
        sum_x, sum_y = 0.0, 0.0
        for k in range(m):
            q = np.uintp(ends[k])
            a, b = gx[k], gy[k]
            old_x, old_y = forces[q, 0], forces[q, 1]  # all loads before the stores: they may alias
            forces[q, 0] = old_x - a
            forces[q, 1] = old_y - b
            sum_x += a
            sum_y += b
        forces[p, 0] += sum_x
        forces[p, 1] += sum_y


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
def _smoothed_lj_block(c, dx, dy, s, e, slope):
    """phi'/r of each pair into `slope`; returns the sum of energies.

    Both branches are computed and one is selected: the loop then runs in vector registers.
    """
    inner, cutoff, shift, c0, c1, c2, c3, c4 = c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
    energy = 0.0
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
        f *= e[k]
        g *= e[k] * s[k]
        energy += f if square < cutoff * cutoff else 0.0
        slope[k] = g if square < cutoff * cutoff else 0.0
    return energy


@njit(fastmath=_SUMS)
def _inverse_power_block(c, dx, dy, s, e, slope):
    """phi'/r of each pair into `slope`; returns the sum of energies. Exponent 10 or 12, polynomial of degree <= 4."""
    half, square_cutoff = c[0] / 2, c[1] * c[1]
    c0, c1, c2 = c[2], c[3], c[4]
    c3, c4 = c[5] if c.size > 5 else 0.0, c[6] if c.size > 6 else 0.0
    twelve = c[0] == 12.0
    energy = 0.0
    for k in range(s.size):
        q = (dx[k] * dx[k] + dy[k] * dy[k]) * s[k]
        inverse = 1 / q
        fourth = inverse * inverse
        power = fourth * fourth * inverse
        power *= inverse if twelve else 1.0
        f = power + c0 + q * (c1 + q * (c2 + q * (c3 + q * c4)))
        g = c1 + q * (2 * c2 + q * (3 * c3 + q * 4 * c4)) - half * power * inverse
        f *= e[k]
        g *= 2 * e[k] * s[k]
        energy += f if q < square_cutoff else 0.0
        slope[k] = g if q < square_cutoff else 0.0
    return energy
