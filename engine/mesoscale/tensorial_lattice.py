"""The lattice of a tensorial model: two shear components, blocks that slip along the direction that gives first.

As `lattice`, but for what a block bears: a stress in each direction of shear, of which it compares the stress along
that direction.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import CONTRACT, njit
from ..random_numbers import uniform
from .lattice import (
    BEGAN,
    FULL,
    GAP,
    MANY,
    MODULUS,
    MOST,
    N_AVALANCHES,
    N_FAILED,
    N_FAILING,
    NEAREST,
    REACHED,
    RUNAWAY,
    SLIPPED,
    STRAIN,
    SWEEPS,
)  # fmt: skip

DIRECTION = 10
"""Place among the numbers, after those of `lattice`: along which direction the first block is to yield."""


class TensorialLattice(NamedTuple):
    """As `Lattice`; what differs is below.

    Attributes
    ----------
    stresses : ndarray, shape (2, L, L)
        (xx - yy) / 2 and xy.
    thresholds : ndarray, shape (n_directions, L, L)
        Stress along each direction at which a block yields.
    along, along_found : ndarray of int64, shape (L * L,)
        Directions in which blocks fail.
    failed_along : ndarray of int64
        Log: their directions.
    """

    stresses: np.ndarray
    thresholds: np.ndarray
    activity: np.ndarray
    failing: np.ndarray
    found: np.ndarray
    along: np.ndarray
    along_found: np.ndarray
    numbers: np.ndarray
    random: np.ndarray
    avalanches: np.ndarray
    failed: np.ndarray
    failed_along: np.ndarray


class TensorialRules(NamedTuple):
    """What does not change.

    Attributes
    ----------
    columns : ndarray, shape (3, L, 2 L)
        The propagator's xx, xy and yy components (of the vector of both shears), twice beside themselves.
    resolved : ndarray, shape (n_directions, 2)
        Stress along each direction of the two components.
    values : ndarray, shape (n, n_directions)
        Yield surfaces that blocks have after a failure, each turned by chance.
    load : ndarray, shape (2,)
        Direction of the load.
    modulus, renewed, plastic_strain : float
        As in `Rules`.
    many : int
        More failures than this at once are left to the caller.
    """

    columns: np.ndarray
    resolved: np.ndarray
    values: np.ndarray
    load: np.ndarray
    modulus: float
    renewed: float
    plastic_strain: float
    many: int


@njit
def advance(lattice: TensorialLattice, rules: TensorialRules, renewed: np.ndarray, target: float, single: bool) -> int:
    """Shear to a strain, or to the end of the next avalanche: the reason why it ended there.

    Parameters
    ----------
    lattice : TensorialLattice
        It is changed.
    rules : TensorialRules
        What does not change.
    renewed : ndarray of bool, shape (L, L)
        Which blocks have failed before; it is changed.
    target : float
        Strain.
    single : bool
        Whether to end after an avalanche.
    """
    numbers = lattice.numbers
    while True:
        load = 0.0
        if numbers[N_FAILING] == 0:
            if single and numbers[N_AVALANCHES] > 0:
                return REACHED
            if numbers[N_AVALANCHES] == len(lattice.avalanches):
                return FULL
            load = numbers[MODULUS] * (target - numbers[STRAIN])
            if numbers[GAP] > load:
                sweep(lattice, rules, load, 0)
                numbers[STRAIN] = target
                return REACHED
            load = max(numbers[GAP], 0.0)
            _begin(lattice, load)
        if numbers[N_FAILED] - numbers[BEGAN] > MOST * lattice.activity.size:
            return RUNAWAY
        if numbers[N_FAILED] + numbers[N_FAILING] > len(lattice.failed):
            _load_all(lattice, rules, load)
            return FULL
        _fail(lattice, rules, renewed)
        if numbers[N_FAILING] > rules.many:
            _load_all(lattice, rules, load)
            return MANY
        sweep(lattice, rules, load, int(numbers[N_FAILING]))


@njit
def go_on(lattice: TensorialLattice, rules: TensorialRules, change: np.ndarray) -> None:
    """Take in what many failures have changed, shape (2, L, L).

    Parameters
    ----------
    lattice : TensorialLattice
        It is changed.
    rules : TensorialRules
        What does not change.
    change : ndarray
        Of the stress.
    """
    lattice.stresses[:] += change
    sweep(lattice, rules, 0.0, 0)


@njit
def _load_all(lattice, rules, load):
    for c in range(2):
        lattice.stresses[c] += load * rules.load[c]


@njit
def _begin(lattice, load):
    numbers = lattice.numbers
    numbers[STRAIN] += load / numbers[MODULUS]
    numbers[BEGAN] = numbers[N_FAILED]
    numbers[SLIPPED] = numbers[SWEEPS] = 0
    lattice.failing[0], lattice.along[0] = int(numbers[NEAREST]), int(numbers[DIRECTION])
    numbers[N_FAILING] = 1


@njit
def _fail(lattice, rules, renewed):
    """Blocks slip and get other yield surfaces."""
    numbers, side, n = lattice.numbers, lattice.activity.shape[0], len(rules.resolved)
    for f in range(int(numbers[N_FAILING])):
        block = lattice.failing[f]
        y, x = block // side, block % side
        row = int(uniform(lattice.random) * len(rules.values))
        turn = int(uniform(lattice.random) * n)
        for k in range(n):
            lattice.thresholds[k, y, x] = rules.values[row, (k - turn) % n]
        lattice.activity[y, x] += 1
        along = rules.resolved[lattice.along[f]]
        slip = 2.0 * numbers[MODULUS] * rules.plastic_strain
        numbers[SLIPPED] += slip * (along[0] * rules.load[0] + along[1] * rules.load[1])
        lattice.failed[int(numbers[N_FAILED]) + f] = block
        lattice.failed_along[int(numbers[N_FAILED]) + f] = lattice.along[f]
        if not renewed[y, x]:
            renewed[y, x] = True
            numbers[MODULUS] += (rules.renewed - rules.modulus) / side**2
    numbers[N_FAILED] += numbers[N_FAILING]
    numbers[SWEEPS] += 1


@njit
def sweep(lattice: TensorialLattice, rules: TensorialRules, load: float, n: int) -> None:
    """Add a load and what the first n of those that failed have changed; find who fails next, or end the avalanche.

    Parameters
    ----------
    lattice : TensorialLattice
        It is changed.
    rules : TensorialRules
        What does not change.
    load : float
        Stress.
    n : int
        How many.
    """
    numbers, side = lattice.numbers, lattice.activity.shape[0]
    found, gap, nearest, direction = 0, np.inf, 0, 0
    change, scales = 2.0 * numbers[MODULUS] * rules.plastic_strain, rules.resolved @ rules.load
    worst, least = np.empty(side), np.empty(side)
    by, near_by = np.empty(side, np.int64), np.empty(side, np.int64)
    for y in range(side):
        first, second = lattice.stresses[0, y], lattice.stresses[1, y]
        for x in range(side):
            first[x] += load * rules.load[0]
            second[x] += load * rules.load[1]
        for f in range(n):
            _add_column(first, second, rules, lattice.failing[f], change, rules.resolved[lattice.along[f]], y, side)
        worst[:], least[:], by[:], near_by[:] = -np.inf, np.inf, 0, 0
        for k in range(len(rules.resolved)):
            bears = lattice.thresholds[k, y]
            _compare(first, second, bears, rules.resolved[k], scales[k], k, worst, by, least, near_by)
        for x in range(side):
            if worst[x] >= 0.0:
                lattice.found[found], lattice.along_found[found] = y * side + x, by[x]
                found += 1
            elif least[x] < gap:
                gap, nearest, direction = least[x], y * side + x, near_by[x]
    lattice.failing[:found], lattice.along[:found] = lattice.found[:found], lattice.along_found[:found]
    numbers[N_FAILING], numbers[GAP], numbers[NEAREST], numbers[DIRECTION] = found, gap, nearest, direction
    if found == 0 and numbers[N_FAILED] > numbers[BEGAN] and numbers[SWEEPS] > 0:
        k = int(numbers[N_AVALANCHES])
        lattice.avalanches[k] = (
            numbers[STRAIN], numbers[N_FAILED] - numbers[BEGAN], numbers[SLIPPED] / side**2, numbers[SWEEPS]
        )  # fmt: skip
        numbers[N_AVALANCHES] = k + 1
        numbers[SWEEPS] = 0


@njit(fastmath=CONTRACT)
def _add_column(first, second, rules, block, change, direction, y, side):
    """What a slip changes in a row."""
    row, begin = (y - block // side) % side, side - block % side
    a, b = change * direction[0], change * direction[1]
    xx, xy, yy = rules.columns[0, row], rules.columns[1, row], rules.columns[2, row]
    for x in range(side):
        first[x] += a * xx[begin + x] + b * xy[begin + x]
        second[x] += a * xy[begin + x] + b * yy[begin + x]


@njit(fastmath=CONTRACT)
def _compare(first, second, bears, direction, scale, k, worst, by, least, near_by):
    """How far the blocks of a row are beyond what they bear along a direction, and how much load leads there."""
    for x in range(len(first)):
        beyond = direction[0] * first[x] + direction[1] * second[x] - bears[x]
        if beyond > worst[x]:
            worst[x], by[x] = beyond, k
        if scale > 1e-9 and -beyond < least[x] * scale:
            least[x], near_by[x] = -beyond / scale, k
