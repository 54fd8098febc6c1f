"""The console script `glasscope`: serve the page, shear or prepare a glass, list the library.

Only the arguments are read at first; `commands` does the work and is imported once they are known, so that --help is
instant and only `serve` loads Panel.
"""

from __future__ import annotations

import gc
import io
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .arguments import build_parser
from .letters import show_in

GO_ON = ("ensemble", "labels", "mesoscale", "train")
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
    show_in(sys.stdout, sys.stderr)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "serve")
    options = build_parser().parse_args(words)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # what is said is seen at once, into a pipe or a log too
    with _interrupts() as come:
        try:
            if arguments is None:
                _import_quickly(then_on=options.command != "serve")
            from . import commands

            return commands.run(options)
        except KeyboardInterrupt:
            return _interrupted(options.command)
        except Exception:
            if come:
                return _interrupted(options.command)
            raise


def _import_quickly(then_on):
    """Look for no garbage while a million objects are made, nor ever in them: half of the time to start and to end.

    A server does not begin to look before it has its kernels, see `prepare_memory`.
    """
    gc.disable()
    from . import commands  # noqa: F401

    gc.freeze()
    if then_on:
        gc.enable()


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Interrupts that have come: one that falls into the compiling of a kernel may come out as another exception."""
    come: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        come.append(number)
        signal.default_int_handler(number, frame)

    noted = before is signal.default_int_handler and threading.current_thread() is threading.main_thread()
    if noted:
        signal.signal(signal.SIGINT, note)
    try:
        yield come
    finally:
        if noted:
            signal.signal(signal.SIGINT, before)


def _interrupted(command: str) -> int:
    """Say that a command was interrupted, and what is left of it; its exit code."""
    if command == "serve":
        return 0
    left = "the same command goes on from what is done" if command in GO_ON else "no file was written"
    print(f"glasscope {command}: interrupted; {left}", file=sys.stderr)
    return 130


if __name__ == "__main__":
    sys.exit(main())
