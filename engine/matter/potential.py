"""Pair energies in reduced form, phi(r) = strength f(r / size): what a family of them brings, and what kernels ask.

A family is a named tuple of numbers, the form, and compiled functions of it. Kernels take the form and call `block`,
`energy`, `radial`, `fourth` or `derivative` below; which family's function that is follows from the form's type, when
the kernel is compiled: a kernel is compiled once for each family, and nothing is looked up while it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Protocol, TypeVar

import numpy as np
from numba.extending import overload

from .._jit import njit
from ..errors import GlassError

HIGHEST_DERIVATIVE = 5

Kernel = TypeVar("Kernel", bound=Callable)


class Form(Protocol):
    """The numbers of a pair energy, as kernels take them: a named tuple of numbers and arrays with a `cutoff`."""

    @property
    def cutoff(self) -> float:
        """The x beyond which f is zero."""

    def __iter__(self) -> Iterator[object]: ...


@dataclass(frozen=True)
class Family:
    """The functions of one kind of pair energy, compiled; making one makes it known to the kernels.

    Only `derivative` is needed: the others follow from it where they are left out, more slowly.

    Parameters
    ----------
    form : type
        The named tuple of numbers that the functions take first.
    derivative : callable
        (form, order, x) -> the derivative of f of an order from 0 to 5, for x below the cutoff.
    block : callable, optional
        (form, dx, dy, inverse_square_sizes, unequal, strengths, slope) -> the sum of the energies of a block of pairs;
        writes phi'/r of each into `slope`. Vectors lie in dx and dy, and may be beyond the cutoff. The force kernels
        and molecular dynamics spend their time here.
    energy : callable, optional
        (form, square, inverse) -> f, from x squared and its inverse; beyond the cutoff anything. Monte Carlo spends
        its time here.
    radial : callable, optional
        (form, square) -> w1, w2, w3 for x below the cutoff: w1 = f'/x, and w(k+1) = (dw(k)/dx)/x.
    fourth : callable, optional
        (form, square) -> w4.

    Raises
    ------
    TypeError
        If the form is no named tuple with a `cutoff`.
    """

    form: type
    derivative: Callable
    block: Callable | None = None
    energy: Callable | None = None
    radial: Callable | None = None
    fourth: Callable | None = None

    def __post_init__(self):
        if "cutoff" not in getattr(self.form, "_fields", ()):
            raise TypeError(f"the form of a family is a named tuple with a cutoff; got {self.form!r}")
        _families[self.form] = self


_families: dict[type, Family] = {}


@dataclass(frozen=True, eq=False)
class Potential:
    """A reduced pair energy f(x), x = r / size.

    Parameters
    ----------
    form : named tuple
        The numbers that its family's kernels read.
    repulsive_below : float
        The x of the energy minimum: below it the pair repels (the cutoff where f is purely repulsive).
    """

    form: Form
    repulsive_below: float

    def __eq__(self, other):
        return isinstance(other, Potential) and self._identity == other._identity

    def __hash__(self):
        return hash(self._identity)

    @cached_property
    def _identity(self):
        return type(self.form), self.repulsive_below, *(np.asarray(part).tobytes() for part in self.form)

    @property
    def cutoff(self) -> float:
        """The x beyond which f is zero."""
        return self.form.cutoff

    @property
    def repulsive(self) -> bool:
        """Whether f never falls below zero: it repels up to its cutoff."""
        return self.repulsive_below >= self.cutoff

    def derivative(self, order: int, distances: np.ndarray, sizes: np.ndarray, strengths: np.ndarray) -> np.ndarray:
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
        return _derivatives(self.form, order, distances, sizes, strengths)


@njit
def _derivatives(form, order, distances, sizes, strengths):
    out = np.zeros(distances.size)
    for p in range(distances.size):
        x = distances[p] / sizes[p]
        if x < form.cutoff:
            out[p] = strengths[p] * derivative(form, order, x) / sizes[p] ** order
    return out


def _of_the_family(function: Kernel) -> Kernel:
    """Let kernels call a function by this name: it is that of the form's family, chosen when they are compiled."""
    name = function.__name__

    @wraps(function)
    def from_python(form, *others):
        return _kernel(type(form), name)(form, *others)

    @overload(from_python)
    def from_a_kernel(form, *others):
        kernel = _kernel(form.instance_class, name)

        def call(form, *others):
            return kernel(form, *others)

        return call

    return from_python  # type: ignore[return-value]  # of the same signature


def _kernel(form, name):
    """The function of this name that the family of a form has, or the one that follows from its derivatives."""
    return getattr(_families[form], name) or _FROM_DERIVATIVES[name]


@_of_the_family
def derivative(form: Form, order: int, x: float) -> float:  # type: ignore[empty-body]
    """The derivative of f of an order from 0 to 5, for x below the cutoff."""


@_of_the_family
def block(  # type: ignore[empty-body]
    form: Form,
    dx: np.ndarray,
    dy: np.ndarray,
    inverse_square_sizes: np.ndarray,
    unequal: np.ndarray,
    strengths: np.ndarray,
    slope: np.ndarray,
) -> float:
    """phi'/r of each pair of a block into `slope`; returns the sum of the energies."""


@_of_the_family
def energy(form: Form, square: float, inverse: float) -> float:  # type: ignore[empty-body]
    """f from x squared and its inverse; anything beyond the cutoff."""


@_of_the_family
def radial(form: Form, square: float) -> tuple[float, float, float]:  # type: ignore[empty-body]
    """w1, w2 and w3 from x squared, for x below the cutoff."""


@_of_the_family
def fourth(form: Form, square: float) -> float:  # type: ignore[empty-body]
    """w4 from x squared, for x below the cutoff."""


@njit
def _block_from_derivatives(form, dx, dy, s, unequal, strengths, slope):
    total, square_cutoff = 0.0, form.cutoff * form.cutoff
    for k in range(s.size):
        square = (dx[k] * dx[k] + dy[k] * dy[k]) * s[k]
        slope[k] = 0.0
        if square < square_cutoff:
            x, strength = np.sqrt(square), strengths[1] if unequal[k] else strengths[0]
            total += strength * derivative(form, 0, x)
            slope[k] = strength * derivative(form, 1, x) * s[k] / x
    return total


@njit
def _energy_from_derivatives(form, square, inverse):
    return derivative(form, 0, np.sqrt(square))


@njit
def _radial_from_derivatives(form, square):
    x = np.sqrt(square)
    w1 = derivative(form, 1, x) / x
    w2 = (derivative(form, 2, x) - w1) / square
    return w1, w2, (derivative(form, 3, x) - 3 * x * w2) / (square * x)


@njit
def _fourth_from_derivatives(form, square):
    _, w2, w3 = _radial_from_derivatives(form, square)
    return (derivative(form, 4, np.sqrt(square)) - 3 * w2 - 6 * square * w3) / (square * square)


_FROM_DERIVATIVES = {
    "block": _block_from_derivatives,
    "energy": _energy_from_derivatives,
    "radial": _radial_from_derivatives,
    "fourth": _fourth_from_derivatives,
}
