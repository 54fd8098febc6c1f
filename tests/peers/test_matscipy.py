"""Hessian and nonaffine forces against matscipy, for one of its own pair potentials with the same form."""

import numpy as np
import pytest
from making import small_glass
from matscipy_glass import matscipy_atoms

from glasscope.engine import Load


@pytest.fixture
def pair():
    glass = small_glass("ipl_q3", 256)
    return glass, matscipy_atoms(glass)


def in_plane(matrix, n):
    keep = np.arange(3 * n).reshape(n, 3)[:, :2].ravel()
    return matrix[np.ix_(keep, keep)] if matrix.ndim == 2 else matrix[keep]


def test_energy_forces_and_hessian(pair):
    glass, atoms = pair
    assert atoms.get_potential_energy() == pytest.approx(glass.energy, rel=1e-10)
    theirs = atoms.calc.get_hessian(atoms, format="sparse").toarray()
    ours = glass.hessian().toarray()
    np.testing.assert_allclose(in_plane(theirs, 256), ours, atol=1e-9 * np.abs(ours).max())


@pytest.mark.parametrize("load", [Load.simple_shear(), Load.pure_shear(30.0), Load.dilation()], ids=str)
def test_nonaffine_forces(pair, load):
    """matscipy's are per component of strain, and of the force: minus our Xi summed with A."""
    glass, atoms = pair
    theirs = atoms.calc.get_nonaffine_forces(atoms)[:, :2, :2, :2]
    ours = glass.response.nonaffine_force(load)
    combined = np.einsum("iabc,bc->ia", theirs, (load.A + load.A.T) / 2)
    rotation = np.einsum("iabc,bc->ia", theirs, (load.A - load.A.T) / 2)
    np.testing.assert_allclose(np.abs(rotation).max(), 0, atol=1e-8 * np.abs(ours).max())
    np.testing.assert_allclose(-combined, ours, atol=1e-6 * np.abs(ours).max())
