"""The scalar quasistatic elastoplastic model (R24 V): blocks that yield one after the other and load each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from ..errors import GlassError, GlassFileError
from ..quarantine.readers.stored_arrays import stored_in_file
from ..whole_files import path_when_complete
from . import lattice as kernels
from .propagator import in_fourier_space, propagator
from .random_numbers import first_state
from .thresholds import Thresholds

PLASTIC_STRAIN = 0.065
"""R24's, fitted to the steady stress of poly-IPL."""

_LOG = 4096  # avalanches that are logged before they are handed on
_FORMAT = "glasscope-lattice-1"
_COLUMNS_OF_ONE = 9.0  # a transform takes as long as so many columns times the logarithm of the blocks


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


class ElastoplasticModel:
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
        Whether a block also yields backwards, at minus its threshold.
    slip_power : float
        Power by which slips follow thresholds, (threshold / mean)^power: 0 where all are alike.

    Raises
    ------
    GlassError
        Numbers out of range, or a map of another size.
    """

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
        numbers = {"modulus": modulus, "renewed_modulus": renewed_modulus, "plastic_strain": plastic_strain}
        for name, value in numbers.items():
            if not 0 < value < math.inf:
                raise GlassError(f"{name} is above 0 and finite; got {value!r}")
        if not math.isfinite(slip_power):
            raise GlassError(f"slip_power is a number; got {slip_power!r}")
        in_space = propagator(size, discrete)
        self.size, self._discrete = size, discrete
        scale = float(renewal.values.mean())
        self._rules = kernels.Rules(
            np.concatenate([in_space, in_space], axis=1), renewal.values, renewal.tail, float(modulus),
            float(renewed_modulus), float(plastic_strain), float(slip_power), scale, bool(both_signs),
            max(8, int(_COLUMNS_OF_ONE * math.log2(size))),
        )  # fmt: skip
        limits, stresses = thresholds.drawn(size)
        failing, found = np.zeros((2, size**2), np.int64)
        self._lattice = kernels.Lattice(
            stresses, limits, np.zeros((size, size), np.int64), failing, found, np.zeros(size**2),
            np.zeros(10), first_state(seed), np.zeros((_LOG, 4)), np.zeros(2 * size**2 + _LOG, np.int64),
        )  # fmt: skip
        self._renewed = np.zeros((size, size), bool)
        self._lattice.numbers[kernels.MODULUS] = modulus
        kernels.sweep(self._lattice, self._rules, 0.0, 0)

    @property
    def strain(self) -> float:
        """Of the whole, so far."""
        return float(self._lattice.numbers[kernels.STRAIN])

    @property
    def modulus(self) -> float:
        """Global shear modulus: the mean of the blocks'."""
        return float(self._lattice.numbers[kernels.MODULUS])

    def shear(self, max_strain: float, every: float | None = None) -> Iterator[LatticeState]:
        """Go on to a strain; a lattice that was sheared before goes on from where it is.

        Parameters
        ----------
        max_strain : float
            Of the whole, 1 for 100 %.
        every : float, optional
            Strain between two states, whatever happens between; after each avalanche where left out.

        Yields
        ------
        LatticeState
            With copies of the lattice's arrays, the last one at `max_strain`.

        Raises
        ------
        GlassError
            An avalanche does not end: the plastic strain is too large for these thresholds.

        Notes
        -----
        Cost: a pass over the lattice a failure, 0.5 us at L = 64 and 12 us at 256, in avalanches of many less.
        """
        if every is not None and not every > 0:
            raise GlassError(f"strain between two states is above 0; got {every!r}")
        first, k = self.strain, 0
        while self.strain < max_strain:
            k += 1
            target = max_strain if every is None else min(max_strain, first + k * every)
            if max_strain - target < 1e-9 * max_strain:
                target = max_strain
            yield self._state(*self._advanced(target, every is None))

    def _advanced(self, target, single):
        """Shear on; the logs of what happened, joined."""
        lattice, numbers, avalanches, failed = self._lattice, self._lattice.numbers, [], []
        while True:
            ended = kernels.advance(lattice, self._rules, self._renewed, float(target), single)
            if ended == kernels.MANY:
                kernels.go_on(lattice, self._rules, self._change)
                continue
            if ended == kernels.RUNAWAY:
                raise GlassError(
                    f"an avalanche at a strain of {self.strain:.4g} does not end: the plastic strain is too large for "
                    "these thresholds"
                )
            n, m = int(numbers[kernels.N_AVALANCHES]), int(numbers[kernels.N_FAILED])
            avalanches.append(lattice.avalanches[:n].copy())
            failed.append(lattice.failed[:m].copy())
            numbers[kernels.BEGAN] -= m
            numbers[[kernels.N_AVALANCHES, kernels.N_FAILED]] = 0
            if ended == kernels.REACHED:
                return np.concatenate(avalanches), np.concatenate(failed)

    @property
    def _change(self):
        """Stress that all blocks of which many fail at once change together: a convolution with the propagator."""
        from scipy.fft import irfft2, rfft2  # 50 ms that importing the engine need not take

        lattice, n = self._lattice, int(self._lattice.numbers[kernels.N_FAILING])
        slips = np.zeros(self.size**2)
        slips[lattice.failing[:n]] = lattice.changes[:n]
        waves = rfft2(slips.reshape(self.size, self.size))
        return irfft2(waves * self._waves, s=(self.size, self.size))

    @cached_property
    def _waves(self):
        return in_fourier_space(self.size, self._discrete)[:, : self.size // 2 + 1]

    def _state(self, avalanches, failed):
        lattice = self._lattice
        return LatticeState(
            self.strain, float(lattice.stresses.mean()), lattice.stresses.copy(), lattice.thresholds.copy(),
            lattice.activity.copy(), avalanches, failed,
        )  # fmt: skip

    def save(self, path: str | Path) -> None:
        """Keep the lattice as it is: `load` goes on from there and ends the same, to the last bit.

        Parameters
        ----------
        path : str or path
            An npz file.
        """
        rules = {f"rule_{name}": value for name, value in self._rules._asdict().items()}
        with path_when_complete(Path(path)) as part, open(part, "wb") as file:
            np.savez_compressed(
                file, format=_FORMAT, discrete=self._discrete, renewed=self._renewed, **self._lattice._asdict(), **rules
            )

    @classmethod
    def load(cls, path: str | Path) -> ElastoplasticModel:
        """A lattice that was kept.

        Parameters
        ----------
        path : str or path
            What `save` wrote.

        Raises
        ------
        GlassFileError
            It is no such file, or damaged.
        """
        try:
            arrays = stored_in_file(Path(path))
            if str(arrays.pop("format")) != _FORMAT:
                raise ValueError(f"expected {_FORMAT}")
            model = cls.__new__(cls)
            model._lattice = kernels.Lattice(**{name: arrays[name] for name in kernels.Lattice._fields})
            model._rules = kernels.Rules(*(_plain(arrays[f"rule_{name}"]) for name in kernels.Rules._fields))
            model._renewed, model._discrete = arrays["renewed"], bool(arrays["discrete"])
            model.size = len(model._renewed)
        except (ValueError, KeyError, OSError) as error:
            raise GlassFileError(f"{path} holds no lattice of an elastoplastic model: {error}") from None
        return model


def _plain(value):
    """A number where an array holds one."""
    return value.item() if value.ndim == 0 else value
