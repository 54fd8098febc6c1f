"""Vector fields of a state that the map draws as arrows: a vibrational mode, the elastic response to a load."""

from dataclasses import dataclass

import numpy as np

from ..look.words import describe
from ..physics import Glass, Load, participation_ratio

MODE, RESPONSE = "mode", "elastic response"
"""Arrows of the moment shown: a vibrational mode, the elastic response to the load."""

SPARE = 12
"""Whoever goes on to another mode gets so many at once."""


@dataclass(frozen=True)
class Arrows:
    """Which arrows are wanted.

    Attributes
    ----------
    kind : str
        "mode" or "elastic response".
    number : int
        Which mode, 1 for the lowest.
    row : int
        Row of the moment shown.
    load : Load
        The load of the response; modes are drawn the way that it pushes them.
    """

    kind: str
    number: int
    row: int
    load: Load


@dataclass(frozen=True, eq=False)
class Vectors:
    """One vector field.

    Attributes
    ----------
    arrows : Arrows
        What it is.
    strain : float
        Strain on the axis at which it was taken.
    vectors : (N, 2) array of float32 or None
        None where it could not be computed.
    participation : float
        1 where all particles move alike, 1 / N where a single one does.
    frequency : float or None
        Of a mode.
    error : str or None
        Why there are no vectors.
    """

    arrows: Arrows
    strain: float
    vectors: np.ndarray | None
    participation: float = 0.0
    frequency: float | None = None
    error: str | None = None


class VectorMaker:
    """Computes vector fields; keeps the modes of the last state, so that stepping through them is instant."""

    def __init__(self) -> None:
        self._modes: tuple = (None, None, None)

    def make(
        self, arrows: Arrows, glass: Glass, strain: float, known: tuple[np.ndarray, np.ndarray] | None = None
    ) -> Vectors:
        """Compute one; an error becomes its message.

        Parameters
        ----------
        arrows : Arrows
            What is wanted.
        glass : Glass
            The state.
        strain : float
            Its strain, kept with the result.
        known : tuple, optional
            Eigenvalues and modes of this state that somebody has found already.
        """
        try:
            if arrows.kind == RESPONSE:
                return response(arrows, glass.response.nonaffine_velocity(arrows.load), strain)
            enough = known is not None and len(known[0]) >= arrows.number
            values, modes = known if known is not None and enough else self._lowest(glass, arrows.number)
            force = glass.response.nonaffine_force(arrows.load)
            return mode(arrows, values[arrows.number - 1], modes[arrows.number - 1], force, strain)
        except Exception as error:  # a state may refuse; the run goes on
            return Vectors(arrows, strain, None, error=describe(error))

    def _lowest(self, glass, number):
        """The lowest modes; one at first, then with some to spare, as whoever asks for another will go on asking."""
        known, values, modes = self._modes
        if known is glass and len(values) >= number:
            return values, modes
        if number == 1:
            value, mode = glass.response.softest_mode
            values, modes = np.array([value]), mode[None]
        else:
            spare = number if known is not glass else SPARE * (number // SPARE + 1)
            most = glass.positions.size - glass.dimension
            values, modes = glass.response.modes(max(number, min(spare, most)))
        self._modes = (glass, values, modes)
        return values, modes


def mode(arrows: Arrows, eigenvalue: float, vectors: np.ndarray, force: np.ndarray, strain: float) -> Vectors:
    """A mode as arrows, pointing the way that the load pushes it.

    Parameters
    ----------
    arrows : Arrows
        What it is.
    eigenvalue : float
        Squared frequency.
    vectors : (N, 2) array
        The mode.
    force : (N, 2) array
        d2U/dx dstrain of the load.
    strain : float
        Strain of the state.
    """
    way = -1.0 if np.sum(force * vectors) > 0.0 else 1.0
    frequency = float(np.sqrt(max(eigenvalue, 0.0)))
    return Vectors(arrows, strain, (way * vectors).astype(np.float32), participation(vectors), frequency)


def response(arrows: Arrows, vectors: np.ndarray, strain: float) -> Vectors:
    """The elastic response as arrows.

    Parameters
    ----------
    arrows : Arrows
        What it is.
    vectors : (N, 2) array
        The nonaffine velocity.
    strain : float
        Strain of the state.
    """
    return Vectors(arrows, strain, np.asarray(vectors, dtype=np.float32), participation(vectors))


def participation(vectors: np.ndarray) -> float:
    """Share of the particles that take part: 1 where all move alike, 1 / N where a single one does, 0 where none does.

    Parameters
    ----------
    vectors : (N, d) array
        A vector field.
    """
    return float(participation_ratio(vectors[None])[0]) if np.any(vectors) else 0.0
