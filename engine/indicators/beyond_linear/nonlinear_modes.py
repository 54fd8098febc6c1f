"""Where the energy rises least before it falls: nonlinear quasilocalised modes."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
import param

from ...matter.glass import Glass
from ...matter.load import Load
from ...mechanics.soft_spots import nonlinear_modes as modes
from ..indicator import Indicator


class NonlinearModes(Indicator):
    """Nonlinear modes: displacements over which the energy rises least before it falls.

    π solves M·π = [M:ππ / (U⁽ⁿ⁾·πⁿ)] U⁽ⁿ⁾·πⁿ⁻¹, with n = 4 for POLY and n = 3 for LJ (Richard et al. 2020, App. B 13),
    n = 4 for the others where they are smooth enough. A search starts in each cell of a grid, from the response to
    the pair that the load works on most; searches that end at one mode (overlap above 0.9) give it once. The field is
    Σ_m |π_m,i|² / κ_m, κ = M:ππ *(ours; the paper draws the list of modes with stiffness, place and coupling, which
    `found` gives)*. POLY is not smooth enough for n = 4 where a pair crosses its cutoff.
    Cost: some fifty solves a cell.
    """

    key = "nonlinear_modes"
    label = "Nonlinear modes"
    symbol = "π"
    soft = "high"
    units = "length² / energy"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), App. B 13",)
    requires = ("positions", "forces", "hessian", "third derivatives", "load")
    directional = True
    slow = True
    exceptions = MappingProxyType({"translation": "the cells are on a grid that is fixed to the corner"})
    cost = "about 1 s at 1,000, two minutes at 10,000 particles"

    order: param.Selector[str] = param.Selector(
        default="model", objects=["model", "3", "4"], doc="n; that of the paper for each model."
    )
    cell = param.Number(default=modes.CELL, bounds=(2.0, 10.0), doc="Side of the cells searched, in units of length.")

    def compute(self, glass: Glass, load: Load, progress: Callable[[float], None] | None = None) -> np.ndarray:
        """The sum over modes, (N,), in units of length² / energy."""
        return self.compute_with_modes(glass, load, progress)[0]

    def compute_with_modes(
        self, glass: Glass, load: Load, progress: Callable[[float], None] | None = None
    ) -> tuple[np.ndarray, modes.NonlinearModes]:
        """The sum over modes, and the modes, which are searched once."""
        found = self.found(glass, load, None if progress is None else lambda done, of: progress(done / of))
        return found.field, found

    def found(
        self, glass: Glass, load: Load, progress: Callable[[int, int], None] | None = None
    ) -> modes.NonlinearModes:
        """The modes themselves: vectors, stiffness, place, coupling.

        Parameters
        ----------
        glass : Glass
            A relaxed state.
        load : Load
            The load that chooses where searches start.
        progress : callable, optional
            See `mechanics.nonlinear_modes`.
        """
        own = 3 if glass.model.key == "lj" or glass.model.smoothness == 3 else 4
        order = own if self.order == "model" else int(self.order)
        return modes.nonlinear_modes(glass, load, order, cell=self.cell, progress=progress)
