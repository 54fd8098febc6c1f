"""Plastic susceptibility from the engine's own fields: what a logistic regression has learned of who will move most."""

from __future__ import annotations

from ._learned import _Learned


class SusceptibilityRidge(_Learned):
    """Learned susceptibility: fields of the glass around each particle, in the load's frame, weighed by a regression.

    Fan and Ma (2021) ask which 0.5 % of the particles will have the largest D²min at a strain under a load, and train
    networks on positions. This one is told what the engine knows *(ours)*: sixteen fields at rest and under the load
    (c_α and its change, ẋ and its D²min, that of ẍ, φ_γ, the stress, how much more the small cavity around a particle
    bears by its cubic, ...), each as arcsinh of its value over the median, in Gaussian means around the particle, and
    along the axis of stretch less across. A logistic regression with a penalty weighs them: values are distances to its
    plane, in standard deviations. It is trained on glasses of one model and one making, which a shipped plane says
    (`predictor_of(glass).in_words()`), as it says how well it does on glasses that it has not seen; a glass of another
    making gets the nearest one. Cost: one factorisation, one selected inverse, three solves and a cubic a cavity.
    """

    key = "susceptibility_ridge"
    label = "Susceptibility, ridge"
    symbol = "P_fields"
    references = ("Fan and Ma, Nat. Commun. 12, 1506 (2021)",)
    requires = ("positions", "diameters", "forces", "hessian", "third derivatives", "fourth derivatives", "load")
    directional = True
    cost = "about 2 s at 10,000 particles, 0.2 s for another load"
