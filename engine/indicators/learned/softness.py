"""Softness: what a support vector machine has learned of surroundings that rearrange."""

from __future__ import annotations

from ._learned import _Learned

_PAPER = "Richard et al., Phys. Rev. Materials 4, 113609 (2020), App. B5, eqs. B6 to B8"


class Softness(_Learned):
    """Softness S: how far a surrounding lies on the side of those that rearranged, as a machine learned to tell.

    S(i) = (w·z_i + b)/|w|, the signed distance to the plane of a linear support vector machine (C = 1), z_i the
    standardised structure functions of the particle: numbers of neighbours by distance and, where there are two sizes,
    by species, and its own diameter (Richard et al. 2020, App. B5; Cubuk et al. 2015). It was shown local maxima and
    minima of D²min of the critical modes of plastic events. A plane belongs to a model and to a way of making glasses:
    the shipped one that is nearest to the glass's own is taken, and says what it was trained on and how well it does on
    glasses that it has not seen (`predictor_of(glass).in_words()`). The glasses that it was trained on, some of the
    shipped ones, it knows better than it should: score it on others. `glasscope train softness` makes other planes.
    Distances are in standard deviations of the functions. LJ and POLY have the paper's functions, the other models
    those of their like *(ours)*. Cost O(N).
    """

    key = "softness"
    label = "Softness"
    symbol = "S"
    references = (_PAPER, "Cubuk et al., Phys. Rev. Lett. 114, 108001 (2015)")
    cost = "O(N), about 0.04 s at 10,000 particles"
