"""What the subcommands of the console script do."""

from __future__ import annotations

import argparse
import math
import os
import sys

from ... import engine
from ...engine.whole_files import new_file, new_folder
from .given_glass import at_rest, given_answer, glass_file, opened
from .printing import ProgressLine, Table, duration_in_words
from .shearing import shear_and_tabulate

DEFAULTS = {"protocol": "htl", "n": 4096, "seed": 1}


def run(options: argparse.Namespace) -> int:
    """Run one subcommand; what goes wrong becomes one line on stderr.

    Parameters
    ----------
    options : argparse.Namespace
        What `arguments.build_parser` read.

    Returns
    -------
    int
        Exit code: 0 done, 1 failed on the way, 2 bad input.
    """
    try:
        commands = {
            "serve": serve, "shear": shear, "prepare": prepare,
            "convert": convert, "report": report, "library": library, "ensemble": ensemble, "scores": scores,
            "train": train, "labels": labels, "mesoscale": mesoscale,
        }  # fmt: skip
        commands[options.command](options)
    except engine.GlassError as error:
        return _failed(options, error, 2)
    except BrokenPipeError:  # the reader of the table has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (engine.NotConvergedError, OSError) as error:
        return _failed(options, error, 1)
    return 0


def _failed(options, error, code: int) -> int:
    print(f"glasscope {options.command}: {error}", file=sys.stderr)
    return code


def serve(options: argparse.Namespace) -> None:
    """Serve the page until interrupted.

    Parameters
    ----------
    options : argparse.Namespace
        With port, address, no_browser, max_sessions, origin, prefix, embed, password_file and oauth_provider.
    """
    from ..app import serve as serve_page  # the only command that loads Panel
    from ..sharing.sharing import Sharing

    sharing = Sharing(
        tuple(options.origin), options.prefix, tuple(options.embed), options.password_file, options.oauth_provider
    )
    serve_page(
        port=options.port,
        show=not options.no_browser,
        address=options.address,
        max_sessions=options.max_sessions,
        sharing=sharing,
    )


def library(options: argparse.Namespace) -> None:
    """List the shipped glasses, the models, protocols and indicators.

    Parameters
    ----------
    options : argparse.Namespace
        None are needed.
    """
    columns = {"key": "<26s", "model": "<9s", "protocol": "<9s", "n_particles": ">11d", "seed": ">5d", "label": "s"}
    table = Table(columns)
    for entry in engine.library():
        table.add({name: getattr(entry, name) for name in columns})
    for name in ("MODELS", "PROTOCOLS", "INDICATORS"):
        print(f"\n{name.lower()}")
        things = getattr(engine, name)
        width = max(24, 2 + max(map(len, things)))
        for key, thing in things.items():
            print(f"  {key:<{width}s}{thing.label}")


def prepare(options: argparse.Namespace) -> None:
    """Prepare a glass and write it to a file.

    Parameters
    ----------
    options : argparse.Namespace
        With model, protocol, n, seed, set and out.
    """
    target = glass_file(options.out)
    checkpoint = target.with_name(f"{target.name}.part")
    try:
        glass = _prepared(options, checkpoint)
    except KeyboardInterrupt:
        if checkpoint.exists():
            print(f"\nstopped; the same command goes on from {checkpoint}", file=sys.stderr)
        raise
    _write(glass, target)


def report(options: argparse.Namespace) -> None:
    """Show how a glass was made, and the evidence that its liquid was in equilibrium.

    Parameters
    ----------
    options : argparse.Namespace
        With glass and out.
    """
    from .report import COLUMNS, rows, save_plots

    target = None if options.out is None else new_file(options.out)
    glass = opened(options)
    if not (stages := rows(glass)):
        raise engine.GlassError(f"{options.glass} does not say how it was made: expected a glass prepared by glasscope")
    print(f"{_in_words(glass)}: {glass.provenance['command']}")
    table = Table(COLUMNS)
    for stage in stages:
        table.add(stage)
    if target is not None:
        save_plots(glass, target)


def convert(options: argparse.Namespace) -> None:
    """Read a glass and write it in another format.

    Parameters
    ----------
    options : argparse.Namespace
        With glass, out, relax and the answers to what a foreign file does not say.
    """
    target = glass_file(options.out)
    glass = opened(options)
    _write(at_rest(glass, options) if options.relax else glass, target)


