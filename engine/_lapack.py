"""BLAS and LAPACK inside nogil kernels: scipy's own routines, called by symbol so that kernels can be cached.

scipy's OpenBLAS is held to one thread here (numpy's own copy keeps all): a glass is worked on serially, because a
parallel sum changes the fourteenth digit, and near an instability that can choose another event. Use the cores for
several glasses at once.
"""

import llvmlite.binding
from numba import types
from numba.extending import get_cython_function_address
from threadpoolctl import ThreadpoolController

ThreadpoolController().select(filepath=[
    library["filepath"] for library in ThreadpoolController().info() if "scipy" in library["filepath"]
]).limit(limits=1)  # fmt: skip


def _routine(module, name, n_arguments):
    """A Fortran routine as a numba function that takes `n_arguments` pointers."""
    symbol = f"glasscope_{name}"
    llvmlite.binding.add_symbol(symbol, get_cython_function_address(f"scipy.linalg.cython_{module}", name))
    return types.ExternalFunction(symbol, types.void(*[types.voidptr] * n_arguments))


dpotrf = _routine("lapack", "dpotrf", 5)  # uplo n a lda info
dtrsm = _routine("blas", "dtrsm", 11)  # side uplo transa diag m n alpha a lda b ldb
dsyrk = _routine("blas", "dsyrk", 10)  # uplo trans n k alpha a lda beta c ldc
