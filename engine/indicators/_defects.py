"""Topological defects of vector fields on particles: where a field turns against a walk around a point.

The winding number of a field on a triangle of particles is how often it turns while one walks around: 0, +1 around a
vortex, a source or a sink, -1 around a saddle (Wu et al. 2023). It keeps its sign under turns, mirrors and the sign of
the field; over all of a periodic glass it adds up to 0.
"""

from __future__ import annotations

import numpy as np

from .._jit import njit
from ..matter.glass import Glass

_REACH = 3.0  # widths of the Gaussian
_MARGIN = 1e-9  # turns: a difference of half a turn has no sign


def saddle_defects(glass: Glass, fields: np.ndarray, width: float) -> np.ndarray:
    """How many defects of winding number -1 are around each particle, mean over fields, shape (n_particles,).

    Fields are smoothed over their neighbours by a Gaussian, and so are the defects, each of which is at the three
    corners of its triangle.

    Parameters
    ----------
    glass : Glass
        The state.
    fields : ndarray, shape (n_fields, n_particles, 2)
        Of any unit.
    width : float
        Of the Gaussian, in mean spacings.
    """
    length = width * glass.density**-0.5
    near = glass.neighbours(radius=_REACH * length)
    weights = np.exp(-0.5 * np.einsum("pa,pa->p", near.vectors, near.vectors) / length**2)
    triangles = glass.tessellation.triangles
    counts = np.zeros(glass.n_particles)
    for field in fields:
        turns = windings(triangles, _smoothed(near.i, near.j, weights, field))
        counts += np.bincount(triangles[turns == -1].ravel(), minlength=glass.n_particles) / 3
    around = _smoothed(near.i, near.j, weights, counts[:, None])[:, 0]
    return around / len(fields)


@njit
def windings(triangles: np.ndarray, field: np.ndarray) -> np.ndarray:
    """Winding number of a field (n_particles, 2) on each triangle, shape (n_triangles,): -1, 0 or 1."""
    out = np.zeros(len(triangles), np.int64)
    angles = np.arctan2(field[:, 1], field[:, 0]) / (2 * np.pi)
    for t in range(len(triangles)):
        turned = 0.0
        for k in range(3):
            change = angles[triangles[t, (k + 1) % 3]] - angles[triangles[t, k]]
            turned += change - np.floor(change + 0.5 - _MARGIN)
        out[t] = np.int64(np.rint(turned))
    return out


@njit
def _smoothed(i, j, weights, values):
    out = values.copy()
    for p in range(i.size):
        for a in range(values.shape[1]):
            out[i[p], a] += weights[p] * values[j[p], a]
            out[j[p], a] += weights[p] * values[i[p], a]
    return out
