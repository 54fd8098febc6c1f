"""Energy, forces and stress over a Verlet list: the one kernel that everything waits for.

A pair's vector is F (R + w_j - w_i): R is the vector when the list was made, w the displacements since then, F the
homogeneous deformation since then. Only small numbers are subtracted, so that forces converge to 1e-13 where
wrapped positions stop at 1e-11; and no image is looked up in the loop, whatever the cell.
"""

from __future__ import annotations

import numpy as np

from .._jit import CONTRACT, njit
from .cell import Box
from .neighbours import find_pairs
from .potentials import INVERSE_POWER, SMOOTHED_LJ  # noqa: F401 - the kernels read one of them

BLOCK = 512


class VerletList:
    """Pairs within their range plus a skin, with all that the force kernel reads.

    Parameters
    ----------
    model : Model
        How the particles interact.
    positions : ndarray, shape (n_particles, d)
        Positions when the list is made: the reference of `displacements`.
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
        self.skin = max(0.0, min(skin, box.reduced().heights.min() / 2 * (1 - 1e-12) - self.reach))
        pairs = find_pairs(positions, box, self.reach + self.skin, diameters, model, self.skin)
        self.i, self.j, vectors = pairs
        self.x, self.y = np.ascontiguousarray(vectors[:, 0]), np.ascontiguousarray(vectors[:, 1])
        sizes = model.pair_sizes(diameters[self.i], diameters[self.j])
        self.inverse_square_sizes = sizes**-2
        self.strengths = model.pair_strengths(species, self.i, self.j)
        self.family, self.coefficients = model.potential.family, np.array(model.potential.coefficients)
        self.volume = box.volume
        self.n_particles = len(positions)

    def holds(self, displacements, deformation) -> bool:
        """Whether no unlisted pair can have come within its range.

        Parameters
        ----------
        displacements : ndarray, shape (n_particles, d)
            Displacements w since the list was made.
        deformation : ndarray, shape (d, d)
            Homogeneous deformation F since the list was made.
        """
        moved = displacements - displacements.mean(axis=0)
        farthest = np.sqrt((moved * moved).sum(axis=1).max())
        shrink = np.linalg.svd(deformation, compute_uv=False).min()
        return bool(shrink * (self.reach + self.skin - 2 * farthest) >= self.reach)

    def evaluate(self, displacements, deformation, forces):
        """Total energy and virial; `forces` is overwritten.

        Parameters
        ----------
        displacements : ndarray, shape (n_particles, d)
            Displacements w since the list was made.
        deformation : ndarray, shape (d, d)
            Homogeneous deformation F since the list was made.
        forces : ndarray, shape (n_particles, d)
            Receives the forces, in units of energy / length.

        Returns
        -------
        energy : float
            Total pair energy.
        virial : ndarray, shape (3,)
            Sums of phi' r_a r_b / r over pairs, for (a, b) = xx, xy, yy: the stress times the volume.
            Cost: about 3 ns a pair.
        """
        return evaluate(
            self.family, self.coefficients, self.i, self.j, self.x, self.y, self.inverse_square_sizes,
            self.strengths, displacements, deformation, forces,
        )  # fmt: skip

    @property
    def arrays(self):
        """What `evaluate` takes before the displacements, for kernels that call it."""
        return (
            self.family, self.coefficients, self.i, self.j, self.x, self.y, self.inverse_square_sizes, self.strengths,
        )  # fmt: skip


_SUMS = CONTRACT | {"reassoc"}  # lets the sums of one block run in vector lanes: a fixed order, on one machine


@njit
def evaluate(family, c, i, j, x, y, inverse_square_sizes, strengths, w, F, forces):  # noqa: N803
    """The force kernel: blocks of pairs are gathered, computed in vector registers, and scattered."""
    forces[:] = 0.0
    dx, dy = np.empty(BLOCK), np.empty(BLOCK)
    slope, work = np.empty(BLOCK), np.empty(BLOCK)
    energy, xx, xy, yy = 0.0, 0.0, 0.0, 0.0
    f00, f01, f10, f11 = F[0, 0], F[0, 1], F[1, 0], F[1, 1]
    for start in range(0, i.size, BLOCK):
        m = min(BLOCK, i.size - start)
        for k in range(m):
            p, q = i[start + k], j[start + k]
            dx[k] = w[q, 0] - w[p, 0]
            dy[k] = w[q, 1] - w[p, 1]
        _deform(f00, f01, f10, f11, x[start : start + m], y[start : start + m], dx, dy)
        s, e = inverse_square_sizes[start : start + m], strengths[start : start + m]
        if family == SMOOTHED_LJ:
            energy += _smoothed_lj_block(c, dx, dy, s, e, slope)
        else:
            energy += _inverse_power_block(c, dx, dy, s, e, slope, work)
        a, b, d = _virial_block(dx, dy, slope, m)
        xx, xy, yy = xx + a, xy + b, yy + d
        for k in range(m):
            p, q = i[start + k], j[start + k]
            forces[p, 0] += dx[k]
            forces[p, 1] += dy[k]
            forces[q, 0] -= dx[k]
            forces[q, 1] -= dy[k]
    return energy, np.array([xx, xy, yy])


@njit(fastmath=CONTRACT)
def _deform(f00, f01, f10, f11, x, y, dx, dy):
    for k in range(x.size):
        u, v = x[k] + dx[k], y[k] + dy[k]
        dx[k] = f00 * u + f01 * v
        dy[k] = f10 * u + f11 * v


@njit(fastmath=_SUMS)
def _virial_block(dx, dy, slope, m):
    """Sums of phi'/r r_a r_b; (dx, dy) become the force on the first particle."""
    xx, xy, yy = 0.0, 0.0, 0.0
    for k in range(m):
        fx, fy = slope[k] * dx[k], slope[k] * dy[k]
        xx += fx * dx[k]
        xy += fx * dy[k]
        yy += fy * dy[k]
        dx[k], dy[k] = fx, fy
    return xx, xy, yy


