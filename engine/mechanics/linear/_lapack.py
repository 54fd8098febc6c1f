"""BLAS and LAPACK inside nogil kernels: scipy's own routines, called by symbol so that kernels can be cached.

Matrices are flat arrays by columns, as Fortran has them: entry (r, c) is ``a[c * lda + r]``; of symmetric ones the
lower triangle is read. Sides, triangles and transposition are given as letters: `LEFT`, `RIGHT`, `PLAIN`, `TURNED`.

scipy's OpenBLAS is held to one thread here (numpy's own copy keeps all): a glass is worked on serially, because a
parallel sum changes the fourteenth digit, and near an instability that can choose another event. Use the cores for
several glasses at once.
"""

import llvmlite.binding
import numpy as np
from numba import types
from numba.extending import get_cython_function_address
from threadpoolctl import ThreadpoolController

from ..._jit import njit

ThreadpoolController().select(filepath=[
    library["filepath"] for library in ThreadpoolController().info() if "scipy" in library["filepath"]
]).limit(limits=1)  # fmt: skip

LEFT, RIGHT, PLAIN, TURNED = 76, 82, 78, 84  # the letters L, R, N(ot), T(ransposed)
_LOWER = 76
_SINGLE = 4  # bytes of a number: which routine is called is settled when a kernel is compiled


def _routine(module, name, n_arguments):
    """A Fortran routine as a numba function that takes `n_arguments` pointers."""
    symbol = f"glasscope_{name}"
    llvmlite.binding.add_symbol(symbol, get_cython_function_address(f"scipy.linalg.cython_{module}", name))
    return types.ExternalFunction(symbol, types.void(*[types.voidptr] * n_arguments))


_dpotrf = _routine("lapack", "dpotrf", 5)  # uplo n a lda info
_spotrf = _routine("lapack", "spotrf", 5)
_dpotri = _routine("lapack", "dpotri", 5)
_dpotrs = _routine("lapack", "dpotrs", 8)  # uplo n nrhs a lda b ldb info
_dsytrf = _routine("lapack", "dsytrf", 8)  # uplo n a lda ipiv work lwork info
_dsytrs = _routine("lapack", "dsytrs", 9)  # uplo n nrhs a lda ipiv b ldb info
_dpbtrf = _routine("lapack", "dpbtrf", 6)  # uplo n kd ab ldab info
_dpbtrs = _routine("lapack", "dpbtrs", 9)  # uplo n kd nrhs ab ldab b ldb info
_dtrsm = _routine("blas", "dtrsm", 11)  # side uplo transa diag m n alpha a lda b ldb
_strsm = _routine("blas", "strsm", 11)
_dsyrk = _routine("blas", "dsyrk", 10)  # uplo trans n k alpha a lda beta c ldc
_ssyrk = _routine("blas", "ssyrk", 10)
_dsyr2k = _routine("blas", "dsyr2k", 12)  # uplo trans n k alpha a lda b ldb beta c ldc
_dsymm = _routine("blas", "dsymm", 12)  # side uplo m n alpha a lda b ldb beta c ldc
_dgemm = _routine("blas", "dgemm", 13)  # transa transb m n k alpha a lda b ldb beta c ldc


@njit
def potrf(n: int, a: np.ndarray, lda: int) -> bool:
    """Cholesky factor of a in its lower triangle; False if a is not positive definite. In either precision."""
    sizes, info, letters = np.array([n, lda], np.int32), np.zeros(1, np.int32), np.array([_LOWER], np.uint8)
    if a.itemsize == _SINGLE:
        _spotrf(letters.ctypes, sizes.ctypes, a.ctypes, sizes[1:].ctypes, info.ctypes)
    else:
        _dpotrf(letters.ctypes, sizes.ctypes, a.ctypes, sizes[1:].ctypes, info.ctypes)
    return info[0] == 0


@njit
def potri(n: int, a: np.ndarray, lda: int) -> None:
    """The inverse, both triangles, from the Cholesky factor in the lower one."""
    sizes, info, letters = np.array([n, lda], np.int32), np.zeros(1, np.int32), np.array([_LOWER], np.uint8)
    _dpotri(letters.ctypes, sizes.ctypes, a.ctypes, sizes[1:].ctypes, info.ctypes)
    for c in range(n):
        for r in range(c):
            a[c * lda + r] = a[r * lda + c]


