"""Bands of lattices: one that is drawn, and one that a stable glass makes."""

import numpy as np
import pytest

from glasscope.engine import ElastoplasticModel, GlassError, Thresholds
from glasscope.engine.mesoscale import lattice_band, lattice_profile


@pytest.mark.parametrize(("axis", "normal"), [(0, (0, 1)), (1, (1, 0))])
def test_a_band_that_is_drawn_is_found(axis, normal):
    activity = np.zeros((32, 32), int)
    activity[8:14] = 5
    activity = activity if axis == 0 else activity.T
    band = lattice_band(activity)
    assert band.normal == normal
    assert band.centre == pytest.approx(11 / 32, abs=0.02)
    assert 32 * band.width == pytest.approx(6.0, abs=1.01)
    across = lattice_profile(activity, band)
    assert len(across.means) == 32
    assert across.means.sum() == pytest.approx(30.0)
    assert across.means.max() == 5.0
    with pytest.raises(GlassError, match="not zero everywhere"):
        lattice_band(np.zeros((8, 8)))


def test_stable_lattices_yield_in_a_band_along_the_load_or_across_it():
    hot = Thresholds.from_values(np.random.default_rng(0).weibull(2.0, 500))
    stable = Thresholds.from_values(np.random.default_rng(1).normal(3.0, 0.3, 500))
    widths = []
    for seed in range(3):
        model = ElastoplasticModel(48, Thresholds.from_values(stable.values, seed), hot, 16.0, seed=seed)
        *_, state = model.shear(0.4, every=0.1)
        band = lattice_band(state.activity)
        assert band.normal in ((0, 1), (1, 0))
        widths.append(48 * band.width)
    assert max(widths) < 20
