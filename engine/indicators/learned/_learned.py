"""The base of learned indicators: what a trained predictor says of each particle."""

from __future__ import annotations

import param

from ...errors import GlassError
from ...learning import Predictor, predictor_for, predictor_named
from ..indicator import Indicator


class _Learned(Indicator):
    """Base of indicators that a trained predictor computes."""

    soft = "high"
    units = ""
    requires: tuple[str, ...] = ("positions", "diameters")
    directional = False

    predictor = param.ClassSelector(
        class_=(Predictor, str),
        default=None,
        allow_None=True,
        precedence=-1,
        doc="A trained predictor, its file, or the key of a shipped one; None takes that for the glass's own making.",
    )

    def predictor_of(self, glass) -> Predictor:
        """The predictor that is used on a glass: its `in_words` says what it was trained on.

        Parameters
        ----------
        glass : Glass
            The glass.

        Raises
        ------
        GlassError
            None is given and none is shipped for its model, or the file of the one that is given cannot be read.
        """
        if self.predictor is None:
            return predictor_for(glass, self.key)
        if isinstance(self.predictor, Predictor):
            return self.predictor
        return predictor_named(self.predictor)

    def origin(self, glass):
        """What its predictor was trained on, how well that does, and whether the glass is another one."""
        try:
            predictor = self.predictor_of(glass)
        except GlassError as error:
            return str(error)
        return "; ".join(filter(None, (predictor.in_words(), predictor.unlike(glass))))

    def compute(self, glass, load=None):
        """What the predictor says of each particle, (N,): a signed distance to its plane, or the log of its odds."""
        return self.predictor_of(glass).softness(glass, load)
