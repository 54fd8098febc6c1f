"""What Dask workers do for lattices: yield stresses of a glass, and one lattice sheared."""

from __future__ import annotations

import io

import numpy as np

from ..matter.glass import Glass
from ..matter.load import Load
from ..mechanics.elasticity import shear_modulus
from .bands import lattice_band
from .model import ElastoplasticModel
from .spec import Blocks, LatticeSample, MesoscaleSpec
from .thresholds import Thresholds

EDGES = 2.0 ** np.arange(0, 31)
"""Of the bins that sizes of avalanches are counted in: 1, 2 to 3, 4 to 7, ..."""


def strengths(glass: bytes, blocks: Blocks) -> tuple[np.ndarray, float]:
    """Yield stresses of a glass's blocks, and its shear modulus.

    Parameters
    ----------
    glass : bytes
        Content of its npz file.
    blocks : Blocks
        How they are measured.
    """
    one, load = Glass.load(io.BytesIO(glass)), Load.simple_shear(blocks.angle)
    found = Thresholds.from_glass(one, load, blocks.source, blocks.block, blocks.least)
    return found.values, shear_modulus(one, blocks.angle)


def sheared(
    spec: MesoscaleSpec, sample: LatticeSample, first: tuple[np.ndarray, float], renewal: tuple[np.ndarray, float]
) -> dict[str, np.ndarray]:
    """One lattice, from rest to the largest strain.

    Parameters
    ----------
    spec : MesoscaleSpec
        All of them.
    sample : LatticeSample
        Which.
    first, renewal : (ndarray, float)
        Yield stresses and shear modulus of its blocks, and of those that have failed.

    Returns
    -------
    dict of ndarray
        "stress" by the strains of `strains_of`, "band_width" in blocks and "band_clarity" by the band's strains,
        "avalanches" by the bins of `EDGES`, and "failures".
    """
    thresholds, after = Thresholds.from_values(first[0], sample.seed), Thresholds.from_values(renewal[0])
    model = ElastoplasticModel(
        sample.size, thresholds, after, first[1], spec.plastic_strain, sample.seed, renewed_modulus=renewal[1],
        discrete=spec.discrete, both_signs=spec.both_signs, slip_power=spec.slip_power,
    )  # fmt: skip
    strains, stresses, bands = strains_of(spec), [], []
    counts, failures = np.zeros(len(EDGES) - 1), 0
    left = list(spec.band_strains)
    for strain in sorted({*strains.tolist(), *spec.band_strains}):
        (state,) = model.shear(strain, every=strain)
        counts += np.histogram(state.avalanches[:, 1], EDGES)[0]
        failures += len(state.failed)
        if strain in strains:
            stresses.append(state.stress)
        if strain in left:
            band = lattice_band(state.activity) if failures else None
            bands.append((np.nan, np.nan) if band is None else (band.width * sample.size, band.clarity))
    widths, clarities = np.array(bands).reshape(-1, 2).T
    return {
        "stress": np.array(stresses), "band_width": widths, "band_clarity": clarities, "avalanches": counts,
        "failures": np.array(float(failures)),
    }  # fmt: skip


def strains_of(spec: MesoscaleSpec) -> np.ndarray:
    """Strains of which the stress is kept.

    Parameters
    ----------
    spec : MesoscaleSpec
        It says how far apart they are.
    """
    n = round(spec.max_strain / spec.every)
    return spec.max_strain * np.arange(1, n + 1) / n
