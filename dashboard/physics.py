"""The one place where the page meets the engine; everything else in the dashboard imports from here."""

from ..engine import (
    INDICATORS,
    MODELS,
    PROTOCOLS,
    Box,
    Cancelled,
    Event,
    Glass,
    GlassError,
    Indicator,
    Load,
    MissingInformation,
    Model,
    NotConvergedError,
    RankScore,
    Step,
    library,
    nonaffine_d2min,
    prepare,
    rank,
    relax,
    shear,
    shear_modulus,
)
from ..engine._jit import is_to_be_compiled, njit
from ..engine.formats import load_from_outside
from ..engine.indicators import FAMILIES
from ..engine.indicators.beyond_linear.residual_strength import ResidualStrength
from ..engine.learning import shipped_predictors
from ..engine.matter import Tessellation
from ..engine.matter.correlation import orientational_distribution, partial_distributions
from ..engine.matter.density_maps import extreme_particles, spatial_density_maps
from ..engine.mechanics.descent import polish
from ..engine.mechanics.inclusions.disc import shear_disc
from ..engine.mechanics.inclusions.inclusion import Surroundings
from ..engine.mechanics.inclusions.micromechanics import bond_strengths
from ..engine.mechanics.inclusions.sites import direction_of, known_or_largest, site_grid
from ..engine.mechanics.inclusions.strengths import LocalStrengths, least_along
from ..engine.mechanics.linear.spectrum import density_of_states, participation_ratio
from ..engine.mechanics.relax import decades_fallen
from ..engine.mechanics.soft_spots.nonlinear_modes import NonlinearModes
from ..engine.mesoscale import (
    PLASTIC_STRAIN,
    SOURCES,
    ElastoplasticModel,
    LatticeState,
    TensorialModel,
    Thresholds,
    YieldSurfaces,
    block_of,
    block_stresses,
    lattice_band,
)
from ..engine.prepare import Progress
from ..engine.prepare.equilibrium import mean_relaxation_time
from ..engine.quarantine import PAGE
from ..engine.scores import BEYOND
from ..engine.scores.activity import ACTIVE, STEP
from ..engine.scores.band import Band, find_band, profile, rank_inside
from ..engine.statistics.tails import log_binned_density

__all__ = [
    "ACTIVE",
    "BEYOND",
    "FAMILIES",
    "INDICATORS",
    "MODELS",
    "PAGE",
    "PLASTIC_STRAIN",
    "PROTOCOLS",
    "SOURCES",
    "STEP",
    "Band",
    "Box",
    "Cancelled",
    "ElastoplasticModel",
    "Event",
    "Glass",
    "GlassError",
    "Indicator",
    "LatticeState",
    "Load",
    "LocalStrengths",
    "MissingInformation",
    "Model",
    "NonlinearModes",
    "NotConvergedError",
    "Progress",
    "RankScore",
    "ResidualStrength",
    "Step",
    "Surroundings",
    "TensorialModel",
    "Tessellation",
    "Thresholds",
    "YieldSurfaces",
    "block_of",
    "block_stresses",
    "bond_strengths",
    "decades_fallen",
    "density_of_states",
    "direction_of",
    "extreme_particles",
    "find_band",
    "is_to_be_compiled",
    "known_or_largest",
    "lattice_band",
    "least_along",
    "library",
    "load_from_outside",
    "log_binned_density",
    "mean_relaxation_time",
    "njit",
    "nonaffine_d2min",
    "orientational_distribution",
    "partial_distributions",
    "participation_ratio",
    "polish",
    "prepare",
    "profile",
    "rank",
    "rank_inside",
    "relax",
    "shear",
    "shear_disc",
    "shear_modulus",
    "shipped_predictors",
    "site_grid",
    "spatial_density_maps",
]
