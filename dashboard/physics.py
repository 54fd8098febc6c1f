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
    "library",
    "log_binned_density",
    "mean_relaxation_time",
    "njit",
    "participation_ratio",
    "prepare",
    "rank",
    "relax",
    "shear",
]
