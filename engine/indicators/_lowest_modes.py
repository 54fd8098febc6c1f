"""The lowest vibrational modes of a glass: a share of them, and whom they move."""

from __future__ import annotations

from typing import Any

import numpy as np
import param

from ..errors import GlassError
from ..matter.glass import Glass
from ..mechanics.linear.modes import DENSE_AT_MOST

_MOST_OF_MANY = 0.1


class ShareOfModes(param.Number):
    """A slider for the lowest modes that are used, as a share of all N d."""

    def __init__(
        self,
        default: float = 0.0256,
        bounds: tuple[float, float] = (0.001, 0.1),
        **options: Any,  # Any: the other options of a number
    ):
        options.setdefault("doc", "Lowest modes that are used, as a share of all N d of them.")
        super().__init__(default=default, bounds=bounds, **options)


def share_of_modes(glass: Glass, share: float) -> int:
    """How many modes a share of all N d is: at least one, at most all there are.

    Parameters
    ----------
    glass : Glass
        The state.
    share : float
        Between 0 and 1.

    Raises
    ------
    GlassError
        More than a tenth of a glass of more than `DENSE_AT_MOST` degrees of freedom: minutes, much memory.
    """
    if share > _MOST_OF_MANY and glass.positions.size > DENSE_AT_MOST:
        all_at_most = DENSE_AT_MOST // glass.positions.shape[1]
        raise GlassError(
            f"more than a tenth of the modes are taken of glasses of at most {all_at_most:,} particles; this one has "
            f"{glass.n_particles:,}: take a share of at most {_MOST_OF_MANY:g}"
        )
    return int(np.clip(round(share * glass.positions.size), 1, glass.response.n_modes))


def participation(modes: np.ndarray) -> np.ndarray:
    """|Ψ_k^i|² of each mode k on each particle i, shape (n_modes, N).

    Parameters
    ----------
    modes : ndarray, shape (n_modes, N, d)
        Normalised modes.
    """
    return np.einsum("kid,kid->ki", modes, modes)
