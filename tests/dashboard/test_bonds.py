"""Bonds: which pairs are drawn, how wide, where."""

from types import SimpleNamespace

import numpy as np
import pytest

from glasscope.dashboard.fields.field import evaluate
from glasscope.dashboard.fields.pair_values import FULL, MOST, bonds_of, shortest
from glasscope.dashboard.map.pair_lines import THINNEST, bonds
from glasscope.engine import INDICATORS


def row_of(n, side=10.0):
    """Particles along x, one apart, in a square cell; enough for the bonds."""
    positions = np.stack([np.arange(n) + 0.5, np.full(n, 5.0)], axis=1)
    return SimpleNamespace(positions=positions, n_particles=n, box=SimpleNamespace(cell=side * np.eye(2)))


def shown(glass, drawn, cell=None, positions=None):
    field = SimpleNamespace(bonds=drawn)
    cell = glass.box.cell if cell is None else cell
    frame = SimpleNamespace(positions=glass.positions if positions is None else positions, cell=cell)
    choices = SimpleNamespace(show_bonds=True)
    return SimpleNamespace(field=field, choices=choices, snapshot=SimpleNamespace(frame=frame))


def test_small_ones_are_left_out_and_large_ones_capped():
    glass = row_of(4)
    pairs = np.array([[0, 1], [1, 2], [2, 3]])
    made = bonds_of(glass, pairs, np.array([0.1, -1.0, 100.0]))
    mean = 101.1 / 3
    assert made.mean == pytest.approx(mean)
    assert made.ends.tolist() == [[2, 3]]
    assert made.values.tolist() == [pytest.approx(100.0 / mean)]
    made = bonds_of(row_of(9), np.array([[k, k + 1] for k in range(8)]), np.array([1e-3] * 7 + [-1.0]))
    assert made.values.tolist() == [pytest.approx(-FULL)]


def test_pairs_that_hardly_interact_do_not_lower_the_mean():
    """With six neighbours a particle there are three pairs a particle: the mean is over so many of the largest."""
    glass = row_of(2)
    few = bonds_of(glass, np.array([[0, 1]] * 6), np.array([3.0, 2.0, 1.0, 1.0, 1.0, 1.0]))
    many = bonds_of(glass, np.array([[0, 1]] * 60), np.array([3.0, 2.0, 1.0, 1.0, 1.0, 1.0, *[1e-9] * 54]))
    assert few.mean == pytest.approx(many.mean) == pytest.approx(1.5)


def test_no_more_than_a_bound():
    rng = np.random.default_rng(0)
    glass = row_of(3000, 3000.0)
    pairs = np.stack([np.arange(3000), (np.arange(3000) + 1) % 3000], axis=1).repeat(5, axis=0)
    values = rng.pareto(1.2, len(pairs)) + 1.0
    made = bonds_of(glass, pairs, values)
    assert len(made.ends) <= MOST
    assert np.all(np.diff(np.abs(made.values)) >= 0.0)  # the largest are drawn last
    assert len(made.sizes) == len(pairs)


def test_a_bond_across_the_edge_is_drawn_at_both_sides():
    glass = row_of(10)
    drawn = bonds_of(glass, np.array([[9, 0]]), np.array([-2.0]))
    columns = bonds(shown(glass, drawn), (0.0, 10.0, 0.0, 10.0), 20.0)
    ends = sorted(zip(columns["x0"].tolist(), columns["x1"].tolist(), strict=True))
    assert ends == [(-0.5, 0.5), (9.5, 10.5)]
    assert set(columns["sign"]) == {-1.0}
    assert columns["width"].min() >= THINNEST


def test_ends_that_have_parted_are_no_bond():
    glass = row_of(10)
    drawn = bonds_of(glass, np.array([[3, 4]]), np.array([1.0]))
    moved = glass.positions.copy()
    moved[4, 0] += 0.5
    assert len(bonds(shown(glass, drawn, positions=moved), (0.0, 10.0, 0.0, 10.0), 20.0)["x0"]) == 0
    moved[4, 0] -= 0.4
    assert len(bonds(shown(glass, drawn, positions=moved), (0.0, 10.0, 0.0, 10.0), 20.0)["x0"]) == 1


def test_shortest_vectors_are_the_pairs_own(glass):
    pairs = glass.pairs
    vectors = shortest(glass.positions, np.stack([pairs.i, pairs.j], axis=1), glass.box.cell)
    assert np.abs(vectors - pairs.vectors).max() < 1e-10


@pytest.mark.parametrize("key", [key for key, kind in INDICATORS.items() if kind.has_pair_field()])
def test_every_pair_field_can_be_drawn(glass, load, key):
    field = evaluate(INDICATORS[key](), glass, load, None, 0.0, with_bonds=True)
    assert field.error is None
    assert len(field.bonds.ends) > 0
    assert np.isfinite(field.bonds.values).all()
    assert len(field.bonds.sizes) == len(glass.pairs.i)
    assert 0.5 < field.bonds.reach < 0.5 * glass.box.cell[0, 0]
