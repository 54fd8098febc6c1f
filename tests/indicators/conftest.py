"""Small relaxed glasses, made once for all tests of this folder."""

from functools import cache

import pytest

from glasscope.engine.prepare import prepare


@cache
def _small(model, n_particles, seed):
    return prepare(model, n_particles=n_particles, seed=seed, equilibration_time=2.0)


@pytest.fixture(scope="session")
def small_glass():
    """(model, n_particles=220, seed=3) -> a relaxed glass."""
    return lambda model, n_particles=220, seed=3: _small(model, n_particles, seed)
