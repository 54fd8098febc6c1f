"""The one place where numba's flags are chosen.

``nogil`` lets a page stay alive while a kernel runs; ``error_model="numpy"`` lets divisions vectorise;
``no_cfunc_wrapper`` leaves out a form of each kernel for callers in C, of which there are none: some compiling less.
``fastmath`` stays off: it makes ``isnan`` false and the order of sums arbitrary, and near an instability the last
digit of a sum can choose another event. Kernels whose sums cannot matter that way may use the safe subset below.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar, overload

import numba
from numba.core.compiler_lock import global_compiler_lock
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
        kernel.compile = partial(_compile, kernel.compile, kernel._cache)
    return kernel


def is_to_be_compiled(kernel: Callable[..., object]) -> bool:
    """Whether a kernel was never compiled on this machine, and what one process compiles is kept for the others.

    Parameters
    ----------
    kernel : callable
        Made by `njit`.
    """
    kept = kernel._cache  # type: ignore[attr-defined]
    return kept.anywhere and not kept.there


def _compile(compile_it, kept, signature):
    """Load or compile a form of a kernel: several processes that need it have one of them compile it."""
    with global_compiler_lock, kept.alone(), _uncollected():  # numba's own lock first: else two threads could wait for
        return compile_it(signature)  # each other


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage: compiling makes millions of objects and hardly a circle, an eighth of its time."""
    outermost = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if outermost:
            gc.enable()


def _refuse_shape(source: Any, target: Any) -> None:  # Any: numba passes tuples of integers of whatever length
    """What an assignment to a slice does with a wrong shape: numba's own way writes both shapes out."""


@compiled_form(_refuse_shape)
def _refuse_shape_compiled(source: Any, target: Any) -> Callable[..., None]:
    def refuse(source: Any, target: Any) -> None:
        raise ValueError("cannot assign to a slice from an array of another shape")

    return refuse


# With numba's, every kernel that assigns to a slice compiles its text formatting: twice the machine code, and 0.15 s.
arrayobj.raise_with_shape_context = _refuse_shape
