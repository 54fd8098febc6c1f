"""What differentiating a power brings down."""

from ..._jit import njit


@njit
def falling(power: float, order: int) -> float:
    """The factor that differentiating x^power `order` times brings down."""
    factor = 1.0
    for k in range(order):
        factor *= power - k
    return factor