@njit
def potrs(n: int, columns: int, a: np.ndarray, lda: int, b: np.ndarray) -> None:
    """b, `columns` of n, becomes a^-1 b, from what `potrf` left in a."""
    sizes, info = np.array([n, columns, lda, n], np.int32), np.zeros(1, np.int32)
    letters = np.array([_LOWER], np.uint8)
    _dpotrs(
        letters.ctypes, sizes.ctypes, sizes[1:].ctypes, a.ctypes, sizes[2:].ctypes, b.ctypes, sizes[3:].ctypes,
        info.ctypes,
    )  # fmt: skip


@njit
def sytrf(n: int, a: np.ndarray, lda: int, pivots: np.ndarray) -> bool:
    """L D L^T of a symmetric a, with pivoting inside it."""
    sizes, info = np.array([n, lda, 64 * n], np.int32), np.zeros(1, np.int32)
    letters, work = np.array([_LOWER], np.uint8), np.empty(64 * n)
    _dsytrf(
        letters.ctypes, sizes.ctypes, a.ctypes, sizes[1:].ctypes, pivots.ctypes, work.ctypes, sizes[2:].ctypes,
        info.ctypes,
    )  # fmt: skip
    return info[0] == 0


@njit
def sytrs(n: int, columns: int, a: np.ndarray, lda: int, pivots: np.ndarray, b: np.ndarray, ldb: int) -> None:
    """b becomes a^-1 b, from what `sytrf` left in a."""
    sizes, info = np.array([n, columns, lda, ldb], np.int32), np.zeros(1, np.int32)
    letters = np.array([_LOWER], np.uint8)
    _dsytrs(
        letters.ctypes, sizes.ctypes, sizes[1:].ctypes, a.ctypes, sizes[2:].ctypes, pivots.ctypes, b.ctypes,
        sizes[3:].ctypes, info.ctypes,
    )  # fmt: skip


@njit
def trsm(side: int, turn: int, m: int, n: int, a: np.ndarray, lda: int, b: np.ndarray, ldb: int) -> None:
    """b (m, n) becomes a^-1 b or b a^-1, a lower triangular or its transpose. In either precision."""
    sizes, one = np.array([m, n, lda, ldb], np.int32), np.ones(1, a.dtype)
    letters = np.array([side, _LOWER, turn, PLAIN], np.uint8)
    if a.itemsize == _SINGLE:
        _strsm(
            letters.ctypes, letters[1:].ctypes, letters[2:].ctypes, letters[3:].ctypes, sizes.ctypes, sizes[1:].ctypes,
            one.ctypes, a.ctypes, sizes[2:].ctypes, b.ctypes, sizes[3:].ctypes,
        )  # fmt: skip
    else:
        _dtrsm(
            letters.ctypes, letters[1:].ctypes, letters[2:].ctypes, letters[3:].ctypes, sizes.ctypes, sizes[1:].ctypes,
            one.ctypes, a.ctypes, sizes[2:].ctypes, b.ctypes, sizes[3:].ctypes,
        )  # fmt: skip


@njit
def syrk(n: int, k: int, alpha: float, a: np.ndarray, lda: int, beta: float, c: np.ndarray, ldc: int) -> None:
    """Lower triangle of c (n, n) becomes alpha a a^T + beta c, a (n, k). In either precision."""
    sizes, factors = np.array([n, k, lda, ldc], np.int32), np.empty(2, a.dtype)
    factors[0], factors[1] = alpha, beta
    letters = np.array([_LOWER, PLAIN], np.uint8)
    if a.itemsize == _SINGLE:
        _ssyrk(
            letters.ctypes, letters[1:].ctypes, sizes.ctypes, sizes[1:].ctypes, factors.ctypes, a.ctypes,
            sizes[2:].ctypes, factors[1:].ctypes, c.ctypes, sizes[3:].ctypes,
        )  # fmt: skip
    else:
        _dsyrk(
            letters.ctypes, letters[1:].ctypes, sizes.ctypes, sizes[1:].ctypes, factors.ctypes, a.ctypes,
            sizes[2:].ctypes, factors[1:].ctypes, c.ctypes, sizes[3:].ctypes,
        )  # fmt: skip


