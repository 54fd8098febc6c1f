"""The quartic law of soft modes: numbers drawn from it give it back."""

import numpy as np
import pytest

from glasscope.engine import GlassError
from glasscope.engine.statistics import quartic_law

ONSET, SHARE = 0.8, 0.05
"""Where the law ends, and the share of modes below; above it modes crowd."""


def spectra(n_glasses=60, n_each=400, exponent=4, seed=0):
    random = np.random.default_rng(seed)
    soft = random.random((n_glasses, n_each)) < SHARE
    low = ONSET * random.random((n_glasses, n_each)) ** (1 / (exponent + 1))
    high = ONSET + 0.3 * random.random((n_glasses, n_each))
    return list(np.where(soft, low, high) ** 2)


def test_prefactor_and_onset_come_out():
    found = quartic_law(spectra(), 60 * 400)
    expected = 5 * SHARE / ONSET**5
    assert abs(np.log(found.prefactor / expected)) < 3 * found.relative_error
    assert found.relative_error < 0.2
    assert found.onset == pytest.approx(ONSET, rel=0.1)
    assert abs(found.exponent - 4) < 3 * found.error
    assert found.n_below == pytest.approx(60 * 400 * SHARE, rel=0.5)


def test_modes_that_are_not_given_count_in_the_density():
    lowest = [np.sort(some)[:40] for some in spectra()]
    whole, part = quartic_law(spectra(), 60 * 400), quartic_law(lowest, 60 * 400)
    assert abs(np.log(part.prefactor / whole.prefactor)) < 3 * whole.relative_error


def test_another_law_is_told():
    found = quartic_law(spectra(exponent=2), 60 * 400)
    assert abs(found.exponent - 4) > 3 * found.error


def test_what_is_no_spectrum_is_refused():
    with pytest.raises(GlassError, match="translations"):
        quartic_law([np.array([0.0, 1.0])], 2)
    with pytest.raises(GlassError, match="more than"):
        quartic_law([np.ones(4)] * 2, 7)
