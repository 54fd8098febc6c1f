"""How a glass answers a load: relaxation, linear response, athermal quasistatic shear, events."""

from .coarse_graining import LocalRates, local_rates
from .elasticity import (
    ElasticTensor,
    bulk_modulus,
    elastic_tensor,
    pressure_expansion,
    shear_modulus,
    stress_expansion,
)
from .events import Event
from .expansion import StrainExpansion, nonaffine_acceleration, nonaffine_jerk
from .linear.response import Response
from .nonaffine import nonaffine_d2min
from .relax import relax
from .shear import Step, shear

__all__ = [
    "ElasticTensor",
    "Event",
    "LocalRates",
    "Response",
    "Step",
    "StrainExpansion",
    "bulk_modulus",
    "elastic_tensor",
    "local_rates",
    "nonaffine_acceleration",
    "nonaffine_d2min",
    "nonaffine_jerk",
    "pressure_expansion",
    "relax",
    "shear",
    "shear_modulus",
    "stress_expansion",
]
