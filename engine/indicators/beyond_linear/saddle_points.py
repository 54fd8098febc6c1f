"""Which event the load would trigger first: the barriers around the minimum."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
import param

from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.load import Load
from ...mechanics.inclusions.sites import known_or_largest
from ...mechanics.kept import kept_of
from ...mechanics.soft_spots import saddle_points as saddles
from ..indicator import Indicator

_RANDOM = "searches begin with random pushes, which rounding and the order of particles turn into other saddles"


class SaddlePoints(Indicator):
    """Saddle point sampling: the strain at which the load would close a barrier around the minimum.

    Clusters of particles are pushed along random directions, and climb to saddles of the energy (ARTn), with all
    particles free, until five events are found for each, or twenty searches were made; a saddle counts if it leads back
    to the minimum on one side (Richard et al. 2020, App. B 14). A load closes a barrier ΔE that it lowers at the strain
    γ = (3/2) ΔE / |V (σ_saddle − σ₀):A|, as barriers fall like (1 − γ/γ_c)^(3/2) *(ours; the paper's equations are
    lost)*. A particle takes the least γ of the saddles where it goes at least a third as far as the farthest *(ours;
    the paper takes the cluster from which a search began, but searches end in other places too)*; particles that are in
    none take the largest value found.
    Cost: all of it; the saddles are kept with the glass, so that other loads cost nothing.
    """

    key = "saddle_points"
    label = "Saddle point sampling"
    symbol = "SPS"
    soft = "low"
    units = ""
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), App. B 14",)
    requires = ("positions", "forces", "hessian", "load")
    directional = True
    slow = True
    exceptions = MappingProxyType(dict.fromkeys(("translation", "relabelling", "turn", "box flip"), _RANDOM))
    cost = "60 to 120 s of one core at 1,000 particles, growing as the square of their number"

    radius = param.Number(default=saddles.RADIUS, bounds=(1.0, 4.0), doc="Radius of the clusters, in units of length.")
    spacing = param.Number(default=saddles.SPACING, bounds=(1.5, 5.0), doc="Least distance of their centres.")
    events = param.Integer(default=saddles.EVENTS, bounds=(1, 10), doc="Events to be found for each cluster.")
    frozen = param.Boolean(default=False, doc="Whether what is around a search stands still, which the paper does not.")
    seed = param.Integer(default=0, bounds=(0, 10_000), doc="Of the random pushes.")

    def compute(self, glass: Glass, load: Load, progress: Callable[[float], None] | None = None) -> np.ndarray:
        """The least strain at which an event is triggered, (N,)."""
        field = self.saddles(glass, progress).on_particles(load)
        if not np.isfinite(field).any():
            raise GlassError(f"no saddle was found whose barrier {load.label} lowers: ask for more events or clusters")
        return known_or_largest(field)

    def saddles(self, glass: Glass, progress: Callable[[float], None] | None = None) -> saddles.SaddlePoints:
        """The saddles themselves: displacements, barriers, changes of stress.

        Parameters
        ----------
        glass : Glass
            A relaxed state.
        progress : callable, optional
            Called with the share that is done.
        """
        chosen = {name: getattr(self, name) for name in ("radius", "spacing", "events", "seed", "frozen")}
        kept, key = kept_of(glass), ("saddle points", *chosen.values())
        if key not in kept:
            kept[key] = saddles.saddle_points(glass, **chosen, progress=progress)
        return kept[key]
