"""The base of learned indicators: signed distances to a trained plane."""

from __future__ import annotations

import param

from ...learning import Plane, plane_for, plane_named
from ..indicator import Indicator


class _Learned(Indicator):
    """Base of indicators that are distances to a trained plane."""

    soft = "high"
    units = ""
    requires: tuple[str, ...] = ("positions", "diameters")
    directional = False

    plane = param.ClassSelector(
        class_=(Plane, str),
        default=None,
        allow_None=True,
        precedence=-1,
        doc="A plane, its file, or the key of a shipped one; None takes the shipped one for the glass's own making.",
    )

    def plane_of(self, glass) -> Plane:
        """The plane that is used on a glass: its `in_words` says what it was trained on.

        Parameters
        ----------
        glass : Glass
            The glass.

        Raises
        ------
        GlassError
            No plane is given and none is shipped for its model, or the file of the one that is given cannot be read.
        """
        if self.plane is None:
            return plane_for(glass, self.key)
        if isinstance(self.plane, Plane):
            return self.plane
        return plane_named(self.plane)

    def compute(self, glass, load=None):
        """Signed distance of each particle to the plane, (N,)."""
        return self.plane_of(glass).softness(glass, load)
