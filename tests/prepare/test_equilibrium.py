"""Evidence of equilibrium: overlaps by hand, relaxations counted, records that stay short and come back whole."""

from types import SimpleNamespace

import numpy as np
import pytest

from glasscope.engine.matter import Box
from glasscope.engine.prepare.equilibrium import MOST_POINTS, Record, autocorrelation, self_overlap

PLACES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def moving(positions, diameters=(1.0, 2.0, 3.0, 4.0), energy=8.0):
    return SimpleNamespace(
        positions=np.array(positions),
        diameters=np.array(diameters),
        energy=energy,
        n_particles=4,
        box=Box(2 * np.eye(2)),
    )


def test_the_overlap_counts_those_who_stayed():
    assert self_overlap(PLACES, PLACES, 0.3) == 1.0
    gone = PLACES.copy()
    gone[0, 0] -= 4.0
    gone[1, 0] += 4.0  # two gone in opposite directions: the mean has not moved
    assert self_overlap(PLACES, gone, 0.3) == 0.5


def test_a_drift_of_all_together_is_no_relaxation():
    assert self_overlap(PLACES, PLACES + 5.0, 0.3) == 1.0


def test_the_autocorrelation_of_sizes():
    sizes = np.array([1.0, 2.0, 3.0, 4.0])
    assert autocorrelation(sizes, sizes) == pytest.approx(1.0)
    assert autocorrelation(sizes, sizes[::-1]) == pytest.approx(-1.0)
    assert autocorrelation(sizes, np.array([2.0, 1.0, 4.0, 3.0])) == pytest.approx(0.6)


def test_each_fall_below_one_over_e_is_one_relaxation():
    record, far = Record("liquid", "t0", (1.0, 1.0)), PLACES * 9.0
    for time, positions in enumerate([PLACES, PLACES, far, far, PLACES, PLACES]):
        record.watch(float(time), moving(positions))
    assert record.relaxations == [2.0, 4.0]
    assert record.overlaps == [1.0, 1.0, 0.0, 1.0, 0.0, 1.0]
    assert record.relaxation_time() == 2.0
    assert record.relaxation_time(now=9.0) == 5.0  # the one under way has lasted longer already
    assert not record.settled


def test_nothing_is_known_of_a_relaxation_that_never_came():
    record = Record("liquid", "t0", (1.0, 1.0))
    record.watch(0.0, moving(PLACES))
    assert record.relaxation_time() is None


def test_a_long_record_stays_short_and_evenly_spaced():
    record = Record("liquid", "sweeps", (1.0, 1.0))
    for time in range(1000):
        record.watch(float(time), moving(PLACES))
    assert MOST_POINTS // 2 <= len(record.times) <= MOST_POINTS
    assert len(set(np.diff(record.times))) == 1
    assert record.energies == [2.0] * len(record.times)


def test_a_record_comes_back_whole_and_goes_on():
    whole, half = (Record("liquid", "t0", (1.0, 0.5)) for _ in range(2))
    rng = np.random.default_rng(1)
    states = [moving(PLACES + rng.random((4, 2)), energy=rng.random()) for _ in range(300)]
    for time, state in enumerate(states):
        whole.watch(float(time), state)
        if time == 170:
            half = Record.restored(*half.state())
        half.watch(float(time), state)
    assert half.report() == whole.report()