def shear(options: argparse.Namespace) -> None:
    """Shear a glass, print its events as they come, write what was asked for once all is done.

    Parameters
    ----------
    options : argparse.Namespace
        With glass or model, relax, answers, load, angle, sign, max_strain, indicator, out and save.
    """
    table_file = None if options.out is None else new_file(options.out)
    folder = None if options.save is None else new_folder(options.save)
    load = _load(options)
    indicator = None if options.indicator is None else _indicator(options.indicator)
    glass = _glass(options)
    print(f"{_in_words(glass)}; {load.label}, to a strain of {options.max_strain:g}", file=sys.stderr)
    if indicator is not None and (caveat := indicator.caveat(glass.model)):
        print(caveat, file=sys.stderr)
    shear_and_tabulate(glass, load, options.max_strain, indicator, table_file, folder)


def ensemble(options: argparse.Namespace) -> None:
    """Run what is missing of an ensemble, then show its first events.

    Parameters
    ----------
    options : argparse.Namespace
        With spec, out, scheduler and workers.
    """
    from .ensembles import run as run_ensemble

    run_ensemble(options)


def scores(options: argparse.Namespace) -> None:
    """Show C_min of every indicator of an ensemble.

    Parameters
    ----------
    options : argparse.Namespace
        With result.
    """
    from .ensembles import scores as show_scores

    show_scores(options)


def labels(options: argparse.Namespace) -> None:
    """Shear the glasses of an ensemble and write what each particle did.

    Parameters
    ----------
    options : argparse.Namespace
        With spec, out, scheduler and workers.
    """
    from .ensembles import label

    label(options)


def mesoscale(options: argparse.Namespace) -> None:
    """Shear elastoplastic lattices and show how they yielded and flowed.

    Parameters
    ----------
    options : argparse.Namespace
        With spec, out, scheduler and workers.
    """
    from .lattices import run

    run(options)


def train(options: argparse.Namespace) -> None:
    """Train a learned indicator, with progress; going on where it was.

    Parameters
    ----------
    options : argparse.Namespace
        With indicator, glasses or model and preparation, shear, out and states.
    """
    from .training import run as run_training

    run_training(options)


def _glass(options):
    """The glass to shear: from the library, from a file, or prepared now."""
    given = [name for name in ("model", *DEFAULTS) if getattr(options, name) is not None]
    if options.glass is None:
        if options.model is None:
            raise engine.GlassError("which glass? Give a key of the library, a file, or --model to prepare one")
        if option := given_answer(options):
            raise engine.GlassError(f"{option} is about a glass from a file; leave it out to prepare one")
        return _prepared(options)
    if given or options.set:
        raise engine.GlassError(f"--{(given or ['set'])[0]} prepares a glass; leave it out to shear {options.glass}")
    return at_rest(opened(options), options)


def _prepared(options, checkpoint=None):
    settings = dict(options.set)
    if taken := settings.keys() & {"model", "n_particles", "protocol", "seed", "progress", "checkpoint"}:
        raise engine.GlassError(f"--set {min(taken)}=... is not a parameter of a protocol")
    with ProgressLine() as line:
        return engine.prepare(
            options.model,
            n_particles=_given_or_default(options, "n"),
            protocol=_given_or_default(options, "protocol"),
            seed=_given_or_default(options, "seed"),
            progress=lambda now: line.show(now.fraction, _progress_in_words(now)),
            checkpoint=checkpoint,
            **settings,
        )


def _given_or_default(options, name):
    given = getattr(options, name)
    return DEFAULTS[name] if given is None else given


def _progress_in_words(now):
    energy = "" if math.isnan(now.energy) else f", energy {now.energy:.4f} per particle"
    left = "" if now.seconds_left is None else f", {duration_in_words(now.seconds_left)} left"
    return f"{now.stage}{energy}{left}"


def _load(options):
    if options.load == "dilation":
        if options.angle:
            raise engine.GlassError("a dilation has no angle; leave --angle out")
        return engine.Load.dilation(sign=options.sign)
    make = {"simple": engine.Load.simple_shear, "pure": engine.Load.pure_shear}[options.load]
    return make(angle=options.angle, sign=options.sign)


def _indicator(key: str):
    if key not in engine.INDICATORS:
        raise engine.GlassError(f"unknown indicator {key!r}; known are {', '.join(engine.INDICATORS)}")
    return engine.INDICATORS[key]()


def _write(glass, target) -> None:
    glass.save(target)
    print(f"{target}: {_in_words(glass)}, energy {glass.energy / glass.n_particles:.6f} per particle")


def _in_words(glass) -> str:
    return f"{glass.model.label}, {glass.n_particles} particles"
