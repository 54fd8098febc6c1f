"""The readme's table of first events, made of the result sets in assets/ensembles.

    python tests/first_events_table.py

prints it; `ensembles/test_shipped.py` holds the readme to it.
"""

from functools import cache
from pathlib import Path

import numpy as np

import glasscope.assets
from glasscope.engine.ensembles import first_events, open_ensemble

FOLDER = Path(glasscope.assets.__file__).parent / "ensembles"

CLASSES = {
    "lj-htl": "LJ `htl`", "lj-esl": "`esl`", "lj-gq": "`gq`",
    "poly-0.3": "POLY 0.3", "poly-0.12": "0.12", "poly-0.062": "0.062",
}  # fmt: skip
"""Files in the order of stability, and their columns."""

INDICATORS = {
    "vibrality": "Ψ", "soft_modes": "M", "nonaffine_modulus": "nafμ ≈", "nonaffine_velocity": "ẋ",
    "local_heat_capacity": "c_α", "anisotropic_softness": "c_α dc_α/dγ", "softness": "S", "steric_order": "Θ",
    "contact_number": "z", "local_density": "ρ", "potential_energy": "ϕ", "local_shear_modulus": "μ(r)",
    "voronoi_anisotropy": "P", "excess_entropy": "s₂", "free_volume": "φ", "voronoi_divergence": "Q",
    "thermal_expansion": "α", "bond_orientational_order": "Ψ₆", "residual_strength": "Δτ_y",
    "bond_micromechanics_strength": "σ_Y", "nonlinear_modes": "π", "saddle_points": "SPS",
}  # fmt: skip
"""Rows: a choice of indicators, and their symbols; the last ones are dear, and computed on fewer glasses."""


FEWEST = 8
"""Glasses that an error is made of, at least: they are its unit, and three say hardly anything of their spread."""

DEAR = "-saddles"
"""End of the name of a set of the same class, of the shipped glasses of 1,024 particles, for what is dear."""


def ranked(data, name):
    """First events that an indicator was computed for."""
    return int(data["rank"].sel(indicator=name)[:, :, 0].notnull().sum()) if name in data["indicator"] else 0


def cell(key, name):
    """C_min ± error, in that set of a class that has more events for it, and of how many where they are not all."""
    of, where = max((ranked(opened(each), name), each) for each in (key + DEAR, key) if is_there(each))
    if not of:
        return ""
    one, events = judged(where).sel(indicator=name), opened(key)["event_strain"][:, :, 0].notnull().sum()
    some = opened(where)["rank"].sel(indicator=name)[:, :, 0].notnull().any("load").sum()
    error = f" ± {float(one['error']):.2f}" if some >= FEWEST else ""
    return f"{float(one['value']):.2f}{error}" + ("" if of == events else f" ({of})")


def is_there(key):
    """Whether a set is shipped."""
    return (FOLDER / f"{key}.nc").exists()


@cache
def opened(key):
    """A shipped set."""
    return open_ensemble(FOLDER / f"{key}.nc")


@cache
def judged(key):
    """Its scores of first events."""
    return first_events(opened(key))


def table():
    """Lines of markdown: C_min ± standard error over glasses, where they are enough."""
    sets = [key for key in CLASSES if is_there(key)]
    strains = {key: opened(key)["event_strain"].values[:, :, 0] for key in sets}
    rows = [
        ["", *(CLASSES[key] for key in sets)],
        ["---"] * (len(sets) + 1),
        ["events", *(f"{np.isfinite(values).sum()}" for values in strains.values())],
        ["γ₁", *(f"{100 * np.nanmean(values):.2g} %" for values in strains.values())],
    ]
    for name, symbol in INDICATORS.items():
        rows.append([symbol, *(cell(key, name) for key in sets)])
    return ["| " + " | ".join(row) + " |" for row in rows]


if __name__ == "__main__":
    print("\n".join(table()))
