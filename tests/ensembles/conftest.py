"""A small ensemble, and a way to run one inside this process: as fast as can be, and open to monkeypatching."""


import pytest
import yaml
from dask_inside import client_inside

from glasscope.engine.ensembles import ensemble, run

SMALL = """
name: small
model: lj
n_particles: 100
protocol: htl
parameters: {equilibration_time: 1}
samples: 3
loads: {signs: [1, -1]}
events: 2
max_strain: 0.1
indicators:
  steric_order:
  vibrality:
  anisotropic_softness:
  modes: {indicator: normal_mode_map, parameters: {share: 0.05}, samples: 2}
leads: {strains: [1e-4, 1e-3], indicators: [vibrality], samples: 2}
bins: {size: 2.5, fields: {anisotropic_softness: [positive, negative]}}
spots: [softness, modes]
d2min_strains: [0.002, 0.09]
moved: [steric_order]
reversals: 1
""".replace("  vibrality:\n", "  vibrality:\n  softness: {indicator: softness_field}\n", 1)


@pytest.fixture
def small():
    """The spec as a mapping, to be changed at will."""
    return yaml.safe_load(SMALL)


@pytest.fixture(scope="session")
def small_spec():
    return ensemble(yaml.safe_load(SMALL))


@pytest.fixture
def in_this_process(monkeypatch):
    """Workers are threads of this process."""
    monkeypatch.setattr(run, "client_of", client_inside)
