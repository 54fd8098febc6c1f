"""The one place where numba's flags are chosen.

``nogil`` lets a page stay alive while a kernel runs; ``error_model="numpy"`` lets divisions vectorise.
``fastmath`` stays off: it makes ``isnan`` false and the order of sums arbitrary, and near an instability the last
digit of a sum can choose another event. Kernels whose sums cannot matter that way may use the safe subset below.
"""

from collections.abc import Callable
from typing import Any, TypeVar, overload

import numba

#: contraction to fused multiply-adds only: changes no NaN, no order of sums
CONTRACT = {"contract"}

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


@overload
def njit(function: Kernel) -> Kernel: ...
@overload
def njit(function: None = None, **options: Any) -> Callable[[Kernel], Kernel]: ...  # Any: numba checks its options
def njit(function=None, **options):
    """Compile a kernel with the engine's flags (used bare or with further numba options).

    A compiled kernel is called as the function that it is made of, and is typed as that.
    """
    flags: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"} | options
    return numba.njit(**flags) if function is None else numba.njit(**flags)(function)
