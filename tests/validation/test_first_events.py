"""Events against a plain fixed-step run, and against what R20 reports; by hand, as they take minutes."""

import naive
import numpy as np
import pytest

from glasscope.engine import Load, prepare, relax, shear

LOAD = Load.simple_shear()
STEP = 1e-5


def next_event(glass, start=0.0, max_strain=0.05):
    return next(step.event for step in shear(glass, LOAD, max_strain, start) if step.event is not None)


def next_jump(glass, start, max_strain):
    """The first step of a plain run in which some particle moves as in no elastic step, and the state after it."""
    last, n_steps = glass, int((max_strain - start) / STEP) + 2
    for strain, state in naive.fixed_step_shear(glass, LOAD, STEP, n_steps, relax):
        moved = state.positions - last.positions @ LOAD.deformation(STEP).T
        work = STEP * (last.stress[0, 1] + state.stress[0, 1]) / 2 * state.box.volume
        lost = work - (state.energy - last.energy)
        if lost > 1e-5 or np.abs(moved - moved.mean(axis=0)).max() > 0.05:
            return start + strain - STEP, start + strain
        last = state
    return None


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_plain_run_finds_every_event_inside_its_step(seed):
    """Fixed steps of 1e-5, restarted from our state after each event: the same next event, none missed."""
    glass = prepare("lj", 2500, "htl", seed)
    start = 0.0
    for _ in range(5):
        event = next_event(glass, start)
        jump = next_jump(glass, start, event.strain + 3 * STEP)
        ours = "({:.7f}, {:.7f}]".format(*event.bracket)
        print(f"seed {seed}: ours {ours}, plain ({jump[0]:.5f}, {jump[1]:.5f}]")
        assert event.bracket[1] - event.bracket[0] <= 1e-6 + 1e-12
        assert jump[0] - 1e-9 <= event.bracket[1]
        assert event.bracket[0] <= jump[1] + 1e-9
        glass, start = event.after, event.bracket[1]


def test_first_events_of_a_quenched_liquid_come_near_a_tenth_of_a_per_cent():
    """R20: "approximately 0.1 %" for HTL at N = 10,000."""
    strains = np.array([next_event(prepare("lj", 10_000, "htl", seed)).strain for seed in range(1, 13)])
    error = strains.std(ddof=1) / len(strains) ** 0.5
    print(f"first events of {len(strains)} samples: {100 * strains.mean():.3f} ± {100 * error:.3f} %")
    print(f"median {100 * np.median(strains):.3f} %, all {np.sort(strains)}")
    assert 2e-4 < strains.mean() < 2e-3
