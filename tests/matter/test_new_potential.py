"""One file is all that a new pair energy takes, and one more the model that has it."""

import json
import re
import shutil

import pytest
from dropped_in import ROOT, run_in

from glasscope.engine import MODELS

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


@pytest.mark.slow  # every kernel is compiled anew for a copy
def test_it_is_prepared_and_sheared_and_agrees_with_finite_differences(copy):
    assert "soft_discs" not in MODELS
    done = run_in(copy, "-c", USE_IT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["engine"].startswith(str(copy))
    assert found["models"] == [*MODELS, "soft_discs"]  # those of the papers stay in front
    assert max(found["max_force"], found["sheared_max_force"]) < 1e-9
    assert max(found[what] for what in ("forces", "hessian", "third")) < 1e-6  # differences of 1e-5
    assert found["response"] < 1e-3
    assert len(found["strains"]) == 5
    assert found["strains"][-1] > 0
    assert found["indicator"][0] < found["indicator"][1]
    assert found["swapped"] > 0


@pytest.mark.slow
def test_the_contract_test_finds_it_too(copy):
    contract = str(ROOT / "tests" / "matter" / "test_potentials.py")
    options = ("-q", "-k", "soft_discs", "-p", "no:cacheprovider")
    done = run_in(copy, "-m", "pytest", *options, contract)
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
