"""The one place where the page meets the engine; everything else in the dashboard imports from here."""

from ..engine import (
    INDICATORS,
    MODELS,
    PROTOCOLS,
    Cancelled,
    Glass,
    GlassError,
    Load,
    RankScore,
    library,
    prepare,
    rank,
    shear,
)
from ..engine._jit import njit
from ..engine.indicators import FAMILIES

__all__ = [
    "FAMILIES",
    "INDICATORS",
    "MODELS",
    "PROTOCOLS",
    "Cancelled",
    "Glass",
    "GlassError",
    "Load",
    "RankScore",
    "library",
    "njit",
    "prepare",
    "rank",
    "shear",
]
