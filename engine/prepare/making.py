"""`prepare`: one call from a model's name to a relaxed glass, with its provenance."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import numpy as np

from ..errors import GlassError
from ..limits import MOST_PREPARED
from ..matter.cell import Box
from ..matter.glass import Glass
from ..matter.model import Model
from ..matter.models import model_of
from ..mechanics.relax import decades_fallen, relax
from .checkpoint import Checkpoint
from .dynamics import Liquid, push_apart
from .equilibrium import Record
from .progress import Progress, reporter
from .protocol import Protocol
from .protocols import PROTOCOLS
from .swap import SwapMonteCarlo

FORCE_TOLERANCE = 1e-11
"""Relaxation goes this far; from stored positions, rounded to 1e-14 of a coordinate, at least 1e-10 is left of it."""

DENSITIES = (0.7, 1.6)
"""Lowest and highest density, in units of the model's own: below, cracks open; above, the cutoff makes no sense."""

_RELAXATION_FROM = 0.9  # the share of the progress bar before the relaxation starts


def prepare(
    model: str | Model,
    n_particles: int = 4096,
    protocol: str = "htl",
    seed: int = 1,
    *,
    density: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    checkpoint: str | Path | None = None,
    **protocol_parameters: float,
) -> Glass:
    """Make a glass: a liquid, its way down in temperature, and relaxation to zero force.

    Parameters
    ----------
    model : str or Model
        A key of `MODELS`, or a model of one's own.
    n_particles : int
        Number of particles, at most `limits.MOST_PREPARED`, a million.
    protocol : str
        A key of `PROTOCOLS`: "htl", "esl", "gq", "anneal" or "swap".
    seed : int
        The same seed gives the same glass on the same machine and version. (Elsewhere the rounding of sums may
        differ; a liquid forgets its start, so the glass is then another one of the same kind.)
    density : float, optional
        Number density N / V, 0.7 to 1.6 times the model's own, which is the default.
    progress : callable, optional
        Called with a `Progress` about every 30 ms, and every second at the least up to a hundred thousand particles.
        To cancel, let it raise `Cancelled`: nothing is left behind but the checkpoint, where one was asked for.
    checkpoint : str or path, optional
        File that is written every half minute, and from which the preparation goes on if the file is there at the
        start: the glass is the same as without a break. It is removed when the glass is made.
    **protocol_parameters : float
        The protocol's own parameters, see `PROTOCOLS[protocol].parameters`; temperatures in units of the model's
        energy, times in t0.

    Returns
    -------
    Glass
        In a square cell, largest force component below 1e-10, with its provenance.

    Raises
    ------
    GlassError
        Unknown model, protocol or parameter; a number out of bounds; too few particles for the cutoff.
    NotConvergedError
        The relaxation stopped early.
    Cancelled
        Raised by `progress`.

    Notes
    -----
    Cost: 0.03 (POLY) to 0.08 µs (LJ) a particle and step of the dynamics, 0.1 µs an attempt of Monte Carlo, plus the
    relaxation. At N = 4096: "htl" 15 s, "esl" 100 s, "gq" 130 s with 1,000 t0, "swap" from seconds to ten minutes.
    The start is a jittered square lattice with the sizes shuffled, taken apart where sizes overlap, then molten.
    """
    model = model_of(model)
    recipe = _protocol_of(protocol)
    values = recipe.values(model, protocol_parameters)
    density = _density(model, density)
    n_particles = _whole_number("n_particles", n_particles, 2, MOST_PREPARED)
    seed = _whole_number("seed", seed, 0)
    about = _identity(model, n_particles, recipe, values, seed, density)
    report = reporter(progress)
    kept = Checkpoint(checkpoint, about)
    moving, records = _moved(model, n_particles, density, recipe, values, seed, report, kept)
    glass = _relaxed(moving, report)
    about |= _outcome(glass, records)
    report("done", 1.0, glass.energy / n_particles)
    kept.remove()
    return Glass(
        model, glass.positions, diameters=glass.diameters, species=glass.species, cell=glass.box, provenance=about
    )


def _moved(model, n_particles, density, recipe, values, seed, report, kept):
    """What the protocol's stages leave, and what was seen in them."""
    sizes_from, start_from, motion_from, swaps_from = np.random.default_rng(seed).spawn(4)
    diameters, species = model.sizes(n_particles, sizes_from)
    box = _cell(model, diameters, density)
    stages = list(recipe.stages(model, values))
    state = kept.load(model, box, {kind.__name__: kind for kind in (Liquid, SwapMonteCarlo)})
    if state.moving is None:

        def placing(_):
            report("placing particles", 0.0, math.nan)

        placing(0.0)
        start = push_apart(model, lattice(n_particles, box, start_from), diameters, species, box, watch=placing)
        state.moving = Liquid(model, start, diameters, species, box, stages[0].temperatures[0], motion_from)
    whole = sum(stage.cost for stage in stages)
    for index in range(state.stage, len(stages)):
        stage, before = stages[index], sum(stage.cost for stage in stages[:index])
        if index > state.stage or not state.records:
            state.stage, state.piece = index, 0
            state.records.append(Record(stage.words, stage.unit, stage.temperatures))
            if not isinstance(state.moving, stage.moves):
                state.moving = stage.moves.from_liquid(state.moving, stage.temperatures[0], swaps_from)

        def watch(fraction, energy, stage=stage, before=before):
            report(stage.words, _RELAXATION_FROM * (before + fraction * stage.cost) / whole, energy)

        for _ in stage.pieces(state.moving, state.records[-1], state.piece, watch):
            state.piece += 1
            kept.offer(state)
    return state.moving, state.records


