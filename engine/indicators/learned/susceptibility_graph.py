"""Plastic susceptibility from positions alone: what a graph network has learned of who will move most."""

from __future__ import annotations

from ._networks import _OfLoad

_BAPST = "Bapst et al., Nat. Phys. 16, 448 (2020)"
_FAN = "Fan and Ma, Nat. Commun. 12, 1506 (2021)"


class SusceptibilityGraph(_OfLoad):
    """Learned susceptibility from positions: a graph network in the load's frame, told where the neighbours are.

    Fan and Ma (2021) ask which 0.5 % of the particles will have the largest D²min at a strain under a load. The network
    sends messages between particles nearer than two mean spacings, three times, as Bapst et al. (2020) do and much
    smaller (31,000 weights); a mirrored glass has the mirrored field by construction *(ours)*. Values are logarithms of
    odds on a set with as many that moved most as others. It is trained on glasses of one model and one making, which a
    shipped network says (`predictor_of(glass).in_words()`), as it says how well it does on glasses that it has not
    seen; a glass of another making gets the nearest one. It knows shear alone, at any angle.
    """

    key = "susceptibility_graph"
    label = "Susceptibility, graph"
    symbol = "P_graph"
    references = (_FAN, _BAPST)
    requires = ("positions", "diameters", "load")
    cost = "O(N), about 0.2 s at 10,000 particles"


class SusceptibilityGraphFields(_OfLoad):
    """Learned susceptibility from positions and fields: the graph network, told the fields of the ridge too.

    As `susceptibility_graph`, and each particle is also told the fields of `susceptibility_ridge` and their means, and
    the nonaffine velocity and acceleration and the affine force as vectors in the load's frame *(ours)*.
    """

    key = "susceptibility_graph_fields"
    label = "Susceptibility, all"
    symbol = "P_all"
    references = (_FAN, _BAPST)
    requires = ("positions", "diameters", "forces", "hessian", "third derivatives", "fourth derivatives", "load")
    cost = "about 2 s at 10,000 particles, 0.4 s for another load"
