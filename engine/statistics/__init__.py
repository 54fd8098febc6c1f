"""Errors and tails: the bootstrap over samples, tails of distributions, extreme values."""

from .bootstrap import Estimate, bootstrap, mean
from .extremes import Extremes, fit_extremes
from .quartic import QuarticLaw, quartic_law
from .tails import Histogram, Scan, Tail, fit_tail, log_binned_density, scan_cuts

__all__ = [
    "Estimate",
    "Extremes",
    "Histogram",
    "QuarticLaw",
    "Scan",
    "Tail",
    "bootstrap",
    "fit_extremes",
    "fit_tail",
    "log_binned_density",
    "mean",
    "quartic_law",
    "scan_cuts",
]
