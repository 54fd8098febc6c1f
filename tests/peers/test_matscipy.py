"""Hessian and nonaffine forces against matscipy, for one of its own pair potentials with the same form."""

import numpy as np
import pytest
from ase import Atoms
from making import small_glass
from matscipy.calculators.pair_potential import PairPotential

from glasscope.engine import Load


class _Cut:
    """One pair of species of our model as matscipy wants it: a function of distance with its derivatives."""

    def __init__(self, model, size):
        self.model, self.size, self.cutoff = model, size, model.cutoff * size

    def __call__(self, r, *charges):
        return self.derivative(0)(r)

    def get_cutoff(self):
        return self.cutoff

    def first_derivative(self, r, *charges):
        return self.derivative(1)(r)

    def second_derivative(self, r, *charges):
        return self.derivative(2)(r)

    def derivative(self, n=1):
        def function(r, *charges):
            same = np.ones_like(r)
            return self.model.potential.derivative(n, r, self.size * same, same)

        return function


@pytest.fixture
def pair():
    glass = small_glass("ipl_q3", 256)
    small, large = 1.0, 1.4
    model = glass.model
    terms = {
        (a, b): _Cut(model, model.pair_sizes(x, y))
        for a, x in ((1, small), (2, large))
        for b, y in ((1, small), (2, large))
        if a <= b
    }
    cell = np.zeros((3, 3))
    cell[:2, :2], cell[2, 2] = glass.box.cell, 50.0
    positions = np.column_stack([glass.box.wrap(glass.positions), np.full(256, 25.0)])
    atoms = Atoms(numbers=glass.species + 1, positions=positions, cell=cell, pbc=[True, True, False])
    atoms.calc = PairPotential(terms)
    return glass, atoms


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
