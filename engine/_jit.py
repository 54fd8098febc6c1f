"""The one place where numba's flags are chosen.

``nogil`` lets a page stay alive while a kernel runs; ``error_model="numpy"`` lets divisions vectorise.
``fastmath`` stays off: it makes ``isnan`` false and the order of sums arbitrary, and near an instability the last
digit of a sum can choose another event. Kernels whose sums cannot matter that way may use the safe subset below.
"""

import numba

#: contraction to fused multiply-adds only: changes no NaN, no order of sums
CONTRACT = {"contract"}


def njit(function=None, **options):
    """Compile a kernel with the engine's flags (used bare or with further numba options)."""
    flags = {"nogil": True, "cache": True, "error_model": "numpy"} | options
    return numba.njit(**flags) if function is None else numba.njit(**flags)(function)
