"""One particle under a shear that turns: its rank in the field of each load, and its D²_min in a disc sheared alone."""

from dataclasses import dataclass, replace

import numpy as np

from ...fields.field import evaluate, own_parameters, signature
from ...found.finder import Bench, Finder, Wanted, Watch
from ...look.words import describe
from ...physics import Glass, GlassError, Indicator, Load, NotConvergedError, nonaffine_d2min, rank, shear_disc
from ...run.history import History

ANGLES = np.arange(0.0, 180.0, 15.0)
"""Axes of stretch that are looked at, degrees: a shear turned by half a turn is the same."""

STRAIN = 0.02
"""Where D²_min is taken, as the learned susceptibilities are by default."""

RADIUS, WIDEST = 12.0, 0.48
"""Of the disc, mean spacings; and at most this share of the cell's height."""

NEAR = 4.0
"""What is around the particle is drawn so far, mean spacings."""


@dataclass(frozen=True, eq=False)
class Site:
    """What is known of one particle.

    Attributes
    ----------
    particle, row : int
        Which, in the state of which row; 0 as cast.
    strain : float
        Of that state.
    symbol : str
        Of the indicator.
    angles : (m,) array
        Axes of stretch, degrees.
    ranks : (m,) array
        Rank of the particle in the field of each load, 1 for the softest; nan where it is not there yet.
    d2min : (m,) array
        D²_min of the particle in a disc sheared alone; nan where it is not there yet.
    vectors, radii : (k, 2) and (k,) arrays
        What is around it, itself first.
    why_not : str
        Why something is not there.
    """

    particle: int
    row: int
    strain: float
    symbol: str
    angles: np.ndarray
    ranks: np.ndarray
    d2min: np.ndarray
    vectors: np.ndarray
    radii: np.ndarray
    why_not: str = ""


def wanted_site(history: History, row: int, particle: int, indicator: Indicator) -> Wanted[int]:
    """One particle of a state under all loads.

    Parameters
    ----------
    history : History
        The run.
    row : int
        Of the state.
    particle : int
        Which.
    indicator : Indicator
        Whose fields rank it.
    """
    return Wanted(history.run, row, (particle, signature(indicator, None), indicator))


def site_finder(bench: Bench) -> Finder[int, Site]:
    """Who finds it.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.
    """

    def find(wanted: Wanted[int], watch: Watch[Site]) -> Site:
        particle, _, indicator = wanted.about
        frame = bench.history.frame_at(wanted.state)
        glass = bench.history.rebuild(frame, anew=True)
        return turned_site(glass, particle, indicator, watch, frame.row, float(bench.history.rows.strain[frame.row]))

    return Finder(bench, find, "Nothing can be said about this particle", patience=0.5, at_once=True)


def turned_site(
    glass: Glass, particle: int, indicator: Indicator, watch: Watch[Site], row: int = 0, strain: float = 0.0
) -> Site:
    """One particle under all loads; what has come of it is shown on the way.

    Parameters
    ----------
    glass : Glass
        The state.
    particle : int
        Which.
    indicator : Indicator
        Whose fields rank it.
    watch : Watch
        Told of the progress.
    row, strain : int, float
        Of the state.
    """
    nothing = np.full(ANGLES.size, np.nan)
    vectors, radii = _around(glass, particle)
    site = Site(particle, row, strain, indicator.symbol, ANGLES, nothing, nothing, vectors, radii)
    ranks, d2min = nothing.copy(), nothing.copy()
    own = type(indicator)(**own_parameters(indicator))
    for k, angle in enumerate(ANGLES):
        watch(f"its rank where {angle:g}° is stretched", 0.3 * k / ANGLES.size)
        field = evaluate(own, glass, Load.pure_shear(angle), None, strain)
        if field.values is None:
            site = replace(site, why_not=field.error or "")
            break
        ranks[k] = rank(field.values, particle, indicator.soft)
        if not indicator.directional:
            ranks[:] = ranks[k]
            break
    site = replace(site, ranks=ranks)
    watch.show(site)
    radius = min(RADIUS, WIDEST * float(glass.box.reduced().heights.min()) * glass.density**0.5)
    for k, angle in enumerate(ANGLES):
        watch(f"shearing it where {angle:g}° is stretched", 0.3 + 0.7 * k / ANGLES.size)
        try:
            after = shear_disc(glass, glass.positions[particle], Load.pure_shear(angle), STRAIN, radius=radius)
            d2min[k] = nonaffine_d2min(glass, after)[particle]
        except (GlassError, NotConvergedError) as error:  # a cell that is too small, a disc that does not come to rest
            return replace(site, why_not=describe(error))
        site = replace(site, d2min=d2min.copy())
        watch.show(site)
    return site


def _around(glass, particle):
    vectors = glass.box.minimum_image(glass.positions - glass.positions[particle])
    distances = np.hypot(*vectors.T)
    near = np.argsort(distances)[: int((distances < NEAR * glass.density**-0.5).sum())]
    return vectors[near], glass.diameters[near] / 2
