"""An inverse power law made smooth to order q at the cutoff: f = x^-n + sum_l c_2l x^2l for x < x_c."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

import numpy as np

from ..._jit import CONTRACT, njit
from ...errors import GlassError
from ..potential import Family, Potential
from ._falling import falling

_SUMS = CONTRACT | {"reassoc"}  # lets the sums of one block run in vector lanes: a fixed order, on one machine


class InversePower(NamedTuple):
    """n, x_c, and the coefficients of 1, x^2, ... x^8, those beyond the order 0.

    They stand in an array too, for the reason that `SmoothedLJ` gives.
    """

    exponent: float
    cutoff: float
    polynomial: tuple[float, float, float, float, float]
    loaded: np.ndarray


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
    c0, c1, c2, c3, c4 = coefficients + [0.0] * (4 - q)
    form = InversePower(float(n), cutoff, (c0, c1, c2, c3, c4), np.array([c0, c1, c2, c3, c4]))
    return Potential(form, repulsive_below=cutoff)


def _double_factorial(n):
    return prod(range(n, 0, -2)) if n > 0 else 1


@njit
def _derivative(form, order, x):
    n, polynomial = int(form.exponent), form.polynomial
    f = falling(-form.exponent, order) * x ** (-n - order)
    for k in range(5):
        if 2 * k >= order and polynomial[k] != 0.0:
            f += falling(2.0 * k, order) * polynomial[k] * x ** (2 * k - order)
    return f


@njit(fastmath=_SUMS)
def _block(form, dx, dy, s, unequal, strengths, slope):
    half, square_cutoff, twelve = form.exponent / 2, form.cutoff * form.cutoff, form.exponent == 12.0
    c = form.loaded
    c0, c1, c2, c3, c4 = c[0], c[1], c[2], c[3], c[4]
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


@njit(fastmath=_SUMS)
def _energy(form, square, inverse):
    c0, c1, c2, c3, c4 = form.polynomial
    fourth = inverse * inverse
    power = fourth * fourth * inverse
    power *= 1.0 if form.exponent == 10.0 else inverse
    return power + c0 + square * (c1 + square * (c2 + square * (c3 + square * c4)))


@njit
def _radial(form, square):
    half, i, polynomial = form.exponent / 2, 1 / square, form.polynomial
    power = i * i * i * i * i
    if half == 6.0:
        power *= i
    first, second, third = 0.0, 0.0, 0.0
    for k in range(4, 0, -1):  # derivatives of sum c_2k q^k by q, Horner's way
        third = third * square + k * (k - 1) * (k - 2) * polynomial[k] if k > 2 else third
        second = second * square + k * (k - 1) * polynomial[k] if k > 1 else second
        first = first * square + k * polynomial[k]
    first -= half * power * i
    second += half * (half + 1) * power * i * i
    third -= half * (half + 1) * (half + 2) * power * i * i * i
    return 2 * first, 4 * second, 8 * third


@njit
def _fourth(form, square):
    half, total = form.exponent / 2, 24 * form.polynomial[4]
    return 16 * (total + half * (half + 1) * (half + 2) * (half + 3) * square ** (-half - 4))


FAMILY = Family(InversePower, _derivative, block=_block, energy=_energy, radial=_radial, fourth=_fourth)
