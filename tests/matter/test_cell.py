import numpy as np
import pytest

from glasscope.engine import Box, GlassError, Load


def test_lattice_vectors_are_rows():
    box = Box([[2, 0], [1, 3]])
    assert box.volume == pytest.approx(6)
    np.testing.assert_allclose(box.heights, [6 / np.hypot(1, 3), 3])
    np.testing.assert_allclose(box.fractional([[3.0, 3.0]]), [[1, 1]])


def test_wrapping_moves_by_lattice_vectors():
    rng = np.random.default_rng(0)
    box = Box([[5, 0.4], [2, 4]])
    positions = rng.uniform(-50, 50, (100, 2))
    wrapped = box.fractional(box.wrap(positions))
    assert wrapped.min() >= -1e-12
    assert wrapped.max() < 1 + 1e-12
    moved = box.fractional(positions - box.wrap(positions))
    np.testing.assert_allclose(moved, np.rint(moved), atol=1e-10)


@pytest.mark.parametrize("strain", [0.0, 0.3, 0.5, 0.9, 1.0, 7.3])
def test_a_flip_keeps_the_lattice(strain):
    box = Box([[10, 0], [0, 10]]).deform(Load.simple_shear().deformation(strain))
    reduced = box.reduced()
    assert reduced.volume == pytest.approx(box.volume)
    steps = reduced.cell @ box.inverse
    np.testing.assert_allclose(steps, np.rint(steps), atol=1e-9)  # its vectors belong to the old lattice
    assert reduced.heights.min() >= 0.86 * 10 * (1 - 1e-9)  # and are as short as a lattice of this volume allows
    assert (strain % 1 == 0) == np.allclose(np.sort(np.abs(reduced.cell), axis=None), [0, 0, 10, 10])


def test_minimum_image_is_the_shortest():
    rng = np.random.default_rng(1)
    box = Box([[6, 0], [0, 5]]).deform(Load.simple_shear().deformation(2.3))
    vectors = rng.uniform(-30, 30, (200, 2))
    shifts = np.array([[a, b] for a in range(-25, 26) for b in range(-25, 26)]) @ box.cell
    shortest = np.array([np.linalg.norm(v - shifts, axis=1).min() for v in vectors])
    found = np.linalg.norm(box.minimum_image(vectors), axis=1)
    near = shortest < box.reduced().heights.min() / 2
    assert near.sum() > 50
    np.testing.assert_allclose(found[near], shortest[near], atol=1e-9)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ([[1, 0], [2, 0]], "parallel"),
        ([[0, 0], [0, 1]], "zero"),
        ([[1, 0]], "square matrix"),
        ([[1, np.nan], [0, 1]], "NaN"),
    ],
)
def test_a_degenerate_cell_is_refused(cell, words):
    with pytest.raises(GlassError, match=words):
        Box(cell)


@pytest.mark.parametrize("make", [Load.simple_shear, Load.pure_shear])
def test_shear_keeps_the_area_and_turns_with_its_angle(make):
    load = make(angle=30.0)
    assert np.linalg.det(load.deformation(0.7)) == pytest.approx(1)
    c, s = np.cos(np.pi / 6), np.sin(np.pi / 6)
    turn = np.array([[c, -s], [s, c]])
    np.testing.assert_allclose(load.A, turn @ make().A @ turn.T, atol=1e-15)
    np.testing.assert_allclose(load.reversed().A, -load.A)
    np.testing.assert_allclose(load.reversed().deformation(0.2) @ load.deformation(0.2), np.eye(2), atol=1e-15)


def test_conventions_of_the_loads():
    np.testing.assert_array_equal(Load.simple_shear().A, [[0, 1], [0, 0]])
    np.testing.assert_array_equal(Load.pure_shear(sign=-1).A, [[-0.5, 0], [0, 0.5]])
    np.testing.assert_array_equal(Load.dilation().A, np.eye(2))
    np.testing.assert_allclose(Load.simple_shear().deformation(0.3), [[1, 0.3], [0, 1]], atol=1e-15)
    assert Load.simple_shear() == Load.simple_shear(angle=0)
    with pytest.raises(GlassError, match="sign"):
        Load.simple_shear(sign=2)
    with pytest.raises(GlassError, match="finite"):
        Load.pure_shear(angle=np.inf)
    with pytest.raises(GlassError, match=r"unknown load.*simple_shear"):
        Load("twist")
