"""The list of shipped glasses, and the command that makes them again.

>>> python -m glasscope.engine.prepare.shipped FOLDER             # every glass and the index: hours
>>> python -m glasscope.engine.prepare.shipped FOLDER --only lj-htl-2500
>>> python -m glasscope.engine.prepare.shipped FOLDER --measure   # the first events of glasses that are there
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load
from .library import INDEX, library
from .making import prepare

SEARCHED_TO = 0.1
"""Strain up to which a first event is looked for."""


@dataclass(frozen=True)
class Recipe:
    """What a shipped glass is made from.

    Attributes
    ----------
    key, label : str
        Name in code and on the page.
    model, protocol : str
        Keys.
    n_particles, seed : int
        As `prepare` takes them.
    parameters : dict
        The protocol's parameters that are not its defaults.
    """

    key: str
    label: str
    model: str
    protocol: str
    n_particles: int
    seed: int = 1
    parameters: dict = field(default_factory=dict)

    def make(self, progress=None) -> Glass:
        """Prepare it.

        Parameters
        ----------
        progress : callable, optional
            As in `prepare`.
        """
        return prepare(self.model, self.n_particles, self.protocol, self.seed, progress=progress, **self.parameters)


def _annealed(cooling_time, equilibration_time):
    return {"cooling_time": cooling_time, "equilibration_time": equilibration_time}


RECIPES = (
    Recipe("lj-anneal-4096", "LJ, cooled slowly", "lj", "anneal", 4096, parameters=_annealed(1e4, 200.0)),
    Recipe("lj-anneal-10000", "LJ, cooled slowly, large", "lj", "anneal", 10_000, parameters=_annealed(5e3, 200.0)),
    Recipe("lj-htl-2500", "LJ, quenched fast", "lj", "htl", 2500, seed=2),
    Recipe("lj-htl-10000", "LJ, quenched fast, large", "lj", "htl", 10_000),
    Recipe("poly-anneal-4096", "POLY, cooled slowly", "poly", "anneal", 4096, parameters=_annealed(1e4, 500.0)),
    Recipe(
        "poly-anneal-10000", "POLY, cooled slowly, large", "poly", "anneal", 10_000, parameters=_annealed(5e3, 500.0)
    ),
    Recipe("ipl_q3-anneal-2500", "IPL q = 3, cooled", "ipl_q3", "anneal", 2500, parameters=_annealed(1e3, 100.0)),
    Recipe("ipl_q4-anneal-2500", "IPL q = 4, cooled", "ipl_q4", "anneal", 2500, parameters=_annealed(1e3, 100.0)),
    Recipe("poly_ipl-anneal-2500", "poly-IPL, cooled", "poly_ipl", "anneal", 2500, parameters=_annealed(1e3, 100.0)),
)
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
        "provenance": dict(glass.provenance),
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
    temporary = folder / f"{INDEX}.part"
    temporary.write_text(text + "\n", encoding="utf-8")
    os.replace(temporary, folder / INDEX)


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
            glass = recipe.make()
            add_to_library(options.folder, recipe, glass)
            print(f"{recipe.key}: energy {glass.energy / glass.n_particles:.6f} per particle", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
