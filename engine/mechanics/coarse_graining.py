"""Stress and strain as fields: pair forces and displacements spread out by a smooth kernel (R20 B18-B20).

The kernel is phi(rho) = [1 - 2 (rho/r_c)^4 + (rho/r_c)^8] / (8 pi r_c^2 / 15) for rho < r_c in two dimensions, of
integral 1. Both fields are those of the linear response: rates per unit strain, by exact derivatives.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import njit
from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load
from .expansion import StrainExpansion

# Gauss-Legendre, nodes on [0, 1] and weights: exact to degree 9; along a bond the kernel and its rate are of degree 8
_QUADRATURE = np.column_stack(np.polynomial.legendre.leggauss(5)) / 2 + [0.5, 0.0]
_N_NODES = len(_QUADRATURE)


class LocalRates(NamedTuple):
    """How stress and strain around points change with the strain of the glass.

    Attributes
    ----------
    stress : ndarray, shape (n_points, d, d)
        d sigma(r) / d strain, in units of energy / length^d, at a point that moves with the affine flow. Its mean over
        the cell is the derivative of the stress of the glass.
    gradient : ndarray, shape (n_points, d, d)
        d/d strain of the displacement gradient, du_a / dx_b; its mean over the cell is A. NaN where no particle
        is nearer than the radius.
    """

    stress: np.ndarray
    gradient: np.ndarray


def local_rates(glass: Glass, load: Load, points: np.ndarray, radius: float) -> LocalRates:
    """Rates of the coarse-grained stress and displacement gradient in the linear response (R20 B18-B20).

    sigma_ab(r) = sum over pairs of (phi'/r) r_a r_b times the mean of the kernel along the bond, tension positive;
    u(r) = sum u_i kernel / sum kernel. Stress is differentiated at points that move affinely *(ours; a fixed point
    of a sheared periodic system would depend on the origin)*.

    Parameters
    ----------
    glass : Glass
        A relaxed state in two dimensions.
    load : Load
        The homogeneous deformation.
    points : ndarray, shape (n_points, d)
        Where, in or out of the cell.
    radius : float
        Radius r_c of the kernel, in units of length; it may be larger than the cell.

    Returns
    -------
    LocalRates
        Cost: that of the nonaffine velocity, and 0.3 to 0.9 s for ten thousand points with a radius of 5 diameters.

    Raises
    ------
    GlassError
        If the radius is not positive, or points have another shape.
    NotAMinimumError
        If the state is no minimum.
    """
    points = _checked_points(glass, points, radius)
    pairs, box, expansion = glass.pairs, glass.box.reduced(), StrainExpansion(glass, load)
    velocity, longest = expansion.nonaffine(1), float(pairs.distances.max(initial=0.0))
    here = _Bins(points, box)
    middles = _Bins(glass.positions[pairs.i] + pairs.vectors / 2, box)
    bonds = _bond_table(expansion)[middles.order]
    stress = _stress_rates(here.fractional, box.cell, middles.within(radius + longest / 2), bonds, load.A, radius)
    ends = _Bins(glass.positions, box)
    gradient = _gradient_rates(here.fractional, box.cell, ends.within(radius), velocity[ends.order], load.A, radius)
    as_given = np.argsort(here.order)
    return LocalRates(stress[as_given], gradient[as_given])


def displacement_gradient(glass: Glass, displacements: np.ndarray, points: np.ndarray, radius: float) -> np.ndarray:
    """Gradient du_a / dx_b of the coarse-grained displacements, u(r) = sum u_i kernel / sum kernel (R20 B18).

    Parameters
    ----------
    glass : Glass
        A state in two dimensions.
    displacements : ndarray, shape (n_particles, d)
        u_i, of any unit.
    points : ndarray, shape (n_points, d)
        Where, in or out of the cell.
    radius : float
        Radius r_c of the kernel, in units of length; it may be larger than the cell.

    Returns
    -------
    ndarray, shape (n_points, d, d)
        In the displacements' unit over length; NaN where no particle is nearer than the radius. Cost: 0.1 s for ten
        thousand points with a radius of 5 diameters.

    Raises
    ------
    GlassError
        If the radius is not positive, or points have another shape.
    """
    points = _checked_points(glass, points, radius)
    box = glass.box.reduced()
    here, ends = _Bins(points, box), _Bins(glass.positions, box)
    moved = np.ascontiguousarray(displacements, dtype=float)[ends.order]
    gradient = _gradient_rates(here.fractional, box.cell, ends.within(radius), moved, np.zeros((2, 2)), radius)
    return gradient[np.argsort(here.order)]


def _checked_points(glass, points, radius):
    points = np.ascontiguousarray(points, dtype=float)
    if points.ndim != 2 or points.shape[1] != glass.dimension:
        raise GlassError(f"points have shape (n_points, {glass.dimension}); got {points.shape}")
    if not (np.isfinite(radius) and radius > 0):
        raise GlassError(f"the radius of the kernel is a positive length; got {radius!r}")
    if glass.dimension != 2:
        raise GlassError(f"fields are coarse-grained in two dimensions so far, not {glass.dimension}")
    return points


def _bond_table(expansion):
    """What the stress takes of pairs: vector, its rate, velocity of the first end, f r, its rate in xx, xy, yy."""
    pairs, upper = expansion.glass.pairs, ([0, 0, 1], [0, 1, 1])
    (r, r_rate), (f, f_rate) = ((of(0), of(1)) for of in (expansion.vectors, expansion.forces))
    virial = (f[:, :, None] * r[:, None, :])[:, *upper]
    virial_rate = (f_rate[:, :, None] * r[:, None, :] + f[:, :, None] * r_rate[:, None, :])[:, *upper]
    return np.hstack([r, r_rate, expansion.nonaffine(1)[pairs.i], virial, virial_rate])


class _Bins:
    """Points in the order of bins of the cell, about two to a bin: what is near in space is near in memory.

    `order` has the points bin after bin, `fractional` their coordinates in that order.
    """

    def __init__(self, points, box):
        self._heights = box.heights
        fractional = box.fractional(points)
        fractional -= np.floor(fractional)
        fractional[fractional >= 1] = 0.0  # where rounding lifted a tiny negative one
        self._counts = np.maximum(1, (box.heights * np.sqrt(len(points) / (2 * box.volume))).astype(np.int64))
        bins = (fractional * self._counts).astype(np.int64)
        flat = bins[:, 0] * self._counts[1] + bins[:, 1]
        self.order = np.argsort(flat, kind="stable")
        self.fractional = fractional[self.order]
        self._starts = np.searchsorted(flat[self.order], np.arange(self._counts.prod() + 1))

    def within(self, reach):
        """What `_near` takes to visit all images of the points within `reach` of a place."""
        span = np.ceil(reach / self._heights * self._counts).astype(np.int64)
        return self.fractional, self._counts, span, self._starts, reach


@njit
def _near(point, cell, bins, found, where):
    """Which binned points have images within reach of a place, and their vectors from there; how many."""
    fractional, counts, span, starts, reach = bins
    home0, home1 = int(point[0] * counts[0]), int(point[1] * counts[1])
    n = 0
    for b0 in range(home0 - span[0], home0 + span[0] + 1):
        turns0 = b0 // counts[0]
        for b1 in range(home1 - span[1], home1 + span[1] + 1):
            turns1 = b1 // counts[1]
            flat = (b0 - turns0 * counts[0]) * counts[1] + b1 - turns1 * counts[1]
            for p in range(starts[flat], starts[flat + 1]):
                f0, f1 = fractional[p, 0] + turns0 - point[0], fractional[p, 1] + turns1 - point[1]
                x, y = f0 * cell[0, 0] + f1 * cell[1, 0], f0 * cell[0, 1] + f1 * cell[1, 1]
                if x * x + y * y < reach * reach:
                    if n == found.size:  # room for as many again
                        found, where = np.append(found, found), np.append(where, where, axis=0)
                    found[n], where[n, 0], where[n, 1] = p, x, y
                    n += 1
    return n, found, where


@njit
def _stress_rates(points, cell, bins, bonds, rate, radius):
    """Each bond adds its virial, spread evenly along it: both the virial and the kernel at its places change."""
    out = np.empty((len(points), 2, 2))
    found, where = np.empty(1024, np.int64), np.empty((1024, 2))
    for k in range(len(points)):
        n, found, where = _near(points[k], cell, bins, found, where)
        xx, xy, yy = 0.0, 0.0, 0.0
        for m in range(n):
            bond = bonds[found[m]]
            virial_xx, virial_xy, virial_yy, rate_xx, rate_xy, rate_yy = bond[6:]
            share, share_rate = _share(where[m, 0], where[m, 1], bond[:6], rate, radius)
            xx += rate_xx * share + virial_xx * share_rate
            xy += rate_xy * share + virial_xy * share_rate
            yy += rate_yy * share + virial_yy * share_rate
        out[k, 0, 0], out[k, 0, 1], out[k, 1, 0], out[k, 1, 1] = xx, xy, xy, yy
    return out


@njit
def _share(middle_x, middle_y, bond, rate, radius):
    """The mean of the kernel at the origin along a bond with its middle there, and its rate."""
    bx, by, bx_rate, by_rate, end_x_rate, end_y_rate = bond
    x, y = middle_x - bx / 2, middle_y - by / 2
    first, last = _inside(x, y, bx, by, radius)
    if last <= first:
        return 0.0, 0.0
    x_rate = rate[0, 0] * x + rate[0, 1] * y + end_x_rate
    y_rate = rate[1, 0] * x + rate[1, 1] * y + end_y_rate
    # q = (rho / radius)^2 and half its rate are quadratic along the bond
    scale = 1 / (radius * radius)
    q0, q1, q2 = x * x + y * y, 2 * (x * bx + y * by), bx * bx + by * by
    h0, h2 = x * x_rate + y * y_rate, bx * bx_rate + by * by_rate
    h1 = bx * x_rate + by * y_rate + x * bx_rate + y * by_rate
    share, share_rate = 0.0, 0.0
    for g in range(_N_NODES):
        s = first + (last - first) * _QUADRATURE[g, 0]
        q = scale * (q0 + s * (q1 + s * q2))
        weighted = _QUADRATURE[g, 1] * (1 - q * q)
        share += weighted * (1 - q * q)
        share_rate -= weighted * q * (h0 + s * (h1 + s * h2))
    norm = 15 / (8 * np.pi) * scale * (last - first)
    return norm * share, 8 * norm * scale * share_rate


@njit
def _inside(x, y, bond_x, bond_y, radius):
    """The part of a bond from (x, y) that lies in the disc around the origin, as shares of its length."""
    if max(x * x + y * y, (x + bond_x) ** 2 + (y + bond_y) ** 2) <= radius * radius:
        return 0.0, 1.0
    square = bond_x * bond_x + bond_y * bond_y
    along = (x * bond_x + y * bond_y) / square
    root = along * along - (x * x + y * y - radius * radius) / square
    if root <= 0:
        return 0.0, 0.0
    root = np.sqrt(root)
    return max(0.0, -along - root), min(1.0, -along + root)


@njit
def _gradient_rates(points, cell, bins, velocity, rate, radius):
    """The gradient of sum v kernel / sum kernel, v the particles' motion with the affine one of the point taken off."""
    out = np.empty((len(points), 2, 2))
    found, where = np.empty(1024, np.int64), np.empty((1024, 2))
    for k in range(len(points)):
        n, found, where = _near(points[k], cell, bins, found, where)
        total, total_slope = 0.0, np.zeros(2)
        moved, slope = np.zeros(2), np.zeros((2, 2))
        for m in range(n):
            p, r = found[m], where[m]
            q = (r[0] * r[0] + r[1] * r[1]) / radius**2
            kernel, inward = (1 - q * q) ** 2, 8 * q * (1 - q * q) / radius**2
            total += kernel
            for a in range(2):
                v = rate[a, 0] * r[0] + rate[a, 1] * r[1] + velocity[p, a]
                total_slope[a] += inward * r[a]
                moved[a] += kernel * v
                for b in range(2):
                    slope[a, b] += inward * r[b] * v
        for a in range(2):
            for b in range(2):
                out[k, a, b] = (slope[a, b] - moved[a] * total_slope[b] / total) / total
    return out
