"""The steady flow of a lattice, and the plastic strain with which it flows at a stress that was measured (R24 V A)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import GlassError
from .model import ElastoplasticModel
from .thresholds import Thresholds

SINCE, UNTIL, EVERY = 2.0, 12.0, 0.01
"""Strains where the flow is taken as steady, where it ends, and between two of its stresses."""

BOUNDS = (0.002, 0.5)
"""Plastic strains between which one is looked for."""


@dataclass(frozen=True)
class PlasticStrain:
    """The plastic strain that fits a steady stress.

    Attributes
    ----------
    value, error : float
        It, and its standard error over seeds; nan of fewer than two.
    stress : float
        Steady stress of the lattice with it.
    """

    value: float
    error: float
    stress: float


def steady_stresses(
    model: ElastoplasticModel, since: float = SINCE, until: float = UNTIL, every: float = EVERY
) -> np.ndarray:
    """Mean stress of a lattice that flows, at even strains, shape (n,).

    Parameters
    ----------
    model : ElastoplasticModel
        It is sheared on.
    since, until, every : float
        Strains: where the flow is steady, where it ends, and between two values.

    Raises
    ------
    GlassError
        There is no strain between the two, or an avalanche does not end.
    """
    if not 0 <= since < until:
        raise GlassError(f"a flow is looked at from one strain to a larger one; got {since!r} and {until!r}")
    return np.array([state.stress for state in model.shear(until, every) if state.strain > since])


def fit_plastic_strain(
    stress: float,
    size: int,
    thresholds: Thresholds,
    modulus: float,
    *,
    seeds: Sequence[int] = (0, 1, 2, 3),
    since: float = SINCE,
    until: float = UNTIL,
    bounds: tuple[float, float] = BOUNDS,
) -> PlasticStrain:
    """The plastic strain with which a lattice flows at a stress: R24's only parameter, fitted as they do.

    Parameters
    ----------
    stress : float
        Steady stress of the glass.
    size : int
        Blocks along a side.
    thresholds : Thresholds
        From which blocks draw after a failure.
    modulus : float
        Shear modulus, in units of stress.
    seeds : sequence of int
        One fit each.
    since, until : float
        See `steady_stresses`.
    bounds : tuple of float
        Smallest and largest plastic strain that is tried.

    Raises
    ------
    GlassError
        The lattice flows at no such stress with any plastic strain between the bounds; or an avalanche does not end.

    Notes
    -----
    Cost: some ten flows a seed, 0.1 to 1 s each at L = 20.
    """
    from scipy.optimize import brentq

    def flows_at(plastic_strain, seed):
        model = ElastoplasticModel(size, thresholds, modulus=modulus, plastic_strain=plastic_strain, seed=seed)
        return float(steady_stresses(model, since, until).mean())

    fitted = []
    for seed in seeds:
        highest, lowest = (flows_at(one, seed) for one in bounds)
        if not lowest <= stress <= highest:
            raise GlassError(
                f"with plastic strains from {bounds[0]:g} to {bounds[1]:g} these blocks flow at stresses from "
                f"{highest:.3g} down to {lowest:.3g}, not at {stress:.3g}: are thresholds and modulus those of the "
                "glass?"
            )
        logarithm = brentq(lambda x, seed=seed: flows_at(np.exp(x), seed) - stress, *np.log(bounds), xtol=2e-3)
        fitted.append(np.exp(logarithm))
    error = float(np.std(fitted, ddof=1) / len(fitted) ** 0.5) if len(fitted) > 1 else np.nan
    value = float(np.mean(fitted))
    return PlasticStrain(value, error, float(np.mean([flows_at(value, seed) for seed in seeds])))