def _relaxed(liquid, report):
    """The inherent structure of the liquid; progress by the decades that the largest force has fallen."""
    thermal = Glass(
        liquid.model,
        liquid.box.wrap(liquid.positions),
        diameters=liquid.diameters,
        species=liquid.species,
        cell=liquid.box,
    )

    def watch(energy, max_force):
        fallen = decades_fallen(thermal.max_force, max_force, FORCE_TOLERANCE)
        report("relaxing", _RELAXATION_FROM + (1.0 - _RELAXATION_FROM) * fallen, energy / liquid.n_particles)

    watch(thermal.energy, thermal.max_force)
    return relax(thermal, force_tolerance=FORCE_TOLERANCE, progress=watch)


def lattice(n_particles: int, box: Box, rng: np.random.Generator) -> np.ndarray:
    """A jittered square lattice with some sites left out at random; neighbours in space are near in memory."""
    side = math.ceil(math.sqrt(n_particles))
    sites = np.sort(rng.choice(side * side, n_particles, replace=False))
    fractional = np.column_stack(np.divmod(sites, side)) + 0.5 + 0.1 * rng.standard_normal((n_particles, 2))
    return fractional / side @ box.cell


def _cell(model, diameters, density):
    """A square cell of this density, if the interaction fits into it."""
    n_particles = len(diameters)
    side = math.sqrt(n_particles / density)
    needed = 2.0 * (model.largest_range(diameters) + 0.02)
    if side < needed:
        largest = model.sizes(10_000, np.random.default_rng(0))[0].max()  # more particles have larger ones among them
        needed = 2.0 * (model.largest_range(np.array([diameters.min(), largest])) + 0.02)
        least = math.ceil(density * needed**2)
        raise GlassError(
            f"{n_particles} particles are too few for {model.label} at density {density:.3g}: the cell would be "
            f"{side:.3g} wide, twice the range of the interaction needs {needed:.3g}; take at least {least} particles"
        )
    return Box(side * np.eye(2))


def _density(model, density):
    if density is None:
        return model.density
    low, high = (factor * model.density for factor in DENSITIES)
    try:
        number = float(density)
    except (TypeError, ValueError):
        raise GlassError(f"a density is a number, not {density!r}") from None
    if not low <= number <= high:
        raise GlassError(f"density {number:g} makes no glass of {model.label}: expected {low:.3g} to {high:.3g}")
    return number


def _whole_number(name, value, least, most=math.inf):
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not least <= value <= most:
        bounds = f"at least {least}" if most == math.inf else f"at least {least} and at most {most:,}"
        raise GlassError(f"{name} is a whole number, {bounds}; got {reprlib.repr(value)}")
    return int(value)


def _protocol_of(protocol):
    if isinstance(protocol, Protocol):
        return protocol
    if protocol not in PROTOCOLS:
        raise GlassError(f"unknown protocol {protocol!r}; known: {', '.join(PROTOCOLS)}")
    return PROTOCOLS[protocol]


def _identity(model, n_particles, recipe, values, seed, density):
    """What is made and how, complete enough to make it again."""
    parent_temperature, cooling_time = recipe.parent(values)
    return {
        "model": model.key,
        "protocol": recipe.key,
        "parameters": values,
        "n_particles": n_particles,
        "density": density,
        "seed": seed,
        "parent_temperature": parent_temperature,
        "cooling_time": cooling_time,
        "version": version("glasscope"),
        "command": command(model.key, n_particles, recipe.key, seed, density, values),
    }


def _outcome(glass, records):
    return {
        "energy_per_particle": glass.energy / glass.n_particles,
        "max_force": glass.max_force,
        "stages": [record.report() for record in records],
    }


def command(model: str, n_particles: int, protocol: str, seed: int, density: float, values: Mapping[str, float]) -> str:
    """The command line that makes a glass again, defaults left out.

    Parameters
    ----------
    model, protocol : str
        Keys.
    n_particles, seed : int
        As given to `prepare`.
    density : float
        Number density.
    values : mapping of str to float
        The protocol's parameters.
    """
    words = ["glasscope prepare", model, f"--protocol {protocol}", f"--n {n_particles}", f"--seed {seed}"]
    kind = model_of(model)
    if density != kind.density:
        words.append(f"--set density={density!r}")
    defaults = PROTOCOLS[protocol].values(kind, {}) if protocol in PROTOCOLS else {}
    words += [f"--set {name}={value!r}" for name, value in values.items() if value != defaults.get(name)]
    return " ".join([*words, "--out glass.npz"])
