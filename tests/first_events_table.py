"""The readme's table of first events, made of the result sets in assets/ensembles.

    python tests/first_events_table.py

prints it; its claims in `claims.toml` hold the readme to it.
"""

from functools import cache
from pathlib import Path

import numpy as np

import glasscope.assets
from glasscope.engine.ensembles import first_events, open_ensemble
from glasscope.engine.ensembles.as_cast import as_cast
from glasscope.engine.statistics import bootstrap, mean
from glasscope.engine.statistics.bootstrap import FEWEST_GLASSES

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
    "bond_micromechanics_strength": "σ_Y", "susceptibility_graph_fields": "graph and fields",
    "susceptibility_ridge": "ridge on fields", "susceptibility_graph": "graph", "susceptibility_image": "image",
    "nonlinear_modes": "π, N = 1,024", "saddle_points": "SPS, N = 1,024",
    "mode_defects": "q₋, N = 1,024", "nonaffine_defects": "q₋(ẋ), N = 1,024", "force_magnitude": "‖f‖, N = 1,024",
}  # fmt: skip
"""Rows: a choice of indicators, and their symbols; the last ones are dear, and computed on other glasses."""

STRENGTH, SADDLES, DEFECTS, LEARNED = "-strength", "-saddles", "-defects", "-learned"
"""Ends of names of sets of the same class: what is dear on more glasses of N = 2,048; others on ten of N = 1,024; and
what was learned from labels, on glasses that no training has seen."""

STRENGTHS = {"residual_strength", "bond_micromechanics_strength"}
"""Rows that take the glasses of other sets too."""

ELSEWHERE = {
    "nonlinear_modes": SADDLES, "saddle_points": SADDLES,
    "mode_defects": DEFECTS, "nonaffine_defects": DEFECTS, "force_magnitude": DEFECTS,
} | {name: LEARNED for name in INDICATORS if name.startswith("susceptibility")}  # fmt: skip
"""Rows that are of other glasses throughout, and which sets they are in."""


def sources(key, name):
    """The sets that a cell is of: of one size, and no glass twice."""
    if name in ELSEWHERE:
        return [opened(key + ELSEWHERE[name])] if is_there(key + ELSEWHERE[name]) else []
    more = [opened(key + STRENGTH)] if name in STRENGTHS and is_there(key + STRENGTH) else []
    own, seen = opened(key), {seed for data in more for seed in data["seed"].values}
    return [*more, own.isel(sample=[k for k, seed in enumerate(own["seed"].values) if seed not in seen])]


def pooled(key, name):
    """First events of one indicator in all glasses of a cell, and how many glasses they are of."""
    import xarray as xr

    some = [
        data[["rank", "event_strain", "event_stress_drop", "reached"]].sel(indicator=[name]).isel(event=[0])
        for data in sources(key, name)
        if name in data["indicator"] and data.sizes["sample"]
    ]
    data = xr.concat(some, "sample", coords="minimal", compat="override")
    known = np.isfinite(data["rank"].values).any(axis=(1, 2, 3))
    return data.isel(sample=known), int(known.sum())


@cache
def scored(key, name):
    """(C_min, its error or nan, events, glasses) of one indicator in one class."""
    data, n_glasses = pooled(key, name)
    one = first_events(data).isel(indicator=0)
    error = float(one["error"]) if n_glasses >= FEWEST_GLASSES else np.nan
    return float(one["value"]), error, int(one["n_events"]), n_glasses


def cell(key, name):
    """C_min ± error, and of how many events where they are not those of the column; nothing where none are."""
    if not any(name in data["indicator"] and data.sizes["sample"] for data in sources(key, name)):
        return ""
    value, error, n_events, _ = scored(key, name)
    of = "" if n_events == scored(key, "vibrality")[2] else f" ({n_events})"
    return f"{value:.2f}" + (f" ± {error:.2f}" if np.isfinite(error) else "") + of


