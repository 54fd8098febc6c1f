"""What a glass is: cell, load, pair energies, models, pairs, and the state itself."""

from .cell import Box
from .correlation import elongation, orientational_distribution, partial_distributions, radial_distribution
from .density_maps import extreme_particles, spatial_density_maps
from .glass import Glass
from .hessian import fourth_order, hessian, third_order
from .load import Load
from .model import Model
from .models import MODELS, model_of
from .neighbours import Neighbours, find_pairs
from .pairs import PairTable
from .tessellation import Tessellation, tessellate

__all__ = [
    "MODELS",
    "Box",
    "Glass",
    "Load",
    "Model",
    "Neighbours",
    "PairTable",
    "Tessellation",
    "elongation",
    "extreme_particles",
    "find_pairs",
    "fourth_order",
    "hessian",
    "model_of",
    "orientational_distribution",
    "partial_distributions",
    "radial_distribution",
    "spatial_density_maps",
    "tessellate",
    "third_order",
]
