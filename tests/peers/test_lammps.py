import numpy as np
import pytest
from lammps_glass import open_lammps
from making import jittered

from glasscope.engine import Load


@pytest.mark.parametrize("strain", [0.0, 0.2, 0.45])
def test_forces_energies_and_stress_are_those_of_lj_smooth(strain):
    glass = jittered("lj", 900, seed=4, jitter=0.2)
    deformation = Load.simple_shear().deformation(strain)
    glass = glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation))
    with open_lammps(glass) as engine:
        engine.commands_string("""
            thermo_style custom pe pxx pyy pxy
            thermo_modify norm no
            run 0
            """)
        forces = np.array(engine.gather_atoms("f", 1, 3)).reshape(-1, 3)[:, :2]
        energy = engine.get_thermo("pe")
        xx, yy, xy = (engine.get_thermo(key) for key in ("pxx", "pyy", "pxy"))
    assert energy == pytest.approx(glass.energy, rel=1e-10)
    np.testing.assert_allclose(forces, glass.forces, atol=1e-10 * np.abs(glass.forces).max())
    np.testing.assert_allclose([-xx, -yy, -xy], glass.stress[[0, 1, 0], [0, 1, 1]], atol=1e-10 * abs(xx))


def test_elastic_steps_end_in_the_same_state():
    """LAMMPS's conjugate gradients, step by step, and ours, to the same strain on a branch."""
    from glasscope.engine import relax, shear

    glass = relax(jittered("lj", 400, seed=2))
    step, n_steps = 1e-5, 5
    ours = list(shear(glass, Load.simple_shear(), step * n_steps))[-1]
    assert ours.event is None
    height = glass.box.cell[1, 1]
    with open_lammps(glass) as engine:
        engine.commands_string("""
            thermo_modify norm no
            min_style cg
            min_modify line quadratic norm max
            """)
        for k in range(n_steps):
            engine.command(f"change_box all xy final {(k + 1) * step * height:.17g} remap units box")
            engine.command("minimize 0 1e-10 100000 1000000")
        energy = engine.get_thermo("pe")
        forces = np.array(engine.gather_atoms("f", 1, 3))
    assert np.abs(forces).max() < 1e-9
    assert energy == pytest.approx(ours.energy, rel=1e-12)
