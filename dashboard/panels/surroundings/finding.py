"""What is around the particles of one state: pair distributions, and mean maps of the soft and of the hard ones."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...fields.field import Field, signature
from ...found.finder import Bench, Finder, Wanted, Watch
from ...look.words import describe
from ...physics import (
    Glass,
    GlassError,
    Indicator,
    Load,
    extreme_particles,
    orientational_distribution,
    partial_distributions,
    spatial_density_maps,
)
from ...run.history import History

FARTHEST = 5.0
"""Distances up to here are looked at, in units of length (FM21's r_c), or as far as the cell allows."""

BINS = {"pairs": 200, "directions": 50, "angles": 9}
"""Bins in distance, in distance where directions are told apart, and in angle *(ours)*."""

PIXEL = 0.2
"""Side of a pixel of the maps (FM21's Delta)."""

PATIENCE = 0.5
"""Seconds after which progress is shown."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Averages over one state.

    Attributes
    ----------
    field : Field
        The field that says who is soft.
    share : float
        The share that was asked for.
    names : tuple of str
        Names of the groups of particles: two species, or the smaller and the larger half.
    distances : (n,) array
        Middles of the bins of `total` and `partial`.
    total, partial : (n,) and (groups, groups, n) arrays
        g(r), of all and between groups.
    directions : dict of (angles, m) arrays
        g_zeta(r, theta) around "soft" and "hard" particles; empty where the load has no direction.
    reach : float
        The largest distance of these.
    maps : dict of (groups, pixels, pixels) arrays
        Mean density around "soft" and "hard" particles, by group: channel, y, x.
    half_width : float
        Half a side of the maps.
    n : int
        How many soft particles, and as many hard ones.
    why_not : str
        Why there are no directions.
    """

    field: Field
    share: float
    names: tuple
    distances: np.ndarray
    total: np.ndarray
    partial: np.ndarray
    directions: dict
    reach: float
    maps: dict
    half_width: float
    n: int
    why_not: str = ""


def wanted_surroundings(
    history: History, field: Field, indicator: Indicator, share: float, load: Load
) -> Wanted[Field]:
    """What is around the softest and the hardest particles of a field, in the state that it is of.

    Parameters
    ----------
    history : History
        The run.
    field : Field
        With values.
    indicator : Indicator
        Which end of it is soft.
    share : float
        So many of the particles, up to 1/2, are soft, and as many hard.
    load : Load
        Its direction of stretching turns maps and angles.
    """
    return Wanted(history.run, field, (signature(indicator, load), indicator.soft, share, load))


def surroundings_finder(bench: Bench) -> Finder[Field, Surroundings]:
    """Who finds them.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.
    """

    def find(wanted: Wanted[Field], watch: Watch[Surroundings]) -> Surroundings:
        _, soft, share, load = wanted.about
        frame = bench.history.frame_at(wanted.state.row)
        return around(bench.history.rebuild(frame, anew=True), wanted.state, soft, share, load, watch)

    return Finder(bench, find, "Nothing can be said about the surroundings in this state", patience=PATIENCE)


def around(
    glass: Glass, field: Field, soft: str, share: float, load: Load, watch: Callable[[str, float], None]
) -> Surroundings:
    """What is around the softest and the hardest particles of a field.

    Parameters
    ----------
    glass : Glass
        The state that the field is of.
    field : Field
        With values.
    soft : {"high", "low"}
        Which end of it is soft.
    share : float
        So many of the particles are soft, and as many hard.
    load : Load
        Its direction of stretching turns maps and angles.
    watch : callable
        Called with words and the fraction that is done.
    """
    if field.values is None:
        raise GlassError("there is no field that says who is soft")
    groups, names = groups_of(glass)
    ends = extreme_particles(field.values, share, np.isfinite(field.values))
    centres = dict(zip(("soft", "hard") if soft == "high" else ("hard", "soft"), ends, strict=True))
    height = float(glass.box.heights.min())
    largest, half_width = min(FARTHEST, 0.499 * height), min(FARTHEST, 0.499 * height / math.sqrt(2.0))

    watch("how far away neighbours are", 0.0)
    distances, partial, shares = partial_distributions(glass, largest, BINS["pairs"], groups)
    total = np.einsum("a,b,abr->r", shares, shares, partial)
    watch("in which direction they are", 0.3)
    directions, why_not = {}, ""
    try:
        for name, who in centres.items():
            directions[name] = _directions(glass, load, who, largest)
    except GlassError as error:  # a dilation
        directions, why_not = {}, describe(error)
    watch("what it looks like around them", 0.6)
    turned = load if directions else None
    maps = {
        name: spatial_density_maps(glass, who, turned, half_width, min(PIXEL, half_width), groups)[1]
        for name, who in centres.items()
    }
    return Surroundings(
        field, share, names, distances, total, partial, directions, largest, maps, half_width, len(ends[0]), why_not
    )


def groups_of(glass: Glass) -> tuple[np.ndarray, tuple[str, ...]]:
    """Who is told apart: the species, or where sizes are continuous the smaller and the larger half *(ours)*.

    Parameters
    ----------
    glass : Glass
        A glass.

    Returns
    -------
    (N,) array of int, tuple of str
        The group of each particle, and the names of the groups.
    """
    if glass.species is not None and glass.species.max() > 0:
        return np.asarray(glass.species), ("small", "large")
    larger = (glass.diameters > np.median(glass.diameters)).astype(int)
    return (larger, ("smaller", "larger")) if larger.any() else (larger, ("all",))


def _directions(glass, load, centres, largest):
    """g_zeta(r, theta) of all neighbours, whatever their group."""
    everyone = np.zeros(glass.n_particles, dtype=int)
    bins = (BINS["directions"], BINS["angles"])
    return orientational_distribution(glass, load, centres, largest, *bins, everyone)[2][0]
