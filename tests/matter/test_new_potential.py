"""One file is all that a new pair energy takes, and one more the model that has it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glasscope.engine import MODELS

ROOT = Path(__file__).resolve().parents[2]

POTENTIAL = '''
"""A soft repulsion, as somebody would write it: the derivatives, and nothing else."""

from typing import NamedTuple

from ..._jit import njit
from ..potential import Family, Potential


class SoftRepulsion(NamedTuple):
    """f = height (1 - x / cutoff)^exponent."""

    height: float
    exponent: float
    cutoff: float


def soft_repulsion(height: float, exponent: float, cutoff: float) -> Potential:
    """Repels up to its cutoff."""
    return Potential(SoftRepulsion(height, exponent, cutoff), repulsive_below=cutoff)


@njit
def _derivative(form, order, x):
    f = form.height * (1 - x / form.cutoff) ** (form.exponent - order)
    for k in range(order):
        f *= -(form.exponent - k) / form.cutoff
    return f


FAMILY = Family(SoftRepulsion, _derivative)
'''

MODEL = '''
"""Soft discs of continuous sizes."""

from ..model import Model
from ..potentials.soft_repulsion import soft_repulsion
from ._sizes import cubic_power_law

MODEL = Model(
    "soft_discs", "soft discs", soft_repulsion(500.0, 5.5, 1.4), smoothness=4, density=1.0, nonadditivity=0.1,
    draw_sizes=cubic_power_law(2.0, mean=1.0), glass_temperature=0.1, hot_temperature=1.0, neighbour_cutoff=1.35,
    reference="nobody", polydisperse=True,
)  # fmt: skip
'''

USE_IT = """
import json
import numpy as np
import glasscope.engine as engine
from glasscope.engine import INDICATORS, MODELS, Load, prepare, shear, third_order
from glasscope.engine.mechanics.inclusions.expansion import stress_series
from glasscope.engine.mechanics.inclusions.inclusion import Surroundings, law_of
from glasscope.engine.prepare.swap import SwapMonteCarlo

load, h = Load.simple_shear(), 1e-5
glass = prepare("soft_discs", 100, "htl", equilibration_time=2.0)
field = np.random.default_rng(1).standard_normal(glass.positions.shape)
off_rest = glass.with_positions(glass.positions + 0.02 * field)  # where forces are not zero


def off(value, exact):
    return float(np.abs(value - exact).max() / np.abs(exact).max())


def slope(of):
    ahead, behind = (off_rest.with_positions(off_rest.positions + step * field) for step in (h, -h))
    return (of(ahead) - of(behind)) / (2 * h)


found = {
    "engine": engine.__file__,
    "models": list(MODELS),
    "max_force": glass.max_force,
    "forces": off(slope(lambda state: state.energy), -(off_rest.forces * field).sum()),
    "hessian": off(slope(lambda state: state.forces.ravel()), -off_rest.hessian() @ field.ravel()),
    "third": off(
        slope(lambda state: state.hessian() @ field.ravel()), third_order(off_rest, field, field).ravel()
    ),
}
first, second = shear(glass, load, max_strain=1e-6, step=1e-6)
apart = glass.box.minimum_image(second.glass.positions - glass.positions @ load.deformation(1e-6).T) / 1e-6
found["response"] = off(apart - apart.mean(axis=0), glass.response.nonaffine_velocity(load))
steps = [step for step, _ in zip(shear(glass, load, max_strain=0.01), range(5))]
found["strains"] = [step.strain for step in steps]
found["sheared_max_force"] = steps[-1].glass.max_force
values = INDICATORS["bond_energy_third_order"]()(steps[-1].glass, load)
found["indicator"] = [float(values.min()), float(values.max())]
swapping = SwapMonteCarlo(glass.model, glass.positions, glass.diameters, glass.box, 0.2, np.random.default_rng(1))
swapping.run(200.0)
swapping.check()  # the energy by the changes of single moves is that of all pairs
found["swapped"] = float(np.abs(swapping.diameters - glass.diameters).max())
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def copy_with_two_new_files(tmp_path_factory):
    """A copy of the engine with a pair energy and a model more, found before the installed one."""
    home = tmp_path_factory.mktemp("copy")
    for room in ("engine", "assets"):
        shutil.copytree(ROOT / room, home / "glasscope" / room)  # compiled kernels come along
    matter = home / "glasscope" / "engine" / "matter"
    (matter / "potentials" / "soft_repulsion.py").write_text(POTENTIAL)
    (matter / "models" / "soft_discs.py").write_text(MODEL)
    return home


def run_in(home, *command):
    environment = os.environ | {"PYTHONPATH": str(home)}
    return subprocess.run(
        [sys.executable, "-P", *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600
    )


def test_it_is_prepared_and_sheared_and_agrees_with_finite_differences(copy_with_two_new_files):
    assert "soft_discs" not in MODELS
    done = run_in(copy_with_two_new_files, "-c", USE_IT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["engine"].startswith(str(copy_with_two_new_files))
    assert found["models"] == [*MODELS, "soft_discs"]  # those of the papers stay in front
    assert max(found["max_force"], found["sheared_max_force"]) < 1e-9
    assert max(found[what] for what in ("forces", "hessian", "third")) < 1e-6  # differences of 1e-5
    assert found["response"] < 1e-3
    assert len(found["strains"]) == 5
    assert found["strains"][-1] > 0
    assert found["indicator"][0] < found["indicator"][1]
    assert found["swapped"] > 0


def test_the_contract_test_finds_it_too(copy_with_two_new_files):
    contract = str(ROOT / "tests" / "matter" / "test_potentials.py")
    options = ("-q", "-k", "soft_discs", "-p", "no:cacheprovider")
    done = run_in(copy_with_two_new_files, "-m", "pytest", *options, contract)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 5


@pytest.mark.parametrize(
    ("file", "words"),
    [("potentials/empty.py", "declares no FAMILY"), ("models/empty.py", "declares no MODEL")],
)
def test_a_file_that_declares_nothing_is_named(tmp_path, file, words):
    shutil.copytree(ROOT / "engine", tmp_path / "glasscope" / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "glasscope" / "engine" / "matter" / file).write_text('"""Nothing."""\n')
    done = run_in(tmp_path, "-c", "import glasscope.engine.matter")
    assert done.returncode != 0
    assert words in done.stderr
