"""What describes no possible glass is refused in a moment, however large it is."""

from collections import deque

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import Box, Glass, GlassError, Load, NotConvergedError, library, prepare, relax, shear
from glasscope.engine.limits import MOST_PARTICLES
from glasscope.engine.matter.crowding import MOST_NEAR

SQUARE = np.stack(np.meshgrid(np.arange(10.0), np.arange(10.0)), -1).reshape(-1, 2)


def made(model="poly", positions=SQUARE, diameters=1.0, cell=10.0):
    sizes = np.broadcast_to(diameters, len(positions)).copy()
    return Glass(model, positions, diameters=sizes, cell=np.diag([cell, cell]) if np.isscalar(cell) else cell)


@pytest.mark.parametrize("size", [1e300, 1e7, 1e-310, 1e-7, 0.0, -1.0, np.nan, np.inf, 1 + 2j, 6.0], ids=str)
@pytest.mark.parametrize("model", ["poly", "lj"])
def test_sizes_that_no_particle_has(model, size):
    diameters = np.ones(100, dtype=type(size))
    diameters[3] = size
    with pytest.raises(GlassError, match="diameters"):
        made(model, diameters=diameters)


@pytest.mark.filterwarnings("error")
def test_complex_numbers_are_no_lengths():
    for cell in (10j, np.eye(2) * (10 + 0j)):
        with pytest.raises(GlassError, match="complex"):
            made(cell=cell)
    with pytest.raises(GlassError, match="positions are an array of numbers: they are complex"):
        made(positions=SQUARE + 0j)
    with pytest.raises(GlassError, match="complex"):
        made("lj", diameters=small_glass("lj", 100).diameters + 1j)


def test_cells_and_places_whose_digits_are_lost():
    for cell in (1e200, 1e10, 1e-10):
        with pytest.raises(GlassError, match="cell"):
            made(cell=cell)
    with pytest.raises(GlassError, match="cells away"):
        made(positions=SQUARE + 1e300)
    with pytest.raises(GlassError, match="square matrix"):
        Box(np.zeros((0, 0)))


@pytest.mark.parametrize("n", [600, 100_000])
@pytest.mark.parametrize("how", ["in one point", "in a corner of a huge cell", "in a narrow cell"])
def test_particles_that_crowd_are_refused_before_their_pairs_are_found(how, n):
    side = np.sqrt(n)
    places = np.random.default_rng(1).uniform(size=(n, 2))
    positions, cell = {
        "in one point": (np.zeros((n, 2)), side),
        "in a corner of a huge cell": (side * places, 1e6),
        "in a narrow cell": (places * [3.5, 0.1 * n], np.diag([3.5, 0.1 * n])),
    }[how]
    if how != "in one point" and n == 600:
        positions = positions / [1.0, 20.0]
    with pytest.raises(GlassError, match=r"crowd|narrow|overlap"):
        made(positions=positions, cell=cell)


def test_a_dense_glass_does_not_crowd():
    """Ten times as dense as any of these models: a lattice whose neighbours are just not too near."""
    side = 60
    places = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2) * 0.32
    n_near = (2.5 * 1.25) ** 2 * 10
    assert n_near < MOST_NEAR
    assert made(positions=places, cell=side * 0.32).n_particles == side**2


def test_more_particles_than_there_may_be():
    with pytest.raises(GlassError, match="at most 1,000,000"):
        prepare("lj", 10**9)
    with pytest.raises(GlassError, match="at most 4,000,000 particles"):
        made(positions=np.broadcast_to(0.0, (MOST_PARTICLES + 1, 2)))


@pytest.mark.parametrize("tolerance", [-1, 0, np.nan, np.inf])
def test_a_relaxation_to_no_tolerance(tolerance):
    with pytest.raises(GlassError, match="force_tolerance is a force above 0"):
        relax(small_glass(), force_tolerance=tolerance)


@pytest.mark.slow
def test_a_glass_that_is_dilated_until_it_comes_apart_says_so():
    glass = next(entry for entry in library() if entry.key == "poly-swap-0.12-1024-1").load()
    with pytest.raises(NotConvergedError, match=r"the glass has come apart at strain 0\.1") as caught:
        deque(shear(glass, Load("dilation"), max_strain=0.6), maxlen=0)
    assert caught.value.glass.pressure < 0.02 * glass.pressure
