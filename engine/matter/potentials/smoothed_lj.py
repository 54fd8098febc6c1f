"""Lennard-Jones with a smooth end.

f = 4 (x^-12 - x^-6) + A for x < x_in, then a quartic in x - x_in that vanishes at x_cut with its first two derivatives
(the forces of LAMMPS ``lj/smooth``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import CONTRACT, njit
from ..potential import Family, Potential
from ._falling import falling

_SUMS = CONTRACT | {"reassoc"}  # lets the sums of one block run in vector lanes: a fixed order, on one machine


class SmoothedLJ(NamedTuple):
    """Where the quartic begins and ends, the shift A, the quartic's coefficients; and all of them in an array.

    From that the block kernel loads them: of numbers that it is passed LLVM makes wider loops, no faster, in which
    energies are summed in another order. Who reads a number for one pair takes the others, as arrays are counted.
    """

    inner: float
    cutoff: float
    shift: float
    quartic: tuple[float, float, float, float, float]
    loaded: np.ndarray


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
    quartic = (c0, c1, c2, c3, c4)
    loaded = np.array([inner, cutoff, shift, *quartic])
    return Potential(SmoothedLJ(inner, cutoff, shift, quartic, loaded), repulsive_below=2 ** (1 / 6))


@njit
def _derivative(form, order, x):
    if x < form.inner:
        f = 4 * (falling(-12.0, order) * x ** (-12 - order) - falling(-6.0, order) * x ** (-6 - order))
        return f + form.shift if order == 0 else f
    f = 0.0
    for power in range(4, order - 1, -1):
        f = f * (x - form.inner) + falling(float(power), order) * form.quartic[power]
    return f


@njit(fastmath=_SUMS)
def _block(form, dx, dy, s, unequal, strengths, slope):
    """Both branches are computed and one is selected: the loop then runs in vector registers."""
    c = form.loaded
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


@njit
def _radial(form, square):
    if square < form.inner * form.inner:
        i = 1 / square
        six = i * i * i
        w1 = 24 * six * (1 - 2 * six) * i
        w2 = 96 * six * (7 * six - 2) * i * i
        w3 = 1920 * six * (1 - 5.6 * six) * i * i * i
        return w1, w2, w3
    r = np.sqrt(square)
    first, second, third = _quartic(form, r - form.inner)
    w1 = first / r
    w2 = (second - w1) / square
    return w1, w2, (third - 3 * r * w2) / (square * r)


@njit
def _fourth(form, square):
    if square < form.inner * form.inner:
        i = 1 / square
        six = i * i * i
        return 64 * six * i**4 * (3024 * six - 360)
    r = np.sqrt(square)
    first, second, third = _quartic(form, r - form.inner)
    w2 = (second - first / r) / square
    w3 = (third - 3 * r * w2) / (square * r)
    return (24 * form.quartic[4] - 3 * w2 - 6 * square * w3) / (square * square)


@njit
def _quartic(form, t):
    """First, second and third derivative of the quartic."""
    c = form.quartic
    first = c[1] + t * (2 * c[2] + t * (3 * c[3] + t * 4 * c[4]))
    second = 2 * c[2] + t * (6 * c[3] + t * 12 * c[4])
    return first, second, 6 * c[3] + t * 24 * c[4]


FAMILY = Family(SmoothedLJ, _derivative, block=_block, radial=_radial, fourth=_fourth)
