"""The steady flow of a lattice, and the plastic strain that gives a stress."""

import numpy as np
import pytest

from glasscope.engine import ElastoplasticModel, GlassError, Thresholds
from glasscope.engine.mesoscale import fit_plastic_strain, steady_stresses

HOT = Thresholds.from_values(np.random.default_rng(0).weibull(2.0, 1000))


def test_the_plastic_strain_that_made_a_stress_is_found_again():
    model = ElastoplasticModel(16, HOT, modulus=16.0, plastic_strain=0.05, seed=9)
    stress = float(steady_stresses(model).mean())
    found = fit_plastic_strain(stress, 16, HOT, 16.0, seeds=(0, 1), bounds=(0.02, 0.1))
    assert found.value == pytest.approx(0.05, rel=0.01)
    assert found.error < 5e-4
    assert found.stress == pytest.approx(stress, abs=0.01)


def test_a_flow_forgets_its_thresholds_at_first():
    hard = Thresholds.from_values([1.2, 1.4, 1.6])  # harder ones leave bands on so small a lattice
    of_hot, of_hard = (
        steady_stresses(ElastoplasticModel(16, first, renewal=HOT, modulus=16.0, seed=1)) for first in (HOT, hard)
    )
    assert len(of_hot) == len(of_hard) == 1000
    assert of_hot.mean() == pytest.approx(of_hard.mean(), abs=0.02)


def test_what_cannot_be_fitted_is_said():
    with pytest.raises(GlassError, match="not at 50: are thresholds and modulus those of the glass"):
        fit_plastic_strain(50.0, 8, HOT, 16.0, until=3.0)
    with pytest.raises(GlassError, match="from one strain to a larger one"):
        steady_stresses(ElastoplasticModel(8, HOT), 3.0, 2.0)
