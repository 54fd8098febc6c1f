"""Learned structure: structure functions, labels from plastic events, and planes between soft and stiff surroundings.

>>> plane = train(Course("softness", glasses=("lj-htl-1024-1", "lj-htl-1024-2", "lj-htl-1024-3")), "states")
>>> plane.accuracy                                # on glasses held out, with its standard error
>>> plane.softness(glass)                         # (n_particles,), the indicator S

scikit-learn is loaded when a plane is fitted, not before; a plane that is there needs numpy only.
"""

from .angular import RadialAngular
from .course import RECIPES, Course, Recipe
from .examples import LABELS, Examples, Labelled, gather
from .labels import critical_d2min, extremum_labels, mobile_labels
from .load_fields import LoadFields
from .logistic import fit_logistic
from .plane import Plane
from .predictor import Predictor
from .radial import RadialCounts, RadialHats
from .sets import STRUCTURES, angular_structure, loaded_structure, radial_structure, structure_of
from .shipped import predictor_for, predictor_named, shipped_predictors
from .structure import Structure
from .support_vectors import Fit, balanced_accuracy, fit, held_out
from .training import TrainingProgress, fitted, train

__all__ = [
    "LABELS",
    "RECIPES",
    "STRUCTURES",
    "Course",
    "Examples",
    "Fit",
    "Labelled",
    "LoadFields",
    "Plane",
    "Predictor",
    "RadialAngular",
    "RadialCounts",
    "RadialHats",
    "Recipe",
    "Structure",
    "TrainingProgress",
    "angular_structure",
    "balanced_accuracy",
    "critical_d2min",
    "extremum_labels",
    "fit",
    "fit_logistic",
    "fitted",
    "gather",
    "held_out",
    "loaded_structure",
    "mobile_labels",
    "predictor_for",
    "predictor_named",
    "radial_structure",
    "shipped_predictors",
    "structure_of",
    "train",
]
