"""What a vibrational spectrum looks like: the density of states, and how many particles each mode moves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ...errors import GlassError


class DensityOfStates(NamedTuple):
    """The density of vibrational states D(ω) in logarithmic bins.

    Attributes
    ----------
    edges : ndarray, shape (n_bins + 1,)
        Edges of the bins in frequency, rising.
    frequencies : ndarray, shape (n_bins,)
        Geometric middles of the bins.
    density : ndarray, shape (n_bins,)
        Modes of a bin over the width of the bin and the number of all modes: the integral of D over all is 1.
    counts : ndarray of int, shape (n_bins,)
        Modes in each bin; the relative error of `density` is 1 over their root.
    """

    edges: np.ndarray
    frequencies: np.ndarray
    density: np.ndarray
    counts: np.ndarray


def participation_ratio(modes: ArrayLike) -> np.ndarray:
    """Participation ratio of each mode, shape (n_modes,): the share of particles that it moves.

    p_k = (Σ_i |Ψ_k^i|²)² / (N Σ_i |Ψ_k^i|⁴): 1 where all move equally, 2/3 for a plane wave, 1/N where one moves alone.

    Parameters
    ----------
    modes : array_like, shape (n_modes, n_particles, d)
        Modes, of any norm but zero.

    Raises
    ------
    GlassError
        If the shape is another, or a mode is zero or not finite.
    """
    modes = np.asarray(modes, dtype=float)
    if modes.ndim != 3:
        raise GlassError(f"modes have shape (n_modes, n_particles, d); got {modes.shape}")
    squares = np.einsum("kid,kid->ki", modes, modes)
    totals = squares.sum(axis=1)
    if not (np.isfinite(totals).all() and (totals > 0).all()):
        raise GlassError("a mode that moves nobody, or is not finite, has no participation ratio")
    return totals**2 / (modes.shape[1] * np.einsum("ki,ki->k", squares, squares))


def density_of_states(eigenvalues: ArrayLike, n_modes: int | None = None, bins_per_decade: int = 10) -> DensityOfStates:
    """Density of states D(ω), ω = √eigenvalue, in logarithmic bins.

    Parameters
    ----------
    eigenvalues : array_like
        Of the Hessian, of one glass or of many put together; all above zero (translations left out).
    n_modes : int, optional
        Number of all modes of those glasses, where only the lowest are given; as many as are given where left out.
    bins_per_decade : int
        Bins in each factor of ten of the frequency; edges lie on powers of ten.

    Raises
    ------
    GlassError
        If there is no eigenvalue, one is not above zero, or there are more of them than modes.
    """
    values = np.asarray(eigenvalues, dtype=float).ravel()
    if values.size == 0 or not (np.isfinite(values).all() and values.min() > 0):
        raise GlassError("a spectrum is made of finite eigenvalues above zero: leave the translations out")
    n_modes = values.size if n_modes is None else n_modes
    if n_modes < values.size:
        raise GlassError(f"{values.size} eigenvalues are more than the {n_modes} modes there are")
    if bins_per_decade < 1:
        raise GlassError(f"a decade holds at least one bin; got {bins_per_decade!r}")
    place = 0.5 * np.log10(values) * bins_per_decade
    first = np.floor(place.min())
    counts = np.bincount((np.floor(place) - first).astype(int))
    edges = 10 ** ((first + np.arange(counts.size + 1)) / bins_per_decade)
    density = counts / (np.diff(edges) * n_modes)
    return DensityOfStates(edges, np.sqrt(edges[:-1] * edges[1:]), density, counts)
