"""What a glass is: cell, load, pair energies, models, pairs, and the state itself."""

from .cell import Box
from .glass import Glass
from .hessian import fourth_order, hessian, third_order
from .load import Load
from .models import MODELS, Model, model_of
from .neighbours import Neighbours, find_pairs
from .pairs import PairTable

__all__ = [
    "MODELS",
    "Box",
    "Glass",
    "Load",
    "Model",
    "Neighbours",
    "PairTable",
    "find_pairs",
    "fourth_order",
    "hessian",
    "model_of",
    "third_order",
]
