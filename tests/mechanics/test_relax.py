import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import MODELS, Cancelled, NotConvergedError, relax


@pytest.mark.parametrize("key", list(MODELS))
def test_it_ends_in_a_minimum_with_forces_at_machine_precision(key):
    start = jittered(key, 400, seed=5, jitter=0.3)
    relaxed = relax(start)
    assert relaxed.max_force < 1e-10
    assert relaxed.with_positions(relaxed.positions).max_force < 1e-10  # also from the positions alone
    assert relaxed.energy < start.energy
    assert relaxed.response.modes(1)[0][0] > 0
    np.testing.assert_array_equal(relaxed.positions, relax(start).positions)


def test_a_minimum_stays_where_it_is():
    glass = small_glass("poly", 100)
    np.testing.assert_allclose(relax(glass).positions, glass.positions, atol=1e-9)


def test_a_small_push_is_undone():
    glass = small_glass("lj", 400)
    push = 1e-3 * np.random.default_rng(0).standard_normal(glass.positions.shape)
    back = relax(glass.with_positions(glass.positions + push - push.mean(axis=0)))
    np.testing.assert_allclose(back.positions, glass.positions, atol=1e-8)


def test_giving_up_is_said_and_stops():
    with pytest.raises(NotConvergedError, match="above its tolerance") as caught:
        relax(jittered("lj", 400, jitter=0.3), max_evaluations=20)
    assert caught.value.max_force > 1e-10
    assert caught.value.glass.n_particles == 400
    assert caught.value.glass.max_force == pytest.approx(caught.value.max_force)


def test_progress_is_told_and_can_cancel():
    told = []
    relax(jittered("lj", 400, jitter=0.3), progress=lambda energy, force: told.append((energy, force)))
    assert len(told) > 3
    assert told[-1][0] < told[0][0]

    def cancel(energy, force):
        raise Cancelled

    with pytest.raises(Cancelled):
        relax(jittered("lj", 400, jitter=0.3), progress=cancel)
