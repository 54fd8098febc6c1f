"""Nonlinear modes: their equation by dense tensors of plain loops, and the barrier function that they make least."""

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import GlassError, Load
from glasscope.engine.matter.hessian import fourth_order, third_order
from glasscope.engine.mechanics.soft_spots.nonlinear_modes import SAME, coupled_pairs, nonlinear_modes

LOAD = Load.simple_shear(15.0)


@pytest.fixture(scope="module", params=[("lj", 3), ("ipl_q3", 3), ("ipl_q4", 4), ("poly", 3)], ids=str)
def found(request):
    model, order = request.param
    glass = small_glass(model, 400)
    return glass, nonlinear_modes(glass, LOAD, order)


def highest(glass, order, mode):
    return third_order(glass, mode, mode) if order == 3 else fourth_order(glass, mode, mode, mode)


def test_each_mode_solves_its_equation(found):
    glass, modes = found
    hessian = glass.hessian()
    for mode, stiffness in zip(modes.vectors, modes.stiffness, strict=True):
        assert np.vdot(mode, mode) == pytest.approx(1.0)
        answer, push = (hessian @ mode.ravel()), highest(glass, modes.order, mode).ravel()
        assert mode.ravel() @ answer == pytest.approx(stiffness)
        left = answer - stiffness / (push @ mode.ravel()) * push
        assert np.linalg.norm(left) < 1.1e-8 * np.linalg.norm(answer)


def test_modes_are_where_the_barrier_is_stationary(found):
    """(M : pi pi)^n / (U^(n) . pi^n)^2, the height that a mode would climb over, changes to second order only."""
    glass, modes = found
    hessian, n = glass.hessian(), modes.order

    def barrier(mode):
        power = n if n == 3 else 2
        return (mode.ravel() @ (hessian @ mode.ravel())) ** power / np.vdot(highest(glass, n, mode), mode) ** (
            2 if n == 3 else 1
        )

    mode, h = modes.vectors[0], 1e-5
    for seed in range(3):
        step = np.random.default_rng(seed).standard_normal(mode.shape)
        step /= np.linalg.norm(step)
        slope = (barrier(mode + h * step) - barrier(mode - h * step)) / (2 * h)
        elsewhere = mode + 0.1 * step
        there = (barrier(elsewhere + h * step) - barrier(elsewhere - h * step)) / (2 * h)
        assert abs(slope) < 1e-3 * abs(there)


def test_modes_differ_and_come_in_order(found):
    _, modes = found
    flat = modes.vectors.reshape(len(modes.vectors), -1)
    overlaps = np.abs(flat @ flat.T) - np.eye(len(flat))
    assert overlaps.max() <= SAME
    assert (np.diff(modes.stiffness) >= 0).all()
    assert len(modes.vectors) + modes.n_open <= modes.n_searches
    assert modes.n_open <= 0.1 * modes.n_searches


def test_they_are_softer_than_waves_and_localised(found):
    """The softest has no less stiffness than the lowest vibration; its place is where it is largest."""
    glass, modes = found
    assert modes.stiffness[0] >= glass.response.modes(1)[0][0] * (1 - 1e-9)
    sizes = np.einsum("mia,mia->mi", modes.vectors, modes.vectors)
    assert (sizes.argmax(axis=1) == modes.particles).all()
    np.testing.assert_allclose(modes.field, (sizes / modes.stiffness[:, None]).sum(axis=0))


def test_coupling_is_the_load_projected_on_the_mode(found):
    glass, modes = found
    h = 1e-6
    sheared = [LOAD.deformation(strain) for strain in (h, -h)]
    ahead, behind = (glass.with_positions(glass.positions @ f.T, cell=glass.box.deform(f)) for f in sheared)
    pull = (ahead.forces - behind.forces) / (2 * h)
    expected = np.abs(np.einsum("mia,ia->m", modes.vectors, pull))
    np.testing.assert_allclose(modes.coupling, expected, rtol=1e-4, atol=1e-5 * expected.max())


def test_each_cell_has_one_start():
    glass = small_glass("lj", 400)
    pairs = coupled_pairs(glass, LOAD)
    assert len(set(pairs)) == len(pairs)
    assert len(pairs) <= round(glass.box.cell[0, 0] / 4) * round(glass.box.cell[1, 1] / 4)


def test_bad_orders_and_cells_are_refused():
    glass = small_glass("lj", 400)
    for order, cell in ((2, 4.0), (3, 0.0)):
        with pytest.raises(GlassError, match="order 3 or 4"):
            nonlinear_modes(glass, LOAD, order, cell=cell)


def test_progress_counts_searches():
    glass, seen = small_glass("lj", 400), []
    modes = nonlinear_modes(glass, LOAD, 3, progress=lambda done, of: seen.append((done, of)))
    assert [done for done, _ in seen] == list(range(1, modes.n_searches + 1))
