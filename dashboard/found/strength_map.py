"""What the page asks about the strength of states, and what is known of it: as far as their sites have been sheared."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..fields.field import Field
from ..physics import (
    Glass,
    GlassError,
    Load,
    LocalStrengths,
    ResidualStrength,
    Surroundings,
    direction_of,
    known_or_largest,
    site_grid,
)
from ..run.records import Frame
from .strength_sites import Estimate, Sites


@dataclass(frozen=True, eq=False)
class Asked:
    """What the page wants to know of strength.

    Attributes
    ----------
    run : int
        Of the history.
    indicator : ResidualStrength
        An instance: its parameters say where the sites are and how they are sheared.
    load : Load
        The load.
    states : tuple of (Frame, float)
        States and their strains, the most urgent one first.
    cast : Frame
        The state as cast.
    picked : int or None
        The particle whose site is wanted first.
    shearing : bool
        Whether the sites are to be sheared; else they are guessed only.
    beside : bool
        Whether it is for what stands beside the run, which nobody asked for: it stands back.
    """

    run: int
    indicator: ResidualStrength
    load: Load
    states: tuple[tuple[Frame, float], ...]
    cast: Frame
    picked: int | None = None
    shearing: bool = True
    beside: bool = False


@dataclass(frozen=True, eq=False)
class StrengthMap:
    """What the sites of one state bear, as far as they have been sheared.

    Attributes
    ----------
    frame : Frame
        The state.
    strain : float
        Its strain on the axis.
    sites : Sites
        Its sites.
    found : LocalStrengths
        nan for sites that have not been sheared yet.
    done : (n,) array of bool
        Which have been.
    """

    frame: Frame
    strain: float
    sites: Sites
    found: LocalStrengths
    done: np.ndarray

    @classmethod
    def empty(cls, frame: Frame, strain: float, glass: Glass, indicator: ResidualStrength) -> StrengthMap:
        """That of a state of which nothing is known yet.

        Parameters
        ----------
        frame : Frame
            The state.
        strain : float
            Its strain on the axis.
        glass : Glass
            The state as a glass.
        indicator : ResidualStrength
            Where its sites are, and in which directions they are sheared.
        """
        places, angles = site_grid(glass, indicator.spacing), indicator.angles()
        found = LocalStrengths.unknown(places, angles, indicator.radius)
        return cls(frame, strain, Sites.of(glass, places, indicator.radius), found, np.zeros(len(places), bool))

    def grown(self, chosen: np.ndarray, part: LocalStrengths) -> StrengthMap:
        """The same map with what is known of some sites more.

        Parameters
        ----------
        chosen : (m,) array of int
            Which sites.
        part : LocalStrengths
            Theirs; nan for those that have not been sheared.
        """
        ready = np.isfinite(part.prestress).all(axis=1)
        done = self.done.copy()
        done[chosen[ready]] = True
        return replace(self, found=self.found.with_sites(chosen[ready], part.of_sites(ready)), done=done)

    @property
    def complete(self) -> bool:
        """Whether all sites have been sheared."""
        return bool(self.done.all())

    def along(self, load: Load) -> np.ndarray:
        """Delta tau_y of each site, (n,): nan where it has not been sheared, inf where it did not yield.

        Parameters
        ----------
        load : Load
            A shear.
        """
        return np.where(self.done, self.found.along(load), np.nan)

    def known(self, load: Load, estimate: Estimate | None) -> np.ndarray:
        """Delta tau_y of each site, (n,): as `along`, the estimate where it has not been sheared.

        Parameters
        ----------
        load : Load
            A shear.
        estimate : Estimate or None
            What takes the place of missing values; nan where it says nothing.
        """
        return self.along(load) if estimate is None else np.where(self.done, self.along(load), estimate.values)

    def field(self, load: Load, estimate: Estimate | None) -> Field:
        """Delta tau_y of the particles; those around whom a site is missing have the estimate, and are `pending`.

        Parameters
        ----------
        load : Load
            A shear.
        estimate : Estimate or None
            What takes the place of missing values; nan where it says nothing.
        """
        values = _bounded(self.sites.least(self.along(load)))
        if self.complete:
            return Field(values, self.strain, None, load, row=self.frame.row)
        pending = self.sites.in_any(~self.done)
        values[pending] = np.nan
        if estimate is not None:
            values[pending] = _bounded(self.sites.least(estimate.values))[pending]
        return Field(values, self.strain, None, load, row=self.frame.row, pending=pending)


@dataclass(frozen=True, eq=False)
class Standing:
    """What is known of strength at one moment.

    Attributes
    ----------
    load : Load
        The load that is asked for.
    maps : tuple of StrengthMap
        Of the state asked for first, then of the others of which something is known.
    estimates : tuple of (Estimate or None)
        For each of them.
    modulus : float or None
        Shear modulus of the whole glass as cast along the load.
    why_not : str
        Why there is nothing.
    stopped : bool
        Whether the shearing was called off.
    waiting : int
        States of which sites are missing.
    left : float or None
        Seconds that the shearing of the state under way still takes.
    under_way : StrengthMap or None
        The map whose sites are being sheared.
    """

    load: Load
    maps: tuple[StrengthMap, ...] = ()
    estimates: tuple[Estimate | None, ...] = ()
    modulus: float | None = None
    why_not: str = ""
    stopped: bool = False
    waiting: int = 0
    left: float | None = None
    under_way: StrengthMap | None = None

    @property
    def shown(self) -> StrengthMap | None:
        """The map of the state asked for first."""
        return self.maps[0] if self.maps else None

    @property
    def sentence(self) -> str:
        """Why there is nothing, as it stands on a card."""
        return self.why_not[:1].upper() + self.why_not[1:]

    @property
    def estimate(self) -> Estimate | None:
        """The estimate for the state asked for first."""
        return self.estimates[0] if self.estimates else None

    def of(self, frame: Frame) -> tuple[StrengthMap, Estimate | None] | None:
        """What is known of one of the states; None where nothing is.

        Parameters
        ----------
        frame : Frame
            The state.
        """
        both = zip(self.maps, self.estimates, strict=True)
        return next((pair for pair in both if pair[0].frame.serial == frame.serial), None)

    def place(self, picked: int | None) -> int | None:
        """The site that one looks at: the nearest to a picked particle, else the weakest one that is known.

        Parameters
        ----------
        picked : int or None
            The particle.
        """
        shown = self.shown
        if shown is None:
            return None
        if picked is not None and picked < shown.sites.glass.n_particles:
            return shown.sites.nearest(picked)
        strengths = shown.along(self.load)
        return int(np.nanargmin(strengths)) if np.isfinite(strengths).any() else None


def fits(glass: Glass, indicator: ResidualStrength) -> str:
    """Why the sites of a glass cannot be sheared; empty where they can.

    Parameters
    ----------
    glass : Glass
        The glass.
    indicator : ResidualStrength
        How large its sites are.
    """
    try:
        Surroundings(glass, indicator.radius, 1e-3, indicator.shell)
    except GlassError as error:
        return str(error)
    return ""


def shears(load: Load) -> str:
    """Why there is no strength against a load; empty where there is.

    Parameters
    ----------
    load : Load
        A load.
    """
    try:
        direction_of(load)
    except GlassError as error:
        return str(error)
    return ""


def _bounded(least):
    """Particles of which nothing is said take the largest value, as the indicator gives it; nan where all are so."""
    return known_or_largest(least) if np.isfinite(least).any() else np.full_like(least, np.nan)
