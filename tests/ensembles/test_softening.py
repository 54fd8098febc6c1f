"""Strength in windows of strain: the states and sites are those that one would take by hand."""

import numpy as np
import pytest

from glasscope.engine import GlassError, Load, shear, shear_modulus
from glasscope.engine.ensembles import strength_in_windows, under_elastic_load
from glasscope.engine.mechanics.inclusions.local_strength import local_strengths
from glasscope.engine.prepare.library import library

LOAD, FEW = Load.simple_shear(), {"radius": 4.0, "angles": [0.0, 30.0], "threads": 1}


@pytest.fixture(scope="module")
def glass():
    return next(entry for entry in library() if entry.key == "poly-swap-0.12-1024-1").load()


@pytest.mark.slow
def test_windows_hold_what_their_states_bear(glass):
    shares = []
    cast, later = strength_in_windows(glass, LOAD, ((0.0, 0.0), (0.004, 0.008)), 2, progress=shares.append, **FEW)
    modulus = shear_modulus(glass)
    np.testing.assert_array_equal(cast, local_strengths(glass, **FEW).along(LOAD) / modulus)
    states = [step.glass for step in shear(glass, LOAD, 0.007, at=[0.005, 0.007]) if step.event is None]
    expected = np.concatenate([local_strengths(state, **FEW).along(LOAD) / modulus for state in states])
    np.testing.assert_allclose(later, expected, rtol=1e-6)
    assert shares == pytest.approx([1 / 3, 2 / 3, 1.0])
    assert np.median(later) < np.median(cast)  # it softens


def test_an_elastic_load_uses_up_what_there_is():
    assert under_elastic_load([0.01, 0.05, np.inf], 0.02) == pytest.approx([0.03, np.inf])


@pytest.mark.parametrize("windows", [(), ((0.02, 0.01),), ((-0.01, 0.0),)])
def test_windows_are_ranges(glass, windows):
    with pytest.raises(GlassError, match="ranges of strain"):
        strength_in_windows(glass, LOAD, windows)
