"""How well an indicator knew: ranks of event cores and what chance would have given; how heavy the tails of fields."""

from .events import EventScorer, ScoredEvent
from .extremes import Extremes, fit_extremes
from .ranks import KINDS, RankScore, rank
from .tails import Histogram, Scan, Tail, fit_tail, log_binned_density, scan_cuts

__all__ = [
    "KINDS",
    "EventScorer",
    "Extremes",
    "Histogram",
    "RankScore",
    "Scan",
    "ScoredEvent",
    "Tail",
    "fit_extremes",
    "fit_tail",
    "log_binned_density",
    "rank",
    "scan_cuts",
]
