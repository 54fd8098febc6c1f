"""Second, third and fourth derivatives of the energy, contracted over the pair table (R24 App. B).

With r the pair's distance and n its unit vector, every derivative of phi(r) by the pair vector is a sum of products
of n, the unit matrix and radial factors, so that a contraction needs the projections n . a and the products a . b only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array

from .._jit import njit

if TYPE_CHECKING:
    from .glass import Glass
    from .pairs import PairTable


def pair_stiffness(pairs: PairTable) -> tuple[np.ndarray, np.ndarray]:
    """Radial factors of the 2 x 2 blocks: phi'' and phi'/r, each of shape (n_pairs,).

    Parameters
    ----------
    pairs : PairTable
        The interacting pairs.
    """
    return pairs.phi(2), pairs.phi(1) / pairs.distances


def hessian(glass: Glass) -> csc_array:
    """The Hessian d2U/dxdx, shape (N d, N d), sparse and symmetric, in units of energy / length^2.

    Rows and columns run over particles, then components. Its d zero modes are the translations.

    Parameters
    ----------
    glass : Glass
        The state.
    """
    pairs, n, d = glass.pairs, glass.n_particles, glass.dimension
    radial, transverse = pair_stiffness(pairs)
    unit = pairs.vectors / pairs.distances[:, None]
    blocks = (radial - transverse)[:, None, None] * unit[:, :, None] * unit[:, None, :]
    blocks += transverse[:, None, None] * np.eye(d)
    diagonal = np.zeros((n, d, d))
    np.add.at(diagonal, pairs.i, blocks)
    np.add.at(diagonal, pairs.j, blocks)
    here = np.arange(n)
    rows = np.concatenate([pairs.i, pairs.j, here]).astype(np.int64)
    columns = np.concatenate([pairs.j, pairs.i, here]).astype(np.int64)
    values = np.concatenate([-blocks, -blocks, diagonal])
    k = np.arange(d)
    row_index = np.broadcast_to(rows[:, None, None] * d + k[None, :, None], values.shape)
    column_index = np.broadcast_to(columns[:, None, None] * d + k[None, None, :], values.shape)
    return csc_array((values.ravel(), (row_index.ravel(), column_index.ravel())), shape=(n * d, n * d))


def third_order(glass: Glass, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The contraction U''' : a b, shape (n_particles, d), in units of energy / length^3 times those of a and b.

    Parameters
    ----------
    glass : Glass
        The state.
    a, b : ndarray, shape (n_particles, d)
        Displacement-like fields.
    """
    pairs = glass.pairs
    u, v = a[pairs.j] - a[pairs.i], b[pairs.j] - b[pairs.i]
    return scatter(pairs, third_order_pairs(pairs, u, v), glass.n_particles)


def fourth_order(glass: Glass, a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """The contraction U'''' : a b c, shape (n_particles, d).

    Parameters
    ----------
    glass : Glass
        The state.
    a, b, c : ndarray, shape (n_particles, d)
        Displacement-like fields.
    """
    pairs = glass.pairs
    u, v, w = (field[pairs.j] - field[pairs.i] for field in (a, b, c))
    return scatter(pairs, fourth_order_pairs(pairs, u, v, w), glass.n_particles)


def second_order_pairs(pairs: PairTable, u: np.ndarray) -> np.ndarray:
    """phi'' contracted with a difference field of the pairs, shape (n_pairs, d) (R24 B1-B2).

    Parameters
    ----------
    pairs : PairTable
        The interacting pairs.
    u : ndarray, shape (n_pairs, d)
        Differences a_j - a_i of the field.
    """
    radial, transverse = pair_stiffness(pairs)
    n = pairs.vectors / pairs.distances[:, None]
    return ((radial - transverse) * _dot(u, n))[:, None] * n + transverse[:, None] * u


def third_order_pairs(pairs: PairTable, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """phi''' contracted with two difference fields of the pairs, shape (n_pairs, d) (R24 B2-B3).

    Parameters
    ----------
    pairs : PairTable
        The interacting pairs.
    u, v : ndarray, shape (n_pairs, d)
        Differences a_j - a_i of the fields.
    """
    r, n = pairs.distances, pairs.vectors / pairs.distances[:, None]
    p1, p2, p3 = (pairs.phi(k) for k in (1, 2, 3))
    mixed = (p2 - p1 / r) / r
    un, vn, uv = _dot(u, n), _dot(v, n), _dot(u, v)
    along = (p3 - 3 * mixed) * un * vn + mixed * uv
    return along[:, None] * n + (mixed * vn)[:, None] * u + (mixed * un)[:, None] * v


def fourth_order_pairs(pairs: PairTable, u: np.ndarray, v: np.ndarray, w: np.ndarray) -> np.ndarray:
    """phi'''' contracted with three difference fields of the pairs, shape (n_pairs, d) (R24 B4).

    Parameters
    ----------
    pairs : PairTable
        The interacting pairs.
    u, v, w : ndarray, shape (n_pairs, d)
        Differences a_j - a_i of the fields.
    """
    r, n = pairs.distances, pairs.vectors / pairs.distances[:, None]
    p1, p2, p3, p4 = (pairs.phi(k) for k in (1, 2, 3, 4))
    two = (p2 - p1 / r) / r**2  # unit x unit
    three = (p3 - 3 * (p2 - p1 / r) / r) / r  # unit x n n
    four = p4 - 6 * three - 3 * two  # n n n n
    un, vn, wn = _dot(u, n), _dot(v, n), _dot(w, n)
    uv, vw, uw = _dot(u, v), _dot(v, w), _dot(u, w)
    along = four * un * vn * wn + three * (uv * wn + vw * un + uw * vn)
    out = along[:, None] * n
    out += (three * vn * wn + two * vw)[:, None] * u
    out += (three * un * wn + two * uw)[:, None] * v
    out += (three * un * vn + two * uv)[:, None] * w
    return out


def scatter(pairs: PairTable, values: np.ndarray, n_particles: int) -> np.ndarray:
    """Sum pair vectors onto particles: plus on the second end, minus on the first; shape (n_particles, d).

    Parameters
    ----------
    pairs : PairTable
        The interacting pairs.
    values : ndarray, shape (n_pairs, d)
        Derivatives by the pair vectors.
    n_particles : int
        Number of particles.
    """
    return _scatter(pairs.i, pairs.j, values, n_particles)


@njit
def _scatter(i, j, values, n_particles):
    out = np.zeros((n_particles, values.shape[1]))
    for p in range(i.size):
        for k in range(values.shape[1]):
            out[i[p], k] -= values[p, k]
            out[j[p], k] += values[p, k]
    return out


def _dot(a, b):
    return np.einsum("pk,pk->p", a, b)