@njit
def syr2k(
    n: int, k: int, alpha: float, a: np.ndarray, lda: int, b: np.ndarray, ldb: int, beta: float, c: np.ndarray, ldc: int
) -> None:
    """Lower triangle of c (n, n) becomes alpha (a b^T + b a^T) + beta c, a and b (n, k)."""
    sizes, factors = np.array([n, k, lda, ldb, ldc], np.int32), np.array([alpha, beta])
    letters = np.array([_LOWER, PLAIN], np.uint8)
    _dsyr2k(
        letters.ctypes, letters[1:].ctypes, sizes.ctypes, sizes[1:].ctypes, factors.ctypes, a.ctypes,
        sizes[2:].ctypes, b.ctypes, sizes[3:].ctypes, factors[1:].ctypes, c.ctypes, sizes[4:].ctypes,
    )  # fmt: skip


@njit
def symm(
    side: int,
    m: int,
    n: int,
    alpha: float,
    a: np.ndarray,
    lda: int,
    b: np.ndarray,
    ldb: int,
    beta: float,
    c: np.ndarray,
    ldc: int,
) -> None:
    """c (m, n) becomes alpha a b + beta c, or alpha b a + beta c, a symmetric and given by its lower triangle."""
    sizes, factors = np.array([m, n, lda, ldb, ldc], np.int32), np.array([alpha, beta])
    letters = np.array([side, _LOWER], np.uint8)
    _dsymm(
        letters.ctypes, letters[1:].ctypes, sizes.ctypes, sizes[1:].ctypes, factors.ctypes, a.ctypes,
        sizes[2:].ctypes, b.ctypes, sizes[3:].ctypes, factors[1:].ctypes, c.ctypes, sizes[4:].ctypes,
    )  # fmt: skip


@njit
def gemm(
    turn_a: int,
    turn_b: int,
    m: int,
    n: int,
    k: int,
    alpha: float,
    a: np.ndarray,
    lda: int,
    b: np.ndarray,
    ldb: int,
    beta: float,
    c: np.ndarray,
    ldc: int,
) -> None:
    """c (m, n) becomes alpha a b + beta c, a (m, k) and b (k, n), either of them transposed where asked."""
    sizes, factors = np.array([m, n, k, lda, ldb, ldc], np.int32), np.array([alpha, beta])
    letters = np.array([turn_a, turn_b], np.uint8)
    _dgemm(
        letters.ctypes, letters[1:].ctypes, sizes.ctypes, sizes[1:].ctypes, sizes[2:].ctypes, factors.ctypes,
        a.ctypes, sizes[3:].ctypes, b.ctypes, sizes[4:].ctypes, factors[1:].ctypes, c.ctypes, sizes[5:].ctypes,
    )  # fmt: skip


@njit
def pbtrf(n: int, below: int, a: np.ndarray, lda: int) -> bool:
    """Cholesky factor of a band, diagonal and `below` more in each column; False if it is not positive definite."""
    sizes, info, letters = np.array([n, below, lda], np.int32), np.zeros(1, np.int32), np.array([_LOWER], np.uint8)
    _dpbtrf(letters.ctypes, sizes.ctypes, sizes[1:].ctypes, a.ctypes, sizes[2:].ctypes, info.ctypes)
    return info[0] == 0


@njit
def pbtrs(n: int, below: int, columns: int, a: np.ndarray, lda: int, b: np.ndarray) -> None:
    """b, `columns` of n, becomes a^-1 b, from what `pbtrf` left in a."""
    sizes, info = np.array([n, below, columns, lda, n], np.int32), np.zeros(1, np.int32)
    letters = np.array([_LOWER], np.uint8)
    _dpbtrs(
        letters.ctypes, sizes.ctypes, sizes[1:].ctypes, sizes[2:].ctypes, a.ctypes, sizes[3:].ctypes, b.ctypes,
        sizes[4:].ctypes, info.ctypes,
    )  # fmt: skip
