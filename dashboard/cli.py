"""The console script `glasscope`: serve the page, shear or prepare a glass, list the library.

Only the arguments are read here; `commands` does the work and is imported once they are known, so that --help is
instant and only `serve` loads Panel.
"""

from __future__ import annotations

import argparse
import math
import sys
from importlib import metadata

EXAMPLES = {
    "glasscope": """
  glasscope                                  serve the page on http://localhost:5006
  glasscope library                          list what is there: glasses, models, protocols, indicators
  glasscope shear lj-htl-2500 --indicator steric_order
  glasscope prepare lj --protocol anneal --n 4096 --seed 1 --out glass.npz
""",
    "serve": """
  glasscope serve                            http://localhost:5006, opened in the browser
  glasscope serve --port 5010 --no-browser   another port, nothing opened
  glasscope serve --address 0.0.0.0          reachable from other machines
""",
    "shear": """
  glasscope shear glass.npz                  a glass from a file, simple shear to a strain of 0.1
  glasscope shear KEY --load pure --angle 45 --max-strain 0.05
                                             a glass of the library (glasscope library lists the keys)
  glasscope shear --model poly --n 1024 --seed 3 --indicator steric_order --out events.csv
                                             prepare a glass, rank each event's core, keep the table
""",
    "prepare": """
  glasscope prepare lj --out glass.npz       a hot liquid quenched at once (htl), 4096 particles
  glasscope prepare poly --protocol anneal --n 1024 --seed 7 --out annealed.npz
""",
    "library": """
  glasscope library
""",
}


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and shows examples below its help."""

    def __init__(self, *, examples: str | None = None, **options):
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **options)
        if examples:
            self.epilog = "examples:" + EXAMPLES[examples].rstrip()

    def error(self, message: str):
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
    summary = "list the shipped glasses, the models, protocols and indicators"
    commands.add_parser("library", help=summary, description=summary, examples="library")
    return parser


def _add_serve(commands) -> None:
    summary = "serve the page"
    serve = commands.add_parser("serve", help=summary, description=summary, examples="serve")
    serve.add_argument("--port", type=_port, default=5006, help="port to listen on (default: %(default)s)")
    serve.add_argument("--address", default="localhost", help="address to listen on (default: %(default)s)")
    serve.add_argument("--no-browser", action="store_true", help="do not open the page in a browser")


def _add_shear(commands) -> None:
    summary = "shear a glass athermally and quasistatically; print a table of its events as they come"
    shear = commands.add_parser("shear", help=summary, description=summary, examples="shear")
    shear.add_argument("glass", nargs="?", help="a key of the library, or a file written by `glasscope prepare`")
    shear.add_argument("--model", help="prepare a glass of this model first, in place of GLASS")
    _add_preparation(shear)
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
    prepare.add_argument("--out", metavar="FILE", required=True, help="where to write the glass (npz)")


def _add_preparation(parser) -> None:
    group = parser.add_argument_group("preparation")
    group.add_argument("--protocol", help="htl (instantaneous quench, the default), anneal (molecular dynamics), ...")
    group.add_argument("--n", type=int, help="number of particles (default: 4096)")
    group.add_argument("--seed", type=int, help="seed of the random numbers (default: 1)")
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


def _sign(text: str) -> int:
    if text not in ("1", "+1", "-1"):
        raise argparse.ArgumentTypeError(f"expected 1 or -1, got {text!r}")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"expected a port from 1 to 65535, got {text!r}")
    return int(text)


def _setting(text: str) -> tuple[str, float]:
    name, separator, value = text.partition("=")
    if not (name and separator):
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, got {text!r}")
    return name, _number(value)


def main(arguments: list[str] | None = None) -> int:
    """Run the console script.

    Parameters
    ----------
    arguments : list of str, optional
        The words after `glasscope`; those of the command line where left out.

    Returns
    -------
    int
        0 done, 1 failed on the way, 2 bad input, 130 interrupted. Bad arguments leave by SystemExit(2).
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "serve")
    options = build_parser().parse_args(words)
    sys.stdout.reconfigure(line_buffering=True)  # what is said is seen at once, into a pipe or a log too
    try:
        from . import commands

        return commands.run(options)
    except KeyboardInterrupt:
        if options.command == "serve":
            return 0
        print(f"glasscope {options.command}: interrupted; no file was written", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
