"""The elastoplastic model on the scale of blocks, fed with measured yield stresses (R24 V).

>>> hot = Thresholds.from_values(strengths)             # what places of hot glasses can bear, in units of stress
>>> model = ElastoplasticModel(64, Thresholds.from_glass(glass, Load.simple_shear()), renewal=hot, modulus=16.0)
>>> for state in model.shear(max_strain=0.2):
...     print(state.strain, state.stress, len(state.failed))
"""

from .bands import lattice_band, lattice_profile
from .model import PLASTIC_STRAIN, ElastoplasticModel, LatticeState
from .propagator import propagator
from .steady import PlasticStrain, fit_plastic_strain, steady_stresses
from .surfaces import YieldSurfaces
from .tensorial import TensorialModel, TensorialState
from .thresholds import BLOCK, SOURCES, Thresholds, block_of, block_stresses

__all__ = [
    "BLOCK",
    "PLASTIC_STRAIN",
    "SOURCES",
    "ElastoplasticModel",
    "LatticeState",
    "PlasticStrain",
    "TensorialModel",
    "TensorialState",
    "Thresholds",
    "YieldSurfaces",
    "block_of",
    "block_stresses",
    "fit_plastic_strain",
    "lattice_band",
    "lattice_profile",
    "propagator",
    "steady_stresses",
]
