"""The stress at which a place would yield, estimated without shearing it."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import param

from ...matter.glass import Glass
from ...matter.load import Load
from ...mechanics.inclusions.micromechanics import RADIUS, SPACING, bond_strengths
from ...mechanics.inclusions.sites import known_or_largest
from ..indicator import Indicator


class BondMicromechanicsStrength(Indicator):
    """Strength from bond micromechanics: the stress at which a place would yield, estimated without shearing it.

    In cavities whose surroundings move affinely, the nonaffine velocity, acceleration and jerk give the stress as a
    cubic in the strain, σ(γ) = σ + σ_γ γ + σ_γγ γ²/2 + σ_γγγ γ³/6; σ_Y is its value at the first forward maximum,
    prestress included (Richard 2024, section IV). A particle takes the lowest of the cavities around it; cavities
    without a maximum say nothing, and a particle that has only such ones takes the largest value found. It is an
    estimate of the mean strength: the order of places is better taken from the residual strength.
    Cost: one small factor a site.
    """

    key = "bond_micromechanics_strength"
    label = "Strength from bond micromechanics"
    symbol = "σ_Y"
    soft = "low"
    units = "energy / length²"
    references = ("Richard, Connecting microscopic and mesoscopic mechanics (2024), section IV",)
    requires = ("positions", "forces", "hessian", "third derivatives", "fourth derivatives", "load")
    directional = True
    exceptions = MappingProxyType({"relabelling": "centres are particles, taken in their order where they are apart"})
    cost = "about 0.6 s at 10,000 particles, 0.5 ms a site"

    radius = param.Number(default=RADIUS, bounds=(3.0, 6.0), doc="Radius of the cavities, in mean spacings.")
    spacing = param.Number(default=SPACING, bounds=(1.0, 5.0), doc="Distance of their centres, in mean spacings.")

    def compute(self, glass: Glass, load: Load) -> np.ndarray:
        """σ_Y of each particle, (N,), in units of stress."""
        field = bond_strengths(glass, load, radius=self.radius, spacing=self.spacing).on_particles(glass)
        return known_or_largest(field)

    def share_without(self, glass: Glass, load: Load) -> float:
        """The share of cavities whose stress has no forward maximum.

        Parameters
        ----------
        glass : Glass
            The state.
        load : Load
            A shear.
        """
        return bond_strengths(glass, load, radius=self.radius, spacing=self.spacing).share_without
