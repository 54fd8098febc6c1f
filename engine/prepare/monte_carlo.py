"""The compiled loop of swap Monte Carlo: one attempted move after another, each by its own energy difference alone.

A particle's neighbours stand in a row padded to whole vector registers, so that most differences take one or two
passes through them. Rows hold hardly more than the pairs that interact, because they are mended one by one: whoever
has moved or grown by half the skin is listed anew, and nobody else.
"""

from __future__ import annotations

import numpy as np

from .._jit import CONTRACT, njit
from ..matter.potential import energy
from ..random_numbers import below, uniform
from .lists import pair_size
from .neighbour_rows import LANES, SIZE, Interaction, Particles, X, Y, covers, list_again

_SUMS = CONTRACT | {"reassoc"}  # the energies of one pass are summed in a fixed order, on one machine


MOVES_TRIED, MOVED, SWAPS_TRIED, SWAPPED, LOST = range(5)
"""What is counted: displacements attempted and accepted, swaps attempted and accepted, rows that overflowed."""


@njit
def run(
    interaction: Interaction,
    particles: Particles,
    random: np.ndarray,
    counts: np.ndarray,
    running: np.ndarray,
    n_moves: int,
    temperature: float,
    step: float,
    swap_share: float,
    reach: int,
) -> None:
    """Attempt moves one by one.

    Parameters
    ----------
    interaction : neighbour_rows.Interaction
        How they interact.
    particles : neighbour_rows.Particles
        All changed in place.
    random : ndarray of uint64, shape (4,)
        State of the generator, xoshiro256+.
    counts : ndarray of int64, shape (5,)
        Numbers of events, added to: see `MOVES_TRIED` and the others.
    running : ndarray, shape (1,)
        Energy; the change of each accepted move is added to it.
    n_moves : int
        Attempts to make.
    temperature, step : float
        Temperature, and longest displacement along each axis.
    swap_share : float
        Share of attempts that are swaps.
    reach : int
        How many ranks of size a partner may be away.

    Notes
    -----
    With a pair missing from the rows a change is a lower bound, as no pair energy is negative: enough to refuse by.
    What would be accepted is computed again with complete rows. (All in one function: calls with these many arrays
    cost half as much again.)
    """
    state, rank, of_rank = particles.state, particles.rank, particles.of_rank
    for _ in range(n_moves):
        p = below(random, rank.size)
        most = -temperature * np.log(uniform(random))
        if uniform(random) < swap_share:
            counts[SWAPS_TRIED] += 1
            q = _partner(random, p, rank, of_rank, reach)
            if q < 0:
                continue
            change = _swap_energy(interaction, particles, p, q)
            if not change <= most:
                continue
            if state[p, SIZE] > state[q, SIZE]:
                p, q = q, p  # p is the one that grows
            if not covers(interaction, particles, p, state[p, X], state[p, Y], state[q, SIZE]):
                counts[LOST] += list_again(interaction, particles, p, state[q, SIZE])
                change = _swap_energy(interaction, particles, p, q)
                if not change <= most:
                    continue
            counts[SWAPPED] += 1
            state[p, SIZE], state[q, SIZE] = state[q, SIZE], state[p, SIZE]
            a, b = rank[p], rank[q]
            rank[p], rank[q], of_rank[a], of_rank[b] = b, a, q, p
        else:
            counts[MOVES_TRIED] += 1
            x = state[p, X] + step * (2.0 * uniform(random) - 1.0)
            y = state[p, Y] + step * (2.0 * uniform(random) - 1.0)
            change = _move_energy(interaction, particles, p, x, y)
            if not change <= most:
                continue
            if not covers(interaction, particles, p, x, y, state[p, SIZE]):
                counts[LOST] += list_again(interaction, particles, p, state[p, SIZE])
                change = _move_energy(interaction, particles, p, x, y)
                if not change <= most:
                    continue
            counts[MOVED] += 1
            state[p, X], state[p, Y] = x, y
        running[0] += change


@njit
def _partner(random, p, rank, of_rank, reach):
    """A particle of another size, at most `reach` ranks away; -1 where there is none of the drawn rank."""
    if reach >= rank.size - 1:
        q = below(random, rank.size)
        return q if q != p else -1
    away = 1 + below(random, 2 * reach)
    if away > reach:
        away = reach - away
    other = rank[p] + away
    return of_rank[other] if 0 <= other < rank.size else -1


@njit
def _move_energy(interaction, particles, p, x, y):
    """Change of the energy if a particle went to (x, y)."""
    form, nonadditivity, lengths = interaction.form, interaction.nonadditivity, interaction.lengths
    state, rows, n_near = particles.state, particles.rows, particles.n_near
    change, lx, ly = 0.0, lengths[0], lengths[1]
    for lo in range(0, n_near[p], LANES):
        change += _moved(form, nonadditivity, lx, ly, 1.0 / lx, 1.0 / ly, state, rows, p, lo, x, y)
    return change


