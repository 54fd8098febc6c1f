"""How a glass was made, in words and as what was seen on the way: energy and self-overlap of each stage."""

from collections.abc import Mapping

from ..look.words import number
from ..physics import PROTOCOLS, Glass, mean_relaxation_time

MOST_DIGITS = 5
"""Digits of an energy per particle."""


def making(label: str, glass: Glass) -> dict:
    """What the page shows of how a glass was made.

    Parameters
    ----------
    label : str
        Its name.
    glass : Glass
        The glass.

    Returns
    -------
    dict
        "title", "rows" of (name, value), "command" (None where nothing makes it again), "words" where there is no more
        to say, "stages" with the series of each, and "shown", the stage to begin with.
    """
    provenance = glass.provenance
    stages = [stage for stage in provenance.get("stages", ()) if len(stage.get("times", ())) > 1]
    return {
        "title": label,
        "rows": [*_recipe(glass, provenance), *_outcome(glass, provenance, stages)],
        "command": provenance.get("command"),
        "words": "" if provenance.get("command") else _origin(provenance),
        "stages": [_stage(stage) for stage in stages],
        "shown": _last_at_rest(stages),
    }


def _recipe(glass, provenance):
    rows = [["model", glass.model.label]]
    if protocol := PROTOCOLS.get(provenance.get("protocol")):
        rows.append(["protocol", protocol.label])
    if (parent := provenance.get("parent_temperature")) is not None:
        share = number(parent / glass.model.glass_temperature, 3)
        rows.append(["parent temperature", f"{number(parent, 3)} = {share} T_g"])
    if provenance.get("cooling_time"):
        rows.append(["cooling time", f"{provenance['cooling_time']:,.10g} t0"])
    return rows


def _outcome(glass, provenance, stages):
    rows = [["particles N", f"{glass.n_particles:,}"], ["density", number(glass.density, 4)]]
    if provenance.get("seed") is not None:
        rows.append(["seed", str(provenance["seed"])])
    rows.append(["energy per particle", number(glass.energy / glass.n_particles, MOST_DIGITS)])
    shown = _last_at_rest(stages)
    if shown is not None:
        rows.append(["relaxation times seen", _relaxations(stages[shown])])
    return rows


def _relaxations(stage: Mapping) -> str:
    """How often the liquid has forgotten where its particles were, and how long that takes."""
    passed = stage.get("relaxations", ())
    if not passed:
        return f"none in {_time(stage['times'][-1])} {stage['unit']}"
    return f"{len(passed)}, of {_time(mean_relaxation_time(passed))} {stage['unit']}"


def _time(value):
    return f"{float(f'{value:.2g}'):,.10g}"


def _origin(provenance):
    if "file" in provenance:
        source = f"{provenance['file']} ({provenance.get('format', 'a file')})"
        return f"Opened from {source}, which does not say how it was made."
    return "Its file does not say how it was made."


def _last_at_rest(stages):
    """The last stage at one temperature, else the last one; None where there is none."""
    still = [k for k, stage in enumerate(stages) if stage["temperatures"][0] == stage["temperatures"][-1]]
    return (still or [len(stages) - 1])[-1] if stages else None


def _stage(stage):
    start, end = (number(value, 3) for value in (stage["temperatures"][0], stage["temperatures"][-1]))
    return {
        "label": stage["stage"],
        "where": f"at T = {start}" if start == end else f"T from {start} to {end}",
        "unit": stage["unit"],
        "times": list(stage["times"]),
        "energies": list(stage["energies"]),
        "overlaps": list(stage["overlaps"]),
        "relaxations": list(stage["relaxations"]),
    }
