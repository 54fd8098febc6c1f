"""The one place where the page meets the engine; everything else in the dashboard imports from here."""

from ..engine import (
    INDICATORS,
    MODELS,
    PROTOCOLS,
    Cancelled,
    Glass,
    GlassError,
    Load,
    MissingInformation,
    RankScore,
    library,
    prepare,
    rank,
    relax,
    shear,
)
from ..engine._jit import njit
from ..engine.indicators import FAMILIES
from ..engine.matter.correlation import orientational_distribution, partial_distributions
from ..engine.matter.density_maps import extreme_particles, spatial_density_maps
from ..engine.mechanics.relax import decades_fallen
from ..engine.mechanics.spectrum import density_of_states, participation_ratio
from ..engine.prepare import Progress
from ..engine.prepare.equilibrium import mean_relaxation_time
from ..engine.scores.tails import log_binned_density

__all__ = [
    "FAMILIES",
    "INDICATORS",
    "MODELS",
    "PROTOCOLS",
    "Cancelled",
    "Glass",
    "GlassError",
    "Load",
    "MissingInformation",
    "Progress",
    "RankScore",
    "decades_fallen",
    "density_of_states",
    "extreme_particles",
    "library",
    "log_binned_density",
    "mean_relaxation_time",
    "njit",
    "orientational_distribution",
    "partial_distributions",
    "participation_ratio",
    "prepare",
    "rank",
    "relax",
    "shear",
    "spatial_density_maps",
]
