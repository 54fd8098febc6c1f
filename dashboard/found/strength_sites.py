"""The sites of a state whose strength is looked for, the particles around each, and what is guessed of them at once."""

from dataclasses import dataclass

import numpy as np

from ..physics import Glass, Load, bond_strengths


@dataclass(frozen=True, eq=False)
class Sites:
    """The sites of a state, and the particles around each.

    Attributes
    ----------
    glass : Glass
        The state.
    places : (n, 2) array
        In units of length.
    radius : float
        Of the discs around them, in units of length.
    counts : (n,) array of int
        Particles in each disc.
    particles : (sum of counts,) array of int
        Which, disc by disc.
    """

    glass: Glass
    places: np.ndarray
    radius: float
    counts: np.ndarray
    particles: np.ndarray

    @classmethod
    def of(cls, glass: Glass, places: np.ndarray, radius: float) -> "Sites":
        """The sites at some places.

        Parameters
        ----------
        glass : Glass
            The state.
        places : (n, 2) array
            In units of length.
        radius : float
            Of the discs, in units of length.
        """
        near = []
        for place in places:
            apart = glass.box.minimum_image(glass.positions - place)
            near.append(np.flatnonzero(np.einsum("ia,ia->i", apart, apart) <= radius**2))
        return cls(glass, places, radius, np.array([len(each) for each in near]), np.concatenate(near))

    def least(self, values: np.ndarray) -> np.ndarray:
        """The smallest value of the discs that a particle is in, (N,); inf where none says anything.

        Parameters
        ----------
        values : (n,) array
            One a site; nan says nothing.
        """
        found = np.full(self.glass.n_particles, np.inf)
        np.fmin.at(found, self.particles, np.repeat(values, self.counts))
        return found

    def in_any(self, chosen: np.ndarray) -> np.ndarray:
        """Which particles are in a disc of some sites, (N,) of bool.

        Parameters
        ----------
        chosen : (n,) array of bool
            The sites.
        """
        inside = np.zeros(self.glass.n_particles, bool)
        inside[self.particles[np.repeat(chosen, self.counts)]] = True
        return inside

    def nearest(self, particle: int) -> int:
        """The site nearest to a particle.

        Parameters
        ----------
        particle : int
            Its index.
        """
        apart = self.glass.box.minimum_image(self.places - self.glass.positions[particle])
        return int(np.einsum("sa,sa->s", apart, apart).argmin())


@dataclass(frozen=True, eq=False)
class Estimate:
    """What bond micromechanics says that each site can still bear under one load, without any shearing.

    Attributes
    ----------
    load : Load
        The load; it is for this direction alone.
    values : (n,) array
        Stress at the forward maximum of a site's cubic, less that at rest; nan where there is no maximum.
    """

    load: Load
    values: np.ndarray

    @classmethod
    def of(cls, sites: Sites, load: Load) -> "Estimate":
        """That of all sites: cavities of their radius around the particles that are nearest to them.

        Parameters
        ----------
        sites : Sites
            The sites.
        load : Load
            A shear.
        """
        glass = sites.glass
        apart = [glass.box.minimum_image(glass.positions - place) for place in sites.places]
        centres = np.array([np.einsum("ia,ia->i", each, each).argmin() for each in apart])
        found = bond_strengths(glass, load, radius=sites.radius * glass.density**0.5, centres=centres)
        return cls(load, found.strength - found.series[:, 0])
