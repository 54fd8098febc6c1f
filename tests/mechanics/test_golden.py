"""One golden curve: a glass under shear. A change of these numbers belongs into CHANGELOG.md, under Numbers."""

from pathlib import Path

import pytest

from glasscope.engine import Glass, Load, shear

STATES = {  # strain: stress, energy
    0.002: (-0.007931759049, -5324.868085248),
    0.004: (0.007162366461, -5324.884981914),
    0.006: (0.027337504911, -5324.800729027),
    0.008: (0.048393066013, -5324.746238284),
}
EVENTS = [  # onset strain, core, stress drop, energy drop
    (0.0027972, 1181, 0.0025901, 0.0056130),
    (0.0036418, 110, 0.0016202, 0.0101882),
    (0.0074656, 2394, -0.0014670, 0.1287586),
]


def test_stress_energy_and_events_are_what_they_were():
    glass = Glass.load(Path(__file__).with_name("golden.npz"))
    steps = list(shear(glass, Load.simple_shear(), 0.008, at=list(STATES)))
    events = [step.event for step in steps if step.event is not None]
    for (onset, core, stress_drop, energy_drop), event in zip(EVENTS, events, strict=True):
        assert event.strain == pytest.approx(onset, abs=1.5e-6)
        assert event.core == core
        assert event.stress_drop == pytest.approx(stress_drop, abs=2e-5)  # where in the bracket it fell shows here
        assert event.energy_drop == pytest.approx(energy_drop, abs=5e-5)
    for strain, step in zip(STATES, (step for step in steps if step.event is None), strict=True):
        assert step.strain == strain
        assert (step.stress, step.energy) == pytest.approx(STATES[strain], rel=1e-9)
