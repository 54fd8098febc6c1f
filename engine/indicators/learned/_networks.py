"""What the networks have in common: the strain of which they predict."""

from __future__ import annotations

from dataclasses import replace

import param

from ...learning.networks import Network
from ._learned import _Learned


class _OfLoad(_Learned):
    """Base of indicators that a network computes for a load."""

    directional = True

    strain: param.Selector[float] = param.Selector(
        objects=[0.01, 0.02, 0.03], default=0.02, doc="Who will have moved most at this strain, of those it learned."
    )

    def predictor_of(self, glass):
        """The network that is used on a glass, at the strain that is asked for.

        Parameters
        ----------
        glass : Glass
            The glass.

        Raises
        ------
        GlassError
            None is given and none is shipped for its model, or it does not know the strain.
        """
        network = super().predictor_of(glass)
        return replace(network, strain=self.strain) if isinstance(network, Network) else network
