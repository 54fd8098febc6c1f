"""Softness from distances and angles: the support vector machine that FM21 compares its networks with."""

from __future__ import annotations

from ._learned import _Learned


class SoftnessAngular(_Learned):
    """Softness from distances and angles: a machine that is also told the angles between neighbours.

    As `softness`, but with the Gaussians in distance and the angular functions of Fan and Ma 2021 (Methods), 841
    numbers in a mixture of two sizes. The paper's labels are the 0.5 % of particles with the largest D²min at a strain
    and as many others (C = 100), which `glasscope train softness_angular` takes unless told otherwise; the shipped
    planes say what theirs are (`predictor_of(glass).about["training"]`): so far those of `softness`, for which they are
    right less often. Where sizes are continuous, distances without the sizes say little: 74 %. Distances to the plane
    are in standard deviations of the functions. Cost O(N), with a large factor: 3,000 pairs of neighbours a particle.
    """

    key = "softness_angular"
    label = "Softness with angles"
    symbol = "S_∠"
    references = (
        "Fan and Ma, Nat. Commun. 12, 1506 (2021), Methods",
        "Cubuk et al., Phys. Rev. Lett. 114, 108001 (2015)",
    )
    cost = "O(N), about 5 s at 10,000 particles"
