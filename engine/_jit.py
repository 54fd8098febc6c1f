"""The one place where numba's flags are chosen.

``nogil`` lets a page stay alive while a kernel runs; ``error_model="numpy"`` lets divisions vectorise;
``no_cfunc_wrapper`` leaves out a form of each kernel for callers in C, of which there are none: some compiling less.
``fastmath`` stays off: it makes ``isnan`` false and the order of sums arbitrary, and near an instability the last
digit of a sum can choose another event. Kernels whose sums cannot matter that way may use the safe subset below.
"""

from collections.abc import Callable
from typing import Any, TypeVar, overload

import numba
from numba.core.extending import overload as compiled_form
from numba.np import arrayobj

from ._kept import KeptKernels

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
    if function is None:
        return lambda function: njit(function, **options)
    flags: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy", "no_cfunc_wrapper": True} | options
    kept = flags.pop("cache")
    kernel = numba.njit(**flags)(function)
    if kept:
        kernel._cache = KeptKernels(kernel.py_func)  # what `cache=True` does, with a cache of numba's own
    return kernel


def _refuse_shape(source: Any, target: Any) -> None:  # Any: numba passes tuples of integers of whatever length
    """What an assignment to a slice does with a wrong shape: numba's own way writes both shapes out."""


@compiled_form(_refuse_shape)
def _refuse_shape_compiled(source: Any, target: Any) -> Callable[..., None]:
    def refuse(source: Any, target: Any) -> None:
        raise ValueError("cannot assign to a slice from an array of another shape")

    return refuse


# With numba's, every kernel that assigns to a slice compiles its text formatting: twice the machine code, and 0.15 s.
arrayobj.raise_with_shape_context = _refuse_shape
