"""The lattice of an elastoplastic model while it is sheared: load until a block yields, then sweep until none does.

One pass over the lattice adds what was loaded and what the blocks that failed have changed, and finds those that fail
next and how far the others are from that: a failure alone costs one pass. Many failures at once are a convolution by
fast Fourier transforms, which the caller makes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import CONTRACT, njit
from ..random_numbers import uniform
from .thresholds import quantile

REACHED, FULL, MANY, RUNAWAY = range(4)
"""Why a call ended: the strain is there, a log is full, more blocks fail than are added one by one, no end."""

STRAIN, MODULUS, GAP, NEAREST, N_FAILING, N_AVALANCHES, N_FAILED, BEGAN, SLIPPED, SWEEPS = range(10)
"""Places among the numbers of a lattice: strain and global modulus; how much more stress the first block to yield
bears, and which it is; how many fail now; what the logs hold; and of the avalanche under way the failures logged before
it, the stress that its failures took, all blocks together (they sum to that exactly), and its sweeps."""

MOST = 1000
"""Failures of a block in one avalanche, in the mean, after which it does not end."""


class Lattice(NamedTuple):
    """What changes while a lattice is sheared, in arrays that kernels write.

    Attributes
    ----------
    stresses, thresholds : ndarray, shape (L, L)
        Of the blocks; one yields where its stress is its threshold.
    activity : ndarray of int64, shape (L, L)
        Failures so far.
    failing, found : ndarray of int64, shape (L * L,)
        Blocks (row times L plus column) that fail next; and those of the sweep after.
    changes : ndarray, shape (L * L,)
        What stress each of them loses: 2 mu times its slip, with its sign.
    numbers : ndarray, shape (10,)
        See `STRAIN` and those after it.
    random : ndarray of uint64, shape (4,)
        State of the random numbers.
    avalanches : ndarray, shape (n, 4)
        Log: strain, failures, fall of the mean stress, sweeps.
    failed : ndarray of int64, shape (m,)
        Log: blocks in the order of their failures.
    """

    stresses: np.ndarray
    thresholds: np.ndarray
    activity: np.ndarray
    failing: np.ndarray
    found: np.ndarray
    changes: np.ndarray
    numbers: np.ndarray
    random: np.ndarray
    avalanches: np.ndarray
    failed: np.ndarray


class Rules(NamedTuple):
    """What does not change.

    Attributes
    ----------
    columns : ndarray, shape (L // 2 + 1, 2 L)
        The propagator's rows that differ, twice beside themselves, so that they can be read from any column on.
    values : ndarray
        Yield stresses that blocks have after a failure, rising.
    tail : float
        See `Thresholds`.
    modulus, renewed : float
        Modulus of a block before its first failure, and after it.
    plastic_strain, power, scale : float
        Slip of a failure: plastic_strain (threshold / scale)^power.
    both : bool
        Whether blocks yield backwards too.
    many : int
        More failures than this at once are left to the caller.
    """

    columns: np.ndarray
    values: np.ndarray
    tail: float
    modulus: float
    renewed: float
    plastic_strain: float
    power: float
    scale: float
    both: bool
    many: int


@njit
def advance(lattice: Lattice, rules: Rules, renewed: np.ndarray, target: float, single: bool) -> int:
    """Shear to a strain, or to the end of the next avalanche: the reason why it ended there.

    Parameters
    ----------
    lattice : Lattice
        It is changed.
    rules : Rules
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
                lattice.stresses[:] += load
                numbers[GAP] -= load
                numbers[STRAIN] = target
                return REACHED
            load = max(numbers[GAP], 0.0)
            _begin(lattice, load)
        if numbers[N_FAILED] - numbers[BEGAN] > MOST * lattice.activity.size:
            return RUNAWAY
        if numbers[N_FAILED] + numbers[N_FAILING] > len(lattice.failed):
            lattice.stresses[:] += load
            return FULL
        _fail(lattice, rules, renewed, load)
        if numbers[N_FAILING] > rules.many:
            lattice.stresses[:] += load
            return MANY
        sweep(lattice, rules, load, int(numbers[N_FAILING]))


@njit
def go_on(lattice: Lattice, rules: Rules, change: np.ndarray) -> None:
    """Take in what many failures have changed, shape (L, L).

    Parameters
    ----------
    lattice : Lattice
        It is changed.
    rules : Rules
        What does not change.
    change : ndarray
        Of the stress.
    """
    lattice.stresses[:] += change
    sweep(lattice, rules, 0.0, 0)


@njit
def _begin(lattice, load):
    """An avalanche begins with the block that is the first to yield under the load."""
    numbers = lattice.numbers
    numbers[STRAIN] += load / numbers[MODULUS]
    numbers[BEGAN] = numbers[N_FAILED]
    numbers[SLIPPED] = numbers[SWEEPS] = 0
    lattice.failing[0] = int(numbers[NEAREST])
    numbers[N_FAILING] = 1


@njit
def _fail(lattice, rules, renewed, load):
    """Blocks slip, under a load that is added later: what each changes, and what it bears from now on."""
    numbers, side, modulus = lattice.numbers, len(lattice.stresses), lattice.numbers[MODULUS]
    for f in range(int(numbers[N_FAILING])):
        block = lattice.failing[f]
        y, x = block // side, block % side
        slip = rules.plastic_strain
        if rules.power != 0.0:
            slip *= (lattice.thresholds[y, x] / rules.scale) ** rules.power
        if rules.both and lattice.stresses[y, x] + load < 0.0:
            slip = -slip
        lattice.changes[f] = 2.0 * modulus * slip
        numbers[SLIPPED] += lattice.changes[f]
        lattice.thresholds[y, x] = quantile(rules.values, rules.tail, uniform(lattice.random))
        lattice.activity[y, x] += 1
        lattice.failed[int(numbers[N_FAILED]) + f] = block
        if not renewed[y, x]:
            renewed[y, x] = True
            numbers[MODULUS] += (rules.renewed - rules.modulus) / side**2
    numbers[N_FAILED] += numbers[N_FAILING]
    numbers[SWEEPS] += 1


@njit
def sweep(lattice: Lattice, rules: Rules, load: float, n: int) -> None:
    """Add a load and what the first n of those that failed have changed; find who fails next, or end the avalanche.

    Parameters
    ----------
    lattice : Lattice
        It is changed.
    rules : Rules
        What does not change.
    load : float
        Stress.
    n : int
        How many.
    """
    stresses, thresholds, numbers, side = lattice.stresses, lattice.thresholds, lattice.numbers, len(lattice.stresses)
    found, gap, nearest = 0, np.inf, 0
    for y in range(side):
        row, bears = stresses[y], thresholds[y]
        if load != 0.0:
            _add(row, load)
        for f in range(n):
            block = lattice.failing[f]
            apart = abs(y - block // side)
            column = rules.columns[min(apart, side - apart)]
            _add_scaled(row, lattice.changes[f], column[side - block % side : 2 * side - block % side])
        if _are_within(row, bears, gap, rules.both) == 0:
            continue
        for x in range(side):
            if row[x] >= bears[x] or (rules.both and row[x] <= -bears[x]):
                lattice.found[found], gap = y * side + x, 0.0  # from now on only those that fail matter
                found += 1
            elif bears[x] - row[x] < gap:
                gap, nearest = bears[x] - row[x], y * side + x
    lattice.failing[:found] = lattice.found[:found]
    numbers[N_FAILING], numbers[GAP], numbers[NEAREST] = found, gap, nearest
    if found == 0 and numbers[SWEEPS] > 0:
        k = int(numbers[N_AVALANCHES])
        lattice.avalanches[k] = (
            numbers[STRAIN], numbers[N_FAILED] - numbers[BEGAN], numbers[SLIPPED] / side**2, numbers[SWEEPS]
        )  # fmt: skip
        numbers[N_AVALANCHES] = k + 1


@njit(inline="always")
def _add(row, load):
    for x in range(len(row)):
        row[x] += load


@njit(fastmath=CONTRACT)
def _add_scaled(row, scale, column):
    for x in range(len(row)):
        row[x] += scale * column[x]


@njit
def _are_within(row, bears, gap, both):
    """How many blocks of a row are that near to yielding, or beyond it: a sum, which is made of several at once."""
    count = np.int64(0)
    for x in range(len(row)):
        count += np.int64(bears[x] - row[x] <= gap)
    if both:
        for x in range(len(row)):
            count += np.int64(bears[x] + row[x] <= 0.0)
    return count
