"""What a run needs to know of its loads: the stress along one, and whether two are one geometry."""

import numpy as np

from ..physics import Glass, Load


def stress_along(glass: Glass, load: Load) -> float:
    """Stress conjugate to a load, sigma : A.

    Parameters
    ----------
    glass : Glass
        A state.
    load : Load
        A load.
    """
    return float(np.sum(glass.stress * load.A))


def same_line(a: Load, b: Load) -> bool:
    """Whether two loads are one geometry, up to the sign.

    Parameters
    ----------
    a, b : Load
        The two.
    """
    return a.kind == b.kind and a.angle == b.angle
