"""How much more stress a place can bear before it yields."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
import param

from ...matter.glass import Glass
from ...matter.load import Load
from ...mechanics.inclusions.local_strength import MAX_STRAIN, N_DIRECTIONS, RADIUS, local_strengths
from ...mechanics.inclusions.sites import SPACING, direction_of, known_or_largest, site_grid
from ...mechanics.inclusions.strengths import LocalStrengths
from ...mechanics.kept import kept_of
from ..indicator import Indicator


class ResidualStrength(Indicator):
    """Residual strength: the stress that a place can still bear before it yields.

    Discs of free particles in a frozen matrix are sheared in many directions α until their stress σ:A falls, and
    Δτ_c(α) = τ_c(α) − τ_0(α) is what they bore beyond their stress at rest. For a load in the direction α_l,
    Δτ_y = min over |α − α_l| < 45° of Δτ_c(α) / cos 2(α − α_l). A particle takes the smallest value of the discs that
    it is in (Richard et al. 2020, App. B 15). τ_c is the first maximum of the stress on the continuous branch, found
    by arc-length continuation, or the stress at the fold of the branch where that comes first *(ours; the paper steps
    the strain by 10⁻⁴ until the stress drops)*. Particles that are in no disc that yields take the largest value.
    ``stiffness`` holds a ring of particles around the disc by springs to their affine places *(ours)*, in place of the
    frozen matrix. Cost: all of it; it is kept with the glass, so that another load costs the directions that are new.
    """

    key = "residual_strength"
    label = "Residual strength"
    symbol = "Δτ_y"
    soft = "low"
    units = "energy / length²"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), App. B 15",)
    requires = ("positions", "forces", "hessian", "load")
    directional = True
    slow = True
    by_sites = True
    cost = "3 (IPL) to 15 s (LJ) of one core at 1,000 particles, in proportion to their number; two cores take half"
    exceptions = MappingProxyType({"translation": "the sites are on a grid that is fixed to the cell's corner"})

    radius = param.Number(default=RADIUS, bounds=(2.0, 7.0), doc="Radius of the free disc, in units of length.")
    spacing = param.Number(default=SPACING, bounds=(1.0, 6.0), doc="Distance of the sites, in units of length.")
    directions = param.Integer(default=N_DIRECTIONS, bounds=(4, 72), doc="Directions of the shear in 180°.")
    shell = param.Number(default=0.0, bounds=(0.0, 2.5), doc="Width of a ring held by springs, in units of length.")
    stiffness = param.Number(default=100.0, bounds=(1.0, 1e6), doc="Of these springs, energy / length².")

    def compute(self, glass: Glass, load: Load, progress: Callable[[float], None] | None = None) -> np.ndarray:
        """Δτ_y of each particle, (N,), in units of stress."""
        watch = None if progress is None else lambda done, found: progress(done / len(found.sites))
        strengths = self.kept_strengths(glass, self.angles(load), progress=watch)
        return known_or_largest(strengths.on_particles(glass, strengths.along(load)))

    def angles(self, load: Load | None = None) -> np.ndarray:
        """Directions of the shear, degrees; those within 45° of a load, where one is given.

        Parameters
        ----------
        load : Load, optional
            A shear.
        """
        every = np.arange(self.directions) * 180.0 / self.directions
        if load is None:
            return every
        return every[np.cos(np.radians(2 * (every - direction_of(load)))) > 1e-9]

    def kept_strengths(
        self, glass: Glass, angles: np.ndarray, progress: Callable[[int, LocalStrengths], None] | None = None
    ) -> LocalStrengths:
        """As `strengths`; directions that were sheared before, for another load, are not sheared again.

        Parameters
        ----------
        glass : Glass
            A relaxed state.
        angles : ndarray
            Directions, degrees.
        progress : callable, optional
            See `local_strengths`.
        """
        kept = kept_of(glass)
        key = ("residual strength", self.radius, self.spacing, self.shell, self.stiffness if self.shell else np.inf)
        known = kept.get(key)
        missing = angles if known is None else np.setdiff1d(angles, known.angles)
        if known is None or len(missing):
            found = self.strengths(glass, missing, progress=progress)
            known = kept[key] = found if known is None else known.joined(found)
        return known.in_directions(angles)

    def strengths(
        self,
        glass: Glass,
        angles: np.ndarray | None = None,
        sites: np.ndarray | None = None,
        *,
        threads: int | None = None,
        progress: Callable[[int, LocalStrengths], None] | None = None,
    ) -> LocalStrengths:
        """What sites bear in every direction, prestress, modulus and critical strain included.

        Parameters
        ----------
        glass : Glass
            A relaxed state.
        angles : ndarray, optional
            Directions, degrees; all of them where left out.
        sites : ndarray, shape (n_sites, 2), optional
            In units of length; the whole grid where left out.
        threads, progress : optional
            See `local_strengths`.
        """
        return local_strengths(
            glass, site_grid(glass, self.spacing) if sites is None else sites,
            self.angles() if angles is None else angles, radius=self.radius, max_strain=MAX_STRAIN,
            shell=self.shell, stiffness=self.stiffness if self.shell else np.inf, threads=threads,
            progress=progress,
        )  # fmt: skip
