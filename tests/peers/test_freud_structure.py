"""Bond-orientational order against freud (`freud.order.Hexatic`), over the same neighbours.

freud's value is complex, (1/n_j) Σ_k exp(i m θ_jk), and its neighbours are counted from either end; ours is its
modulus. freud takes positions in single precision, hence the tolerance.
"""

import freud
import numpy as np
import pytest

from glasscope.engine import INDICATORS, library

GLASSES = {entry.key: entry for entry in library()}


def freud_neighbours(glass, scaled):
    near = glass.neighbours(scaled=scaled)
    i, j = np.concatenate([near.i, near.j]), np.concatenate([near.j, near.i])
    vectors = np.zeros((i.size, 3), dtype=np.float32)
    vectors[:, :2] = np.concatenate([near.vectors, -near.vectors])
    order = np.lexsort((j, i))
    n = glass.n_particles
    return freud.locality.NeighborList.from_arrays(n, n, i[order], j[order], vectors[order])


@pytest.mark.parametrize("key", ["lj-htl-1024-1", "poly-swap-0.12-1024-1"])
@pytest.mark.parametrize("fold", [4, 6])
def test_bond_orientational_order(key, fold):
    glass = GLASSES[key].load()
    box = freud.box.Box.square(glass.box.cell[0, 0])
    points = np.column_stack([glass.box.wrap(glass.positions), np.zeros(glass.n_particles)])
    hexatic = freud.order.Hexatic(k=fold)
    hexatic.compute((box, box.wrap(points)), neighbors=freud_neighbours(glass, glass.model.neighbour_cutoff))
    expected = np.abs(hexatic.particle_order)
    np.testing.assert_allclose(INDICATORS["hexatic_order"](fold=fold)(glass), expected, atol=1e-4)
