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
from ..engine.prepare import Progress

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
    "library",
    "njit",
    "prepare",
    "rank",
    "relax",
    "shear",
]
