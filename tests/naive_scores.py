"""The scores again, as the papers say them, by loops."""

import numpy as np


def spearman(first, second):
    """1 − 6 Σ (a − b)² / [N (N² − 1)], without equal values (R20 eq. 1)."""
    n = len(first)
    a = [sum(x <= value for x in first) for value in first]
    b = [sum(x <= value for x in second) for value in second]
    return 1 - 6 * sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) / (n * (n**2 - 1))


def bin_rank(length, places, values, n_bins, event):
    """λ in a square cell: each bin takes the mean over the values in it and the eight around it (SN19)."""
    cells = [(int(x / length * n_bins) % n_bins, int(y / length * n_bins) % n_bins) for x, y in places]
    means = {}
    for row in range(n_bins):
        for column in range(n_bins):
            near = {((row + a) % n_bins, (column + b) % n_bins) for a in (-1, 0, 1) for b in (-1, 0, 1)}
            means[row, column] = np.mean([v for cell, v in zip(cells, values, strict=True) if cell in near])
    own = means[int(event[0] / length * n_bins), int(event[1] / length * n_bins)]
    return sum(mean > own for mean in means.values()) / n_bins**2


def c_rank(field, d2min, n_top):
    """2 <CDF> − 1 over the particles of largest D²_min (FM21 eq. 5)."""
    moved = sorted(range(len(d2min)), key=lambda k: -d2min[k])[:n_top]
    return 2 * np.mean([np.mean([x <= field[k] for x in field]) for k in moved]) - 1


def drawn_accuracy(values, labels, threshold, rng, n_draws):
    """Right answers on balanced sets whose second half is drawn (FM21)."""
    soft, rest = np.flatnonzero(labels), np.flatnonzero(~labels)
    right = []
    for _ in range(n_draws):
        others = rng.choice(rest, len(soft), replace=False)
        right.append(np.mean(np.append(values[soft] > threshold, values[others] <= threshold)))
    return np.mean(right)
