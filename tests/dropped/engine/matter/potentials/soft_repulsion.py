"""A soft repulsion, as somebody would write it: the derivatives, and nothing else."""

from typing import NamedTuple

from ..._jit import njit
from ..potential import Family, Potential


class SoftRepulsion(NamedTuple):
    """f = height (1 - x / cutoff)^exponent."""

    height: float
    exponent: float
    cutoff: float


def soft_repulsion(height: float, exponent: float, cutoff: float) -> Potential:
    """Repels up to its cutoff."""
    return Potential(SoftRepulsion(height, exponent, cutoff), repulsive_below=cutoff)


@njit
def _derivative(form, order, x):
    f = form.height * (1 - x / form.cutoff) ** (form.exponent - order)
    for k in range(order):
        f *= -(form.exponent - k) / form.cutoff
    return f


FAMILY = Family(SoftRepulsion, _derivative)
