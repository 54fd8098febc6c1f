"""The console script `glasscope`: serve the page, shear or prepare a glass, list the library.

Only the arguments are read at first; `commands` does the work and is imported once they are known, so that --help is
instant and only `serve` loads Panel.
"""

from __future__ import annotations

import io
import sys

from .arguments import build_parser

GO_ON = ("ensemble", "train")
"""Commands that keep what is done, so that they go on when they are started again."""


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
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # what is said is seen at once, into a pipe or a log too
    try:
        from . import commands

        return commands.run(options)
    except KeyboardInterrupt:
        if options.command == "serve":
            return 0
        left = "the same command goes on from what is done" if options.command in GO_ON else "no file was written"
        print(f"glasscope {options.command}: interrupted; {left}", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
