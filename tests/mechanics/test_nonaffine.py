import naive
import numpy as np
import pytest
from making import jittered

from glasscope.engine import Glass, GlassError, Load, nonaffine_d2min


def strained(glass, strain, noise=0.0, seed=0):
    deformation = Load.simple_shear(25.0).deformation(strain)
    move = noise * np.random.default_rng(seed).standard_normal(glass.positions.shape)
    return glass.with_positions(glass.positions @ deformation.T + move, glass.box.deform(deformation))


def test_it_is_the_definition():
    before = strained(jittered("lj", 81), 0.4)
    after = strained(jittered("lj", 81), 0.55, noise=0.03)
    np.testing.assert_allclose(nonaffine_d2min(before, after, 2.4), naive.d2min(before, after, 2.4), rtol=1e-9)


def test_an_affine_motion_has_none():
    glass = jittered("poly", 100)
    assert nonaffine_d2min(glass, strained(glass, 0.9)).max() < 1e-24
    shifted = glass.with_positions(glass.positions + [100.0, -3.0])
    assert nonaffine_d2min(glass, shifted).max() < 1e-20


def test_a_flip_changes_nothing():
    before, after = jittered("lj", 81, tilt=0.7), strained(jittered("lj", 81, tilt=0.7), 0.1, noise=0.05)
    shifted = [glass.with_positions(glass.positions, [[1, 0], [-1, 1]] @ glass.box.cell) for glass in (before, after)]
    np.testing.assert_allclose(nonaffine_d2min(*shifted, 2.4), nonaffine_d2min(before, after, 2.4), rtol=1e-9)


@pytest.mark.parametrize("flip", [[[1, 0], [-1, 1]], [[1, 0], [1, 1]], [[1, 1], [0, 1]]])
def test_a_flip_in_between_and_dropped_images_change_nothing(flip):
    """LAMMPS turns a tilted cell over to other vectors, and writes particles back into it."""
    before = jittered("lj", 144)
    after = strained(before, 0.2, noise=0.05)
    flipped = after.with_positions(after.positions, np.array(flip) @ after.box.cell)
    wrapped = flipped.with_positions(flipped.box.wrap(flipped.positions))
    assert np.abs(wrapped.positions - after.positions).max() > 5
    expected = naive.d2min(before, after, 2.4)
    for other in (flipped, wrapped, after.with_positions(after.box.wrap(after.positions))):
        np.testing.assert_allclose(nonaffine_d2min(before, other, 2.4), expected, rtol=1e-9)


def test_particles_in_another_order_are_refused():
    glass = jittered("lj", 400)
    order = np.random.default_rng(1).permutation(400)
    with pytest.raises(GlassError, match="species differ"):
        nonaffine_d2min(glass, shuffled(glass, order))
    of_each = [np.flatnonzero(glass.species == kind) for kind in np.unique(glass.species)]
    order = np.arange(400)
    for places in of_each:  # of the same kind: only their neighbours tell
        order[places] = np.random.default_rng(2).permutation(places)
    with pytest.raises(GlassError, match="same order"):
        nonaffine_d2min(glass, shuffled(glass, order))
    polydisperse = jittered("poly", 400)
    with pytest.raises(GlassError, match="diameters differ"):
        nonaffine_d2min(polydisperse, shuffled(polydisperse, np.roll(np.arange(400), 1)))


def shuffled(glass, order):
    kinds = {"diameters": glass.diameters[order]} if glass.species is None else {"species": glass.species[order]}
    return Glass(glass.model, glass.positions[order], cell=glass.box, **kinds)


def test_one_particle_moved_far_stands_out():
    glass = jittered("poly", 400)
    moved = glass.positions.copy()
    moved[37] += [0.15, 0.1]
    d2min = nonaffine_d2min(glass, glass.with_positions(moved))
    assert d2min.argmax() == 37
    assert d2min[37] == pytest.approx(0.15**2 + 0.1**2, rel=0.3)


def test_two_different_glasses_are_refused():
    with pytest.raises(GlassError, match="same glass"):
        nonaffine_d2min(jittered("poly", 100), jittered("poly", 81))