def is_there(key):
    """Whether a set is shipped."""
    return (FOLDER / f"{key}.nc").exists()


@cache
def opened(key):
    """A shipped set."""
    return open_ensemble(FOLDER / f"{key}.nc")


def table():
    """Lines of markdown: C_min ± standard error over glasses, where they are enough."""
    sets = [key for key in CLASSES if is_there(key)]
    strains = {key: opened(key)["event_strain"].values[:, :, 0] for key in sets}
    rows = [
        ["", *(CLASSES[key] for key in sets)],
        ["---"] * (len(sets) + 1),
        ["events", *(f"{scored(key, 'vibrality')[2]}" for key in sets)],
        ["γ₁", *(f"{100 * np.nanmean(values):.2g} %" for values in strains.values())],
    ]
    for name, symbol in INDICATORS.items():
        rows.append([symbol, *(cell(key, name) for key in sets)])
    return ["| " + " | ".join(row) + " |" for row in rows]


def kept():
    """The readme's table, of the shipped sets."""
    return "\n".join(table())


def kept_disagreement():
    """The readme's figures on c_α, of the shipped sets."""
    values = [f"{scored(key, 'local_heat_capacity')[0]:.2f}" for key in (*POLY, *LJ)]
    unweighted = [f"{scored('poly-0.3', name)[0]:.2f}" for name in ("thermal_displacement", "vibrality")]
    early, late = halves("lj-gq", "local_heat_capacity")
    return (
        f"c_α is not ({', '.join(values[:2])} and {values[2]} against {', '.join(values[3:5])} and {values[5]}) ... "
        f"({' and '.join(unweighted)} at T = 0.3) ... the half of the events that come first at {early:.2f} and the "
        f"later half at {late:.2f}"
    )


def kept_strength():
    """The readme's figures on Δτ_y beside Ψ, M and Θ: differences on the same events, errors over glasses."""
    least, *others = (apart(key) for key in CLASSES_BY_DUCTILITY)
    words = ", ".join(
        f"{value:.2f} ± {error:.2f} more than {symbol}"
        for symbol, value, error in zip("MΘΨ", least.value[[1, 2, 0]], least.error[[1, 2, 0]], strict=True)
    )
    below = [-float(one.value[0]) for one in others]
    events = scored("poly-0.062", "residual_strength")[2]
    return (
        f"At T = 0.062 Δτ_y falls least: of the same {events} events it knows {words}, in the five other classes "
        f"{min(below):.2f} to {max(below):.2f} less than Ψ"
    )


def kept_defects():
    """The readme's figures on what R20 has not."""
    low_high = {
        (name, classes): [f"{bound([scored(key, name)[0] for key in classes]):.2f}" for bound in (min, max)]
        for name, classes in (("mode_defects", LJ + POLY), ("nonaffine_defects", LJ + POLY), ("force_magnitude", LJ),
                              ("force_magnitude", POLY))
    }  # fmt: skip
    modes, velocity, forces_lj, forces_poly = (" to ".join(two).replace("-", "−") for two in low_high.values())
    return (
        f"negative defects of the modes know some ({modes}), those of ẋ less ({velocity}), the magnitudes of forces "
        f"hardly anything in LJ ({forces_lj}) and some in POLY ({forces_poly})"
    )


def kept_learned():
    """The readme's figures on what was learned of all that moves, beside M, Ψ and ẋ on the same first events."""
    words = []
    for key, label in CLASSES.items():
        n_glasses = scored(key, "susceptibility_ridge")[3]
        names = ["susceptibility_ridge", "soft_modes", "vibrality", "nonaffine_velocity"]
        gains = less(sources(key, names[0]), names)
        told = [f"{value:.2f}" + f" ± {error:.2f}" * (n_glasses >= FEWEST_GLASSES)
                for value, error in zip(gains.value, gains.error, strict=True)]  # fmt: skip
        words.append(f"{', '.join(told)} ({label})")
    return f"of the same events the ridge knows more than M, Ψ and ẋ by {'; '.join(words)}"


