"""The arguments of the console script: what each subcommand takes, in which bounds, with examples."""

from __future__ import annotations

import argparse
import math
from importlib import metadata
from typing import Any, NoReturn

from .examples import EXAMPLES


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and shows examples below its help.

    Parameters
    ----------
    examples : str, optional
        Key of `EXAMPLES`.
    **options
        Passed on to `argparse.ArgumentParser`.
    """

    def __init__(self, *, examples: str | None = None, **options: Any) -> None:  # Any: as argparse takes them
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **options)
        if examples:
            self.epilog = "examples:" + EXAMPLES[examples].rstrip()

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2.

        Parameters
        ----------
        message : str
            What was wrong.
        """
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser() -> argparse.ArgumentParser:
    """The arguments of every subcommand."""
    parser = Parser(
        prog="glasscope",
        description="Prepare a model glass, shear it, and see where it yields. Without a subcommand: serve.",
        examples="glasscope",
    )
    parser.add_argument("--version", action="version", version=f"glasscope {metadata.version('glasscope')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    _add_serve(commands)
    _add_shear(commands)
    _add_prepare(commands)
    _add_convert(commands)
    _add_report(commands)
    _add_ensemble(commands)
    _add_scores(commands)
    _add_labels(commands)
    _add_mesoscale(commands)
    _add_train(commands)
    summary = "list the shipped glasses, the models, protocols and indicators"
    commands.add_parser("library", help=summary, description=summary, examples="library")
    return parser


def _add_serve(commands) -> None:
    summary = "serve the page"
    serve = commands.add_parser("serve", help=summary, description=summary, examples="serve")
    serve.add_argument("--port", type=_port, default=5006, help="port to listen on (default: %(default)s)")
    serve.add_argument("--address", default="localhost", help="address to listen on (default: %(default)s)")
    serve.add_argument("--no-browser", action="store_true", help="do not open the page in a browser")
    shared = serve.add_argument_group("sharing")
    shared.add_argument(
        "--origin", metavar="HOST", action="append", default=[],
        help="an address that visitors type, such as https://glass.example.org; may be given more than once",
    )  # fmt: skip
    shared.add_argument("--prefix", metavar="PATH", default="", help="path below which the page lies, such as /glass")
    shared.add_argument(
        "--embed", metavar="SITE", action="append", default=[],
        help="a site that may show the page in a frame, such as https://example.org; may be given more than once",
    )  # fmt: skip
    shared.add_argument(
        "--max-sessions", metavar="N", type=_count, default=40,
        help="so many pages at once; who comes then is told that the server is full (default: %(default)s)",
    )  # fmt: skip
    who = shared.add_mutually_exclusive_group()
    who.add_argument("--password-file", metavar="FILE", help="ask visitors for the password in this file, one line")
    who.add_argument(
        "--oauth-provider", metavar="NAME",
        help="let one of Panel's say who comes; its key and secret come from PANEL_OAUTH_KEY and PANEL_OAUTH_SECRET",
    )  # fmt: skip


def _add_shear(commands) -> None:
    summary = "shear a glass athermally and quasistatically; print a table of its events as they come"
    shear = commands.add_parser("shear", help=summary, description=summary, examples="shear")
    shear.add_argument("glass", nargs="?", help="a key of the library, or a file (npz, extended XYZ, LAMMPS data)")
    shear.add_argument("--model", help="prepare a glass of this model first, in place of GLASS")
    _add_preparation(shear)
    _add_answers(shear)
    load = shear.add_argument_group("load")
    load.add_argument("--load", choices=("simple", "pure", "dilation"), default="simple", help="(default: %(default)s)")
    load.add_argument("--angle", type=_number, default=0.0, help="of the load in degrees (default: 0)")
    load.add_argument("--sign", type=_sign, default=1, help="1 or -1, the direction (default: 1)")
    load.add_argument("--max-strain", type=_positive, default=0.1, help="where to stop (default: %(default)s)")
    results = shear.add_argument_group("results")
    results.add_argument("--indicator", metavar="KEY", help="rank each event's core in this field of the glass as cast")
    results.add_argument("--out", metavar="FILE", help="write the table of events as CSV")
    results.add_argument("--save", metavar="FOLDER", help="write the glass before and after each event (a new folder)")


def _add_prepare(commands) -> None:
    summary = "prepare a glass and write it to a file"
    prepare = commands.add_parser("prepare", help=summary, description=summary, examples="prepare")
    prepare.add_argument("model", help="key of a model, such as lj (glasscope library lists them)")
    _add_preparation(prepare)
    prepare.add_argument("--out", metavar="FILE", required=True, help="where to write the glass (.npz, .xyz, .data)")


def _add_convert(commands) -> None:
    summary = "write a glass in another format, which the name's suffix says: .npz, .xyz or .data (LAMMPS)"
    convert = commands.add_parser("convert", help=summary, description=summary, examples="convert")
    convert.add_argument("glass", metavar="IN", help="a file, or a key of the library")
    convert.add_argument("out", metavar="OUT", help="where to write it")
    _add_answers(convert)


def _add_report(commands) -> None:
    summary = "show how a glass was made, and the evidence that its liquid was in equilibrium"
    report = commands.add_parser("report", help=summary, description=summary, examples="report")
    report.add_argument("glass", help="a key of the library, or a file written by glasscope")
    report.add_argument("--out", metavar="FILE", help="write plots of energy and memory against time (HTML)")
    report.set_defaults(as_model=None, cell=None, species=None, diameters=None)  # a glass of our own says all that


def _add_ensemble(commands) -> None:
    summary = "run an ensemble of glasses, loads and indicators, and show what the indicators knew"
    _add_run_of_a_spec(commands, "ensemble", summary)


def _add_labels(commands) -> None:
    summary = "shear many glasses and write where each particle had moved to, for learners"
    _add_run_of_a_spec(commands, "labels", summary)


def _add_mesoscale(commands) -> None:
    summary = "shear many elastoplastic lattices whose blocks bear what was measured in glasses"
    _add_run_of_a_spec(commands, "mesoscale", summary, "mesoscale/r24-fig5.yaml")


def _add_run_of_a_spec(commands, name, summary, example="lj-gq.yaml"):
    command = commands.add_parser(name, help=summary, description=summary, examples=name)
    command.add_argument("spec", metavar="SPEC", help=f"a YAML file; assets/examples/{example} explains every name")
    command.add_argument("--out", metavar="FOLDER", help="where results go (default: the spec's name, here)")
    where = command.add_mutually_exclusive_group()
    where.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, such as tcp://node1:8786")
    where.add_argument("--workers", metavar="N", type=_count, help="processes on this machine (default: one a core)")


def _add_scores(commands) -> None:
    summary = "show C_min of every indicator of an ensemble, with errors over its glasses"
    scores = commands.add_parser("scores", help=summary, description=summary, examples="scores")
    scores.add_argument("result", metavar="RESULT", help="the folder of an ensemble's results, or its dataset")


def _add_train(commands) -> None:
    summary = "train a learned indicator on plastic events or labels, and try it on glasses that it has not seen"
    train = commands.add_parser("train", help=summary, description=summary, examples="train")
    train.add_argument(
        "indicator",
        help="softness or softness_angular, from events; susceptibility_ridge, susceptibility_graph, "
        "susceptibility_graph_fields or susceptibility_image, from labels",
    )  # fmt: skip
    train.add_argument("--out", metavar="FILE", required=True, help="where to write it (.json; .npz for a network)")
    train.add_argument(
        "--states", metavar="FOLDER", help="where states are kept, to go on from (default: beside FILE)"
    )  # fmt: skip
    labels = train.add_argument_group("from labels")
    labels.add_argument(
        "--from", dest="labelled", metavar="LABELS",
        help="what `glasscope labels` wrote, or the key of a shipped set, such as lj-gq",
    )  # fmt: skip
    labels.add_argument("--strain", type=_positive, help="one of the labels' (default: 0.02)")
    labels.add_argument(
        "--recipe", choices=("map", "images", "images-25"),
        help="susceptibility_image: convolutions on one map of the glass (default), or FM21's on an image a particle, "
        "small or with all 25",
    )  # fmt: skip
    labels.add_argument("--passes", type=_count, help="of a network over all runs (default: 12)")
    glasses = train.add_argument_group("glasses")
    glasses.add_argument("--model", help="prepare glasses of this model")
    glasses.add_argument("--samples", type=_count, metavar="N", help="how many (default: 20)")
    glasses.add_argument("--glass", nargs="+", default=[], help="keys of the library, or files, in place of a model")
    _add_preparation(train, first_seed=True)
    shear = train.add_argument_group("shear")
    shear.add_argument("--loads", type=_count, default=8, help="directions over 180 degrees (default: %(default)s)")
    shear.add_argument("--events", type=_count, default=10, help="a run ends after so many (default: %(default)s)")
    shear.add_argument("--max-strain", type=_positive, help="where a run ends (default: the indicator's own)")
    shear.add_argument(
        "--labels", choices=("critical", "mobile"),
        help="extrema of the critical mode, or the most mobile 0.5 %% at --max-strain (default: the indicator's own)",
    )  # fmt: skip


def _add_answers(parser) -> None:
    group = parser.add_argument_group("a glass from elsewhere", "What its file does not say itself is asked for.")
    group.add_argument("--as-model", metavar="KEY", help="the model by which its particles interact")
    group.add_argument("--cell", metavar="LX,LY", type=_cell, help="sides of its periodic cell (or AX,AY,BX,BY)")
    group.add_argument(
        "--species", metavar="A=0,B=1", type=_species, help="which of its types are small (0) and large (1)"
    )
    group.add_argument("--diameters", metavar="FILE", help="its particles' sizes: a text file of one number each")
    group.add_argument("--relax", action="store_true", help="take the minimum downhill from it, should it be none")


def _add_preparation(parser, first_seed: bool = False) -> None:
    group = parser.add_argument_group("preparation")
    group.add_argument(
        "--protocol", help="htl (the default), esl, gq, anneal or swap; glasscope library says what they do"
    )
    group.add_argument("--n", "--n-particles", type=int, help="number of particles (default: 4096)")
    seed = "first of the samples' seeds" if first_seed else "seed of the random numbers"
    group.add_argument("--seed", type=int, help=f"{seed} (default: 1)")
    group.add_argument(
        "--set", metavar="NAME=VALUE", action="append", type=_setting, default=[],
        help="density, or a parameter of the protocol such as cooling_time=1000; may be given more than once",
    )  # fmt: skip


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"expected a finite number, got {text!r}")
    return value


