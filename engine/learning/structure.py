"""What a set of structure functions is: numbers that a learner is told of the surroundings of a particle.

A set is a small frozen object that a file can hold (`to_mapping`) and that computes its numbers, which no turn changes
(of glass and load together, where they depend on one), on any glass in any periodic cell.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load

_MOST = 4096  # functions of one set; a file that asks for more is damaged


class Structure:
    """Base of the sets of structure functions; a subclass is a frozen dataclass of numbers."""

    kind: ClassVar[str]
    n_species: int

    @property
    def names(self) -> list[str]:
        """What each function is, in the order of the columns."""
        raise NotImplementedError

    def compute(self, glass: Glass, who: np.ndarray | None = None, load: Load | None = None) -> np.ndarray:
        """The functions of some particles.

        Parameters
        ----------
        glass : Glass
            The state; not changed.
        who : array_like of int, shape (n,), optional
            Particles; all of them where left out.
        load : Load, optional
            Needed by functions that depend on it, ignored by the others.

        Returns
        -------
        ndarray, shape (n, number of functions)

        Raises
        ------
        GlassError
            The cell is too small for the functions' range, or the glass has not the species that they tell apart.
        """
        who = np.arange(glass.n_particles) if who is None else np.asarray(who, dtype=np.int64)
        if self.n_species == 2 and glass.species is None:
            raise GlassError(f"these structure functions tell two species apart; {glass.model.label} has none")
        return self._compute(glass, who, load)

    def to_mapping(self) -> dict:
        """All numbers that make it, as `structure_of` reads them."""
        return {"kind": self.kind, **vars(self)}

    def _species(self, glass):
        return glass.species if self.n_species == 2 else np.zeros(glass.n_particles, dtype=np.int64)

    def _compute(self, glass, who, load):
        raise NotImplementedError


def check_lengths(start: float, stop: float, width: float, n_species: int) -> None:
    """Refuse lengths that make no structure functions, or too many: they may come from a file.

    Parameters
    ----------
    start, stop, width : float
        First and last place, and their distance.
    n_species : int
        How many are told apart.

    Raises
    ------
    GlassError
        They make none.
    """
    try:
        sane = 0 < start < stop < 20 and 0 < width < stop - start and n_species in (1, 2)
        sane = sane and (stop - start) / width * n_species < _MOST
    except TypeError:
        sane = False
    if not sane:
        raise GlassError(
            f"structure functions from {start} to {stop} in steps of {width}, {n_species} species: no such"
        )
