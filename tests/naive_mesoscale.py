"""An elastoplastic lattice as one would write it down: Fourier transforms of whole lattices, loops over blocks."""

import numpy as np


def direct_propagator(size):
    """G(r) as a sum over all waves, one after the other."""
    found = np.zeros((size, size))
    waves = [k if k <= size // 2 else k - size for k in range(size)]
    y, x = np.mgrid[:size, :size]
    for b in waves:
        for a in waves:
            squared = a**2 + b**2
            value = -1.0 if squared == 0 else -4.0 * a**2 * b**2 / squared**2
            found += value * np.cos(2 * np.pi * (a * x + b * y) / size)
    return found / size**2


def avalanche(stresses, thresholds, modulus, slip, g, renew):
    """Load until a block yields, then sweep: (load, failed blocks in order, sweeps). `renew` gives thresholds."""
    load = (thresholds - stresses).min()
    stresses += load
    failing, failed, sweeps = [int(np.argmin(thresholds - stresses))], [], 0
    while failing:
        slips = np.zeros_like(stresses)
        for block in failing:
            slips.flat[block] = slip
            thresholds.flat[block] = renew()
        stresses += np.fft.ifft2(np.fft.fft2(2 * modulus * slips) * g).real
        failed += failing
        sweeps += 1
        failing = np.flatnonzero(stresses.ravel() >= thresholds.ravel()).tolist()
    return load, failed, sweeps


def tensorial_avalanche(stresses, thresholds, load, modulus, slip, g, renew):
    """The same with two shear components, (2, L, L), and thresholds by direction, (n, L, L): (load, failed, along)."""
    n, side, _ = thresholds.shape
    twice = 2 * np.pi * np.arange(n) / n
    along = np.stack([-np.sin(twice), np.cos(twice)], axis=1)

    def beyond():
        return np.einsum("kc,cyx->kyx", along, stresses) - thresholds

    scales = along @ load
    with np.errstate(divide="ignore"):
        needed = np.where(scales[:, None, None] > 1e-9, -beyond() / scales[:, None, None], np.inf)
    k, y, x = np.unravel_index(np.argmin(needed), needed.shape)
    step = needed[k, y, x]
    stresses += step * load[:, None, None]
    failing, failed = [(y * side + x, k)], []
    while failing:
        slips = np.zeros_like(stresses)
        for block, k in failing:
            y, x = divmod(block, side)
            slips[:, y, x] = slip * along[k]
            thresholds[:, y, x] = renew()
        change = np.einsum("abyx,byx->ayx", g, np.fft.fft2(2 * modulus * slips))
        stresses += np.fft.ifft2(change).real
        failed += failing
        worst = beyond()
        blocks = np.flatnonzero((worst >= 0).any(axis=0).ravel())
        failing = [(int(block), int(worst[:, block // side, block % side].argmax())) for block in blocks]
    return step, failed