def _positive(text: str) -> float:
    value = _number(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"expected a number above 0, got {text!r}")
    return value


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, got {text!r}")
    return int(text)


def _sign(text: str) -> int:
    if text not in ("1", "+1", "-1"):
        raise argparse.ArgumentTypeError(f"expected 1 or -1, got {text!r}")
    return int(text)


def _cell(text: str) -> list:
    numbers = [_number(word) for word in text.split(",")]
    if len(numbers) not in (2, 4):
        raise argparse.ArgumentTypeError(f"expected LX,LY or AX,AY,BX,BY, got {text!r}")
    return numbers if len(numbers) == 2 else [numbers[:2], numbers[2:]]


def _species(text: str) -> dict[str, int]:
    pairs = [word.rpartition("=") for word in text.split(",")]
    if not all(kind and species.isdecimal() for kind, _, species in pairs):
        raise argparse.ArgumentTypeError(f"expected TYPE=0,TYPE=1 (0 small, 1 large), got {text!r}")
    return {kind: int(species) for kind, _, species in pairs}


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"expected a port from 1 to 65535, got {text!r}")
    return int(text)


def _setting(text: str) -> tuple[str, float]:
    name, separator, value = text.partition("=")
    if not (name and separator):
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, got {text!r}")
    return name, _number(value)