def apart(key):
    """By how much Δτ_y scores above Ψ, M and Θ on the first events of which all four ranks are known."""
    names = ["residual_strength", "vibrality", "soft_modes", "steric_order"]
    return less(sources(key, names[0]), names)


def less(sets, names):
    """By how much the first of some indicators scores above the others, on first events whose ranks are all known."""
    rows = []
    for data in sets:
        ranks = as_cast(data)[0][:, :, 0]
        rows.append(np.stack([ranks[..., data["indicator"].values.tolist().index(name)] for name in names], axis=-1))
    ranks = np.concatenate(rows)
    ranks = np.where(np.isfinite(ranks).all(axis=-1, keepdims=True), ranks, np.nan)
    ranks = ranks[np.isfinite(ranks).any(axis=(1, 2))]
    return bootstrap(lambda some: 2 * mean(some[..., :1] - some[..., 1:], axis=(0, 1)), ranks)


def kept_two_places():
    """The readme's figures on the two places of an event, of the shipped sets of N = 2,048."""
    first = {key: opened(key).isel(event=0) for key in CLASSES}
    there = {key: data["event_strain"].notnull() for key, data in first.items()}
    two = {key: data["event_core"] != data["event_core_displacement"] for key, data in first.items()}
    shares = [100 * float(two[key].where(there[key]).mean()) for key in CLASSES]
    two_indicators = ["vibrality", "soft_modes"]
    own = [scored("lj-htl", name)[0] for name in two_indicators]
    other = first_events(opened("lj-htl"), "rank_by_displacement")["value"].sel(indicator=two_indicators).values
    return (
        f"They differ in {min(shares):.0f} to {max(shares):.0f} % of these first events, and the second is known less "
        f"well in ductile glasses: in LJ `htl` by Ψ with {other[0]:.2f} for {own[0]:.2f}, by M with {other[1]:.2f} for "
        f"{own[1]:.2f}"
    )


def kept_rises():
    """The readme's figures on events in which the stress rises."""
    drops = {key: opened(key)["event_stress_drop"].values for key in CLASSES}
    shares = [100 * np.mean(some[np.isfinite(some)] <= 0) for some in drops.values()]
    names = [name for name in INDICATORS if name not in {*ELSEWHERE, *STRENGTHS}]
    falls = {key: first_events(opened(key), falling=True, n_resamples=2)["value"] for key in CLASSES}
    moved = [float(abs(falls[key] - judged(key)["value"]).sel(indicator=names).max()) for key in CLASSES]
    return (
        f"In {min(shares):.0f} to {max(shares):.0f} % of all events the stress rises; with falls alone, which R20 "
        f"counts, no value of the table moves by more than {max(moved):.2f}"
    )


def kept_left_out():
    """The readme's figures on events that the glass as cast is at the onset of."""
    left_out = sum(judged(key).attrs["left_out"] for key in CLASSES)
    events = sum(int(opened(key)["event_strain"][:, :, 0].notnull().sum()) for key in CLASSES)
    return f"{left_out} of the {events} first events come before a strain of 10⁻⁴"


@cache
def judged(key):
    """Scores of the first events of a set."""
    return first_events(opened(key))


def halves(key, name):
    """C_min of the earlier and of the later half of the first events."""
    data = opened(key)
    ranks, strains = data["rank"].sel(indicator=name).values[:, :, 0], data["event_strain"].values[:, :, 0]
    early = strains <= np.nanmedian(strains)
    return [2 * np.nanmean(ranks[some]) - 1 for some in (early, ~early)]


CLASSES_BY_DUCTILITY = tuple(reversed(CLASSES))
"""The most stable glasses first."""

LJ, POLY = ("lj-htl", "lj-esl", "lj-gq"), ("poly-0.3", "poly-0.12", "poly-0.062")


if __name__ == "__main__":
    print("\n".join(table()))
