"""The readme's table of first events, made of the result sets in assets/ensembles.

    python tests/first_events_table.py

prints it; `ensembles/test_shipped.py` holds the readme to it.
"""

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
    "vibrality": "Ψ", "soft_modes": "M", "nonaffine_modulus": "nafμ", "nonaffine_velocity": "ẋ",
    "local_heat_capacity": "c_α", "anisotropic_softness": "c_α dc_α/dγ", "softness": "S", "steric_order": "Θ",
    "contact_number": "z", "local_density": "ρ", "potential_energy": "ϕ", "local_shear_modulus": "μ(r)",
    "voronoi_anisotropy": "P", "excess_entropy": "s₂", "free_volume": "φ", "voronoi_divergence": "Q",
    "thermal_expansion": "α", "bond_orientational_order": "Ψ₆", "residual_strength": "Δτ_y",
    "bond_micromechanics_strength": "σ_Y", "nonlinear_modes": "π", "saddle_points": "SPS",
}  # fmt: skip
"""Rows: a choice of indicators, and their symbols; the last ones are dear, and computed on some of the samples."""


def cell(data, scores, name):
    """C_min ± error, and of how many events where they are not all."""
    if name not in data["indicator"]:
        return ""
    one, ranked = scores.sel(indicator=name), data["rank"].sel(indicator=name)[:, :, 0].notnull()
    of, events = int(ranked.sum()), int(data["event_strain"][:, :, 0].notnull().sum())
    return f"{float(one['value']):.2f} ± {float(one['error']):.2f}" + ("" if of == events else f" ({of})")


def table():
    """Lines of markdown: C_min ± standard error over glasses."""
    sets = {key: open_ensemble(FOLDER / f"{key}.nc") for key in CLASSES if (FOLDER / f"{key}.nc").exists()}
    found = {key: first_events(data) for key, data in sets.items()}
    strains = {key: data["event_strain"].values[:, :, 0] for key, data in sets.items()}
    rows = [
        ["", *(CLASSES[key] for key in sets)],
        ["---"] * (len(sets) + 1),
        ["events", *(f"{np.isfinite(values).sum()}" for values in strains.values())],
        ["γ₁", *(f"{100 * np.nanmean(values):.2g} %" for values in strains.values())],
    ]
    for name, symbol in INDICATORS.items():
        rows.append([symbol, *(cell(sets[key], found[key], name) for key in sets)])
    return ["| " + " | ".join(row) + " |" for row in rows]


if __name__ == "__main__":
    print("\n".join(table()))
