"""How the slip of one block changes the stress of all others: the elastic propagator on a periodic lattice.

A plastic strain in one place of an incompressible elastic plane leaves, of each Fourier mode q, only what cannot be
undone by a displacement: with the shear strains (e_xx - e_yy) / 2 and e_xy as a vector e, and n the direction
(cos 2a, sin 2a) of a q at the angle a, the stress is -2 mu n (n . e). Of a slip in xy the xy stress is thus
-2 mu 4 qx^2 qy^2 / q^4 (R24 eq. 24). At q = 0 nothing is undone: the strain of the whole is held.
"""

from __future__ import annotations

import numpy as np

from ..errors import GlassError

SMALLEST, LARGEST = 4, 1024
"""Blocks along a side."""


def propagator(size: int, discrete: bool = False) -> np.ndarray:
    """Stress in every block of a unit slip of xy in block (0, 0), in units of 2 mu (R24 eq. 24).

    Parameters
    ----------
    size : int
        Blocks along a side, L.
    discrete : bool
        Whether waves are those of a lattice, 2 sin(q / 2) in place of q, as finite differences have them: the
        continuum's sums over waves that a lattice cannot carry leave stripes along its rows.

    Returns
    -------
    ndarray, shape (L, L)
        By row (y) and column (x). Their sum is G(q = 0) = -1.

    Raises
    ------
    GlassError
        The size is out of range.
    """
    return np.fft.ifft2(in_fourier_space(size, discrete)).real


def in_fourier_space(size: int, discrete: bool = False) -> np.ndarray:
    """G(q) of xy, shape (L, L), in the order of `numpy.fft`; see `propagator`.

    Parameters
    ----------
    size : int
        Blocks along a side.
    discrete : bool
        As for `propagator`.
    """
    return tensor_in_fourier_space(size, discrete)[1, 1]


def tensor_in_fourier_space(size: int, discrete: bool = False) -> np.ndarray:
    """The same of both shear components, shape (2, 2, L, L): stress of (xx - yy) / 2 and xy of a slip of either.

    Parameters
    ----------
    size : int
        Blocks along a side.
    discrete : bool
        As for `propagator`.
    """
    if not isinstance(size, int) or not SMALLEST <= size <= LARGEST:
        raise GlassError(f"a lattice has {SMALLEST} to {LARGEST} blocks along a side; got {size!r}")
    q = 2 * np.pi * np.fft.fftfreq(size)
    if discrete:
        q = 2 * np.sin(q / 2)
    x, y = np.meshgrid(q, q)
    squares = x**2 + y**2
    squares[0, 0] = 1.0
    n = np.array([(x**2 - y**2) / squares, 2 * x * y / squares])
    found = -n[:, None] * n[None]
    if size % 2 == 0:  # q and -q are one wave at the edge: the mean of both, and xy of one is -xy of the other
        found[0, 1, size // 2, :] = found[0, 1, :, size // 2] = 0.0
        found[1, 0] = found[0, 1]
    found[..., 0, 0] = -np.eye(2)
    return found
