"""Structure against freud: bond-orientational order, Voronoi cells, pair distribution; straight and tilted cells.

`freud.order.Hexatic` is given the same neighbours; its value is complex, (1/n_j) Σ_k exp(i m θ_jk), and its neighbours
are counted from either end; ours is its modulus. freud takes positions in single precision, hence the tolerances.
"""

import freud
import numpy as np
import pytest

from glasscope.engine import INDICATORS, Load, library
from glasscope.engine.matter import radial_distribution, tessellate

GLASSES = {entry.key: entry for entry in library()}


def tilted(glass, strain):
    """The glass after simple shear, and freud's box: lower triangular, xy = tilt over height."""
    deformation = Load.simple_shear().deformation(strain)
    sheared = glass.with_positions(glass.positions @ deformation.T, cell=glass.box.deform(deformation))
    length = glass.box.cell[0, 0]
    return sheared, freud.box.Box(Lx=length, Ly=length, xy=strain, is2D=True)


def freud_neighbours(glass, scaled):
    near = glass.neighbours(scaled=scaled)
    i, j = np.concatenate([near.i, near.j]), np.concatenate([near.j, near.i])
    vectors = np.zeros((i.size, 3), dtype=np.float32)
    vectors[:, :2] = np.concatenate([near.vectors, -near.vectors])
    order = np.lexsort((j, i))
    n = glass.n_particles
    return freud.locality.NeighborList.from_arrays(n, n, i[order], j[order], vectors[order])


@pytest.mark.parametrize("strain", [0.0, 0.17, 0.5, 1.0])
@pytest.mark.parametrize("key", ["lj-htl-1024-1", "poly-swap-0.12-1024-1"])
def test_bond_orientational_order(key, strain):
    glass, box = tilted(GLASSES[key].load(), strain)
    points = np.column_stack([glass.box.wrap(glass.positions), np.zeros(glass.n_particles)])
    neighbours = freud_neighbours(glass, glass.model.neighbour_cutoff)
    for fold in range(2, 10):
        hexatic = freud.order.Hexatic(k=fold)
        hexatic.compute((box, box.wrap(points)), neighbors=neighbours)
        expected = np.abs(hexatic.particle_order)
        values = INDICATORS["bond_orientational_order"](fold=fold)(glass)
        np.testing.assert_allclose(values, expected, atol=3e-4)


@pytest.mark.parametrize("strain", [0.0, 0.17, 0.5, 1.0])
def test_ordinary_voronoi_cells(strain):
    """Equal radii: areas and neighbours of `freud.locality.Voronoi` (voro++), in single precision."""
    glass, box = tilted(GLASSES["poly-swap-0.12-1024-1"].load(), strain)
    points = np.column_stack([glass.box.wrap(glass.positions), np.zeros(glass.n_particles)])
    voronoi = freud.locality.Voronoi()
    voronoi.compute((box, box.wrap(points)))
    ours = tessellate(glass.positions, np.full(glass.n_particles, 0.5), glass.box)
    np.testing.assert_allclose(ours.areas, voronoi.volumes, rtol=2e-4)
    assert np.mean(ours.counts == voronoi.nlist.neighbor_counts) > 0.99  # single precision may turn a tiny edge


@pytest.mark.parametrize("strain", [0.0, 0.3])
def test_radial_distribution(strain):
    """`freud.density.RDF` divides by the ideal gas of N - 1 others; ours by N / V."""
    glass, box = tilted(GLASSES["lj-htl-1024-1"].load(), strain)
    points = np.column_stack([glass.box.wrap(glass.positions), np.zeros(glass.n_particles)])
    rdf = freud.density.RDF(bins=60, r_max=6.0, normalization_mode="exact")
    rdf.compute((box, box.wrap(points)), reset=True)
    distances, g = radial_distribution(glass, 6.0, 60)
    np.testing.assert_allclose(distances, rdf.bin_centers, rtol=1e-6)
    np.testing.assert_allclose(g, rdf.rdf, atol=0.01)
