"""A glass as matscipy takes it: our pair energies with their derivatives, in a flat cell of three dimensions."""

import numpy as np
from ase import Atoms
from matscipy.calculators.pair_potential import PairPotential

HEIGHT = 50.0


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


def matscipy_atoms(glass):
    """The glass, of two sizes and one strength, in the middle of a cell of height `HEIGHT`."""
    model, sizes = glass.model, glass.model.species_diameters
    terms = {(a + 1, b + 1): _Cut(model, model.pair_sizes(sizes[a], sizes[b])) for a in range(2) for b in range(a, 2)}
    cell = np.zeros((3, 3))
    cell[:2, :2], cell[2, 2] = glass.box.cell, HEIGHT
    positions = np.column_stack([glass.box.wrap(glass.positions), np.full(glass.n_particles, HEIGHT / 2)])
    atoms = Atoms(numbers=glass.species + 1, positions=positions, cell=cell, pbc=[True, True, False])
    atoms.calc = PairPotential(terms)
    return atoms
