"""Nonaffine displacement since a chosen state: where the glass has already flowed."""

from __future__ import annotations

import numpy as np
import param

from ...matter.glass import Glass
from ...matter.load import Load
from ...mechanics.nonaffine import nonaffine_d2min
from ..indicator import Indicator


class NonaffineDisplacement(Indicator):
    """Nonaffine displacement since a chosen state (D²_min): shows events, and the shear band.

    D²_min(i) = min over J of (1/n_i) Σ_j |r_ij − J r⁰_ij|², over the n_i neighbours j within a radius in the reference
    state (Falk and Langer 1998). It is a mean per neighbour here; OVITO gives the sum, LAMMPS the square root of it.
    It tells the past, not the future: as a prediction it is the statement that the glass fails where it failed.
    The two states must have corresponding lattice vectors; whether positions are wrapped does not matter.
    Cost O(N) with about 20 neighbours a particle.
    """

    key = "nonaffine_displacement"
    label = "Nonaffine displacement"
    symbol = "D²_min"
    soft = "high"
    units = "length²"
    references = ("Falk and Langer, Phys. Rev. E 57, 7192 (1998), eq. 2.11",)
    requires = ("positions", "reference")
    directional = False
    cost = "O(N), about 20 ms at 10,000 particles"

    reference = param.ClassSelector(class_=Glass, default=None, allow_None=True, doc="The state to compare with.")
    radius = param.Number(
        default=2.5, bounds=(1.5, 4.0), doc="Radius of the neighbourhood, in mean spacings of the reference state."
    )

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """D²_min of each particle since the reference, (N,), in units of length squared."""
        reference = self._reference(glass)
        spacing = reference.density ** (-1.0 / reference.dimension)
        return nonaffine_d2min(reference, _unwrapped(glass, reference), radius=self.radius * spacing)


def _unwrapped(glass, reference):
    """The glass with each particle in the image that is nearest to where the reference, deformed with it, has it."""
    crossed = np.rint(glass.box.fractional(glass.positions) - reference.box.fractional(reference.positions))
    return glass if not crossed.any() else glass.with_positions(glass.positions - crossed @ glass.box.cell)