@njit(fastmath=_SUMS)
def _smoothed_lj_block(c, dx, dy, s, e, slope):
    """phi'/r of each pair into `slope`; returns the sum of energies."""
    inner, cutoff, shift, c0, c1, c2, c3, c4 = c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
    energy = 0.0
    for k in range(s.size):
        square = (dx[k] * dx[k] + dy[k] * dy[k]) * s[k]
        inverse = 1 / square
        six = inverse * inverse * inverse
        t = np.sqrt(square)
        r = t
        t -= inner
        near, within = square < inner * inner, square < cutoff * cutoff
        f = 4 * six * (six - 1) + shift if near else c0 + t * (c1 + t * (c2 + t * (c3 + t * c4)))
        g = 24 * six * (1 - 2 * six) * inverse if near else (c1 + t * (2 * c2 + t * (3 * c3 + t * 4 * c4))) / r
        energy += e[k] * f if within else 0.0
        slope[k] = e[k] * s[k] * g if within else 0.0
    return energy


@njit(fastmath=_SUMS)
def _inverse_power_block(c, dx, dy, s, e, slope, power):
    """phi'/r of each pair into `slope`; returns the sum of energies."""
    half, terms = int(c[0]) // 2, c.size - 2
    square_cutoff = c[1] * c[1]
    square = np.empty(BLOCK)
    for k in range(s.size):
        square[k] = (dx[k] * dx[k] + dy[k] * dy[k]) * s[k]
        slope[k] = 1 / square[k]
        power[k] = slope[k]
    for _ in range(half - 1):
        for k in range(s.size):
            power[k] *= slope[k]
    energy = 0.0
    for k in range(s.size):
        q = square[k]
        f, g = c[1 + terms], 0.0
        for m in range(terms - 2, -1, -1):
            g = g * q + f
            f = f * q + c[2 + m]
        f += power[k]
        g = 2 * (g - half * power[k] * slope[k])
        within = q < square_cutoff
        energy += e[k] * f if within else 0.0
        slope[k] = e[k] * s[k] * g if within else 0.0
    return energy
