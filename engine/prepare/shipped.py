"""The list of shipped glasses, and the command that makes them again.

>>> python -m glasscope.engine.prepare.shipped FOLDER             # every glass and the index: ten hours, resumable
>>> python -m glasscope.engine.prepare.shipped FOLDER --only lj-htl-1024-1
>>> python -m glasscope.engine.prepare.shipped FOLDER --measure   # the first events of glasses that are there
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load
from ..matter.models import MODELS
from ..whole_files import write_whole
from .library import INDEX, library
from .making import prepare
from .progress import Progress
from .protocols import PROTOCOLS

SEARCHED_TO = 0.1
"""Strain up to which a first event is looked for."""


@dataclass(frozen=True)
class Recipe:
    """What a shipped glass is made from.

    Attributes
    ----------
    key : str
        Name in code.
    model, protocol : str
        Keys.
    n_particles, seed : int
        As `prepare` takes them.
    parameters : dict
        The protocol's parameters that are not its defaults.
    """

    key: str
    model: str
    protocol: str
    n_particles: int
    seed: int = 1
    parameters: dict = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name on the page."""
        kind, protocol = MODELS[self.model], PROTOCOLS[self.protocol]
        return f"{kind.label}, {protocol.in_words(protocol.values(kind, self.parameters))}"

    def make(self, progress: Callable[[Progress], None] | None = None, checkpoint: Path | None = None) -> Glass:
        """Prepare it.

        Parameters
        ----------
        progress, checkpoint : optional
            As in `prepare`.
        """
        return prepare(
            self.model, self.n_particles, self.protocol, self.seed,
            progress=progress, checkpoint=checkpoint, **self.parameters,
        )  # fmt: skip


def _recipes():
    """One after another, from ductile to stable within each model; several seeds where the glass is small."""

    def several(name, model, protocol, parameters, *sizes_and_seeds):
        for n_particles, n_seeds in sizes_and_seeds:
            for seed in range(1, n_seeds + 1):
                yield Recipe(f"{name}-{n_particles}-{seed}", model, protocol, n_particles, seed, parameters)

    usual = (1024, 3), (10_000, 1)
    yield from several("lj-gq-1e4", "lj", "gq", _cooled(1e4), (4096, 1))  # the one that the page opens with
    yield from several("lj-htl", "lj", "htl", {}, (1024, 3))
    yield from several("lj-htl", "lj", "htl", {"equilibration_time": 1000.0}, (10_000, 1))  # to mix over a wider cell
    yield from several("lj-esl", "lj", "esl", {}, *usual)
    yield from several("lj-gq-1e4", "lj", "gq", _cooled(1e4), (1024, 3))
    yield from several("lj-gq-1e5", "lj", "gq", _cooled(1e5), (10_000, 1))
    yield from several("lj-gq-1e6", "lj", "gq", _cooled(1e6), (1024, 1))
    for temperature in (0.3, 0.2, 0.12, 0.1, 0.085, 0.062, 0.05):
        parameters = {"parent_temperature": temperature}
        yield from several(f"poly-swap-{temperature:g}", "poly", "swap", parameters, *usual)
    for model in ("ipl_q3", "ipl_q4"):
        yield from several(f"{model}-anneal", model, "anneal", {}, (2500, 3), (10_000, 1))
    for temperature in (0.7, 0.4, 0.2):
        parameters = {"parent_temperature": temperature}
        yield from several(f"poly_ipl-swap-{temperature:g}", "poly_ipl", "swap", parameters, *usual)


def _cooled(cooling_time):
    # At 0.015 the total energy still drifts by less than 0.3 % of T in 200 t0 at the start of the ramp (at 0.02: 10 %).
    return {"cooling_time": cooling_time, "time_step": 0.015}


RECIPES = tuple(_recipes())
"""All shipped glasses, in the order in which they are offered."""


def add_to_library(folder: Path, recipe: Recipe, glass: Glass) -> None:
    """Write a glass and its entry of the index; an entry of the same key is replaced.

    Parameters
    ----------
    folder : Path
        The folder of the library; it exists.
    recipe : Recipe
        What the glass was made from.
    glass : Glass
        The glass, with its provenance.

    Raises
    ------
    GlassError
        The glass, read back from its file, is not at rest.
    """
    path = folder / f"{recipe.key}.npz"
    glass.save(path)
    again = Glass.load(path)
    if not again.max_force < 1e-10:
        path.unlink()
        raise GlassError(f"{recipe.key} read back has a largest force of {again.max_force:.3g}, above 1e-10")
    about = {
        "key": recipe.key,
        "label": recipe.label,
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "first_event_strain": None,
        "provenance": {name: value for name, value in glass.provenance.items() if name != "stages"},
    }
    entries = {entry["key"]: entry for entry in _entries(folder)} | {recipe.key: about}
    _write_index(folder, entries)


def first_event_strain(glass: Glass) -> float:
    """Strain of the first plastic event in simple shear at 0°, found by `shear`.

    Parameters
    ----------
    glass : Glass
        As cast.

    Raises
    ------
    GlassError
        There is none up to a strain of 0.1.
    """
    from ..mechanics.shear import shear  # only the measurement needs it

    for step in shear(glass, Load.simple_shear(), max_strain=SEARCHED_TO):
        if step.event is not None:
            return float(step.event.strain)
    raise GlassError(f"no event up to a strain of {SEARCHED_TO:g}")


def measure(folder: Path, keys: list[str]) -> None:
    """Write the first event's strain of each shipped glass into the index.

    Parameters
    ----------
    folder : Path
        The folder of the library.
    keys : list of str
        Which ones; all where empty.
    """
    for entry in library(folder):
        if keys and entry.key not in keys:
            continue
        strain = first_event_strain(entry.load())
        entries = {about["key"]: about for about in _entries(folder)}
        entries[entry.key]["first_event_strain"] = strain
        _write_index(folder, entries)
        print(f"{entry.key}: first event at {strain:.6f}", flush=True)


def _entries(folder):
    path = folder / INDEX
    return json.loads(path.read_text(encoding="utf-8"))["glasses"] if path.exists() else []


def _write_index(folder, entries):
    order = [recipe.key for recipe in RECIPES if recipe.key in entries]
    order += [key for key in entries if key not in order]
    text = json.dumps({"glasses": [entries[key] for key in order]}, indent=1, ensure_ascii=False)
    write_whole(folder / INDEX, f"{text}\n".encode())


def main(arguments: list[str] | None = None) -> int:
    """Make the shipped glasses, or measure their first events.

    Parameters
    ----------
    arguments : list of str, optional
        Of the command line.
    """
    parser = argparse.ArgumentParser(description="Make the shipped glasses again, or measure their first events.")
    parser.add_argument("folder", type=Path, help="folder of the glasses and their index.json")
    parser.add_argument("--only", action="append", default=[], metavar="KEY", help="one of them; may be repeated")
    parser.add_argument("--measure", action="store_true", help="measure the first events of glasses that are there")
    options = parser.parse_args(arguments)
    unknown = set(options.only) - {recipe.key for recipe in RECIPES}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(r.key for r in RECIPES)}")
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.measure:
        measure(options.folder, options.only)
        return 0
    for recipe in RECIPES:
        if not options.only or recipe.key in options.only:
            glass = recipe.make(checkpoint=options.folder / f"{recipe.key}.part")
            add_to_library(options.folder, recipe, glass)
            print(f"{recipe.key}: energy {glass.energy / glass.n_particles:.6f} per particle", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