@njit
def _swap_energy(interaction, particles, p, q):
    """Change of the energy if two particles exchanged their sizes; the pair of them, if it is one, keeps its own."""
    form, nonadditivity, lengths = interaction.form, interaction.nonadditivity, interaction.lengths
    state, rows, n_near = particles.state, particles.rows, particles.n_near
    change, lx, ly = 0.0, lengths[0], lengths[1]
    a, b = state[p, SIZE], state[q, SIZE]
    for lo in range(0, n_near[p], LANES):
        change += _resized(form, nonadditivity, lx, ly, 1.0 / lx, 1.0 / ly, state, rows, p, lo, b, q)
    for lo in range(0, n_near[q], LANES):
        change += _resized(form, nonadditivity, lx, ly, 1.0 / lx, 1.0 / ly, state, rows, q, lo, a, p)
    return change


@njit(fastmath=_SUMS)
def _moved(form, nonadditivity, lx, ly, inverse_lx, inverse_ly, state, rows, p, lo, new_x, new_y):
    """Change of the pair energies with eight neighbours when p goes to a new place."""
    square_cutoff = form.cutoff * form.cutoff
    x, y, size = state[p, X], state[p, Y], state[p, SIZE]
    change = 0.0
    for k in range(LANES):
        q = np.intp(rows[p, lo + k])
        dx, dy, b = state[q, X] - x, state[q, Y] - y, state[q, SIZE]
        dx -= lx * np.rint(dx * inverse_lx)
        dy -= ly * np.rint(dy * inverse_ly)
        nx, ny = dx - (new_x - x), dy - (new_y - y)
        between = 0.5 * (size + b) * (1.0 - nonadditivity * abs(size - b))
        unit, old, new = between * between, dx * dx + dy * dy, nx * nx + ny * ny
        together = 1.0 / (unit * old * new)  # three inverses by one division
        old_ratio, new_ratio = old * old * new * together, new * new * old * together
        old_inverse, new_inverse = unit * unit * new * together, unit * unit * old * together
        before = energy(form, old_ratio, old_inverse)
        after = energy(form, new_ratio, new_inverse)
        change -= before if old_ratio < square_cutoff else 0.0  # false for the NaN of the padding too
        change += after if new_ratio < square_cutoff else 0.0
    return change


@njit(fastmath=_SUMS)
def _resized(form, nonadditivity, lx, ly, inverse_lx, inverse_ly, state, rows, p, lo, new_size, but):
    """Change of the pair energies with eight neighbours, but for one, when p takes a new size."""
    square_cutoff = form.cutoff * form.cutoff
    x, y, size = state[p, X], state[p, Y], state[p, SIZE]
    change = 0.0
    for k in range(LANES):
        q = np.intp(rows[p, lo + k])
        dx, dy, b = state[q, X] - x, state[q, Y] - y, state[q, SIZE]
        dx -= lx * np.rint(dx * inverse_lx)
        dy -= ly * np.rint(dy * inverse_ly)
        between = 0.5 * (size + b) * (1.0 - nonadditivity * abs(size - b))
        newly = 0.5 * (new_size + b) * (1.0 - nonadditivity * abs(new_size - b))
        old, new, square = between * between, newly * newly, dx * dx + dy * dy
        together = 1.0 / (old * new * square)
        old_ratio, new_ratio = square * square * new * together, square * square * old * together
        old_inverse, new_inverse = old * old * new * together, new * new * old * together
        before = energy(form, old_ratio, old_inverse)
        after = energy(form, new_ratio, new_inverse)
        change -= before if (old_ratio < square_cutoff) & (q != but) else 0.0
        change += after if (new_ratio < square_cutoff) & (q != but) else 0.0
    return change


@njit
def total_energy(interaction: Interaction, particles: Particles) -> float:
    """Sum of all pair energies, from nothing."""
    form, cutoff, nonadditivity, _, lengths = interaction
    state, rows, n_near = particles.state, particles.rows, particles.n_near
    total = 0.0
    for p in range(len(n_near)):
        for k in range(n_near[p]):
            q = rows[p, k]
            if q > p:
                dx, dy = state[q, X] - state[p, X], state[q, Y] - state[p, Y]
                dx -= lengths[0] * np.rint(dx / lengths[0])
                dy -= lengths[1] * np.rint(dy / lengths[1])
                ratio = (dx * dx + dy * dy) / pair_size(state[p, SIZE], state[q, SIZE], nonadditivity) ** 2
                if ratio < cutoff * cutoff:
                    total += energy(form, ratio, 1.0 / ratio)
    return total
