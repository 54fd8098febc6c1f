"""Plastic susceptibility from a density map: what a convolutional network has learned of who will move most."""

from __future__ import annotations

from types import MappingProxyType

from ._networks import _OfLoad


class SusceptibilityImage(_OfLoad):
    """Learned susceptibility from a density map: convolutions of Gaussians around the particles, in the load's frame.

    Fan and Ma (2021) show a convolutional network an image around each particle (eq. 1, pixels of 0.2 and Gaussians as
    wide) and ask whether it will be among the 0.5 % with the largest D²min at a strain. Here it sees one map of the
    whole glass, on which particles share their convolutions, reads between the pixels of the last layer, and keeps the
    mirrors of the load by construction *(ours; shallower by far)*. Values are logarithms of odds on a set with as many
    that moved most as others. Pixels and pools do not move with the particles, so that values depend a little on where
    the glass lies. It is trained on glasses of one model and one making, as `susceptibility_graph` is, and knows shear
    alone, at any angle.
    """

    key = "susceptibility_image"
    label = "Susceptibility, image"
    symbol = "P_image"
    references = ("Fan and Ma, Nat. Commun. 12, 1506 (2021), eq. 1",)
    requires = ("positions", "diameters", "load")
    cost = "O(N), about 0.24 s at 10,000 particles"
    exceptions = MappingProxyType(
        {
            "translation": "pixels do not move with the particles",
            "box flip": "the grid of pixels lies around the middle of the cell",
        }
    )
