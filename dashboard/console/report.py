"""How a glass was made and whether its liquid was in equilibrium: numbers on the terminal, plots in one HTML file."""

from __future__ import annotations

import math
from pathlib import Path

from ...engine import Glass
from ...engine.prepare.equilibrium import evidence

COLUMNS = {
    "stage": "<38s", "temperature": ">13s", "length": ">16s", "relaxations": ">11d", "relaxation time": ">16s",
    "energy before": ">13.5f", "energy": ">10.5f", "error": ">8.5f",
}  # fmt: skip


def rows(glass: Glass) -> list[dict]:
    """The evidence of each stage, a row for the terminal's table each.

    Parameters
    ----------
    glass : Glass
        One that was prepared here: its provenance has the stages.
    """
    return [_row(stage) for stage in glass.provenance.get("stages", ()) if stage["times"][-1] > 0.0]


def _row(stage):
    seen, unit = evidence(stage), stage["unit"]
    start, end = stage["temperatures"]
    settled = start == end and seen["relaxation_time"] is not None
    return {
        "stage": stage["stage"],
        "temperature": f"{start:.4g}" if start == end else f"{start:.4g} to {end:.4g}",
        "length": f"{seen['length']:,.0f} {unit}",
        "relaxations": seen["relaxations"],
        "relaxation time": f"{seen['relaxation_time']:,.0f} {unit}" if settled else "",
        "energy before": seen["energy_before"],
        "energy": seen["energy"],
        "error": seen["error"],
    }


def save_plots(glass: Glass, path: Path) -> None:
    """Write the energy and the memory of the liquid against time, stage by stage, as one HTML file without network.

    Parameters
    ----------
    glass : Glass
        As in `rows`.
    path : Path
        Where.
    """
    import holoviews as hv  # slow to load, and only this needs it
    from bokeh.embed import file_html
    from bokeh.resources import INLINE

    hv.extension("bokeh", logo=False)
    stages = [stage for stage in glass.provenance["stages"] if stage["times"][-1] > 0.0]
    layout = hv.Layout([plot for stage in stages for plot in _plots(hv, stage)]).cols(2)
    figure = hv.render(layout.opts(title=_title(glass), shared_axes=False), backend="bokeh")
    path.write_text(file_html(figure, INLINE, _title(glass)), encoding="utf-8")  # nothing in it asks another server


def _title(glass):
    protocol, seed = glass.provenance["protocol"], glass.provenance["seed"]
    return f"{glass.model.label}, {protocol}, {glass.n_particles} particles, seed {seed}"


def _plots(hv, stage):
    """The energy, and beside it how much is remembered."""
    time, energy = hv.Dimension("time", unit=stage["unit"]), hv.Dimension("energy", label="energy per particle")
    size = {"width": 520, "height": 260}
    energies = hv.Curve((stage["times"], stage["energies"]), time, energy)
    memory = hv.Dimension("memory", range=(-0.05, 1.05))
    remembered = hv.Curve((stage["times"], stage["overlaps"]), time, memory, label="particles still in place")
    if stage["unit"] == "sweeps":
        remembered *= hv.Curve((stage["times"], stage["diameter_overlaps"]), time, memory, label="sizes still in place")
    remembered *= hv.HLine(math.exp(-1.0)).opts(color="grey", line_dash="dotted", line_width=1)
    marks = hv.Overlay([hv.VLine(mark).opts(color="grey", line_width=0.5) for mark in stage["relaxations"][:40]])
    shown = remembered * marks if len(stage["relaxations"]) else remembered
    return (
        energies.opts(**size, title=stage["stage"]),
        shown.opts(**size, title="what it still remembers", legend_position="top_right"),
    )
