"""The saddles of first events are sampled as cast: what `followed_saddles.py` has measured, and a glass of it again."""

import json

import numpy as np
import pytest
from followed_saddles import CLASSES, LOADS, MEASURED, at_the_fold, counted, followed_back, of_a_glass

from glasscope.engine import prepare, shear

KNOWN = json.loads(MEASURED.read_text())


def test_nearly_all_that_are_there_are_found():
    """All of LJ gq, four of five in POLY at T = 0.3, where a search may lead to many."""
    for name, least in (("lj-gq", 0.9), ("poly-0.3", 0.8)):
        _, there, found = counted(KNOWN, name)
        assert there >= 3
        assert found >= least * there, name


@pytest.mark.slow
def test_a_barrier_falls_to_nothing_at_the_onset():
    """The saddle near the fold is one of the minimum that is lost there, and its barrier grows on the way back."""
    glass = prepare("poly", 1024, "swap", 1, parent_temperature=0.3)
    onset = next(step.event.strain for step in shear(glass, LOADS[0], 0.2) if step.event is not None)
    near, back = at_the_fold(glass, LOADS[0], onset), followed_back(glass, LOADS[0], onset)
    assert near is not None
    assert 0 < near.barrier < 1e-4
    assert back.strain == 0.0
    assert back.barrier > 10 * near.barrier
    assert np.abs(back.state.forces).max() < 2e-9


@pytest.mark.slow
def test_what_was_measured_is_measured_again():
    model, protocol, parameters = CLASSES["poly-0.3"]
    again = of_a_glass(prepare(model, 1024, protocol, 2, **parameters))
    for (strain, down_to, barrier, nearest), known in zip(again, KNOWN["poly-0.3-2"], strict=True):
        assert strain == pytest.approx(known[0], rel=1e-2)
        assert (down_to == 0.0) == (known[1] == 0.0)
        assert barrier == pytest.approx(known[2], rel=1e-2)
        assert nearest is None or nearest < 1e-4
