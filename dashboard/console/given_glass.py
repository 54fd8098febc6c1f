"""Glasses from the library and from files, on the command line: questions come with the option that answers them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from ... import engine
from ...engine.formats import load_from_outside, writable_format
from ...engine.mechanics.relax import decades_fallen
from ...engine.quarantine import content_of_file, read_apart
from ...engine.whole_files import new_file
from ..gallery.uploads import RELAXED
from .printing import ProgressLine

ANSWERS = {"as_model": "model", "cell": "cell", "species": "species", "diameters": "diameters"}
"""Options of the command line and the keywords of `Glass.load` that they stand for."""


def given_answer(options: argparse.Namespace) -> str | None:
    """The first option given that says something about a file, as one types it.

    Parameters
    ----------
    options : argparse.Namespace
        What `arguments.build_parser` read.
    """
    given = [name for name in (*ANSWERS, "relax") if getattr(options, name, None)]
    return f"--{given[0].replace('_', '-')}" if given else None


def opened(options: argparse.Namespace) -> engine.Glass:
    """The glass of this key in the library, or in this file.

    Parameters
    ----------
    options : argparse.Namespace
        With glass, and the answers to what a foreign file does not say.

    Raises
    ------
    GlassError
        If there is no such thing; if the file leaves something open, with the option that says it.
    """
    entries = {entry.key: entry for entry in engine.library()}
    if options.glass in entries:
        if (option := given_answer(options)) not in (None, "--relax"):
            raise engine.GlassError(f"{option} says what a file does not; {options.glass} is a glass of the library")
        return entries[options.glass].load()
    if not Path(options.glass).exists():
        raise engine.GlassError(f"{options.glass!r} is neither a file nor a glass of the library: {', '.join(entries)}")
    answers = {keyword: getattr(options, name) for name, keyword in ANSWERS.items()}
    if options.diameters is not None:
        answers["diameters"] = _numbers_in(options.diameters)
    try:
        return load_from_outside(content_of_file(options.glass), options.glass, **answers)
    except engine.MissingInformation as missing:
        raise engine.GlassError(f"{missing.question} {_option_for(missing)}") from None


def _option_for(missing) -> str:
    if missing.missing == "model":
        return "Say it with --as-model KEY."
    if missing.missing == "cell":
        return "Say it with --cell LX,LY."
    if len(missing.choices) == 2:
        small, large = missing.choices
        return f"If {small} is the small one, say --species {small}=0,{large}=1."
    return "Say it with --diameters FILE, a text file of one number a particle."


def _numbers_in(name):
    try:
        return read_apart("numbers", content_of_file(name), name).arrays["numbers"]
    except engine.GlassFileError as error:
        raise engine.GlassError(f"--diameters {name}: {error}") from None


def at_rest(glass: engine.Glass, options: argparse.Namespace) -> engine.Glass:
    """The glass if it is a minimum, the one downhill from it if that was asked for.

    Parameters
    ----------
    glass : Glass
        As it was opened.
    options : argparse.Namespace
        With glass (its name) and relax.

    Raises
    ------
    GlassError
        If it is no minimum and was not to be relaxed.
    """
    if glass.max_force <= RELAXED:
        return glass
    if not options.relax:
        raise engine.GlassError(
            f"{options.glass} is no minimum: its largest force is {glass.max_force:.3g}, expected below {RELAXED:g}; "
            "add --relax to begin at the minimum downhill from it"
        )
    with ProgressLine() as line:
        relaxed = engine.relax(
            glass,
            progress=lambda energy, force: line.show(decades_fallen(glass.max_force, force, RELAXED), "relaxing"),
        )
    moved = np.linalg.norm(relaxed.positions - glass.positions, axis=1).max()
    print(
        f"relaxed: largest force {glass.max_force:.3g} before, {relaxed.max_force:.3g} now; energy "
        f"{glass.energy / glass.n_particles:.6f} before, {relaxed.energy / glass.n_particles:.6f} per particle now; "
        f"particles moved by up to {moved:.3g}",
        file=sys.stderr,
    )
    return relaxed


def glass_file(name: str) -> Path:
    """Path of a file that a glass can be written to, so that this is known before hours of work.

    Parameters
    ----------
    name : str
        As the user gave it.

    Raises
    ------
    GlassError
        If it cannot be written there, or its suffix stands for no format.
    """
    path = new_file(name)
    writable_format(path)
    return path
