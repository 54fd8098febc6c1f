"""How well an indicator knew: ranks of event cores, the scores of the five papers, and their errors over samples.

Plain functions on arrays (`score`, `cumulative`, `spearman_matrix`, `c_rank`, `dissipation_density`, ...), thin ones on
glasses and events above them (`EventScorer`, `binned_indicator`, `spots_of`, `shear_back`, `mode_convergence`,
`moved_ranks`, `find_band`). Errors over samples, and tails, are those of `statistics`.
"""

from .activity import plastic_activity
from .band import Band, Profile, find_band, profile, rank_inside
from .binned import PARTS, BinnedField, binned_field, binned_indicator, part_of
from .convergence import Convergence, critical_strain, mode_convergence
from .cumulative import cumulative, cumulative_ratio
from .drops import dissipation_density, mean_drop
from .events import EventScorer, ScoredEvent
from .moved import MovedRanks, moved_affinely, moved_nonaffinely, moved_ranks
from .onset import SizeScaling, size_scaling
from .ranks import BEYOND, KINDS, RankScore, mean_ranks, rank
from .rare import average_precision, matthews_correlation, precision
from .reversal import Reversal, same_state, shear_back
from .score import score, score_by_ordinal, score_by_strain, strain_bins
from .similarity import spearman, spearman_matrix
from .spots import NearestSpot, nearest_spots, spots_of
from .susceptibility import balanced_accuracy, best_threshold, c_rank, overlap_ratio, top

__all__ = [
    "BEYOND",
    "KINDS",
    "PARTS",
    "Band",
    "BinnedField",
    "Convergence",
    "EventScorer",
    "MovedRanks",
    "NearestSpot",
    "Profile",
    "RankScore",
    "Reversal",
    "ScoredEvent",
    "SizeScaling",
    "average_precision",
    "balanced_accuracy",
    "best_threshold",
    "binned_field",
    "binned_indicator",
    "c_rank",
    "critical_strain",
    "cumulative",
    "cumulative_ratio",
    "dissipation_density",
    "find_band",
    "matthews_correlation",
    "mean_drop",
    "mean_ranks",
    "mode_convergence",
    "moved_affinely",
    "moved_nonaffinely",
    "moved_ranks",
    "nearest_spots",
    "overlap_ratio",
    "part_of",
    "plastic_activity",
    "precision",
    "profile",
    "rank",
    "rank_inside",
    "same_state",
    "score",
    "score_by_ordinal",
    "score_by_strain",
    "shear_back",
    "size_scaling",
    "spearman",
    "spearman_matrix",
    "spots_of",
    "strain_bins",
    "top",
]
