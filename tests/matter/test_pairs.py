import naive
import numpy as np
import pytest
from making import jittered

from glasscope.engine import MODELS, Box, GlassError, Load
from glasscope.engine.matter import find_pairs


def as_set(i, j, vectors):
    return {(int(a), int(b), *np.round(v, 9)) for a, b, v in zip(i, j, vectors, strict=True)}


@pytest.mark.parametrize("strain", [0.0, 0.13, 0.3, 0.5, 0.71, 0.9, 1.0])
@pytest.mark.parametrize("key", ["lj", "poly"])
def test_the_set_is_that_of_all_images(strain, key):
    glass = jittered(key, 81, seed=3)
    deformation = Load.simple_shear(angle=17.0).deformation(strain)
    glass = glass.with_positions(glass.positions @ deformation.T + 40.0, glass.box.deform(deformation))
    assert as_set(glass.pairs.i, glass.pairs.j, glass.pairs.vectors) == as_set(*naive.pairs(glass))


def test_many_linked_cells_agree_with_one():
    rng = np.random.default_rng(2)
    box = Box([[31, 3], [-7, 25]])
    positions = rng.uniform(-60, 60, (900, 2))
    many = find_pairs(positions, box, 2.1)
    one = find_pairs(positions, box, 12.0)
    near = np.linalg.norm(one.vectors, axis=1) < 2.1
    assert as_set(*many) == as_set(one.i[near], one.j[near], one.vectors[near])
    assert (np.diff(many.i.astype(int) * 900 + many.j) > 0).all()  # sorted, each once


def test_crowded_cells_are_not_lost():
    positions = np.random.default_rng(0).normal(5, 0.05, (300, 2))  # all near each other: more than expected
    assert len(find_pairs(positions, Box(10 * np.eye(2)), 2.0).i) == 300 * 299 / 2


def test_a_flip_changes_no_pair():
    glass = jittered("ipl_q3", 100, tilt=0.9)
    flipped = glass.with_positions(glass.positions, glass.box.reduced())
    assert not np.allclose(flipped.box.cell, glass.box.cell)
    assert as_set(glass.pairs.i, glass.pairs.j, glass.pairs.vectors) == as_set(
        flipped.pairs.i, flipped.pairs.j, flipped.pairs.vectors
    )


def test_structural_neighbours():
    glass = jittered("poly", 100)
    i, j, vectors = glass.neighbours(scaled=1.33)
    a, b, r = naive.pairs(glass, 3.0)
    sizes = glass.model.pair_sizes(glass.diameters[a], glass.diameters[b])
    near = np.linalg.norm(r, axis=1) < 1.33 * sizes
    assert as_set(i, j, vectors) == as_set(a[near], b[near], r[near])
    assert as_set(*glass.neighbours(radius=2.5)) == as_set(*naive.pairs(glass, 2.5))
    with pytest.raises(GlassError, match="exactly one"):
        glass.neighbours()
    with pytest.raises(GlassError, match="exactly one"):
        glass.neighbours(scaled=1.5, radius=2.0)


def test_a_cell_too_small_for_the_cutoff_is_refused():
    with pytest.raises(GlassError, match="too small"):
        jittered("lj", 25)
    with pytest.raises(GlassError, match="too small"):
        find_pairs(np.zeros((2, 2)), Box(4 * np.eye(2)), 2.5)


def test_the_largest_range_is_that_of_the_worst_pair():
    for key, model in MODELS.items():
        diameters, _ = model.sizes(200, np.random.default_rng(0))
        worst = model.cutoff * model.pair_sizes(diameters[:, None], diameters[None, :]).max()
        assert model.largest_range(diameters) == pytest.approx(worst), key
