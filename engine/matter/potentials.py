"""Pair energies in reduced form, phi(r) = strength f(r / size), with their derivatives.

Two families cover every two-dimensional model of the papers:

``inverse_power``  f = x^-n + sum_l c_2l x^2l for x < x_c: an inverse power law made smooth to order q at the cutoff.
``smoothed_lj``    f = 4 (x^-12 - x^-6) + A for x < x_in, then a quartic in x - x_in that vanishes at x_cut with its
                   first two derivatives (the forces of LAMMPS ``lj/smooth``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from .._jit import njit
from ..errors import GlassError

SMOOTHED_LJ = 0
INVERSE_POWER = 1
HIGHEST_DERIVATIVE = 5


@dataclass(frozen=True)
class Potential:
    """A reduced pair energy f(x), x = r / size.

    Parameters
    ----------
    family : int
        `SMOOTHED_LJ` or `INVERSE_POWER`.
    coefficients : tuple of float
        Numbers that the family's kernels read; see `smoothed_lj` and `inverse_power`.
    cutoff : float
        The x beyond which f is zero.
    repulsive_below : float
        The x of the energy minimum: below it the pair repels (the cutoff where f is purely repulsive).
    """

    family: int
    coefficients: tuple[float, ...]
    cutoff: float
    repulsive_below: float

    @cached_property
    def array(self) -> np.ndarray:
        """The coefficients as the kernels take them."""
        return np.array(self.coefficients)

    def derivative(self, order, distances, sizes, strengths) -> np.ndarray:
        """The `order`-th derivative of strength f(r / size) by r, shape (n_pairs,).

        Parameters
        ----------
        order : int
            0 to 5.
        distances, sizes, strengths : ndarray, shape (n_pairs,)
            Pair distances and interaction sizes (length), strengths (energy).

        Raises
        ------
        GlassError
            If the order is not among 0 to 5.
        """
        if order not in range(HIGHEST_DERIVATIVE + 1):
            raise GlassError(f"pair energies are differentiated 0 to {HIGHEST_DERIVATIVE} times, not {order!r}")
        kernel = _smoothed_lj_derivative if self.family == SMOOTHED_LJ else _inverse_power_derivative
        return kernel(order, self.array, distances, sizes, strengths)


def smoothed_lj(inner: float = 2.0, cutoff: float = 2.5) -> Potential:
    """Lennard-Jones to `inner`, then a quartic to zero at `cutoff` (R20 App. A), as LAMMPS ``lj/smooth`` has it.

    Parameters
    ----------
    inner, cutoff : float
        Both in units of the pair's size.
    """
    width = cutoff - inner
    c1 = 24 * (inner**6 - 2) / inner**13
    c2 = 12 * (26 - 7 * inner**6) / inner**14
    c3 = -(3 * c1 + 4 * c2 * width) / (3 * width**2)
    c4 = (c1 + c2 * width) / (2 * width**3)
    c0 = -width * (3 * c1 + c2 * width) / 6
    shift = c0 - 4 * (inner**-12 - inner**-6)
    return Potential(SMOOTHED_LJ, (inner, cutoff, shift, c0, c1, c2, c3, c4), cutoff, 2 ** (1 / 6))


def inverse_power(exponent: int, order: int, cutoff: float) -> Potential:
    """x^-n plus an even polynomial: f and its first `order` derivatives vanish at the cutoff (SN19, Z17, R24).

    c_2l = (-1)^(l+1) / ((2q - 2l)!! (2l)!!) (n + 2q)!! / ((n - 2)!! (n + 2l)) x_c^-(n + 2l).

    Parameters
    ----------
    exponent : int
        n, 10 or 12.
    order : int
        q, the number of derivatives that vanish at the cutoff, 2 to 4.
    cutoff : float
        x_c, in units of the pair's size.

    Raises
    ------
    GlassError
        If the force kernel has no such exponent or order.
    """
    if exponent not in (10, 12) or not 2 <= order <= 4:
        raise GlassError(f"inverse powers 10 and 12, smooth to order 2 to 4, are known; got {exponent} and {order}")
    n, q = exponent, order
    rise = prod(range(n, n + 2 * q + 1, 2))  # (n + 2q)!! / (n - 2)!!
    coefficients = [
        (-1) ** (k + 1) * rise / (_double_factorial(2 * q - 2 * k) * _double_factorial(2 * k) * (n + 2 * k))
        / cutoff ** (n + 2 * k)
        for k in range(q + 1)
    ]  # fmt: skip
    return Potential(INVERSE_POWER, (float(n), cutoff, *coefficients), cutoff, cutoff)


def _double_factorial(n):
    return prod(range(n, 0, -2)) if n > 0 else 1


@njit
def _falling(power, order):
    """The factor that differentiating x^power `order` times brings down."""
    factor = 1.0
    for k in range(order):
        factor *= power - k
    return factor


@njit
def _smoothed_lj_derivative(order, c, distances, sizes, strengths):
    out = np.zeros(distances.size)
    inner, cutoff = c[0], c[1]
    for p in range(distances.size):
        x = distances[p] / sizes[p]
        if x >= cutoff:
            continue
        if x < inner:
            f = 4 * (_falling(-12.0, order) * x ** (-12 - order) - _falling(-6.0, order) * x ** (-6 - order))
            if order == 0:
                f += c[2]
        else:
            f = 0.0
            for power in range(4, order - 1, -1):
                f = f * (x - inner) + _falling(float(power), order) * c[3 + power]
        out[p] = strengths[p] * f / sizes[p] ** order
    return out


@njit
def _inverse_power_derivative(order, c, distances, sizes, strengths):
    out = np.zeros(distances.size)
    n, cutoff = int(c[0]), c[1]
    for p in range(distances.size):
        x = distances[p] / sizes[p]
        if x >= cutoff:
            continue
        f = _falling(-c[0], order) * x ** (-n - order)
        for k in range(c.size - 2):
            if 2 * k >= order:
                f += _falling(2.0 * k, order) * c[2 + k] * x ** (2 * k - order)
        out[p] = strengths[p] * f / sizes[p] ** order
    return out
