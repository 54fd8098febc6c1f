"""The scalar quasistatic elastoplastic model (R24 V): blocks that yield one after the other and load each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..errors import GlassError
from . import lattice
from .propagator import in_fourier_space, propagator
from .seeds import AFTERWARDS, first_state
from .sheared import LOG, Sheared, check_positive, many_at_once
from .thresholds import Thresholds

PLASTIC_STRAIN = 0.065
"""R24's, fitted to the steady stress of poly-IPL."""


@dataclass(frozen=True, eq=False)
class LatticeState:
    """A lattice after an avalanche, or at a strain that was asked for.

    Attributes
    ----------
    strain, stress : float
        Of the whole; the stress is the mean over the blocks.
    stresses, thresholds : ndarray, shape (L, L)
        By row (y) and column (x).
    activity : ndarray of int, shape (L, L)
        Failures of each block so far.
    avalanches : ndarray, shape (n, 4)
        Since the state before: strain, failures, fall of the mean stress, sweeps.
    failed : ndarray of int, shape (m,)
        Blocks (row times L plus column) that failed since the state before, in their order.
    """

    strain: float
    stress: float
    stresses: np.ndarray
    thresholds: np.ndarray
    activity: np.ndarray
    avalanches: np.ndarray
    failed: np.ndarray


class ElastoplasticModel(Sheared[LatticeState]):
    """An elastoplastic lattice under simple shear, in the quasistatic limit, all unstable blocks failing at once.

    Blocks are loaded by mu times the strain until one is at its threshold. It slips by a plastic strain, which takes
    2 mu eps G from all blocks (`propagator`), and gets a threshold from the renewal distribution and its modulus; those
    that are beyond their thresholds then slip together, until none is. The global modulus is the mean of the blocks'.

    Parameters
    ----------
    size : int
        Blocks along a side, L.
    thresholds : Thresholds
        Of the blocks at first: a distribution, or a glass's own map.
    renewal : Thresholds, optional
        From which a block that has failed draws; the same where left out. R24 take that of a hot glass.
    modulus : float
        Shear modulus at first, in units of stress.
    plastic_strain : float
        Slip of a failure.
    seed : int
        Of the thresholds that are drawn after failures.
    renewed_modulus : float, optional
        Of a block that has failed; the same where left out.
    discrete : bool
        Whether the propagator is that of finite differences.
    both_signs : bool
        Whether a block also yields backwards, at minus its threshold; not for maps whose stress at rest is beyond it.
    slip_power : float
        Power by which slips follow thresholds, (threshold / mean)^power: 0 where all are alike.

    Raises
    ------
    GlassError
        Numbers out of range, or a map of another size.
    """

    kernels, parts = lattice, (lattice.Lattice, lattice.Rules)

    def __init__(
        self,
        size: int,
        thresholds: Thresholds,
        renewal: Thresholds | None = None,
        modulus: float = 1.0,
        plastic_strain: float = PLASTIC_STRAIN,
        seed: int = 0,
        *,
        renewed_modulus: float | None = None,
        discrete: bool = False,
        both_signs: bool = False,
        slip_power: float = 0.0,
    ) -> None:
        renewed_modulus, renewal = modulus if renewed_modulus is None else renewed_modulus, renewal or thresholds
        check_positive(modulus=modulus, renewed_modulus=renewed_modulus, plastic_strain=plastic_strain)
        if not math.isfinite(slip_power):
            raise GlassError(f"slip_power is a number; got {slip_power!r}")
        in_space = propagator(size, discrete)[: size // 2 + 1]
        self.size, self._discrete = size, discrete
        scale = float(renewal.values.mean())
        self._rules = lattice.Rules(
            np.concatenate([in_space, in_space], axis=1), renewal.values, renewal.tail, float(modulus),
            float(renewed_modulus), float(plastic_strain), float(slip_power), scale, bool(both_signs),
            many_at_once(size),
        )  # fmt: skip
        limits, stresses = thresholds.drawn(size)
        if both_signs and not (np.abs(stresses) < limits).all():
            raise GlassError("blocks of this map would yield backwards at rest: leave both_signs out")
        failing, found = np.zeros((2, size**2), np.int64)
        self._lattice = lattice.Lattice(
            stresses, limits, np.zeros((size, size), np.int64), failing, found, np.zeros(size**2),
            np.zeros(10), first_state(seed, AFTERWARDS), np.zeros((LOG, 4)), np.zeros(2 * size**2 + LOG, np.int64),
        )  # fmt: skip
        self._renewed = np.zeros((size, size), bool)
        self._lattice.numbers[lattice.MODULUS] = modulus
        lattice.sweep(self._lattice, self._rules, 0.0, 0)

    def _change(self):
        from scipy.fft import irfft2, rfft2  # 50 ms that importing the engine need not take

        failing = self._lattice.failing[: int(self._lattice.numbers[lattice.N_FAILING])]
        slips = np.zeros(self.size**2)
        slips[failing] = self._lattice.changes[: failing.size]
        waves = rfft2(slips.reshape(self.size, self.size))
        return irfft2(waves * self._waves, s=(self.size, self.size))

    @cached_property
    def _waves(self):
        return in_fourier_space(self.size, self._discrete)[:, : self.size // 2 + 1]

    def _state(self, avalanches, failed):
        now = self._lattice
        return LatticeState(
            self.strain, float(now.stresses.mean()), now.stresses.copy(), now.thresholds.copy(), now.activity.copy(),
            avalanches, failed,
        )  # fmt: skip
