"""How a relaxed glass moves with the strain, exactly to third order: pair vectors, pair forces, pair energies.

Along the branch of minima every pair vector r, pair force f = phi' r/|r| and pair energy phi is a function of the
strain. Their derivatives follow from one solve an order: the total force stays zero, so that its n-th derivative gives
the n-th nonaffine rate (R24 eqs. 5, 11, 12). Differences over pairs are used throughout, never positions: A x knows
no periodic images, A r does.
"""

from __future__ import annotations

import numpy as np

from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.hessian import fourth_order_pairs, scatter, second_order_pairs, third_order_pairs
from ..matter.load import Load

HIGHEST_ORDER = 3


class StrainExpansion:
    """Derivatives by the strain, to third order, of what a glass is made of; each is computed once, on demand.

    Total derivatives along the branch of minima under F = exp(strain A): a series has n-th terms
    derivative * strain^n / n!. The pair energy must be smooth to order 2, 3 and 4 for the first, second and third
    derivatives; at a pair's cutoff they jump otherwise. Cost: one solve an order; all three take 50 ms at ten thousand
    LJ particles once the Hessian is factored.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The homogeneous deformation.
    """

    def __init__(self, glass: Glass, load: Load):
        self.glass, self.load = glass, load
        self._rate = load.A
        self._nonaffine: dict[int, np.ndarray] = {}
        self._open: dict[int, np.ndarray] = {}
        self._vectors: dict[int, np.ndarray] = {}
        self._forces: dict[int, np.ndarray] = {}
        self._energies: dict[int, np.ndarray] = {}

    def nonaffine(self, order: int) -> np.ndarray:
        """Nonaffine velocity (1), acceleration (2) or jerk (3), shape (n_particles, d), in units of length.

        Parameters
        ----------
        order : int
            1 to 3.

        Raises
        ------
        GlassError
            If the order is not among 1 to 3.
        NotAMinimumError
            If the state is no minimum.
        """
        if checked_order(order, lowest=1) not in self._nonaffine:
            response, pairs = self.glass.response, self.glass.pairs
            if order == 1:
                self._nonaffine[1] = response.nonaffine_velocity(self.load)
            else:
                push = self._known_forces(order) + second_order_pairs(pairs, self.vectors(order - 1) @ self._rate.T)
                self._nonaffine[order] = -response.solve(scatter(pairs, push, self.glass.n_particles))
        return self._nonaffine[order]

    def vectors(self, order: int) -> np.ndarray:
        """d_n of each pair, the n-th derivative of its vector, shape (n_pairs, d), a length (R24 eqs. 2, 9, 10).

        d_n = A d_(n-1) + the difference of the n-th nonaffine rate between the pair's ends; d_0 is the vector itself.

        Parameters
        ----------
        order : int
            0 to 3.

        Raises
        ------
        GlassError
            If the order is not among 0 to 3.
        NotAMinimumError
            If the state is no minimum.
        """
        pairs = self.glass.pairs
        if checked_order(order) == 0:
            return pairs.vectors
        if order not in self._vectors:
            moved = self.nonaffine(order)
            self._vectors[order] = self.vectors(order - 1) @ self._rate.T + moved[pairs.j] - moved[pairs.i]
        return self._vectors[order]

    def forces(self, order: int) -> np.ndarray:
        """The n-th derivative of each pair's phi' r/|r|, shape (n_pairs, d), in units of energy / length.

        Summed onto the particles they vanish at every order: that is what the nonaffine rates are for.

        Parameters
        ----------
        order : int
            0 to 3.

        Raises
        ------
        GlassError
            If the order is not among 0 to 3.
        NotAMinimumError
            If the state is no minimum.
        """
        pairs = self.glass.pairs
        if checked_order(order) == 0:
            return (pairs.phi(1) / pairs.distances)[:, None] * pairs.vectors
        if order not in self._forces:
            self._forces[order] = self._known_forces(order) + second_order_pairs(pairs, self.vectors(order))
        return self._forces[order]

    def energies(self, order: int) -> np.ndarray:
        """phi, phi_gamma, phi_gammagamma or phi_gammagammagamma of each pair, shape (n_pairs,) (R24 eqs. 13-14).

        The n-th total derivative of the pair's energy by the strain, in units of energy.

        Parameters
        ----------
        order : int
            0 to 3.

        Raises
        ------
        GlassError
            If the order is not among 0 to 3.
        NotAMinimumError
            If the state is no minimum.
        """
        if checked_order(order) == 0:
            return self.glass.pairs.phi(0)
        if order not in self._energies:  # dphi/dstrain = f . d_1, differentiated order - 1 times
            weights = ((1.0,), (1.0, 1.0), (1.0, 2.0, 1.0))[order - 1]
            terms = (np.einsum("pk,pk->p", self.forces(order - 1 - k), self.vectors(k + 1)) for k in range(order))
            self._energies[order] = sum(weight * term for weight, term in zip(weights, terms, strict=True))
        return self._energies[order]

    def _known_forces(self, order):
        """The n-th derivative of the pair forces less phi'' : d_n, the part that needs no n-th nonaffine rate."""
        if order == 1:
            return np.zeros_like(self.glass.pairs.vectors)
        if order not in self._open:
            pairs, first = self.glass.pairs, self.vectors(1)
            if order == 2:
                self._open[2] = third_order_pairs(pairs, first, first)
            else:
                self._open[3] = fourth_order_pairs(pairs, first, first, first)
                self._open[3] += 3 * third_order_pairs(pairs, first, self.vectors(2))
        return self._open[order]


def nonaffine_acceleration(glass: Glass, load: Load) -> np.ndarray:
    """The nonaffine acceleration, derivative of the nonaffine velocity along the branch (R24 eq. 11).

    M . acceleration = -[U''' : d1 d1 + M . (A d1)], with d1 = A x + the nonaffine velocity. Needs third derivatives.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The homogeneous deformation.

    Returns
    -------
    ndarray, shape (n_particles, d)
        In units of length per unit strain squared, its mean zero. Cost: two solves, one where the velocity is known.

    Raises
    ------
    NotAMinimumError
        If the state is no minimum.
    """
    return StrainExpansion(glass, load).nonaffine(2)


def nonaffine_jerk(glass: Glass, load: Load) -> np.ndarray:
    """The nonaffine jerk, derivative of the nonaffine acceleration along the branch (R24 eq. 12).

    M . jerk = -[U'''' : d1 d1 d1 + 3 U''' : d1 d2 + M . (A d2)], d2 = A d1 + the acceleration. Needs fourth
    derivatives.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The homogeneous deformation.

    Returns
    -------
    ndarray, shape (n_particles, d)
        In units of length per unit strain cubed, its mean zero. Cost: three solves, two where the velocity is known.

    Raises
    ------
    NotAMinimumError
        If the state is no minimum.
    """
    return StrainExpansion(glass, load).nonaffine(3)


def checked_order(order: int, lowest: int = 0) -> int:
    """The order itself, where the expansion has it.

    Parameters
    ----------
    order : int
        Order of a derivative by the strain.
    lowest : int
        The lowest that makes sense.

    Raises
    ------
    GlassError
        If it is none of `lowest` to 3.
    """
    if order not in range(lowest, HIGHEST_ORDER + 1):
        raise GlassError(f"the expansion in the strain has orders {lowest} to {HIGHEST_ORDER}; got {order!r}")
    return order
