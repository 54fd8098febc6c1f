"""How well an indicator knew: ranks of event cores and what chance would have given."""

from .events import EventScorer, ScoredEvent
from .ranks import KINDS, RankScore, rank

__all__ = ["KINDS", "EventScorer", "RankScore", "ScoredEvent", "rank"]
