"""Elastic constants against matscipy's, for the same pair potential.

matscipy gives Birch coefficients: the Cauchy stress's response to a symmetric strain, in three dimensions. Ours is the
response to a deformation rate, rotations included; with its last two indices symmetrised it is the same. Their volume
holds the height of the cell, their plane is ours.
"""

import numpy as np
import pytest
from making import small_glass
from matscipy.elasticity import nonaffine_elastic_contribution
from matscipy_glass import HEIGHT, matscipy_atoms

from glasscope.engine import bulk_modulus, elastic_tensor, shear_modulus


@pytest.fixture(scope="module")
def pair():
    glass = small_glass("ipl_q3", 256)
    return glass, matscipy_atoms(glass)


def in_plane(tensor):
    return HEIGHT * tensor[:2, :2, :2, :2]


def strain_response(tensor):
    """The response to a symmetric strain: both ways of its last two indices."""
    return (tensor + tensor.transpose(0, 1, 3, 2)) / 2


def test_affine_parts_are_the_birch_coefficients(pair):
    glass, atoms = pair
    parts = elastic_tensor(glass)
    theirs = in_plane(atoms.calc.get_birch_coefficients(atoms))
    ours = strain_response(parts.born + parts.prestress)
    np.testing.assert_allclose(ours, theirs, atol=1e-10 * np.abs(theirs).max())
    born = in_plane(atoms.calc.get_born_elastic_constants(atoms))
    np.testing.assert_allclose(parts.born, born, atol=1e-10 * np.abs(born).max())


def test_nonaffine_part(pair):
    """By their formula with all eigenvectors: out of the plane the repelling discs are unstable, and left out."""
    glass, atoms = pair
    hessian = atoms.calc.get_hessian(atoms, format="sparse").toarray()
    values, vectors = np.linalg.eigh(hessian)
    plane = np.abs(vectors.reshape(256, 3, -1)[:, :2]).max(axis=(0, 1)) > 1e-6
    keep = plane & (values > 1e-6)
    assert keep.sum() == 2 * 256 - 2
    theirs = in_plane(nonaffine_elastic_contribution(atoms, values[keep], vectors[:, keep]))
    ours = elastic_tensor(glass).nonaffine
    np.testing.assert_allclose(ours, theirs, atol=1e-8 * np.abs(theirs).max())


def test_moduli(pair):
    """Shear with its rotation taken off, and the trace of the response to a dilation."""
    glass, atoms = pair
    parts = elastic_tensor(glass)
    theirs = in_plane(atoms.calc.get_birch_coefficients(atoms)) + parts.nonaffine
    rotation = (glass.stress[1, 1] - glass.stress[0, 0]) / 2  # half of the shear's rotation turns the prestress
    assert shear_modulus(glass) == pytest.approx(theirs[0, 1, 0, 1] + rotation, rel=1e-9)
    assert bulk_modulus(glass) == pytest.approx(np.einsum("aabb", theirs) / 4, rel=1e-9)
