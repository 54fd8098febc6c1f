"""What is the same of all lattices: sheared on and on, the logs of what happened handed over, kept in a file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, Self, TypeVar

import numpy as np

from ..errors import GlassError, GlassFileError
from ..quarantine.readers.stored_arrays import stored_in_file
from ..whole_files import path_when_complete
from .lattice import BEGAN, MANY, MODULUS, N_AVALANCHES, N_FAILED, REACHED, RUNAWAY, STRAIN

LOG = 4096
"""Avalanches that are logged before they are handed on."""

_FORMAT = "glasscope-lattice-1"
_COLUMNS_OF_ONE = 9.0  # a transform takes as long as so many columns times the logarithm of the blocks

State = TypeVar("State")


def many_at_once(size: int) -> int:
    """So many failures take as long one by one as by transforms.

    Parameters
    ----------
    size : int
        Blocks along a side.
    """
    return max(8, int(_COLUMNS_OF_ONE * np.log2(size)))


def check_positive(**numbers: float) -> None:
    """Refuse what is not above 0 and finite.

    Parameters
    ----------
    **numbers
        By name.

    Raises
    ------
    GlassError
        One of them is not.
    """
    for name, value in numbers.items():
        if not 0 < value < math.inf:
            raise GlassError(f"{name} is above 0 and finite; got {value!r}")


class Sheared(Generic[State]):
    """Base of the models; a subclass makes the lattice and its rules.

    Attributes
    ----------
    size : int
        Blocks along a side.
    """

    kernels: ModuleType
    parts: tuple[Any, Any]  # Any: the named tuples of lattice and rules, whose fields differ
    size: int
    _lattice: Any  # Any: a named tuple of arrays, of the subclass's kind
    _rules: Any  # Any: another
    _renewed: np.ndarray
    _discrete: bool

    @property
    def strain(self) -> float:
        """Of the whole, so far."""
        return float(self._lattice.numbers[STRAIN])

    @property
    def modulus(self) -> float:
        """Global shear modulus: the mean of the blocks'."""
        return float(self._lattice.numbers[MODULUS])

    def state(self) -> State:
        """The lattice as it is, nothing in its logs."""
        return self._state(np.empty((0, 4)), self._failed(0))

    def shear(self, max_strain: float, every: float | None = None) -> Iterator[State]:
        """Go on to a strain; a lattice that was sheared before goes on from where it is.

        Parameters
        ----------
        max_strain : float
            Of the whole, 1 for 100 %.
        every : float, optional
            Strain between two states, whatever happens between; after each avalanche where left out.

        Yields
        ------
        state
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
            ended = self.kernels.advance(lattice, self._rules, self._renewed, float(target), single)
            if ended == MANY:
                self.kernels.go_on(lattice, self._rules, self._change())
                continue
            if ended == RUNAWAY:
                raise GlassError(
                    f"an avalanche at a strain of {self.strain:.4g} does not end: the plastic strain is too large for "
                    "these thresholds"
                )
            n, m = int(numbers[N_AVALANCHES]), int(numbers[N_FAILED])
            avalanches.append(lattice.avalanches[:n].copy())
            failed.append(self._failed(m))
            numbers[BEGAN] -= m
            numbers[[N_AVALANCHES, N_FAILED]] = 0
            if ended == REACHED:
                return np.concatenate(avalanches), np.concatenate(failed)

    def _failed(self, n):
        """Who failed, of the log's first n."""
        return self._lattice.failed[:n].copy()

    def _change(self):
        """Stress that all blocks of which many fail at once change together."""
        raise NotImplementedError

    def _state(self, avalanches, failed):
        raise NotImplementedError

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
    def load(cls, path: str | Path) -> Self:
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
            model, (kind, rules) = cls.__new__(cls), cls.parts
            model._lattice = kind(**{name: arrays[name] for name in kind._fields})
            model._rules = rules(*(_plain(arrays[f"rule_{name}"]) for name in rules._fields))
            model._renewed, model._discrete = arrays["renewed"], bool(arrays["discrete"])
            model.size = len(model._renewed)
        except (ValueError, KeyError, OSError) as error:
            raise GlassFileError(f"{path} holds no lattice of such a model: {error}") from None
        return model


def _plain(value):
    """A number where an array holds one."""
    return value.item() if value.ndim == 0 else value
