"""A tensorial elastoplastic model: two shear components, measured yield surfaces, slips where it gives first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..matter.load import Load
from ..mechanics.inclusions.sites import direction_of
from . import tensorial_lattice as kernels
from .lattice import MODULUS, N_FAILING
from .model import PLASTIC_STRAIN
from .propagator import tensor_in_fourier_space
from .seeds import AFTERWARDS, first_state
from .sheared import LOG, Sheared, check_positive, many_at_once
from .surfaces import YieldSurfaces, resolved


@dataclass(frozen=True, eq=False)
class TensorialState:
    """A tensorial lattice after an avalanche, or at a strain that was asked for.

    Attributes
    ----------
    strain, stress : float
        Of the whole; the stress is the mean over the blocks, along the load.
    stresses : ndarray, shape (2, L, L)
        (xx - yy) / 2 and xy, by row (y) and column (x).
    activity : ndarray of int, shape (L, L)
        Failures of each block so far.
    avalanches : ndarray, shape (n, 4)
        Since the state before: strain, failures, fall of the mean stress along the load, sweeps.
    failed, along : ndarray of int, shape (m,)
        Blocks (row times L plus column) that failed since the state before, in their order, and the direction of each.
    """

    strain: float
    stress: float
    stresses: np.ndarray
    activity: np.ndarray
    avalanches: np.ndarray
    failed: np.ndarray
    along: np.ndarray


class TensorialModel(Sheared[TensorialState]):
    """An elastoplastic lattice of which each block yields in the direction that gives first, loaded at any angle.

    As `ElastoplasticModel`, with both shear components of the stress, which slips along any direction change, and a
    yield stress for each of some directions. A block fails where the stress along one of them is what it bears there.

    Parameters
    ----------
    size : int
        Blocks along a side, L.
    surfaces : YieldSurfaces
        Of the blocks at first: a collection to draw from, or a glass's own map.
    renewal : YieldSurfaces, optional
        From which a block that has failed draws one, turned by chance; the same where left out.
    modulus : float
        Shear modulus at first, in units of stress.
    plastic_strain : float
        Slip of a failure.
    seed : int
        Of what is drawn after failures.
    load : Load, optional
        A simple or a pure shear; simple shear along the rows where left out.
    renewed_modulus : float, optional
        Of a block that has failed; the same where left out.
    discrete : bool
        Whether the propagator is that of finite differences.

    Raises
    ------
    GlassError
        Numbers out of range, a load that is no shear, or a map of another size.
    """

    kernels, parts = kernels, (kernels.TensorialLattice, kernels.TensorialRules)

    def __init__(
        self,
        size: int,
        surfaces: YieldSurfaces,
        renewal: YieldSurfaces | None = None,
        modulus: float = 1.0,
        plastic_strain: float = PLASTIC_STRAIN,
        seed: int = 0,
        load: Load | None = None,
        *,
        renewed_modulus: float | None = None,
        discrete: bool = False,
    ) -> None:
        renewed_modulus, renewal = modulus if renewed_modulus is None else renewed_modulus, renewal or surfaces
        check_positive(modulus=modulus, renewed_modulus=renewed_modulus, plastic_strain=plastic_strain)
        self.size, self._discrete = size, discrete
        limits, stresses = surfaces.drawn(size)
        angle = np.radians(2 * direction_of(load or Load.simple_shear()))
        columns = np.fft.ifft2(tensor_in_fourier_space(size, discrete)).real[[0, 0, 1], [0, 1, 1]]
        self._rules = kernels.TensorialRules(
            np.concatenate([columns, columns], axis=2), resolved(len(limits)), renewal.values,
            np.array([-np.sin(angle), np.cos(angle)]), float(modulus), float(renewed_modulus), float(plastic_strain),
            many_at_once(size),
        )  # fmt: skip
        failing, found, along, along_found = np.zeros((4, size**2), np.int64)
        failed, failed_along = np.zeros((2, 2 * size**2 + LOG), np.int64)
        self._lattice = kernels.TensorialLattice(
            stresses, limits, np.zeros((size, size), np.int64), failing, found, along, along_found, np.zeros(11),
            first_state(seed, AFTERWARDS), np.zeros((LOG, 4)), failed, failed_along,
        )  # fmt: skip
        self._renewed = np.zeros((size, size), bool)
        self._lattice.numbers[MODULUS] = modulus
        kernels.sweep(self._lattice, self._rules, 0.0, 0)

    def _failed(self, n):
        return np.stack([self._lattice.failed[:n], self._lattice.failed_along[:n]], axis=1)

    def _change(self):
        from scipy.fft import irfft2, rfft2

        n = int(self._lattice.numbers[N_FAILING])
        slips = np.zeros((2, self.size**2))
        change = 2 * self.modulus * self._rules.plastic_strain
        slips[:, self._lattice.failing[:n]] = change * self._rules.resolved[self._lattice.along[:n]].T
        waves = rfft2(slips.reshape(2, self.size, self.size))
        return irfft2(np.einsum("abyx,byx->ayx", self._waves, waves), s=(self.size, self.size))

    @cached_property
    def _waves(self):
        return tensor_in_fourier_space(self.size, self._discrete)[..., : self.size // 2 + 1]

    def _state(self, avalanches, failed):
        now = self._lattice
        stress = float(self._rules.load @ now.stresses.mean(axis=(1, 2)))
        return TensorialState(
            self.strain, stress, now.stresses.copy(), now.activity.copy(), avalanches, failed[:, 0], failed[:, 1]
        )
