"""A particle in a cage that it does not touch: it is no reason to call a glass no minimum, and its pushes no event."""

import numpy as np
import pytest

from glasscope.engine import Glass, Load, NotConvergedError, prepare, relax, shear
from glasscope.engine.mechanics.landscape import Landscape
from glasscope.engine.mechanics.linear.cholesky import Factor

SIDE = 8
CAGED = 27


@pytest.fixture(scope="module")
def caged():
    """A triangular crystal of equal particles, one of them exchanged for a small one."""
    spacing = 1.07
    rows = [
        (spacing * (column + 0.5 * (row % 2)), spacing * np.sqrt(0.75) * row)
        for row in range(SIDE)
        for column in range(SIDE)
    ]
    diameters = np.ones(SIDE * SIDE)
    diameters[CAGED] = 0.45
    rng = np.random.default_rng(1)
    places = np.array(rows) + 0.01 * rng.standard_normal((SIDE * SIDE, 2))
    cell = np.diag([SIDE * spacing, SIDE * spacing * np.sqrt(0.75)])
    return relax(Glass("poly", places, diameters=diameters, cell=cell))


def test_it_is_found(caged):
    assert CAGED not in np.concatenate([caged.pairs.i, caged.pairs.j])
    assert caged.response.factor.rattlers.tolist() == [CAGED]


def test_solves_are_exact_for_the_others_wherever_it_stands_in_the_order(caged):
    """The pairs of a Verlet list join it to its cage, so that it comes to stand last too, where one is held anyway."""
    stood_last = False
    for place in range(caged.n_particles):
        order = np.insert(np.delete(np.arange(caged.n_particles), CAGED), place, CAGED)
        glass = Glass("poly", caged.positions[order], diameters=caged.diameters[order], cell=caged.box)
        landscape = Landscape(glass, skin=0.6)
        verlet = landscape.verlet
        factor = Factor(landscape.dissection, verlet.i, verlet.j, verlet.vectors, *verlet.stiffness(verlet.vectors))
        forces = np.random.default_rng(2).standard_normal(glass.positions.shape)
        others = np.arange(glass.n_particles) != place
        forces[place] = 0.0
        forces[others] -= forces[others].mean(axis=0)
        assert factor.rattlers.tolist() == [place]
        np.testing.assert_allclose(glass.hessian() @ factor.solve(forces).ravel(), forces.ravel(), atol=1e-9)
        stood_last |= factor.fronts.order[-1] == place
    assert stood_last


@pytest.mark.parametrize("n", [1, 5, 30])
def test_its_free_motion_is_no_mode(caged, n):
    eigenvalues, modes = caged.response.modes(n)
    wanted = np.linalg.eigvalsh(caged.hessian().toarray())[4 : 4 + n]  # after translations and the rattler
    np.testing.assert_allclose(eigenvalues, wanted, rtol=1e-8)
    assert np.abs(modes[:, CAGED]).max() < 1e-6


def test_there_are_two_modes_fewer(caged):
    size = 2 * caged.n_particles
    assert len(caged.response.modes(size - 4)[0]) == size - 4
    with pytest.raises(ValueError, match=f"1 to {size - 4} modes"):
        caged.response.modes(size - 3)


def test_a_glass_with_rattlers_is_sheared_and_its_events_are_real():
    """Every second glass of this density has some; which seeds do, another processor may decide otherwise."""
    loose = (prepare("poly", 400, "htl", seed, density=0.82, equilibration_time=5.0) for seed in range(1, 20))
    glass = next(each for each in loose if len(each.response.factor.rattlers) >= 1)
    events = [step.event for step in shear(glass, Load.simple_shear(), 0.02) if step.event is not None]
    assert events
    for event in events:
        assert event.energy_drop > 1e-6


def test_a_packing_that_bears_no_load_is_said_to_be_loose():
    with pytest.raises(NotConvergedError, match="too loose to bear a load"):
        prepare("poly", 400, "htl", 1, density=0.72, equilibration_time=5.0)


def test_the_inverse_and_what_heat_does_leave_it_out(caged):
    """Four zero modes: the inverse is that of the others, whose heat capacities add up to d (N - 2)."""
    values, vectors = np.linalg.eigh(caged.hessian().toarray())
    inverse = (vectors[:, 4:] / values[4:]) @ vectors[:, 4:].T
    blocks = inverse.reshape(SIDE * SIDE, 2, SIDE * SIDE, 2).transpose(0, 2, 1, 3)
    found = caged.response.selected_inverse
    here, pairs = np.arange(SIDE * SIDE), caged.pairs
    np.testing.assert_allclose(found.particles, blocks[here, here], atol=1e-11)
    np.testing.assert_allclose(found.pairs, blocks[pairs.i, pairs.j], atol=1e-11)
    assert not found.particles[CAGED].any()
    assert caged.response.heat_capacity.sum() == pytest.approx(2 * (SIDE * SIDE - 2), rel=1e-10)
    assert caged.response.log_determinant == pytest.approx(np.log(values[4:]).sum(), abs=1e-8)
    assert caged.response.count_below(0.5 * (values[9] + values[10])) == 6


def test_the_lowest_mode_leaves_it_where_it_is(caged):
    landscape = Landscape(caged)
    mode = landscape.softest_mode(landscape.factor(np.zeros_like(caged.positions)), np.zeros_like(caged.positions))
    wanted = caged.response.modes(1)[1][0]
    assert not mode[CAGED].any()
    assert abs((mode * wanted).sum()) == pytest.approx(1.0, abs=1e-9)
