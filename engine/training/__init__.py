"""Predictors of plastic susceptibility, trained on labels and tried as Fan and Ma (2021) try theirs.

>>> labels = open_labels("lj-gq-labels/labels.nc")
>>> plane = train_ridge(labels, strain=0.02)
>>> network = train_network(labels)                 # needs PyTorch, which what it returns does not
>>> tried(labels, {"ridge": plane.softness, "Θ": steric_order}, strains=[0.01, 0.02])

Above the ensembles, whose labels they take, and above the indicators, which are tried beside them.
"""

from .fitting import Plan
from .image import ImagePlan, train_images
from .labelled import labelled_glass, of_split
from .network import train_network
from .ridge import train_ridge
from .trial import SCORES, compared, tried

__all__ = [
    "SCORES",
    "ImagePlan",
    "Plan",
    "compared",
    "labelled_glass",
    "of_split",
    "train_images",
    "train_network",
    "train_ridge",
    "tried",
]
