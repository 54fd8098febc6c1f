"""Glasscope's engine: prepare glasses, load them, and ask structural indicators where they will yield.

The rooms, in the order in which data flows: `matter` (what a glass is), `prepare` (how it is made), `mechanics` (how it
answers a load), `learning` (what events teach about structure), `indicators` (where it is soft), `scores` (how well
that was known), `ensembles` (that on average), `mesoscale` (blocks in place of particles).
Units are those of each model: its length, energy and mass are 1, k_B = 1; tension is positive, strains are
dimensionless.
"""

from . import _processor, formats  # noqa: F401 - before numba is imported; and what gives glasses `load` and `save`
from .errors import (
    Cancelled,
    GlassError,
    GlassFileError,
    MissingInformation,
    MissingModesError,
    NotAMinimumError,
    NotConvergedError,
)
from .indicators import INDICATORS, Indicator
from .matter import MODELS, Box, Glass, Load, Model, fourth_order, third_order
from .mechanics import (
    ElasticTensor,
    Event,
    Response,
    Step,
    StrainExpansion,
    bulk_modulus,
    elastic_tensor,
    nonaffine_acceleration,
    nonaffine_d2min,
    nonaffine_jerk,
    pressure_expansion,
    relax,
    shear,
    shear_modulus,
    stress_expansion,
)
from .mesoscale import ElastoplasticModel, Thresholds, propagator
from .prepare import PROTOCOLS, library, prepare
from .scores import RankScore, rank

__all__ = [
    "INDICATORS",
    "MODELS",
    "PROTOCOLS",
    "Box",
    "Cancelled",
    "ElasticTensor",
    "ElastoplasticModel",
    "Event",
    "Glass",
    "GlassError",
    "GlassFileError",
    "Indicator",
    "Load",
    "MissingInformation",
    "MissingModesError",
    "Model",
    "NotAMinimumError",
    "NotConvergedError",
    "RankScore",
    "Response",
    "Step",
    "StrainExpansion",
    "Thresholds",
    "bulk_modulus",
    "elastic_tensor",
    "fourth_order",
    "library",
    "nonaffine_acceleration",
    "nonaffine_d2min",
    "nonaffine_jerk",
    "prepare",
    "pressure_expansion",
    "propagator",
    "rank",
    "relax",
    "shear",
    "shear_modulus",
    "stress_expansion",
    "third_order",
]
