"""Small glasses for tests, made in milliseconds: a jittered lattice, relaxed."""

from functools import cache

import numpy as np

from glasscope.engine import MODELS, Glass, relax


def jittered(key, n_particles, seed=0, jitter=0.15, tilt=0.0):
    """A lattice with noise in a cell tilted by a simple shear."""
    model, rng = MODELS[key], np.random.default_rng(seed)
    diameters, species = model.sizes(n_particles, rng)
    side = int(np.ceil(np.sqrt(n_particles)))
    length = np.sqrt(n_particles / model.density)
    sites = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2)[:n_particles] * length / side
    positions = sites + jitter * length / side * rng.uniform(-1, 1, sites.shape)
    shear = np.array([[1, tilt], [0, 1]])
    return Glass(
        model, positions @ shear.T, diameters=diameters, species=species, cell=length * np.eye(2) @ shear.T
    )


@cache
def small_glass(key="lj", n_particles=100, seed=0):
    """A relaxed one; the same object every time."""
    return relax(jittered(key, n_particles, seed))
